/// The pairs that some blocking key brings together, compared.
struct Candidates: Sendable {
    /// The agreement of each pair, by number; see ``patterns``.
    var pairs: [Pair]
    /// The distinct agreements, in ascending order.
    var patterns: [Pattern]
    /// How many pairs show each.
    var counts: [Double]
    /// Pairs in blocks that stayed too large and were left out.
    var leftOut: Double

    struct Pair: BitwiseCopyable, Sendable {
        var left: UInt32
        var right: UInt32
        var pattern: UInt32
        /// Logarithm of the frequency of the texts that agree exactly, of the person's own and of all.
        var ownRarity: Float
        var rarity: Float
    }

    /// The most pairs in a block before it is divided: what keeps the number of comparisons in proportion to the records.
    static func blockLimit(records: Int) -> Int { min(4000, max(32, 4_000_000 / max(1, records))) }

    init(_ records: inout Records, threads: Int) {
        let limit = Candidates.blockLimit(records: records.count)
        let target = SharedAddress(base: records.rows.mutableBase)
        let facets = FacetColumns(records, threads: threads)
        let blocks: [Blocks] = inParallel(records.keys.count, threads: threads) { [records] key in
            Blocks(records, key: key, facets: facets, limit: limit, target: target)
        }
        leftOut = blocks.reduce(0) { $0 + $1.leftOut }
        // Slices end where blocks do; their number depends on the data alone.
        var slices: [(key: Int, range: Range<Int>)] = []
        for (key, block) in blocks.enumerated() {
            var start = 0
            while start < block.entries.count {
                var end = min(block.entries.count, start + 131_072)
                while end < block.entries.count, block.entries[end] >> 32 == block.entries[end - 1] >> 32 { end += 1 }
                slices.append((key, start..<end))
                start = end
            }
        }
        let parts = inParallel(slices.count, threads: threads) { [records, slices] slice in
            Slice(records, key: slices[slice].key, blocks[slices[slice].key].entries, slices[slice].range)
        }
        (pairs, patterns, counts) = Slice.merged(parts, threads: threads)
    }
}

/// The comparisons of some blocks of one key, with patterns numbered as they came.
private struct Slice: Sendable {
    var pairs: [Candidates.Pair] = []
    var numbering = PatternNumbers()

    init(_ records: Records, key: Int, _ entries: [UInt64], _ range: Range<Int>) {
        let comparison = Comparison(records), rarity = Rarity(records)
        let leftCount = records.hasRight ? records.leftCount : Int.max
        let words = records.layout.words
        withExtendedLifetime(records) {
            entries.withUnsafeBufferPointer { entries in
                var start = range.lowerBound
                while start < range.upperBound {
                    let hash = entries[start] >> 32
                    var end = start + 1, middle = start
                    while end < range.upperBound, entries[end] >> 32 == hash { end += 1 }
                    if leftCount != Int.max {
                        while middle < end, Int(entries[middle] & 0xFFFF_FFFF) < leftCount { middle += 1 }
                    }
                    let isCross = leftCount != Int.max
                    for i in start..<(isCross ? middle : end) {
                        let left = Int(entries[i] & 0xFFFF_FFFF), leftRow = comparison.row(left)
                        for j in (isCross ? middle : i + 1)..<end {
                            let right = Int(entries[j] & 0xFFFF_FFFF), rightRow = comparison.row(right)
                            guard !Slice.isKnown(leftRow + words, rightRow + words, before: key) else { continue }
                            let pattern = comparison.pattern(leftRow, rightRow)
                            let rare = rarity.of(pattern, leftRow)
                            pairs.append(
                                Candidates.Pair(
                                    left: UInt32(left), right: UInt32(right), pattern: numbering.number(of: pattern), ownRarity: rare.own,
                                    rarity: rare.all))
                        }
                    }
                    start = end
                }
            }
        }
    }

    /// Whether an earlier key has found this pair.
    @inline(__always)
    private static func isKnown(_ left: UnsafePointer<UInt32>, _ right: UnsafePointer<UInt32>, before key: Int) -> Bool {
        for earlier in 0..<key where left[earlier] == right[earlier] && left[earlier] != 0 { return true }
        return false
    }

    static func merged(_ slices: [Slice], threads: Int) -> ([Candidates.Pair], [Pattern], [Double]) {
        let patterns = Array(Set(slices.flatMap(\.numbering.patterns))).sorted()
        let places = Dictionary(uniqueKeysWithValues: zip(patterns, patterns.indices))
        var counts = [Double](repeating: 0, count: patterns.count)
        var starts = [0]
        var renumbered: [[UInt32]] = []
        for slice in slices {
            let numbers = slice.numbering.patterns.map { UInt32(places[$0] ?? 0) }
            for (number, count) in zip(numbers, slice.numbering.counts) { counts[Int(number)] += Double(count) }
            renumbered.append(numbers)
            starts.append((starts.last ?? 0) + slice.pairs.count)
        }
        let total = starts.last ?? 0
        let pairs = [Candidates.Pair](unsafeUninitializedCapacity: total) { buffer, count in
            if let base = buffer.baseAddress {
                let target = SharedAddress(base: base), starts = starts, renumbered = renumbered
                _ = inParallel(slices.count, threads: threads) { slice in
                    var place = target.base + starts[slice]
                    for var pair in slices[slice].pairs {
                        pair.pattern = renumbered[slice][Int(pair.pattern)]
                        place.initialize(to: pair)
                        place += 1
                    }
                }
            }
            count = total
        }
        return (pairs, patterns, counts)
    }
}

/// Numbers patterns as they come.
private struct PatternNumbers: Sendable {
    private(set) var patterns: [Pattern] = []
    private(set) var counts: [Int] = []
    private var slots = [UInt32](repeating: 0, count: 1024)

    mutating func number(of pattern: Pattern) -> UInt32 {
        var slot = Int(truncatingIfNeeded: Hashing.mix(pattern.bits)) & (slots.count - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            if patterns[number] == pattern {
                counts[number] += 1
                return UInt32(number)
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        patterns.append(pattern)
        counts.append(1)
        slots[slot] = UInt32(patterns.count)
        if patterns.count * 2 > slots.count {
            slots = [UInt32](repeating: 0, count: slots.count * 2)
            for (number, pattern) in patterns.enumerated() {
                var slot = Int(truncatingIfNeeded: Hashing.mix(pattern.bits)) & (slots.count - 1)
                while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
                slots[slot] = UInt32(number + 1)
            }
        }
        return UInt32(patterns.count - 1)
    }
}

/// How rare the texts are on which a pair agrees exactly: a shared 欧阳 says more than a shared 王.
struct Rarity: @unchecked Sendable {
    private let fields: [(index: Int, offset: Int, counts: UnsafePointer<UInt32>, total: Float, isOwn: Bool)]

    init(_ records: Records) {
        fields = records.layout.fields.indices.compactMap { index in
            let texts = records.texts[index]
            guard texts.count > 0 else { return nil }
            var total = 0
            for id in 0..<texts.count { total += Int(texts.counts.base[id]) }
            return (
                index, records.layout.offsets[index], texts.counts.base, Float(max(1, total)), !records.layout.fields[index].kind.isOfHousehold
            )
        }
    }

    /// The sum of the logarithms of the frequencies of the texts that agree exactly, of the person's own and of all.
    @inline(__always)
    func of(_ pattern: Pattern, _ row: UnsafePointer<UInt32>) -> (own: Float, all: Float) {
        var own: Float = 0, all: Float = 0
        for field in fields where pattern.level(field.index) == Int(Agreement.exact.rawValue) {
            let rarity = logarithm(Float(field.counts[Int(row[field.offset]) - 1]) / field.total)
            all += rarity
            if field.isOwn { own += rarity }
        }
        return (own, all)
    }
}
