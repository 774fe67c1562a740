import Foundation
import Obligations
import Register
import Storage
import Vocabulary

import struct Obligations.Calendar

/// How a calendar adds to the sums of the scorecard.
///
/// Each entry counts from the moment it became known until it was superseded. What is missed is told by time alone: an unmet obligation
/// that closes leaves the unmet and joins the missed at the hour of its closing, so that every figure stays a prefix sum over hours.
enum Tallies {
    private struct Key: Hashable {
        var territory: TerritoryCode
        var measure: Measure
        var state: TallyState
        var due: Int64
        var known: Int64
    }

    private static let hour: Int64 = 3_600_000

    /// The changes that lead from what `former` added to what `present` adds.
    static func difference(from former: Calendar, to present: Calendar) -> [TallyChange] {
        var sums: [Key: Int] = [:]
        for entry in former.entries { add(entry, -1, to: &sums) }
        for entry in present.entries { add(entry, 1, to: &sums) }
        return sums.compactMap { key, count in
            count == 0
                ? nil
                : TallyChange(
                    territory: key.territory, measure: key.measure, state: key.state, due: Instant(milliseconds: key.due * hour),
                    known: Instant(milliseconds: key.known * hour), count: count)
        }
    }

    private static func add(_ entry: Calendar.Entry, _ sign: Int, to sums: inout [Key: Int]) {
        let obligation = entry.obligation
        guard let due = obligation.due else { return }
        func count(_ state: TallyState, _ moment: Instant, _ amount: Int) {
            for (known, turn) in [(entry.knownFrom, 1), (entry.knownUntil, -1)] {
                guard let known else { continue }
                let key = Key(
                    territory: obligation.territory, measure: obligation.measure, state: state, due: moment.milliseconds / hour,
                    known: known.milliseconds / hour)
                sums[key, default: 0] += sign * turn * amount
            }
        }
        if let fulfilment = obligation.fulfilment {
            let isLate = fulfilment.at > due
            count(isLate ? .metLate : .metInTime, due, 1)
            if isLate {
                count(.delayed, due, 1)
                count(.delayed, fulfilment.at, -1)
            }
        } else {
            count(.unmet, due, 1)
            if let closes = obligation.closes {
                count(.unmet, max(closes, due), -1)
                count(.missed, max(closes, due), 1)
            }
        }
    }
}

extension Tallies {
    /// Adds the time lost to the sums of a register that was filled before it was among them, once.
    static func complete(in store: Store) async throws {
        guard try await store.read(.systemUnrestricted, { try $0.lacksDelays() }) else { return }
        try await store.write(.systemUnrestricted("upkeep")) { writer in
            guard try writer.lacksDelays() else { return }
            func add(_ packed: Data?, _ subject: Subject) {
                guard let calendar = packed.flatMap({ Calendar(packed: $0, subject: subject) }) else { return }
                writer.addTally(difference(from: Calendar(), to: calendar).filter { $0.state == .delayed })
            }
            for person in try writer.persons(limit: .max) { add(try writer.derived(of: person)?.calendar, .person(person)) }
            for subject in try writer.everyThing() { add(try writer.thing(subject)?.calendar, subject) }
            try writer.noteDelays(areMissing: false)
        }
    }
}
