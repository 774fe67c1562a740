import Foundation
import Obligations
import Policy
import Register
import Storage
import Vocabulary

import struct Obligations.Calendar

/// What is stored of a thing besides facts: as `Projection` does for a person, the packed calendar, the rows near due, the sums, the line of
/// the lists and whom it concerns.
struct ThingProjection {
    let subject: Subject
    let history: ThingHistory
    let now: Instant
    let policies: PolicyShelf

    /// Stores everything, in place of what followed from `former`.
    func store(in writer: Writer, replacing former: Calendar) throws {
        let current = history.calendar.current
        let near = Nearness(now: now)
        let wake = near.turns(current).lazy.filter { $0 > now }.min()
        try writer.setThing(
            history.standing.map {
                ThingRow(
                    subject: subject, standing: $0, nextDue: near.nextDue(current), calendar: Data(history.calendar.packed()),
                    through: policies.horizon(now), wake: wake)
            }, of: subject)
        try writer.setDuties(near.rows(current), of: subject)
        writer.addTally(Tallies.difference(from: former, to: history.calendar))
    }
}

extension Reader {
    /// All entries about a thing, and those about other subjects that bear on it: on itself, and where its kind watches them, on its territory
    /// and those above.
    ///
    /// > Warning: From all territories, and about persons too: for derivation.
    func knowledge(of subject: Subject) throws -> (records: [FactRecord], surroundings: [FactRecord]) {
        let records = try entries(about: subject).map(\.record)
        let watched = ThingRegistry.duties(of: subject.kind)?.watches ?? []
        var surroundings = try entries(bearingOn: [subject]).map(\.record)
        if case .territory = subject { surroundings.removeAll { !watched.contains($0.fact.kind) } }
        if !watched.isEmpty {
            // A thing that moved has been in several territories; which of its surroundings counted when is for its rules to say.
            var codes: Set<TerritoryCode> = []
            if case .territory(let code) = subject { codes.insert(code) }
            codes.formUnion(records.compactMap(\.fact.seat))
            for code in codes {
                var above = code.parent
                while let next = above {
                    codes.insert(next)
                    above = next.parent
                }
            }
            let around = try entries(bearingOn: codes.sorted().map { .territory($0) }).map(\.record)
            let known = Set(surroundings.map(\.id))
            surroundings += around.filter { watched.contains($0.fact.kind) && !known.contains($0.id) }
        }
        // A fact that bore on the thing once may be revised so that it does so no more: its whole history must be known.
        return (records, try completed(surroundings))
    }

    /// The entries with all other revisions of the things they describe.
    private func completed(_ records: [FactRecord]) throws -> [FactRecord] {
        var complete: [FactRecord] = []
        for entity in Set(records.map(\.entity)).sorted() { complete += try self.records(ofEntity: entity).map(\.record) }
        return complete
    }
}

extension ThingStanding {
    /// Whether both say the same; what was read back tells the seat among the territories concerned.
    func isSame(as other: ThingStanding) -> Bool {
        func concerns(_ standing: ThingStanding) -> Set<Concern> {
            Set(standing.concerned + [Concern(.seat, standing.territory, state: standing.state)])
        }
        var (left, right) = (self, other)
        (left.concerned, right.concerned) = ([], [])
        return left == right && concerns(self) == concerns(other)
    }
}
