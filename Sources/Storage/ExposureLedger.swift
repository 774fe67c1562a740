import GRDB
import Register
import Vocabulary

/// That somebody was exposed to somebody, as now in force, in the few words that counting thousands of them asks for.
public struct ExposureLine: Hashable, Sendable {
    /// Who was exposed to.
    public let index: PersonID
    /// Who was exposed.
    public let person: PersonID
    /// The last day of it.
    public let last: CivilDate
    /// How near it was judged.
    public let nearness: ContactDegree
    /// Where and how they met.
    public let setting: ContactSetting
}

private enum Query {
    static let set = """
        INSERT INTO exposure (id, index_person, person, at, known_at, last, nearness, setting, is_described) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET index_person = excluded.index_person, at = excluded.at, known_at = excluded.known_at, last = excluded.last,
            nearness = excluded.nearness, setting = excluded.setting, is_described = excluded.is_described
        """
    static let remove = "DELETE FROM exposure WHERE id = ?"
    static func meetings(_ visibility: String) -> String {
        "SELECT person, last, nearness, setting, \(visibility) FROM exposure WHERE index_person = ? ORDER BY at, id"
    }
    static let mergers = "SELECT person FROM merged"
}

extension Reader {
    /// Whom each of these persons met, by the exposures in force, of those the scope sees, by time, with how many more it does not see; merged records
    /// read as the person they are of.
    ///
    /// - Complexity: one range of an index a person.
    public func meetings(with persons: some Sequence<PersonID>) throws -> (seen: [PersonID: [ExposureLine]], hidden: Int) {
        let (condition, parameters) = visibility(of: "exposure.person")
        let sql = Query.meetings(condition)
        let bearers = try bearersOfMerged()
        var seen: [PersonID: [ExposureLine]] = [:]
        var hidden = 0
        for person in persons {
            let records = bearers.isEmpty ? [person] : try [person] + recordsMerged(into: person).map(\.person)
            var meetings: [ExposureLine] = []
            var unseen: Set<PersonID> = []
            for record in records {
                try database.forEach(sql, parameters + [record.rawValue]) { row in
                    let other = PersonID(rawValue: try row.value(0))
                    let met = bearers[other] ?? other
                    guard met != person else { return }
                    guard try row.value(4, as: Bool.self) else {
                        unseen.insert(met)
                        return
                    }
                    meetings.append(
                        ExposureLine(
                            index: person, person: met, last: CivilDate(daysSinceEpoch: try row.value(1)), nearness: try row.word(2),
                            setting: try row.word(3)))
                }
            }
            if !meetings.isEmpty { seen[person] = meetings }
            hidden += unseen.count
        }
        return (seen, hidden)
    }

    /// The person each record that gave way stands for now; empty where nobody was merged.
    func bearersOfMerged() throws -> [PersonID: PersonID] {
        guard try hasMerges() else { return [:] }
        var bearers: [PersonID: PersonID] = [:]
        for row in try database.rows(Query.mergers) {
            let person = PersonID(rawValue: try row.value(0))
            bearers[person] = try bearer(of: person)
        }
        return bearers
    }
}

extension Database {
    /// Notes what a fact says of an exposure; other facts are passed over. Revisions come in the order of their numbers.
    func noteExposure(_ record: FactRecord) throws {
        guard record.fact.kind == .exposure, record.subject.person != nil else { return }
        if let row = Database.exposureRow(record) { try run(Query.set, row) } else { try run(Query.remove, [record.entity]) }
    }

    /// The row of an exposure; nil where it was withdrawn.
    static func exposureRow(_ record: FactRecord) -> [Parameter]? {
        guard case .exposure(let exposure) = record.fact, let person = record.subject.person, !record.isWithdrawn else { return nil }
        return [
            record.entity, exposure.index.rawValue, person.rawValue, record.happenedAt.milliseconds, record.knownAt.milliseconds,
            exposure.last.daysSinceEpoch, exposure.nearness.rawValue, exposure.setting.rawValue,
            exposure.setting != .other || exposure.circumstance != nil ? 1 : 0,
        ]
    }
}
