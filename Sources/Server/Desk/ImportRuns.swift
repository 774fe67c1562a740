import Crypto
import Exchange
import Foundation
import Operations
import Register
import ServiceLifecycle
import Storage
import Vocabulary

/// The imports of the console: each a file that was sent, its dry run, and its commit, which goes on after a restart of the server.
actor ImportRuns: Service {
    private let desk: OperationsDesk
    private let live: LiveEvents
    private var runs: [Run] = []
    private var isLoaded = false
    /// What is known of a run only while the server runs: identities stand in it.
    private var sights: [String: Sight] = [:]
    private var tasks: [String: Task<Void, Never>] = [:]
    private static let setting = "console import runs"
    private static let kept = 100

    /// One import as it is kept.
    struct Run: Codable, Sendable {
        var id: String
        var owner: Int64
        var ownerName: String
        var file: String
        var kind: TableKind
        var path: String
        var startedAt: Instant
        var mapping: ColumnMapping?
        /// The name under which the mapping is saved, if it has one.
        var mappingName: String?
        /// Whose numbers the file uses for people: of files with the same the number 7 is the same person. A file has numbers of its own unless it
        /// is said to go on an earlier list.
        var source: String?
        /// The earlier import whose numbers it goes on.
        var continues: String?
        var batch: Int64?
        var phase = Phase.checking
        var counts = ImportCounts()
        var errors: String?
        var failure: String?
        /// What was found before the file became a table: who of a passenger list could not be read.
        var notes: [LocalizedText]?
        /// The order to look back that it was handed in for, and what came of that.
        var lookBack: LookBackList?
        var handedIn: LookBackList.Outcome?

        /// What is written beside every entry it makes.
        var entrySource: String { lookBack?.entrySource(file: file) ?? "import:\(file)" }

        enum Phase: String, Codable, Sendable { case checking, preview, committing, finished, failed }
    }

    /// What the page shows of a file beside the counts.
    private struct Sight {
        var survey: TableSurvey?
        var mistakes: [ImportRunPage.Mistake] = []
        var read = 0
        var total = 0
    }

    init(desk: OperationsDesk, live: LiveEvents) {
        self.desk = desk
        self.live = live
    }

    /// Goes on with what was cut off, until the server ends; then stops between two transactions.
    func run() async throws {
        try? await load()
        for run in runs where run.phase == .committing { commit(run.id) }
        try? await gracefulShutdown()
        for task in tasks.values { task.cancel() }
        for task in tasks.values { await task.value }
    }

    // MARK: What the pages ask

    func content(_ viewer: Viewer) async throws -> ImportPage.Content {
        try await load()
        let seesAll = viewer.permissions.contains(.manageUsers)
        return ImportPage.Content(
            recent: runs.reversed().filter { seesAll || $0.owner == viewer.account.id }.prefix(30).map { run in
                ImportPage.Run(
                    id: run.id, file: run.file, kind: ImportKind(rawValue: run.kind.rawValue) ?? .cases, startedAt: run.startedAt, by: run.ownerName,
                    done: run.counts.new + run.counts.changed + run.counts.unchanged, total: run.counts.rows, rejected: run.counts.rejected,
                    isFinished: run.phase == .finished)
            })
    }

    func start(
        _ viewer: Viewer, _ kind: ImportKind, _ name: String, _ file: URL, notes: [LocalizedText] = [], lookBack: LookBackList? = nil
    ) async throws -> String {
        try await load()
        guard let table = TableKind(rawValue: kind.rawValue) else { throw Refusal.notFound }
        var run = Run(
            id: String(Secret.token().prefix(20)), owner: viewer.account.id, ownerName: viewer.account.displayName, file: name, kind: table,
            path: file.path, startedAt: Store.machineTime(), notes: notes.isEmpty ? nil : notes, lookBack: lookBack)
        if let survey = try? TableSurvey(.file(path: file.path), kind: table) { run.mapping = try await savedMapping(for: survey, kind: table) }
        runs.append(run)
        for old in runs.dropLast(ImportRuns.kept) { try? FileManager.default.removeItem(atPath: old.path) }
        runs = runs.suffix(ImportRuns.kept)
        try await save()
        check(run.id, as: desk.author(viewer, source: run.entrySource))
        await settle(run.id)
        return run.id
    }

    func content(_ viewer: Viewer, _ id: String) async throws -> ImportRunPage.Content? {
        guard let run = try await find(viewer, id) else { return nil }
        if run.phase == .checking, tasks[id] == nil {
            check(id, as: desk.author(viewer, source: run.entrySource))
            await settle(id)
        }
        if sights[id]?.survey == nil, FileManager.default.fileExists(atPath: run.path) {
            sights[id, default: Sight()].survey = try? TableSurvey(.file(path: run.path), kind: run.kind, mapping: run.mapping)
        }
        let names = await mappingNames(run.kind)
        return page(runs.first { $0.id == id } ?? run, mappings: names, viewer)
    }

    func remap(_ viewer: Viewer, _ id: String, _ choices: ImportChoices) async throws {
        guard let run = try await find(viewer, id), run.phase == .preview || run.phase == .failed,
            let index = runs.firstIndex(where: { $0.id == id }),
            let survey = try? TableSurvey(.file(path: run.path), kind: run.kind, mapping: run.mapping)
        else { throw Refusal.notFound }
        var mapping = run.mapping ?? ColumnMapping(kind: run.kind)
        if let name = choices.use, name != run.mappingName {
            guard let chosen = try await namedMapping(name, kind: run.kind) else { throw Refusal.notFound }
            mapping = chosen
            runs[index].mappingName = name
        } else {
            for (position, column) in survey.columns.enumerated() {
                let (former, field) = (mapping.columns[column.header], choices.fields[position])
                let isSame = column.field == field
                var values = isSame ? former?.values ?? [:] : [:]
                // What words mean hangs on what their column is.
                for (place, meaning) in choices.meanings[position] ?? [:] where isSame {
                    guard let known = survey.values[position]?.values, known.indices.contains(place) else { continue }
                    values[known[place].text] = meaning
                }
                mapping.columns[column.header] = ColumnMapping.Column(field: field, values: values)
            }
            if choices.use == nil { runs[index].mappingName = nil }
        }
        runs[index].mapping = mapping
        sights[id]?.survey = nil
        runs[index].phase = .checking
        let earlier = choices.continues.flatMap { wanted in runs.first { $0.id == wanted && $0.id != id } }
        runs[index].continues = earlier?.id
        runs[index].source = earlier?.source
        try await saveMapping(mapping, as: ImportRuns.mappingName(survey), viewer)
        if let name = choices.saveAs {
            try await saveMapping(mapping, as: name, viewer)
            runs[index].mappingName = name
        }
        try await save()
        check(id, as: desk.author(viewer, source: run.entrySource))
        await settle(id)
    }

    func commit(_ viewer: Viewer, _ id: String) async throws {
        guard let run = try await find(viewer, id), let index = runs.firstIndex(where: { $0.id == id }) else { throw Refusal.notFound }
        // Sent twice, it is done once.
        guard run.phase == .preview else { return }
        runs[index].phase = .committing
        try await save()
        commit(id)
        await settle(id)
    }

    func errors(_ viewer: Viewer, _ id: String) async throws -> AsyncThrowingStream<String, any Error>? {
        guard let token = try await find(viewer, id)?.errors,
            let file = try await desk.operations.store.read(desk.scope(of: viewer), { try $0.sealedFile(token) })
        else { return nil }
        return AsyncThrowingStream { continuation in
            // The answer brings a byte order mark of its own.
            let bytes = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? file.bytes.dropFirst(3) : file.bytes
            continuation.yield(String(decoding: bytes, as: UTF8.self))
            continuation.finish()
        }
    }

    // MARK: The work

    /// Waits a little, so that the page after a small file shows its outcome at once.
    private func settle(_ id: String) async {
        for _ in 0..<40 {
            guard tasks[id] != nil else { return }
            try? await Task.sleep(for: .milliseconds(50))
        }
    }

    private func check(_ id: String, as author: Author) {
        tasks[id] = Task {
            await self.work(on: id) { run in
                let request = try await self.request(for: run)
                self.keepSource(request.source, of: id)
                let report = try await self.desk.operations.dryRun(request, scope: author.scope) { counts, read, total in
                    Task { await self.note(id, counts, read, total) }
                }
                try await self.end(id, .preview, report, author)
            }
        }
    }

    /// Commits in the owner's name and scope as they are now.
    private func commit(_ id: String) {
        tasks[id] = Task {
            await self.work(on: id) { run in
                let author = try await self.author(of: run)
                let request = try await self.request(for: run)
                let report = try await self.desk.operations.importTable(request, as: author) { counts, read, total in
                    Task {
                        await self.note(id, counts, read, total)
                        await self.live.publish([.imports])
                    }
                }
                if let list = run.lookBack {
                    let outcome = try await self.desk.operations.handIn(list, report, columns: request.plan.columns, as: author)
                    self.keep(outcome, of: id)
                }
                try await self.end(id, .finished, report, author)
                try? FileManager.default.removeItem(atPath: run.path)
                let order = run.lookBack.map { [Topic.subject(.lookBack($0.order))] } ?? []
                await self.live.publish(Set([.imports, .duties, .situation] + order))
            }
        }
    }

    private func work(on id: String, _ body: (Run) async throws -> Void) async {
        defer { tasks[id] = nil }
        guard let run = runs.first(where: { $0.id == id }) else { return }
        do {
            try await body(run)
        } catch is CancellationError {
            // The server ends: a commit goes on at the next start.
        } catch {
            guard let index = runs.firstIndex(where: { $0.id == id }) else { return }
            if let error = error as? TableError {
                // The file can still be mapped by hand.
                runs[index].phase = .preview
                runs[index].counts = ImportCounts()
                runs[index].counts.rejected = 1
                sights[id, default: Sight()].mistakes = [.init(line: 1, column: LocalizedText(zh: "", en: ""), value: "", message: error.text)]
            } else {
                runs[index].phase = .failed
                runs[index].failure = (error as? StoreError)?.description ?? (error as? OperationError)?.message(zone: desk.zone).en ?? "\(error)"
            }
            try? await save()
        }
        await live.publish([.imports])
    }

    private func note(_ id: String, _ counts: ImportCounts, _ read: Int, _ total: Int) {
        guard let index = runs.firstIndex(where: { $0.id == id }), runs[index].phase == .checking || runs[index].phase == .committing else { return }
        let rows = max(runs[index].counts.rows, counts.rows)
        runs[index].counts = counts
        if runs[index].phase == .committing { runs[index].counts.rows = rows }
        sights[id, default: Sight()].read = read
        sights[id, default: Sight()].total = total
    }

    private func end(_ id: String, _ phase: Run.Phase, _ report: ImportReport, _ author: Author) async throws {
        var token: String?
        if !report.errors.isEmpty {
            let (bytes, batch) = (Data(report.errors), report.batch?.id)
            token = try await desk.operations.store.write(author) {
                try $0.keepSealed(bytes, name: "errors.csv", batch: batch, lasting: .hours(24 * 7))
            }
        }
        guard let index = runs.firstIndex(where: { $0.id == id }) else { return }
        runs[index].phase = phase
        runs[index].counts = report.counts
        runs[index].errors = token
        runs[index].batch = report.batch?.id
        runs[index].failure = nil
        sights[id, default: Sight()].mistakes = report.mistakes.map { rejection in
            let first = rejection.problems.first
            return .init(
                line: rejection.line, column: first?.header ?? LocalizedText(zh: "", en: ""), value: first?.found ?? "",
                message: first.map(\.reason.text) ?? rejection.text)
        }
        try await save()
    }

    private func request(for run: Run) async throws -> ImportRequest {
        let user = try await desk.operations.store.read(.systemUnrestricted) { try $0.user(UserID(rawValue: run.owner)) }
        let context = try await desk.operations.importContext(territory: run.lookBack?.territory ?? user?.grants.first?.territory)
        let (path, name, kind, source, isNamingPeople) = (run.path, run.file, run.kind, run.source, run.lookBack != nil)
        let mapping = try await run.mapping(for: desk, user)
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "shoutu.import.survey").async {
                continuation.resume(
                    with: Result {
                        guard FileManager.default.fileExists(atPath: path) else { throw TableError.unreadable(file: name, reason: "it was removed") }
                        var request = try ImportRequest(ImportPlan(.file(path: path), kind: kind, mapping: mapping, context: context))
                        // Two lists numbered 1…n that have nothing to do with each other must never meet: a file's numbers are its own.
                        request.isNamingPeople = isNamingPeople
                        request.source = source ?? "file " + ImportRuns.hex(request.digest.prefix(16))
                        return request
                    })
            }
        }
    }

    private func author(of run: Run) async throws -> Author {
        guard let user = try await desk.operations.store.read(.systemUnrestricted, { try $0.user(UserID(rawValue: run.owner)) }), !user.isDisabled
        else {
            throw Refusal.notFound
        }
        return Author(scope: Scope(user: user.id, grants: user.grants, at: desk.now), source: run.entrySource)
    }

    // MARK: Keeping

    private func load() async throws {
        guard !isLoaded else { return }
        let data = try await desk.operations.store.read(.systemUnrestricted) { try $0.setting(ImportRuns.setting) }
        guard !isLoaded else { return }
        isLoaded = true
        runs = data.flatMap { try? JSONDecoder().decode([Run].self, from: $0) } ?? []
    }

    private func save() async throws {
        let data = try JSONEncoder().encode(runs)
        try await desk.operations.store.write(.systemUnrestricted("import")) { try $0.setSetting(ImportRuns.setting, to: data) }
    }

    /// A run of the reader's own, or of anyone for the administrator.
    private func find(_ viewer: Viewer, _ id: String) async throws -> Run? {
        try await load()
        return runs.first { $0.id == id && ($0.owner == viewer.account.id || viewer.permissions.contains(.manageUsers)) }
    }

    /// The mapping that was made for a file with the same headers.
    private func savedMapping(for survey: TableSurvey, kind: TableKind) async throws -> ColumnMapping? {
        let name = ImportRuns.mappingName(survey)
        return try await desk.operations.store.read(.systemUnrestricted) { try $0.mapping(name, kind: kind.rawValue) }
            .flatMap { try? ColumnMapping(json: $0) }
    }

    /// A mapping saved by name.
    private func namedMapping(_ name: String, kind: TableKind) async throws -> ColumnMapping? {
        try await desk.operations.store.read(.systemUnrestricted) { try $0.mapping(name, kind: kind.rawValue) }.flatMap {
            try? ColumnMapping(json: $0)
        }
    }

    /// The names under which mappings of a kind were saved by people.
    private func mappingNames(_ kind: TableKind) async -> [String] {
        let names = try? await desk.operations.store.read(.systemUnrestricted) { try $0.mappingNames(kind: kind.rawValue) }
        return (names ?? []).filter { !$0.hasPrefix(ImportRuns.ownPrefix) }
    }

    private func keep(_ outcome: LookBackList.Outcome, of id: String) {
        guard let index = runs.firstIndex(where: { $0.id == id }) else { return }
        runs[index].handedIn = outcome
    }

    private func keepSource(_ source: String, of id: String) {
        guard let index = runs.firstIndex(where: { $0.id == id }) else { return }
        runs[index].source = source
    }

    private func saveMapping(_ mapping: ColumnMapping, as name: String, _ viewer: Viewer) async throws {
        let json = Data(try mapping.json())
        try await desk.operations.store.write(desk.author(viewer)) { try $0.saveMapping(name, kind: mapping.kind.rawValue, json: json) }
    }

    private static func mappingName(_ survey: TableSurvey) -> String {
        let headers = survey.columns.map(\.header).joined(separator: "\u{1F}")
        return ownPrefix + hex(Data(SHA256.hash(data: Data(headers.utf8)).prefix(8)))
    }

    /// Begins the names of mappings that were made for files with the same headers, and not named by anyone.
    private static let ownPrefix = "headers "

    private static func hex(_ bytes: Data) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    // MARK: The page

    private func page(_ run: Run, mappings: [String], _ viewer: Viewer) -> ImportRunPage.Content {
        let sight = sights[run.id] ?? Sight()
        let state: ImportRunPage.Content.State =
            switch run.phase {
            case .preview: .preview
            case .finished: .finished
            case .failed: .failed(run.failure ?? "")
            case .checking, .committing:
                .running(
                    done: run.phase == .committing ? run.counts.new + run.counts.changed + run.counts.unchanged + run.counts.rejected : sight.read,
                    total: run.phase == .committing ? run.counts.rows : max(sight.total, 1))
            }
        let fields = run.kind.fields
        let choices = fields.map { (key: $0.key, label: $0.label) }
        let columns = (sight.survey?.columns ?? []).enumerated().map { position, column in
            let samples = sight.survey?.samples ?? []
            return ImportRunPage.Column(
                header: column.header, sample: samples.indices.contains(position) ? ImportRuns.masked(samples[position], as: column.field) : "",
                field: column.field, fields: choices, values: sight.survey?.values[position],
                isRequired: fields.contains { $0.key == column.field && $0.isRequired })
        }
        return ImportRunPage.Content(
            id: run.id, file: run.file, kind: ImportKind(rawValue: run.kind.rawValue) ?? .cases, state: state,
            sheet: sight.survey?.sheet, encoding: sight.survey?.encoding.name ?? "–",
            separator: sight.survey.map { $0.separator == "\t" ? "Tab" : String($0.separator) } ?? "–", notes: run.notes ?? [], rows: run.counts.rows,
            new: run.counts.new, changed: run.counts.changed, unchanged: run.counts.unchanged,
            rejected: run.counts.rejected,
            columns: columns, mistakes: sight.mistakes, mappings: mappings, mapping: run.mappingName,
            lists: runs.reversed().filter { $0.id != run.id && $0.owner == viewer.account.id && $0.phase == .finished && $0.source != nil }.prefix(20)
                .map { (id: $0.id, file: $0.file, startedAt: $0.startedAt) }, list: run.continues,
            lookBack: run.lookBack.map { .init(order: $0.order, source: $0.source, outcome: run.handedIn) })
    }

    /// A sample tells what a column holds, not whom: of names, numbers and addresses only the ends are shown.
    private static func masked(_ text: String, as field: String?) -> String {
        let open: Set<String> = [
            "sex", "age", "caseKind", "onset", "diagnosed", "taken", "result", "reportedAt", "mode", "started", "ended", "from", "until", "postClass",
            "arrived", "originPlace", "originRisk", "residence", "county", "prefecture", "province", "lastContact", "identified", "degree", "method",
            "placeName", "placeClass", "placeTerritory", "capacity", "entered", "left", "occasion",
        ]
        if let field, open.contains(field) { return String(text.prefix(40)) }
        guard text.count > 2 else { return text.isEmpty ? "" : "…" }
        return text.count > 6 ? "\(text.prefix(2))…\(text.suffix(1))" : "\(text.prefix(1))…"
    }
}

extension Desk {
    /// Hands imports to their own desk.
    mutating func importing(_ imports: ImportRuns) {
        self.imports = { try await imports.content($0) }
        startImport = { try await imports.start($0, $1, $2, $3, notes: $4, lookBack: $5) }
        importRun = { try await imports.content($0, $1) }
        remapImport = { try await imports.remap($0, $1, $2) }
        commitImport = { try await imports.commit($0, $1) }
        importErrors = { try await imports.errors($0, $1) }
    }
}
