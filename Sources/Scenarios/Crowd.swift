import Policy
import Register
import Vocabulary

/// A population of any size for benchmarks: contacts, arrivals and post holders over all counties of a gazetteer, with few facts each.
///
///     let crowd = Crowd(persons: 1_000_000, gazetteer: hunan, policy: policy, moment: now)
///     try crowd.forEachPerson { … }
///
/// One person in five hundred is a case, a quarter are contacts of those, three in five arrivals of the last three weeks, the rest hold
/// high-risk posts. Nobody's duties are meant to come out plausibly, only in plausible numbers: some met, some open, some overdue in every
/// county. Everyone is invented (``InventedIdentity``).
///
/// Complexity: constant memory besides two numbers for each county, year of birth and sex; about ten microseconds a person.
public struct Crowd: World {
    /// Title of the crowd.
    public let title: LocalizedText
    /// The moment up to which facts exist.
    public let moment: Instant
    /// How many people.
    public let persons: Int

    let gazetteer: Gazetteer
    let policy: Policy
    let seed: UInt64

    /// A crowd of `persons` people in the counties of the gazetteer, by their population.
    public init(persons: Int, gazetteer: Gazetteer, policy: Policy, moment: Instant, seed: UInt64 = 1) {
        self.persons = persons
        self.gazetteer = gazetteer
        self.policy = policy
        self.moment = moment
        self.seed = seed
        title = LocalizedText(zh: "虚构人群（\(persons)人）", en: "An invented crowd of \(persons)")
    }

    /// Hands over everyone; the cases come first.
    public func forEachPerson(_ body: (InventedPerson) throws -> Void) throws {
        var crowd = CrowdStage(self)
        for _ in 0..<(crowd.atlas.counties.isEmpty ? 0 : persons) { try body(crowd.next()) }
    }
}

/// The making of a crowd.
private struct CrowdStage {
    let atlas: Atlas
    private let zone: CivilZone
    private let moment: Instant
    private let today: CivilDate
    private let cases: Int
    private let classes: [String]
    private var dice: Seeded
    private var number = 0
    private var fact = 1
    private var specimens = 0
    private var documents: CrowdDocuments

    init(_ crowd: Crowd) {
        atlas = Atlas(crowd.gazetteer)
        zone = crowd.policy.zone
        moment = crowd.moment
        today = crowd.policy.zone.date(of: crowd.moment)
        cases = max(1, crowd.persons / 500)
        classes = crowd.policy.testing.posts.keys.sorted()
        dice = Seeded(crowd.seed).stream("crowd")
        documents = CrowdDocuments(counties: atlas.counties.count)
    }

    mutating func next() -> InventedPerson {
        number += 1
        let place = atlas.index(using: &dice)
        let county = atlas.counties[place]
        let age = 3 + dice.next(below: 75)
        let invented = documents.next(place, county: county.code, age: age, today: today, using: &dice)
        let township = county.township(using: &dice)
        let address = Residents.address(rural: Residents.isRural(township), using: &dice)
        var draft = PersonDraft(number: number, identity: invented.identity(address: address), firstFact: fact, moment: moment)
        let person = Person(
            sex: invented.sex, birthDate: invented.birthDate, residence: township, occupation: Residents.occupation(age: age, using: &dice))
        let share = dice.unit()
        if number <= cases {
            beCase(&draft, person, county: county.code)
        } else if share < 0.25 {
            beContact(&draft, person, county: county.code)
        } else if share < 0.85 || classes.isEmpty {
            beArrival(&draft, person, county: county.code)
        } else {
            beHolder(&draft, person, county: county.code)
        }
        fact += draft.facts.count
        return draft.finished()
    }

    /// A moment in the last `days` days.
    private mutating func recently(_ days: Int) -> Instant { moment - .minutes(15 + dice.next(below: days * 1440)) }

    private mutating func beCase(_ draft: inout PersonDraft, _ person: Person, county: TerritoryCode) {
        let at = moment - .hours(24) - .minutes(dice.next(below: 20_000))
        draft.record(.person(person), at: at)
        let report = CaseReport(
            kind: dice.chance(0.4) ? .asymptomatic : .confirmed, origin: .local, onset: zone.date(of: at) - 1, firstPositiveTaken: at - .hours(9),
            detection: .screeningRound, foundUnderControl: dice.chance(0.7), severity: .mild, territory: county)
        draft.record(.caseReport(report), at: at, after: .minutes(10))
        draft.record(.stay(Stay(mode: .hospital, site: "定点医院", territory: county)), at: at + dice.span(minutes: 30...180), after: .minutes(20))
    }

    private mutating func beContact(_ draft: inout PersonDraft, _ person: Person, county: TerritoryCode) {
        let at = recently(12)
        draft.record(.person(person), at: at)
        let exposure = Exposure(
            index: PersonID(rawValue: Int64(1 + dice.next(below: cases))), last: zone.date(of: at) - Days(dice.next(below: 4)), setting: .workplace,
            territory: county)
        guard let local = draft.record(.exposure(exposure), at: at, after: .minutes(10)) else { return }
        if dice.chance(0.97) {
            draft.record(
                .act(Act(deed: .located, concerning: Int64(local), means: .telephone)), at: at + dice.span(minutes: 20...300), after: .minutes(5))
        }
        if dice.chance(0.95) {
            let stay = Stay(mode: .central, site: "第\(dice.next(in: 1...40))集中隔离点", room: "\(dice.next(in: 201...918))室", territory: county)
            draft.record(.stay(stay), at: at + dice.span(minutes: 120...560), after: .minutes(10))
        }
        test(&draft, at: at + .hours(10) + dice.span(minutes: 0...1_500), in: county)
    }

    private mutating func beArrival(_ draft: inout PersonDraft, _ person: Person, county: TerritoryCode) {
        let at = recently(21)
        draft.record(.person(person), at: at)
        let origin = dice.pick(TravelOrigin.all) { $0.weight } ?? TravelOrigin.all[0]
        let arrival = Arrival(
            origin: origin.name, originTerritory: TerritoryCode(origin.code), risk: origin.risk, leftOrigin: zone.date(of: at),
            destination: person.residence, vehicle: .enclosedTrain, transportNumber: "G\(dice.next(in: 11...1_998))",
            certificateTaken: dice.chance(0.95) ? at - .hours(30) : nil, isRegistered: dice.chance(0.93))
        guard let local = draft.record(.arrival(arrival), at: at, after: .minutes(5)) else { return }
        if dice.chance(0.97) {
            draft.record(
                .act(Act(deed: .checked, concerning: Int64(local), means: .onSite, checks: Set(ArrivalCheck.allCases))),
                at: at + dice.span(minutes: 3...40), after: .minutes(2))
        }
        if origin.risk != .unaffected, dice.chance(0.95) { test(&draft, at: at + dice.span(minutes: 10...1_500), in: county) }
    }

    private mutating func beHolder(_ draft: inout PersonDraft, _ person: Person, county: TerritoryCode) {
        let from = today - Days(4 + dice.next(below: 7))
        let at = zone.instant(from, hour: 8)
        draft.record(.person(person), at: at)
        let holding = PostHolding(
            postClass: dice.pick(classes) ?? "", unit: "第\(dice.next(in: 1...60))单位", territory: county, from: from)
        draft.record(.post(holding), at: at)
        test(&draft, at: recently(3), in: county)
    }

    private mutating func test(_ draft: inout PersonDraft, at taken: Instant, in county: TerritoryCode) {
        specimens += 1
        let reported = taken + dice.span(minutes: 120...400)
        let known = reported <= moment ? reported : taken + .minutes(5)
        let specimen = Specimen(kind: .oropharyngealSwab, code: "C\(String(100_000_000 + specimens).dropFirst())", territory: county)
        guard let local = draft.record(.specimen(specimen), at: taken, knownAt: known) else { return }
        draft.record(.result(TestResult(specimen: Reference(rawValue: Int64(local)), outcome: .negative)), at: reported)
    }
}

/// Gives out documents without remembering them: within a county, year of birth and sex the days and sequence numbers are walked through in turn.
private struct CrowdDocuments {
    private static let years = 120
    private var given: [Int]
    private var phones = 0

    init(counties: Int) {
        given = Array(repeating: 0, count: counties * CrowdDocuments.years * 2)
    }

    mutating func next(_ place: Int, county: TerritoryCode, age: Int, today: CivilDate, using dice: inout Seeded) -> InventedIdentity {
        var age = age
        let sex: Sex = dice.chance(0.51) ? .male : .female
        while true {
            let year = today.components.year - 1 - age % (CrowdDocuments.years - 1)
            let slot = (place * CrowdDocuments.years + age % CrowdDocuments.years) * 2 + (sex == .male ? 1 : 0)
            let count = given[slot]
            given[slot] += 1
            // 101 has no common factor with 365, so all days come before any comes again.
            let half = count / 365
            let division = InventedIdentity.provinceDigits + county.digits.dropFirst(2).prefix(4)
            if half < 500, let first = CivilDate(year: year, month: 1, day: 1) {
                let birth = first + Days(count % 365 * 101 % 365)
                let name = InventedNames.name(sex: sex, birthYear: year, using: &dice)
                let digits = "\(InventedIdentity.phonePrefix)\(String(100_000_000 + (phones * 38_196_601 + 71_828_183) % 100_000_000).dropFirst())"
                if let document = ResidentID(division: String(division), birthDate: birth, sequence: half * 2 + (sex == .male ? 1 : 0)),
                    let phone = try? MobileNumber(digits)
                {
                    phones += 1
                    return InventedIdentity(name: name, sex: sex, birthDate: birth, document: document, phone: phone)
                }
            }
            age = (age + 1) % (CrowdDocuments.years - 1)
        }
    }
}
