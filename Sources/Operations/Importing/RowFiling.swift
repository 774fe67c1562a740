import Exchange
import Foundation
import Register
import Storage
import Vocabulary

/// What an import must know of itself when it files a row.
struct ImportSession: Sendable {
    /// Whose numbers the file uses: a file and its companions call people by the same numbers.
    var source: String
    /// Where people live of whom the file does not say.
    var territory: TerritoryCode
    /// Whether its rows are about places, or name some.
    var isNamingPlaces: Bool
    /// Whether the person of each row is told.
    var isNamingPeople: Bool

    init(_ request: ImportRequest, root: TerritoryCode) {
        source = request.source
        territory = request.plan.context.territory ?? root
        isNamingPeople = request.isNamingPeople
        isNamingPlaces = [.places, .visits].contains(request.plan.kind)
    }
}

/// What came of a row.
enum RowOutcome: Sendable {
    case new, changed, unchanged
}

/// A row whose person and index were found, and which nothing forbids.
struct PreparedRow {
    let row: ImportRow
    let person: PersonID?
    let indices: [Int: PersonID]
    /// The place the row describes or that the person was in.
    let place: Reference<Place>?
    /// What of it was made ready before the transaction.
    var ready: ReadyRow?
}

/// What of a row can be made ready before the transaction, by any thread: tokens, and facts in their stored form.
struct ReadyRow: Sendable {
    let blind: BlindIdentity?
    let person: EncodedFact?
    /// The facts that name nobody else; nil for the others.
    let facts: [EncodedFact?]
    /// What each fact is known by.
    let keys: [(thing: ImportKey, content: ImportKey)]

    init(_ row: ImportRow, livingIn territory: TerritoryCode, _ encoding: FactEncoding, _ store: Store) {
        let description = row.person?.person(livingIn: territory)
        blind = row.person.map { store.blind($0.identity, birthDate: description?.birthDate) }
        person = description.flatMap { try? encoding.encoded(.person($0)) }
        facts = row.facts.map { fact in
            if case .none = fact.link { try? encoding.encoded(fact.fact) } else { nil }
        }
        keys = row.keys
    }

    /// So many rows are made ready at a time.
    static let step = 64
}

extension Reader {
    /// Who in the register a reference means, anywhere: by document, telephone with name, number, or a name that only one person has.
    func match(_ reference: PersonReference, source: String) throws -> PersonID? {
        if let document = reference.documentNumber, let found = try matchCandidate(document: document) { return found }
        if let phone = reference.phone, let name = reference.name, let found = try matchCandidate(phone: phone, name: name) { return found }
        if let number = reference.number, let found = try matchCandidate(number: number, of: source) { return found }
        guard let name = reference.name, reference.documentNumber == nil, reference.phone == nil, reference.number == nil else { return nil }
        let bearers = try find(by: [.name(name)], limit: 2)
        return bearers.count == 1 ? bearers[0] : nil
    }
}

extension Filing {
    /// Finds whom a row is about and checks what it says; writes nothing.
    ///
    /// - Throws: `OperationError`, the reason why the row is rejected.
    func prepare(_ row: ImportRow, _ session: ImportSession, _ places: PlaceFinder?) throws -> PreparedRow {
        let (place, row) = try places.map { try $0.placed(row, writer, policies, at: now) } ?? (nil, row)
        var indices: [Int: PersonID] = [:]
        for (position, fact) in row.facts.enumerated() {
            let known = fact.knownAt ?? now
            guard known <= now else { throw OperationError.knownInFuture(known) }
            guard moment(of: fact) <= known else { throw OperationError.notYetHappened(fact.happenedAt) }
            switch fact.link {
            case .person(let reference):
                guard let index = try writer.match(reference, source: session.source) else { throw OperationError.unknownIndex }
                indices[position] = index
            case .fact(let earlier) where row.facts.indices.contains(earlier):
                let first = row.facts[earlier]
                // Some are diagnosed after their death.
                if case .caseChange(let change) = fact.fact, case .closed = change.change { break }
                guard fact.happenedAt >= first.happenedAt else { throw OperationError.wrongOrder(earlier: first.happenedAt, later: fact.happenedAt) }
            case .fact, .place, .none: break
            }
        }
        let person = try match(row, session)
        if let person, indices.values.contains(person) { throw OperationError.exposedToSelf }
        // Nobody has the number 0: whoever is yet to be registered is in no room.
        for fact in row.facts { try requireRoom(for: fact.fact, about: .person(person ?? PersonID(rawValue: 0)), at: fact.happenedAt) }
        return PreparedRow(row: row, person: person, indices: indices, place: place)
    }

    private func match(_ row: ImportRow, _ session: ImportSession) throws -> PersonID? {
        guard let person = row.person else { return nil }
        if person.isNamed || person.identity.documentNumber != nil, let found = try match(person.identity) { return found }
        return try person.number.flatMap { try writer.matchCandidate(number: $0, of: session.source) }
    }

    /// A post that begins later is assigned now.
    private func moment(of fact: ImportFact) -> Instant {
        if case .post = fact.fact { min(fact.happenedAt, fact.knownAt ?? now) } else { fact.happenedAt }
    }

    /// Files what a prepared row says and the register does not know yet; answers what came of it and of whom it is.
    func take(_ prepared: PreparedRow, _ session: ImportSession) throws -> (RowOutcome, PersonID?) {
        try aboutAnyone {
            let row = prepared.row
            guard let described = row.person else { return (.unchanged, nil) }
            guard let known = prepared.person else {
                let earliest = row.facts.compactMap(\.knownAt).min()
                let id = try register(
                    described.identity, described.person(livingIn: session.territory), knownAt: earliest,
                    blind: prepared.ready?.blind, encoded: prepared.ready?.person)
                if let number = described.number { try writer.setExternalNumber(number, of: session.source, person: id) }
                var filing = FactFiling(filing: self, person: id, isNew: true)
                try filing.file(prepared)
                finish(with: id)
                return (.new, id)
            }
            if let number = described.number, try writer.matchCandidate(number: number, of: session.source) == nil {
                try writer.setExternalNumber(number, of: session.source, person: known)
            }
            let isCompleted = try complete(known, with: described)
            var filing = FactFiling(filing: self, person: known, isNew: false)
            try filing.file(prepared)
            return (filing.outcome == .unchanged && isCompleted ? .changed : filing.outcome, known)
        }
    }

    /// Fills in what was not known of a person; nothing known is overwritten by a file.
    private func complete(_ id: PersonID, with row: ImportPerson) throws -> Bool {
        guard row.describes else { return false }
        guard let record = try dossier(of: id).person else { return false }
        let known = record.value
        let person = known.completed(by: row)
        guard person != known else { return false }
        try revise(try current(record.id.rawValue), to: .person(person), expected: record.fact)
        return true
    }
}

/// The facts of one row being filed about one person.
private struct FactFiling {
    let filing: Filing
    let person: PersonID
    let isNew: Bool
    var outcome = RowOutcome.unchanged
    /// The number of the thing each fact of the row describes here.
    private var entities: [Int64?] = []

    init(filing: Filing, person: PersonID, isNew: Bool) {
        self.filing = filing
        self.person = person
        self.isNew = isNew
    }

    mutating func file(_ prepared: PreparedRow) throws {
        // Only finding the place changes a row after it was made ready.
        let keys = prepared.place == nil ? prepared.ready?.keys ?? prepared.row.keys : prepared.row.keys
        for (position, fact) in prepared.row.facts.enumerated() {
            if case .visit(let visit) = fact.fact {
                if let place = prepared.place {
                    outcome = try filing.noteVisit(of: person, to: place, from: fact.happenedAt, until: visit.until)
                }
                continue
            }
            var thing = Data(keys[position].thing.bytes)
            if let index = prepared.indices[position] { withUnsafeBytes(of: index.rawValue.bigEndian) { thing.append(contentsOf: $0) } }
            let content = Data(keys[position].content.bytes)
            let linked = resolved(fact, index: prepared.indices[position])
            if !isNew, let before = try filing.writer.importedThing(thing, of: person) {
                entities.append(before.entity)
                guard before.content != content else { continue }
                try revise(before.entity, to: linked, known: fact.knownAt)
                try filing.writer.setImported(ImportedThing(content: content, entity: before.entity), thing, of: person)
                continue
            }
            let entity: Int64
            if !isNew, let same = try filing.dossier(of: person).thing(meantBy: linked, at: fact.happenedAt) {
                // What people entered by hand stands; the file is taken to say the same.
                entity = same
            } else {
                entity = try add(linked, fact, prepared.ready?.facts[position])
                outcome = .new
            }
            entities.append(entity)
            try filing.writer.setImported(ImportedThing(content: content, entity: entity), thing, of: person)
        }
    }

    private func resolved(_ fact: ImportFact, index: PersonID?) -> Fact {
        if let index { return fact.fact(exposedTo: index) }
        if case .fact(let earlier) = fact.link, entities.indices.contains(earlier), let entity = entities[earlier] {
            return fact.fact(linkedTo: entity)
        }
        return fact.fact
    }

    private func add(_ fact: Fact, _ row: ImportFact, _ encoded: EncodedFact?) throws -> Int64 {
        switch fact {
        case .caseReport(let report) where !isNew:
            return try filing.reportCase(report, of: person, at: row.happenedAt, knownAt: row.knownAt).rawValue
        case .stay(let stay) where !isNew:
            return try filing.begin(stay, of: person, at: row.happenedAt, knownAt: row.knownAt).rawValue
        case .post:
            return try filing.file(fact, about: person, at: min(row.happenedAt, row.knownAt ?? filing.now), knownAt: row.knownAt).entity
        default: return try filing.file(fact, about: person, at: row.happenedAt, knownAt: row.knownAt, encoded: encoded).entity
        }
    }

    /// The file says something else of a thing than it did before: a correction, or a stay that has ended.
    private mutating func revise(_ entity: Int64, to fact: Fact, known: Instant?) throws {
        guard let former = try filing.writer.records(ofEntity: entity).last?.record, !former.isWithdrawn, former.fact != fact else { return }
        var fact = fact
        if case .stay(var stay) = fact, case .stay(let old) = former.fact, stay.until == nil {
            (stay.until, stay.ending) = (old.until, old.ending)
            fact = .stay(stay)
        }
        guard fact != former.fact else { return }
        let moment = known.flatMap { $0 > former.knownAt ? $0 : nil }
        try filing.revise(former, to: fact, expected: former.id, reason: "import", knownAt: moment)
        if outcome == .unchanged { outcome = .changed }
    }
}
