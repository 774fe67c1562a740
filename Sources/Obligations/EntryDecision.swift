import Policy
import Register
import Vocabulary

/// What somebody who arrives must do, and why: the answer of a checkpoint, of an entry code, of the traveller's own page.
///
/// It is derived as the obligations of the arrival are, by the same function, so that what a traveller is told and what stands on the
/// worklists afterwards cannot differ. There is no colour without its reasons: a verdict is the sum of its demands, and each names its rule.
public struct EntryDecision: Hashable, Sendable {
    /// What comes of it, the strictest demand deciding.
    public var verdict: Verdict
    /// What must be done, in the order of time.
    public var demands: [Demand]
    /// How the person is held or watched first, if at all.
    public var mode: ControlMode?
    /// The last day of control or watching.
    public var until: CivilDate?
    /// What the person keeps away from.
    public var restriction: ArrivalRules.Restriction?
    /// The edition whose rules these are.
    public var edition: String

    /// What comes of it, least first.
    public enum Verdict: String, CaseIterable, Sendable, Codable {
        /// Goes on.
        case pass
        /// Goes on after the checks.
        case check
        /// Goes on, with tests to take.
        case test
        /// Goes on, watching their health.
        case monitor
        /// Is taken into quarantine or stays at home.
        case control
        /// Whoever checks must first find out where the person comes from.
        case ask
    }

    /// Something that must be done.
    public struct Demand: Hashable, Sendable {
        /// What, in a few words.
        public var what: LocalizedText
        /// Why, and by when, with its rule.
        public var why: LocalizedText
        /// Where the rule stands in the policy.
        public var rule: String
        /// By when; nil where that hangs on something else.
        public var due: Instant?
    }

    /// Who arrives, as far as the rules ask.
    public struct Traveller: Hashable, Sendable {
        /// The risk of the origin; nil: unknown.
        public var risk: OriginRisk?
        /// The day of leaving the origin.
        public var leftOrigin: CivilDate?
        /// When the specimen of the certificate shown was taken.
        public var certificateTaken: Instant?
        /// Whether the journey was registered.
        public var isRegistered: Bool
        /// Where the person goes.
        public var destination: TerritoryCode

        /// From its parts.
        public init(
            risk: OriginRisk?, leftOrigin: CivilDate? = nil, certificateTaken: Instant? = nil, isRegistered: Bool,
            destination: TerritoryCode = .unstated
        ) {
            self.risk = risk
            self.leftOrigin = leftOrigin
            self.certificateTaken = certificateTaken
            self.isRegistered = isRegistered
            self.destination = destination
        }

        /// Whom a code describes.
        public init(_ code: EntryCode) {
            self.init(
                risk: code.risk, leftOrigin: code.leftOrigin, certificateTaken: code.certificateTaken, isRegistered: true,
                destination: code.destination ?? .unstated)
        }
    }

    /// Decides for somebody who arrives at `moment` under a policy. Pure: equal arguments give equal decisions.
    public init(_ traveller: Traveller, under policy: Policy, at moment: Instant) {
        edition = policy.id
        guard let risk = traveller.risk else {
            (verdict, demands, mode, until, restriction) = (.ask, [], nil, nil, nil)
            return
        }
        var dossier = Dossier(id: PersonID(rawValue: 0), asOf: moment)
        let arrival = Arrival(
            origin: "", risk: risk, leftOrigin: traveller.leftOrigin, destination: traveller.destination,
            certificateTaken: traveller.certificateTaken, isRegistered: traveller.isRegistered)
        dossier.arrivals = [
            Recorded(id: Reference(rawValue: 0), fact: FactID(rawValue: 0), happenedAt: moment, knownAt: moment, value: arrival)
        ]
        let obligations = derive(policy: policy, dossier: dossier, through: moment).filter {
            $0.id.reason == .arrival && $0.fulfilment == nil && $0.kind != .followUp && $0.kind != .release
        }
        demands = obligations.sorted { ($0.due ?? .distantFuture, $0.id.rule) < ($1.due ?? .distantFuture, $1.id.rule) }.map {
            let words = Explanation(of: $0, zone: policy.zone)
            return Demand(what: words.what, why: words.why, rule: $0.id.rule, due: $0.due)
        }
        let rules = policy.arrivals.byRisk[risk]
        restriction = rules?.restriction
        let entry = policy.zone.date(of: moment)
        let plan = rules?.control.map { schedule in
            (schedule, schedule.plan(anchor: rules?.anchor == .leftArea ? traveller.leftOrigin ?? entry : entry, entry: entry))
        }
        mode = plan.flatMap { schedule, plan in plan.stages.first.map { schedule.stages[$0.index].mode } }
        until = plan.flatMap { $1.stages.isEmpty ? nil : $1.end }
        verdict =
            mode?.isStay == true
            ? .control
            : mode != nil ? .monitor : obligations.contains { $0.kind == .test } ? .test : demands.isEmpty ? .pass : .check
    }
}

extension OriginRisk {
    /// The risk of a place at the time somebody left it: by the strictest zone that held there, else by its spread where the policy counts a
    /// county without zones, else nil, for what is not known is not guessed.
    ///
    /// - Parameters:
    ///   - origin: Where the person was.
    ///   - left: When they left.
    ///   - zones: The risk areas known, wherever they lie.
    ///   - isAbroad: Whether the journey began in another country.
    public init?(of origin: TerritoryCode?, left: Instant, zones: some Sequence<Recorded<Zone>>, isAbroad: Bool) {
        if isAbroad {
            self = .abroad
            return
        }
        guard let origin else { return nil }
        // A zone inside a wider origin counts as well: whoever names only the city may come from its worst street.
        let levels = zones.filter { zone in
            zone.covers(origin) || zone.value.members.contains { origin.contains($0) && origin.level >= .prefecture }
        }.flatMap(\.periods).filter { $0.since <= left && ($0.until.map { $0 > left } ?? true) }.map(\.level.originRisk)
        guard let strictest = levels.min(by: { $0.position < $1.position }) else { return nil }
        self = strictest
    }

    private var position: Int { OriginRisk.allCases.firstIndex(of: self) ?? 0 }
}

extension ZoneLevel {
    /// The risk of whoever comes from a zone of this level.
    fileprivate var originRisk: OriginRisk {
        switch self {
        case .high: .high
        case .medium: .medium
        case .low: .low
        }
    }
}
