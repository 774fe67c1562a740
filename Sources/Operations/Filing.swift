import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// One operation in the making: facts are filed, and when the body ends the obligations of everyone and everything they touch are derived anew in the same
/// transaction.
public final class Filing {
    /// The store's writer of this transaction.
    public let writer: Writer
    /// The moment of the operation by the operating clock.
    public let now: Instant
    let policies: PolicyShelf
    /// Subjects whose facts, or facts around them, changed, in the order of the first change.
    private(set) var touched: [Subject] = []
    private var isTouched: Set<Subject> = []
    /// Entries about persons registered in this filing: nothing else about them is stored.
    private(set) var fresh: [PersonID: [FactRecord]] = [:]
    /// What another core derives already, each from so many entries.
    private var early: [PersonID: (entries: Int, made: Ahead<Projection.Made>)] = [:]
    /// Of these, those not handed over yet.
    private var underWay: [Ahead<Projection.Made>] = []
    /// So many are handed over at a time.
    private static let earlyStep = 16
    /// The risk areas as they stood when somebody was first derived early.
    private var zones = ZonesOfResidents()

    init(writer: Writer, now: Instant, policies: PolicyShelf) {
        self.writer = writer
        self.now = now
        self.policies = policies
    }

    /// Registers a person who is not known yet.
    ///
    /// - Parameters:
    ///   - blind: The identity with its tokens, where they were made before.
    ///   - encoded: The description with its stored form, likewise.
    public func register(
        _ identity: Identity, _ person: Person, knownAt: Instant? = nil, blind: BlindIdentity? = nil, encoded: EncodedFact? = nil
    ) throws -> PersonID {
        let id = try registerBare(identity, birthDate: person.birthDate, blind: blind)
        try file(.person(person), about: id, at: knownAt ?? now, knownAt: knownAt, encoded: encoded)
        return id
    }

    /// Registers an identity whose description follows as a fact of its own.
    func registerBare(_ identity: Identity, birthDate: CivilDate?, blind: BlindIdentity? = nil) throws -> PersonID {
        let id: PersonID
        if let blind, blind.birthDate == birthDate, blind.identity == identity {
            id = try writer.newPerson(blind)
        } else {
            id = try writer.newPerson(identity, birthDate: birthDate)
        }
        fresh[id] = []
        return id
    }

    /// Says that probably nothing more is filed about somebody newly registered: another core derives what follows while the next are filed.
    ///
    /// Nobody whose derivation hangs on others is derived so early; and if something is filed after all, nothing but time is lost.
    func finish(with person: PersonID) {
        // Nor anybody whose home lies in a risk area that holds its residents.
        guard let records = fresh[person],
            let zones = try? writer.beyondScope(.derivation, { try zones.zones(for: records, policies, writer) }), zones.records.isEmpty,
            let made = Rederivation.early(person, records, policies: policies, now: now)
        else { return }
        early[person] = (records.count, made)
        underWay.append(made)
        guard underWay.count >= Filing.earlyStep else { return }
        Ahead.begin(underWay)
        underWay = []
    }

    /// Files a new fact about a person.
    ///
    /// - Parameters:
    ///   - moment: When it happened; must not lie after the moment it became known.
    ///   - knownAt: When the authority knew; the moment of the operation unless an importer says otherwise.
    ///   - reason: Why, where the fact turns another one over: the exclusion of a case.
    ///   - encoded: The fact with its stored form, where that was made before.
    @discardableResult
    public func file(
        _ fact: Fact, about person: PersonID, at moment: Instant, knownAt: Instant? = nil, reason: String? = nil, encoded: EncodedFact? = nil
    ) throws -> FactRecord {
        try file(fact, about: .person(person), at: moment, knownAt: knownAt, reason: reason, encoded: encoded)
    }

    /// Files a new fact about any subject; parameters as for persons.
    @discardableResult
    public func file(
        _ fact: Fact, about subject: Subject, at moment: Instant, knownAt: Instant? = nil, reason: String? = nil, encoded: EncodedFact? = nil
    ) throws -> FactRecord {
        let known = knownAt ?? now
        guard known <= now else { throw OperationError.knownInFuture(known) }
        guard moment <= known else { throw OperationError.notYetHappened(moment) }
        try requireRoom(for: fact, about: subject, at: moment)
        let record = try writer.append(fact, about: subject, happenedAt: moment, knownAt: known, reason: reason, encoded: encoded)
        try note(record)
        return record
    }

    /// Files the fact that founds a thing: a place registered, an order issued. The thing bears the number of this fact.
    ///
    /// - Throws: `StoreError.territoryOutsideScope` where the author does not hold the territory that answers for the thing.
    public func found(_ fact: Fact, at moment: Instant, knownAt: Instant? = nil) throws -> Subject {
        guard let subject = fact.founds.flatMap({ writer.nextThing($0) }) else { throw OperationError.notFound }
        try file(fact, about: subject, at: moment, knownAt: knownAt)
        return subject
    }

    /// Files a revision of a fact: a correction, or the next turn of something that goes on (the end of a stay).
    ///
    /// - Parameter expected: The revision the author saw; if another has come in between, nothing is written and both are shown.
    @discardableResult
    public func revise(
        _ former: FactRecord, to fact: Fact, at moment: Instant? = nil, expected: FactID, reason: String? = nil, knownAt: Instant? = nil
    ) throws -> FactRecord {
        let known = knownAt ?? now
        guard known <= now else { throw OperationError.knownInFuture(known) }
        try requireRoom(for: fact, about: former.subject, at: moment ?? former.happenedAt, replacing: former)
        let record = try writer.append(
            fact, about: former.subject, happenedAt: moment ?? former.happenedAt, knownAt: known, revising: expected, reason: reason)
        try note(record, replacing: former.fact)
        return record
    }

    /// Withdraws a fact: it counts as never recorded from now on, and stays readable in the history.
    @discardableResult
    public func withdraw(_ former: FactRecord, expected: FactID, reason: String, knownAt: Instant? = nil) throws -> FactRecord {
        guard !reason.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty else { throw OperationError.reasonMissing }
        let record = try writer.append(
            former.fact, about: former.subject, happenedAt: former.happenedAt, knownAt: knownAt ?? now, revising: expected, isWithdrawn: true,
            reason: reason)
        try note(record)
        return record
    }

    /// The entries about a person, those of this filing included.
    public func records(of person: PersonID) throws -> [FactRecord] {
        try fresh[person] ?? writer.records(of: writer.bearer(of: person))
    }

    /// Remembers whose obligations must be derived anew: the subject's, and those of the subjects on which the fact bears or bore.
    private func note(_ record: FactRecord, replacing former: Fact? = nil) throws {
        if let person = record.subject.person { fresh[person]?.append(record) }
        touch(record.subject)
        try touchThoseMet(by: record)
        if case .zone = record.fact {
            // Whoever was derived early knew nothing of it.
            zones = ZonesOfResidents()
            early = [:]
        }
        for resident in try touchResidents(of: record.fact, replacing: former) { touch(resident) }
        for subject in record.fact.bearsOn + (former?.bearsOn ?? []) {
            touch(subject)
            guard case .territory(let code) = subject else { continue }
            let kinds = ThingRegistry.watching(record.fact.kind).filter { $0 != .territory }
            guard !kinds.isEmpty else { continue }
            let around = try writer.beyondScope(.derivation) { try writer.things(of: kinds, in: code) }
            if around.count > Rederivation.longestCascade {
                try Upkeep.enqueue(around, writer: writer)
            } else {
                for thing in around { touch(thing) }
            }
        }
    }

    /// Whoever was exposed to one of two records that become one person, or are it no longer, was exposed to another than before.
    private func touchThoseMet(by record: FactRecord) throws {
        guard case .sameness(let decision) = record.fact, decision.isSame, let person = record.subject.person else { return }
        let met = try writer.beyondScope(.derivation) { try writer.contacts(exposedTo: person) + writer.contacts(exposedTo: decision.other) }
        if met.count > Rederivation.longestCascade {
            try Upkeep.enqueue(met.map { .person($0) }, writer: writer)
        } else {
            for contact in met { touch(.person(contact)) }
        }
    }

    /// What was derived early and still holds: nothing about the person was filed since.
    func derivedEarly() -> [PersonID: Ahead<Projection.Made>] {
        Dictionary(uniqueKeysWithValues: early.lazy.filter { $0.value.entries == self.fresh[$0.key]?.count }.map { ($0.key, $0.value.made) })
    }

    /// What was filed and derived of many is given back by another core, once nothing more is filed.
    func letGo() {
        guard fresh.count > 100 else { return }
        Ahead.letGo((fresh, early.values.map(\.made)))
        (fresh, early) = ([:], [:])
    }

    /// Has a person derived anew though nothing is filed: whose facts an earlier clock derived, before later ones were known to it.
    public func deriveAnew(_ person: PersonID) { touch(.person(person)) }

    private func touch(_ subject: Subject) {
        if isTouched.insert(subject).inserted { touched.append(subject) }
    }
}
