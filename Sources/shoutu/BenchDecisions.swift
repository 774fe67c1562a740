import ArgumentParser
import Foundation
import Logging
import Operations
import Register
import Server
import ServiceLifecycle
import Storage
import Vocabulary

extension BenchCommand {
    /// The decision service beside the framework's empty response, and its latency as ever more ask at once.
    struct Decisions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "decisions", abstract: "Entry decisions per second, beside the web framework's empty response.")
        @Option(help: "Seconds for each measurement.") var seconds = 3.0
        @Option(help: "The first of two free ports.") var port = 18990
        @Option(help: "Connections at which the two are compared.") var connections = 64
        @Option(help: "Turns of the comparison, the two in alternation.") var turns = 3

        func run() async throws {
            guard seconds > 0, (1...65_000).contains(port), connections > 0, turns > 0 else { throw ValidationError("expected numbers above 0") }
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shoutu-bench-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let operations = try await BenchCommand.register(at: StoreLocation(path: folder.path + "/bench.sqlite"))
            var logger = Logger(label: "bench")
            logger.logLevel = .error
            let console = try await Console(
                operations: operations, configuration: .init(port: port, spoolFolder: folder.appendingPathComponent("uploads")), logger: logger)
            let code = EntryCode(
                registration: Reference(rawValue: 4711), issued: operations.clock.now, validity: 24, risk: .high,
                destination: TerritoryCode("430111"))
            let text = try operations.store.entryKeys.text(of: code)
            let (ready, waiting) = AsyncStream.makeStream(of: Void.self)
            let group = ServiceGroup(
                services: [
                    try console.service { waiting.yield() },
                    EmptyServer.service(port: port + 1, logger: logger) { waiting.yield() },
                ], logger: logger)
            let running = Task { try await group.run() }
            var count = 0
            for await _ in ready {
                count += 1
                if count == 2 { break }
            }
            let (port, seconds, connections, turns) = (port, seconds, connections, turns)
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    Decisions.measure(port: port, text: text, seconds: seconds, connections: connections, turns: turns)
                    continuation.resume()
                }
            }
            await group.triggerGracefulShutdown()
            try await running.value
            await operations.store.close()
        }

        private static func measure(port: Int, text: String, seconds: Double, connections: Int, turns: Int) {
            let decide = HTTPLoad(port: port, method: "POST", path: "/entry/decide", body: text)
            let empty = HTTPLoad(port: port + 1, method: "GET", path: "/")
            _ = decide.run(connections: connections, seconds: 0.5)
            _ = empty.run(connections: connections, seconds: 0.5)
            var ratios: [Double] = []
            for _ in 0..<turns {
                let (decided, answered) = (
                    decide.run(connections: connections, seconds: seconds), empty.run(connections: connections, seconds: seconds)
                )
                ratios.append(decided.rate / max(answered.rate, 1))
                print(
                    "decisions\t\(Watch.figure(decided.rate)) /s\tempty \(Watch.figure(answered.rate)) /s\tratio \(Watch.figure(decided.rate / max(answered.rate, 1)))\tfailures \(decided.failures)"
                )
            }
            print("decisions\tmedian ratio \(Watch.figure(ratios.sorted()[ratios.count / 2]))\tmark 0.8")
            for load in [1, 8, 64, 256, 1024] {
                let outcome = decide.run(connections: load, seconds: seconds)
                print(
                    "decisions\t\(load) at once\t\(Watch.figure(outcome.rate)) /s\tmedian \(Watch.figure(outcome.quantile(0.5))) ms\t95th \(Watch.figure(outcome.quantile(0.95))) ms\t99th \(Watch.figure(outcome.quantile(0.99))) ms\tworst \(Watch.figure(outcome.quantile(1))) ms\tfailures \(outcome.failures)"
                )
            }
        }
    }
}
