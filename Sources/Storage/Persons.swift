import Foundation
import GRDB
import Register
import Vocabulary

/// Why, and until when, the people of a territory may see a person.
public struct PersonLink: Hashable, Sendable {
    /// Why.
    public var kind: Kind
    /// Whose territory: it and those above it see the person.
    public var territory: TerritoryCode
    /// When it ends, by the operating clock; nil while nothing ends it.
    public var until: Instant?

    /// The bonds between a person and a territory.
    public enum Kind: String, CaseIterable, Sendable {
        case residence, location, controlSite, obligation, assistance
    }

    /// A link from its parts.
    public init(kind: Kind, territory: TerritoryCode, until: Instant? = nil) {
        self.kind = kind
        self.territory = territory
        self.until = until
    }
}

private enum Query {
    static let links = "SELECT territory, kind, until FROM person_territory WHERE person = ?"
    static let setLink = """
        INSERT INTO person_territory (person, territory, kind, until) VALUES (?, ?, ?, ?)
        ON CONFLICT (person, territory, kind) DO UPDATE SET until = excluded.until
        """
    static let insertLink = Insertion(into: "person_territory (person, territory, kind, until)", columns: 4, or: .fail)
    static let removeLink = "DELETE FROM person_territory WHERE person = ? AND territory = ? AND kind = ?"
    static let newPerson = "INSERT INTO person (id, created_at) VALUES (?, ?)"
    static let persons = "SELECT id FROM person WHERE id > ? ORDER BY id LIMIT ?"
    static let personCount = "SELECT count(*) FROM person"
}

extension Reader {
    /// Whether the scope sees the person.
    public func canSee(_ person: PersonID) throws -> Bool {
        if scope.isUnrestricted || visible.contains(person) { return true }
        let isLinked = try links(storedOf: person).contains { link in
            link.until.map { $0 > scope.moment } ?? true && scope.territories.contains { $0.contains(link.territory) }
        }
        if isLinked { visible.insert(person) }
        return isLinked
    }

    /// Goes on only if the scope sees the person.
    func requireVisible(_ person: PersonID) throws {
        if try !canSee(person) { throw StoreError.outsideScope }
    }

    /// The territories that see a person, and why.
    public func links(of person: PersonID) throws -> [PersonLink] {
        try requireVisible(person)
        return try links(storedOf: person)
    }

    /// Persons visible in the scope, by number, from the one after `last`: for work that goes through everyone.
    public func persons(after last: PersonID? = nil, limit: Int) throws -> [PersonID] {
        guard !scope.isUnrestricted else {
            return try database.rows(Query.persons, [last?.rawValue ?? 0, limit]).map { PersonID(rawValue: try $0.value(0)) }
        }
        let (condition, parameters) = visibility(of: "person.id")
        return try database.rows(
            "SELECT id FROM person WHERE id > ? AND \(condition) ORDER BY id LIMIT ?", [last?.rawValue ?? 0] + parameters + [limit]
        ).map { PersonID(rawValue: try $0.value(0)) }
    }

    /// How many persons are registered, anywhere.
    public func personCount() throws -> Int {
        Int(try database.number(Query.personCount) ?? 0)
    }

    fileprivate func links(storedOf person: PersonID) throws -> [PersonLink] {
        // Nothing is gathered of a person whose links were not set.
        let isGathered = (self as? Writer)?.linked.contains(person) ?? false
        return try (isGathered ? database : connection).rows(Query.links, [person.rawValue]).map {
            PersonLink(kind: try $0.word(1), territory: try $0.territory(0), until: try $0.optionalInstant(2))
        }
    }

    /// A condition of SQL that holds for persons visible in the scope, `column` being their number; with its parameters.
    func visibility(of column: String) -> (sql: String, parameters: [Parameter]) {
        if scope.isUnrestricted { return ("1 = 1", []) }
        if scope.territories.isEmpty { return ("1 = 0", []) }
        let ranges = scope.territories.map { _ in "(link.territory >= ? AND link.territory < ?)" }.joined(separator: " OR ")
        return (
            """
            EXISTS (SELECT 1 FROM person_territory AS link
                    WHERE link.person = \(column) AND (link.until IS NULL OR link.until > ?) AND (\(ranges)))
            """,
            [scope.moment.milliseconds] + scope.territories.flatMap { [$0.digits, $0.upperBound] as [Parameter] }
        )
    }
}

extension Writer {
    /// Registers a person without identity; `newPerson(_:birthDate:pinyin:)` registers one with.
    func registerPerson() throws -> PersonID {
        let person = PersonID(rawValue: counters.person)
        try connection.put(Query.newPerson) { row in
            try row.bind(person.rawValue)
            try row.bind(trueTime.milliseconds)
        }
        counters.person += 1
        created.insert(person)
        visible.insert(person)
        account.note("person.registered")
        return person
    }

    /// States anew which territories see a person, and why; writes only the difference.
    ///
    /// - Complexity: one read and one statement for each link that changed.
    public func setLinks(_ links: [PersonLink], of person: PersonID) throws {
        try requireVisible(person)
        var former: [LinkKey: Instant?] = [:]
        let isFresh = created.contains(person) && !linked.contains(person)
        if !isFresh {
            for link in try self.links(storedOf: person) { former[LinkKey(link)] = .some(link.until) }
        }
        linked.insert(person)
        var isSet: [LinkKey: Instant?] = [:]
        for link in links {
            // Of two links of one kind to one territory the longer counts.
            if let other = isSet[LinkKey(link)] {
                guard let earlier = other, link.until.map({ $0 > earlier }) ?? true else { continue }
            }
            isSet[LinkKey(link)] = .some(link.until)
        }
        if isFresh {
            gathered.add(isSet.map { PersonLink(kind: $0.key.kind, territory: $0.key.territory, until: $0.value) }, of: person)
            try writeIfMany()
        } else {
            try database.put(Query.setLink, isSet.filter { former[$0.key] != .some($0.value) }) { link, row in
                try row.bind(person.rawValue)
                try row.bind(link.key.territory.digits)
                try row.bind(link.key.kind.rawValue)
                try row.bind(link.value?.milliseconds)
            }
            for key in former.keys where isSet[key] == nil {
                try database.run(Query.removeLink, [person.rawValue, key.territory.digits, key.kind.rawValue])
            }
        }
        account.note("person.linked")
    }

    /// Writes who sees newly registered persons.
    func write(_ links: [(person: PersonID, link: PersonLink)]) throws {
        try connection.put(Query.insertLink, links) { entry, row in
            try row.bind(entry.person.rawValue)
            try row.bind(entry.link.territory.digits)
            try row.bind(entry.link.kind.rawValue)
            try row.bind(entry.link.until?.milliseconds)
        }
    }

    private struct LinkKey: Hashable {
        let kind: PersonLink.Kind
        let territory: TerritoryCode

        init(_ link: PersonLink) {
            kind = link.kind
            territory = link.territory
        }
    }
}
