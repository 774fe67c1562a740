import Epidemiology
import Obligations
import Operations
import Policy
import Register
import Scenarios
import Storage
import Testing
import Vocabulary

@Suite("Estimates of a situation")
struct EstimatesTests {
    private static let moment = Instant.shanghai("2022-03-29T10:00")

    /// An outbreak that doubles every four days, each case reported one to four days after its onset, and infected by the one before.
    private static func outbreak(days: Int = 24, territory: TerritoryCode = .yuhua, first: Int64 = 1, start: Double = 2) -> [CaseLine] {
        let today = CivilZone.shanghai.date(of: moment)
        var lines: [CaseLine] = []
        var random = Seeded(7)
        for day in 0..<days {
            var power = start
            for _ in 0..<day { power *= 1.189207115 }
            for number in 0..<Int(power) {
                let onset = today - Days(days - day)
                let report = onset + Days(1 + random.next(below: 4))
                guard report <= today else { continue }
                let person = PersonID(rawValue: first + Int64(lines.count))
                let infector = lines.last { $0.infection.onset.map { $0 < onset } ?? false }
                lines.append(
                    CaseLine(
                        person: person,
                        infection: Standing.Infection(
                            of: Reference(rawValue: person.rawValue),
                            report: CaseReport(
                                kind: .confirmed, origin: .local, onset: onset, foundUnderControl: number.isMultiple(of: 2), territory: territory),
                            kind: .confirmed, diagnosedAt: CivilZone.shanghai.instant(report, hour: 8), onset: onset),
                        firstIsolatedAt: CivilZone.shanghai.instant(onset + 1, hour: 9),
                        exposures: infector.map { [.init(index: $0.person, setting: .household, last: onset - 1)] } ?? []))
            }
        }
        return lines
    }

    private static func estimates(_ lines: [CaseLine], edition: String = "hunan-2022-03") throws -> Estimates {
        let policy = try TemporaryRegister.editions.edition(edition)
        return Estimates(lines, of: .hunan, disease: policy.disease, at: moment, zone: .shanghai)
    }

    @Test("tell the county where cases gather, not those that have their share")
    func clusters() throws {
        let counties = try (1...30).map { number -> TerritoryEntry in
            let code = try #require(TerritoryCode("4301" + String(10 + number)))
            let (row, column) = (Double(number / 6), Double(number % 6))
            return TerritoryEntry(
                code: code, chinese: "县", english: "County", population: 500_000, latitude: 28 + row / 4, longitude: 112 + column / 4)
        }
        func estimates(_ places: [(county: Int, daysAgo: Int)]) throws -> Estimates {
            let today = CivilZone.shanghai.date(of: Self.moment)
            let lines = places.enumerated().map { index, place in
                let person = PersonID(rawValue: Int64(index + 1))
                let report = CaseReport(
                    kind: .confirmed, origin: .local, onset: today - Days(place.daysAgo + 1), foundUnderControl: false,
                    territory: counties[place.county].code)
                return CaseLine(
                    person: person,
                    infection: Standing.Infection(
                        of: Reference(rawValue: person.rawValue), report: report, kind: .confirmed,
                        diagnosedAt: CivilZone.shanghai.instant(today - Days(place.daysAgo), hour: 8), onset: report.onset),
                    firstIsolatedAt: nil, exposures: [])
            }
            let policy = try TemporaryRegister.editions.edition("hunan-2022-03")
            return Estimates(lines, of: .hunan, among: counties, disease: policy.disease, at: Self.moment, zone: .shanghai)
        }
        let scattered = (0..<28).map { (county: ($0 * 7) % 30, daysAgo: 1 + $0 % 27) }
        let gathered = try #require(try estimates(scattered + (0..<9).map { (county: 14, daysAgo: 1 + $0 % 4) }).clusters.value)
        let strongest = try #require(gathered.first)
        #expect(strongest.territories.first == counties[14].code && strongest.p <= 0.01 && strongest.cases >= 9)
        #expect(gathered.count == 1)
        let counted = try estimates(scattered + (0..<9).map { (county: 14, daysAgo: 1 + $0 % 4) }).counties
        #expect(counted.count == 30 && counted.first { $0.territory == counties[14].code }.map { $0.cases >= 9 } ?? false)
        #expect(strongest.since >= CivilZone.shanghai.date(of: Self.moment) - 5 && strongest.expected < 3)
        #expect(try estimates([(3, 1), (3, 2)]).clusters == .tooFewCases(given: 2, needed: Estimates.fewestCases))
    }

    @Test("are the same for whoever looks later on the same day")
    func sameAllDay() throws {
        let (lines, disease) = (Self.outbreak(), try TemporaryRegister.editions.edition("hunan-2022-03").disease)
        let (now, later) = (try Self.estimates(lines), Estimates(lines, of: .hunan, disease: disease, at: Self.moment + .hours(3), zone: .shanghai))
        #expect(later.nowcast == now.nowcast && later.reproduction == now.reproduction && later.forecast == now.forecast)
        #expect(now.nowcast.value?.isEmpty == false && now.forecast.value?.isEmpty == false)
    }

    @Test("of a growing outbreak say that it grows, and what is still to be reported")
    func growing() throws {
        let lines = Self.outbreak()
        let estimates = try Self.estimates(lines)
        // Without residents or positions there is nothing to compare a cluster with.
        #expect(estimates.clusters == .undetermined)
        #expect(estimates.interval == DiseaseProfile.Distribution(.gamma, mean: 3, deviation: 2))
        let growth = try #require(estimates.growth.value)
        #expect(growth.isCertain && growth.doubling.lower < 4.6 && growth.doubling.upper > 3.4)
        // R by Wallinga and Lipsitch at this growth and serial interval is 1.62.
        let last = try #require(estimates.reproduction.value?.last)
        #expect(last.quantiles.q025 > 1 && last.quantiles.q025 < 1.7 && last.quantiles.q975 > 1.5)
        let nowcast = try #require(estimates.nowcast.value)
        let yesterday = try #require(nowcast.last)
        #expect(yesterday.date == CivilZone.shanghai.date(of: Self.moment) - 1)
        #expect(yesterday.isFilling && yesterday.quantiles.q50 > Double(yesterday.known) && yesterday.completeness < 0.9)
        #expect(estimates.curve.reduce(0) { $0 + $1.reported } == lines.count)
        #expect(estimates.curve.reduce(0) { $0 + $1.inside + $1.outside } == lines.count)
        #expect(estimates.curve.last?.isOver == false)
        #expect(estimates.forecast.value?.count == 7)
        #expect(estimates.settings.map(\.setting) == [.household])
        #expect(estimates.settings.first?.count == lines.count - estimates.withoutInfector)
        let offspring = try #require(estimates.offspring.value)
        #expect(offspring.cases < lines.count && offspring.reproduction.estimate > 0.5)
        let delay = try #require(estimates.onsetToReport.value)
        #expect(abs(delay.estimate - 2.5) < 0.4, "onsets are reported 1, 2, 3 or 4 days later: \(delay)")
        #expect(estimates.delays.first { $0.kind == .onsetToIsolation }?.thisWeek?.median == 1)
    }

    @Test("tell of a setting how many of those exposed there were infected, and count nobody twice")
    func attackRates() throws {
        let lines = Self.outbreak()
        let policy = try TemporaryRegister.editions.edition("hunan-2022-03")
        let first = lines[0].person
        // Eight who shared the first case's table and stayed well, one of them twice; a contact of yesterday who may still fall ill; and one who fell
        // ill elsewhere.
        let old = CivilZone.shanghai.date(of: Self.moment) - 20
        var exposed = lines.flatMap { line in
            line.exposures.map { Estimates.Contacts.Exposed(person: line.person, index: $0.index, setting: $0.setting, last: $0.last) }
        }
        let household = exposed.count { $0.last <= CivilZone.shanghai.date(of: Self.moment) - 1 - 7 }
        exposed += (0..<8).map { .init(person: PersonID(rawValue: 9000 + Int64($0)), index: first, setting: .meal, last: old) }
        exposed.append(.init(person: PersonID(rawValue: 9000), index: lines[1].person, setting: .meal, last: old))
        exposed.append(.init(person: PersonID(rawValue: 9100), index: first, setting: .meal, last: CivilZone.shanghai.date(of: Self.moment) - 1))
        exposed.append(.init(person: PersonID(rawValue: 9200), index: first, setting: .meal, last: old))
        // The source of the first case names it as a contact.
        exposed.append(.init(person: first, index: lines[30].person, setting: .workplace, last: old))
        let elsewhere = CaseLine(
            person: PersonID(rawValue: 9200),
            infection: Standing.Infection(
                of: Reference(rawValue: 9200), report: CaseReport(kind: .confirmed, origin: .local, onset: old + 3, territory: .yuetang),
                kind: .confirmed, diagnosedAt: CivilZone.shanghai.instant(old + 4, hour: 8), onset: old + 3),
            exposures: [.init(index: first, setting: .meal, last: old)])
        let estimates = Estimates(
            lines, of: .hunan, contacts: .init(exposed: exposed, casesElsewhere: [elsewhere]), disease: policy.disease, at: Self.moment,
            zone: .shanghai)
        #expect(Set(estimates.attackRates.map(\.setting)) == [.household, .meal])
        #expect(estimates.attackRates.first { $0.setting == .meal }?.infected == Proportion(1, of: 9))
        let home = try #require(estimates.attackRates.first { $0.setting == .household })
        #expect(home.infected.total == household && home.infected.share == 1)
        // Whom a case of the territory infected elsewhere counts as its offspring, not as an infection here.
        #expect(estimates.settings.map(\.setting) == [.household])
    }

    @Test("of few cases say so, with how many there are")
    func few() throws {
        let lines = Array(Self.outbreak().prefix(6)) + Self.outbreak(territory: .yuetang, first: 1000)
        let estimates = try Self.estimates(lines)
        #expect(estimates.places.map(\.territory.digits) == ["43", "4301", "4303"])
        #expect(estimates.places[1].reproduction == .tooFewCases(given: 0, needed: 11))
        #expect(estimates.places[2].reproduction.value != nil)
        #expect(abs((estimates.places[0].reproduction.value?.mean ?? 0) - (estimates.places[2].reproduction.value?.mean ?? 9)) < 0.05)
        let none = try Self.estimates([])
        #expect(none.nowcast == .tooFewCases(given: 0, needed: 11) && none.growth.value == nil && none.curve.count == 1)
        #expect(none.offspring == .tooFewCases(given: 0, needed: 11) && none.delays.allSatisfy { $0.thisWeek == nil })
    }

    @Test("take the serial interval from the policy and from nowhere else")
    func unstated() throws {
        let lines = Self.outbreak()
        let none = try Self.estimates(lines, edition: "none")
        #expect(none.reproduction == .unstated && none.forecast == .unstated && none.places[0].reproduction == .unstated)
        #expect(none.growth.value != nil)
        // The eighth edition states a generation time and no serial interval.
        #expect(try Self.estimates(lines, edition: "cn-8").interval?.mean == 3.8)
    }

    @Test("of one moment are always the same")
    func repeatable() throws {
        let lines = Self.outbreak(days: 18)
        #expect(try Self.estimates(lines) == Self.estimates(lines))
    }
}
