import Obligations
import Operations
import Register
import Storage
import Vocabulary

/// Beds and rooms, and who waits for one.
extension OperationsDesk {
    func beds(_ viewer: Viewer, _ lens: Lens) async throws -> BedsPage.Content {
        guard viewer.covers(lens.territory) else { throw Refusal.notFound }
        let moment = now
        return try await read(viewer) { reader in
            let sites = try reader.sites(in: lens.territory, at: moment)
            var free = Dictionary(grouping: sites.filter { $0.mode == .central && ($0.free ?? 0) > 0 }) { $0.territory.ancestor(at: .county) }
            let query = Storage.WorklistQuery(territories: [lens.territory], measure: .tracing, openAt: moment, limit: 500, countCap: 0)
            let rows = try reader.worklist(query).rows.filter { $0.duty.rule.hasSuffix("Clocks.transferred") }
            var taken: [String: Int] = [:]
            let waiting = try rows.prefix(BedsPage.longestWait).compactMap { row -> BedsPage.Waiting? in
                guard let person = row.person, let tag = try tag(of: person, reader) else { return nil }
                // Rooms of the county are dealt out in the order of the due times, each once.
                let county = row.duty.territory.ancestor(at: .county)
                while let site = free[county]?.first, (site.free ?? 0) <= taken[site.name, default: 0] { free[county]?.removeFirst() }
                let room = free[county]?.first
                if let room { taken[room.name, default: 0] += 1 }
                return BedsPage.Waiting(person: tag, territory: row.duty.territory, due: row.duty.due, room: room)
            }
            let codes = Set(sites.map(\.territory) + waiting.map(\.territory))
            return BedsPage.Content(
                sites: sites, names: Dictionary(uniqueKeysWithValues: codes.map { ($0, names[$0]) }), waiting: waiting,
                waitingCount: rows.count, at: moment)
        }
    }
}
