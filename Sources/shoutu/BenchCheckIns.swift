import ArgumentParser
import Foundation
import Operations
import Policy
import Register
import Storage
import Vocabulary

extension BenchCommand {
    /// People through the doors of places, each durable before it is answered, many at a time.
    struct CheckIns: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "checkins", abstract: "Place check-ins per second, each durable before it is acknowledged.")
        @Option(help: "Check-ins.") var count = 60_000
        @Option(help: "Waiting at a time.") var waiting = 256
        @Option(help: "People who come and go.") var people = 2000

        func run() async throws {
            guard count > 0, waiting > 0, people > 0 else { throw ValidationError("expected numbers above 0") }
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shoutu-bench-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let operations = try await BenchCommand.register(at: StoreLocation(path: folder.path + "/bench.sqlite"))
            guard let county = TerritoryCode("430111") else { return }
            let author = Author.systemUnrestricted("place code")
            let (places, visitors) = try await enter(operations, county, author)
            let watch = Watch()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<waiting {
                    group.addTask { [count, waiting] in
                        for number in stride(from: worker, to: count, by: waiting) {
                            let (place, visitor) = (places[number % places.count], visitors[(number * 7) % visitors.count])
                            try await operations.perform(as: author) { filing in
                                try filing.passDoor(of: place, visitor, isEntering: number % 3 != 2, at: filing.now)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let rate = Double(count) / watch.seconds
            let inside = try await operations.store.read(.systemUnrestricted) { reader in
                try places.reduce(0) { try $0 + (reader.occupancy(of: $1)?.inside ?? 0) }
            }
            print("checkins\t\(Watch.figure(rate)) check-ins/s\tmark 3000 check-ins/s\t\(inside) inside")
            let watchIntact = Watch()
            guard try await operations.store.verifyAudit().isIntact else { throw ValidationError("the audit is broken") }
            print("checkins\taudit whole\t\(Watch.figure(watchIntact.seconds)) s")
            await operations.store.close()
        }

        private func enter(
            _ operations: Operations, _ county: TerritoryCode, _ author: Author
        ) async throws -> (places: [Reference<Place>], visitors: [PersonID]) {
            let people = people
            return try await operations.perform(as: author) { filing in
                let places = try (0..<20).map { number in
                    Reference<Place>(
                        rawValue: try filing.found(.place(Place(name: "虚构\(number)", placeClass: "market", territory: county)), at: filing.now).number
                    )
                }
                let visitors = try (0..<people).map { number in
                    try filing.register(
                        Identity(name: "虚构\(number)", phones: ["104" + String(format: "%08d", number)]), Person(residence: county))
                }
                return (places, visitors)
            }
        }
    }
}
