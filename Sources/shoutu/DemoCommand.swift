import ArgumentParser
import Foundation
import Operations
import Server
import Storage

/// `shoutu demo`: makes the register of a scenario if there is none, serves it, and prints links to sign in by.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "demo", abstract: "Serve a demonstration with invented people.")
    @OptionGroup var options: DatabaseOptions
    @OptionGroup var serving: ServeOptions
    @Option(help: "hunan-2022-03 or mers-korea-2015.") var scenario: String?
    @Option(help: "Write the sign-in links to this file too, as a JSON object.") var linksFile: String?

    func validate() throws {
        guard let scenario, !DemoSetup.scenarios.contains(scenario) else { return }
        throw ValidationError("--scenario: “\(scenario)” is not known; expected one of \(DemoSetup.scenarios.joined(separator: ", "))")
    }

    func run() async throws {
        let wanted = scenario ?? DemoSetup.scenarios[0]
        let location = try options.location(ofScenario: wanted)
        if try await DemoSetup.isUnfinished(at: location) { try DemoSetup.remove(at: location) }
        if !FileManager.default.fileExists(atPath: location.path) { try await DemoSetup(scenario: wanted).fill(location) }
        let deployment = try await Deployment.open(at: location)
        guard let shown = try await DemoSetup.scenario(of: deployment) else {
            throw Refusal("\(location) is no demo: serve it with shoutu serve, or name another file with --database.")
        }
        if let scenario, scenario != shown { throw Refusal("\(location) shows \(shown); name another file for \(scenario) with --database.") }
        let demo = try await DemoSetup.consoleDemo(of: deployment)
        let linksFile = linksFile
        try await Serving(deployment: deployment, location: location, options: serving, demo: demo).run { address, console in
            let links = try await DemoLinks.make(address, console, deployment.operations.store)
            links.show(address, scenario: shown)
            if let linksFile { try links.write(to: linksFile) }
        }
    }
}

/// Fresh links to sign in by, one for each of a demo's people.
struct DemoLinks {
    private let links: [(name: String, display: String, url: String)]

    static func make(_ address: String, _ console: Console, _ store: Store) async throws -> DemoLinks {
        let users = try await store.read(.systemUnrestricted) { try $0.users() }
        var links: [(String, String, String)] = []
        for user in users.sorted(by: { $0.id < $1.id }) where !user.isDisabled {
            links.append((user.name, user.display, address + (await console.links.make(for: user.id.rawValue))))
        }
        return DemoLinks(links: links)
    }

    func show(_ address: String, scenario: String) {
        print("Shoutu shows \(scenario) at \(address)")
        print("Sign in as (each link opens one browser, for a day):")
        for link in links { print("\(link.name)\t\(link.url)") }
        fflush(nil)
    }

    /// Writes the links whole or not at all, for this user's eyes only.
    func write(to path: String) throws {
        let object = Dictionary(links.map { ($0.name, $0.url) }, uniquingKeysWith: { first, _ in first })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let draft = path + ".partial"
        try? FileManager.default.removeItem(atPath: draft)
        guard FileManager.default.createFile(atPath: draft, contents: try encoder.encode(object), attributes: [.posixPermissions: 0o600]),
            rename(draft, path) == 0
        else { throw Refusal("The links cannot be written to \(path).") }
    }
}
