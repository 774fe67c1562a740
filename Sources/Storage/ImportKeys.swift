import Foundation
import GRDB
import Register

/// What an import said before about a thing of a person.
public struct ImportedThing: Hashable, Sendable {
    /// The digest of what was said.
    public var content: Data
    /// The first entry about the thing in the register.
    public var entity: Int64

    /// From its parts.
    public init(content: Data, entity: Int64) {
        self.content = content
        self.entity = entity
    }
}

private enum Query {
    static let number = "SELECT person FROM external_number WHERE token = ?"
    static let setNumber = "INSERT INTO external_number (token, person) VALUES (?, ?) ON CONFLICT (token) DO NOTHING"
    static let removeNumbers = "DELETE FROM external_number WHERE person = ?"
    static let thing = "SELECT content, entity FROM import_key WHERE person = ? AND thing = ?"
    static let setThing = """
        INSERT INTO import_key (person, thing, content, entity) VALUES (?, ?, ?, ?)
        ON CONFLICT (person, thing) DO UPDATE SET content = excluded.content, entity = excluded.entity
        """
}

extension Reader {
    /// The person **anywhere** whom the files of a source call by this number; see `matchCandidates(document:)`.
    public func matchCandidate(number: String, of source: String) throws -> PersonID? {
        try connection.number(Query.number, [token(number, source)]).map(PersonID.init(rawValue:))
    }

    /// What an import said before about a thing of a person; nil if none did.
    public func importedThing(_ thing: Data, of person: PersonID) throws -> ImportedThing? {
        try connection.row(Query.thing, [person.rawValue, thing]).map { ImportedThing(content: try $0.value(0), entity: try $0.value(1)) }
    }

    fileprivate func token(_ number: String, _ source: String) -> Data {
        let text = "\(source)\u{0}\(number)"
        return keys.token(of: [8] + Array(text.utf8), count: 16)
    }
}

extension Writer {
    /// Remembers by which number the files of a source call a person.
    public func setExternalNumber(_ number: String, of source: String, person: PersonID) throws {
        try connection.run(Query.setNumber, [token(number, source), person.rawValue])
    }

    /// Remembers what an import said about a thing of a person.
    public func setImported(_ imported: ImportedThing, _ thing: Data, of person: PersonID) throws {
        try connection.put(Query.setThing) { row in
            try row.bind(person.rawValue)
            try row.bind(thing)
            try row.bind(imported.content)
            try row.bind(imported.entity)
        }
    }

    /// Forgets by which numbers files call a person.
    func removeExternalNumbers(of person: PersonID) throws {
        try connection.run(Query.removeNumbers, [person.rawValue])
    }
}
