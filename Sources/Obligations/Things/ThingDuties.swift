import Policy
import Register
import Vocabulary

/// What a kind of thing is and owes: one type, in a file of its own, for every kind of subject that is no person.
///
/// To add duties to a kind: build them in ``addDuties(to:)`` by the rules of `duties.policy(at:)`, name their tasks in ``tasks``, and name in
/// ``watches`` the facts of its territory on which they hang.
public protocol ThingDuties: Sendable {
    /// Whose duties these are.
    var kind: Subject.Kind { get }
    /// The sorts of facts about its territory, or one above or in it, that bear on a thing of this kind.
    var watches: Set<FactKind> { get }
    /// What its obligations ask for, in a few words, by the last word of their rule.
    var tasks: [String: LocalizedText] { get }
    /// How it stands; nil once it was withdrawn.
    func standing(of dossier: ThingDossier) -> ThingStanding?
    /// Adds what it owes.
    func addDuties(to duties: inout ThingDutyList)
}

extension ThingDuties {
    /// Nothing but its own facts.
    public var watches: Set<FactKind> { [] }
    /// None.
    public var tasks: [String: LocalizedText] { [:] }
    /// None.
    public func addDuties(to duties: inout ThingDutyList) {}
}

/// The duties of every kind of thing: the one list of them.
public enum ThingRegistry {
    /// One line a kind.
    public static let all: [any ThingDuties] = [
        PlaceDuties(),
        GatheringDuties(),
        TerritoryDuties(),
        DirectiveDuties(),
        FindingDuties(),
        PoolDuties(),
        RoundDuties(),
        ZoneDuties(),
        AssistanceDuties(),
        LookBackDuties(),
        SiteDuties(),
        DoorRoundDuties(),
        InspectionPlanDuties(),
    ]

    private static let byKind = Dictionary(uniqueKeysWithValues: all.map { ($0.kind, $0) })

    /// The duties of a kind; nil for persons.
    public static func duties(of kind: Subject.Kind) -> (any ThingDuties)? { byKind[kind] }

    /// The kinds of things on which a fact of this sort bears when it bears on their territory.
    public static func watching(_ fact: FactKind) -> [Subject.Kind] { all.filter { $0.watches.contains(fact) }.map(\.kind) }
}

/// How a thing stands: what lists and headers show of it, and whom it concerns.
public struct ThingStanding: Hashable, Sendable, Codable {
    /// What people call it.
    public var label: String
    /// The territory that answers for it.
    public var territory: TerritoryCode
    /// Its class, by which lists are narrowed: class of place, gravity of a finding, level of a zone.
    public var thingClass: String?
    /// Its state, one of those its kind knows.
    public var state: String
    /// By what lists are ordered: when it was issued, found, opened.
    public var at: Instant
    /// The territories it concerns besides ``territory``: they and those above see it, and it stands in their lists.
    public var concerned: [Concern]

    /// That a thing concerns a territory.
    public struct Concern: Hashable, Sendable, Codable {
        /// In what part.
        public var part: Part
        /// Which territory.
        public var territory: TerritoryCode
        /// The thing's state there: of an order, how far this addressee has come.
        public var state: String

        /// A concern from its parts.
        public init(_ part: Part, _ territory: TerritoryCode, state: String) {
            self.part = part
            self.territory = territory
            self.state = state
        }
    }

    /// In what part a thing concerns a territory.
    public enum Part: String, CaseIterable, Sendable, Codable {
        /// It lies there, or the territory answers for it: issued the order, holds the round.
        case seat
        /// It is addressed to it.
        case addressee
        /// It lies in what the thing covers: a zone's village.
        case area
    }

    /// A standing from its parts.
    public init(
        label: String, territory: TerritoryCode, thingClass: String? = nil, state: String, at: Instant, concerned: [Concern] = []
    ) {
        self.label = label
        self.territory = territory
        self.thingClass = thingClass
        self.state = state
        self.at = at
        self.concerned = concerned
    }
}

extension ThingStanding {
    /// The state of what was withdrawn.
    public static let withdrawn = "withdrawn"

    /// The standing of a thing that was withdrawn.
    var withdrawn: ThingStanding {
        var standing = self
        standing.state = ThingStanding.withdrawn
        standing.concerned = concerned.map { Concern($0.part, $0.territory, state: ThingStanding.withdrawn) }
        return standing
    }
}

/// Collects the obligations of one thing's dossier.
public struct ThingDutyList: CollectsDuties {
    /// What is known.
    public let dossier: ThingDossier
    /// Recurring duties are derived up to here.
    public let horizon: Instant
    /// The edition that governs what was triggered at a moment.
    let edition: (Instant) -> Policy
    var obligations: [Obligation] = []

    /// What the obligations are about.
    public var subject: Subject { dossier.subject }

    init(dossier: ThingDossier, edition: @escaping (Instant) -> Policy, horizon: Instant) {
        self.dossier = dossier
        self.edition = edition
        self.horizon = horizon
    }

    /// The edition that governs what was triggered at `moment`.
    public func policy(at moment: Instant) -> Policy { edition(moment) }
}

/// Obligations and standing of a thing, derived together.
public struct ThingDerivation: Hashable, Sendable {
    /// The obligations, by identity.
    public var obligations: [Obligation]
    /// How the thing stands; nil where it was withdrawn or not known yet.
    public var standing: ThingStanding?

    /// Derives both. Pure: equal arguments give equal results.
    public init(governedBy edition: @escaping (Instant) -> Policy, dossier: ThingDossier, through horizon: Instant) {
        guard let rules = ThingRegistry.duties(of: dossier.subject.kind) else {
            (obligations, standing) = ([], nil)
            return
        }
        var duties = ThingDutyList(dossier: dossier, edition: edition, horizon: horizon)
        rules.addDuties(to: &duties)
        obligations = duties.obligations.sorted { $0.id < $1.id }
        standing = rules.standing(of: dossier)
    }
}

/// Everything stored that follows from a thing's facts: what `DerivedHistory` is of a person.
public struct ThingHistory: Hashable, Sendable {
    /// The obligations through time.
    public var calendar: Calendar
    /// How the thing stands now; what was withdrawn stays as it last was, in the state of that name, so that what was known is not lost.
    public var standing: ThingStanding?

    /// Derives everything from all entries about and around a thing, moment of knowledge by moment of knowledge.
    ///
    /// Parameters and complexity are those of `DerivedHistory`.
    public init(
        of subject: Subject, records: [FactRecord], surroundings: [FactRecord], governedBy book: (Instant) -> (Instant) -> Policy,
        editionStarts: [Instant] = [], now: Instant, through horizon: Instant
    ) {
        func derivation(at moment: Instant) -> ThingDerivation {
            ThingDerivation(
                governedBy: book(moment),
                dossier: ThingDossier(subject: subject, records: records, surroundings: surroundings, asOf: moment), through: horizon)
        }
        calendar = Calendar()
        for moment in Calendar.moments(of: records + surroundings, editionStarts: editionStarts, now: now) {
            let derivation = derivation(at: moment)
            calendar.advance(to: derivation.obligations, at: moment)
            standing = derivation.standing ?? standing?.withdrawn
        }
    }
}

extension Calendar {
    /// The moments up to `now` at which something changed that obligations may hang on: entries became known, editions took effect.
    static func moments(of records: some Sequence<FactRecord>, and others: some Sequence<Instant> = [], editionStarts: [Instant], now: Instant)
        -> [Instant]
    {
        var moments = Set(records.lazy.map(\.knownAt))
        moments.formUnion(others)
        let first = moments.min() ?? now
        moments.formUnion(editionStarts.lazy.filter { $0 >= first })
        return moments.filter { $0 <= now }.sorted()
    }
}
