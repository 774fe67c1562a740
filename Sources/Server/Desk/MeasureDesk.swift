import Obligations
import Operations
import Register
import Storage
import Vocabulary

/// One measure of a territory, and the duties behind its figures.
extension OperationsDesk {
    func course(_ viewer: Viewer, _ lens: Lens, _ measure: Measure) async throws -> MeasureCourse {
        guard viewer.covers(lens.territory) else { throw Refusal.notFound }
        return try await operations.course(of: measure, in: lens.territory, scope: scope(of: viewer), asOf: lens.asOf)
    }

    func duties(
        _ viewer: Viewer, _ lens: Lens, _ measure: Measure, _ counted: CountedDuties, after last: Int64?
    ) async throws -> MeasureDutiesPage.Content {
        let moment = lens.asOf ?? now
        return try await read(viewer) { reader in
            let found = try reader.duties(
                of: measure, in: lens.territory, counted: counted, at: moment, after: last.map(PersonID.init(rawValue:)))
            var people: [PersonID: PersonTag?] = [:]
            let items = try found.rows.compactMap { row -> ObligationItem? in
                let view = try reader.explain(row.obligation, policies: operations.policies)
                guard let person = row.subject.person else {
                    return try thingTag(of: row.subject, reader).map { item(view, subject: nil, thing: $0, by: viewer) }
                }
                if people[person] == nil { people[person] = try tag(of: person, reader) }
                return (people[person] ?? nil).map { item(view, subject: $0) }
            }
            return MeasureDutiesPage.Content(
                measure: measure, territory: names[lens.territory], counted: counted, items: items, next: found.next?.rawValue)
        }
    }
}
