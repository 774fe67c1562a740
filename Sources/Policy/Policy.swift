import Vocabulary

/// One edition of a control policy: what must be done, by whom, by when. The same document operates the response, measures it and
/// drives the simulation.
public struct Policy: Hashable, Sendable {
    /// Key of the edition, such as `hunan-2022-03`.
    public var id: String
    /// Title shown to people.
    public var title: LocalizedText
    /// Key of the edition this one overrides line by line, if any.
    public var extends: String?
    /// The territory it is made for; nil for a national or international edition, which holds wherever it is adopted.
    public var territory: TerritoryCode?
    /// The zone in which its days begin and end.
    public var zone: CivilZone
    /// First day on which it is in force.
    public var from: CivilDate
    /// Last day, if known.
    public var until: CivilDate?
    /// Whether it governs what is already open when it takes effect.
    public var application: Application
    /// The disease.
    public var disease: DiseaseProfile
    /// Measure 1.
    public var testing: TestingRules
    /// Measure 2.
    public var tracing: TracingRules
    /// Measure 3.
    public var treatment: TreatmentRules
    /// Measure 4.
    public var arrivals: ArrivalRules
    /// Measure 5.
    public var screening: ScreeningRules
    /// Measure 6.
    public var places: PlaceRules
    /// Measure 7.
    public var gatherings: GatheringRules
    /// Measure 8.
    public var command: CommandRules
    /// Measure 9.
    public var community: CommunityRules
    /// Measure 10.
    public var supervision: SupervisionRules
    /// Risk areas: levels, what holds in them, how they are lifted.
    public var zones: ZoneRules
    /// What the response is to achieve, and what counts as controlled.
    public var targets: TargetRules
    /// What each action costs.
    public var costs: UnitCosts
    /// Who may still see a person when control has ended.
    public var access: AccessRules
    /// How far a local edition may go.
    public var limits: OverreachLimits

    /// What a new edition applies to.
    public enum Application: String, CaseIterable, Sendable {
        /// To what is triggered from its first day on.
        case newTriggers
        /// To everything still open on its first day as well.
        case open
    }
}
