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

extension ContactSketch {
    /// The columns, in the order in which `init(_:)` reads them; all but the last two stand in the index of contacts and cases.
    fileprivate static let columns = """
        listing.territory, listing.residence, listing.degree, listing.case_kind IS NOT NULL AND coalesce(listing.excluded, 0) <> 1, listing.outcome,
        listing.control, listing.site IS NOT NULL, listing.person,
        (SELECT min(link.territory) FROM person_territory AS link WHERE link.person = listing.person AND link.kind = 'location')
        """

    /// Contacts and cases are what sketches are of: the very words of their index.
    fileprivate static let isOne = "(listing.degree IS NOT NULL OR listing.case_kind IS NOT NULL)"

    fileprivate init(_ row: Row, isIdentified: Bool) throws {
        self.init(
            territory: try row.territory(0), home: try row.optional(8, as: String.self).flatMap { TerritoryCode($0) } ?? row.territory(1),
            degree: try row.optionalWord(2), isCase: try row.value(3), outcome: try row.optionalWord(4), control: try row.optionalWord(5),
            hasSite: try row.value(6), isIdentified: isIdentified)
    }
}

extension Reader {
    /// The sketches of those among persons who are contacts or cases. Numbers of everybody a territory answers for: the scope must be unrestricted.
    ///
    /// - Complexity: one statement for each 500 persons.
    public func sketches(of persons: some Collection<PersonID>) throws -> [PersonID: ContactSketch] {
        var found: [PersonID: ContactSketch] = [:]
        for chunk in persons.map(\.rawValue).chunks(of: 500) {
            try addSketches("listing.person IN (\(Reader.places(chunk.count)))", chunk.map { $0 }, to: &found)
        }
        return found
    }

    /// The sketches of every contact and case whose duty lies in a territory. The scope must be unrestricted.
    ///
    /// - Complexity: one walk over the index of contacts and cases.
    public func sketches(in territory: TerritoryCode) throws -> [PersonID: ContactSketch] {
        var found: [PersonID: ContactSketch] = [:]
        try addSketches("listing.territory >= ? AND listing.territory < ?", [territory.digits, territory.upperBound], to: &found)
        return found
    }

    private func addSketches(_ condition: String, _ parameters: [Parameter], to found: inout [PersonID: ContactSketch]) throws {
        guard scope.isUnrestricted else { throw StoreError.outsideScope }
        let sql = "SELECT \(ContactSketch.columns) FROM listing WHERE \(condition) AND \(ContactSketch.isOne)"
        let unidentified = try unidentified()
        try database.forEach(sql, parameters) { row in
            let person = PersonID(rawValue: try row.value(7))
            found[person] = try ContactSketch(row, isIdentified: !unidentified.contains(person))
        }
    }

    /// Of whom neither document nor telephone are known.
    private func unidentified() throws -> Set<PersonID> {
        if let known = knownUnidentified { return known }
        var persons: Set<PersonID> = []
        try database.forEach("SELECT person FROM identity WHERE masked_document IS NULL AND masked_phone IS NULL") {
            persons.insert(PersonID(rawValue: try $0.value(0)))
        }
        knownUnidentified = persons
        return persons
    }

    /// Whom records exposed, each pair once, merged records read as the person they are of, whether or not the exposure is still in force.
    /// The scope must be unrestricted.
    ///
    /// - Complexity: one statement for each 500 persons who have any, more where anybody was merged.
    public func contacts(exposedToAny persons: some Collection<PersonID>) throws -> [PersonID: [PersonID]] {
        guard scope.isUnrestricted else { throw StoreError.outsideScope }
        guard try !hasMerges() else {
            return Dictionary(uniqueKeysWithValues: try Set(persons).map { ($0, try contacts(exposedTo: $0)) })
        }
        // Few of many have any: most contacts met nobody.
        let known = persons.count > 5000 ? try Set(everyoneMet()) : nil
        var found: [PersonID: [PersonID]] = [:]
        for chunk in persons.filter({ known?.contains($0) ?? true }).map(\.rawValue).chunks(of: 500) {
            let sql =
                "SELECT DISTINCT index_person, subject FROM fact WHERE index_person IN (\(Reader.places(chunk.count))) ORDER BY index_person, subject"
            try database.forEach(sql, chunk.map { $0 }) { row in
                found[PersonID(rawValue: try row.value(0)), default: []].append(PersonID(rawValue: try row.value(1)))
            }
        }
        return found
    }

    /// Everyone whom an entry says somebody was exposed to.
    ///
    /// - Complexity: one look-up for each.
    private func everyoneMet() throws -> [PersonID] {
        try database.rows(
            """
            WITH RECURSIVE met (person) AS (
                SELECT min(index_person) FROM fact WHERE index_person IS NOT NULL
                UNION ALL SELECT (SELECT min(index_person) FROM fact WHERE index_person > met.person) FROM met WHERE met.person IS NOT NULL)
            SELECT person FROM met WHERE person IS NOT NULL
            """
        ).map { PersonID(rawValue: try $0.value(0)) }
    }

    static func places(_ count: Int) -> String { Array(repeating: "?", count: count).joined(separator: ", ") }
}

extension Array {
    func chunks(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
