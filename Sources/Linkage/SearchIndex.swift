/// Finds the records that may be of the same person as a new one, among a million, while it is being entered.
///
///     var index = SearchIndex(records, model: model)
///     let matches = index.search(["王小明", "1992-01-20", nil], limit: 5)
///     let number = index.add(["王小明", "1992-01-20", "13800000000"])
///
/// Records are looked up by their blocking keys, compared and scored as ``link(_:options:model:reviews:)`` does.
///
/// - Complexity: A search compares at most some thousand records a key, however many there are; adding and removing take constant time.
public struct SearchIndex: Sendable {
    private var records: Records
    /// The model that scores.
    public let model: LinkageModel
    /// By key, how many of its refinements are used, so that no block was large when the index was made.
    private let depths: [Int]
    /// The entry that comes first in each bucket, and after each entry the next. The entry of a record and a key is record × keys + key + 1.
    private var heads: GrowingBuffer<UInt32>
    private var nexts: GrowingBuffer<UInt32>
    private var isRemoved: GrowingBuffer<Bool>
    private var totals: [Double]

    private static let largestBlock = 2000
    private static let longestWalk = 5000

    /// A record that may be of the same person.
    public struct Match: Sendable {
        /// Its number: its position in the records, or what ``SearchIndex/add(_:)`` gave.
        public let record: Int
        /// The probability that it is.
        public let probability: Double
        /// Why.
        public let explanation: MatchExplanation
    }

    /// An index of records, all of them of one list.
    ///
    /// - Complexity: O(*n* log *n*) for *n* records.
    public init(_ records: Records, model: LinkageModel) {
        self.model = model
        self.records = records
        let reader = FacetReader(records), keyCount = records.keys.count
        depths = records.keys.map { key in SearchIndex.depth(of: key, records, reader) }
        heads = GrowingBuffer(repeating: 0, count: SearchIndex.buckets(for: records.count))
        nexts = GrowingBuffer(capacity: records.count * keyCount)
        isRemoved = GrowingBuffer(repeating: false, count: records.count)
        totals = records.texts.map { texts in
            (0..<texts.count).reduce(0) { $0 + Double(texts.counts[$1]) }
        }
        for record in 0..<records.count { enter(record) }
    }

    /// How many records there are, removed ones included.
    public var count: Int { records.count }

    /// Adds a record and gives its number.
    ///
    /// - Parameter values: One text a field, nil or empty where nothing is stated.
    public mutating func add(_ values: [String?]) -> Int {
        let row = encode(values, counting: true)
        row.withUnsafeBufferPointer { records.append(row: $0) }
        isRemoved.append(false)
        if records.count > heads.count * 2 { rebuild() } else { enter(records.count - 1) }
        return records.count - 1
    }

    /// Takes a record out; its number is not given again.
    public mutating func remove(_ record: Int) {
        guard record >= 0, record < records.count else { return }
        isRemoved[record] = true
    }

    /// The records most probably of the same person, best first.
    ///
    /// - Parameters:
    ///   - values: One text a field, nil or empty where nothing is stated yet.
    ///   - limit: The most that are given.
    ///   - floor: The least probability.
    public mutating func search(_ values: [String?], limit: Int = 10, floor: Double = 0.1) -> [Match] {
        let known = records.texts.map(\.count)
        let row = encode(values, counting: false)
        let matches = row.withUnsafeBufferPointer { row in row.baseAddress.map { find($0, limit: limit, floor: floor) } ?? [] }
        // What was only asked for is not kept.
        for field in known.indices { records.texts[field].truncate(to: known[field]) }
        return matches
    }

    private func find(_ row: UnsafePointer<UInt32>, limit: Int, floor: Double) -> [Match] {
        let comparison = Comparison(records)
        var seen: Set<UInt32> = [], found: [(record: Int, odds: Double, pattern: Pattern, rarity: [Double])] = []
        let words = records.layout.words, logarithms = model.logarithms, least = logarithm(floor / (1 - floor)), keyCount = records.keys.count
        for key in records.keys.indices {
            let hash = row[words + key]
            guard hash != 0 else { continue }
            var next = heads[bucket(hash, key)], steps = 0
            while next != 0, steps < SearchIndex.longestWalk {
                let record = Int(next - 1) / keyCount
                steps += 1
                let other = comparison.row(record)
                if Int(next - 1) % keyCount == key, other[words + key] == hash, !isRemoved[record], seen.insert(UInt32(record)).inserted {
                    let pattern = comparison.pattern(row, other)
                    let rarity = rarities(row, pattern)
                    let odds = logarithms.of(pattern).odds(ownRarity: rarity.own, rarity: rarity.all)
                    if odds >= least { found.append((record, odds, pattern, rarity.byField)) }
                }
                next = nexts[Int(next) - 1]
            }
        }
        found.sort { $0.odds != $1.odds ? $0.odds > $1.odds : $0.record < $1.record }
        return found.prefix(max(0, limit)).map {
            Match(record: $0.record, probability: probability($0.odds), explanation: MatchExplanation($0.pattern, model, rarity: $0.rarity))
        }
    }

    private func rarities(_ row: UnsafePointer<UInt32>, _ pattern: Pattern) -> (own: Double, all: Double, byField: [Double]) {
        var own = 0.0, all = 0.0, byField = [Double](repeating: 0, count: totals.count)
        for (index, field) in records.layout.fields.enumerated() where field.kind.isText && pattern[index] == .exact {
            let count = Double(max(1, records.texts[index].counts[Int(row[records.layout.offsets[index]]) - 1]))
            byField[index] = logarithm(count / max(1, totals[index]))
            all += byField[index]
            if !field.kind.isOfHousehold { own += byField[index] }
        }
        return (own, all, byField)
    }

    // MARK: The table of keys

    /// Encodes a record over the tables of texts at hand, with the hashes of its keys.
    private mutating func encode(_ values: [String?], counting: Bool) -> [UInt32] {
        var encoder = RecordEncoder(fields: records.layout.fields)
        // The tables are lent to the encoder so that they are not copied.
        swap(&encoder.texts, &records.texts)
        let before = encoder.texts.map(\.count)
        encoder.append(values)
        swap(&encoder.texts, &records.texts)
        var row = (0..<records.layout.words).map { encoder.rows[$0] }
        for field in records.texts.indices {
            records.texts[field].readNewTexts()
            let id = row[records.layout.offsets[field]]
            guard records.layout.fields[field].kind.isText, id != 0 else { continue }
            if counting { totals[field] += 1 } else if Int(id) <= before[field] { records.texts[field].counts[Int(id) - 1] -= 1 }
        }
        row += [UInt32](repeating: 0, count: records.keys.count)
        let reader = FacetReader(records)
        let hashes = row.withUnsafeBufferPointer { row in
            row.baseAddress.map { base in records.keys.indices.map { key in hash(key, base, reader) } } ?? []
        }
        for (key, hash) in hashes.enumerated() { row[records.layout.words + key] = hash }
        return row
    }

    private func hash(_ key: Int, _ row: UnsafePointer<UInt32>, _ reader: FacetReader) -> UInt32 {
        SearchIndex.hash(records.keys[key], depth: depths[key], row, reader)
    }

    private static func hash(_ key: BlockingKey, depth: Int, _ row: UnsafePointer<UInt32>, _ reader: FacetReader) -> UInt32 {
        reader.hash(key.base + key.refinements.prefix(depth), row)
    }

    /// The least number of refinements with which no block is large.
    private static func depth(of key: BlockingKey, _ records: Records, _ reader: FacetReader) -> Int {
        for depth in 0..<key.refinements.count {
            var hashes = (0..<records.count).map { UInt64(hash(key, depth: depth, records.rows.base + $0 * records.stride, reader)) << 32 }
            RadixSort.byUpperHalf(&hashes)
            var largest = 0
            Blocks.forEach(hashes, leftCount: nil) { range, _ in if hashes[range.lowerBound] != 0 { largest = max(largest, range.count) } }
            if largest <= largestBlock { return depth }
        }
        return key.refinements.count
    }

    private static func buckets(for count: Int) -> Int {
        var buckets = 1024
        while buckets < count * 2 { buckets *= 2 }
        return buckets
    }

    private func bucket(_ hash: UInt32, _ key: Int) -> Int {
        Int(truncatingIfNeeded: Hashing.mix(UInt64(hash) << 8 | UInt64(key))) & (heads.count - 1)
    }

    /// Works out the hashes of a record's keys and puts it first under each.
    private mutating func enter(_ record: Int) {
        let reader = FacetReader(records), stride = records.stride, words = records.layout.words
        for key in records.keys.indices {
            let hash = hash(key, records.rows.base + record * stride, reader)
            records.rows[record * stride + words + key] = hash
            guard hash != 0 else {
                nexts.append(0)
                continue
            }
            let bucket = bucket(hash, key)
            nexts.append(heads[bucket])
            heads[bucket] = UInt32(nexts.count)
        }
    }

    private mutating func rebuild() {
        heads = GrowingBuffer(repeating: 0, count: SearchIndex.buckets(for: records.count))
        nexts = GrowingBuffer(capacity: records.count * 2 * records.keys.count)
        for record in 0..<records.count { enter(record) }
    }
}
