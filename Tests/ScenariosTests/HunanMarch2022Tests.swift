import Foundation
import Obligations
import Policy
import Register
import Scenarios
import Testing
import Vocabulary

/// The scenario's world, made once for all tests.
enum Hunan {
    static func gazetteer() throws -> Gazetteer {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = package.appending(path: "Sources/Scenarios/Resources/territories/hunan.csv")
        return try Gazetteer(csv: String(contentsOf: file, encoding: .utf8))
    }

    static func scenario(seed: UInt64 = 2022) throws -> HunanMarch2022 {
        HunanMarch2022(gazetteer: try gazetteer(), policy: try HunanPolicy.policy(), seed: seed)
    }

    static let world: Result<[InventedPerson], any Error> = Result { try scenario().people() }
}

extension Fact {
    /// The name of the kind of fact.
    var kind: String { Mirror(reflecting: self).children.first?.label ?? "" }
}

extension InventedPerson {
    /// The values of one kind of fact, the last revision of each thing only.
    func latest<Value>(_ read: (Fact) -> Value?) -> [(fact: InventedFact, value: Value)] {
        let revised = Set(facts.compactMap(\.revises))
        let superseded = facts.filter { entry in
            let thing = entry.revises ?? entry.local
            return revised.contains(thing) && facts.contains { $0.revises == thing && $0.local > entry.local }
        }
        let gone = Set(superseded.map(\.local))
        return facts.filter { !gone.contains($0.local) }.compactMap { entry in read(entry.fact).map { (entry, $0) } }
    }

    /// The person's cases that were not ruled out.
    var casesInForce: [(fact: InventedFact, value: CaseReport)] {
        let changes = facts.compactMap { if case .caseChange(let change) = $0.fact, change.change == .excluded { change.of.rawValue } else { nil } }
        return latest { if case .caseReport(let report) = $0 { report } else { nil } }.filter { !changes.contains(Int64($0.fact.local)) }
    }

    var exposures: [(fact: InventedFact, value: Exposure)] { latest { if case .exposure(let value) = $0 { value } else { nil } } }
    var stays: [(fact: InventedFact, value: Stay)] { latest { if case .stay(let value) = $0 { value } else { nil } } }
    var specimens: [(fact: InventedFact, value: Specimen)] { latest { if case .specimen(let value) = $0 { value } else { nil } } }
    var results: [(fact: InventedFact, value: TestResult)] { latest { if case .result(let value) = $0 { value } else { nil } } }
    var person: Person? { latest { if case .person(let value) = $0 { value } else { nil } }.last?.value }
    var residence: TerritoryCode? { person?.residence }
}

@Suite("Hunan, 19 March 2022, 10:00: what the province stated")
struct HunanOfficialFiguresTests {
    let scenario: HunanMarch2022
    let people: [InventedPerson]

    init() throws {
        scenario = try Hunan.scenario()
        people = try Hunan.world.get()
    }

    @Test("the moment is 10:00 in China")
    func moment() { #expect(CivilZone.shanghai.text(of: scenario.moment) == "2022-03-19T10:00:00+08:00") }

    @Test("15 local confirmed cases, 18 asymptomatic infections from abroad, and no other case in force", arguments: [2022, 7])
    func counts(seed: UInt64) throws {
        let people = seed == 2022 ? people : try Hunan.scenario(seed: seed).people()
        let cases = people.flatMap { person in person.casesInForce.map { ($0.value.kind, $0.value.origin) } }
        #expect(cases.count { $0.0 == .confirmed && [.local, .importedFromProvince].contains($0.1) } == 15)
        #expect(cases.count { $0.0 == .asymptomatic && $0.1 == .importedFromAbroad } == 18)
        #expect(cases.count == 33)
    }

    @Test("local cases in six cities and only there")
    func cities() {
        let local = people.flatMap { $0.casesInForce }.filter { $0.value.kind == .confirmed }
        #expect(Set(local.compactMap { $0.value.territory.ancestor(at: .prefecture) }) == Set(HunanMarch2022.cities))
        #expect(HunanMarch2022.cities.count == 6)
    }

    @Test("all of them are in hospital; nobody was discharged, nobody died, nothing was positive in anyone else")
    func inHospital() {
        for person in people {
            let isCase = !person.casesInForce.isEmpty
            let isInHospital = person.stays.contains { $0.value.mode == .hospital && $0.value.until == nil }
            #expect(isCase == isInHospital, "\(person.number)")
            if !isCase { #expect(!person.results.contains { $0.value.outcome == .positive }) }
            #expect(
                !person.facts.contains {
                    switch $0.fact {
                    case .death: true
                    case .caseChange(let change): if case .closed = change.change { true } else { false }
                    default: false
                    }
                })
        }
    }

    @Test("20,000 people and more, in every prefecture and county, down to townships")
    func size() {
        #expect(people.count >= 20_000)
        let residences = people.compactMap(\.residence)
        #expect(Set(residences.compactMap { $0.ancestor(at: .prefecture) }).count == 14)
        #expect(Set(residences.compactMap { $0.ancestor(at: .county) }).count == 122)
        #expect(residences.count { $0.level == .township } == people.count)
    }

    @Test("216 contacts and 145 contacts of contacts for each local case")
    func ratio() {
        let local = Set(people.filter { $0.casesInForce.contains { $0.value.kind == .confirmed } }.map(\.id))
        let closes = people.filter { person in
            person.exposures.contains { local.contains($0.value.index) && $0.value.nearness == .close }
        }
        let degree = Set(closes.map(\.id))
        let secondaries = people.filter { person in
            !degree.contains(person.id) && person.exposures.contains { degree.contains($0.value.index) && !local.contains($0.value.index) }
        }
        #expect(closes.count == 15 * 216)
        #expect(secondaries.count == 15 * 145)
    }

    @Test("a thousand specimens of this morning wait for their results in Changsha")
    func pending() {
        let midnight = CivilZone.shanghai.instant(CivilZone.shanghai.date(of: scenario.moment))
        let waiting = people.flatMap { person in
            let reported = Set(person.results.map(\.value.specimen.rawValue))
            return person.specimens.filter { $0.fact.happenedAt >= midnight && !reported.contains(Int64($0.fact.local)) }
        }
        #expect(waiting.count { $0.value.territory?.digits.hasPrefix("4301") ?? false } >= 1_000)
    }

    @Test("arrivals of every risk of origin and posts of every class of the policy")
    func kinds() throws {
        let arrivals = people.flatMap { $0.latest { if case .arrival(let value) = $0 { value.risk } else { nil } } }.map(\.value)
        #expect(arrivals.count >= 9_000)
        #expect(Set(arrivals) == Set(OriginRisk.allCases))
        let posts = people.flatMap { $0.latest { if case .post(let value) = $0 { value.postClass } else { nil } } }.map(\.value)
        #expect(posts.count >= 4_000)
        #expect(Set(posts) == Set(try HunanPolicy.policy().testing.posts.keys))
    }
}

@Suite("Hunan, 19 March 2022, 10:00: consistency")
struct HunanConsistencyTests {
    let scenario: HunanMarch2022
    let people: [InventedPerson]

    init() throws {
        scenario = try Hunan.scenario()
        people = try Hunan.world.get()
    }

    @Test("people and facts are numbered from 1 without a gap")
    func numbers() {
        #expect(people.map(\.number) == Array(1...people.count))
        let facts = people.flatMap { $0.facts.map(\.local) }
        #expect(facts == Array(1...facts.count))
    }

    @Test("every reference points backwards, to the right kind of thing")
    func references() {
        for person in people {
            var kinds: [Int: String] = [:]
            for entry in person.facts {
                switch entry.fact {
                case .exposure(let value): #expect((1..<Int64(person.number)).contains(value.index.rawValue))
                case .result(let value): #expect(kinds[Int(value.specimen.rawValue)] == "specimen")
                case .caseChange(let value): #expect(kinds[Int(value.of.rawValue)] == "caseReport")
                case .act(let value): #expect(value.concerning.map { kinds[Int($0)] != nil } ?? true, "act \(entry.local) of \(person.number)")
                default: break
                }
                kinds[entry.local] = entry.fact.kind
                if let revised = entry.revises { #expect(entry.fact.kind == "stay" && kinds[revised] == "stay" && revised < entry.local) }
            }
        }
    }

    @Test("nothing is known before it happened, or happened or became known after the moment; entries come in the order of knowledge")
    func times() {
        for person in people {
            #expect(person.facts.allSatisfy { $0.knownAt >= $0.happenedAt && $0.knownAt <= scenario.moment })
            #expect(zip(person.facts, person.facts.dropFirst()).allSatisfy { $0.knownAt <= $1.knownAt })
        }
    }

    @Test("exposures end before they are found, results follow specimens, stays follow each other")
    func order() {
        let zone = CivilZone.shanghai
        for person in people {
            for (entry, value) in person.exposures {
                #expect(value.last <= zone.date(of: entry.happenedAt))
                #expect((value.first ?? value.last) <= value.last)
            }
            let taken = Dictionary(uniqueKeysWithValues: person.specimens.map { (Int64($0.fact.local), $0.fact.happenedAt) })
            for (entry, value) in person.results { #expect(taken[value.specimen.rawValue].map { $0 < entry.happenedAt } == true) }
            var free: Instant?
            for (entry, value) in person.stays.sorted(by: { $0.fact.happenedAt < $1.fact.happenedAt }) {
                if let free { #expect(entry.happenedAt >= free, "\(person.number)") }
                if let until = value.until { #expect(until > entry.happenedAt) }
                free = value.until ?? .distantFuture
            }
        }
    }

    @Test("documents have their checksum and a division nobody has; telephones lie in no real range; no document or tube code occurs twice")
    func identities() throws {
        var documents: Set<String> = []
        var codes: Set<String> = []
        for person in people {
            let document = try ResidentID(try #require(person.identity.documentNumber))
            #expect(!document.hasAssignedDivision)
            #expect(documents.insert(document.number).inserted)
            for phone in person.identity.phones { #expect(try !MobileNumber(phone).isAllotted) }
            for (_, specimen) in person.specimens { #expect(codes.insert(try #require(specimen.code)).inserted) }
        }
    }

    @Test("a person's sex and birthday are those of the document")
    func persons() throws {
        for person in people {
            let document = try ResidentID(try #require(person.identity.documentNumber))
            let value = try #require(person.person)
            #expect(value.sex == document.sex && value.birthDate == document.birthDate)
        }
    }

    @Test("one room holds one person at a time")
    func rooms() {
        var rooms: Set<String> = []
        for person in people {
            for (_, stay) in person.stays where stay.mode == .central {
                #expect(rooms.insert("\(stay.site ?? "")/\(stay.room ?? "")").inserted, "\(stay.site ?? "") \(stay.room ?? "")")
            }
        }
    }

    @Test("same seed, same world; another seed, another")
    func seeds() throws {
        let digest = try scenario.digest()
        #expect(try Hunan.scenario().digest() == digest)
        #expect(try Hunan.scenario(seed: 2023).digest() != digest)
        #expect(try Hunan.scenario().people(first: 100) == Array(people.prefix(100)))
    }
}

@Suite("Hunan, 19 March 2022, 10:00: what the console will show")
struct HunanObligationsTests {
    @Test("most is in time, something is late, something overdue, and counties differ")
    func scorecard() throws {
        let scenario = try Hunan.scenario()
        let people = try Hunan.world.get()
        var card = Scorecard(of: people, policy: try HunanPolicy.policy(), at: scenario.moment)
        for number in stride(from: 1, through: people.count, by: 5) { card.count(number) }
        for (measure, count) in card.sum(by: { $0.measure.key }) where count.due > 100 {
            #expect((0.9...0.985).contains(count.share), "\(measure): \(count)")
            #expect(count.late > 0 && count.overdue > 0, "\(measure): \(count)")
        }
        let counties = card.sum { $0.measure == .tracing ? $0.county : "other" }.filter { $0.value.due > 80 && $0.key != "other" }
        let shares = counties.values.map(\.share)
        #expect((shares.max() ?? 0) - (shares.min() ?? 0) > 0.04)
    }

    @Test("the tour leads to people with what is said of them")
    func tour() throws {
        let scenario = try Hunan.scenario()
        let people = try Hunan.world.get()
        var card = Scorecard(of: people, policy: try HunanPolicy.policy(), at: scenario.moment)
        func states(_ person: HunanPerson) -> [String: Obligation.State] {
            let obligations = card.derivation(of: person.rawValue).obligations
            return Dictionary(obligations.map { ($0.id.rule, $0.state(at: scenario.moment)) }) { first, _ in first }
        }
        let labels = try scenario.tour()
        #expect(labels.map(\.number) == [35, 36, 37, 38, 39, 43, 45, 44])
        #expect(labels.allSatisfy { $0.name == people[$0.number - 1].identity.name })

        let overdue = states(.overdueContact)
        for clock in ["located", "notified", "transferred"] { #expect(overdue["tracing.closeClocks." + clock] == .overdue) }
        #expect(states(.locatedLate)["tracing.closeClocks.located"] == .metLate)
        #expect(states(.locatedLate)["tracing.closeClocks.transferred"] == .overdue)
        #expect(states(.lateEntry)["tracing.close.stages.1.tests.atOnce1"] == .metInTime)
        #expect(states(.releasedSecondary)["tracing.secondary.release.1"] == .metInTime)
        #expect(states(.highRiskArrival)["arrivals.high.checks"] == .open)
        #expect(card.derivation(of: HunanPerson.twoIndices.rawValue).standing.contact?.indices.count == 2)
    }

    @Test("the porter: a post, two sources, a transfer and a test overdue, and a swab on the ward after he was listed")
    func surprise() throws {
        let scenario = try Hunan.scenario()
        let people = try Hunan.world.get()
        let label = try #require(try scenario.surprise())
        #expect(label.territory.digits == "431202")
        var card = Scorecard(of: people, policy: try HunanPolicy.policy(), at: scenario.moment)
        let derivation = card.derivation(of: label.number)
        let states = Dictionary(derivation.obligations.map { ($0.id.rule, $0.state(at: scenario.moment)) }) { first, _ in first }
        #expect(states["tracing.secondaryClocks.transferred"] == .overdue)
        #expect(states["tracing.secondary.stages.1.tests.4"] == .metLate)
        #expect(states["tracing.secondary.stages.1.tests.7"] == .overdue)
        #expect(derivation.standing.contact?.degree == .secondary)
        #expect(derivation.standing.post != nil)
        let since = try #require(derivation.standing.contact?.since)
        #expect(people[label.number - 1].specimens.contains { $0.fact.happenedAt > since })
    }

    @Test("the roles stand in territories of the gazetteer, with names of their own")
    func roles() throws {
        let gazetteer = try Hunan.gazetteer()
        #expect(HunanMarch2022.roles.count == 14)
        #expect(HunanMarch2022.roles.allSatisfy { gazetteer[$0.territory] != nil })
        #expect(Set(HunanMarch2022.roles.map(\.username)).count == 14)
        #expect(Set(HunanMarch2022.roles.map(\.role)) == Set(Role.allCases))
    }
}

@Suite("a crowd")
struct CrowdTests {
    func crowd(_ persons: Int, seed: UInt64 = 1) throws -> Crowd {
        Crowd(
            persons: persons, gazetteer: try Hunan.gazetteer(), policy: try HunanPolicy.policy(), moment: try Hunan.scenario().moment, seed: seed)
    }

    @Test("as many as asked for, with few facts, over all counties, none of them real")
    func size() throws {
        let crowd = try crowd(20_000)
        var facts = 0
        var documents: Set<String> = []
        var counties: Set<TerritoryCode> = []
        try crowd.forEachPerson { person in
            facts += person.facts.count
            for fact in person.facts {
                #expect(fact.knownAt >= fact.happenedAt && fact.knownAt <= crowd.moment)
                if case .exposure(let exposure) = fact.fact { #expect(exposure.index.rawValue < Int64(person.number)) }
                if case .person(let value) = fact.fact { counties.insert(value.residence.ancestor(at: .county) ?? value.residence) }
            }
            documents.insert(person.identity.documentNumber ?? "")
        }
        #expect(documents.count == 20_000)
        #expect((60_000...140_000).contains(facts))
        #expect(counties.count == 122)
        #expect(try !ResidentID(try #require(documents.first)).hasAssignedDivision)
    }

    @Test("same seed, same crowd")
    func seeds() throws {
        let digest = try crowd(2_000).digest()
        #expect(try crowd(2_000).digest() == digest)
        #expect(try crowd(2_000, seed: 2).digest() != digest)
    }
}
