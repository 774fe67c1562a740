import Foundation
import Operations
import Register
import Storage
import Vocabulary

/// How often the public page was opened, a number a day: nothing is kept of who opened it.
///
/// Views are gathered in memory and written now and then, since a write waits for the disk; what a sudden end takes with it is the last
/// quarter of a minute.
actor PublicReach {
    private var pending: [CivilDate: Int] = [:]
    private var written = ContinuousClock.now - .seconds(3600)

    /// Counts one more view on a day.
    func count(_ day: CivilDate, in operations: Operations) async {
        pending[day, default: 0] += 1
        if ContinuousClock.now - written > .seconds(15) { await flush(operations) }
    }

    /// Writes what has gathered.
    func flush(_ operations: Operations) async {
        let gathered = pending
        guard !gathered.isEmpty else { return }
        pending = [:]
        written = ContinuousClock.now
        do {
            try await operations.store.write(.systemUnrestricted("public page")) { writer in
                for (day, views) in gathered {
                    let former = try writer.setting(PublicReach.key(day)).flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
                    try writer.setSetting(PublicReach.key(day), to: Data("\(former + views)".utf8))
                }
            }
        } catch {
            // A full disk must not take the page away; the views wait for the next time.
            pending.merge(gathered) { $0 + $1 }
        }
    }

    static func key(_ day: CivilDate) -> String { "public.reach.\(day)" }
}

extension OperationsDesk {
    /// What everybody may know of a territory; nil: the province. Only territories with a name are answered.
    func publicPage(_ asked: TerritoryCode?) async throws -> PublicPage.Content {
        let root = operations.policies.root
        let territory = asked ?? root
        guard names.knows(territory), root.contains(territory), territory.level <= .county else { throw Refusal.notFound }
        let names = names
        return PublicPage.Content(
            territory: territory, name: names[territory],
            above: territory.parent.flatMap { root.contains($0) ? ($0, names[$0]) : nil },
            below: territory.level < .county ? names.children(of: territory).map { ($0, names[$0]) } : [],
            communities: (territory.level < .county ? names.territories(at: .county, within: territory) : names.children(of: territory))
                .map { ($0, names[$0]) },
            view: try await operations.publicView(of: territory), names: { names.knows($0) ? names[$0] : nil }, now: now)
    }

    /// Takes what a stranger reports of themselves, once.
    func takeSelfReport(_ sent: SelfReportSent) async throws {
        let key = IdempotencyKey("self report:" + sent.key, request: try JSONEncoder().encode(sent.content))
        let person = try await operations.perform(as: .systemUnrestricted("self report"), idempotency: key) { filing in
            try filing.takeSelfReport(sent.report, by: sent.identity).person
        }.result
        await live.publish([.duties, .subject(.person(person))])
    }

    /// The views of the last seven days that had any, the newest first.
    func publicReach(_ today: CivilDate) async throws -> [(day: CivilDate, views: Int)] {
        await reach.flush(operations)
        return try await operations.store.read(.systemUnrestricted) { reader in
            try (0..<7).compactMap { back in
                let day = today - Days(back)
                return try reader.setting(PublicReach.key(day)).flatMap { Int(String(decoding: $0, as: UTF8.self)) }.map { (day, $0) }
            }
        }
    }
}
