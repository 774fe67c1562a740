/// Two records held to be of one person, with the probability that they are.
public struct Link: Hashable, Sendable {
    /// The record of the left list, by position.
    public let left: Int
    /// The record of the right list, by position there; without a right list another record of the left one.
    public let right: Int
    /// The probability that both are of one person.
    public let probability: Double

    /// A link from its parts.
    public init(left: Int, right: Int, probability: Double) {
        self.left = left
        self.right = right
        self.probability = probability
    }
}

/// A pair with the logarithm of its odds, records numbered over both lists.
struct ScoredPair: BitwiseCopyable, Sendable {
    var left: UInt32
    var right: UInt32
    var odds: Float
}

/// Settles which of the pairs that compete for a record stand, where each record of one list has at most one in the other.
enum Assignment {
    /// One-to-one: the best pair first, its records being taken then.
    ///
    /// The probability of a pair is lowered by the odds of those that claim one of its records without having lost the other: of two equally
    /// good partners neither gets more than one half.
    static func oneToOne(_ pairs: [ScoredPair], count: Int) -> [ScoredPair] {
        let order = pairs.indices.sorted { first, second in isBefore(pairs[first], pairs[second]) }
        var partner = [Int32](repeating: -1, count: count)
        var standing: [Int] = []
        for index in order where partner[Int(pairs[index].left)] < 0 && partner[Int(pairs[index].right)] < 0 {
            partner[Int(pairs[index].left)] = Int32(standing.count)
            partner[Int(pairs[index].right)] = Int32(standing.count)
            standing.append(index)
        }
        var rivals = [Double](repeating: 0, count: standing.count)
        for (index, pair) in pairs.enumerated() {
            let (a, b) = (partner[Int(pair.left)], partner[Int(pair.right)])
            guard a != b else { continue }
            let odds = exponential(min(600, Double(pair.odds)))
            // A rival whose other record is spoken for by a better pair is no rival.
            if a >= 0, b < 0 || pairs[standing[Int(b)]].odds < pair.odds + 1, standing[Int(a)] != index { rivals[Int(a)] += odds }
            if b >= 0, a < 0 || pairs[standing[Int(a)]].odds < pair.odds + 1, standing[Int(b)] != index { rivals[Int(b)] += odds }
        }
        return zip(standing, rivals).map { index, rivals in
            var pair = pairs[index]
            pair.odds -= Float(logarithm(1 + rivals))
            return pair
        }
    }

    static func isBefore(_ first: ScoredPair, _ second: ScoredPair) -> Bool {
        first.odds != second.odds ? first.odds > second.odds : (first.left, first.right) < (second.left, second.right)
    }
}
