import ArgumentParser
import Exchange
import Foundation
import Operations
import Policy
import Storage

/// The command line. Exit codes: 0 good, 1 failed, 2 wrong usage.
@main
struct Shoutu: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shoutu", abstract: "Runs the control of an infectious-disease outbreak for a province and everything below it.",
        subcommands: [
            DemoCommand.self, ServeCommand.self, ImportCommand.self, ExportCommand.self, PolicyCommand.self, ScheduleCommand.self,
            TraceCommand.self, NarrativeCommand.self, LinkCommand.self, EstimateCommand.self, SimulateCommand.self, OptimizeCommand.self,
            ReportCommand.self, RederiveCommand.self, AuditCommand.self, BackupCommand.self, RestoreCommand.self, UserCommand.self,
            DoctorCommand.self, BenchCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            Foundation.exit(explain(error))
        }
    }

    /// Prints what went wrong and gives the exit code.
    private static func explain(_ error: any Error) -> Int32 {
        let code = exitCode(for: error)
        if code == .success {
            print(fullMessage(for: error))
            return 0
        }
        if code == .validationFailure {
            Output.complain(fullMessage(for: error))
            return 2
        }
        if let stop = error as? ExitCode { return stop.rawValue }
        Output.complain("shoutu: \(Complaint.text(of: error))")
        return 1
    }
}

/// What is said of an error on the command line.
enum Complaint {
    static func text(of error: any Error) -> String {
        switch error {
        case let error as OperationError: error.message(zone: .shanghai).en
        case let error as StoreError: error.description
        case let error as PolicyProblems: error.description + PolicyCommand.editions(where: error.problems)
        case let error as any CustomStringConvertible: error.description
        default: error.localizedDescription
        }
    }
}
