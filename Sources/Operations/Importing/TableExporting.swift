import Exchange
import Foundation
import Register
import Storage
import Vocabulary

/// Which rows are exported, and for what.
public struct ExportRequest: Sendable {
    /// What the rows are about.
    public var kind: TableKind
    /// The format of the file.
    public var format: TableFormat
    /// Where the duty for the people lies.
    public var territory: TerritoryCode?
    /// Headers and choices in this language.
    public var language: TableLanguage
    /// For what whole identities leave the register; recorded in the audit for each person. Nil leaves people masked, which only bundles of
    /// resources can be.
    public var purpose: String?

    /// From its parts.
    public init(
        kind: TableKind, format: TableFormat = .csv, territory: TerritoryCode? = nil, language: TableLanguage = .chinese, purpose: String?
    ) {
        self.kind = kind
        self.format = format
        self.territory = territory
        self.language = language
        self.purpose = purpose
    }
}

extension Operations {
    /// Writes the rows of a kind as a file, piece by piece, a few hundred people at a time; a table imports back to the same facts.
    ///
    /// Whole identities leave the register: each is recorded with the purpose.
    ///
    /// - Returns: How many rows were written.
    /// - Throws: `OperationError.unknown` where the format has nothing for the kind, `StoreError.purposeMissing`.
    public func exportTable(_ request: ExportRequest, as author: Author, to output: @escaping @Sendable ([UInt8]) throws -> Void) async throws -> Int
    {
        var file = try file(for: request)
        try output(file.beginning())
        let count =
            switch request.kind {
            case .places: try await exportPlaces(request, as: author, into: &file, output)
            case .counts: try await exportCounts(request, as: author, into: &file, output)
            default: try await exportPersons(request, as: author, into: &file, output)
            }
        var end: [UInt8] = []
        file.finish(&end)
        if !end.isEmpty { try output(end) }
        return count
    }

    private func file(for request: ExportRequest) throws -> TableFile {
        let writer = TableWriter(request.kind, language: request.language, zone: policies.zone)
        guard request.purpose != nil || request.format == .fhir || !request.kind.isAboutPersons else { throw StoreError.purposeMissing }
        switch request.format {
        case .csv: return TableFile(csv: writer)
        case .xlsx: return TableFile(xlsx: writer)
        case .fhir:
            guard ResourceBundle.kinds.contains(request.kind) else {
                throw OperationError.unknown(request.kind.rawValue, accepted: ResourceBundle.kinds.map(\.rawValue))
            }
            return TableFile(
                fhir: .init(
                    language: request.language, zone: policies.zone, disease: try policies.edition(at: clock.now, in: policies.root).disease.name,
                    register: policies.root.digits, isMasked: request.purpose == nil))
        }
    }

    private func exportPersons(
        _ request: ExportRequest, as author: Author, into file: inout TableFile, _ output: @escaping @Sendable ([UInt8]) throws -> Void
    ) async throws -> Int {
        let now = clock.now
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
                    let rows = try register.rows(of: request.kind, about: person, purpose: request.purpose, asOf: now)
                    step.rows += rows.map { (person, $0) }
                }
                return step
            }
            guard let reached = step.last else { return count }
            var bytes: [UInt8] = []
            for (person, row) in step.rows { file.append(row, about: person, to: &bytes) }
            if !bytes.isEmpty { try output(bytes) }
            count += step.rows.count
            last = reached
        }
    }

    /// Writes the places of a territory, newest first; they hold no identity.
    private func exportPlaces(
        _ request: ExportRequest, as author: Author, into file: inout TableFile, _ output: @escaping @Sendable ([UInt8]) throws -> Void
    ) async throws -> Int {
        var query = ThingListQuery(kind: .place, territory: request.territory ?? policies.root, limit: 400, countCap: 0)
        var count = 0
        while true {
            let asked = query
            let (facts, next) = try await store.read(author.scope) { reader in
                let page = try reader.things(asked)
                return (try page.rows.compactMap { try reader.placeFact($0.subject) }, page.next)
            }
            var bytes: [UInt8] = []
            for fact in facts { file.append(ImportRow(person: nil, facts: [fact]), about: nil, to: &bytes) }
            if !bytes.isEmpty { try output(bytes) }
            count += facts.count
            guard let next else { return count }
            query.after = next
        }
    }
}

extension Operations {
    /// Writes what the sentinels of a territory counted; they name nobody.
    private func exportCounts(
        _ request: ExportRequest, as author: Author, into file: inout TableFile, _ output: @escaping @Sendable ([UInt8]) throws -> Void
    ) async throws -> Int {
        let (territory, now) = (request.territory ?? policies.root, clock.now)
        let counts = try await store.read(author.scope) { try $0.sentinelCounts(in: territory, from: CivilDate(daysSinceEpoch: 0), asOf: now) }
        for start in stride(from: 0, to: counts.count, by: 4000) {
            var bytes: [UInt8] = []
            for count in counts[start..<min(start + 4000, counts.count)] {
                file.append(ImportRow(person: nil, facts: [], count: count), about: nil, to: &bytes)
            }
            try output(bytes)
        }
        return counts.count
    }
}

extension Reader {
    /// A place as a file describes it.
    fileprivate func placeFact(_ subject: Subject) throws -> ImportFact? {
        guard let record = try records(ofEntity: subject.number).last?.record, !record.isWithdrawn, let place = Place.value(in: record.fact) else {
            return nil
        }
        let reference = PlaceReference(number: subject.number, name: place.name, territory: place.territory)
        return ImportFact(.place(place), link: .place(reference), happenedAt: record.happenedAt, knownAt: record.happenedAt)
    }

    /// The visits of a person to places that the scope sees.
    fileprivate func visitFacts(of person: PersonID) throws -> [ImportFact] {
        try visits(of: person, from: .distantPast + .hours(48), until: .distantFuture).compactMap { place, visit in
            guard try canSee(.place(place)), let standing = try thing(.place(place))?.standing else { return nil }
            return ImportFact(
                .visit(Visit(place: Reference(rawValue: 0), until: visit.left)),
                link: .place(PlaceReference(number: place.rawValue, name: standing.label, territory: standing.territory)), happenedAt: visit.entered)
        }
    }
}

private struct ExportStep: Sendable {
    var last: PersonID?
    var rows: [(person: PersonID, row: ImportRow)] = []
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
        case .places, .visits, .counts: false
        }
    }
}

extension Writer {
    /// The rows of a kind about a person.
    fileprivate func rows(of kind: TableKind, about person: PersonID, purpose: String?, asOf now: Instant) throws -> [ImportRow] {
        let dossier = Dossier(id: person, records: try records(of: person), asOf: now)
        let visits = kind == .visits ? try visitFacts(of: person) : []
        guard dossier.has(kind) || !visits.isEmpty else { return [] }
        let exported = try exported(person, purpose: purpose)
        let rows = dossier.rows(of: kind, person: exported) { index in
            (try? self.exported(index, purpose: purpose)).map { ImportPerson($0).reference }
        }
        return rows + visits.map { ImportRow(person: dossier.described(as: exported), facts: [$0]) }
    }

    /// A person as files name one: masked without a purpose. Who came from a file that named nobody has the file's number for a name.
    private func exported(_ person: PersonID, purpose: String?) throws -> ExportedPerson {
        guard let purpose else { return ExportedPerson(identity: Identity(name: try maskedIdentity(of: person).identity.name)) }
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
