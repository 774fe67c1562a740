import ArgumentParser
import Foundation
import Operations
import Scenarios
import Storage
import Vocabulary

extension BenchCommand {
    /// The scorecard of every county at once, as the situation page of a province asks for it.
    struct CountyScorecard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "scorecard",
            abstract: "The scorecard of a province's 122 counties over the obligations of many people, now and as known a day ago.")
        @Option(help: "People whose obligations are counted.") var persons = 1_000_000
        @Option(help: "Obligations of each.") var obligations = 20
        @Option(help: "Days over which they fall due.") var days = 21
        @Option(help: "Scorecards asked for.") var turns = 50

        func run() async throws {
            guard persons > 0, obligations > 0, (1...366).contains(days), turns > 0 else { throw ValidationError("expected positive numbers") }
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shoutu-scorecard-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let operations = try await BenchCommand.register(at: StoreLocation(path: folder.appendingPathComponent("scorecard.sqlite").path))
            let store = operations.store
            guard let province = TerritoryCode("43") else { return }
            let counties = try DemoSetup.hunan().territories(at: .county).map(\.code)
            let counted = try await fill(store, counties)
            var (now, before): ([Double], [Double]) = ([], [])
            var columns = 0
            for _ in 0..<turns {
                for isPast in [false, true] {
                    let watch = Watch()
                    let card = try await store.read(.systemUnrestricted) { reader in
                        Scorecard(
                            of: province,
                            try reader.tallies(
                                at: .county, in: province, dueBefore: BenchCommand.moment,
                                knownBefore: isPast ? BenchCommand.moment - .hours(24) : nil))
                    }
                    if isPast { before.append(watch.seconds * 1000) } else { now.append(watch.seconds * 1000) }
                    columns = card.children.count
                }
            }
            func figure(_ times: [Double]) -> String {
                let sorted = times.sorted()
                return "p50 \(Watch.figure(sorted[sorted.count / 2])) ms\tp95 \(Watch.figure(sorted[Int(Double(sorted.count - 1) * 0.95)])) ms"
            }
            print("scorecard\t\(counted) obligations of \(persons) people\t\(columns) counties × \(Measure.allCases.count) measures")
            print("scorecard\tnow\t\(figure(now))\tmark 200 ms")
            print("scorecard\tas known a day before\t\(figure(before))\tmark 200 ms")
            await store.close()
        }

        /// Counts obligations evenly over counties, measures and hours; of each hour's some are late, missed or unmet. Gives how many.
        private func fill(_ store: Store, _ counties: [TerritoryCode]) async throws -> Int {
            let (hours, total) = (days * 24, persons * obligations)
            let each = max(1, total / (counties.count * Measure.allCases.count * hours))
            let line = ProgressLine("counties")
            for (number, county) in counties.enumerated() {
                try await store.write(.systemUnrestricted("bench")) { writer in
                    for measure in Measure.allCases {
                        writer.addTally(
                            (0..<hours).flatMap { hour -> [TallyChange] in
                                let due = BenchCommand.moment - .hours(hour)
                                let states: [(TallyState, Int)] = [
                                    (.metInTime, max(1, each * 9 / 10)), (.metLate, each / 20), (.missed, each / 40), (.unmet, each / 40),
                                ]
                                return states.map { state, count in
                                    TallyChange(territory: county, measure: measure, state: state, due: due, known: due - .hours(1), count: count)
                                }
                            })
                    }
                }
                line.show(number + 1, of: counties.count)
            }
            line.end()
            return try await store.read(.systemUnrestricted) { reader in
                guard let province = TerritoryCode("43") else { return 0 }
                return try reader.tallies(at: .county, in: province, dueBefore: BenchCommand.moment + .hours(2)).reduce(0) { $0 + $1.count }
            }
        }
    }
}
