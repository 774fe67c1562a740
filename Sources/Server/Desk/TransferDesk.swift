import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// People on their way between places, and the doors they come to.
extension OperationsDesk {
    func transfers(_ viewer: Viewer, _ lens: Lens) async throws -> TransfersPage.Content {
        guard viewer.covers(lens.territory) else { throw Refusal.notFound }
        let moment = now
        return try await read(viewer) { reader in
            let rows = try reader.transfers(in: lens.territory, endingAfter: moment - .hours(24))
            return TransfersPage.Content(transfers: try rows.map { try item($0, reader, viewer) }, at: moment)
        }
    }

    /// The door of a site; nil for one outside the reader's scope.
    func intake(_ viewer: Viewer, _ reference: Reference<StaySite>) async throws -> IntakePage.Content? {
        let moment = now
        return try await read(viewer) { reader in
            guard try reader.canSee(.site(reference)),
                let site = try reader.thing(.site(reference))?.standing,
                let occupancy = try reader.sites(in: site.territory, at: moment).first(where: { $0.site == reference })
            else { return nil }
            let items = try reader.transfers(toSite: occupancy.name, near: occupancy.territory, endingAfter: moment).filter(\.isOpen)
                .map { try item($0, reader, viewer) }
                .sorted { ($0.nextDue ?? .distantFuture, $0.row.requested) < ($1.nextDue ?? .distantFuture, $1.row.requested) }
            let county = occupancy.territory.ancestor(at: .county) ?? occupancy.territory
            let waits = occupancy.mode == .central && viewer.covers(county) ? try waiting(in: county, at: moment, reader).rows : []
            let rows = try waits.prefix(BedsPage.longestWait).compactMap { row -> BedsPage.Waiting? in
                guard let person = row.person, let tag = try tag(of: person, reader) else { return nil }
                return BedsPage.Waiting(person: tag, territory: row.duty.territory, due: row.duty.due)
            }
            let rooms = try freeRooms(of: occupancy, at: moment, reader)
            return IntakePage.Content(site: occupancy, reference: reference, transfers: items, waiting: rows, rooms: rooms, at: moment)
        }
    }

    /// Contacts whose transfer to a site is due and who are in no transfer yet, those due first.
    func waiting(in territory: TerritoryCode, at moment: Instant, _ reader: Reader) throws -> (rows: [WorklistRow], count: Int) {
        let query = Storage.WorklistQuery(territories: [territory], measure: .tracing, openAt: moment, limit: 1000, countCap: 0)
        let moving = Set(try reader.transfers(in: territory, endingAfter: moment).filter(\.isOpen).map(\.person))
        let rows = try reader.worklist(query).rows.filter { row in
            row.duty.rule.hasSuffix("Clocks.transferred") && !(row.person.map(moving.contains) ?? false)
        }
        return (rows, rows.count)
    }

    /// Rooms and beds that stays have named before and nobody is in, the lowest first.
    private func freeRooms(of site: SiteOccupancy, at moment: Instant, _ reader: Reader) throws -> [String] {
        let inside = Set(try reader.stays(atSite: site.name, near: site.territory, endingAfter: moment).compactMap(\.room))
        let records = try site.site.map { try reader.entries(about: .site($0)).map(\.record) } ?? []
        let wards = ThingDossier(subject: .site(site.site ?? Reference(rawValue: 0)), records: records, surroundings: [], asOf: moment).wards
        return try reader.rooms(ofSite: site.name, near: site.territory).subtracting(inside).filter { wards.frozenWard(of: $0) == nil }.sorted {
            ($0.count, $0) < ($1.count, $1)
        }
    }

    private func item(_ row: TransferRow, _ reader: Reader, _ viewer: Viewer) throws -> TransferItem {
        let rules = try operations.policies.edition(at: row.requested, in: row.value.to).treatment
        var due: [TransferStep.Kind: Instant] = [:]
        for hop in TreatmentRules.TransferHop.allCases {
            if let turn = TransferStep.Kind(rawValue: hop.rawValue) { due[turn] = rules.transferDue(hop, requested: row.requested, row.moments) }
        }
        let mayRecord = viewer.permissions.contains(.recordStay)
        return TransferItem(
            person: try tag(of: row.person, reader), row: row, from: names[row.value.from], to: names[row.value.to], due: due,
            turns: mayRecord ? row.possible.filter { viewer.covers($0.isReceivers ? row.value.to : row.value.from) } : [])
    }
}
