/// The names of people or places in the order of their first appearance, each with a number.
///
/// A name is whatever bytes the file writes: `007` and `7` are two people. Names of up to eight bytes are compared as one word, which is
/// what makes ten million look-ups affordable; longer ones by a hash and then by their bytes.
struct NameTable: Sendable {
    private var slots: [Slot]
    private var mask: Int
    private(set) var starts: [UInt32] = [0]
    private(set) var bytes: [UInt8] = []

    private struct Slot: Sendable {
        var key: UInt64
        var number: UInt32
        var length: UInt32
    }

    private static let empty = Slot(key: 0, number: 0, length: 0)

    init() {
        slots = Array(repeating: NameTable.empty, count: 1 << 12)
        mask = slots.count - 1
    }

    /// How many names there are.
    var count: Int { starts.count - 1 }

    /// A name to be looked up, its key at hand.
    struct Name {
        let bytes: UnsafeRawBufferPointer
        let key: UInt64

        init(_ bytes: UnsafeRawBufferPointer) {
            self.bytes = bytes
            key = NameTable.key(bytes)
        }
    }

    /// Reads the slot where a name's look-up will begin. A look-up waits for memory, and the next one waits for it; slots read one after
    /// the other, with nothing hanging on them, come together. The answer is worth nothing and only keeps the reading from being left out.
    @inline(__always)
    func touch(_ name: Name) -> UInt32 { slots[Int(truncatingIfNeeded: NameTable.mixed(name.key)) & mask].length }

    /// The number of a name, which must not be empty; a new one if it is seen for the first time.
    mutating func number(of looked: Name) -> UInt32 {
        let name = looked.bytes
        let key = looked.key
        let length = UInt32(truncatingIfNeeded: name.count)
        var index = Int(truncatingIfNeeded: NameTable.mixed(key)) & mask
        while true {
            let slot = slots[index]
            if slot.length == 0 { break }
            if slot.key == key, slot.length == length, name.count <= 8 || matches(slot.number, name) { return slot.number }
            index = (index + 1) & mask
        }
        let number = UInt32(truncatingIfNeeded: count)
        slots[index] = Slot(key: key, number: number, length: length)
        bytes.append(contentsOf: name)
        starts.append(UInt32(truncatingIfNeeded: bytes.count))
        if count * 2 > slots.count { grow() }
        return number
    }

    private func matches(_ number: UInt32, _ name: UnsafeRawBufferPointer) -> Bool {
        let start = Int(starts[Int(number)])
        for offset in 0..<name.count where bytes[start + offset] != name[offset] { return false }
        return true
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: NameTable.empty, count: old.count * 2)
        mask = slots.count - 1
        for slot in old where slot.length > 0 {
            var index = Int(truncatingIfNeeded: NameTable.mixed(slot.key)) & mask
            while slots[index].length > 0 { index = (index + 1) & mask }
            slots[index] = slot
        }
    }

    /// The name's own bytes if they fit a word, else a hash of them (FNV-1a, 64 bits).
    private static func key(_ name: UnsafeRawBufferPointer) -> UInt64 {
        if name.count <= 8 {
            var word: UInt64 = 0
            for byte in name { word = word << 8 | UInt64(byte) }
            return word
        }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash
    }

    /// The finaliser of MurmurHash3 (Austin Appleby, public domain), so that consecutive numbers spread.
    private static func mixed(_ key: UInt64) -> UInt64 {
        var key = key
        key = (key ^ (key >> 33)) &* 0xff51_afd7_ed55_8ccd
        key = (key ^ (key >> 33)) &* 0xc4ce_b9fe_1a85_ec53
        return key ^ (key >> 33)
    }
}

extension NameTable {
    /// The names in order — shorter first, then by their bytes, so that numbers stand in the order of numbers — and each old number's place
    /// in that order.
    consuming func ordered() -> (names: OrderedNames, ranks: [UInt32]) {
        slots = []
        var keys: [SortKey] = []
        keys.reserveCapacity(count)
        for number in 0..<count {
            let start = Int(starts[number])
            let length = Int(starts[number + 1]) - start
            var word: UInt64 = 0
            for offset in 0..<8 { word = word << 8 | (offset < length ? UInt64(bytes[start + offset]) : 0) }
            keys.append(SortKey(word: word, length: UInt32(truncatingIfNeeded: length), number: UInt32(truncatingIfNeeded: number)))
        }
        keys.sort { left, right in
            if left.length != right.length { return left.length < right.length }
            if left.word != right.word || left.length <= 8 { return left.word < right.word }
            return comesFirst(left, right)
        }
        var ranks = [UInt32](repeating: 0, count: count)
        var names = OrderedNames()
        names.bytes.reserveCapacity(bytes.count)
        names.starts.reserveCapacity(starts.count)
        for (rank, key) in keys.enumerated() {
            ranks[Int(key.number)] = UInt32(truncatingIfNeeded: rank)
            let start = Int(starts[Int(key.number)])
            names.bytes.append(contentsOf: bytes[start..<start + Int(key.length)])
            names.starts.append(UInt32(truncatingIfNeeded: names.bytes.count))
        }
        return (names, ranks)
    }

    private struct SortKey {
        let word: UInt64
        let length: UInt32
        let number: UInt32
    }

    private func comesFirst(_ left: SortKey, _ right: SortKey) -> Bool {
        let a = Int(starts[Int(left.number)])
        let b = Int(starts[Int(right.number)])
        for offset in 8..<Int(left.length) where bytes[a + offset] != bytes[b + offset] { return bytes[a + offset] < bytes[b + offset] }
        return false
    }
}

/// Names laid end to end, in order.
struct OrderedNames: Sendable {
    var starts: [UInt32] = [0]
    var bytes: [UInt8] = []

    var count: Int { starts.count - 1 }
}
