import Vocabulary

/// That a specimen was taken from a person, or for one from room and articles (`environment`); `happenedAt` is the taking.
public struct Specimen: Hashable, Sendable, Codable {
    /// What it is tested by.
    public var method: TestMethod
    /// Where it was taken from.
    public var kind: SpecimenKind
    /// How many swabs were taken at once; two answer 双采双检.
    public var swabs: Int
    /// The code on the tube.
    public var code: String?
    /// The tube it shares with others, if pooled.
    public var pool: Reference<Pool>?
    /// Where it was taken.
    public var territory: TerritoryCode?
    /// On what occasion, where that decides how soon the result must be there.
    public var occasion: TestOccasion?
    /// People whose swabs shared its tube; nil for one alone.
    public var sharedBy: Int?

    /// A specimen from its parts.
    public init(
        method: TestMethod = .nucleicAcid, kind: SpecimenKind = .nasopharyngealSwab, swabs: Int = 1, code: String? = nil,
        pool: Reference<Pool>? = nil, territory: TerritoryCode? = nil, occasion: TestOccasion? = nil, sharedBy: Int? = nil
    ) {
        self.method = method
        self.kind = kind
        self.swabs = swabs
        self.code = code
        self.pool = pool
        self.territory = territory
        self.occasion = occasion
        self.sharedBy = sharedBy
    }

    /// Whether its tube held swabs of others too.
    public var isPooled: Bool { pool != nil || (sharedBy ?? 1) > 1 }
}

/// What a laboratory found in a specimen; `happenedAt` is the report.
public struct TestResult: Hashable, Sendable, Codable {
    /// The specimen.
    public var specimen: Reference<Specimen>
    /// The finding.
    public var outcome: TestOutcome
    /// Cycle threshold of the N gene, if given.
    public var ctN: Double?
    /// Cycle threshold of ORF1ab, if given.
    public var ctORF1ab: Double?
    /// The laboratory.
    public var laboratory: String?

    /// A result from its parts.
    public init(specimen: Reference<Specimen>, outcome: TestOutcome, ctN: Double? = nil, ctORF1ab: Double? = nil, laboratory: String? = nil) {
        self.specimen = specimen
        self.outcome = outcome
        self.ctN = ctN
        self.ctORF1ab = ctORF1ab
        self.laboratory = laboratory
    }

    /// Whether this counts as negative for release where cycle thresholds of at least `threshold` do: negative, or every given Ct at or above it.
    public func isNegative(ctAtLeast threshold: Double?) -> Bool {
        if outcome == .negative { return true }
        guard let threshold, outcome == .positive || outcome == .indeterminate else { return false }
        let given = [ctN, ctORF1ab].compactMap(\.self)
        return !given.isEmpty && given.allSatisfy { $0 >= threshold }
    }
}
