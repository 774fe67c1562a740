import Operations
import Register
import Storage
import Vocabulary

/// The hand-over between shifts.
extension OperationsDesk {
    func handOver(_ viewer: Viewer, _ lens: Lens, _ since: Instant?) async throws -> HandOverPage.Content {
        guard viewer.covers(lens.territory) else { throw Refusal.notFound }
        let roles = isOverseer(viewer, in: lens.territory) ? [] : ownRoles(viewer, in: lens.territory)
        let view = try await operations.handOver(of: lens.territory, roles: roles, scope: scope(of: viewer), since: since)
        return try await read(viewer) { reader in
            HandOverPage.Content(
                since: view.since, until: view.until, newCases: try lines(view.newCases, reader), newContacts: view.newContacts, met: view.met,
                becameLate: try groups(view.becameLate, reader, by: viewer), stillLate: try groups(view.stillLate, reader, by: viewer),
                dueNext: try groups(view.dueNext, reader, by: viewer), notes: try lines(view.notes, reader),
                doors: try view.visits.map { try doors($0, reader, by: viewer) },
                cascades: try view.cascades.prefix(40).map { cascade in
                    HandOverPage.Followed(
                        person: try tag(of: cascade.person, reader), at: cascade.knownAt, kind: cascade.kind, promoted: cascade.promoted.count,
                        released: cascade.released.count, touched: cascade.touched.count,
                        people: try (cascade.promoted + cascade.released + cascade.touched).prefix(12).compactMap { try tag(of: $0, reader) })
                })
        }
    }

    private func groups(_ groups: [HandOverView.Group], _ reader: Reader, by viewer: Viewer) throws -> [HandOverPage.Group] {
        try groups.map { HandOverPage.Group(measure: $0.measure, count: $0.count, items: try items($0.rows, reader, by: viewer)) }
    }

    private func lines(_ records: [FactRecord], _ reader: Reader) throws -> [HandOverPage.Line] {
        try records.prefix(100).compactMap { record in
            guard let person = record.subject.person, let tag = try tag(of: person, reader) else { return nil }
            return HandOverPage.Line(person: tag, at: record.knownAt, fact: record.fact)
        }
    }

    /// Visits gathered by where they lead: the site, or the household's territory.
    private func doors(_ visits: [WorklistRow], _ reader: Reader, by viewer: Viewer) throws -> [HandOverPage.Door] {
        var order: [String] = []
        var doors: [String: HandOverPage.Door] = [:]
        for (row, item) in zip(visits, try visits.map { try items([$0], reader, by: viewer).first }) {
            guard let item, let subject = item.subject else { continue }
            let listing = try reader.listing(of: subject.id)
            let place = listing?.control?.territory(else: listing?.residence) ?? row.duty.territory
            let site = [listing?.control?.site, listing?.control?.room].compactMap(\.self).joined(separator: " · ")
            // Without a written place every person is a door of their own.
            let key = site.isEmpty ? "\(place.digits) \(subject.id.rawValue)" : "\(place.digits) \(site)"
            if doors[key] == nil { order.append(key) }
            var door = doors[key] ?? HandOverPage.Door(place: names[place], address: site, people: [], tasks: [])
            if !door.people.contains(where: { $0.id == subject.id }) { door.people.append(subject) }
            door.tasks.append(item)
            doors[key] = door
        }
        return order.sorted().compactMap { doors[$0] }
    }
}

extension Listing.Control {
    /// A home is where its resident lives; of a site the list does not say.
    fileprivate func territory(else residence: TerritoryCode?) -> TerritoryCode? {
        mode <= .homeIsolation ? residence : nil
    }
}
