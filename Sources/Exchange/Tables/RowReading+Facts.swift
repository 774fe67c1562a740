import Register
import Vocabulary

extension RowCells {
    /// The facts of the row about `person`; problems are noted.
    mutating func facts(about person: ImportPerson) -> [ImportFact] {
        switch plan.kind {
        case .cases: caseFacts(about: person)
        case .contacts, .exposures: exposureFacts(about: person)
        case .tests: testFacts()
        case .arrivals: arrivalFacts(about: person)
        case .stays: stayFacts(about: person)
        case .posts: postFacts(about: person)
        case .vaccinations: vaccinationFacts()
        case .visits: visitFacts()
        case .places: placeFacts()
        // Numbers about nobody.
        case .counts: []
        }
    }

    mutating func require<Value>(_ field: TableField, _ value: Value?) -> Value? {
        if value == nil, bytes(field) == nil || isSilent(field) { refuse(field, .missing) }
        return value
    }

    /// Whether the cell is filled with a word for "nothing", which no problem has been noted for.
    private func isSilent(_ field: TableField) -> Bool {
        let label = plan.schema.spec(field)?.label
        return !problems.contains { problem in
            problem.header == label || problem.column.map { plan.layout[$0 - 1].spec?.field == field } ?? false
        }
    }

    /// The territory of the duty: the row's, the person's home, the importer's.
    private mutating func duty(_ field: TableField, _ person: ImportPerson?) -> TerritoryCode? {
        let code = territory(field) ?? person?.residence ?? plan.context.territory
        return require(field, code)
    }

    private mutating func check(_ earlier: TableField, _ first: CivilDate?, notAfter later: TableField, _ second: CivilDate?) {
        guard let first, let second, first > second else { return }
        refuse(earlier, .after(plan.schema.spec(later)?.label ?? LocalizedText(zh: later.key, en: later.key)))
    }

    mutating func check(_ earlier: TableField, _ first: Instant?, notAfter later: TableField, _ second: Instant?) {
        guard let first, let second, first > second else { return }
        refuse(earlier, .after(plan.schema.spec(later)?.label ?? LocalizedText(zh: later.key, en: later.key)))
    }

    // MARK: cases

    private mutating func caseFacts(about person: ImportPerson) -> [ImportFact] {
        let kindWord = choice(.caseKind)
        let known = instant(.known)
        let onset = date(.onset)
        let positive = instant(.firstPositiveTaken)
        // A case that no date of diagnosis is known of counts as diagnosed when it was reported, or else when first proved.
        let happened = instant(.diagnosed) ?? known ?? positive ?? onset.map { plan.zone.instant($0) }
        let isExcluded = kindWord == "notACase"
        let kind = isExcluded ? .suspected : kindWord.flatMap(CaseKind.init(rawValue:))
        let severity = choice(.severity, as: Severity.self)
        let report = (
            origin: choice(.origin, as: CaseOrigin.self) ?? .unknown, detection: choice(.detection, as: DetectionRoute.self) ?? .clinic,
            control: flag(.foundUnderControl), by: text(.reportedBy), label: text(.caseLabel) ?? person.number
        )
        let exposed = (date(.exposedFrom), date(.exposedUntil))
        check(.exposedFrom, exposed.0, notAfter: .exposedUntil, exposed.1)
        let needed = (require(.caseKind, kind), require(.diagnosed, happened), duty(.dutyTerritory, person))
        guard let kind = needed.0, let happened = needed.1, let territory = needed.2 else { return [] }
        var facts = [
            ImportFact(
                .caseReport(
                    CaseReport(
                        kind: kind, origin: report.origin, onset: onset, firstPositiveTaken: positive, detection: report.detection,
                        foundUnderControl: report.control, severity: severity, territory: territory, reportedBy: report.by, label: report.label)),
                happenedAt: happened, knownAt: known)
        ]
        facts += reclassification(known: known)
        facts += ends(isExcluded: isExcluded, reported: happened, known: known)
        facts += admission(in: territory, known: known)
        return facts
    }

    /// A case whose class was changed later: the first class stays, the change is a fact of its own.
    private mutating func reclassification(known: Instant?) -> [ImportFact] {
        let moment = instant(.reclassified)
        guard let kind = choice(.currentKind, as: CaseKind.self), let moment = require(.reclassified, moment) else { return [] }
        let change = CaseChange(of: Reference(rawValue: 0), change: .classified(kind))
        return [ImportFact(.caseChange(change), link: .fact(0), happenedAt: moment, knownAt: known)]
    }

    /// Exclusion, recovery, departure or death.
    private mutating func ends(isExcluded: Bool, reported: Instant, known: Instant?) -> [ImportFact] {
        let of = Reference<CaseReport>(rawValue: 0)
        let died = instant(.deathDate)
        let ended = instant(.outcomeDate)
        let word = choice(.outcome) ?? (died == nil ? nil : "died")
        let fromDisease = flag(.deathFromDisease)
        if isExcluded || word == "excluded" {
            return [ImportFact(.caseChange(CaseChange(of: of, change: .excluded)), link: .fact(0), happenedAt: ended ?? reported, knownAt: known)]
        }
        guard let outcome = word.flatMap(CaseOutcome.init(rawValue:)) else { return [] }
        guard let moment = ended ?? (outcome == .died ? died : nil) else {
            warnings.append(LocalizedText(zh: "转归没有日期，未记录", en: "the outcome has no date and was not recorded"))
            return []
        }
        var facts = [ImportFact(.caseChange(CaseChange(of: of, change: .closed(outcome))), link: .fact(0), happenedAt: moment, knownAt: known)]
        if outcome == .died { facts.append(ImportFact(.death(Death(fromDisease: fromDisease)), happenedAt: died ?? moment, knownAt: known)) }
        return facts
    }

    private mutating func admission(in territory: TerritoryCode, known: Instant?) -> [ImportFact] {
        guard let admitted = instant(.admitted) else { return [] }
        return [ImportFact(.stay(Stay(mode: .hospital, site: text(.hospital), territory: territory)), happenedAt: admitted, knownAt: known)]
    }

    // MARK: exposures

    private mutating func exposureFacts(about person: ImportPerson) -> [ImportFact] {
        let index = index()
        if index.isEmpty { refuse(.indexNumber, .missing) }
        let known = instant(.known)
        var last = date(.lastContact)
        let first = date(.firstContact)
        var identified = instant(.identified)
        if let companion = person.number.flatMap({ plan.context.companions?[$0] }) {
            if last == nil, !has(.lastContact), let day = companion.lastExposure(in: plan.zone) {
                last = day
                warnings.append(LocalizedText(zh: "最后接触日期取自病例表", en: "the last contact was taken from the line list"))
            }
            if identified == nil, known == nil { identified = companion.reported }
        }
        identified = identified ?? known
        check(.firstContact, first, notAfter: .lastContact, last)
        let degree = choice(.degree)
        var exposure = Exposure(index: PersonID(rawValue: 0), last: last ?? CivilDate(daysSinceEpoch: 0))
        // Whoever met a contact is no contact of a case: the nearness of the meeting stays, the degree follows from the index.
        exposure.nearness = degree.flatMap(ContactDegree.init(rawValue:)).map { $0 == .secondary ? .close : $0 } ?? .close
        exposure.first = first
        exposure.setting = choice(.setting, as: ContactSetting.self) ?? .other
        exposure.vehicle = choice(.vehicle, as: VehicleKind.self)
        exposure.isHigherRisk = flag(.higherRisk) ?? true
        exposure.territory = territory(.dutyTerritory)
        exposure.circumstance = text(.circumstance)
        exposure.discovery = choice(.discovery, as: Exposure.Discovery.self) ?? .ownInvestigation
        let stay = controlStay(of: person, exposure, known: known)
        let needed = (require(.identified, identified), require(.lastContact, last))
        guard let happened = needed.0, needed.1 != nil, !index.isEmpty else { return [] }
        return [ImportFact(.exposure(exposure), link: .person(index), happenedAt: happened, knownAt: known)] + stay
    }

    /// The contact's quarantine, where the row says when it began and it is one that keeps a person in place.
    private mutating func controlStay(of person: ImportPerson, _ exposure: Exposure, known: Instant?) -> [ImportFact] {
        guard plan.kind == .contacts, let mode = choice(.mode, as: ControlMode.self) else { return [] }
        let start = instant(.started)
        let end = instant(.ended)
        check(.started, start, notAfter: .ended, end)
        let ending = choice(.ending, as: Stay.Ending.self)
        let (site, room) = (text(.site), text(.room))
        guard mode.isStay, let start else { return [] }
        guard let territory = territory(.stayTerritory) ?? exposure.territory ?? person.residence ?? plan.context.territory else {
            refuse(.stayTerritory, .missing)
            return []
        }
        let stay = Stay(mode: mode, site: site, room: room, territory: territory, until: end, ending: ending)
        return [ImportFact(.stay(stay), happenedAt: start, knownAt: known)]
    }

    // MARK: the others

    private mutating func testFacts() -> [ImportFact] {
        let known = instant(.known)
        let taken = instant(.taken)
        var reported = instant(.reportedAt)
        check(.taken, taken, notAfter: .reportedAt, reported)
        let specimen = Specimen(
            method: choice(.method, as: TestMethod.self) ?? .nucleicAcid, kind: choice(.specimenKind, as: SpecimenKind.self) ?? .nasopharyngealSwab,
            swabs: integer(.swabs, in: 1...10) ?? 1, code: text(.tubeCode), territory: territory(.takenIn),
            occasion: choice(.occasion, as: TestOccasion.self))
        let outcome = choice(.result, as: TestOutcome.self)
        let values = (decimal(.ctN, in: 0...60), decimal(.ctORF1ab, in: 0...60), text(.laboratory))
        guard let taken = require(.taken, taken) else { return [] }
        var facts = [ImportFact(.specimen(specimen), happenedAt: taken, knownAt: known)]
        guard let outcome else { return facts }
        if reported == nil {
            reported = max(known ?? taken, taken)
            warnings.append(LocalizedText(zh: "结果没有时间，按录入或采样时间记录", en: "the result has no time; that of entry or sampling stands for it"))
        }
        let result = TestResult(
            specimen: Reference(rawValue: 0), outcome: outcome, ctN: values.0, ctORF1ab: values.1, laboratory: values.2)
        facts.append(ImportFact(.result(result), link: .fact(0), happenedAt: reported ?? taken, knownAt: known))
        return facts
    }

    private mutating func arrivalFacts(about person: ImportPerson) -> [ImportFact] {
        let known = instant(.known)
        let arrived = instant(.arrived, mayLieAhead: true)
        let left = date(.leftOrigin, mayLieAhead: true)
        check(.leftOrigin, left, notAfter: .arrived, arrived.map { plan.zone.date(of: $0) })
        let (origin, code, risk) = (text(.originPlace), territoryOfOrigin(), choice(.originRisk, as: OriginRisk.self))
        let travel = (
            text(.checkpoint), choice(.vehicle, as: VehicleKind.self), text(.transportNumber), text(.seat), instant(.certificateTaken),
            flag(.registered)
        )
        let needed = (require(.originPlace, origin), require(.originRisk, risk), duty(.destination, person), require(.arrived, arrived))
        guard let origin = needed.0, let risk = needed.1, let destination = needed.2, let arrived = needed.3 else { return [] }
        let arrival = Arrival(
            origin: origin, originTerritory: code, risk: risk, leftOrigin: left, destination: destination, checkpoint: travel.0, vehicle: travel.1,
            transportNumber: travel.2, seat: travel.3, certificateTaken: travel.4, isRegistered: travel.5 ?? false)
        return [ImportFact(.arrival(arrival), happenedAt: arrived, knownAt: known)]
    }

    /// Origins lie anywhere: a code is taken as it is.
    private mutating func territoryOfOrigin() -> TerritoryCode? {
        guard let text = text(.originTerritory) else { return nil }
        return TerritoryCode(text) ?? territory(.originTerritory)
    }

    private mutating func stayFacts(about person: ImportPerson) -> [ImportFact] {
        let known = instant(.known)
        let start = instant(.started)
        let end = instant(.ended)
        check(.started, start, notAfter: .ended, end)
        let mode = choice(.mode, as: ControlMode.self)
        let rest = (text(.site), text(.room), choice(.ending, as: Stay.Ending.self))
        let needed = (require(.mode, mode), require(.started, start), duty(.stayTerritory, person))
        guard let mode = needed.0, let start = needed.1, let territory = needed.2 else { return [] }
        let stay = Stay(mode: mode, site: rest.0, room: rest.1, territory: territory, until: end, ending: rest.2)
        return [ImportFact(.stay(stay), happenedAt: start, knownAt: known)]
    }

    private mutating func postFacts(about person: ImportPerson) -> [ImportFact] {
        let known = instant(.known)
        let (from, until) = (date(.from, mayLieAhead: true), date(.until, mayLieAhead: true))
        check(.from, from, notAfter: .until, until)
        let (postClass, unit) = (text(.postClass), text(.unit))
        let needed = (require(.postClass, postClass), require(.from, from), duty(.postTerritory, person))
        guard let postClass = needed.0, let from = needed.1, let territory = needed.2 else { return [] }
        let post = PostHolding(postClass: postClass, unit: unit, territory: territory, from: from, until: until)
        return [ImportFact(.post(post), happenedAt: plan.zone.instant(from), knownAt: known)]
    }

    private mutating func vaccinationFacts() -> [ImportFact] {
        let known = instant(.known)
        let (given, product, dose) = (instant(.vaccinated), text(.product), integer(.dose, in: 1...20))
        let needed = (require(.vaccinated, given), require(.product, product), require(.dose, dose))
        guard let given = needed.0, let product = needed.1, let dose = needed.2 else { return [] }
        return [ImportFact(.vaccination(Vaccination(product: product, dose: dose)), happenedAt: given, knownAt: known)]
    }
}
