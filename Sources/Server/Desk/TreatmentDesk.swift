import Obligations
import Operations
import Register
import Storage
import Vocabulary

/// Measure 3: the four alls and the four earlies of a territory.
extension OperationsDesk {
    func treatment(_ viewer: Viewer, _ lens: Lens) async throws -> TreatmentPage.Content {
        guard viewer.covers(lens.territory) else { throw Refusal.notFound }
        let scope = scope(of: viewer)
        let alls = try await operations.fourAlls(of: lens.territory, scope: scope)
        let earlies = try await operations.careTimes(of: lens.territory, scope: scope)
        let nosocomial = try await operations.nosocomial(in: lens.territory, scope: scope)
        let late = Set(nosocomial.lines.map(\.person)).union(earlies.earlies.flatMap { $0.late.prefix(TreatmentPage.longest).map(\.person) })
        let maySee = viewer.permissions.contains(.viewPerson)
        return try await read(viewer) { reader in
            var people: [PersonID: PersonTag] = [:]
            if maySee { for person in late { people[person] = try tag(of: person, reader) } }
            return TreatmentPage.Content(alls: alls, earlies: earlies, nosocomial: nosocomial, people: people, at: alls.at)
        }
    }

    /// Who of a group is missing; nil for a group the policy does not ask.
    func missing(_ viewer: Viewer, _ lens: Lens, _ ask: FourAlls.Ask, _ group: String) async throws -> MissingPage.Content? {
        guard viewer.covers(lens.territory) else { throw Refusal.notFound }
        guard let found = try await operations.missing(ask, group, in: lens.territory, scope: scope(of: viewer)) else { return nil }
        return try await read(viewer) { reader in
            let rows = try found.rows.compactMap { missing -> MissingPage.Row? in
                guard let tag = try tag(of: missing.person, reader) else { return nil }
                let duty = try missing.rule.flatMap { rule in
                    try reader.obligations(of: .person(missing.person)).first {
                        $0.id.rule == rule && ($0.due == missing.since || $0.closes == missing.since)
                    }
                }
                return MissingPage.Row(person: tag, since: missing.since, what: duty.map { Explanation(of: $0, zone: zone).what })
            }
            return MissingPage.Content(ask: ask, group: group, rows: rows, count: found.count)
        }
    }
}
