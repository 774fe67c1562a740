import ArgumentParser
import Foundation
import Storage

/// `shoutu demo`: makes the register of a scenario if there is none, serves it, and prints links to sign in by.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "demo", abstract: "Serve a demonstration with invented people.")
    @OptionGroup var options: DatabaseOptions
    @Option(help: "hunan-2022-03 or mers-korea-2015.") var scenario = "hunan-2022-03"

    func run() async throws {
        guard DemoSetup.scenarios.contains(scenario) else {
            throw ValidationError("--scenario: “\(scenario)” is not known; expected one of \(DemoSetup.scenarios.joined(separator: ", "))")
        }
        let location = try options.location
        if !FileManager.default.fileExists(atPath: location.path) { try await DemoSetup(scenario: scenario).fill(location) }
    }
}
