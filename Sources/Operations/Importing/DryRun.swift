import Exchange
import Foundation
import Register
import Storage
import Synchronization
import Vocabulary

extension Operations {
    /// Goes through a file as an import would, and writes nothing: who is known, what is new, what says the same, what would be refused.
    ///
    /// Whoever is registered but not in the author's scope counts as new: a dry run tells nobody who is known elsewhere.
    public func dryRun(
        _ request: ImportRequest, scope: Scope, progress: @escaping @Sendable (ImportCounts, _ read: Int, _ total: Int) -> Void = { _, _, _ in }
    ) async throws -> ImportReport {
        let feed = try RowFeed(request.plan)
        let session = ImportSession(request, root: policies.root)
        let dry = SharedDryFiling(DryFiling(session: session, policies: policies, now: clock.now))
        var counts = ImportCounts()
        var refused: [Int: LocalizedText] = [:]
        var next = try await feed.next(4000)
        while let chunk = next {
            try Task.checkCancellation()
            async let following = feed.next(4000)
            counts.rows = chunk.done
            counts.rejected += chunk.rejections.count
            let result = try await store.read(scope) { reader in try dry.filing.withLock { try $0.go(through: chunk.rows, reader) } }
            for outcome in result.outcomes { counts.add(outcome.0, isMatched: outcome.1) }
            refused.merge(result.refused.mapValues { $0.message(zone: policies.zone) }) { first, _ in first }
            counts.rejected += result.refused.count
            progress(counts, chunk.progress.read, chunk.progress.total)
            next = try await following
        }
        let late = dry.filing.withLock { $0.unresolved() }
        for line in late { refused[line] = OperationError.unknownIndex.message(zone: policies.zone) }
        counts.rejected += late.count
        counts.new -= late.count
        let errors = counts.rejected > 0 ? try await Operations.errorFile(request, refused) : ([], [])
        return ImportReport(batch: nil, counts: counts, mistakes: errors.1, errors: errors.0)
    }
}

/// A dry run's memory, lent to the read under way.
private final class SharedDryFiling: Sendable {
    let filing: Mutex<DryFiling>

    init(_ filing: DryFiling) {
        self.filing = Mutex(filing)
    }
}

/// What a dry run remembers of the rows gone through: hashes of people and of what was said of them, never who they are.
private struct DryFiling {
    private let session: ImportSession
    private let policies: PolicyShelf
    private let now: Instant
    private var people: [Int: Who] = [:]
    private var said: Set<Int> = []
    /// Rows about contacts of people of whom nothing has been read yet: line and what the person would be called by.
    private var waiting: [(line: Int, keys: [Int])] = []

    /// Whom a row is about: somebody in the register, or somebody new of this file.
    private enum Who {
        case registered(PersonID, isVisible: Bool)
        case new(Int)
    }

    struct Result: Sendable {
        var outcomes: [(RowOutcome, Bool)] = []
        var refused: [Int: OperationError] = [:]
    }

    init(session: ImportSession, policies: PolicyShelf, now: Instant) {
        self.session = session
        self.policies = policies
        self.now = now
    }

    mutating func go(through rows: [ImportRow], _ reader: Reader) throws -> Result {
        var result = Result()
        result.outcomes.reserveCapacity(rows.count)
        let places = session.isNamingPlaces ? try PlaceFinder(reader) : nil
        for row in rows {
            do throws(any Error) {
                let (outcome, isMatched) = try outcome(of: row, places, reader)
                result.outcomes.append((outcome, isMatched))
            } catch let error as OperationError {
                result.refused[row.line] = error
            }
        }
        return result
    }

    /// Lines whose person exposed to never came.
    func unresolved() -> [Int] { waiting.filter { row in !row.keys.contains { people[$0] != nil } }.map(\.line) }

    private mutating func outcome(of row: ImportRow, _ places: PlaceFinder?, _ reader: Reader) throws -> (RowOutcome, Bool) {
        for fact in row.facts {
            let known = fact.knownAt ?? now
            guard known <= now else { throw OperationError.knownInFuture(known) }
            var moment = fact.happenedAt
            if case .post = fact.fact { moment = min(moment, known) }
            guard moment <= known else { throw OperationError.notYetHappened(moment) }
        }
        let (place, row) = try places.map { try $0.placed(row, reader, policies, at: now) } ?? (nil, row)
        guard let described = row.person else { return try (outcome(of: row, describing: place, reader), false) }
        let person = try who(described, reader)
        var outcome = RowOutcome.unchanged
        let keys = row.keys
        // What is known of the person, where the file's own keys do not say it; and the number of the thing each fact of the row means.
        var dossier: Dossier?
        var entities: [Int: Int64] = [:]
        for (position, fact) in row.facts.enumerated() {
            var index = 0
            if case .person(let reference) = fact.link { index = try self.index(reference, line: row.line, reader) }
            var hasher = Hasher()
            hasher.combine(keys[position].thing)
            hasher.combine(keys[position].content)
            hasher.combine(index)
            switch person {
            case .registered(let id, let isVisible):
                hasher.combine(id)
                guard said.insert(hasher.finalize()).inserted else { continue }
                guard isVisible else {
                    outcome = .new
                    continue
                }
                if case .visit(let visit) = fact.fact, let place {
                    guard let before = try reader.visit(of: id, to: place, entered: fact.happenedAt) else {
                        outcome = .new
                        continue
                    }
                    if outcome == .unchanged, visit.until != nil, visit.until != before.left { outcome = .changed }
                    continue
                }
                var thing = Data(keys[position].thing.bytes)
                if case .person = fact.link { withUnsafeBytes(of: Int64(index).bigEndian) { thing.append(contentsOf: $0) } }
                guard let before = try reader.importedThing(thing, of: id) else {
                    let known = try dossier ?? Dossier(id: id, records: reader.records(of: id), asOf: now)
                    dossier = known
                    var meant = fact.fact
                    if case .person = fact.link { meant = fact.fact(exposedTo: PersonID(rawValue: Int64(index))) }
                    if case .fact(let earlier) = fact.link, let entity = entities[earlier] { meant = fact.fact(linkedTo: entity) }
                    entities[position] = known.thing(meantBy: meant, at: fact.happenedAt)
                    if entities[position] == nil { outcome = .new }
                    continue
                }
                entities[position] = before.entity
                if before.content != Data(keys[position].content.bytes), outcome == .unchanged { outcome = .changed }
            case .new(let number):
                hasher.combine(number)
                if said.insert(hasher.finalize()).inserted { outcome = .new }
            }
        }
        guard case .registered(let id, true) = person else { return (outcome, false) }
        if outcome == .unchanged, described.describes, let known = try reader.latestDescription(of: id), known.completed(by: described) != known {
            outcome = .changed
        }
        return (outcome, true)
    }

    /// What importing the description of a place would come to.
    private mutating func outcome(of row: ImportRow, describing place: Reference<Place>?, _ reader: Reader) throws -> RowOutcome {
        guard let fact = row.facts.first, case .place(let described) = fact.fact, let key = row.keys.first else { return .unchanged }
        guard said.insert(key.content.hashValue).inserted else { return .unchanged }
        guard let place else { return .new }
        guard let before = try reader.registered(place) else { return .new }
        return described.completed(by: before) == before ? .unchanged : .changed
    }

    /// The person of a row: known from an earlier row, in the register, or new.
    private mutating func who(_ person: ImportPerson, _ reader: Reader) throws -> Who {
        let keys = keys(of: person.reference)
        for key in keys { if let who = people[key] { return who } }
        let identity = person.identity
        var found: PersonID?
        if let document = identity.documentNumber { found = try reader.matchCandidate(document: document) }
        if found == nil, person.isNamed {
            for phone in identity.phones where found == nil { found = try reader.matchCandidate(phone: phone, name: identity.name) }
        }
        if found == nil, let number = person.number { found = try reader.matchCandidate(number: number, of: session.source) }
        let who = try found.map { Who.registered($0, isVisible: try reader.canSee($0)) } ?? .new(people.count + 1)
        for key in keys { people[key] = who }
        return who
    }

    /// A number that stands for the person exposed to; rows that name nobody known yet wait for the end of the file.
    private mutating func index(_ reference: PersonReference, line: Int, _ reader: Reader) throws -> Int {
        let keys = keys(of: reference)
        for key in keys {
            switch people[key] {
            case .registered(let id, _): return Int(id.rawValue)
            case .new(let number): return -number
            case nil: break
            }
        }
        if let id = try reader.match(reference, source: session.source) {
            for key in keys { people[key] = .registered(id, isVisible: try reader.canSee(id)) }
            return Int(id.rawValue)
        }
        waiting.append((line, keys))
        return keys.first ?? 0
    }

    private func keys(of reference: PersonReference) -> [Int] {
        var keys: [Int] = []
        func add(_ kind: Int, _ text: String, _ more: String = "") {
            var hasher = Hasher()
            hasher.combine(kind)
            hasher.combine(text)
            hasher.combine(more)
            keys.append(hasher.finalize())
        }
        if let document = reference.documentNumber { add(1, document) }
        if let phone = reference.phone, let name = reference.name, reference.documentNumber == nil { add(2, phone, name) }
        if let number = reference.number { add(3, number) }
        return keys
    }
}
