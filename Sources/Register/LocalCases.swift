import Vocabulary

/// The local cases of counties through time: what makes a county one "with local cases" for those who work in it.
public struct LocalCases: Hashable, Sendable {
    /// The cases, by diagnosis.
    public private(set) var cases: [Case]

    /// A local case as far as others' duties hang on it.
    public struct Case: Hashable, Sendable {
        /// The county that has it.
        public var county: TerritoryCode
        /// When it was diagnosed.
        public var diagnosedAt: Instant
        /// From when it was known.
        public var knownFrom: Instant
        /// Until when it was taken for one: until it was known to be ruled out or withdrawn; nil: still.
        public var knownUntil: Instant?

        /// A case from its parts.
        public init(county: TerritoryCode, diagnosedAt: Instant, knownFrom: Instant, knownUntil: Instant? = nil) {
            self.county = county
            self.diagnosedAt = diagnosedAt
            self.knownFrom = knownFrom
            self.knownUntil = knownUntil
        }
    }

    /// The given cases, in any order.
    public init(_ cases: [Case] = []) {
        self.cases = cases.sorted { ($0.diagnosedAt, $0.knownFrom) < ($1.diagnosedAt, $1.knownFrom) }
    }

    /// Those known at `moment`.
    public func known(at moment: Instant) -> LocalCases {
        LocalCases(cases.filter { $0.knownFrom <= moment && ($0.knownUntil.map { $0 > moment } ?? true) })
    }

    /// Those of the county in which `territory` lies, or which lie in it.
    public func cases(about territory: TerritoryCode) -> [Case] {
        let county = territory.ancestor(at: .county) ?? territory
        return cases.filter { county.contains($0.county) }
    }

    /// The moments at which something became known of them.
    public var moments: [Instant] { cases.flatMap { [$0.knownFrom] + ($0.knownUntil.map { [$0] } ?? []) } }
}
