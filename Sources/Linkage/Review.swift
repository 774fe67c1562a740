/// What somebody decided about a pair: the same person, or not.
public struct Review: Hashable, Sendable, Codable {
    /// The record of the left list, by position.
    public let left: Int
    /// The record of the right list, by position there; without a right list another record of the left one.
    public let right: Int
    /// The decision.
    public let isSamePerson: Bool

    /// A decision from its parts.
    public init(left: Int, right: Int, isSamePerson: Bool) {
        self.left = left
        self.right = right
        self.isSamePerson = isSamePerson
    }

    /// The records numbered over both lists.
    func numbers(in records: Records) -> (Int, Int) {
        records.hasRight ? (left, right + records.leftCount) : (min(left, right), max(left, right))
    }

    /// The agreement of the pair; nil if there are no such records.
    func pattern(in records: Records) -> Pattern? {
        let (a, b) = numbers(in: records)
        guard left >= 0, right >= 0, a < (records.hasRight ? records.leftCount : records.count), b < records.count, a != b else { return nil }
        let comparison = Comparison(records)
        return withExtendedLifetime(records) { comparison.pattern(comparison.row(a), comparison.row(b)) }
    }
}
