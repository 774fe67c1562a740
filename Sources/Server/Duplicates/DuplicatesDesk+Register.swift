import Foundation
import Operations
import Register
import Storage
import Vocabulary

extension DuplicatesDesk {
    /// The desk of a register.
    init(_ record: RecordDesk, runs duplicateRuns: DuplicateRuns) {
        let desk = record.desk
        bearer = { viewer, person in
            try await desk.operations.store.read(desk.scope(of: viewer)) { try $0.canSee(person) ? $0.bearer(of: person) : nil }
        }
        matches = { try await desk.matches($0, $1) }
        compare = { try await desk.compare($0, $1, $2) }
        merges = { try await desk.operations.merges(into: $1, scope: desk.scope(of: $0)) }
        decide = { try await record.decide($0, $1) }
        takeBack = { try await record.takeBackSameness($0, $1, reason: $2, key: $3) }
        runs = { try await duplicateRuns.content($0, $1) }
        start = { try await duplicateRuns.start($0, $1, order: $2) }
        run = { try await duplicateRuns.sight($0, $1) }
        pair = { try await duplicateRuns.pair($0, $1, from: $2, step: $3) }
    }
}

extension OperationsDesk {
    fileprivate func matches(_ viewer: Viewer, _ typed: PersonRecord) async throws -> [MatchesPage.Match] {
        let found = try await operations.probableMatches(of: typed, scope: scope(of: viewer))
        let year = zone.date(of: now).components.year
        return found.map { match in
            MatchesPage.Match(
                person: tag(match.person, match.identity, match.listing), document: match.identity.documentNumber, phone: match.identity.phone,
                territory: match.listing.map { names[$0.territory] }, age: match.listing?.birthYear.map { year - $0 }, sex: match.listing?.sex,
                explanation: match.explanation)
        }
    }

    func compare(_ viewer: Viewer, _ one: PersonID, _ other: PersonID) async throws -> ComparisonContent? {
        guard let comparison = try await operations.comparison(of: one, with: other, scope: scope(of: viewer)) else { return nil }
        return ComparisonContent(
            comparison: comparison, tags: comparison.sides.map { tag($0.person, $0.identity, $0.listing) },
            residences: comparison.sides.map { $0.description.map { names[$0.residence] } })
    }
}

extension RecordDesk {
    fileprivate func decide(_ viewer: Viewer, _ decision: SamenessDecision) async throws -> FactID {
        let (standing, other) = (PersonID(rawValue: decision.standing), PersonID(rawValue: decision.other))
        let once = IdempotencyKey("sameness:" + decision.key, request: try JSONEncoder().encode(decision))
        do {
            let outcome = try await desk.operations.perform(as: desk.author(viewer), idempotency: once) { filing in
                decision.isSame
                    ? try filing.declareSame(other, as: standing, reason: decision.reason).id
                    : try filing.declareDifferent(standing, other, reason: decision.reason).id
            }
            await live.publish([.duties, .situation, .subject(.person(standing)), .subject(.person(other))])
            return outcome.result
        } catch {
            throw try await refusal(error, viewer)
        }
    }

    fileprivate func takeBackSameness(_ viewer: Viewer, _ fact: FactID, reason: String, key: String) async throws {
        let once = IdempotencyKey("apart:" + key, request: Data("\(fact.rawValue) \(reason)".utf8))
        do {
            _ = try await desk.operations.perform(as: desk.author(viewer), idempotency: once) { filing in
                try filing.takeBackSameness(fact, reason: reason)
                return fact
            }
            await live.publish([.duties, .situation])
        } catch {
            throw try await refusal(error, viewer)
        }
    }
}
