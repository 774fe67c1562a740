import ArgumentParser
import Exchange
import Foundation
import Operations
import Storage
import Vocabulary

/// `shoutu doctor`: checks a deployment and says what to do.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check keys, database, clock, backups, disk and files, and say what to do.")
    @OptionGroup var options: DatabaseOptions

    private enum Grade: String {
        case good = "ok  ", warning = "warn", bad = "BAD "
    }

    func run() async throws {
        var isBad = false
        func say(_ grade: Grade, _ text: String, _ advice: String? = nil) {
            if grade == .bad { isBad = true }
            print("\(grade.rawValue) \(text)" + (advice.map { "\n     → \($0)" } ?? ""))
        }
        for path in ["policies", "Sources/Server/Resources"] {
            do {
                say(.good, "files: \(try ResourceFolder.url(for: path).path)")
            } catch {
                say(.bad, "files: \(error)", "Set SHOUTU_HOME or run make install again.")
            }
        }
        let deployment = try await options.open()
        let health = try await deployment.operations.store.health()
        say(.good, "database: \(try options.location), \(health.engine), schema \(health.schema), \(megabytes(health.databaseBytes))")
        let problems = try await deployment.operations.store.integrityCheck()
        say(
            problems.isEmpty ? .good : .bad, problems.isEmpty ? "database: whole" : "database: \(problems.joined(separator: "; "))",
            problems.isEmpty ? nil : "Restore the last backup: shoutu restore FILE.")
        grade(health, say)
        if let failure = try await BackupFailure.last(in: deployment.operations.store) {
            say(
                .bad, "the last scheduled backup failed at \(failure.at): \(failure.reason)",
                "Make its folder writable and leave room; it is tried again every minute.")
        }
        try await gradeGrounds(deployment.operations, say)
        let pending = try await deployment.operations.store.read(.systemUnrestricted) { try $0.jobs(.waiting).count + $0.jobs(.running).count }
        say(pending == 0 ? .good : .warning, "jobs waiting: \(pending)", pending == 0 ? nil : "They go on while the server runs.")
        let now = Store.machineTime()
        let isPlausible = now > Instant(milliseconds: 1_750_000_000_000)
        say(isPlausible ? .good : .bad, "clock: \(now)", isPlausible ? nil : "The machine's clock is wrong: set it before recording anything.")
        if deployment.operations.clock.offset != .zero { say(.good, "operating clock: \(deployment.operations.clock.now) (a demo's)") }
        if isBad { throw ExitCode.failure }
    }

    /// What every register stands on: territories, and a policy in force.
    private func gradeGrounds(_ operations: Operations, _ say: (Grade, String, String?) -> Void) async throws {
        let territories = try await operations.store.read(.systemUnrestricted) { try $0.territories().count }
        say(
            territories > 0 ? .good : .warning, "territories: \(territories)",
            territories > 0 ? nil : "Bring them: shoutu import territories FILE. Hunan's ship: Sources/Scenarios/Resources/territories/hunan.csv.")
        let book = operations.policies.book
        if let policy = book.edition(inForceAt: operations.clock.now, in: book.root, knownAt: operations.clock.now) {
            say(.good, "policy in force: \(policy.title.en) (\(policy.id))", nil)
        } else {
            let folder = try PolicyFolder.standard()
            let lasting = folder.keys.filter { (try? folder.edition($0))?.until == nil }
            say(
                .bad, "no policy is in force",
                "Put one into force: shoutu policy adopt FILE|EDITION --territory CODE. Editions without an end: \(lasting.joined(separator: ", ")).")
        }
    }

    private func grade(_ health: StoreHealth, _ say: (Grade, String, String?) -> Void) {
        let isKeyPrivate = health.keyMode == 0o600 && health.keyFolderMode == 0o700
        say(isKeyPrivate ? .good : .bad, "key file: \(health.keyPath)", isKeyPrivate ? nil : "chmod 600 the file and 700 its folder.")
        say(
            health.databaseMode == 0o600 ? .good : .warning, "database file mode: \(String(health.databaseMode, radix: 8))",
            health.databaseMode == 0o600 ? nil : "chmod 600 the database.")
        switch health.auditNote {
        case .agrees: say(.good, "audit: entry \(health.auditSequence), the note outside agrees", nil)
        case .missing: say(.warning, "audit: no note outside the database", "It is written with the next entry; check the folder of the key file.")
        case .tailCut, .forked:
            say(.bad, "audit: the database and the note outside it disagree", "Run shoutu audit verify and keep both files as they are.")
        }
        let free = Double(health.freeBytes) / Double(max(health.databaseBytes, 1))
        say(
            health.freeBytes > 2 << 30 && free > 0.5 ? .good : .warning, "disk: \(megabytes(health.freeBytes)) free",
            health.freeBytes > 2 << 30 ? nil : "Make room: writes stop when the disk is full.")
        if let backup = health.lastBackup {
            let isRecent = Store.machineTime() - backup.at < .hours(26)
            say(
                isRecent ? .good : .warning, "last backup: \(backup.at), \(backup.path)",
                isRecent ? nil : "Run shoutu backup, or serve with --backup-folder.")
        } else {
            say(.warning, "no backup was ever taken", "Run shoutu backup FILE, or serve with --backup-folder.")
        }
    }

    private func megabytes(_ bytes: Int64) -> String { "\(bytes / 1_000_000) MB" }
}
