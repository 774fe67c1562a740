import Vocabulary

/// That a person is a case; `happenedAt` is the moment of diagnosis.
public struct CaseReport: Hashable, Sendable, Codable {
    /// The class at first report; later classes are `CaseChange`s.
    public var kind: CaseKind
    /// Where the infection was acquired.
    public var origin: CaseOrigin
    /// First day of symptoms; nil while there are none.
    public var onset: CivilDate?
    /// When the first positive specimen was taken.
    public var firstPositiveTaken: Instant?
    /// How the case was found.
    public var detection: DetectionRoute
    /// Whether the person was under control when found; nil while not judged.
    public var foundUnderControl: Bool?
    /// Severity at first report.
    public var severity: Severity?
    /// The territory that has the duty of this case.
    public var territory: TerritoryCode
    /// The unit that reported.
    public var reportedBy: String?
    /// The number people call the case by, such as `0412-7`.
    public var label: String?

    /// A case report from its parts.
    public init(
        kind: CaseKind, origin: CaseOrigin = .unknown, onset: CivilDate? = nil, firstPositiveTaken: Instant? = nil,
        detection: DetectionRoute = .clinic, foundUnderControl: Bool? = nil, severity: Severity? = nil, territory: TerritoryCode,
        reportedBy: String? = nil, label: String? = nil
    ) {
        self.kind = kind
        self.origin = origin
        self.onset = onset
        self.firstPositiveTaken = firstPositiveTaken
        self.detection = detection
        self.foundUnderControl = foundUnderControl
        self.severity = severity
        self.territory = territory
        self.reportedBy = reportedBy
        self.label = label
    }
}

/// A later turn of a case; `happenedAt` is its moment.
public struct CaseChange: Hashable, Sendable, Codable {
    /// The case.
    public var of: Reference<CaseReport>
    /// What changed.
    public var change: Change

    /// What can change in a case.
    public enum Change: Hashable, Sendable, Codable {
        /// Classed anew: suspected confirmed, asymptomatic developing symptoms (moved in the counts, not added).
        case classified(CaseKind)
        /// Ruled out: it was no case.
        case excluded
        /// Clinical severity changed.
        case severity(Severity)
        /// First symptoms of an infection reported as asymptomatic.
        case onset(CivilDate)
        /// The case is over.
        case closed(CaseOutcome)
    }

    /// A change of a case.
    public init(of: Reference<CaseReport>, change: Change) {
        self.of = of
        self.change = change
    }
}
