/// How lists are to be linked.
public struct LinkageOptions: Sendable {
    /// The least probability of a pair that is given.
    public var threshold: Double
    /// Whether a record of one list has at most one in the other. Without a right list it has no meaning.
    public var isOneToOne: Bool
    /// The most threads that may work. The result does not depend on it.
    public var threads: Int
    /// The most random pairs from which the likeness of strangers is told.
    public var randomPairs: Int

    /// Options from their parts.
    public init(threshold: Double = 0.5, isOneToOne: Bool = true, threads: Int = 1, randomPairs: Int = 500_000) {
        self.threshold = threshold
        self.isOneToOne = isOneToOne
        self.threads = threads
        self.randomPairs = randomPairs
    }
}

/// What came of linking.
public struct LinkageResult: Sendable {
    /// The pairs at or above the threshold, by left and right record.
    public let links: [Link]
    /// The model that told them.
    public let model: LinkageModel
    /// How many pairs were compared.
    public let comparisons: Int
    /// How many pairs stood in blocks too large to be compared.
    public let leftOut: Double
    /// The records of each person found more than once, where one list was linked with itself.
    public let persons: [[Int]]
}

/// Links two lists, or finds the duplicates in one, without labels.
///
///     var left = RecordEncoder(fields: fields), right = RecordEncoder(fields: fields)
///     …
///     var records = Records(left: [left], right: [right])
///     let result = link(&records)
///
/// - Parameters:
///   - records: The lists. Their blocking keys are worked out in place.
///   - model: A model estimated before, from which estimation starts; nil for none.
///   - reviews: Pairs that somebody has decided upon; see ``Review``.
/// - Complexity: O(*n* log *n*) time and O(*n*) memory for *n* records: the number of pairs a block may hold is bounded.
public func link(
    _ records: inout Records, options: LinkageOptions = LinkageOptions(), model: LinkageModel? = nil, reviews: [Review] = []
) -> LinkageResult {
    let candidates = Candidates(&records, threads: options.threads)
    let random = RandomPairs(records, atMost: options.randomPairs, threads: options.threads)
    let right = records.hasRight ? records.count - records.leftCount : records.leftCount
    let reviewed = reviews.compactMap { review in review.pattern(in: records).map { ($0, review.isSamePerson) } }
    var estimation = Estimation(
        fields: records.layout.fields, candidates: candidates, random: random, allPairs: records.pairs,
        expectedMatches: Double(min(records.leftCount, right)) * 0.3, reviews: reviewed, initial: model)
    estimation.run()
    var scored = Scoring.scored(candidates, estimation.model, floor: 0.01, threads: options.threads)
    scored = Scoring.decided(scored, by: reviews, in: records)
    let (links, persons) = Scoring.settled(scored, records, estimation.model, options)
    return LinkageResult(
        links: links, model: estimation.model, comparisons: candidates.pairs.count, leftOut: candidates.leftOut, persons: persons)
}

/// From comparisons to links.
enum Scoring {
    /// The pairs whose probability is at least `floor`, in the order of the candidates.
    static func scored(_ candidates: Candidates, _ model: LinkageModel, floor: Double, threads: Int) -> [ScoredPair] {
        let logarithms = model.logarithms
        let logs = candidates.patterns.map { logarithms.of($0) }
        let least = Float(logarithm(floor / (1 - floor)))
        let pieces = max(1, candidates.pairs.count / 262_144)
        let parts = inParallel(pieces, threads: threads) { piece -> [ScoredPair] in
            var scored: [ScoredPair] = []
            candidates.pairs.withUnsafeBufferPointer { pairs in
                for index in (pairs.count * piece / pieces)..<(pairs.count * (piece + 1) / pieces) {
                    let pair = pairs[index]
                    let odds = Float(
                        logs[Int(pair.pattern)].odds(ownRarity: Double(pair.ownRarity), rarity: Double(pair.rarity)))
                    if odds >= least { scored.append(ScoredPair(left: pair.left, right: pair.right, odds: odds)) }
                }
            }
            return scored
        }
        return parts.flatMap { $0 }
    }

    /// The same with what people have decided: certain where they said the same person, gone where they said not.
    static func decided(_ scored: [ScoredPair], by reviews: [Review], in records: Records) -> [ScoredPair] {
        guard !reviews.isEmpty else { return scored }
        var decisions: [UInt64: Bool] = [:]
        for review in reviews {
            let (left, right) = review.numbers(in: records)
            decisions[UInt64(left) << 32 | UInt64(right)] = review.isSamePerson
        }
        let others = scored.filter { decisions[UInt64($0.left) << 32 | UInt64($0.right)] == nil }
        let certain = decisions.filter(\.value).keys.sorted().map {
            ScoredPair(left: UInt32($0 >> 32), right: UInt32($0 & 0xFFFF_FFFF), odds: 30)
        }
        return others + certain
    }

    static func settled(
        _ scored: [ScoredPair], _ records: Records, _ model: LinkageModel, _ options: LinkageOptions
    ) -> (links: [Link], persons: [[Int]]) {
        let least = Float(logarithm(options.threshold / max(1e-12, 1 - options.threshold)))
        if records.hasRight {
            let pairs = options.isOneToOne ? Assignment.oneToOne(scored, count: records.count) : scored
            let links = pairs.filter { $0.odds >= least }.map {
                Link(left: Int($0.left), right: Int($0.right) - records.leftCount, probability: probability(Double($0.odds)))
            }
            return (links.sorted { ($0.left, $0.right) < ($1.left, $1.right) }, [])
        }
        return clustered(scored, records, model, least)
    }

    private static func clustered(
        _ scored: [ScoredPair], _ records: Records, _ model: LinkageModel, _ least: Float
    ) -> (links: [Link], persons: [[Int]]) {
        let strong = scored.filter { $0.odds >= least }.sorted(by: Assignment.isBefore)
        let comparison = Comparison(records)
        var clusters = Clusters(count: records.count)
        var direct: [UInt64: Float] = [:]
        for pair in strong { direct[UInt64(min(pair.left, pair.right)) << 32 | UInt64(max(pair.left, pair.right))] = pair.odds }
        withExtendedLifetime(records) {
            for pair in strong {
                clusters.join(Int(pair.left), Int(pair.right)) { left, right in
                    for a in left {
                        for b in right where comparison.pattern(comparison.row(Int(a)), comparison.row(Int(b))).isContradicted(model.fields) {
                            return false
                        }
                    }
                    return true
                }
            }
        }
        let persons = clusters.all
        var links: [Link] = []
        for person in persons {
            // Two records that only others tie together are as sure as the weakest of the ties that hold their cluster.
            let weakest = weakestTie(person, direct)
            for (index, left) in person.enumerated() {
                for right in person[(index + 1)...] {
                    let odds = direct[UInt64(left) << 32 | UInt64(right)] ?? weakest
                    links.append(Link(left: left, right: right, probability: probability(Double(odds))))
                }
            }
        }
        return (links, persons)
    }

    /// The least odds on the best tree that spans a cluster.
    private static func weakestTie(_ person: [Int], _ direct: [UInt64: Float]) -> Float {
        var inside: Set<Int> = [person[0]], weakest = Float.infinity
        while inside.count < person.count {
            var best: (Float, Int)?
            for member in person where !inside.contains(member) {
                for other in inside {
                    guard let odds = direct[UInt64(min(member, other)) << 32 | UInt64(max(member, other))] else { continue }
                    if best.map({ odds > $0.0 || (odds == $0.0 && member < $0.1) }) ?? true { best = (odds, member) }
                }
            }
            guard let best else { break }
            weakest = min(weakest, best.0)
            inside.insert(best.1)
        }
        return weakest
    }
}

extension Pattern {
    /// Whether the document numbers rule out that both are of one person.
    func isContradicted(_ fields: [LinkageField]) -> Bool {
        fields.indices.contains { fields[$0].kind == .document && self[$0].isContradiction }
    }
}
