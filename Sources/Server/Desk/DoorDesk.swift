import Foundation
import Operations
import Register
import Storage
import Vocabulary

/// What the open page behind a place code asks, and what it records; and what a zone would do, before it is set.
extension OperationsDesk {
    /// The name of an open place, as it stands over its door; nil for no such place.
    func door(_ number: Int64) async throws -> String? {
        let subject = Subject.place(Reference(rawValue: number))
        return try await operations.store.read(.systemUnrestricted) { reader in
            guard let row = try reader.thing(subject), row.standing.state != "withdrawn" else { return nil }
            return row.standing.label
        }
    }

    /// Lets someone in or out. Who is not in the register yet is registered: they can be found if a case was there.
    func passDoor(_ number: Int64, name: String, phone: String, isEntering: Bool) async throws -> DoorPassage {
        let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
        let digits = phone.filter { !$0.isWhitespace && $0 != "-" }
        guard !name.isEmpty, name.utf8.count <= 120, (7...15).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
            return .refused
        }
        let place = Reference<Place>(rawValue: number)
        try await operations.perform(as: .systemUnrestricted("place code")) { filing in
            guard let row = try filing.writer.thing(.place(place)) else { throw OperationError.notFound }
            let person = try filing.person(Identity(name: name, phones: [digits]), Person(residence: row.standing.territory)).id
            try filing.passDoor(of: place, person, isEntering: isEntering, at: filing.now)
        }
        await live.publish([.subject(.place(place))])
        return isEntering ? .entered : .left
    }

    /// Up to how many residents a preview names.
    private static let namedResidents = 200

    /// What a zone of this level over these territories would do; nil where the viewer does not hold them.
    func zoneImpact(_ viewer: Viewer, _ level: ZoneLevel, _ members: [TerritoryCode]) async throws -> ThingPanel? {
        guard !members.isEmpty, members.allSatisfy(viewer.covers) else { return nil }
        let impact = try await operations.zoneImpact(level, over: members, scope: scope(of: viewer))
        var panel = impactPanel(impact)
        // Of a city nobody reads the names.
        if impact.known <= Self.namedResidents {
            panel.people = try await read(viewer) { reader in try reader.residents(of: members).compactMap { try tag(of: $0, reader) } }
        }
        return panel
    }
}
