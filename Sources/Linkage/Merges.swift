/// Which records have been declared to be of one person, and which of different ones: a value that forgets nothing.
///
/// Persons are not stored but follow from the merges that stand, so that taking one back restores exactly what was before it, whatever came
/// in between.
///
///     var merges = Merges()
///     try merges.merge(7, 12, as: 1)
///     merges.person(of: 12)          // 7
///     merges.unmerge(1)
///     merges.person(of: 12)          // 12
public struct Merges: Hashable, Sendable, Codable {
    /// Two records declared to be of one person.
    public struct Merge: Hashable, Sendable, Codable {
        /// The lesser of the two.
        public let first: Int64
        /// The greater.
        public let second: Int64
    }

    /// The merges that stand, by the number under which they were made.
    public private(set) var standing: [Int64: Merge] = [:]
    /// The pairs that must not become one person.
    public private(set) var apart: Set<Merge> = []
    private var neighbours: [Int64: [Int64: Int64]] = [:]

    /// Why a merge is refused.
    public enum Refusal: Error, Hashable, Sendable {
        /// These two, which the merge would make one person, are kept apart.
        case keptApart(Int64, Int64)
        /// These two, which are to be kept apart, are one person already.
        case merged(Int64, Int64)
        /// A merge of this number stands.
        case numberTaken(Int64)
    }

    /// No merges.
    public init() {}

    /// Declares two records to be of one person.
    ///
    /// - Parameter number: Names the merge; the number of the fact that records it.
    /// - Throws: ``Refusal`` if a merge of that number stands, or if members of the two persons are kept apart.
    public mutating func merge(_ first: Int64, _ second: Int64, as number: Int64) throws(Refusal) {
        guard standing[number] == nil else { throw .numberTaken(number) }
        let left = members(of: first), right = members(of: second)
        for a in left { for b in right where a != b && apart.contains(Merges.pair(a, b)) { throw .keptApart(a, b) } }
        standing[number] = Merges.pair(first, second)
        neighbours[first, default: [:]][number] = second
        neighbours[second, default: [:]][number] = first
    }

    /// Takes a merge back; nothing happens if none of that number stands.
    public mutating func unmerge(_ number: Int64) {
        guard let merge = standing.removeValue(forKey: number) else { return }
        for end in [merge.first, merge.second] {
            neighbours[end]?[number] = nil
            if neighbours[end]?.isEmpty == true { neighbours[end] = nil }
        }
    }

    /// Declares two records to be of different people.
    ///
    /// - Throws: ``Refusal/merged(_:_:)`` if they are one person by merges that stand; these must be taken back first.
    public mutating func keepApart(_ first: Int64, _ second: Int64) throws(Refusal) {
        guard first != second, !members(of: first).contains(second) else { throw .merged(first, second) }
        apart.insert(Merges.pair(first, second))
    }

    /// Takes such a declaration back.
    public mutating func allowTogether(_ first: Int64, _ second: Int64) { apart.remove(Merges.pair(first, second)) }

    /// The records of one person with this one, in ascending order.
    ///
    /// - Complexity: O(records of the person).
    public func members(of record: Int64) -> [Int64] {
        var seen: Set<Int64> = [record], waiting = [record]
        while let next = waiting.popLast() {
            for other in (neighbours[next] ?? [:]).values where seen.insert(other).inserted { waiting.append(other) }
        }
        return seen.sorted()
    }

    /// The record that stands for the person: the least of its records.
    public func person(of record: Int64) -> Int64 { members(of: record).first ?? record }

    private static func pair(_ first: Int64, _ second: Int64) -> Merge { Merge(first: min(first, second), second: max(first, second)) }
}
