import Epidemiology
import Obligations
import Policy
import Register
import Storage
import Vocabulary

import struct Obligations.Calendar

/// How well contacts are traced, of the cases diagnosed and the contacts named in the last days and in as many days before
/// (`domain.md` §15.4), as known at a moment.
///
/// Steps are timed by the obligations themselves where the policy has a clock for them, so that these figures and the scorecard cannot disagree.
public struct TracingFigures: Hashable, Sendable {
    /// Of the last ``window`` days.
    public let recent: TracingIndicators
    /// Of as many days before.
    public let before: TracingIndicators
    /// The clocks; nil where the policy sets none: then nothing is in time or late.
    public let limits: Limits

    /// How long each step may take.
    public struct Limits: Hashable, Sendable {
        /// From the report to the interview.
        public let interview: Hours?
        /// From the naming of a contact to its notification.
        public let notification: Hours?
        /// From the naming of a contact to its quarantine.
        public let quarantine: Hours?
        /// From symptoms of a contact to its examination.
        public let evaluation: Hours?

        init(_ policy: Policy) {
            let tracing = policy.tracing
            interview = (tracing.caseClocks[.coreInformation] ?? tracing.caseClocks[.contactsListed])?.within
            notification = tracing.closeClocks[.notified]?.within
            quarantine = tracing.closeClocks[.transferred]?.within
            evaluation = tracing.unwell?.within
        }
    }

    /// For how many days a case or a contact counts as recent.
    public static let window = Estimates.window
    /// From the confirmation of a case to the quarantine of its contacts, of which four fifths are wanted (WHO, *Public health criteria to adjust
    /// public health and social measures*, 12 May 2020).
    public static let quarantineAfterConfirmation: Hours = 72

    /// What is known of somebody's tracing, and when it began.
    struct Traced<Subject: Hashable & Sendable>: Hashable, Sendable {
        let began: Instant
        let subject: Subject
    }

    /// The figures of cases and contacts at a moment.
    init(
        cases: [Traced<TracingIndicators.TracedCase>], contacts: [Traced<TracingIndicators.TracedContact>], policy: Policy, at moment: Instant
    ) {
        let limits = Limits(policy)
        // Without a limit everything is within it; what is in time is not shown then.
        func span(_ limit: Hours?) -> Span { limit?.span ?? .hours(1_000_000) }
        let clocks = TracingIndicators.Clocks(
            report: span(nil), interview: span(limits.interview), notification: span(limits.notification), contactQuarantine: span(limits.quarantine),
            quarantine: TracingFigures.quarantineAfterConfirmation.span, evaluation: span(limits.evaluation))
        let length = Span.hours(24 * TracingFigures.window)
        func indicators(_ from: Instant, _ until: Instant) -> TracingIndicators {
            TracingIndicators(
                cases: cases.filter { $0.began > from && $0.began <= until }.map(\.subject),
                contacts: contacts.filter { $0.began > from && $0.began <= until }.map(\.subject), clocks: clocks, now: moment)
        }
        self.limits = limits
        recent = indicators(moment - length, moment)
        before = indicators(moment - length - length, moment - length)
    }
}

extension TracingIndicators.TracedCase {
    /// What a case and its obligations say of its tracing.
    init(_ line: CaseLine, _ obligations: [Obligation], hasSource: Bool, contacts: Int) {
        func done(_ tasks: String...) -> Instant? {
            for task in tasks {
                if let clock = obligations.last(where: { $0.id.reason == .infection && $0.id.rule.hasSuffix(".\(task)") }) {
                    return clock.fulfilment?.at
                }
            }
            return nil
        }
        let reported = done("clocks.reported") ?? line.infection.diagnosedAt
        self.init(
            specimenTaken: line.infection.report.firstPositiveTaken, reported: reported,
            interviewed: done("caseClocks.coreInformation", "caseClocks.contactsListed").map { max($0, reported) },
            isolated: line.firstIsolatedAt.map { max($0, reported) }, wasContact: !line.exposures.isEmpty, wasQuarantined: line.isFoundUnderControl,
            hasSource: hasSource, contacts: contacts)
    }
}

extension TracingIndicators.TracedContact {
    /// What the obligations of a contact say of one of its episodes; nil where the policy has no clock from which it was named.
    init?(_ episode: [Obligation], all obligations: [Obligation], caseConfirmed: Instant?, isLost: Bool, at moment: Instant) {
        func clock(_ task: String) -> Obligation? { episode.first { $0.kind == .clock && $0.id.rule == "tracing.closeClocks.\(task)" } }
        guard let named = [clock("located"), clock("notified"), clock("transferred")].compactMap({ $0?.opens }).min() else { return nil }
        let unwell = obligations.last { $0.id.reason == .unwell && $0.opens >= named }
        let followed = obligations.filter { duty in
            (duty.kind == .followUp || duty.kind == .test && duty.id.reason == .closeContact) && duty.opens >= named
                && duty.due.map { $0 <= moment } ?? false
        }
        let quarantined = clock("transferred")?.fulfilment?.at
        self.init(
            named: named, caseConfirmed: caseConfirmed, notified: clock("notified")?.fulfilment?.at,
            quarantined: quarantined.map { max($0, caseConfirmed ?? $0) }, symptomatic: unwell?.opens, evaluated: unwell?.fulfilment?.at,
            followUpsDue: followed.count, followUpsDone: followed.count { $0.fulfilment != nil }, isLost: isLost)
    }
}

extension Operations {
    /// How well the contacts of a situation's cases are traced, wherever they live; a figure only, nobody is named.
    public func tracing(of situation: Situation, contacts: Estimates.Contacts) async throws -> TracingFigures {
        let (moment, policies) = (situation.asOf, policies)
        let earliest = moment - .hours(48 * TracingFigures.window)
        return try await store.read(.systemUnrestricted) { reader in
            let policy = try policies.edition(at: moment, in: situation.territory)
            let dated = situation.cases.map { DatedCase($0, zone: policy.zone) }
            let links = TransmissionLinks(dated, elsewhere: contacts.casesElsewhere.map { DatedCase($0, zone: policy.zone) })
            let named = Dictionary(grouping: contacts.exposed, by: \.index).mapValues { Set($0.map(\.person)).count }
            let cases = try dated.filter { $0.line.infection.diagnosedAt > earliest }.map { found in
                let (line, person) = (found.line, found.line.person)
                return TracingFigures.Traced(
                    began: line.infection.diagnosedAt,
                    subject: TracingIndicators.TracedCase(
                        line, try reader.obligations(of: person, asKnownAt: moment), hasSource: found.isImported || links.infector[person] != nil,
                        contacts: named[person] ?? 0))
            }
            let diagnosed = Dictionary(situation.cases.map { ($0.person, $0.infection.diagnosedAt) }, uniquingKeysWith: min)
            let confirmed = Dictionary(grouping: contacts.exposed, by: \.person).mapValues { $0.compactMap { diagnosed[$0.index] }.min() }
            var traced: [TracingFigures.Traced<TracingIndicators.TracedContact>] = []
            for (person, confirmed) in confirmed.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                let obligations = try reader.obligations(of: person, asKnownAt: moment)
                let episodes = Dictionary(grouping: obligations.filter { $0.id.reason == .closeContact }, by: \.id.ordinal)
                for (_, episode) in episodes.sorted(by: { $0.key < $1.key }) {
                    let isLost = try reader.isLost(person, episode, at: moment)
                    let contact = TracingIndicators.TracedContact(
                        episode, all: obligations, caseConfirmed: confirmed, isLost: isLost, at: moment)
                    if let contact, contact.named > earliest { traced.append(.init(began: contact.named, subject: contact)) }
                }
            }
            return TracingFigures(cases: cases, contacts: traced, policy: policy, at: moment)
        }
    }
}

extension Reader {
    /// The obligations stored of a person as known at a moment.
    func obligations(of person: PersonID, asKnownAt moment: Instant) throws -> [Obligation] {
        let packed = try derived(of: person)?.calendar
        return packed.flatMap { Calendar(packed: $0, subject: .person(person)) }?.obligations(asKnownAt: moment) ?? []
    }

    /// Whether a contact who was not located in time was given up. Whoever was located is not lost, so that few entries are read.
    fileprivate func isLost(_ person: PersonID, _ episode: [Obligation], at moment: Instant) throws -> Bool {
        let located = episode.first { $0.id.rule == "tracing.closeClocks.located" }
        guard let located, located.fulfilment == nil, let due = located.due, due <= moment else { return false }
        let acts = Dossier(id: person, records: try records(of: person), asOf: moment).acts
        return acts.last { [.lost, .located, .controlledElsewhere].contains($0.value.deed) }?.value.deed == .lost
    }
}
