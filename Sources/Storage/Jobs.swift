import Foundation
import GRDB
import Vocabulary

/// Work that follows from a fact but is too much for its transaction: committed with the fact, done in steps, survives a restart.
public struct Job: Hashable, Sendable, Identifiable {
    /// The running number.
    public let id: Int64
    /// What sort of work.
    public var kind: String
    /// What it is about, in the words of the floor above.
    public var payload: Data
    /// How far it has come: the invariant holds below.
    public var watermark: Int64
    /// How far it has to go.
    public var total: Int64
    /// How it stands.
    public var state: State
    /// What went wrong, or what is being done.
    public var message: String?
    /// When it was committed, in true time.
    public let createdAt: Instant
    /// When it last advanced.
    public let updatedAt: Instant

    /// How a job stands.
    public enum State: String, CaseIterable, Sendable, Codable {
        case waiting, running, done, failed
    }
}

private enum Query {
    static let columns = "id, kind, payload, watermark, total, state, message, created_at, updated_at"
    static let insert = "INSERT INTO job (kind, payload, watermark, total, state, created_at, updated_at) VALUES (?, ?, 0, ?, 'waiting', ?, ?)"
    static let get = "SELECT \(columns) FROM job WHERE id = ?"
    static let byState = "SELECT \(columns) FROM job WHERE state = ? ORDER BY id"
    static let update = "UPDATE job SET payload = ?, watermark = ?, total = ?, state = ?, message = ?, updated_at = ? WHERE id = ?"
}

extension Reader {
    /// A job, if there is one of that number.
    public func job(_ id: Int64) throws -> Job? {
        try database.row(Query.get, [id]).map(job)
    }

    /// The jobs that stand so, the oldest first.
    public func jobs(_ state: Job.State) throws -> [Job] {
        try database.rows(Query.byState, [state.rawValue]).map(job)
    }

    private func job(_ row: Row) throws -> Job {
        Job(
            id: try row.value(0), kind: try row.value(1), payload: try row.value(2), watermark: try row.value(3), total: try row.value(4),
            state: try row.word(5), message: try row.optional(6), createdAt: try row.instant(7), updatedAt: try row.instant(8))
    }
}

extension Writer {
    /// Commits work to be done, with whatever else this body writes.
    @discardableResult
    public func addJob(kind: String, payload: Data, total: Int64) throws -> Int64 {
        try database.run(Query.insert, [kind, payload, total, trueTime.milliseconds, trueTime.milliseconds])
        account.note("job.added", detail: kind)
        return connection.lastInsertedRowID
    }

    /// Stores how far a job has come, in the same body as the step it counts.
    public func updateJob(_ job: Job) throws {
        try database.run(
            Query.update, [job.payload, job.watermark, job.total, job.state.rawValue, job.message, trueTime.milliseconds, job.id])
        account.note("job.advanced")
    }
}
