import Obligations
import Policy
import Register
import TestWorld
import Testing
import Vocabulary

/// A small world for one test: people, what became known of them, and the editions in force; moments are civil times of its zone.
struct Scene {
    var chronicle = Chronicle()
    var edition: @Sendable (Instant) -> Policy
    /// The edition in force, where it is not the one that governs.
    var inForce: (@Sendable (Instant) -> Policy)?
    let zone: CivilZone
    let year: Int
    var localCases = LocalCases()
    /// The risk areas of the scene; they cover whom they cover.
    var zones = ResidentZones()
    static let home = TerritoryCode("430102001") ?? .unstated
    static let site = TerritoryCode("430103") ?? .unstated

    init(_ key: String, year: Int = 2022) {
        let policy = Editions.policy(key)
        edition = { _ in policy }
        zone = policy.zone
        self.year = year
    }

    /// The moment of `03-11 09:00` in the scene's year.
    func at(_ text: String) -> Instant {
        guard let time = CivilTime("\(year)-\(text)") else { preconditionFailure("no time: \(text)") }
        return zone.instant(time)
    }

    /// The day `03-11` of the scene's year.
    func day(_ text: String) -> CivilDate {
        guard let date = CivilDate("\(year)-\(text)") else { preconditionFailure("no day: \(text)") }
        return date
    }
}

// MARK: - What happens

extension Scene {
    @discardableResult
    mutating func person(_ person: PersonID, groups: Set<SpecialGroup> = [], at time: String) -> Int64 {
        chronicle.record(.person(Person(residence: Scene.home, groups: groups)), of: person, at: at(time))
    }

    @discardableResult
    mutating func confirm(_ person: PersonID, _ kind: CaseKind = .confirmed, onset: String? = nil, at time: String, known: String? = nil) -> Int64 {
        chronicle.record(
            .caseReport(CaseReport(kind: kind, onset: onset.map(day), territory: Scene.home)), of: person, at: at(time), known: known.map(at))
    }

    @discardableResult
    mutating func change(_ report: Int64, of person: PersonID, _ change: CaseChange.Change, at time: String) -> Int64 {
        chronicle.record(.caseChange(CaseChange(of: Reference(rawValue: report), change: change)), of: person, at: at(time))
    }

    @discardableResult
    mutating func expose(
        _ person: PersonID, to index: PersonID, last: String, nearness: ContactDegree = .close, isHigherRisk: Bool = true, at time: String,
        known: String? = nil
    ) -> Int64 {
        chronicle.record(
            .exposure(Exposure(index: index, nearness: nearness, last: day(last), isHigherRisk: isHigherRisk)), of: person, at: at(time),
            known: known.map(at))
    }

    @discardableResult
    mutating func hold(
        _ person: PersonID, _ mode: ControlMode, from: String, until: String? = nil, ending: Stay.Ending? = nil, known: String? = nil
    ) -> Int64 {
        chronicle.record(
            .stay(Stay(mode: mode, territory: Scene.site, until: until.map(at), ending: ending)), of: person, at: at(from), known: known.map(at))
    }

    /// A specimen with its result four hours later. Gives the number of the result.
    @discardableResult
    mutating func test(_ person: PersonID, taken: String, _ outcome: TestOutcome = .negative, swabs: Int = 1, ct: Double? = nil) -> Int64 {
        let specimen = chronicle.record(.specimen(Specimen(swabs: swabs)), of: person, at: at(taken))
        return chronicle.record(
            .result(TestResult(specimen: Reference(rawValue: specimen), outcome: outcome, ctN: ct, ctORF1ab: ct)), of: person,
            at: at(taken) + .hours(4))
    }

    /// A sample of the person's room and articles with its result four hours later.
    mutating func room(_ person: PersonID, taken: String, _ outcome: TestOutcome = .negative) {
        let specimen = chronicle.record(.specimen(Specimen(kind: .environment)), of: person, at: at(taken))
        chronicle.record(.result(TestResult(specimen: Reference(rawValue: specimen), outcome: outcome)), of: person, at: at(taken) + .hours(4))
    }

    /// A dose of a vaccine.
    mutating func vaccinate(_ person: PersonID, _ product: String, on day: String) {
        chronicle.record(.vaccination(Vaccination(product: product, dose: 1)), of: person, at: at(day + " 09:00"))
    }

    @discardableResult
    mutating func act(_ person: PersonID, _ deed: Act.Deed, concerning: Int64? = nil, checks: Set<ArrivalCheck> = [], at time: String) -> Int64 {
        chronicle.record(.act(Act(deed: deed, concerning: concerning, checks: checks)), of: person, at: at(time))
    }

    @discardableResult
    mutating func arrive(
        _ person: PersonID, _ risk: OriginRisk, left: String? = nil, certificate: String? = nil, isRegistered: Bool = false, at time: String
    ) -> Int64 {
        chronicle.record(
            .arrival(
                Arrival(
                    origin: "上海", risk: risk, leftOrigin: left.map(day), destination: Scene.home, certificateTaken: certificate.map(at),
                    isRegistered: isRegistered)), of: person, at: at(time))
    }

    @discardableResult
    mutating func post(_ person: PersonID, _ postClass: String, from: String, until: String? = nil, known: String? = nil) -> Int64 {
        chronicle.record(
            .post(PostHolding(postClass: postClass, territory: Scene.home, from: day(from), until: until.map(day))), of: person,
            at: zone.instant(day(from)), known: known.map(at))
    }
}

// MARK: - What follows

extension Scene {
    /// Everything derived of a person by `now`; the people exposed to are derived first, as far as that goes.
    func history(_ person: PersonID, now: String, through: String? = nil, depth: Int = 3) -> DerivedHistory {
        let records = chronicle.records[person] ?? []
        var indices: [PersonID: IndexHistory] = [:]
        for case .exposure(let exposure) in records.map(\.fact) where indices[exposure.index] == nil && depth > 0 {
            indices[exposure.index] = history(exposure.index, now: now, depth: depth - 1).index
        }
        return DerivedHistory(
            of: person, records: records, indices: indices, governedBy: { _ in edition }, inForce: inForce.map { edition in { _ in edition } },
            localCases: localCases, zones: zones, now: at(now), through: at(through ?? now))
    }

    /// The obligations of a person as known at `now`.
    func obligations(_ person: PersonID, now: String, through: String? = nil) -> [Obligation] {
        history(person, now: now, through: through).calendar.current
    }

    /// The obligations as rows to compare with: `03-14 00:00 → 03-15 00:00 test 1/4 tracing.close.stages.1.tests.4`.
    func rows(_ obligations: [Obligation], where isWanted: (Obligation) -> Bool = { _ in true }) -> [String] {
        obligations.filter(isWanted).map(row).sorted()
    }

    func row(_ obligation: Obligation) -> String {
        let place = obligation.stage.map { " \($0)" + (obligation.day.map { "/\($0)" } ?? "") } ?? ""
        return "\(short(obligation.opens)) → \(obligation.due.map(short) ?? "–") \(obligation.kind.rawValue)\(place) \(obligation.id.rule)"
    }

    /// `03-14 08:00`, in the scene's zone.
    func short(_ moment: Instant) -> String {
        String(moment.civilText(in: zone).dropFirst(5).prefix(11)).replacing("T", with: " ")
    }

    /// The state of the one obligation whose rule ends so; fails if there is not exactly one.
    func state(
        _ person: PersonID, _ rule: String, now: String, known: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) -> Obligation.State? {
        one(person, rule, now: known ?? now, sourceLocation: sourceLocation)?.state(at: at(now))
    }

    func one(
        _ person: PersonID, _ rule: String, now: String, sourceLocation: SourceLocation = #_sourceLocation
    ) -> Obligation? {
        let found = obligations(person, now: now).filter { $0.id.rule.hasSuffix(rule) }
        #expect(found.count == 1, "\(rule): \(found.map(row))", sourceLocation: sourceLocation)
        return found.first
    }
}

/// Expects the rows, in any order; what differs is told row by row.
func expect(_ rows: [String], _ expected: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    let missing = Set(expected).subtracting(rows).sorted()
    let surplus = Set(rows).subtracting(expected).sorted()
    #expect(
        missing.isEmpty && surplus.isEmpty && rows.count == expected.count,
        "missing:\n\(missing.joined(separator: "\n"))\nsurplus:\n\(surplus.joined(separator: "\n"))", sourceLocation: sourceLocation)
}

let zhang = PersonID(rawValue: 1)
let li = PersonID(rawValue: 2)
let wang = PersonID(rawValue: 3)
