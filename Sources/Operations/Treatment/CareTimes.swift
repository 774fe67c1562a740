import Epidemiology
import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// The four earlies of treatment 早发现、早报告、早隔离、早治疗 as the register knows them: how long each took the cases of late, as distributions and
/// not as averages.
///
/// The estimators are those of `Epidemiology` (`Timeliness`): what is not done counts as late once its time is over, so that the worst cases are
/// not missing from the figures. Report and treatment are timed by the obligations themselves, so that these figures and the scorecard cannot
/// disagree.
public struct CareTimes: Hashable, Sendable {
    /// One of the four.
    public enum Kind: String, CaseIterable, Sendable {
        /// From the first day of symptoms to the diagnosis.
        case detection
        /// From the diagnosis to the report.
        case report
        /// From the diagnosis to being held apart from others; no time at all for who was held already.
        case isolation
        /// From the diagnosis to the place of treatment that the policy asks for.
        case treatment
    }

    /// How long one of the four took.
    public struct Early: Hashable, Sendable {
        /// Which.
        public let kind: Kind
        /// The policy's limit for a confirmed case; nil where it sets none: then nothing is in time or late.
        public let limit: Hours?
        /// Of the cases diagnosed in the last ``CareTimes/window`` days; of detection the contradictory ones were found before any symptoms.
        public let recent: Timeliness
        /// Of those diagnosed in as many days before.
        public let before: Timeliness
        /// Who of the recent is late, the longest first.
        public let late: [Late]
    }

    /// Somebody for whom it took, or takes, longer than the limit.
    public struct Late: Hashable, Sendable {
        /// Who.
        public let person: PersonID
        /// How long.
        public let span: Span
        /// Whether it has not happened yet.
        public let isWaiting: Bool

        /// From its parts.
        public init(person: PersonID, span: Span, isWaiting: Bool) {
            self.person = person
            self.span = span
            self.isWaiting = isWaiting
        }
    }

    /// For how many days a case counts as recent.
    public static let window: Days = 14

    /// The four.
    public let earlies: [Early]
    /// When they were told.
    public let at: Instant
}

/// How long one of the four took one case.
struct CareStep: Hashable, Sendable {
    let person: PersonID
    let diagnosed: CivilDate
    let start: Instant
    let done: Instant?
}

extension CareTimes {
    /// From the steps of every case.
    init(_ steps: [Kind: [CareStep]], policy: Policy, at moment: Instant) {
        let today = policy.zone.date(of: moment)
        at = moment
        earlies = Kind.allCases.map { kind in
            let limit = CareTimes.limit(of: kind, policy)
            func timeliness(_ steps: [CareStep]) -> Timeliness {
                // Without a limit everything is within it; what is in time is not shown then.
                Timeliness(steps.map { .init(start: $0.start, done: $0.done) }, clock: limit?.span ?? .hours(1_000_000), now: moment)
            }
            let all = steps[kind] ?? []
            let recent = all.filter { today - $0.diagnosed < CareTimes.window }
            let before = all.filter { (CareTimes.window.count..<CareTimes.window.count * 2).contains((today - $0.diagnosed).count) }
            let late = recent.map { Late(person: $0.person, span: ($0.done ?? moment) - $0.start, isWaiting: $0.done == nil) }
                .filter { late in limit.map { late.span > $0.span } ?? false }
                .sorted { ($1.span, $0.person.rawValue) < ($0.span, $1.person.rawValue) }
            return Early(kind: kind, limit: limit, recent: timeliness(recent), before: timeliness(before), late: late)
        }
    }

    private static func limit(of kind: Kind, _ policy: Policy) -> Hours? {
        let clocks = policy.treatment.cases[.confirmed]?.clocks ?? [:]
        return switch kind {
        case .detection: nil
        case .report: clocks[.reported]?.within
        case .isolation: (clocks[.isolated] ?? clocks[.admitted])?.within
        case .treatment: (clocks[.admitted] ?? clocks[.isolated])?.within
        }
    }

    /// The steps of one case; `derivation` is what follows from its dossier. A case that is over waits for nothing any more.
    static func steps(of line: CaseLine, _ derivation: Derivation, at moment: Instant, zone: CivilZone) -> [Kind: CareStep] {
        let diagnosed = line.infection.diagnosedAt
        func step(from start: Instant, _ done: Instant?) -> CareStep? {
            guard done != nil || line.isOpen else { return nil }
            return CareStep(person: line.person, diagnosed: zone.date(of: diagnosed), start: start, done: done.flatMap { $0 <= moment ? $0 : nil })
        }
        /// The clock of the class the case now has.
        func clock(_ tasks: TreatmentRules.Task...) -> Obligation? {
            for task in tasks {
                let rule = "treatment.\(line.infection.kind.rawValue).clocks.\(task.rawValue)"
                if let found = derivation.obligations.last(where: { $0.id.reason == .infection && $0.id.rule == rule }) { return found }
            }
            return nil
        }
        var steps: [Kind: CareStep] = [:]
        steps[.detection] = line.infection.onset.flatMap { step(from: zone.instant($0), diagnosed) }
        steps[.report] = clock(.reported).flatMap { step(from: $0.opens, $0.fulfilment?.at) }
        steps[.isolation] = step(from: diagnosed, line.firstIsolatedAt.map { max($0, diagnosed) })
        steps[.treatment] = clock(.admitted, .isolated).flatMap { step(from: $0.opens, $0.fulfilment?.at) }
        return steps
    }
}

extension Operations {
    /// The four earlies of a territory, now or as known at a past moment.
    public func careTimes(of territory: TerritoryCode, scope: Scope, asOf: Instant? = nil) async throws -> CareTimes {
        let (now, policies) = (clock.now, policies)
        let moment = min(asOf ?? now, now)
        return try await store.read(scope) { reader in
            let policy = try policies.edition(at: moment, in: territory)
            var steps: [CareTimes.Kind: [CareStep]] = [:]
            for line in try reader.caseLines(in: territory, asOf: moment, policies: policies) {
                let dossier = Dossier(id: line.person, records: try reader.records(of: line.person), asOf: moment)
                let derivation = policies.derivation(of: dossier)
                for (kind, step) in CareTimes.steps(of: line, derivation, at: moment, zone: policy.zone) { steps[kind, default: []].append(step) }
            }
            return CareTimes(steps, policy: policy, at: moment)
        }
    }
}
