import ArgumentParser
import Foundation
import Operations
import Storage
import Vocabulary

/// `shoutu rederive`: derives everyone anew, or proves that what is stored equals a full derivation.
struct RederiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rederive", abstract: "Derive obligations anew, or verify that the stored ones equal a full derivation.")

    @OptionGroup var options: DatabaseOptions
    @Flag(help: "Change nothing; compare what is stored with a full derivation from the facts.") var verify = false
    @Option(help: "Readers at a time.") var parallel = 2

    func validate() throws {
        guard (1...64).contains(parallel) else { throw ValidationError("--parallel: expected 1 to 64") }
    }

    func run() async throws {
        let operations = try await options.open().operations
        let line = ProgressLine("persons")
        if verify {
            let report = try await operations.verifyDerivation(parallel: parallel) { line.show($0, of: $1) }
            line.end()
            print(
                "\(report.persons) persons, \(report.obligations) obligations compared; \(report.differing.count) differ; \(report.pending) wait for a job"
            )
            for person in report.differing.prefix(20) { print("differs: person \(person.rawValue)") }
            for entry in report.differingEntries.prefix(20) { print("differs: what a ledger tells of entry \(entry)") }
            if !report.isGood { throw ExitCode.failure }
        } else {
            let count = try await operations.rederiveEveryone { line.show($0, of: $1) }
            line.end()
            print("\(count) persons derived")
        }
    }
}

/// `shoutu audit`: proves that nothing in the register was altered behind its back.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Check the audit chain.", subcommands: [Verify.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Find any altered, removed, cut-off or reordered entry.")
        @OptionGroup var options: DatabaseOptions

        func run() async throws {
            let store = try await options.open().operations.store
            let line = ProgressLine("entries")
            let report = try await store.verifyAudit { line.show(Int($0), of: Int($1)) }
            line.end()
            for problem in report.problems { print(problem.description) }
            print("\(report.entries) entries over \(report.facts) facts: \(report.isIntact ? "intact" : "\(report.problems.count) problems")")
            if !report.isIntact { throw ExitCode.failure }
        }
    }
}

/// `shoutu backup`: a whole copy of the database while it is in use.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the database while it is in use. The key file is not in it: keep it elsewhere.")
    @OptionGroup var options: DatabaseOptions
    @Argument(help: "The file to write; must not exist yet.") var path: String

    func run() async throws {
        let line = ProgressLine("pages")
        let taken = try await options.open().operations.store.backup(to: path) { line.show($0, of: $1) }
        line.end()
        print("\(taken.path): \(taken.bytes) bytes")
    }
}

/// `shoutu restore`: puts a backup back, checked before it counts.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Restore a backup to a database that is not in use; the audit is verified first.")
    @OptionGroup var options: DatabaseOptions
    @Argument(help: "The backup file.") var path: String
    @Option(help: "The key file; by default the one that belongs to the database.") var key: String?

    func run() async throws {
        let location = try options.location
        let keys = try KeyRing.open(at: key ?? KeyRing.defaultPath(for: location), create: false)
        let report = try await Store.restore(from: path, to: location, keys: keys)
        print("restored: \(report.entries) audit entries over \(report.facts) facts, intact")
    }
}
