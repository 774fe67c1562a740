import Foundation
import Operations
import Register
import Storage
import Vocabulary

/// A request for assistance as it was filled in.
struct AssistanceLetter: Codable, Sendable {
    /// Whose page it was written on.
    let about: Int64
    let people: [Int64]
    /// The territory asked; of another province, its code.
    let to: TerritoryCode
    /// The authority of another province that is asked.
    let authority: String?
    /// Whether that authority asks, and is not asked.
    let isFromOutside: Bool
    let text: String
}

/// Asking other territories to find and control people.
extension RecordDesk {
    func assistance(_ viewer: Viewer, _ id: PersonID) async throws -> AssistancePage.Content? {
        guard let draft = try await desk.operations.assistanceDraft(of: id, scope: desk.scope(of: viewer)) else { return nil }
        let names = desk.names
        let root = desk.operations.policies.root
        return try await desk.read(viewer) { reader in
            guard let tag = try desk.tag(of: id, reader) else { return nil }
            return AssistancePage.Content(
                person: tag, from: RecordDesk.sender(viewer, draft), fromName: names[RecordDesk.sender(viewer, draft)], draft: draft,
                rows: try draft.people.prefix(300).compactMap { someone in
                    try desk.tag(of: someone.person, reader).map {
                        AssistancePage.Someone(
                            tag: $0, someone: someone, place: names[someone.place],
                            open: try someone.open.flatMap { try desk.thingTag(of: .assistance($0), reader) })
                    }
                },
                destinations: ([root] + names.territories(at: .prefecture, within: root).flatMap { [$0] + names.children(of: $0) }).dropFirst()
                    .map { ($0, names.path($0, below: root)) })
        }
    }

    /// In whose name a reader asks: the county of the case if the reader acts for it, else the reader's own territory.
    private static func sender(_ viewer: Viewer, _ draft: AssistanceDraft) -> TerritoryCode {
        viewer.covers(draft.territory) ? draft.territory : viewer.home ?? draft.territory
    }

    /// Sends a request, once.
    func sendAssistance(_ viewer: Viewer, _ letter: AssistanceLetter, key: String) async throws -> Subject {
        guard let draft = try await desk.operations.assistanceDraft(of: PersonID(rawValue: letter.about), scope: desk.scope(of: viewer)) else {
            throw Refusal.notFound
        }
        let known = Set(draft.people.map(\.person))
        let people = letter.people.map(PersonID.init(rawValue:))
        guard !people.isEmpty, people.allSatisfy(known.contains) else { throw Refusal.notFound }
        let (own, moment) = (RecordDesk.sender(viewer, draft), desk.now)
        let once = IdempotencyKey("assistance:" + key, request: try JSONEncoder().encode(letter))
        do {
            let outcome = try await desk.operations.perform(as: desk.author(viewer), idempotency: once) { filing in
                let outside = letter.authority.map { AssistanceRequest.Outside(letter.isFromOutside ? .sender : .receiver, authority: $0) }
                let (from, to) = letter.isFromOutside && outside != nil ? (letter.to, own) : (own, letter.to)
                return try filing.requestAssistance(from: from, to: to, about: people, text: letter.text, outside: outside, at: moment)
            }
            let subject = Subject.assistance(outcome.result)
            await live.publish(Set([.duties, .situation, .subject(subject)] + people.map { .subject(.person($0)) }))
            return subject
        } catch {
            throw try await refusal(error, viewer)
        }
    }
}
