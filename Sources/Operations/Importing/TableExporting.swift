import Exchange
import Foundation
import Register
import Storage
import Vocabulary

/// Which rows are exported, and for what.
public struct ExportRequest: Sendable {
    /// What the rows are about.
    public var kind: TableKind
    /// Where the duty for the people lies.
    public var territory: TerritoryCode?
    /// Headers and choices in this language.
    public var language: TableLanguage
    /// For what whole identities leave the register; recorded in the audit for each person.
    public var purpose: String

    /// From its parts.
    public init(kind: TableKind, territory: TerritoryCode? = nil, language: TableLanguage = .chinese, purpose: String) {
        self.kind = kind
        self.territory = territory
        self.language = language
        self.purpose = purpose
    }
}

extension Operations {
    /// Writes the rows of a kind as a file that imports back to the same facts, piece by piece, a few hundred people at a time.
    ///
    /// Whole identities leave the register: each is recorded with the purpose.
    ///
    /// - Returns: How many rows were written.
    public func exportTable(_ request: ExportRequest, as author: Author, to output: @escaping @Sendable ([UInt8]) throws -> Void) async throws -> Int
    {
        let writer = TableWriter(request.kind, language: request.language, zone: policies.zone)
        let now = clock.now
        try output(writer.beginning())
        var last: PersonID?
        var count = 0
        while true {
            let after = last
            let step = try await store.write(author) { register -> ExportStep in
                let people = try register.persons(after: after, limit: 400)
                var step = ExportStep(last: people.last)
                for person in people {
                    if let territory = request.territory, try register.listing(of: person).map({ territory.contains($0.territory) }) != true {
                        continue
                    }
                    let dossier = Dossier(id: person, records: try register.records(of: person), asOf: now)
                    guard dossier.has(request.kind) else { continue }
                    let exported = try register.exported(person, purpose: request.purpose)
                    let rows = dossier.rows(of: request.kind, person: exported) { index in
                        (try? register.exported(index, purpose: request.purpose)).map { ImportPerson($0).reference }
                    }
                    for row in rows { writer.append(row, to: &step.bytes) }
                    step.rows += rows.count
                }
                return step
            }
            guard let reached = step.last else { return count }
            if !step.bytes.isEmpty { try output(step.bytes) }
            count += step.rows
            last = reached
        }
    }
}

private struct ExportStep: Sendable {
    var last: PersonID?
    var bytes: [UInt8] = []
    var rows = 0
}

extension Dossier {
    /// Whether there are rows of a kind about the person.
    fileprivate func has(_ kind: TableKind) -> Bool {
        switch kind {
        case .cases: !cases.isEmpty
        case .contacts, .exposures: !exposures.isEmpty
        case .tests: !specimens.isEmpty
        case .arrivals: !arrivals.isEmpty
        case .stays: !stays.isEmpty
        case .posts: !posts.isEmpty
        case .vaccinations: !vaccinations.isEmpty
        }
    }
}

extension Writer {
    /// A person as files name one. Who came from a file that named nobody has the file's number for a name.
    fileprivate func exported(_ person: PersonID, purpose: String) throws -> ExportedPerson {
        let identity = try reveal(person, purpose: purpose)
        let isNamed = identity.documentNumber != nil || !identity.phones.isEmpty
        return ExportedPerson(identity: identity, isNamed: isNamed, number: isNamed ? nil : identity.name)
    }
}

extension ImportPerson {
    fileprivate init(_ exported: ExportedPerson) {
        self.init(number: exported.number, identity: exported.identity, isNamed: exported.isNamed)
    }
}
