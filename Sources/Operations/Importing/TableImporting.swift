import Crypto
import Exchange
import Foundation
import Register
import Storage
import Vocabulary

/// A file to be imported: how it is read, by whom, and whose numbers it uses.
public struct ImportRequest: Sendable {
    /// How the file is read.
    public var plan: ImportPlan
    /// Whose numbers the file calls people by; a line list and its list of exposures share one.
    public var source: String
    /// The language of the error file.
    public var language: TableLanguage
    /// Whether whoever imports must know afterwards of whom the rows are.
    public var isNamingPeople = false
    /// The digest of the file, by which an import that was cut off is found again.
    public var digest: Data

    /// A request from its parts; reads the file once for its digest.
    public init(_ plan: ImportPlan, source: String = "", language: TableLanguage = .chinese) throws {
        self.plan = plan
        self.source = source
        self.language = language
        digest = try ImportRequest.digest(of: plan.source)
    }

    private static func digest(of source: TableSource) throws -> Data {
        switch source {
        case .bytes(let bytes, _): return Data(SHA256.hash(data: bytes))
        case .file(let path):
            guard let file = FileHandle(forReadingAtPath: path) else { throw TableError.unreadable(file: source.name, reason: "it cannot be opened") }
            defer { try? file.close() }
            var hash = SHA256()
            while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(data: piece) }
            return Data(hash.finalize())
        }
    }
}

/// How far an import has come, or what a dry run found.
public struct ImportCounts: Hashable, Sendable, Codable {
    /// Rows read.
    public var rows = 0
    /// Rows with something not known before.
    public var new = 0
    /// Rows that correct or continue what an earlier file said.
    public var changed = 0
    /// Rows that say what is known.
    public var unchanged = 0
    /// Rows refused.
    public var rejected = 0
    /// Rows about people who are in the register.
    public var matched = 0

    /// Nothing yet.
    public init() {}

    mutating func add(_ outcome: RowOutcome, isMatched: Bool) {
        switch outcome {
        case .new: new += 1
        case .changed: changed += 1
        case .unchanged: unchanged += 1
        }
        if isMatched { matched += 1 }
    }
}

/// What came of an import or a dry run.
public struct ImportReport: Sendable {
    /// The import's number in the register; nil of a dry run.
    public var batch: ImportBatch?
    /// How many rows came to what.
    public var counts: ImportCounts
    /// The first of the rejected rows.
    public var mistakes: [RowRejection]
    /// The rejected rows as a file to correct; empty if none.
    public var errors: [UInt8]
    /// Whether an earlier run that was cut off was continued.
    public var isContinued = false
    /// The person of every row taken, where that was asked for.
    public var people: [PersonID] = []
}

extension Operations {
    /// What an import knows beside the file: zone, present, territories.
    public func importContext(territory: TerritoryCode? = nil, companions: CompanionCases? = nil) async throws -> ImportContext {
        let entries = try await store.read(.systemUnrestricted) { try $0.territories() }
        return ImportContext(
            zone: policies.zone, now: clock.now, territory: territory ?? policies.root,
            territories: entries.isEmpty ? nil : TerritoryIndex(entries), companions: companions)
    }

    /// Rows committed in one transaction.
    static let importStep = 2000

    /// Imports a file: rows are committed with their obligations and the audit, a few hundred at a time.
    ///
    /// Importing is natural to repeat: what is known already changes nothing. An import that was cut off, by a crash or a cancelled task, is
    /// found by the file's digest and goes on: rows below its watermark are gone through again without effect.
    ///
    /// - Parameters:
    ///   - batch: An import that was begun before, to be carried out; nil begins one.
    ///   - progress: Told after every transaction.
    public func importTable(
        _ request: ImportRequest, as author: Author, batch given: ImportBatch? = nil,
        progress: @escaping @Sendable (ImportCounts, _ read: Int, _ total: Int) -> Void = { _, _, _ in }
    ) async throws -> ImportReport {
        let (plan, kind) = (request.plan, request.plan.kind.rawValue)
        let known = try await store.read(.systemUnrestricted) { try $0.importBatches(of: request.digest, kind: kind) }
        var batch: ImportBatch
        if let open = given ?? known.last(where: { $0.finishedAt == nil && $0.user == author.scope.user }) {
            batch = open
        } else {
            batch = try await store.write(author) { try $0.beginImport(kind: kind, fileName: plan.source.name, digest: request.digest) }
        }
        let isContinued = batch.watermark > 0
        let run = ImportRun(
            operations: self, author: author, session: ImportSession(request, root: policies.root))
        var counts = ImportCounts()
        (counts.new, counts.unchanged, counts.rejected) = (batch.accepted, batch.unchanged, 0)
        var refused: [Int: LocalizedText] = [:]
        var deferred: [ImportRow] = []
        var people: [PersonID] = []
        let feed = try RowFeed(plan)
        var next = try await run.next(of: feed)
        while let (chunk, ready) = next {
            try Task.checkCancellation()
            // Read and made ready by the other core while this one is written.
            async let following = run.next(of: feed)
            counts.rows = chunk.done
            counts.rejected += chunk.rejections.count
            let isRepeated = chunk.done <= batch.watermark
            let result = try await run.commit(ready, counts: counts, batch: batch, watermark: chunk.done, isCounting: !isRepeated)
            (counts, batch) = (result.counts, result.batch)
            refused.merge(result.refused) { first, _ in first }
            deferred += result.deferred
            people += result.people
            progress(counts, chunk.progress.read, chunk.progress.total)
            next = try await following
        }
        // Rows that name people of later rows find them now; chains of contacts take a round each.
        while !deferred.isEmpty {
            let waiting = deferred
            deferred = []
            for start in stride(from: 0, to: waiting.count, by: Operations.importStep) {
                let rows = run.readied(Array(waiting[start..<min(start + Operations.importStep, waiting.count)]))
                let result = try await run.commit(rows, counts: counts, batch: batch, watermark: batch.watermark, isCounting: true)
                (counts, batch) = (result.counts, result.batch)
                refused.merge(result.refused) { first, _ in first }
                deferred += result.deferred
                people += result.people
            }
            if deferred.count == waiting.count { break }
        }
        for row in deferred { refused[row.line] = OperationError.unknownIndex.message(zone: plan.zoneOfTimes) }
        counts.rejected += deferred.count
        let errors = counts.rejected > 0 ? try await Operations.errorFile(request, refused) : ([], [])
        batch.rejected = counts.rejected
        let finished = batch
        try await store.write(author) { try $0.updateImport(finished, isFinished: true) }
        return ImportReport(batch: batch, counts: counts, mistakes: errors.1, errors: errors.0, isContinued: isContinued, people: people)
    }

    static func errorFile(_ request: ImportRequest, _ refused: [Int: LocalizedText]) async throws -> ([UInt8], [RowRejection]) {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "shoutu.import.errors").async {
                continuation.resume(
                    with: Result { try ErrorFile(plan: request.plan, refused: refused, language: request.language).make() })
            }
        }
    }
}

extension ImportPlan {
    /// The zone in which its times are told.
    var zoneOfTimes: CivilZone { context.zone }
}

/// Rows with what another core makes ready of them, a few at a time.
private struct ReadiedRows: Sendable {
    let rows: [ImportRow]
    let ready: [Ahead<[ReadyRow]>]
}

/// The writing side of an import.
private struct ImportRun: Sendable {
    let operations: Operations
    let author: Author
    let session: ImportSession

    struct Result: Sendable {
        var counts: ImportCounts
        var batch: ImportBatch
        var refused: [Int: LocalizedText] = [:]
        var deferred: [ImportRow] = []
        var people: [PersonID] = []
    }

    /// Commits rows in one transaction with the watermark behind them. If one of them breaks it, the halves are tried apart, so that only
    /// that one is refused.
    func commit(_ rows: ReadiedRows, counts: ImportCounts, batch: ImportBatch, watermark: Int, isCounting: Bool) async throws -> Result {
        do {
            return try await attempt(rows, counts: counts, batch: batch, watermark: watermark, isCounting: isCounting)
        } catch let error as OperationError where !rows.rows.isEmpty {
            let (ready, rows) = (rows, rows.rows)
            if rows.count == 1 {
                var result = try await attempt(readied([]), counts: counts, batch: batch, watermark: watermark, isCounting: isCounting)
                result.counts.rejected += 1
                result.refused[rows[0].line] = error.message(zone: operations.policies.zone)
                return result
            }
            let middle = rows.count / 2
            Ahead.letGo(ready)
            var first = try await commit(
                readied(Array(rows[..<middle])), counts: counts, batch: batch, watermark: batch.watermark, isCounting: isCounting)
            let second = try await commit(
                readied(Array(rows[middle...])), counts: first.counts, batch: first.batch, watermark: watermark, isCounting: isCounting)
            (first.counts, first.batch) = (second.counts, second.batch)
            first.refused.merge(second.refused) { one, _ in one }
            first.deferred += second.deferred
            first.people += second.people
            return first
        }
    }

    /// The next rows of a file, being made ready; nil at the end.
    func next(of feed: RowFeed) async throws -> (chunk: RowFeed.Chunk, ready: ReadiedRows)? {
        guard let chunk = try await feed.next(Operations.importStep) else { return nil }
        return (chunk, readied(chunk.rows))
    }

    /// Has another core make rows ready.
    func readied(_ rows: [ImportRow]) -> ReadiedRows {
        let (session, store) = (session, operations.store)
        let ready = stride(from: 0, to: rows.count, by: ReadyRow.step).map { start in
            Ahead {
                let encoding = FactEncoding()
                return rows[start..<min(start + ReadyRow.step, rows.count)].map { ReadyRow($0, livingIn: session.territory, encoding, store) }
            }
        }
        Ahead.begin(ready)
        return ReadiedRows(rows: rows, ready: ready)
    }

    private func attempt(_ readied: ReadiedRows, counts: ImportCounts, batch: ImportBatch, watermark: Int, isCounting: Bool) async throws -> Result {
        let (session, zone, isNamingPlaces) = (session, operations.policies.zone, session.isNamingPlaces)
        let (rows, ready) = (readied.rows, readied.ready)
        defer { Ahead.letGo(readied) }
        return try await operations.perform(as: author) { filing in
            var result = Result(counts: counts, batch: batch)
            let places = isNamingPlaces && !rows.isEmpty ? try PlaceFinder(filing.writer) : nil
            for (place, row) in rows.enumerated() {
                let ready = ready[place / ReadyRow.step].value[place % ReadyRow.step]
                do throws(any Error) {
                    if let blind = ready.blind { filing.writer.know(blind) }
                    var prepared = try filing.prepare(row, session, places)
                    prepared.ready = ready
                    let (outcome, person) =
                        if let places, row.person == nil {
                            (try filing.takePlace(prepared, places), PersonID?.none)
                        } else if let count = row.count {
                            (try filing.take(count), PersonID?.none)
                        } else { try filing.take(prepared, session) }
                    if let person, session.isNamingPeople { result.people.append(person) }
                    if isCounting { result.counts.add(outcome, isMatched: prepared.person != nil) }
                } catch OperationError.unknownIndex {
                    result.deferred.append(row)
                } catch let error as OperationError where error.isRowsOwn {
                    result.refused[row.line] = error.message(zone: zone)
                    result.counts.rejected += 1
                }
            }
            result.batch.watermark = max(watermark, batch.watermark)
            result.batch.accepted = result.counts.new + result.counts.changed
            result.batch.unchanged = result.counts.unchanged
            result.batch.rejected = result.counts.rejected
            try filing.writer.updateImport(result.batch)
            return result
        }
    }
}

extension OperationError {
    /// Whether only `prepare` throws it, before anything of the row was written.
    fileprivate var isRowsOwn: Bool {
        switch self {
        case .knownInFuture, .notYetHappened, .exposedToSelf, .roomTaken, .siteFull, .siteClosed, .wardFrozen, .wardHolds, .wardNotCleared,
            .placeUnknown, .placesOfOneName, .notHeld, .unknown:
            true
        default: false
        }
    }
}
