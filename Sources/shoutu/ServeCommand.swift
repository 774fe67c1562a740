import ArgumentParser
import Foundation
import Logging
import Operations
import Server
import ServiceLifecycle
import Storage
import Vocabulary

/// Where and how the console is served.
struct ServeOptions: ParsableArguments {
    @Option(help: "The port.") var port = 8080
    @Option(help: "The interface: 127.0.0.1 is this machine only, 0.0.0.0 every network.") var host = "127.0.0.1"
    @Option(parsing: .upToNextOption, help: ArgumentHelp("Certificate chain and private key (PEM), to serve HTTPS.", valueName: "cert key"))
    var tls: [String] = []
    @Option(help: "Take backups into this folder; the last seven are kept.") var backupFolder: String?
    @Option(help: "How often, such as 24h or 30m.") var backupEvery = "24h"

    func validate() throws {
        guard (1...65535).contains(port) else { throw ValidationError("--port: \(port) is no port; expected 1 to 65535") }
        guard tls.isEmpty || tls.count == 2 else { throw ValidationError("--tls: expected two files, the certificate chain and its key") }
        guard ServeOptions.span(backupEvery) != nil else {
            throw ValidationError("--backup-every: “\(backupEvery)” is no length of time; expected a number with m, h or d, such as 24h")
        }
    }

    /// `30m`, `24h`, `2d`.
    static func span(_ text: String) -> Span? {
        guard let number = Int(text.dropLast()), number > 0 else { return nil }
        switch text.last {
        case "m": return .minutes(number)
        case "h": return .hours(number)
        case "d": return .hours(24 * number)
        default: return nil
        }
    }
}

/// `shoutu serve`: serves a register until told to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "Serve the console of a register until told to stop.")
    @OptionGroup var options: DatabaseOptions
    @OptionGroup var serving: ServeOptions

    func run() async throws {
        let deployment = try await options.open(isFounding: true)
        let hasUsers = try await !deployment.operations.store.read(.systemUnrestricted) { try $0.users().isEmpty }
        if !hasUsers { Output.complain("Nobody can sign in yet: shoutu user add NAME --role ROLE --territory CODE") }
        let demo = try await DemoSetup.consoleDemo(of: deployment)
        try await Serving(deployment: deployment, location: try options.location, options: serving, demo: demo).run { address, _ in
            print("Shoutu serves \(address)")
        }
    }
}

/// A register being served: the console and what goes on beside it, one group that ends together.
struct Serving {
    let deployment: Deployment
    let location: StoreLocation
    let options: ServeOptions
    let demo: Console.Demo?

    /// Serves until SIGTERM or SIGINT; `ready` is called once the console answers.
    func run(ready: @escaping @Sendable (_ address: String, _ console: Console) async throws -> Void) async throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let logger = Logger(label: "shoutu")
        let operations = deployment.operations
        let tls = options.tls.count == 2 ? Console.Configuration.TLS(certificate: options.tls[0], key: options.tls[1]) : nil
        let console = try await Console(
            operations: operations, demo: demo,
            configuration: Console.Configuration(
                host: options.host, port: options.port, tls: tls,
                spoolFolder: URL(fileURLWithPath: location.path + ".uploads", isDirectory: true)))
        let host = options.host == "0.0.0.0" ? "localhost" : options.host
        let address = "\(tls == nil ? "http" : "https")://\(host):\(options.port)"
        let service = try console.service {
            do {
                try await ready(address, console)
            } catch {
                logger.error("the links could not be written", metadata: ["reason": "\(Complaint.text(of: error))"])
            }
        }
        var configuration = ServiceGroupConfiguration(
            services: [service] + recurring(console, logger), gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(4)
        configuration.maximumCancellationDuration = .seconds(4)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch  where Console.isAddressTaken(error) {
            throw Refusal("Port \(options.port) is taken: another program listens there. Choose another with --port.")
        } catch  where Console.isAddressForbidden(error) {
            throw Refusal("This user may not listen on port \(options.port). Choose one above 1023 with --port.")
        }
        await operations.store.close()
    }

    private func recurring(_ console: Console, _ logger: Logger) -> [any Service] {
        let operations = deployment.operations
        var services: [any Service] = [
            Recurring(title: "upkeep", interval: .seconds(15), logger: logger) {
                if try await Upkeep(operations).run() > 0 { await console.live.publish([.duties, .situation]) }
            },
            Recurring(title: "cleaning", interval: .seconds(3600), logger: logger) {
                let now = Store.machineTime()
                let days = try operations.policies.edition(at: operations.clock.now, in: operations.policies.root).places.keepVisits
                let kept = operations.clock.now - .hours(24 * days.count)
                try await operations.store.write(.systemUnrestricted("upkeep")) { writer in
                    try writer.removeExpiredFiles()
                    try writer.removeIdempotencyKeys(before: now - .hours(24 * 7))
                    try writer.forgetVisits(before: kept)
                    try writer.removeConsoleSessions(openedBefore: now - .hours(24 * 7))
                }
            },
        ]
        if demo != nil {
            services.append(
                Recurring(
                    title: "clock", interval: .seconds(60), logger: logger, work: { try await operations.keepClock() },
                    last: { try await operations.keepClock() }))
        }
        if let folder = options.backupFolder, let every = ServeOptions.span(options.backupEvery) {
            let backup = ScheduledBackup(store: operations.store, folder: folder, every: every, logger: logger)
            services.append(Recurring(title: "backup", interval: .seconds(60), logger: logger) { try await backup.runIfDue() })
        }
        return services
    }
}

/// A plain reason to end with code 1.
struct Refusal: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
