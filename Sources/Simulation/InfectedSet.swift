/// Who has ever been infected: a small open-addressed table while they are few, a bit for each resident once they are many. Memory that was
/// never touched costs a contained outbreak nothing.
struct InfectedSet {
    private let residents: Int
    private var table: Slab<UInt32>
    private var mask: UInt32
    private var bits: Slab<UInt64>?
    private(set) var count = 0

    private static let empty = UInt32.max

    init(residents: Int) {
        self.residents = residents
        table = Slab(repeating: InfectedSet.empty, count: 4096)
        mask = 4095
    }

    /// Empties it.
    mutating func reset() {
        if count > 0 { table.fill(InfectedSet.empty) }
        bits = nil
        count = 0
    }

    @inline(__always)
    func contains(_ person: UInt32) -> Bool {
        if let bits { return (bits[Int(person >> 6)] >> UInt64(person & 63)) & 1 == 1 }
        var slot = ((person &* 0x9E37_79B1) >> 7) & mask
        while true {
            let found = table[Int(slot)]
            if found == person { return true }
            if found == InfectedSet.empty { return false }
            slot = (slot &+ 1) & mask
        }
    }

    /// Looks up many people: for each a word in which the bit of the lowest six of their number says whether they are in the set. A loop that does
    /// nothing else, so that the memory works on many of them at once.
    @inline(__always)
    func look(up people: Slab<UInt32>, _ count: Int, in words: Slab<UInt64>) {
        let people = people.base, words = words.base
        if let bits = bits?.base {
            for index in 0..<count { words[index] = bits[Int(people[index] >> 6)] }
        } else {
            for index in 0..<count { words[index] = contains(people[index]) ? .max : 0 }
        }
    }

    /// Adds somebody who is not in it.
    @inline(__always)
    mutating func insert(_ person: UInt32) {
        count += 1
        if let bits {
            bits[Int(person >> 6)] |= 1 << UInt64(person & 63)
            return
        }
        place(person, in: table)
        if count * 2 > table.count { grow() }
    }

    @inline(__always)
    private func place(_ person: UInt32, in table: Slab<UInt32>) {
        let mask = UInt32(table.count - 1)
        var slot = ((person &* 0x9E37_79B1) >> 7) & mask
        while table[Int(slot)] != InfectedSet.empty { slot = (slot &+ 1) & mask }
        table[Int(slot)] = person
    }

    private mutating func grow() {
        // A table for a 64th of the residents is as large as their bits.
        if table.count > residents / 128 {
            let bits = Slab<UInt64>(repeating: 0, count: residents / 64 + 1)
            for index in 0..<table.count where table[index] != InfectedSet.empty {
                let person = table[index]
                bits[Int(person >> 6)] |= 1 << UInt64(person & 63)
            }
            self.bits = bits
            return
        }
        let larger = Slab(repeating: InfectedSet.empty, count: table.count * 2)
        for index in 0..<table.count where table[index] != InfectedSet.empty { place(table[index], in: larger) }
        table = larger
        mask = UInt32(larger.count - 1)
    }
}
