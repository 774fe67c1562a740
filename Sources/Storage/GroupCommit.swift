import Foundation
import GRDB
import Synchronization
import Vocabulary

/// Lets many writers share one wait for the disk.
///
/// Writes queue up; one thread takes all that wait, runs each in a savepoint of one transaction, appends its audit entry, commits, notes
/// the audit head outside the database, and only then lets their callers go on. Meanwhile the next group gathers. An error rolls back its
/// own savepoint alone; a failure of the engine (a full disk) fails the whole group, and nobody is told otherwise.
final class GroupCommit: Sendable {
    /// A queued write.
    struct Job: Sendable {
        let author: Author
        let body: @Sendable (Writer) throws -> Void
        let finish: @Sendable (Result<Void, any Error>) -> Void
    }

    private struct State {
        var waiting: [Job] = []
        var isRunning = false
        var isClosed = false
    }

    private let pool: DatabasePool
    private let chain: String
    private let keys: KeyRing
    private let note: AuditNote
    private let wallClock: @Sendable () -> Instant
    private let queue = DispatchQueue(label: "shoutu.storage.writer")
    private let state = Mutex(State())
    private let noteFailure = Mutex<String?>(nil)

    /// A group that has run this long commits, so that nobody waits for latecomers.
    private static let patience = Duration.milliseconds(100)

    init(pool: DatabasePool, chain: String, keys: KeyRing, note: AuditNote, wallClock: @escaping @Sendable () -> Instant) {
        self.pool = pool
        self.chain = chain
        self.keys = keys
        self.note = note
        self.wallClock = wallClock
    }

    /// Why the audit head could not be noted outside the database the last time; nil if it was.
    var lastNoteFailure: String? { noteFailure.withLock { $0 } }

    /// Queues a write.
    func submit(_ job: Job) {
        let (isRefused, isFirst) = state.withLock { state -> (Bool, Bool) in
            if state.isClosed { return (true, false) }
            state.waiting.append(job)
            defer { state.isRunning = true }
            return (false, !state.isRunning)
        }
        if isRefused { return job.finish(.failure(StoreError.closed)) }
        if isFirst { queue.async { self.drain() } }
    }

    /// Refuses further writes and waits for those queued.
    func close() async {
        state.withLock { $0.isClosed = true }
        await withCheckedContinuation { continuation in queue.async { continuation.resume() } }
    }

    private func drain() {
        while true {
            let jobs = state.withLock { state -> [Job] in
                defer { state.waiting = [] }
                state.isRunning = !state.waiting.isEmpty
                return state.waiting
            }
            if jobs.isEmpty { return }
            var rest = jobs[...]
            while !rest.isEmpty { rest = rest.dropFirst(commit(rest)) }
        }
    }

    /// Commits as many of `jobs` as the patience allows; gives how many.
    private func commit(_ jobs: ArraySlice<Job>) -> Int {
        var outcomes: [Result<Void, any Error>] = []
        do {
            let head = try pool.writeWithoutTransaction { database in
                try run(jobs, in: database, outcomes: &outcomes)
            }
            if let head { write(head) }
        } catch {
            // The transaction is gone, and with it what its members wrote; those that had failed by themselves keep their own reasons.
            let reason = StoreError.translated(error)
            if outcomes.isEmpty { outcomes = [.failure(reason)] }
            outcomes = outcomes.map { outcome in
                if case .failure = outcome { outcome } else { .failure(reason) }
            }
        }
        for (job, outcome) in zip(jobs, outcomes) { job.finish(outcome) }
        return outcomes.count
    }

    /// Runs jobs in one transaction; gives the new audit head if anything was written.
    private func run(
        _ jobs: ArraySlice<Job>, in database: Database, outcomes: inout [Result<Void, any Error>]
    ) throws -> AuditChain.Head? {
        let start = ContinuousClock.now
        do {
            var transaction = try Transaction(database, chain: chain, keys: keys)
            for job in jobs {
                outcomes.append(try run(job, in: database, &transaction))
                if start.duration(to: .now) > GroupCommit.patience { break }
            }
            try database.commit()
            return transaction.hasWritten ? transaction.head : nil
        } catch {
            if database.isInsideTransaction { try? database.rollback() }
            throw error
        }
    }

    /// An open transaction: what has been given out and chained in it.
    private struct Transaction {
        var counters: Writer.Counters
        var head: AuditChain.Head
        /// Whether a job has succeeded in it, whose work another job's failure must not undo.
        var hasWritten = false

        init(_ database: Database, chain: String, keys: KeyRing) throws {
            try database.beginTransaction(.immediate)
            counters = try Writer.Counters(database)
            head = try AuditChain.head(of: chain, key: keys.audit, in: database)
        }
    }

    /// Runs one job. Throws only when the engine has given up the whole transaction.
    ///
    /// Until something has been written there is nothing that a savepoint could protect, so the first job does without: a savepoint keeps a
    /// copy of every page that is changed after it, which an import of thousands of rows would pay for.
    private func run(_ job: Job, in database: Database, _ transaction: inout Transaction) throws -> Result<Void, any Error> {
        let writer = Writer(database: database, keys: keys, trueTime: wallClock(), author: job.author, counters: transaction.counters)
        let needsSavepoint = transaction.hasWritten
        let changes = database.totalChangesCount
        do {
            if needsSavepoint { try database.execute(sql: "SAVEPOINT job") }
            try job.body(writer)
            try writer.finish()
            let head = writer.account.isEmpty ? transaction.head : try AuditChain.append(writer, after: transaction.head)
            if needsSavepoint { try database.execute(sql: "RELEASE SAVEPOINT job") }
            transaction.counters = writer.counters
            if database.totalChangesCount != changes { transaction.hasWritten = true }
            transaction.head = head
            return .success(())
        } catch {
            if needsSavepoint {
                guard database.isInsideTransaction else { throw error }
                try database.execute(sql: "ROLLBACK TO SAVEPOINT job")
                try database.execute(sql: "RELEASE SAVEPOINT job")
            } else {
                if database.isInsideTransaction { try database.rollback() }
                transaction = try Transaction(database, chain: chain, keys: keys)
            }
            return .failure(StoreError.translated(error))
        }
    }

    /// Notes the head. The writes are durable already, so that a failure here is told by `Store.health`, not to their callers.
    private func write(_ head: AuditChain.Head) {
        do throws(SyncedFile.Failure) {
            try note.write(head)
            noteFailure.withLock { $0 = nil }
        } catch {
            noteFailure.withLock { $0 = "\(error)" }
        }
    }
}
