import GRDB
import Register
import Vocabulary

/// What accounts of contacts ask of a person, without anything that could be shown: read for thousands at once.
public struct ContactSketch: Hashable, Sendable {
    /// Where the duty for the person lies.
    public let territory: TerritoryCode
    /// Where the person is known to be, or else lives.
    public let home: TerritoryCode
    /// How near, if a contact.
    public let degree: ContactDegree?
    /// Whether a case that was not ruled out.
    public let isCase: Bool
    /// How the illness ended, if it did.
    public let outcome: CaseOutcome?
    /// How the person is held or watched now.
    public let control: ControlMode?
    /// Whether it is known in which hospital, site or home.
    public let hasSite: Bool
    /// Whether document or telephone are known.
    public let isIdentified: Bool
}

extension Reader {
    /// The sketches of persons; whoever has no listing is left out. Numbers of everybody a territory answers for: the scope must be unrestricted.
    ///
    /// - Complexity: one statement for each 500 persons.
    public func sketches(of persons: some Collection<PersonID>) throws -> [PersonID: ContactSketch] {
        guard scope.isUnrestricted else { throw StoreError.outsideScope }
        var found: [PersonID: ContactSketch] = [:]
        found.reserveCapacity(persons.count)
        for chunk in persons.map(\.rawValue).chunks(of: 500) {
            let rows = try database.rows(
                """
                SELECT l.person, l.territory, l.residence, l.degree, l.case_kind, l.excluded, l.outcome, l.control, l.site IS NOT NULL,
                    i.masked_document IS NOT NULL OR i.masked_phone IS NOT NULL,
                    (SELECT min(p.territory) FROM person_territory AS p WHERE p.person = l.person AND p.kind = 'location')
                FROM listing AS l LEFT JOIN identity AS i ON i.person = l.person WHERE l.person IN (\(Reader.places(chunk.count)))
                """, chunk.map { $0 })
            for row in rows {
                let infection = try row.optional(4, as: String.self)
                found[PersonID(rawValue: try row.value(0))] = ContactSketch(
                    territory: try row.territory(1), home: try row.optional(10, as: String.self).flatMap { TerritoryCode($0) } ?? row.territory(2),
                    degree: try row.optionalWord(3), isCase: try infection != nil && row.optional(5, as: Int.self) != 1,
                    outcome: try row.optionalWord(6), control: try row.optionalWord(7), hasSite: try row.value(8), isIdentified: try row.value(9))
            }
        }
        return found
    }

    /// Whom records exposed, each pair once, merged records read as the person they are of, whether or not the exposure is still in force.
    /// The scope must be unrestricted.
    ///
    /// - Complexity: one statement for each 500 persons, more where anybody was merged.
    public func contacts(exposedToAny persons: some Collection<PersonID>) throws -> [PersonID: [PersonID]] {
        guard scope.isUnrestricted else { throw StoreError.outsideScope }
        guard try !hasMerges() else {
            return Dictionary(uniqueKeysWithValues: try Set(persons).map { ($0, try contacts(exposedTo: $0)) })
        }
        var found: [PersonID: [PersonID]] = [:]
        for chunk in persons.map(\.rawValue).chunks(of: 500) {
            let rows = try database.rows(
                "SELECT DISTINCT index_person, subject FROM fact WHERE index_person IN (\(Reader.places(chunk.count))) ORDER BY index_person, subject",
                chunk.map { $0 })
            for row in rows { found[PersonID(rawValue: try row.value(0)), default: []].append(PersonID(rawValue: try row.value(1))) }
        }
        return found
    }

    /// The numbers of everyone on a list of a territory. The scope must be unrestricted.
    public func everyone(on kind: ListKind, of territory: TerritoryCode) throws -> [PersonID] {
        guard scope.isUnrestricted else { throw StoreError.outsideScope }
        let level = min(territory.level, .township)
        return try database.rows(
            "SELECT person, territory FROM roll WHERE \(level.column) = ? AND kind = ? ORDER BY person", [territory.number(at: level), kind.rawValue]
        ).compactMap { row in
            try territory.contains(row.territory(1)) ? PersonID(rawValue: try row.value(0)) : nil
        }
    }

    private static func places(_ count: Int) -> String { Array(repeating: "?", count: count).joined(separator: ", ") }
}

extension Array {
    fileprivate func chunks(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
