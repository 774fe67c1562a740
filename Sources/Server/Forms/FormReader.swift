import Register
import Vocabulary

/// Reads a filled-in form into a `Submission`, or says field by field what is wrong.
struct FormReader: ReadsFields {
    let kind: FormKind
    let input: Query
    let context: FormContext
    let reading: Reading
    var errors: [String: String] = [:]
    var home: TerritoryCode { context.territory }

    init(kind: FormKind, input: Query, context: FormContext, reading: Reading) {
        self.kind = kind
        self.input = input
        self.context = context
        self.reading = reading
    }

    /// The submission, or nil with `errors` filled.
    mutating func submission() -> Submission? {
        var submission = Submission(kind: kind)
        submission.key = input["key"] ?? ""
        submission.version = input["version"].flatMap { Int64($0) }
        submission.obligations = input.all("for").filter { !$0.isEmpty }
        submission.people = context.person.map { [$0.id] } ?? context.people.map(\.id)
        submission.known = context.known?.id
        if kind.startsWithPerson, context.known == nil, context.person == nil || kind == .contact { submission.newPerson = person() }
        let form = kind == .correct ? context.entry.flatMap { FormKind.correcting($0.fact) } ?? .correct : kind
        read(form, into: &submission)
        if kind == .correct || kind == .withdraw {
            submission.reason = text("reason", required: true)
            submission.entity = context.entry?.entity
        }
        return errors.isEmpty ? submission : nil
    }

    private mutating func read(_ form: FormKind, into submission: inout Submission) {
        switch form {
        case .locate, .notify, .followUp, .act, .checkArrival: act(form, into: &submission)
        case .beginStay:
            let stay = Stay(
                mode: choice("mode") ?? .central, site: text("site"), room: text("room"), territory: territory("territory"),
                until: correctedStay?.until, ending: correctedStay?.ending)
            submission.facts = [dated(.stay(stay))]
        case .endStay:
            // Where one evidence serves many, each one's running stay ends.
            submission.entity = context.people.isEmpty ? thing("stay") : nil
            let ending: Stay.Ending = choice("ending") ?? .released
            let at = moment("at", required: true) ?? reading.now
            // The operation revises the stay in force; only its end and the way it ended are taken from here.
            let end = Stay(mode: .selfMonitoring, territory: context.territory, until: at, ending: ending)
            submission.facts = [Submission.Dated(fact: .stay(end), happenedAt: at)]
        case .specimen:
            let specimen = Specimen(
                method: choice("method") ?? .nucleicAcid, kind: choice("specimenKind") ?? .other, swabs: number("swabs", 1...9) ?? 1,
                code: text("code"), territory: context.territory, occasion: choice("testOccasion"))
            submission.facts = [dated(.specimen(specimen))]
        case .result:
            let result = TestResult(
                specimen: Reference(rawValue: thing("specimen") ?? 0), outcome: choice("result") ?? .negative, ctN: decimal("ctN"),
                ctORF1ab: decimal("ctORF1ab"), laboratory: text("laboratory"))
            submission.facts = [dated(.result(result))]
        case .registerArrival: submission.facts = [dated(.arrival(arrival()))]
        case .reportCase, .convert: submission.facts = [dated(.caseReport(caseReport()))]
        case .changeCase: changes(into: &submission)
        case .exclude:
            submission.entity = thing("caseOf")
            submission.reason = text("reason", required: true)
            let change = CaseChange(of: Reference(rawValue: submission.entity ?? 0), change: .excluded)
            submission.facts = [dated(.caseChange(change))]
        case .contact: submission.facts = [dated(.exposure(exposure()))]
        case .assignPost:
            let from = day("from", required: true) ?? reading.moments.today
            let post = PostHolding(
                postClass: text("postClass", required: true) ?? "", unit: text("unit"), territory: territory("territory"), from: from,
                until: day("until"))
            submission.facts = [Submission.Dated(fact: .post(post), happenedAt: reading.moments.zone.instant(from))]
        case .vaccinate:
            let product = text("product", required: true) ?? ""
            let dose = number("dose", 1...9)
            if dose == nil, errors["dose"] == nil { errors["dose"] = words("field.required") }
            submission.facts = [dated(.vaccination(Vaccination(product: product, dose: dose ?? 1)))]
        case .note:
            let note = Note(text: text("text", required: true) ?? "")
            submission.facts = [Submission.Dated(fact: .note(note), happenedAt: reading.now)]
        case .requestTransfer:
            let transfer = Transfer(
                from: context.territory, to: territory("destination"), site: text("site"), mode: choice("mode") ?? .central, grounds: text("grounds"))
            submission.facts = [dated(.transfer(transfer))]
        case .transferStep:
            let step = TransferStep(
                of: Reference(rawValue: thing("transferOf") ?? 0), kind: choice("turn") ?? .accepted, room: text("room"), by: text("by"),
                reason: text("grounds"))
            if step.kind.isEnd, step.reason == nil { errors["grounds"] = words("field.required") }
            submission.facts = [dated(.transferStep(step))]
        case .correct, .withdraw: break
        }
    }

    private mutating func act(_ form: FormKind, into submission: inout Submission) {
        let deed: Act.Deed =
            switch form {
            case .locate: .located
            case .notify: .notified
            case .followUp: .followedUp
            case .checkArrival: .checked
            default: choice("deed") ?? .followedUp
            }
        var act = Act(deed: deed, means: choice("means"), by: text("by"))
        switch form {
        case .locate: act.territory = territory("territory")
        case .followUp: act.finding = choice("finding") ?? .well
        case .checkArrival:
            act.concerning = thing("arrivalOf")
            act.checks = Set(input.all("checks").compactMap(ArrivalCheck.init))
            if act.checks.isEmpty { errors["checks"] = words("field.required") }
        default: break
        }
        submission.facts = [dated(.act(act))]
    }

    private mutating func changes(into submission: inout Submission) {
        submission.entity = thing("caseOf")
        let of = Reference<CaseReport>(rawValue: submission.entity ?? 0)
        var changes: [CaseChange.Change] = []
        if let kind: CaseKind = choice("newKind") { changes.append(.classified(kind)) }
        if let severity: Severity = choice("newSeverity") { changes.append(.severity(severity)) }
        if let onset = day("newOnset") { changes.append(.onset(onset)) }
        if let outcome: CaseOutcome = choice("newOutcome") { changes.append(.closed(outcome)) }
        if changes.isEmpty { errors["newKind"] = words("field.nothingChanged") }
        let at = moment("at", required: true) ?? reading.now
        submission.facts = changes.map { Submission.Dated(fact: .caseChange(CaseChange(of: of, change: $0)), happenedAt: at) }
    }

    private mutating func arrival() -> Arrival {
        Arrival(
            origin: text("origin", required: true) ?? "", risk: choice("risk") ?? .low, leftOrigin: day("leftOrigin"),
            destination: territory("destination"), vehicle: choice("vehicle"), transportNumber: text("transportNumber"), seat: text("seat"),
            certificateTaken: moment("certificateTaken"), isRegistered: true)
    }

    private mutating func caseReport() -> CaseReport {
        CaseReport(
            kind: choice("caseKind") ?? .suspected, origin: choice("caseOrigin") ?? .unknown, onset: day("onset"),
            firstPositiveTaken: moment("firstPositiveTaken"), detection: choice("detection") ?? .clinic,
            foundUnderControl: input["underControl"].map { $0 == "yes" }, severity: choice("severity"), territory: territory("territory"),
            reportedBy: text("reportedBy"), label: text("label"))
    }

    private mutating func exposure() -> Exposure {
        let index: PersonID
        if case .exposure(let old)? = context.entry?.fact { index = old.index } else { index = context.person?.id ?? PersonID(rawValue: 0) }
        let last = day("last", required: true) ?? reading.moments.today
        let first = day("first")
        if let first, first > last { errors["first"] = words("field.firstAfterLast") }
        return Exposure(
            index: index, nearness: choice("nearness") ?? .close, first: first, last: last, setting: choice("setting") ?? .other,
            vehicle: choice("vehicle"), territory: territory("territory"), circumstance: text("circumstance"))
    }

    private mutating func person() -> Submission.NewPerson {
        let identity = Identity(
            name: text("name", required: true) ?? "", documentNumber: text("document"), phones: text("phone").map { [$0] } ?? [],
            address: text("address"))
        return Submission.NewPerson(
            identity: identity,
            person: Person(sex: choice("sex"), birthDate: day("birthDate"), residence: territory("residence"), occupation: text("occupation")))
    }

    private var correctedStay: Stay? {
        if case .stay(let stay)? = context.entry?.fact { stay } else { nil }
    }

    private mutating func dated(_ fact: Fact) -> Submission.Dated {
        Submission.Dated(fact: fact, happenedAt: moment("at", required: true) ?? reading.now)
    }
}
