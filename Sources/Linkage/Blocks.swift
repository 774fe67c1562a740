/// The blocks of one key: records sorted by its hash, those of blocks that were too large divided by further facets.
///
/// The final hash of each record is written into its row, so that a pair can tell which earlier key has found it already.
struct Blocks: Sendable {
    /// Hash in the upper, record in the lower half; sorted, left records before right ones within a hash.
    let entries: [UInt64]
    /// Pairs in blocks that stayed too large and were left out.
    let leftOut: Double

    /// - Parameters:
    ///   - facets: The hashes of all facets of all records.
    ///   - limit: The most pairs a block may have before it is divided.
    ///   - target: The rows, to write the hashes into.
    init(_ records: Records, key number: Int, facets: FacetColumns, limit: Int, target: SharedAddress<UInt32>) {
        let key = records.keys[number]
        let stride = records.stride, word = records.layout.words + number, base = target.base
        var entries: [UInt64] = [], done: [UInt64] = []
        entries.reserveCapacity(records.count)
        let columns = key.base.map(facets.column)
        for record in 0..<records.count {
            var hash = columns[0][record]
            for column in columns.dropFirst() { hash = Hashing.joined(hash, column[record]) }
            if hash != 0 { entries.append(UInt64(hash) << 32 | UInt64(record)) }
        }
        var leftOut = 0.0
        for step in 0...key.refinements.count {
            RadixSort.byUpperHalf(&entries)
            let isLast = step == key.refinements.count
            // What cannot be divided any more may be somewhat larger.
            let most = isLast ? limit * 8 : limit
            var rest: [UInt64] = []
            let column = isLast ? nil : facets.column(key.refinements[step])
            Blocks.forEach(entries, leftCount: records.hasRight ? records.leftCount : nil) { range, pairs in
                if pairs <= most {
                    if pairs > 0 { done.append(contentsOf: entries[range]) }
                } else if let column {
                    for entry in entries[range] {
                        let hash = Hashing.joined(UInt32(entry >> 32), column[Int(entry & 0xFFFF_FFFF)])
                        if hash != 0 { rest.append(UInt64(hash) << 32 | entry & 0xFFFF_FFFF) }
                    }
                } else {
                    leftOut += Double(pairs)
                }
            }
            entries = rest
            if rest.isEmpty { break }
        }
        for entry in done { base[Int(entry & 0xFFFF_FFFF) * stride + word] = UInt32(entry >> 32) }
        self.entries = done
        self.leftOut = leftOut
    }

    /// Calls `body` for each run of equal hashes with the number of its pairs.
    static func forEach(_ entries: [UInt64], leftCount: Int?, _ body: (Range<Int>, Int) -> Void) {
        entries.withUnsafeBufferPointer { entries in
            var start = 0
            while start < entries.count {
                let hash = entries[start] >> 32
                var end = start + 1, left = 0
                while end < entries.count, entries[end] >> 32 == hash { end += 1 }
                if let leftCount {
                    if end - start > 1 {
                        for index in start..<end where Int(entries[index] & 0xFFFF_FFFF) < leftCount { left += 1 }
                    }
                    body(start..<end, left * (end - start - left))
                } else {
                    body(start..<end, (end - start) * (end - start - 1) / 2)
                }
                start = end
            }
        }
    }
}

/// The hashes of every facet that some key uses, facet by facet: worked out in one pass over the rows, since several keys use the same.
struct FacetColumns: Sendable {
    private let facets: [BlockingKey.Facet]
    private let count: Int
    private let hashes: GrowingBuffer<UInt32>

    init(_ records: Records, threads: Int) {
        var facets: [BlockingKey.Facet] = []
        for facet in records.keys.flatMap({ $0.base + $0.refinements }) where !facets.contains(facet) { facets.append(facet) }
        let count = records.count
        var hashes = GrowingBuffer<UInt32>(uninitializedCount: count * facets.count)
        let target = SharedAddress(base: hashes.mutableBase)
        let pieces = max(1, count / 16_384)
        _ = inParallel(pieces, threads: threads) { [facets] piece in
            let reader = FacetReader(records)
            let range = (count * piece / pieces)..<(count * (piece + 1) / pieces)
            withExtendedLifetime(records) {
                for (number, facet) in facets.enumerated() {
                    reader.hash(facet, records.rows.base, stride: records.stride, range, to: target.base + number * count)
                }
            }
        }
        (self.facets, self.count, self.hashes) = (facets, count, hashes)
    }

    /// By record the hash of a facet; 0 where the value is not stated.
    func column(_ facet: BlockingKey.Facet) -> UnsafePointer<UInt32> { hashes.base + (facets.firstIndex(of: facet) ?? 0) * count }
}

/// Sorts words by their upper half, keeping the order of equal ones: three passes of eleven bits.
enum RadixSort {
    static func byUpperHalf(_ words: inout [UInt64]) {
        guard words.count > 256 else {
            // Records are unique and ascending in the lower half, so that sorting by all of the word keeps their order.
            words.sort()
            return
        }
        var other = [UInt64](repeating: 0, count: words.count)
        for pass in 0..<3 {
            let shift = UInt64(32 + 11 * pass)
            words.withUnsafeBufferPointer { source in
                other.withUnsafeMutableBufferPointer { target in
                    withUnsafeTemporaryAllocation(of: Int.self, capacity: 2048) { places in
                        for index in 0..<2048 { places[index] = 0 }
                        for word in source { places[Int(word >> shift & 0x7FF)] += 1 }
                        var next = 0
                        for index in 0..<2048 {
                            let count = places[index]
                            places[index] = next
                            next += count
                        }
                        for word in source {
                            let digit = Int(word >> shift & 0x7FF)
                            target[places[digit]] = word
                            places[digit] += 1
                        }
                    }
                }
            }
            swap(&words, &other)
        }
    }
}
