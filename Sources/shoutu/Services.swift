import Foundation
import Logging
import Operations
import Server
import ServiceLifecycle
import Storage
import Vocabulary

/// Work that is done again and again while the server runs; a failure is logged and tried again, it ends nothing.
struct Recurring: Service {
    let title: String
    let interval: Duration
    let logger: Logger
    let work: @Sendable () async throws -> Void
    /// Done once more at the end.
    var last: (@Sendable () async throws -> Void)?

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    do {
                        try await work()
                    } catch  where !(error is CancellationError) {
                        logger.error("\(title) failed", metadata: ["reason": "\(Complaint.text(of: error))"])
                    }
                    try await Task.sleep(for: interval)
                }
            }
        } catch is CancellationError {}
        do {
            try await last?()
        } catch {
            logger.error("\(title) failed at the end", metadata: ["reason": "\(Complaint.text(of: error))"])
        }
    }
}

/// Backups at fixed intervals of true time, of which the last seven are kept.
struct ScheduledBackup: Sendable {
    let store: Store
    let folder: String
    let every: Span
    let logger: Logger
    static let kept = 7

    /// Takes a backup if the last one in this folder is old enough. A failure is remembered for `shoutu doctor`.
    func runIfDue() async throws {
        let last = names().last.flatMap(moment(of:))
        if let last, Store.machineTime() - last < every { return }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let taken = try await store.backup(to: "\(folder)/\(name(for: Store.machineTime()))")
            logger.info("backup taken", metadata: ["path": "\(taken.path)", "bytes": "\(taken.bytes)"])
            try await BackupFailure.set(nil, in: store)
            for old in names().dropLast(ScheduledBackup.kept) { try FileManager.default.removeItem(atPath: "\(folder)/\(old)") }
        } catch {
            try await BackupFailure.set(BackupFailure(at: Store.machineTime(), reason: Complaint.text(of: error)), in: store)
            throw error
        }
    }

    /// The backups in the folder, oldest first.
    private func names() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { moment(of: $0) != nil }.sorted()
    }

    private func name(for moment: Instant) -> String {
        "shoutu-\(moment.description.prefix(19).replacing(":", with: ""))Z.sqlite"
    }

    /// `shoutu-2022-03-19T020000Z.sqlite`.
    private func moment(of name: String) -> Instant? {
        guard name.hasPrefix("shoutu-"), name.hasSuffix("Z.sqlite") else { return nil }
        let digits = name.dropFirst(7).dropLast(8)
        guard digits.count == 17 else { return nil }
        let time = digits.suffix(6)
        return Instant("\(digits.prefix(11))\(time.prefix(2)):\(time.dropFirst(2).prefix(2)):\(time.suffix(2))Z")
    }
}

/// That the last scheduled backup failed.
struct BackupFailure: Codable {
    var at: Instant
    var reason: String

    private static let key = "backup.failure"

    /// The failure of the last scheduled backup; nil if it went well.
    static func last(in store: Store) async throws -> BackupFailure? {
        try await store.read(.systemUnrestricted) { try $0.setting(key) }.flatMap { try? JSONDecoder().decode(BackupFailure.self, from: $0) }
    }

    static func set(_ failure: BackupFailure?, in store: Store) async throws {
        let data = try failure.map { try JSONEncoder().encode($0) } ?? Data()
        guard try await store.read(.systemUnrestricted, { try $0.setting(key) }) ?? Data() != data else { return }
        try await store.write(.systemUnrestricted("backup")) { try $0.setSetting(key, to: data) }
    }
}
