import Vocabulary

/// A case as the chains know it.
public struct ChainCase: Hashable, Sendable {
    /// Its number in the line list.
    public var id: String
    /// When the illness began, or the first positive specimen was taken.
    public var onset: CivilDate?
    /// First and last day of a known exposure.
    public var exposure: ClosedRange<CivilDate>?
    /// Whether it was infected elsewhere: its chain has a known origin.
    public var isImported: Bool
    /// Whether the line list has it; a link may name somebody whom it lacks.
    public var isListed: Bool
    /// Further columns, in the order of the line list, for exports.
    public var attributes: [Attribute]

    /// A further column of a line list.
    public struct Attribute: Hashable, Sendable {
        /// The column's name.
        public var name: String
        /// The case's value.
        public var value: String

        /// A column's value.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// A case from its parts.
    public init(
        _ id: String, onset: CivilDate? = nil, exposure: ClosedRange<CivilDate>? = nil, isImported: Bool = false, isListed: Bool = true,
        attributes: [Attribute] = []
    ) {
        self.id = id
        self.onset = onset
        self.exposure = exposure
        self.isImported = isImported
        self.isListed = isListed
        self.attributes = attributes
    }
}

/// That one case infected another.
public struct ChainLink: Hashable, Sendable {
    /// Who infected, by their number in the line list.
    public var source: String
    /// Who was infected.
    public var target: String
    /// Where or how, in the source's words.
    public var setting: String?
    /// How likely it is; 1 for a link that was recorded.
    public var probability: Double
    /// Whether an investigation recorded it, rather than an estimate.
    public var isRecorded: Bool

    /// A link from its parts.
    public init(_ source: String, _ target: String, setting: String? = nil, probability: Double = 1, isRecorded: Bool = true) {
        self.source = source
        self.target = target
        self.setting = setting
        self.probability = probability
        self.isRecorded = isRecorded
    }
}

/// Who infected whom: the graph of cases and links, and what can be counted on it.
///
/// A case may have several possible sources, and links may name cases that the line list lacks: they become cases that are not listed.
/// Links of a case to itself are left out. Everything is computed once, in time proportional to cases and links.
public struct TransmissionChains: Sendable {
    /// The cases: those of the line list in its order, then those only links name.
    public let cases: [ChainCase]
    /// The links, in their order.
    public let links: [ChainLink]
    /// For each case, those it infected, by position.
    public let infected: [[Int]]
    /// For each case, its possible sources, by position.
    public let sources: [[Int]]
    /// For each case, how many links lead to it from a case without a source, by the shortest way; nil in a circle that nobody entered.
    public let generations: [Int?]
    /// The clusters, the largest first: cases that links tie together, in whatever direction. A case without a link is one by itself.
    public let clusters: [Cluster]
    private let positions: [String: Int]

    /// Cases tied together by links.
    public struct Cluster: Hashable, Sendable {
        /// Its cases, by position.
        public let members: [Int]
        /// Those without a source.
        public let roots: [Int]
        /// Whether some root is known to have been infected elsewhere.
        public let hasKnownOrigin: Bool
        /// The latest onset, nil if none is known.
        public let lastOnset: CivilDate?

        /// Whether the chain is closed: so many days have passed since its last onset without another. A chain without a known onset is
        /// never taken to be closed.
        public func isClosed(on day: CivilDate, after quiet: Days) -> Bool {
            lastOnset.map { day - $0 >= quiet } ?? false
        }
    }

    /// Builds the graph. Of cases with the same number the first stands.
    public init(cases listed: [ChainCase], links: [ChainLink]) {
        var cases: [ChainCase] = []
        var positions: [String: Int] = [:]
        for item in listed where positions[item.id] == nil {
            positions[item.id] = cases.count
            cases.append(item)
        }
        let links = links.filter { $0.source != $0.target }
        for id in links.flatMap({ [$0.source, $0.target] }) where positions[id] == nil {
            positions[id] = cases.count
            cases.append(ChainCase(id, isListed: false))
        }
        var infected = [[Int]](repeating: [], count: cases.count)
        var sources = infected
        var seen: Set<[Int]> = []
        for link in links {
            guard let source = positions[link.source], let target = positions[link.target], seen.insert([source, target]).inserted else { continue }
            infected[source].append(target)
            sources[target].append(source)
        }
        self.cases = cases
        self.links = links
        self.infected = infected
        self.sources = sources
        self.positions = positions
        generations = TransmissionChains.generations(infected, sources)
        clusters = TransmissionChains.clusters(cases, infected, sources)
    }

    /// Where a case stands in ``cases``.
    public func position(of id: String) -> Int? { positions[id] }

    /// The cases with most infected, and how many: `SK_14` 38, `SK_1` 26, …
    public var offspring: [(id: String, count: Int)] {
        cases.indices.filter { !infected[$0].isEmpty }.map { (cases[$0].id, infected[$0].count) }
            .sorted { ($1.count, $0.id) < ($0.count, $1.id) }
    }

    /// How many cases there are in each generation, from 0.
    public var generationSizes: [Int] {
        var sizes: [Int] = []
        for generation in generations.compactMap({ $0 }) {
            while sizes.count <= generation { sizes.append(0) }
            sizes[generation] += 1
        }
        return sizes
    }

    /// Clusters in which no root is known to have been infected elsewhere.
    public var clustersWithoutOrigin: [Cluster] { clusters.filter { !$0.hasKnownOrigin } }

    /// The shortest way by links, in whatever direction, from one case to another: "who links these two". Nil if there is none.
    public func path(from first: String, to second: String) -> [String]? {
        guard let start = positions[first], let goal = positions[second] else { return nil }
        var previous: [Int: Int] = [start: start]
        var queue = [start]
        var next = 0
        while next < queue.count {
            let position = queue[next]
            next += 1
            if position == goal { break }
            for neighbour in sources[position] + infected[position] where previous[neighbour] == nil {
                previous[neighbour] = position
                queue.append(neighbour)
            }
        }
        guard previous[goal] != nil else { return nil }
        var way = [goal]
        while let last = way.last, last != start, let before = previous[last] { way.append(before) }
        return way.reversed().map { cases[$0].id }
    }
}

extension TransmissionChains {
    private static func generations(_ infected: [[Int]], _ sources: [[Int]]) -> [Int?] {
        var generations = [Int?](repeating: nil, count: infected.count)
        var queue = sources.indices.filter { sources[$0].isEmpty }
        for root in queue { generations[root] = 0 }
        var next = 0
        while next < queue.count {
            let position = queue[next]
            next += 1
            for target in infected[position] where generations[target] == nil {
                generations[target] = (generations[position] ?? 0) + 1
                queue.append(target)
            }
        }
        return generations
    }

    private static func clusters(_ cases: [ChainCase], _ infected: [[Int]], _ sources: [[Int]]) -> [Cluster] {
        var isSeen = [Bool](repeating: false, count: cases.count)
        var clusters: [Cluster] = []
        for start in cases.indices where !isSeen[start] {
            isSeen[start] = true
            var members = [start]
            var next = 0
            while next < members.count {
                for neighbour in infected[members[next]] + sources[members[next]] where !isSeen[neighbour] {
                    isSeen[neighbour] = true
                    members.append(neighbour)
                }
                next += 1
            }
            members.sort()
            let roots = members.filter { sources[$0].isEmpty }
            clusters.append(
                Cluster(
                    members: members, roots: roots, hasKnownOrigin: roots.contains { cases[$0].isImported },
                    lastOnset: members.compactMap { cases[$0].onset }.max()))
        }
        return clusters.sorted { ($1.members.count, $0.members[0]) < ($0.members.count, $1.members[0]) }
    }
}
