import Register
import Storage
import Vocabulary

/// Finding out whether someone is in the register already.
extension Filing {
    /// The person of this identity, registered anywhere: by document, else by telephone and name. Nil if nobody is.
    ///
    /// Whoever is found may be out of the author's scope: nothing about them may be told, but what is filed about them goes to the right
    /// person, and the duty that follows lets the author's territory see them.
    public func match(_ identity: Identity) throws -> PersonID? {
        let document = identity.documentNumber.flatMap { $0.isEmpty ? nil : $0 }
        if let document, let found = try writer.matchCandidate(document: document) { return found }
        for phone in identity.phones where !phone.isEmpty {
            // Most are nobody known, which the fast form says.
            guard let found = try writer.matchCandidate(phone: phone, name: identity.name) else { continue }
            guard let document else { return found }
            for candidate in try writer.matchCandidates(phone: phone, name: identity.name) {
                // Two people can share name and telephone; a document tells them apart, unless none is known of the other yet.
                if try learn(document, of: candidate) { return candidate }
            }
        }
        return nil
    }

    /// Adds the document to the identity of someone known without one; false if the person has another.
    private func learn(_ document: String, of person: PersonID) throws -> Bool {
        try aboutAnyone {
            guard let known = try writer.identityForMatching(of: person), known.identity.documentNumber == nil else { return false }
            var identity = known.identity
            identity.documentNumber = document
            let birthDate = try dossier(of: person).person?.value.birthDate
            try writer.replaceIdentity(of: person, with: identity, birthDate: birthDate, revision: known.revision)
            return true
        }
    }

    /// The person of this identity; registered now if nobody was.
    public func person(_ identity: Identity, _ person: Person, knownAt: Instant? = nil) throws -> (id: PersonID, isNew: Bool) {
        if let known = try match(identity) { return (known, false) }
        return (try register(identity, person, knownAt: knownAt), true)
    }

    /// Files about someone who may be registered in a territory that the author does not see.
    public func aboutAnyone<T>(_ body: () throws -> T) rethrows -> T { try writer.beyondScope(.matching, body) }

    /// Takes back what one operation recorded about a subject: what was new is withdrawn, what was revised stands again as before.
    ///
    /// - Parameters:
    ///   - id: One of the entries of that operation.
    ///   - reason: Why, in words.
    /// - Returns: Whom or what it was about.
    public func takeBack(_ id: FactID, reason: String) throws -> Subject {
        let entry = try writer.entry(id)
        let subject = entry.record.subject
        let together = try writer.entries(about: subject).filter {
            $0.auditedAt == entry.auditedAt && $0.recorder == entry.recorder && $0.source == entry.source
        }
        for part in together.reversed() {
            guard try writer.records(ofEntity: part.record.entity).last?.record.id == part.record.id else { throw OperationError.notTheLast }
            if let former = part.supersedes {
                let before = try writer.entry(former).record
                try revise(part.record, to: before.fact, at: before.happenedAt, expected: part.record.id, reason: reason)
            } else {
                try withdraw(part.record, expected: part.record.id, reason: reason)
            }
        }
        return subject
    }
}
