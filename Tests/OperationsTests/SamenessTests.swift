import Foundation
import Operations
import Register
import Scenarios
import Storage
import Testing
import Vocabulary

@Suite("Records of one person are merged and taken apart")
struct SamenessTests {
    private static let start = Instant.shanghai("2022-03-10T08:00")

    /// What is stored of some persons: facts, obligations, what lists show, who may see them.
    private struct Stored: Equatable {
        var facts: [[FactRecord]] = []
        var derived: [Derived?] = []
        var duties: [Set<DutyRow>] = []
        var listings: [Listing?] = []
        var links: [Set<PersonLink>] = []

        /// Whether everything is the same; facts that were filed in between say only of a merge and of its end.
        func isRestored(to former: Stored) -> Bool {
            for (before, after) in zip(former.facts, facts) {
                let others = after.filter { if case .sameness = $0.fact { false } else { true } }
                guard others == before else { return false }
            }
            return derived == former.derived && duties == former.duties && listings == former.listings && links == former.links
        }

        /// What differs, in words.
        func difference(from former: Stored) -> String {
            var parts: [String] = []
            for place in derived.indices {
                if derived[place] != former.derived[place] {
                    let (now, then) = (derived[place], former.derived[place])
                    parts.append(
                        "derived \(place): calendar \(now?.calendar == then?.calendar) status \(now?.status == then?.status) wake \(String(describing: now?.wake)) \(String(describing: then?.wake)) through \(now?.through == then?.through)"
                    )
                }
                if duties[place] != former.duties[place] { parts.append("duties \(place)") }
                if listings[place] != former.listings[place] { parts.append("listing \(place)") }
                if links[place] != former.links[place] {
                    parts.append("links \(place): \(links[place].symmetricDifference(former.links[place]))")
                }
            }
            return parts.joined(separator: "; ")
        }
    }

    private static func stored(_ register: TemporaryRegister, _ people: [PersonID]) async throws -> Stored {
        try await register.store.read(.systemUnrestricted) { reader in
            var stored = Stored()
            for person in people {
                stored.facts.append(try reader.entries(about: .person(person)).map(\.record))
                var derived = try reader.derived(of: person)
                // The keys of what is stored as JSON come in any order.
                if let status = derived?.status, !status.isEmpty {
                    derived?.status = try JSONSerialization.data(withJSONObject: JSONSerialization.jsonObject(with: status), options: .sortedKeys)
                }
                stored.derived.append(derived)
                stored.duties.append(Set(try reader.duties(of: .person(person))))
                var listing = try reader.listing(of: person)
                listing?.updatedAt = .distantPast
                stored.listings.append(listing)
                stored.links.append(Set(try reader.links(of: person)))
            }
            return stored
        }
    }

    @Test("taking a merge back restores facts, obligations, lists and visibility exactly", arguments: [UInt64(1), 2, 3, 4, 5])
    func unmergeRestores(seed: UInt64) async throws {
        let register = try await TemporaryRegister(at: Self.start)
        var random = Seeded(seed)
        let people = try await register.at(Self.start).perform(as: .systemUnrestricted("test")) { filing in
            try (0..<6).map { number in
                try filing.register(Identity(name: "李\(number)"), Person(residence: number.isMultiple(of: 2) ? .yuhua : .yuetang))
            }
        }
        var now = Self.start
        for round in 0..<30 {
            now = now + .hours(random.next(below: 12))
            let (moment, dice) = (now, random.stream("step", UInt64(round)))
            _ = try? await register.at(now).perform(as: .systemUnrestricted("test")) { try Self.step(dice, people, $0, at: moment) }
        }
        // What hangs on the passing of time is brought up to the moment first.
        try await Upkeep(register.at(now)).run()
        let (last, everyone) = (now, people)
        try await register.at(now).perform(as: .systemUnrestricted("test")) { filing in
            for person in everyone { try filing.file(.note(Note(text: "…")), about: person, at: last) }
        }
        let first = try await register.at(now).verifyDerivation()
        #expect(first.isGood, "\(first.differing) before any merge")
        let before = try await Self.stored(register, people)
        let merged = try await register.at(now).perform(as: .systemUnrestricted("test")) { filing in
            [
                try filing.declareSame(everyone[1], as: everyone[0], reason: "same document").entity,
                try filing.declareSame(everyone[2], as: everyone[1], reason: "same telephone").entity,
            ]
        }
        let report = try await register.at(now).verifyDerivation()
        #expect(report.isGood, "\(report.differing) of \(people)")
        let during = try await Self.stored(register, people)
        #expect(!during.isRestored(to: before))
        #expect(during.listings[1] == nil && during.listings[2] == nil && during.duties[1].isEmpty)
        #expect(during.links[1] == during.links[0] && during.links[1].isSuperset(of: before.links[0].filter { $0.kind == .residence }))
        try await register.at(now).perform(as: .systemUnrestricted("test")) { filing in
            for fact in seed.isMultiple(of: 2) ? merged : merged.reversed() {
                try filing.takeBackSameness(FactID(rawValue: fact), reason: "two people after all")
            }
        }
        let after = try await Self.stored(register, people)
        #expect(after.isRestored(to: before), "\(after.difference(from: before))")
        #expect(try await register.at(now).verifyDerivation().isGood)
        #expect(try await register.store.verifyAudit().isIntact)
    }

    /// One random operation on people who are not merged.
    private static func step(_ seed: Seeded, _ people: [PersonID], _ filing: Filing, at now: Instant) throws {
        var random = seed
        let (person, other) = (people[random.next(below: people.count)], people[random.next(below: people.count)])
        let at = now - .hours(random.next(below: 60))
        let day = CivilZone.shanghai.date(of: at) - Days(random.next(below: 4))
        switch random.next(below: 7) {
        case 0: try filing.reportCase(CaseReport(kind: .confirmed, onset: day, territory: .yuhua), of: person, at: at)
        case 1, 2:
            guard person != other else { return }
            try filing.identifyContact(person, Exposure(index: other, nearness: .close, last: day, setting: .household), at: at)
        case 3: try filing.begin(Stay(mode: .central, territory: .yuetang), of: person, at: at)
        case 4:
            let specimen = try filing.take(Specimen(), from: person, at: at)
            try filing.record(TestResult(specimen: specimen, outcome: .negative), at: now)
        case 5: try filing.record(Act(deed: .notified), for: person, at: at)
        default: try filing.registerArrival(of: person, Arrival(origin: "上海", risk: .high, leftOrigin: day, destination: .yuhua), at: at)
        }
    }

    @Test("what is due of either is due of the record that stands for both, and a test of either meets it")
    func obligationsOfOne() async throws {
        let register = try await TemporaryRegister(at: Self.start)
        let operations = register.at(Self.start + .hours(2))
        let people = try await operations.perform(as: .systemUnrestricted("test")) { filing in
            let index = try filing.register(Identity(name: "陈一"), Person(residence: .yuhua))
            let first = try filing.register(Identity(name: "王小明", phones: ["13800000000"]), Person(residence: .yuhua))
            let second = try filing.register(Identity(name: "王晓明", phones: ["13800000000"]), Person(residence: .yuetang))
            try filing.reportCase(CaseReport(kind: .confirmed, territory: .yuhua), of: index, at: Self.start)
            let day = CivilZone.shanghai.date(of: Self.start)
            try filing.identifyContact(
                second, Exposure(index: index, nearness: .close, last: day - 1, setting: .household), at: Self.start + .hours(1))
            try filing.take(Specimen(), from: first, at: Self.start + .hours(1))
            return [index, first, second]
        }
        let author = Author.user(in: .hunan, at: Self.start + .hours(2))
        let merge = try await operations.perform(as: author) { try $0.declareSame(people[2], as: people[1], reason: "one telephone") }
        let view = try #require(try await operations.person(people[1], scope: author.scope))
        #expect(view.standing.contact?.degree == .close)
        #expect(view.dossier.specimens.count == 1)
        #expect(view.dossier.person?.value.residence == .yuhua)
        // Whom the case met is one person, the one that stands for both.
        let met = try #require(try await operations.person(people[0], scope: author.scope)).meetings
        #expect(met.map(\.other) == [people[1]])
        // The place where the other record lived still sees the person.
        let there = Scope(user: UserID(rawValue: 2), grants: [Grant(role: .investigator, territory: .yuetang)], at: Self.start + .hours(2))
        #expect(try await operations.person(people[1], scope: there) != nil)
        #expect(try await register.store.read(author.scope) { try $0.find(by: [.phone("13800000000")]) } == [people[1]])
        // Before the merge nothing was known of the first record's exposure.
        #expect(try await operations.person(people[1], scope: author.scope, asOf: Self.start + .hours(1))?.standing.contact == nil)
        try await operations.perform(as: author) { try $0.takeBackSameness(merge.id, reason: "two people") }
        #expect(try await operations.person(people[1], scope: author.scope)?.standing.contact == nil)
        #expect(try await operations.person(people[2], scope: author.scope)?.standing.contact?.degree == .close)
    }

    @Test("what was found to be two people is not merged, what is merged is not found to be two, and nobody merges whom they do not see")
    func refusals() async throws {
        let register = try await TemporaryRegister(at: Self.start)
        let operations = register.at(Self.start)
        let people = try await operations.perform(as: .systemUnrestricted("test")) { filing in
            try (0..<4).map { try filing.register(Identity(name: "赵\($0)"), Person(residence: $0 == 3 ? .yuetang : .yuhua)) }
        }
        let author = Author.user(in: .yuhua, at: Self.start)
        let apart = try await operations.perform(as: author) { try $0.declareDifferent(people[0], people[1], reason: "twins") }
        await #expect(throws: OperationError.keptApart) {
            try await operations.perform(as: author) { try $0.declareSame(people[1], as: people[0], reason: "…") }
        }
        // Not by way of a third either.
        _ = try await operations.perform(as: author) { try $0.declareSame(people[2], as: people[0], reason: "one document") }
        await #expect(throws: OperationError.keptApart) {
            try await operations.perform(as: author) { try $0.declareSame(people[1], as: people[2], reason: "…") }
        }
        await #expect(throws: OperationError.samePersonAlready) {
            try await operations.perform(as: author) { try $0.declareDifferent(people[2], people[0], reason: "…") }
        }
        await #expect(throws: OperationError.samePersonAlready) {
            try await operations.perform(as: author) { try $0.declareSame(people[0], as: people[2], reason: "…") }
        }
        await #expect(throws: OperationError.reasonMissing) {
            try await operations.perform(as: author) { try $0.declareSame(people[1], as: people[0], reason: " ") }
        }
        await #expect(throws: OperationError.notFound) {
            try await operations.perform(as: author) { try $0.declareSame(people[3], as: people[0], reason: "…") }
        }
        try await operations.perform(as: author) { try $0.takeBackSameness(apart.id, reason: "one after all") }
        _ = try await operations.perform(as: author) { try $0.declareSame(people[1], as: people[0], reason: "one document") }
    }

    @Test(
        "whoever is typed in is found by a slip of the document, a homophone with the birthday, a telephone; not beyond the scope, not somebody else")
    func probableMatches() async throws {
        let register = try await TemporaryRegister(at: Self.start)
        let operations = register.at(Self.start)
        let born = try #require(CivilDate("1990-04-12"))
        let id = try #require(ResidentID(division: "430111", birthDate: born, sequence: 137))
        let people = try await operations.perform(as: .systemUnrestricted("test")) { filing in
            [
                try filing.register(
                    Identity(name: "王小明", documentNumber: id.number, phones: ["13873100001"]), Person(sex: .male, birthDate: born, residence: .yuhua)),
                try filing.register(Identity(name: "刘芳", phones: ["13873100002"]), Person(residence: .yuhua)),
                try filing.register(Identity(name: "王小明", phones: ["13577889900"]), Person(birthDate: born - 4000, residence: .yuetang)),
            ]
        }
        let scope = Author.user(in: .yuhua, at: Self.start).scope
        var slip = Array(id.number)
        slip[14] = slip[14] == "9" ? "8" : "9"
        let asked: [(PersonRecord, [PersonID])] = [
            (PersonRecord(name: "王晓明", birthDate: born), [people[0]]),
            (PersonRecord(name: "王小明", document: String(slip)), [people[0]]),
            (PersonRecord(document: id.number), [people[0]]),
            (PersonRecord(name: "王小明", phone: "13873100001"), [people[0]]),
            (PersonRecord(name: "刘芳", phone: "138 7310 0002"), [people[1]]),
            (PersonRecord(name: "周杰", phone: "13999999999", birthDate: born), []),
            (PersonRecord(name: "王小明", phone: "13577889900"), []),
        ]
        for (typed, expected) in asked {
            let found = try await operations.probableMatches(of: typed, scope: scope)
            #expect(
                found.first.map { [$0.person] } ?? [] == expected || (expected.isEmpty && found.allSatisfy { $0.explanation.probability < 0.3 }),
                "\(typed)")
        }
    }

    @Test("likely pairs of a territory are found once, without those decided, and the decision is learnt from")
    func likelyPairs() async throws {
        let register = try await TemporaryRegister(at: Self.start)
        let operations = register.at(Self.start)
        var identities = InventedIdentities(seed: 7)
        var dice = Seeded(7)
        var people: [(Identity, Person)] = []
        while people.count < 400 {
            let birth = CivilDate(daysSinceEpoch: Int32(dice.next(in: -10_000...14_000)))
            let one = try identities.next(sex: dice.chance(0.5) ? .male : .female, birthDate: birth, home: .yuhua)
            people.append(
                (
                    Identity(name: one.name.chinese, documentNumber: one.document.number, phones: [one.phone.digits]),
                    Person(birthDate: birth, residence: .yuhua)
                ))
        }
        // Twenty are registered a second time without their document.
        for number in 0..<20 {
            var again = people[number]
            again.0.documentNumber = nil
            people.append(again)
        }
        let all = people
        let numbers = try await operations.perform(as: .systemUnrestricted("test")) { filing in try all.map { try filing.register($0.0, $0.1) } }
        let author = Author.user(in: .yuhua, at: Self.start)
        let found = try await operations.likelyPairs(in: .yuhua, as: author)
        let expected = Set((0..<20).map { [numbers[$0], numbers[400 + $0]] })
        #expect(found.persons == 420)
        #expect(Set(found.pairs.map { [$0.one, $0.other] }) == expected)
        try await operations.perform(as: author) { filing in
            try filing.declareSame(numbers[400], as: numbers[0], reason: "one")
            try filing.declareDifferent(numbers[401], numbers[1], reason: "father and son")
        }
        let again = try await operations.likelyPairs(in: .yuhua, as: author)
        #expect(Set(again.pairs.map { [$0.one, $0.other] }) == expected.subtracting([[numbers[0], numbers[400]], [numbers[1], numbers[401]]]))
        #expect(again.learntFrom == 1)
        // Another territory's people are nobody's to compare.
        #expect(try await operations.likelyPairs(in: .yuhua, as: .user(in: .yuetang, at: Self.start)).persons == 0)
    }
}
