import Policy
import Register
import Vocabulary

/// What stays the same or counts up while a world is made: the clock and map, the dice, the next numbers of people, facts and specimens.
struct WorldStage {
    typealias Body = (InventedPerson) throws -> Void

    let policy: Policy
    let zone: CivilZone
    let atlas: Atlas
    let gazetteer: Gazetteer
    let moment: Instant
    let today: CivilDate
    let diligence: Diligence
    let seed: Seeded
    var dice: Seeded
    var residents: Residents
    var sites = IsolationSites()
    private(set) var nextPerson = 1
    private var nextFact = 1
    private var specimens = 0

    init(policy: Policy, gazetteer: Gazetteer, moment: Instant, seed: UInt64, slow: [String: Double]) {
        self.policy = policy
        self.gazetteer = gazetteer
        self.moment = moment
        zone = policy.zone
        atlas = Atlas(gazetteer)
        today = policy.zone.date(of: moment)
        self.seed = Seeded(seed)
        dice = self.seed.stream("world")
        diligence = Diligence(seed: self.seed, slow: slow)
        residents = Residents(seed: self.seed.stream("residents"), identities: seed, today: today)
    }

    /// Begins a person, with what the register knows of them from `knownAt` on.
    func begin(_ resident: Resident, knownAt: Instant) -> PersonDraft {
        var draft = PersonDraft(number: nextPerson, identity: resident.identity, firstFact: nextFact, moment: moment)
        draft.record(.person(resident.person), at: knownAt)
        return draft
    }

    /// Hands a person over.
    mutating func finish(_ draft: PersonDraft, _ body: Body) throws {
        let draft = vaccinated(draft)
        nextPerson += 1
        nextFact += draft.facts.count
        try body(draft.finished())
    }

    /// Whether a duty is done in time, drawn by the habits of the county.
    mutating func isInTime(_ duty: Diligence.Duty, in territory: TerritoryCode) -> Bool {
        dice.chance(diligence.share(duty, in: territory))
    }

    /// The day of the scenario's month.
    func day(_ number: Int) -> CivilDate { today + Days(number - today.components.day) }

    /// A wall-clock time of a day of the scenario's month.
    func at(_ number: Int, _ hour: Int, _ minute: Int = 0) -> Instant { zone.instant(day(number), hour: hour, minute: minute) }

    /// The county's name.
    func countyName(_ code: TerritoryCode) -> String { atlas[code]?.name.zh ?? code.digits }

    /// The name of the territory above a county.
    func prefectureName(_ code: TerritoryCode) -> String {
        code.ancestor(at: .prefecture).flatMap { gazetteer[$0]?.name.zh } ?? code.digits
    }
}

extension WorldStage {
    /// A test as it went.
    struct Sample {
        let taken: Instant
        /// When the laboratory reported; later than the world's moment while the result is awaited.
        let reported: Instant
        let local: Int
    }

    /// Puts down a specimen and, once there, its result. Nil if the specimen itself lies after the world's moment.
    ///
    /// Mostly the two become known together, with the laboratory's daily feed; where tubes are scanned, and while the result is awaited, the
    /// specimen is known at once.
    @discardableResult
    mutating func test(
        _ draft: inout PersonDraft, at taken: Instant, in territory: TerritoryCode, outcome: TestOutcome = .negative, swabs: Int = 1,
        ct: Double? = nil, method: TestMethod = .nucleicAcid, reported given: Instant? = nil
    ) -> Sample? {
        guard taken < moment else { return nil }
        // Late mostly means the next run of the machine, now and then a lost tube.
        let drawn =
            isInTime(.laboratory, in: territory)
            ? dice.part(of: .hours(6), 0.38, 0.95) : dice.chance(0.9) ? dice.part(of: .hours(6), 1.05, 1.9) : dice.part(of: .hours(6), 4, 9)
        let reported = given ?? taken + drawn
        let entered = reported + dice.span(minutes: 1...12)
        let isScanned = entered > moment || dice.chance(0.25)
        specimens += 1
        let specimen = Specimen(
            method: method, kind: swabs > 1 || outcome != .negative ? .nasopharyngealSwab : .oropharyngealSwab, swabs: swabs,
            code: "HN\(serial(zone.date(of: taken)))\(String(1_000_000 + specimens).dropFirst())", territory: territory)
        let known = isScanned ? min(taken + dice.span(minutes: 2...15), moment) : entered
        guard let local = draft.record(.specimen(specimen), at: taken, knownAt: known) else { return nil }
        let result = TestResult(
            specimen: Reference(rawValue: Int64(local)), outcome: outcome, ctN: ct, ctORF1ab: ct.map { $0 + 0.6 },
            laboratory: laboratory(territory))
        draft.record(.result(result), at: reported, knownAt: max(entered, known))
        return Sample(taken: taken, reported: entered <= moment ? reported : .distantFuture, local: local)
    }

    private func serial(_ date: CivilDate) -> String {
        let (year, month, day) = date.components
        return String((1_000_000 + (year % 100) * 10_000 + month * 100 + day)).dropFirst().description
    }

    func laboratory(_ territory: TerritoryCode) -> String {
        let county = territory.ancestor(at: .county) ?? territory
        // Cities pool their districts' tests in one base; counties have their own laboratory.
        let isDistrict = Int(county.digits.suffix(2)).map { $0 <= 20 } ?? true
        return isDistrict ? prefectureName(county) + "核酸检测基地" : countyName(county) + "疾控中心实验室"
    }
}
