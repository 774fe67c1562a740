import Foundation
import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// Objections to how somebody is classed or held on entry: answered once, with the reason, by the territory that holds the duty.
extension Filing {
    /// Answers an objection.
    ///
    /// - Throws: `OperationError.nothingToAnswer` where it was answered before, `reasonMissing` without words,
    ///   `StoreError.territoryOutsideScope` where the answer is another territory's.
    public func answer(_ appeal: Reference<Appeal>, _ text: String) throws {
        let record = try current(appeal.rawValue)
        guard case .appeal(var value) = record.fact else { throw OperationError.notFound }
        guard value.answered == nil else { throw OperationError.nothingToAnswer }
        let words = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !words.isEmpty else { throw OperationError.reasonMissing }
        if let territory = value.territory, !writer.scope.covers(territory) { throw StoreError.territoryOutsideScope(territory) }
        value.answer = words
        value.answered = now
        try revise(record, to: .appeal(value), expected: record.id)
    }
}

/// An objection as those who answer see it.
public struct AppealLine: Sendable {
    /// The objection.
    public var reference: Reference<Appeal>
    /// Whose.
    public var person: PersonID
    /// When it was filed.
    public var filed: Instant
    /// What it says, and the answer.
    public var value: Appeal
    /// By when it must be answered; nil where the edition sets no limit.
    public var due: Instant?
    /// The journey it is about: where from, where to, with which risk.
    public var journey: Registration?
}

extension Operations {
    /// Objections filed since a moment of people within the scope: the unanswered first, by filing.
    public func appeals(since: Instant, scope: Scope) async throws -> [AppealLine] {
        let now = clock.now
        return try await store.read(scope) { reader in
            var lines: [AppealLine] = []
            for record in try reader.entries(FactsQuery(kind: .appeal, from: since, limit: 2000)).map(\.record).inForce(asOf: now) {
                guard case .appeal(let value) = record.fact, let person = record.subject.person else { continue }
                let edition = try? policies.edition(at: record.happenedAt, in: value.territory ?? policies.root)
                var line = AppealLine(
                    reference: Reference(rawValue: record.entity), person: person, filed: record.happenedAt, value: value,
                    due: edition?.arrivals.answerAppeal.map { record.happenedAt + $0.within.span })
                if let against = value.against {
                    for other in try reader.records(of: person).inForce(asOf: now) where other.entity == against {
                        if case .registration(let journey) = other.fact { line.journey = journey }
                    }
                }
                lines.append(line)
            }
            return lines.sorted { ($0.value.answered != nil ? 1 : 0, $0.filed) < ($1.value.answered != nil ? 1 : 0, $1.filed) }
        }
    }
}
