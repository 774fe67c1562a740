import Vocabulary

/// One edition of a control policy: what must be done, by whom, by when. The same document operates the response, measures it and
/// drives the simulation.
///
/// An edition is large, and every rule applied to every person asks for it: a value is one reference to its ``Content``, handed on at no
/// cost and copied only to be changed. What the content holds is reached as if it stood here: `policy.testing`, `policy.tracing.close`.
@dynamicMemberLookup
public struct Policy: Sendable {
    @usableFromInline var shared: Shared

    /// An edition of the given content.
    public init(_ content: Content) {
        shared = Shared(content)
    }

    /// A part of the content.
    @inlinable
    public subscript<Part>(dynamicMember part: WritableKeyPath<Content, Part>) -> Part {
        _read { yield shared.content[keyPath: part] }
        set {
            var content = shared.content
            content[keyPath: part] = newValue
            self = Policy(content)
        }
    }

    /// What a new edition applies to.
    public enum Application: String, CaseIterable, Sendable {
        /// To what is triggered from its first day on.
        case newTriggers
        /// To everything still open on its first day as well.
        case open
    }

    /// Everything that an edition says.
    public struct Content: Hashable, Sendable {
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
    }

    @usableFromInline
    final class Shared: Sendable {
        @usableFromInline let content: Content

        init(_ content: Content) {
            self.content = content
        }
    }
}

extension Policy: Hashable {
    /// Whether two editions say the same.
    public static func == (left: Policy, right: Policy) -> Bool {
        left.shared === right.shared || left.shared.content == right.shared.content
    }

    /// Hashes all that the edition says.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(shared.content)
    }
}
