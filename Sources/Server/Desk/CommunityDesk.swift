import Foundation
import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// Measure 9: grids, households, rounds of calls, vaccination.
extension OperationsDesk {
    func community(_ viewer: Viewer, _ lens: Lens) async throws -> CommunityPage.Content {
        let scope = scope(of: viewer)
        let view = try await operations.community(of: lens.territory, scope: scope, asOf: lens.asOf)
        let vaccination = try await operations.vaccination(of: lens.territory, scope: scope)
        let (now, today) = (now, zone.date(of: now))
        let reach = try await publicReach(today)
        let end = zone.instant(today + 1)
        let names = names
        return try await read(viewer) { reader in
            let work = Storage.WorklistQuery(territories: [lens.territory], measure: .community, limit: 1, countCap: 100_000)
            var checks = work.due(from: now, before: end)
            (checks.kind, checks.openAt) = (.followUp, now)
            return CommunityPage.Content(
                view: view, vaccination: vaccination, lacking: try vaccination.lacking.prefix(30).compactMap { try tag(of: $0, reader) },
                late: try reader.worklist(work.late(at: now)).count.least, today: try reader.worklist(work.due(from: now, before: end)).count.least,
                checksOpen: try reader.worklist(checks).count.least, names: { names[$0] }, postName: { postName($0) }, reach: reach)
        }
    }

    func doorRound(_ viewer: Viewer, _ lens: Lens, _ reference: Reference<DoorRound>) async throws -> DoorsPage.Content? {
        let view = try await operations.thing(.doorRound(reference), scope: scope(of: viewer), asOf: lens.asOf)
        guard let view, let round = view.dossier.founding(DoorRound.self) else { return nil }
        return try await read(viewer) { reader in
            DoorsPage.Content(
                number: reference.rawValue, round: round.value, ordered: round.happenedAt,
                due: view.obligations.first { $0.obligation.id.rule.hasSuffix(".doorKnock") }?.obligation.due, grid: names[round.value.grid],
                progress: DoorRoundProgress(view.dossier), doors: try reader.doors(of: round.value),
                canCall: lens.asOf == nil && viewer.covers(round.value.grid))
        }
    }
}

extension RecordDesk {
    /// Records a call at a door once.
    func callAtDoor(_ viewer: Viewer, _ call: DoorCall) async throws {
        let key = IdempotencyKey(
            call.key.isEmpty ? Secret.token() : "form:" + call.key,
            request: try JSONEncoder().encode(["doorCall", "\(call.round.rawValue)", "\(call.door.rawValue)", call.outcome.rawValue]))
        do {
            _ = try await desk.operations.perform(as: desk.author(viewer), idempotency: key) { filing in
                // Clocks of phones and of a demo differ from the register's.
                let ordered = try filing.current(call.round.rawValue).happenedAt
                let at = max(ordered, min(call.at ?? filing.now, filing.now))
                return try filing.callAtDoor(call.door, of: call.round, call.outcome, at: at).id
            }
            await live.publish([.duties, .situation, .subject(.doorRound(call.round))])
        } catch {
            throw try await refusal(error, viewer)
        }
    }
}
