import Register
import Scenarios
import Testing
import Vocabulary

@Suite("seeded numbers")
struct SeedTests {
    @Test("the numbers are those of the reference implementation of SplitMix64")
    func reference() {
        // Vigna's splitmix64.c with the seed 1234567.
        var dice = Seeded(1_234_567)
        #expect(
            (0..<5).map { _ in dice.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
                16_408_922_859_458_223_821,
            ])
    }

    @Test("a stream does not depend on what was drawn before, and differs by name and key")
    func streams() {
        var dice = Seeded(7)
        var before = dice.stream("case", 3)
        _ = dice.next()
        var after = dice.stream("case", 3)
        #expect(before.next() == after.next())
        var others = [dice.stream("case", 4), dice.stream("contact", 3), Seeded(8).stream("case", 3)]
        let first = others.indices.map { others[$0].next() }
        #expect(Set(first + [before.next()]).count == 4)
    }

    @Test("draws keep to their bounds and are even")
    func bounds() {
        var dice = Seeded(1)
        var counts = [Int](repeating: 0, count: 6)
        for _ in 0..<60_000 { counts[dice.next(below: 6)] += 1 }
        #expect(counts.allSatisfy { (9_600...10_400).contains($0) })
        #expect((0..<1000).allSatisfy { _ in (0..<1).contains(dice.unit()) })
        #expect(dice.next(below: 0) == 0)
        #expect((0..<100).allSatisfy { _ in (3...5).contains(dice.next(in: 3...5)) })
        #expect(dice.pick([Int]()) == nil)
        #expect(dice.pick([1, 2, 3]) { $0 == 2 ? 1 : 0 } == 2)
        #expect(dice.shuffled(1...50).sorted() == Array(1...50))
    }
}

@Suite("invented people")
struct InventedPeopleTests {
    @Test("same seed, same people; none twice; and none that could be real")
    func unique() throws {
        let home = try #require(TerritoryCode("430102"))
        let first = try people(home: home, seed: 2022)
        #expect(try people(home: home, seed: 2022) == first)
        #expect(try people(home: home, seed: 2023) != first)
        #expect(Set(first.map(\.document)).count == first.count)
        #expect(Set(first.map(\.phone)).count == first.count)
        for person in first {
            #expect(!person.document.hasAssignedDivision)
            #expect(!person.phone.isAllotted)
            #expect(person.document.sex == person.sex)
            #expect(person.document.birthDate == person.birthDate)
            #expect(person.document.number.hasPrefix("990102"))
        }
    }

    @Test("the first person of seed 2022 is the same in every release, or every demo changes")
    func golden() throws {
        let home = try #require(TerritoryCode("430102"))
        let person = try #require(people(home: home, seed: 2022).first)
        #expect(
            "\(person.name.chinese) \(person.name.pinyin) \(person.document) \(person.phone)" == "袁清春 Yuan Qingchun 99010219350101455X 10471828183")
    }

    @Test("an import accepts the numbers of invented people")
    func accepted() throws {
        let home = try #require(TerritoryCode("43"))
        let person = try #require(people(home: home, seed: 1).first)
        let identity = person.identity()
        #expect(try DocumentNumber(#require(identity.documentNumber)) == .resident(person.document))
        #expect(try PhoneNumber(identity.phones[0]) == .mobile(person.phone))
    }

    @Test("the five hundred and first of one sex, day and county is refused")
    func exhausted() throws {
        let home = try #require(TerritoryCode("430102"))
        let day = try #require(CivilDate("1990-01-01"))
        var people = InventedIdentities(seed: 1)
        for _ in 0..<500 { _ = try people.next(sex: .female, birthDate: day, home: home) }
        #expect(throws: IdentifierError.self) { try people.next(sex: .female, birthDate: day, home: home) }
        _ = try people.next(sex: .male, birthDate: day, home: home)
    }

    @Test("a child bears the family name it is given, and the pinyin follows the characters")
    func names() {
        var dice = Seeded(5)
        let child = InventedNames.name(sex: .female, birthYear: 2015, family: "欧阳", using: &dice)
        #expect(child.family == "欧阳")
        #expect(child.pinyin.hasPrefix("Ouyang "))
        #expect(ChineseName(child.chinese).family == "欧阳")
    }

    @Test("family names are in the table once, with a share, and no two-character one escapes the splitter")
    func table() {
        #expect(InventedNames.families.count == 120)
        #expect(Set(InventedNames.families.map(\.characters)).count == 120)
        #expect(InventedNames.families.allSatisfy { $0.perMille > 0 })
        #expect(InventedNames.families.filter { $0.characters.count == 2 }.allSatisfy { ChineseName.compoundFamilies.contains($0.characters) })
    }

    private func people(home: TerritoryCode, seed: UInt64) throws -> [InventedIdentity] {
        var source = InventedIdentities(seed: seed)
        let first = try #require(CivilDate("1935-01-01"))
        return try (0..<2000).map { try source.next(sex: $0.isMultiple(of: 2) ? .male : .female, birthDate: first + Days($0 * 15), home: home) }
    }
}
