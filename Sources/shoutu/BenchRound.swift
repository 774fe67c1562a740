import ArgumentParser
import Foundation
import Operations
import Register
import Storage
import Vocabulary

extension BenchCommand {
    /// A round of mass screening from the tables to the last result.
    struct Round: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "round", abstract: "A round of mass screening: ingested, pooled, resolved.")
        @Option(help: "People sampled.") var samples = 1_000_000
        @Option(help: "People to a tube.") var size = 10
        @Option(help: "Of them registered holders of posts, whose test windows a negative meets.") var registered = 10_000
        @Option(help: "Tubes positive, of 10,000.") var positive = 5

        func run() async throws {
            guard samples > 0, (1...100).contains(size), (0...10_000).contains(positive) else {
                throw ValidationError("expected --samples above 0, --size 1 to 100, --positive 0 to 10000")
            }
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shoutu-bench-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let operations = try await BenchCommand.register(at: StoreLocation(path: folder.path + "/bench.sqlite"))
            guard let county = TerritoryCode("430111") else { return }
            let author = Author.systemUnrestricted("bench")
            try await enter(operations, county, author)
            let started = BenchCommand.moment - .hours(8)
            let round = try await operations.perform(as: author) { [samples] filing in
                try filing.openRound(
                    ScreeningRound(name: "bench", territory: county, area: [county], population: samples), at: started)
            }
            let watch = Watch()
            try await ingest(round, county, started, operations, author)
            let ingested = watch.seconds
            print("round\tingested\t\(Watch.figure(Double(samples) / ingested)) samples/s\t\(Watch.figure(ingested)) s")
            try await transport(operations, author)
            let pooled = watch.seconds
            print("round\tsent and received\t\(Watch.figure(pooled - ingested)) s")
            let report = try await resolve(operations, author)
            let resolved = watch.seconds
            print(
                "round\tresolved\t\(report.tubes) tubes, \(report.recalled) people recalled, \(report.followed) results filed\t\(Watch.figure(resolved - pooled)) s"
            )
            let figures = try await operations.store.read(.systemUnrestricted) { try $0.figures(of: round) }
            guard figures.sampled == samples, figures.tubes[.resolved] == tubes else {
                throw ValidationError("the round holds \(figures.sampled) samples, not \(samples)")
            }
            print("round\tin all\t\(Watch.figure(resolved)) s\tmark 300 s for 1000000 samples")
            let verified = try await operations.verifyDerivation(parallel: 2)
            print("round\tderivation \(verified.isGood ? "good" : "BAD")\t\(verified.persons) dossiers")
            await operations.store.close()
        }

        private var tubes: Int { (samples + size - 1) / size }

        private static func identity(_ number: Int) -> Identity {
            Identity(
                name: "虚构\(number)", documentNumber: "430111" + String(format: "%012d", number), phones: ["104" + String(format: "%08d", number)])
        }

        /// Registers the post holders.
        private func enter(_ operations: Operations, _ county: TerritoryCode, _ author: Author) async throws {
            let day = CivilZone.shanghai.date(of: BenchCommand.moment)
            for start in stride(from: 0, to: min(registered, samples), by: 400) {
                let numbers = start..<min(start + 400, registered, samples)
                try await operations.perform(as: author) { filing in
                    for number in numbers {
                        let person = try filing.register(Round.identity(number), Person(residence: county))
                        try filing.file(
                            .post(PostHolding(postClass: "market", territory: county, from: day - 3)), about: person,
                            at: CivilZone.shanghai.instant(day - 3))
                    }
                }
            }
        }

        private func ingest(
            _ round: Reference<ScreeningRound>, _ county: TerritoryCode, _ started: Instant, _ operations: Operations, _ author: Author
        ) async throws {
            let line = ProgressLine("samples")
            let (samples, size) = (samples, size)
            for start in stride(from: 0, to: tubes, by: 2000) {
                let end = min(start + 2000, tubes)
                let outcome = try await operations.perform(as: author) { filing in
                    try filing.bind(
                        (start..<end).map { tube in
                            TubeSheet(
                                code: "T\(tube)", capacity: size, territory: county, site: "S\(tube / 300)",
                                filledAt: started + .minutes(tube * 300 / max(end, 1)),
                                members: (tube * size..<min((tube + 1) * size, samples)).map(Round.identity))
                        }, in: round)
                }
                guard outcome.bound > 0 else { throw ValidationError("nothing was bound") }
                line.show(min(end * size, samples), of: samples)
            }
            line.end()
        }

        private func transport(_ operations: Operations, _ author: Author) async throws {
            for start in stride(from: 0, to: tubes, by: 10_000) {
                let codes = (start..<min(start + 10_000, tubes)).map { "T\($0)" }
                try await operations.perform(as: author) { filing in
                    try filing.writer.sendTubes(codes, batch: "B\(start)", at: filing.now - .hours(2))
                    try filing.writer.receiveBatch("B\(start)", laboratory: "L", at: filing.now - .hours(1))
                }
            }
        }

        /// Reports the tubes, the positive ones spread evenly.
        private func resolve(_ operations: Operations, _ author: Author) async throws -> TubeReport {
            var total = TubeReport()
            for start in stride(from: 0, to: tubes, by: 5000) {
                let codes = start..<min(start + 5000, tubes)
                let positive = positive
                let report = try await operations.perform(as: author) { filing in
                    let isPositive = { (tube: Int) in (tube + 1) * positive / 10_000 > tube * positive / 10_000 }
                    var report = try filing.reportTubes(
                        codes.filter { !isPositive($0) }.map { "T\($0)" }, .negative, laboratory: "L", at: filing.now)
                    let other = try filing.reportTubes(codes.filter(isPositive).map { "T\($0)" }, .positive, laboratory: "L", at: filing.now)
                    report.tubes += other.tubes
                    report.recalled += other.recalled
                    return report
                }
                total.tubes += report.tubes
                total.recalled += report.recalled
                total.followed += report.followed
            }
            return total
        }
    }
}
