import Epidemiology
import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// How fast the latest outbreak of a territory was found, told of and answered: the 7-1-7 measure (``SevenOneSeven``), as known at a moment.
///
/// An outbreak is a run of local cases none of which began later than the disease's longest incubation after the one before. It *emerged* with the
/// first symptoms among its cases, was *detected* with the first diagnosis and *notified* with the first report. Of the seven early actions of
/// response (`domain.md` §15.2) the register knows six: that the public was told stands in no fact.
public struct EventTimeliness: Hashable, Sendable {
    /// Where.
    public let territory: TerritoryCode
    /// How many cases it has.
    public let cases: Int
    /// First symptoms; nil where no case had any.
    public let emerged: CivilDate?
    /// First diagnosis.
    public let detected: CivilDate
    /// First report.
    public let notified: CivilDate?
    /// When each action that applies was first completed; nil while it is not.
    public let actions: [Action: CivilDate?]
    /// The three intervals.
    public let measure: SevenOneSeven

    /// Early actions of response.
    public enum Action: String, CaseIterable, Sendable {
        /// An investigation was begun.
        case investigation
        /// Its first report analyses the event.
        case analysis
        /// A laboratory confirmed it.
        case confirmation
        /// A case was isolated.
        case isolation
        /// A contact was brought under control.
        case countermeasures
        /// The headquarters is activated.
        case coordination
    }

    /// Days of detection, notification and response that give the measure its name.
    public static let targets = SevenOneSeven.Targets(detection: 7, notification: 1, response: 7)
}

/// When the steps of a response that are duties were first met, among some people: `.none` where nobody had the duty, nil in it while nobody met it.
///
/// An outbreak may have hundreds of thousands of contacts: of each only this is kept.
struct FirstMet: Equatable, Sendable {
    /// A case was reported.
    private(set) var reported: Instant??
    /// Its investigation was begun.
    private(set) var investigated: Instant??
    /// Its first report was written.
    private(set) var analysed: Instant??
    /// A close contact was brought under control.
    private(set) var held: Instant??

    /// As some duties say it.
    init(_ duties: [Obligation]) {
        for duty in duties {
            let met = duty.fulfilment?.at
            switch duty.id.rule {
            case "tracing.closeClocks.transferred": FirstMet.add(met, to: &held)
            case "tracing.caseClocks.investigationStarted": FirstMet.add(met, to: &investigated)
            case "tracing.caseClocks.firstReport": FirstMet.add(met, to: &analysed)
            default: if duty.id.rule.hasSuffix(".clocks.reported") { FirstMet.add(met, to: &reported) }
            }
        }
    }

    /// Adds what others say.
    mutating func add(_ other: FirstMet) {
        if let met = other.reported { FirstMet.add(met, to: &reported) }
        if let met = other.investigated { FirstMet.add(met, to: &investigated) }
        if let met = other.analysed { FirstMet.add(met, to: &analysed) }
        if let met = other.held { FirstMet.add(met, to: &held) }
    }

    private static func add(_ met: Instant?, to first: inout Instant??) {
        first = .some([first ?? nil, met].compactMap(\.self).min())
    }
}

extension EventTimeliness {
    /// The days of an outbreak as its cases, their obligations, those of their contacts and the headquarters tell them.
    ///
    /// - Parameters:
    ///   - outbreak: Its cases; at least one.
    ///   - met: What the duties of its cases and their close contacts say.
    ///   - hasContacts: Whether it has any.
    ///   - coordinated: When the headquarters was activated; nil where it is not. `.none` in place of it: none is asked for.
    init(
        of territory: TerritoryCode, _ outbreak: [DatedCase], met: FirstMet, hasContacts: Bool, coordinated: Instant??, policy: Policy,
        at moment: Instant
    ) {
        let zone = policy.zone
        func day(_ first: Instant??) -> CivilDate?? { first.map { $0.map(zone.date(of:)) } }
        let diagnosed = outbreak.map { zone.date(of: $0.line.infection.diagnosedAt) }.min() ?? zone.date(of: moment)
        var actions: [Action: CivilDate?] = [
            .confirmation: diagnosed, .isolation: outbreak.compactMap { $0.line.firstIsolatedAt.map(zone.date(of:)) }.min(),
        ]
        // An action that applies and is not completed stays in the table, with nil.
        if let begun = day(met.investigated) { actions.updateValue(begun, forKey: .investigation) }
        if let analysed = day(met.analysed) { actions.updateValue(analysed, forKey: .analysis) }
        if hasContacts, let held = day(met.held) { actions.updateValue(held, forKey: .countermeasures) }
        if let coordinated { actions.updateValue(coordinated.map { max(zone.date(of: $0), diagnosed) }, forKey: .coordination) }
        self.territory = territory
        cases = outbreak.count
        emerged = outbreak.compactMap { $0.line.infection.onset }.min().map { min($0, diagnosed) }
        detected = diagnosed
        notified = day(met.reported) ?? diagnosed
        self.actions = actions
        measure = SevenOneSeven(
            emergence: emerged, detection: detected, notification: notified, actions: Array(actions.values), targets: EventTimeliness.targets,
            today: zone.date(of: moment))
    }

    /// The latest outbreak among cases: those since the last time that longer than `quiet` passed between two beginnings.
    static func latest(_ cases: [DatedCase], quiet: Days) -> [DatedCase] {
        let sorted = cases.sorted { $0.event < $1.event }
        guard var first = sorted.indices.last else { return [] }
        while first > 0, sorted[first].event - sorted[first - 1].event <= quiet { first -= 1 }
        return Array(sorted[first...])
    }
}

extension Operations {
    /// How fast the latest outbreaks were found and answered: of the situation's territory, then of those below it with local cases.
    public func timeliness(of situation: Situation, contacts: Estimates.Contacts) async throws -> [EventTimeliness] {
        let (moment, policies) = (situation.asOf, policies)
        return try await store.read(.systemUnrestricted) { reader in
            let policy = try policies.edition(at: moment, in: situation.territory)
            let local = situation.cases.filter(\.isLocal).map { DatedCase($0, zone: policy.zone) }
            let level = TerritoryCode.Level(rawValue: situation.territory.level.rawValue + 1)
            let below = Dictionary(grouping: local) { found in level.flatMap { found.line.infection.report.territory.ancestor(at: $0) } }
            let met = Dictionary(grouping: contacts.exposed, by: \.index)
            var known: [PersonID: FirstMet] = [:]
            func firstMet(by persons: Set<PersonID>) throws -> FirstMet {
                var all = FirstMet([])
                for person in persons {
                    let own = try known[person] ?? FirstMet(try reader.obligations(of: person, asKnownAt: moment))
                    known[person] = own
                    all.add(own)
                }
                return all
            }
            let places = [(situation.territory, local)] + below.compactMap { code, cases in code.map { ($0, cases) } }.sorted { $0.0 < $1.0 }
            return try places.compactMap { code, cases in
                let outbreak = EventTimeliness.latest(cases, quiet: policy.disease.incubationMax)
                guard !outbreak.isEmpty else { return nil }
                let persons = Set(outbreak.map(\.line.person))
                let close = Set(persons.flatMap { met[$0] ?? [] }.map(\.person))
                return EventTimeliness(
                    of: code, outbreak, met: try firstMet(by: persons.union(close)), hasContacts: !close.isEmpty,
                    coordinated: try reader.coordination(of: code, policy, at: moment), policy: policy, at: moment)
            }
        }
    }
}

extension Reader {
    /// When the headquarters of a territory was activated, if it is; `.none` where the policy asks for none there.
    fileprivate func coordination(of code: TerritoryCode, _ policy: Policy, at moment: Instant) throws -> Instant?? {
        guard policy.command.asksForHeadquarters(of: code) else { return .none }
        let subject = Subject.territory(code)
        let dossier = ThingDossier(subject: subject, records: try entries(about: subject).map(\.record), surroundings: [], asOf: moment)
        let headquarters = Headquarters(dossier, at: moment)
        // Where it is activated by order, and none was given, nobody failed to.
        guard headquarters.state != .notRecorded || policy.command.activation != .onOrder else { return .none }
        return .some(headquarters.state == .active ? headquarters.turned?.happenedAt : nil)
    }
}
