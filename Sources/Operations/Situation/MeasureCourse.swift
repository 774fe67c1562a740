import Obligations
import Register
import Storage
import Vocabulary

import struct Obligations.Calendar

/// One measure of a territory: by the territories below it, and day by day, each as known when it ended and as known now.
public struct MeasureCourse: Hashable, Sendable {
    /// The measure.
    public let measure: Measure
    /// The territory.
    public let territory: TerritoryCode
    /// As known at.
    public let asOf: Instant
    /// The whole territory.
    public let total: Scorecard.Cell
    /// The territories next below that have duties, by code.
    public let parts: [Part]
    /// The last days, the newest first; the running one counts so far.
    public let days: [Day]

    /// A territory below.
    public struct Part: Hashable, Sendable {
        /// Which.
        public let territory: TerritoryCode
        /// Its duties.
        public let cell: Scorecard.Cell
    }

    /// What fell due on a day.
    public struct Day: Hashable, Sendable {
        /// The day.
        public let date: CivilDate
        /// By all that is known: duties due on the day, and the hours that duties stood late during it.
        public let restated: Scorecard.Cell
        /// The same duties by what was known when the day was over; nil of the running day and below the counties, whose history is not kept.
        public let known: Scorecard.Cell?
    }

    /// How many days are told.
    public static let span = 14
}

extension Operations {
    /// One measure of a territory, now or as known at a past moment.
    public func course(of measure: Measure, in territory: TerritoryCode, scope: Scope, asOf: Instant? = nil) async throws -> MeasureCourse {
        let now = clock.now
        let moment = min(asOf ?? now, now)
        let past = asOf.flatMap { $0 < now ? $0 : nil }
        let zone = try policies.edition(at: moment, in: territory).zone
        return try await store.read(scope) { reader in
            let card = Scorecard(of: territory, try reader.tallies(in: territory, dueBefore: moment, knownBefore: past))
            let today = zone.date(of: moment)
            func cell(_ end: Instant, _ known: Instant?) throws -> Scorecard.Cell {
                Scorecard.Cell(try reader.tallies(of: measure, wholly: territory, dueBefore: end, knownBefore: known))
            }
            // Days end with a whole hour, and what falls due at midnight is of the day that ends.
            func end(of day: CivilDate) -> Instant { zone.instant(day + 1) + .hours(1) }
            var days: [MeasureCourse.Day] = []
            for back in 0..<MeasureCourse.span {
                let date = today - Days(back)
                let (from, until) = (end(of: date - 1), min(end(of: date), moment))
                guard from < until else { continue }
                let known = territory.level <= .county && until < moment ? try cell(until, until) - cell(from, until) : nil
                days.append(MeasureCourse.Day(date: date, restated: try cell(until, past) - cell(from, past), known: known))
            }
            return MeasureCourse(
                measure: measure, territory: territory, asOf: moment, total: card.total(measure),
                parts: card.children.map { .init(territory: $0, cell: card.cell(measure, in: $0)) }.filter { $0.cell.due > 0 }, days: days)
        }
    }
}

/// Which duties of a measure a figure counts.
public enum CountedDuties: String, CaseIterable, Sendable {
    /// All that fell due.
    case due
    /// Met, not after they were due.
    case metInTime
    /// Met after they were due.
    case metLate
    /// Not met, still to be done.
    case late
    /// Not met, and no longer to be met.
    case missed

    /// Whether it counts an obligation at a moment: by whole hours, as the sums do.
    func counts(_ obligation: Obligation, at moment: Instant) -> Bool {
        func hour(_ instant: Instant) -> Int64 { instant.milliseconds / 3_600_000 }
        guard let due = obligation.due, hour(due) < hour(moment) else { return false }
        if let met = obligation.fulfilment { return self == .due || self == (met.at <= due ? .metInTime : .metLate) }
        let isClosed = obligation.closes.map { hour(max($0, due)) < hour(moment) } ?? false
        return self == .due || self == (isClosed ? .missed : .late)
    }
}

/// The duties behind a figure, some at a time.
public struct DutiesFound: Sendable {
    /// They, with whom or what they are about.
    public var rows: [(subject: Subject, obligation: Obligation)] = []
    /// After which person to go on; nil once everybody was looked at.
    public var next: PersonID?
}

extension Reader {
    /// Rows of one answer, and people looked at for it.
    static let (mostFound, mostLooked) = (50, 4000)

    /// The duties of a measure that a figure counts, by all that is known now: those of things first, then those of people by their numbers.
    ///
    /// Calendars have no index by territory: an answer looks at some thousands of people of the scope and says where to go on.
    ///
    /// - Complexity: O(calendars looked at).
    public func duties(
        of measure: Measure, in territory: TerritoryCode, counted: CountedDuties, at moment: Instant, after last: PersonID? = nil
    ) throws -> DutiesFound {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        var found = DutiesFound()
        func add(_ packed: some Collection<UInt8>, _ subject: Subject) {
            guard let calendar = Calendar(packed: packed, subject: subject) else { return }
            for obligation in calendar.current
            where obligation.measure == measure && territory.contains(obligation.territory) && counted.counts(obligation, at: moment) {
                found.rows.append((subject, obligation))
            }
        }
        if last == nil {
            for subject in try thingsConcerning(territory) where try canSee(subject) {
                if let row = try thing(subject) { add(row.calendar, subject) }
            }
        }
        found.next = last ?? PersonID(rawValue: 0)
        let people = try persons(after: last, limit: Reader.mostLooked)
        for person in people {
            if found.rows.count >= Reader.mostFound { return found }
            if let derived = try derived(of: person) { add(derived.calendar, .person(person)) }
            found.next = person
        }
        if people.count < Reader.mostLooked { found.next = nil }
        return found
    }
}
