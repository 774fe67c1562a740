import Foundation
import Obligations
import Operations
import Register
import Storage
import Vocabulary

/// Objections to entry decisions, for those who answer them: the open ones first with their clock, each with the journey and the rule beside
/// it, and a form to answer; the answered below.
struct AppealsPage: Sendable {
    /// An objection with whose it is.
    struct Item: Sendable {
        var line: AppealLine
        var person: PersonTag
        var destination: LocalizedText?
    }

    struct Row: Sendable {
        let person: PersonLink
        let text: String
        let journey: String
        let filed: Moment
        let due: Moment?
        let tone: String
        let action: String?
        let key: String
        let field: String
        /// What was written, where it was refused.
        let written: String
        let answer: String?
        let answered: Moment?
    }

    let open: [Row]
    let settled: [Row]
    let hasOpen: Bool
    let hasSettled: Bool
    let problem: String?

    init(_ items: [Item], _ reading: Reading, written: (number: String, text: String)? = nil, problem: String? = nil) {
        let (words, moments) = (reading.words, reading.moments)
        let rows = items.map { item in
            let (value, number) = (item.line.value, "\(item.line.reference.rawValue)")
            let isOpen = value.answered == nil
            let journey = item.line.journey.map { journey in
                [
                    journey.origin, journey.risk.map { words.name($0) },
                    journey.leftOrigin.map { words("field.leftOrigin") + " " + moments.day($0) },
                    item.destination.map { "→ " + words($0) },
                ].compactMap(\.self)
            }
            return Row(
                person: PersonLink(item.person, reading), text: value.text, journey: words.list(journey ?? []),
                filed: moments.moment(item.line.filed),
                due: isOpen ? item.line.due.map { moments.deadline($0) } : nil,
                tone: isOpen && item.line.due.map { $0 < reading.now } ?? false ? "late" : "none",
                action: isOpen && reading.may(.answerAppeal) ? reading.address("/appeals/\(number)") : nil, key: Secret.token(),
                field: "answer-\(number)", written: written?.number == number ? written?.text ?? "" : "", answer: value.answer,
                answered: value.answered.map { moments.moment($0) })
        }
        open = rows.filter { $0.answered == nil }
        settled = rows.filter { $0.answered != nil }.reversed()
        (hasOpen, hasSettled) = (!open.isEmpty, !settled.isEmpty)
        self.problem = problem
    }
}

extension OperationsDesk {
    /// The objections of the last thirty days that the reader may see.
    func appeals(_ viewer: Viewer) async throws -> [AppealsPage.Item] {
        let lines = try await operations.appeals(since: now - .hours(24 * 30), scope: scope(of: viewer))
        return try await read(viewer) { reader in
            try lines.compactMap { line in
                guard let person = try tag(of: line.person, reader) else { return nil }
                let place = line.journey?.destination ?? line.value.territory
                return AppealsPage.Item(line: line, person: person, destination: place.map { names[$0] })
            }
        }
    }

    /// Answers one, once.
    func answer(_ viewer: Viewer, _ appeal: Int64, _ text: String, key: String) async throws -> PersonID? {
        let key = IdempotencyKey("appeal:" + key, request: Data("\(appeal) \(text)".utf8))
        do {
            return try await operations.perform(as: author(viewer), idempotency: key) { filing -> PersonID? in
                let person = try filing.current(appeal).subject.person
                try filing.answer(Reference(rawValue: appeal), text)
                return person
            }.result
        } catch OperationError.notFound, StoreError.outsideScope {
            throw Refusal.notFound
        } catch StoreError.territoryOutsideScope {
            throw Refusal.forbidden(LocalizedText(zh: "不在您的管辖范围内。", en: "That is not in your territory."))
        } catch OperationError.reasonMissing {
            throw Refusal.invalid(field: "answer", LocalizedText(zh: "请写明答复理由。", en: "Say the reason of the answer."))
        } catch StoreError.idempotencyConflict, OperationError.nothingToAnswer {
            throw Refusal.invalid(field: nil, LocalizedText(zh: "这条申诉已经答复。", en: "This appeal was answered already."))
        }
    }
}
