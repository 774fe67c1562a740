import Foundation
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// What an investigator decided about candidates: who becomes a contact, how near, and why where that is not what the policy says.
struct ContactDecision: Codable, Sendable {
    /// Somebody, and what they are taken for.
    struct Choice: Codable, Sendable {
        let person: Int64
        let degree: ContactDegree
    }

    let index: Int64
    let choices: [Choice]
    let reason: String?
}

/// Contacts proposed from where a case was.
extension RecordDesk {
    func candidates(_ viewer: Viewer, _ id: PersonID) async throws -> CandidatesPage.Content? {
        guard let found = try await desk.operations.contactCandidates(of: id, scope: desk.scope(of: viewer)) else { return nil }
        return try await desk.read(viewer) { reader in
            guard let tag = try desk.tag(of: id, reader) else { return nil }
            let rows = try found.people.compactMap { candidate in
                try desk.tag(of: candidate.person, reader).map { CandidatesPage.Found(tag: $0, candidate: candidate) }
            }
            return CandidatesPage.Content(person: tag, found: found, rows: rows)
        }
    }

    /// Records those chosen as contacts, all of them or none, once.
    ///
    /// - Returns: How many are new, and what that did to obligations.
    func recordContacts(_ viewer: Viewer, _ decision: ContactDecision, key: String) async throws -> (count: Int, new: Int) {
        guard let content = try await candidates(viewer, PersonID(rawValue: decision.index)) else { throw Refusal.notFound }
        let known = Dictionary(content.found.people.map { ($0.person.rawValue, $0) }, uniquingKeysWith: { first, _ in first })
        let chosen = try decision.choices.map { choice in
            guard let candidate = known[choice.person] else { throw Refusal.notFound }
            return (choice, candidate)
        }
        if decision.reason == nil, chosen.contains(where: { $0.degree != $1.degree }) {
            throw Refusal.invalid(
                field: "reason", LocalizedText(zh: "与方案判定不同的，须填写理由。", en: "Where you judge otherwise than the policy, say why."))
        }
        let (zone, moment) = (desk.zone, desk.now)
        let once = IdempotencyKey("candidates:" + key, request: try JSONEncoder().encode(decision))
        do {
            let outcome = try await desk.operations.perform(as: desk.author(viewer), idempotency: once) { filing in
                var count = 0
                for (choice, candidate) in chosen where !candidate.isRecorded {
                    let reason = choice.degree == candidate.degree ? nil : decision.reason
                    try filing.identifyContact(
                        candidate.person,
                        Exposure(
                            index: PersonID(rawValue: decision.index), nearness: choice.degree, first: zone.date(of: candidate.first),
                            last: zone.date(of: candidate.last), setting: candidate.aboard == nil ? .venue : .transport,
                            vehicle: candidate.aboard?.vehicle,
                            circumstance: [candidate.place, reason].compactMap(\.self).joined(separator: " · ")),
                        at: moment)
                    count += 1
                }
                return count
            }
            await live.publish([.duties, .situation, .subject(.person(PersonID(rawValue: decision.index)))])
            return (outcome.result, outcome.effect.new)
        } catch {
            throw try await refusal(error, viewer)
        }
    }
}
