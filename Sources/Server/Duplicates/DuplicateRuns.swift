import Foundation
import Linkage
import Operations
import Register
import Storage
import Vocabulary

/// Searches for records that may be of one person, over a territory or over those whom an order to look back called.
///
/// A search unseals the identities of everyone in its owner's scope, which no page does: it runs beside the pages, compares on threads of its own, and
/// keeps numbers and probabilities, sealed, for its owner alone. Decisions are facts; they live on without it.
actor DuplicateRuns {
    private let desk: OperationsDesk
    private let threads = BoundedThreads(label: "shoutu.linking", count: 1, limit: 4)
    private var runs: [Run] = []
    private var isLoaded = false
    private var tasks: [String: Task<Void, Never>] = [:]
    private var results: [String: LikelyPairs] = [:]
    private static let setting = "console duplicate runs"
    private static let kept = 40
    /// How long the pairs of a search are kept.
    private static let lasting = Span.hours(14 * 24)

    /// One search as it is kept.
    struct Run: Codable, Sendable {
        var id: String
        var owner: Int64
        var ownerName: String
        var territory: TerritoryCode
        var order: Int64?
        var startedAt: Instant
        var phase = Phase.running
        var read = 0
        var total = 0
        var result: String?
        var pairs = 0
        var failure: String?

        enum Phase: String, Codable, Sendable { case running, finished, failed }
    }

    /// A search with what it found.
    struct Sight: Sendable {
        var run: Run
        var found: LikelyPairs?
        var territory: LocalizedText
    }

    init(desk: OperationsDesk) { self.desk = desk }

    func content(_ viewer: Viewer, _ lens: Lens) async throws -> DuplicateRunsContent {
        try await load()
        let own = runs.reversed().filter { $0.owner == viewer.account.id }.map { Sight(run: $0, found: nil, territory: desk.names[$0.territory]) }
        let orders = viewer.permissions.contains(.viewLookBacks) ? try await lookBacks(viewer, lens) : []
        return DuplicateRunsContent(runs: own, orders: orders)
    }

    private func lookBacks(_ viewer: Viewer, _ lens: Lens) async throws -> [(number: Int64, title: LocalizedText)] {
        guard let face = ThingFaces.of(.lookBack) else { return [] }
        let content = try await desk.things(viewer, lens, ThingsQuery(face, Query("")))
        return content.rows.map { ($0.tag.subject.number, $0.tag.label) }
    }

    func start(_ viewer: Viewer, _ territory: TerritoryCode, order: Int64?) async throws -> String {
        try await load()
        guard viewer.covers(territory) else { throw Refusal.notFound }
        // One at a time: a second click does not read everybody's identity twice.
        if let running = runs.last(where: { $0.owner == viewer.account.id && $0.phase == .running && tasks[$0.id] != nil }) { return running.id }
        let run = Run(
            id: String(Secret.token().prefix(20)), owner: viewer.account.id, ownerName: viewer.account.displayName, territory: territory,
            order: order,
            startedAt: Store.machineTime())
        runs = (runs + [run]).suffix(DuplicateRuns.kept)
        try await save()
        let author = desk.author(viewer, source: "page", purpose: "查重 / looking for duplicates")
        tasks[run.id] = Task { await self.work(on: run, as: author) }
        for _ in 0..<40 where tasks[run.id] != nil { try? await Task.sleep(for: .milliseconds(50)) }
        return run.id
    }

    func sight(_ viewer: Viewer, _ id: String) async throws -> Sight? {
        try await load()
        guard var run = runs.first(where: { $0.id == id && $0.owner == viewer.account.id }) else { return nil }
        // What was cut off by a restart is not going on.
        if run.phase == .running, tasks[id] == nil { run.phase = .failed }
        return Sight(run: run, found: try await found(run, viewer), territory: desk.names[run.territory])
    }

    /// The first pair nobody has decided from `from` on, forwards or backwards.
    func pair(_ viewer: Viewer, _ id: String, from: Int, step: Int) async throws -> (place: Int, content: ComparisonContent)? {
        guard let found = try await sight(viewer, id)?.found else { return nil }
        var place = from
        while found.pairs.indices.contains(place) {
            let pair = found.pairs[place]
            if let content = try await desk.compare(viewer, pair.one, pair.other), !content.comparison.isMerged, content.comparison.apart == nil {
                return (place, content)
            }
            place += step < 0 ? -1 : 1
        }
        return nil
    }

    private func found(_ run: Run, _ viewer: Viewer) async throws -> LikelyPairs? {
        if let known = results[run.id] { return known }
        guard let token = run.result,
            let file = try await desk.operations.store.read(desk.scope(of: viewer), { try $0.sealedFile(token) })
        else { return nil }
        let found = try JSONDecoder().decode(LikelyPairs.self, from: file.bytes)
        if results.count >= 8 { results = [:] }
        results[run.id] = found
        return found
    }

    private func work(on run: Run, as author: Author) async {
        let threads = threads
        do {
            let found = try await desk.operations.likelyPairs(
                in: run.territory, order: run.order.map { Reference(rawValue: $0) }, as: author,
                compute: { work in try await threads.run(work) },
                progress: { done, total in Task { await self.note(run.id, done, total) } })
            let bytes = try JSONEncoder().encode(found)
            let token = try await desk.operations.store.write(author) {
                try $0.keepSealed(bytes, name: "duplicates", lasting: DuplicateRuns.lasting)
            }
            results[run.id] = found
            change(run.id) {
                $0.phase = .finished
                $0.result = token
                $0.pairs = found.pairs.count
                ($0.read, $0.total) = (found.persons, found.persons)
            }
        } catch {
            change(run.id) {
                $0.phase = .failed
                $0.failure = error is BoundedThreads.Busy ? "busy" : "\(type(of: error))"
            }
        }
        tasks[run.id] = nil
        try? await save()
    }

    private func note(_ id: String, _ done: Int, _ total: Int) {
        change(id) { if $0.phase == .running { ($0.read, $0.total) = (done, total) } }
    }

    private func change(_ id: String, _ body: (inout Run) -> Void) {
        guard let index = runs.firstIndex(where: { $0.id == id }) else { return }
        body(&runs[index])
    }

    private func load() async throws {
        guard !isLoaded else { return }
        let data = try await desk.operations.store.read(.systemUnrestricted) { try $0.setting(DuplicateRuns.setting) }
        if !isLoaded, let data { runs = (try? JSONDecoder().decode([Run].self, from: data)) ?? [] }
        isLoaded = true
    }

    private func save() async throws {
        let data = try JSONEncoder().encode(runs)
        try await desk.operations.store.write(.systemUnrestricted("console")) { try $0.setSetting(DuplicateRuns.setting, to: data) }
    }
}
