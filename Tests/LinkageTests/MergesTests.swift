import Linkage
import Testing

@Suite("Merging and taking it back")
struct MergesTests {
    @Test("a merge makes one person, named by the least record")
    func merging() throws {
        var merges = Merges()
        try merges.merge(12, 7, as: 1)
        try merges.merge(12, 30, as: 2)
        #expect(merges.members(of: 30) == [7, 12, 30])
        #expect(merges.person(of: 30) == 7)
        #expect(merges.person(of: 8) == 8)
    }

    @Test("records kept apart never become one person, not even by way of a third")
    func apart() throws {
        var merges = Merges()
        try merges.keepApart(1, 3)
        try merges.merge(1, 2, as: 1)
        #expect(throws: Merges.Refusal.keptApart(1, 3)) { try merges.merge(2, 3, as: 2) }
        #expect(throws: Merges.Refusal.merged(1, 2)) { try merges.keepApart(1, 2) }
        #expect(throws: Merges.Refusal.numberTaken(1)) { try merges.merge(8, 9, as: 1) }
    }

    @Test("taking a merge back restores exactly what was, and after any history what never merging would have given", arguments: 1...20)
    func exactRestoration(seed: Int) throws {
        var chance = InventedLists(count: 2, seed: UInt64(seed))
        var merges = Merges()
        var made: [(number: Int64, first: Int64, second: Int64)] = []
        for step in 0..<120 {
            let first = Int64(chance.next(25)), second = Int64(chance.next(25))
            if chance.next(3) == 0, let index = made.indices.randomElement(using: &chance) {
                merges.unmerge(made.remove(at: index).number)
            } else {
                let before = merges
                guard (try? merges.merge(first, second, as: Int64(step))) != nil else {
                    #expect(merges == before)
                    continue
                }
                let after = merges
                merges.unmerge(Int64(step))
                #expect(merges == before)
                try merges.merge(first, second, as: Int64(step))
                #expect(merges == after)
                made.append((Int64(step), first, second))
            }
            if chance.next(8) == 0 { try? merges.keepApart(first, second) }
        }
        var anew = Merges()
        for merge in made { try anew.merge(merge.first, merge.second, as: merge.number) }
        for record in Int64(0)..<25 { #expect(anew.members(of: record) == merges.members(of: record)) }
    }
}

extension InventedLists: RandomNumberGenerator {
    /// Sixty-four bits from two draws.
    mutating func next() -> UInt64 { UInt64(next(1 << 31)) << 33 ^ UInt64(next(1 << 31)) << 2 ^ UInt64(next(4)) }
}
