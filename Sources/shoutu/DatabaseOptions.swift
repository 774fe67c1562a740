import ArgumentParser
import Foundation
import Operations
import Storage

/// Where the register is.
struct DatabaseOptions: ParsableArguments {
    @Option(help: "The database: sqlite:PATH or a path. Default: SHOUTU_DATABASE, else shoutu.sqlite in the data folder of the user.")
    var database: String?

    var location: StoreLocation {
        get throws {
            if let database { return try StoreLocation(database) }
            if let named = ProcessInfo.processInfo.environment["SHOUTU_DATABASE"], !named.isEmpty { return try StoreLocation(named) }
            return try StoreLocation(DatabaseOptions.standardPath)
        }
    }

    /// Where the register of a scenario is: a file of its own unless one is named.
    func location(ofScenario scenario: String) throws -> StoreLocation {
        let environment = ProcessInfo.processInfo.environment["SHOUTU_DATABASE"] ?? ""
        guard database == nil, environment.isEmpty, scenario != DemoSetup.scenarios[0] else { return try location }
        return try StoreLocation(DatabaseOptions.standardPath.replacing("shoutu.sqlite", with: "\(scenario).sqlite"))
    }

    /// Opens the register for work.
    ///
    /// - Parameter isFounding: Whether a register that is not there yet is made. Who only asks is told instead that there is none: a mistyped path
    ///   must not answer with an empty register.
    func open(isFounding: Bool = false) async throws -> Deployment {
        let location = try location
        guard isFounding || FileManager.default.fileExists(atPath: location.path) else {
            throw Refusal(
                "There is no register at \(location.path). Name another with --database, or make one: shoutu user add NAME --role ROLE --territory CODE."
            )
        }
        return try await Deployment.open(at: location)
    }

    /// One file that `demo` uses too, in the user's data folder.
    private static var standardPath: String {
        let environment = ProcessInfo.processInfo.environment
        let data = environment["XDG_DATA_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory() + "/.local/share"
        return data + "/shoutu/shoutu.sqlite"
    }
}

/// A progress line on a terminal; nothing in a pipe.
final class ProgressLine: Sendable {
    private let title: String
    private let isShown = isatty(STDERR_FILENO) == 1

    init(_ title: String) {
        self.title = title
    }

    func show(_ done: Int, of total: Int?) {
        guard isShown else { return }
        let part = total.map { $0 > 0 ? " \(done * 100 / $0) %" : "" } ?? ""
        FileHandle.standardError.write(Data("\r\(title) \(done)\(total.map { " of \($0)" } ?? "")\(part)\u{1B}[K".utf8))
    }

    func end() {
        if isShown { FileHandle.standardError.write(Data("\n".utf8)) }
    }
}
