import Policy
import Register
import Vocabulary

/// Who is on duty at a headquarters when: the shifts of its roster, and the gaps between them (`domain.md` §10).
///
/// Nobody counts for longer than the longest shift the policy allows: of what one person holds without a break only the first hours cover the
/// day. The same person on two shifts at once is one person.
public struct DutyRoster: Hashable, Sendable {
    /// The shifts by beginning.
    public let watches: [Watch]

    /// A shift, and how long of it counts.
    public struct Watch: Hashable, Sendable {
        /// The shift.
        public let shift: Recorded<Shift>
        /// When it begins.
        public let begins: Instant
        /// Until when it counts.
        public let counts: Instant

        /// Whether it is held at a moment, counting or not.
        public func isHeld(at moment: Instant) -> Bool { begins <= moment && moment < shift.value.until }
    }

    /// A time with too few on duty.
    public struct Gap: Hashable, Sendable {
        /// Its beginning.
        public let from: Instant
        /// Its end.
        public internal(set) var until: Instant
        /// How many are on duty, at the worst.
        public internal(set) var people: Int
    }

    /// The roster of some shifts; `longest` bounds what one person holds without a break, nil: nothing does.
    public init(_ shifts: [Recorded<Shift>], longest: Span?) {
        var runs: [String: (since: Instant, until: Instant)] = [:]
        watches = shifts.map { (shift: $0, begins: $0.value.begins ?? $0.happenedAt) }
            .sorted { ($0.begins, $0.shift.id.rawValue) < ($1.begins, $1.shift.id.rawValue) }
            .map { shift, begins in
                let holder = shift.value.holder
                var run = (since: begins, until: shift.value.until)
                if let former = runs[holder], begins <= former.until { run = (former.since, max(former.until, shift.value.until)) }
                runs[holder] = run
                return Watch(
                    shift: shift, begins: begins, counts: max(begins, longest.map { min(shift.value.until, run.since + $0) } ?? shift.value.until))
            }
    }

    /// The shifts held at a moment.
    public func held(at moment: Instant) -> [Watch] { watches.filter { $0.isHeld(at: moment) } }

    /// The shifts that begin next after a moment, all at the same time.
    public func next(after moment: Instant) -> [Watch] {
        guard let first = watches.first(where: { $0.begins > moment }) else { return [] }
        return watches.filter { $0.begins == first.begins }
    }

    /// The times within a span in which fewer than `people` are on duty.
    public func gaps(from start: Instant, until end: Instant, people: Int) -> [Gap] {
        DutyRoster.gaps(watches.filter { $0.begins < end && $0.counts > start }, from: start, until: end, people: people)
    }

    /// By which entry the span came to be covered for at least `needed` of its length; nil while it is not.
    ///
    /// A roster is laid shift by shift; it was complete when the shift became known without which it was not.
    public func completion(from start: Instant, until end: Instant, people: Int, needed: Span) -> (at: Instant, by: FactID)? {
        let here = watches.filter { $0.begins < end && $0.counts > start }
            .sorted { ($0.shift.knownAt, $0.shift.fact) < ($1.shift.knownAt, $1.shift.fact) }
        func isCovered(by count: Int) -> Bool {
            let gaps = DutyRoster.gaps(Array(here[..<count]), from: start, until: end, people: people)
            return gaps.reduce(end - start) { $0 - ($1.until - $1.from) } >= needed
        }
        guard isCovered(by: here.count), let count = (1...max(1, here.count)).first(where: isCovered), count <= here.count else { return nil }
        return (here[count - 1].shift.knownAt, here[count - 1].shift.fact)
    }

    private static func gaps(_ watches: [Watch], from start: Instant, until end: Instant, people: Int) -> [Gap] {
        let edges = Set([start, end] + watches.flatMap { [$0.begins, $0.counts] }.filter { $0 > start && $0 < end }).sorted()
        var gaps: [Gap] = []
        for (from, until) in zip(edges, edges.dropFirst()) {
            let count = Set(watches.lazy.filter { $0.begins <= from && $0.counts >= until }.map(\.shift.value.holder)).count
            guard count < people else { continue }
            if let last = gaps.last, last.until == from {
                gaps[gaps.count - 1].until = until
                gaps[gaps.count - 1].people = min(last.people, count)
            } else {
                gaps.append(Gap(from: from, until: until, people: count))
            }
        }
        return gaps
    }
}

/// A headquarters as its dossier tells it: activated or not, at which response level, which leader is on the spot.
public struct Headquarters: Hashable, Sendable {
    /// Its state.
    public var state = State.notRecorded
    /// The turn that gave it its state.
    public var turned: Recorded<HeadquartersStep>?
    /// The leader on the spot, and since when.
    public var leader: Recorded<HeadquartersStep>?

    /// The states of a headquarters.
    public enum State: String, CaseIterable, Sendable {
        /// Activated.
        case active
        /// Stood down.
        case stoodDown
        /// No turn of it was recorded.
        case notRecorded
    }

    /// How it stands after the turns recorded by a moment; nil: after all.
    public init(_ dossier: ThingDossier, at moment: Instant? = nil) {
        for step in dossier.all(HeadquartersStep.self) where moment.map({ step.happenedAt <= $0 }) ?? true {
            switch step.value.kind {
            case .activated: (state, turned) = (.active, step)
            case .stoodDown: (state, turned) = (.stoodDown, step)
            case .leaderPresent: leader = step
            case .leaderLeft: leader = nil
            }
        }
    }
}
