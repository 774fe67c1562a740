import Register
import Vocabulary

/// The fields of each form.
struct FormFields {
    let context: FormContext
    let reading: Reading

    private var words: Words { reading.words }

    /// The fields of a form, in the order of filling in.
    func fields(of kind: FormKind) -> [FormField] {
        var fields: [FormField] = []
        if kind.asksWho(context) { fields += person }
        switch kind {
        case .correct:
            guard let entry = context.entry, let form = FormKind.correcting(entry.fact) else { return [reason] }
            let values = entry.fact.fieldValues(entry.happenedAt, reading.moments)
            return FormFields(context: context, reading: reading).ownFields(of: form).map { field in
                var field = field
                field.value = values[field.name] ?? ""
                return field
            } + [reason]
        case .withdraw: return [reason]
        default: return fields + ownFields(of: kind)
        }
    }

    private func ownFields(of kind: FormKind) -> [FormField] {
        switch kind {
        case .locate: [at, territory, choice("means", Act.Means.allCases, words.name, first: "telephone"), by]
        case .notify: [at, choice("means", Act.Means.allCases, words.name, first: "telephone"), by]
        case .followUp:
            [
                at, choice("finding", Act.Finding.allCases, words.name, first: "well"),
                choice("means", Act.Means.allCases, words.name, first: "telephone"), by,
            ]
        case .act: [deed, at, optional("means", Act.Means.allCases, words.name), by]
        case .beginStay:
            [
                at, choice("mode", ControlMode.allCases, words.name, first: (context.obligation?.mode ?? .central).rawValue),
                FormField(name: "site", kind: .text, suggestions: context.sites), FormField(name: "room", kind: .text), territory,
            ]
        case .endStay:
            (context.people.isEmpty ? [thing("stay", context.stays)] : []) + [
                at, choice("ending", Stay.Ending.allCases, words.name, first: "released"),
            ]
        case .specimen:
            [
                at, choice("method", TestMethod.allCases, words.name, first: "nucleicAcid"),
                choice("specimenKind", SpecimenKind.allCases, words.name, first: "nasopharyngealSwab"),
                FormField(name: "swabs", kind: .number, isRequired: true, value: "1"), FormField(name: "code", kind: .text),
                optional("testOccasion", TestOccasion.allCases, words.name),
            ]
        case .result:
            [
                thing("specimen", context.specimens), choice("result", TestOutcome.allCases, words.name, first: "negative"), at,
                FormField(name: "ctN", kind: .number), FormField(name: "ctORF1ab", kind: .number),
                FormField(name: "laboratory", kind: .text, suggestions: context.laboratories),
            ]
        case .registerArrival:
            [
                at, FormField(name: "origin", kind: .text, isRequired: true), choice("risk", OriginRisk.allCases, words.name, first: "low"),
                FormField(name: "leftOrigin", kind: .day), territory(named: "destination"), optional("vehicle", VehicleKind.allCases, words.name),
                FormField(name: "transportNumber", kind: .text), FormField(name: "seat", kind: .text),
                FormField(name: "certificateTaken", kind: .moment),
            ]
        case .checkArrival:
            [
                thing("arrivalOf", context.arrivals), at,
                FormField(name: "checks", kind: .set(ArrivalCheck.allCases.map { Option($0.rawValue, words.name($0)) }), isRequired: true), by,
            ]
        case .reportCase, .convert: caseFields
        case .changeCase:
            [
                thing("caseOf", context.cases), at, optional("newKind", CaseKind.allCases, words.name),
                optional("newSeverity", Severity.allCases, words.name), FormField(name: "newOnset", kind: .day),
                optional("newOutcome", CaseOutcome.allCases, words.name),
            ]
        case .exclude: [thing("caseOf", context.cases), at, reason]
        case .contact:
            [
                at, choice("nearness", ContactDegree.allCases.filter { $0 != .secondary }, words.name, first: "close"),
                choice("setting", ContactSetting.allCases, words.name, first: "other"), FormField(name: "first", kind: .day),
                FormField(name: "last", kind: .day, isRequired: true), optional("vehicle", VehicleKind.allCases, words.name),
                FormField(name: "circumstance", kind: .text), territory,
            ]
        case .assignPost:
            [
                FormField(
                    name: "postClass", kind: .choice(context.postClasses.map { Option($0.key, words($0.label)) }), isRequired: true,
                    value: context.postClasses.first?.key ?? ""), FormField(name: "unit", kind: .text), territory,
                FormField(name: "from", kind: .day, isRequired: true, value: "\(reading.moments.today)"), FormField(name: "until", kind: .day),
            ]
        case .vaccinate:
            [
                FormField(
                    name: "product", kind: .choice(context.courses.map { Option($0.key, words($0.label)) }), isRequired: true,
                    value: context.courses.first?.key ?? ""), FormField(name: "dose", kind: .number, isRequired: true, value: "\(context.nextDose)"),
                at,
            ]
        case .note: [FormField(name: "text", kind: .area, isRequired: true)]
        case .requestTransfer:
            [
                at, choice("mode", [ControlMode.central, .hospital, .homeIsolation, .homeMonitoring], words.name, first: "central"),
                FormField(name: "site", kind: .text, suggestions: context.sites), territory(named: "destination"),
                FormField(name: "grounds", kind: .area),
            ]
        case .transferStep:
            [
                thing("transferOf", context.transfers),
                choice("turn", context.turns.isEmpty ? TransferStep.Kind.allCases : context.turns, words.name, first: turn.rawValue), at,
                FormField(name: "room", kind: .text), by, FormField(name: "grounds", kind: .area),
            ]
        case .correct, .withdraw: []
        }
    }

    /// The turn that an obligation asks for, or else the one that comes next.
    private var turn: TransferStep.Kind {
        let asked = context.obligation?.obligation.id.rule.split(separator: ".").last.flatMap { TransferStep.Kind(rawValue: String($0)) }
        return asked ?? context.turns.first ?? .accepted
    }

    private var caseFields: [FormField] {
        [
            choice("caseKind", CaseKind.allCases, words.name, first: "confirmed"), at,
            choice("caseOrigin", CaseOrigin.allCases, words.name, first: "unknown"), FormField(name: "onset", kind: .day),
            FormField(name: "firstPositiveTaken", kind: .moment), choice("detection", DetectionRoute.allCases, words.name, first: "clinic"),
            FormField(name: "underControl", kind: .choice(answers)), optional("severity", Severity.allCases, words.name), territory,
            FormField(name: "reportedBy", kind: .text), FormField(name: "label", kind: .text),
        ]
    }

    private var answers: [Option] {
        [Option("", words("field.notJudged")), Option("yes", words("field.yes")), Option("no", words("field.no"))]
    }

    private var person: [FormField] {
        [
            FormField(name: "name", kind: .text, isRequired: true), FormField(name: "document", kind: .text), FormField(name: "phone", kind: .text),
            optional("sex", Sex.allCases, words.name), FormField(name: "birthDate", kind: .day), territory(named: "residence"),
            FormField(name: "address", kind: .text), FormField(name: "occupation", kind: .text),
        ]
    }

    private var at: FormField { FormField(name: "at", kind: .moment, isRequired: true, value: reading.moments.fieldValue(reading.now)) }
    private var by: FormField { FormField(name: "by", kind: .text) }
    private var reason: FormField { FormField(name: "reason", kind: .area, isRequired: true) }
    private var territory: FormField { territory(named: "territory") }

    private func territory(named name: String) -> FormField {
        FormField(
            name: name, kind: .choice(context.territories.map { Option($0.code.digits, words($0.name)) }), isRequired: true,
            value: context.territory.digits)
    }

    private var deed: FormField {
        let asked = context.obligation.flatMap { FormKind.deed(meeting: $0.obligation.id.rule) }
        return choice("deed", Act.Deed.allCases, words.name, first: (asked ?? .followedUp).rawValue)
    }

    private func thing(_ name: String, _ things: [FormContext.Thing]) -> FormField {
        FormField(
            name: name, kind: .choice(things.map { Option("\($0.entity)", words($0.label)) }), isRequired: true,
            value: things.first.map { "\($0.entity)" } ?? "")
    }

    private func choice<Value: RawRepresentable<String>>(
        _ name: String, _ values: [Value], _ label: (Value) -> String, first: String
    ) -> FormField {
        FormField(name: name, kind: .choice(values.map { Option($0.rawValue, label($0)) }), isRequired: true, value: first)
    }

    private func optional<Value: RawRepresentable<String>>(_ name: String, _ values: [Value], _ label: (Value) -> String) -> FormField {
        FormField(name: name, kind: .choice([Option("", "–")] + values.map { Option($0.rawValue, label($0)) }))
    }
}

extension FormKind {
    /// Whether the form asks who somebody is.
    func asksWho(_ context: FormContext) -> Bool { startsWithPerson && context.known == nil && (context.person == nil || self == .contact) }

    /// The form whose fields describe a fact; nil where it can only be withdrawn.
    static func correcting(_ fact: Fact) -> FormKind? {
        switch fact {
        case .caseReport: .convert
        case .exposure: .contact
        case .stay: .beginStay
        case .specimen: .specimen
        case .result: .result
        case .arrival: .registerArrival
        case .post: .assignPost
        case .act: .act
        case .note: .note
        default: nil
        }
    }
}

extension Fact {
    /// The values with which a form about this fact opens.
    func fieldValues(_ happenedAt: Instant, _ moments: Moments) -> [String: String] {
        var values = ["at": moments.fieldValue(happenedAt)]
        func set(_ name: String, _ value: String?) { values[name] = value }
        switch self {
        case .caseReport(let report):
            set("caseKind", report.kind.rawValue)
            set("caseOrigin", report.origin.rawValue)
            set("onset", report.onset?.description)
            set("firstPositiveTaken", report.firstPositiveTaken.map(moments.fieldValue))
            set("detection", report.detection.rawValue)
            set("underControl", report.foundUnderControl.map { $0 ? "yes" : "no" })
            set("severity", report.severity?.rawValue)
            set("territory", report.territory.digits)
            set("reportedBy", report.reportedBy)
            set("label", report.label)
        case .exposure(let exposure):
            set("nearness", exposure.nearness.rawValue)
            set("setting", exposure.setting.rawValue)
            set("first", exposure.first?.description)
            set("last", exposure.last.description)
            set("vehicle", exposure.vehicle?.rawValue)
            set("circumstance", exposure.circumstance)
            set("territory", exposure.territory?.digits)
        case .stay(let stay):
            set("mode", stay.mode.rawValue)
            set("site", stay.site)
            set("room", stay.room)
            set("territory", stay.territory.digits)
        case .specimen(let specimen):
            set("method", specimen.method.rawValue)
            set("specimenKind", specimen.kind.rawValue)
            set("swabs", "\(specimen.swabs)")
            set("code", specimen.code)
            set("testOccasion", specimen.occasion?.rawValue)
        case .result(let result):
            set("specimen", "\(result.specimen.rawValue)")
            set("result", result.outcome.rawValue)
            set("ctN", result.ctN.map { "\($0)" })
            set("ctORF1ab", result.ctORF1ab.map { "\($0)" })
            set("laboratory", result.laboratory)
        case .arrival(let arrival):
            set("origin", arrival.origin)
            set("risk", arrival.risk.rawValue)
            set("leftOrigin", arrival.leftOrigin?.description)
            set("destination", arrival.destination.digits)
            set("vehicle", arrival.vehicle?.rawValue)
            set("transportNumber", arrival.transportNumber)
            set("seat", arrival.seat)
            set("certificateTaken", arrival.certificateTaken.map(moments.fieldValue))
        case .post(let post):
            set("postClass", post.postClass)
            set("unit", post.unit)
            set("territory", post.territory.digits)
            set("from", post.from.description)
            set("until", post.until?.description)
        case .act(let act):
            set("deed", act.deed.rawValue)
            set("means", act.means?.rawValue)
            set("by", act.by)
        case .note(let note): set("text", note.text)
        default: break
        }
        return values
    }
}
