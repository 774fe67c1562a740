/// How often pairs drawn at random show each agreement: what strangers look like.
struct RandomPairs: Sendable {
    /// By field and ``Agreement``, the number of pairs.
    private(set) var counts: [[Double]]
    /// The number of pairs drawn.
    let drawn: Double

    /// Draws pairs by hashing their number: the same pairs on every machine and with any number of threads.
    init(_ records: Records, atMost most: Int, threads: Int) {
        let fields = records.layout.fields.count, levels = LinkageModel.levels
        let left = records.hasRight ? records.leftCount : records.count, right = records.hasRight ? records.count - records.leftCount : records.count
        let total = left > 0 && right > 0 ? Int(min(Double(most), records.pairs)) : 0
        let pieces = 16
        let parts = inParallel(pieces, threads: threads) { piece -> [Double] in
            var counts = [Double](repeating: 0, count: fields * levels)
            let comparison = Comparison(records)
            withExtendedLifetime(records) {
                for number in (total * piece / pieces)..<(total * (piece + 1) / pieces) {
                    let hash = Hashing.mix(UInt64(number) &+ 0x5851_F42D_4C95_7F2D)
                    let i = Int(((hash >> 32) &* UInt64(left)) >> 32)
                    var j = Int(((hash & 0xFFFF_FFFF) &* UInt64(right)) >> 32)
                    if records.hasRight { j += records.leftCount } else if i == j { j = (j + 1) % right }
                    let pattern = comparison.pattern(comparison.row(i), comparison.row(j))
                    for field in 0..<fields { counts[field * levels + pattern.level(field)] += 1 }
                }
            }
            return counts
        }
        counts = (0..<fields).map { field in (0..<levels).map { level in parts.reduce(0) { $0 + $1[field * levels + level] } } }
        drawn = Double(total)
    }

    /// The share of pairs in which both state the field.
    func stated(_ field: Int) -> Double { drawn == 0 ? 1 : max(1 / drawn, 1 - counts[field][0] / drawn) }
}
