import CSQLite
import Foundation
import GRDB
import Synchronization
import Vocabulary

/// The register, kept: open it, then read within a `Scope` and write as an `Author`.
///
/// ```swift
/// let location = try StoreLocation("sqlite:outbreak.db")
/// let store = try Store.open(at: location, keys: .open(at: KeyRing.defaultPath(for: location)))
/// let records = try await store.read(scope) { try $0.records(of: person) }
/// let entry = try await store.write(author) { try $0.append(fact, about: .person(person), happenedAt: t, knownAt: now) }
/// ```
///
/// A write that has returned is on the disk. Several processes may have the same database open.
public final class Store: Sendable {
    /// Where the data are kept.
    public let location: StoreLocation
    /// The keys of the deployment.
    let keys: KeyRing
    /// The keys of entry codes.
    public var entryKeys: EntryKeys { keys.entry }
    /// The audit chain of this database.
    let chain: String
    let pool: DatabasePool
    let commits: GroupCommit
    let note: AuditNote
    let wallClock: @Sendable () -> Instant

    /// Opens the database, creating or migrating it as needed.
    ///
    /// - Parameters:
    ///   - durability: When what is written is on the disk.
    ///   - readers: How many reads run at the same time; further ones wait.
    ///   - acceptingTailLoss: Opens a database although acknowledged writes were cut off or it disagrees with the note kept outside it. The
    ///     audit records that this was accepted. To be set by a person who knows why, after a restore from the last resort.
    ///   - wallClock: True machine time; a test may bring its own.
    /// - Throws: among others `StoreError.wrongKey`, `.newerSchema`, `.auditTailMissing`, `.auditForked`.
    public static func open(
        at location: StoreLocation, keys: KeyRing, durability: Durability = .everyWrite, readers: Int = 4, acceptingTailLoss: Bool = false,
        wallClock: @escaping @Sendable () -> Instant = Store.machineTime
    ) throws(StoreError) -> Store {
        _ = isLean
        do {
            try FileManager.default.createDirectory(atPath: location.folder, withIntermediateDirectories: true)
        } catch {
            throw .cannotOpen(path: location.path, reason: "its folder cannot be created")
        }
        do {
            // What it holds about people is nobody else's on this machine; the log beside it inherits the permissions.
            _ = try privateFile(at: location.path)
            let pool = try DatabasePool(path: location.path, configuration: configuration(readers: readers))
            let chain = try pool.writeWithoutTransaction { database in
                try configureWriter(database, durability)
                try Migration.migrate(database, dialect: .sqlite, now: wallClock())
                return try identify(database, keys: keys)
            }
            let store = try Store(location: location, keys: keys, chain: chain, pool: pool, durability: durability, wallClock: wallClock)
            try store.reconcile(acceptingTailLoss: acceptingTailLoss)
            return store
        } catch let error as DatabaseError {
            switch StoreError(error) {
            case .storageFailed(let reason), .corrupt(let reason): throw .cannotOpen(path: location.path, reason: reason)
            case let other: throw other
            }
        } catch let error as SyncedFile.Failure {
            throw .cannotOpen(path: location.path, reason: error.description)
        } catch {
            throw .from(error)
        }
    }

    private init(
        location: StoreLocation, keys: KeyRing, chain: String, pool: DatabasePool, durability: Durability,
        wallClock: @escaping @Sendable () -> Instant
    ) throws(StoreError) {
        self.location = location
        self.keys = keys
        self.chain = chain
        self.pool = pool
        self.wallClock = wallClock
        note = try AuditNote(chain: chain, keys: keys, isSynced: durability == .everyWrite)
        commits = GroupCommit(pool: pool, chain: chain, keys: keys, note: note, wallClock: wallClock)
    }

    /// Reads in one consistent view. Never waits for a writer, and never on the threads of Swift's concurrency.
    public func read<T: Sendable>(_ scope: Scope, _ body: @escaping @Sendable (Reader) throws -> T) async throws -> T {
        let (keys, now) = (keys, wallClock())
        do {
            return try await pool.read { database in
                try body(Reader(database: database, keys: keys, trueTime: now, scope: scope))
            }
        } catch {
            throw StoreError.translated(error)
        }
    }

    /// Writes; returns once everything the body wrote is on the disk. If it throws, nothing of it is kept.
    ///
    /// A body may write thousands of rows: they are one transaction with one audit entry. Other writers wait for it. Where the engine gives
    /// up a group of writes (a full disk), a body may be run once more: it should do nothing but read and write through its `Writer`.
    @discardableResult
    public func write<T: Sendable>(_ author: Author, _ body: @escaping @Sendable (Writer) throws -> T) async throws -> T {
        let result = Slot<T>()
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            commits.submit(
                GroupCommit.Job(
                    author: author, body: { result.put(try body($0)) },
                    finish: { continuation.resume(with: $0) }))
        }
        guard let value = result.take() else { throw StoreError.refused("a write without outcome") }
        return value
    }

    /// Writes once: if this author has written under the same key before, nothing happens and the first outcome is given again.
    ///
    /// - Throws: `StoreError.idempotencyConflict` if the key was used for a different request.
    @discardableResult
    public func write<T: Sendable & Codable>(
        _ author: Author, once key: IdempotencyKey, _ body: @escaping @Sendable (Writer) throws -> T
    ) async throws -> T {
        try await write(author) { writer in
            if let response = try writer.response(to: key) { return try JSONDecoder().decode(T.self, from: response) }
            let value = try body(writer)
            try writer.remember(JSONEncoder().encode(value), for: key)
            return value
        }
    }

    /// Waits until everything written is on the disk: of a store opened to be durable ``Durability/atTheEnd``, before it is closed.
    public func sync() async throws {
        do {
            try await pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                _ = try database.row("PRAGMA wal_checkpoint(TRUNCATE)")
            }
            try note.sync()
        } catch {
            throw StoreError.translated(error)
        }
    }

    /// Waits for the writes queued, then closes the database. Later calls fail with `StoreError.closed`.
    public func close() async {
        await commits.close()
        try? pool.close()
    }

    /// True machine time.
    public static let machineTime: @Sendable () -> Instant = {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}

extension Store {
    /// Whether the engine could be told to keep no statistics of its memory, which cost a lock at every allocation; once a process.
    private static let isLean = csqlite_keep_no_memory_statistics() == SQLITE_OK

    private static func configuration(readers: Int) -> Configuration {
        var configuration = Configuration()
        configuration.maximumReaderCount = max(1, readers)
        configuration.busyMode = .timeout(10)
        configuration.foreignKeysEnabled = true
        configuration.label = "shoutu"
        configuration.prepareDatabase { database in
            // Its cached statements fill the memory that a connection has of its own; those that follow would ask the system at each step. A refusal
            // costs nothing but time.
            if let connection = database.sqliteConnection { _ = csqlite_set_lookaside(connection, 1200, 1000) }
            // Not `temp_store = MEMORY`: releasing a statement inside a savepoint then walks all that the savepoint has kept.
            try database.execute(sql: "PRAGMA cache_size = -16384")
        }
        return configuration
    }

    /// GRDB opens pools with `synchronous=NORMAL`, under which a commit can be lost with the power. Acknowledged means `FULL`.
    private static func configureWriter(_ database: Database, _ durability: Durability) throws {
        try database.execute(sql: "PRAGMA cache_size = -131072; PRAGMA wal_autocheckpoint = 16000")
        try database.execute(sql: "PRAGMA synchronous = \(durability == .everyWrite ? "FULL" : "OFF")")
        guard try durability == .atTheEnd || database.number("PRAGMA synchronous") == 2 else { throw StoreError.refused("synchronous = FULL") }
    }

    /// Bounds the size of the database, for the test of a full disk.
    func limitPages(to count: Int) throws {
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(count)") }
    }

    /// Finds the audit chain, or begins one, and proves that the key is this database's.
    private static func identify(_ database: Database, keys: KeyRing) throws -> String {
        var chain = ""
        try database.inTransaction(.immediate) {
            if let check = try database.storedSetting("storage.key-check") {
                guard check == keys.check else { throw StoreError.wrongKey(path: keys.path) }
            } else {
                try database.storeSetting("storage.key-check", keys.check)
            }
            if let known = try database.storedSetting("storage.chain") {
                chain = String(decoding: known, as: UTF8.self)
            } else {
                chain = UUID().uuidString.lowercased()
                try database.storeSetting("storage.chain", Data(chain.utf8))
            }
            return .commit
        }
        return chain
    }
}

/// When what is written is on the disk.
public enum Durability: Sendable {
    /// Before the write returns.
    case everyWrite
    /// Once ``Store/sync()`` has returned: while a register is made that would be thrown away if the making were cut off. The machine may
    /// lose it until then; the program may end as it will.
    case atTheEnd
}

/// Carries the outcome of a write from the writer's thread to its caller.
private final class Slot<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    func put(_ value: Value) { self.value.withLock { $0 = value } }

    func take() -> Value? { value.withLock { $0 } }
}
