import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// One operation in the making: facts are filed, and when the body ends the obligations of everyone they touch are derived anew in the same
/// transaction.
public final class Filing {
    /// The store's writer of this transaction.
    public let writer: Writer
    /// The moment of the operation by the operating clock.
    public let now: Instant
    let policies: PolicyShelf
    /// Persons whose facts changed, in the order of the first change.
    private(set) var touched: [PersonID] = []
    private var isTouched: Set<PersonID> = []
    /// Entries about persons registered in this filing: nothing else about them is stored.
    private(set) var fresh: [PersonID: [FactRecord]] = [:]

    init(writer: Writer, now: Instant, policies: PolicyShelf) {
        self.writer = writer
        self.now = now
        self.policies = policies
    }

    /// Registers a person who is not known yet.
    public func register(_ identity: Identity, _ person: Person, knownAt: Instant? = nil) throws -> PersonID {
        let id = try registerBare(identity, birthDate: person.birthDate)
        try file(.person(person), about: id, at: knownAt ?? now, knownAt: knownAt)
        return id
    }

    /// Registers an identity whose description follows as a fact of its own.
    func registerBare(_ identity: Identity, birthDate: CivilDate?) throws -> PersonID {
        let id = try writer.newPerson(identity, birthDate: birthDate)
        fresh[id] = []
        return id
    }

    /// Files a new fact about a person.
    ///
    /// - Parameters:
    ///   - moment: When it happened; must not lie after the moment it became known.
    ///   - knownAt: When the authority knew; the moment of the operation unless an importer says otherwise.
    ///   - reason: Why, where the fact turns another one over: the exclusion of a case.
    @discardableResult
    public func file(_ fact: Fact, about person: PersonID, at moment: Instant, knownAt: Instant? = nil, reason: String? = nil) throws -> FactRecord {
        let known = knownAt ?? now
        guard known <= now else { throw OperationError.knownInFuture(known) }
        guard moment <= known else { throw OperationError.notYetHappened(moment) }
        let record = try writer.append(fact, about: .person(person), happenedAt: moment, knownAt: known, reason: reason)
        note(record, of: person)
        return record
    }

    /// Files a revision of a fact: a correction, or the next turn of something that goes on (the end of a stay).
    ///
    /// - Parameter expected: The revision the author saw; if another has come in between, nothing is written and both are shown.
    @discardableResult
    public func revise(
        _ former: FactRecord, to fact: Fact, at moment: Instant? = nil, expected: FactID, reason: String? = nil, knownAt: Instant? = nil
    ) throws -> FactRecord {
        guard let person = former.subject.person else { throw OperationError.notAboutAPerson }
        let known = knownAt ?? now
        guard known <= now else { throw OperationError.knownInFuture(known) }
        let record = try writer.append(
            fact, about: former.subject, happenedAt: moment ?? former.happenedAt, knownAt: known, revising: expected, reason: reason)
        note(record, of: person)
        return record
    }

    /// Withdraws a fact: it counts as never recorded from now on, and stays readable in the history.
    @discardableResult
    public func withdraw(_ former: FactRecord, expected: FactID, reason: String, knownAt: Instant? = nil) throws -> FactRecord {
        guard let person = former.subject.person else { throw OperationError.notAboutAPerson }
        guard !reason.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty else { throw OperationError.reasonMissing }
        let record = try writer.append(
            former.fact, about: former.subject, happenedAt: former.happenedAt, knownAt: knownAt ?? now, revising: expected, isWithdrawn: true,
            reason: reason)
        note(record, of: person)
        return record
    }

    /// The entries about a person, those of this filing included.
    public func records(of person: PersonID) throws -> [FactRecord] {
        try fresh[person] ?? writer.records(of: person)
    }

    private func note(_ record: FactRecord, of person: PersonID) {
        fresh[person]?.append(record)
        if isTouched.insert(person).inserted { touched.append(person) }
    }
}
