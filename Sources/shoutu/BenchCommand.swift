import ArgumentParser
import Exchange
import Foundation
import Operations
import Policy
import Register
import Scenarios
import Storage
import Vocabulary

/// `shoutu bench`: measures against the marks of DESIGN.md §6, on registers of invented people.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure this machine against the marks.",
        subcommands: [
            Seed.self, Latency.self, Derive.self, Import.self, Start.self, Writes.self, Search.self, Estimate.self, Coverage.self,
            CheckIns.self, Round.self, Decisions.self, LookBack.self, Matches.self, CountyScorecard.self, Simulate.self, Findings.self,
        ])

    /// The moment at which the generated registers stand.
    static let moment = Instant("2022-03-19T10:00+08:00") ?? .distantPast

    /// An empty register of Hunan under its policy, its clock standing at the moment.
    static func register(at location: StoreLocation) async throws -> Operations {
        let deployment = try await Deployment.open(at: location)
        let operations = Operations(store: deployment.operations.store, clock: .standing(at: moment), policies: deployment.operations.policies)
        guard operations.policies.root == .unstated else { return operations }
        let gazetteer = try DemoSetup.hunan()
        let author = Author.systemUnrestricted("bench")
        try await operations.store.write(author) { writer in
            try writer.setTerritories(DemoSetup.entries(gazetteer))
            try writer.setScenarioClock(ScenarioClock(scenario: moment, trueTime: Store.machineTime()))
        }
        let policies = try PolicyFolder.standard()
        guard let province = TerritoryCode("43"), let beginning = Instant("2022-02-01T00:00+08:00") else { return operations }
        try await operations.adopt(HunanMarch2022.key, from: policies, in: province, effectiveAt: beginning, as: author)
        return operations
    }

    struct Seed: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Generate a register of invented people.")
        @OptionGroup var options: DatabaseOptions
        @Option(help: "How many people.") var persons = 1_000_000

        func run() async throws {
            let operations = try await BenchCommand.register(at: try options.location)
            let policy = try PolicyFolder.standard().edition(HunanMarch2022.key)
            let crowd = Crowd(persons: persons, gazetteer: try DemoSetup.hunan(), policy: policy, moment: BenchCommand.moment)
            let line = ProgressLine("people")
            let total = persons
            let watch = Watch()
            try await operations.load(crowd) { line.show($0, of: total) }
            line.end()
            print("seed\t\(persons) people\t\(Watch.figure(Double(persons) / watch.seconds)) people/s\t\(Watch.figure(watch.seconds)) s")
            await operations.store.close()
        }
    }

    struct Latency: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Worklist, lists and scorecard at province, prefecture and county.")
        @OptionGroup var options: DatabaseOptions
        @Option(help: "Queries of each kind.") var queries = 200

        func run() async throws {
            let store = try await BenchCommand.register(at: try options.location).store
            let territories = try await store.read(.systemUnrestricted) { try $0.territories() }.map(\.code)
            var worst = 0.0
            for level in [TerritoryCode.Level.province, .prefecture, .county] {
                let places = territories.filter { $0.level == level }
                for list in Latency.lists {
                    var times: [Double] = []
                    for turn in 0..<queries {
                        let place = places[(turn * 31) % places.count]
                        let watch = Watch()
                        try await ask(list, place, store)
                        times.append(watch.seconds * 1000)
                    }
                    times.sort()
                    let p95 = times[Int(Double(times.count - 1) * 0.95)]
                    // The scorecard has a mark of its own.
                    let isScorecard = list == Latency.scorecard
                    if !isScorecard { worst = max(worst, p95) }
                    print(
                        "latency\t\(list) of a \(level)\tp50 \(Watch.figure(times[times.count / 2])) ms\tp95 \(Watch.figure(p95)) ms"
                            + (isScorecard ? "\tmark 200 ms" : ""))
                }
            }
            print("latency\tworst p95 of worklists and lists\t\(Watch.figure(worst)) ms\tmark 50 ms")
        }

        private static let lists = [
            "worklist", "late worklist", "counts of late and due", "people", "contacts by next due", "arrivals", Latency.scorecard,
        ]
        private static let scorecard = "scorecard by county"

        /// What the worklist's page counts besides the rows it shows.
        private func counted(_ from: Instant, _ until: Instant, _ place: TerritoryCode, _ reader: Reader) throws -> Int {
            let query = WorklistQuery(territories: [place], limit: 0, countCap: 9999).due(from: from, before: until)
            return if case .exactly(let count) = try reader.worklist(query).count { count } else { 10_000 }
        }

        private func ask(_ list: String, _ place: TerritoryCode, _ store: Store) async throws {
            let scope = Scope(user: UserID(rawValue: 1), grants: [Grant(role: .investigator, territory: place)], at: BenchCommand.moment)
            _ = try await store.read(scope) { reader -> Int in
                switch list {
                case "worklist": try reader.worklist(WorklistQuery(territories: [place])).rows.count
                case "late worklist": try reader.worklist(WorklistQuery(territories: [place]).late(at: BenchCommand.moment)).rows.count
                case "counts of late and due":
                    try counted(.distantPast, BenchCommand.moment, place, reader) + counted(BenchCommand.moment, .distantFuture, place, reader)
                        + reader.rolesWithDuties(in: place).count
                case Latency.scorecard: try reader.tallies(at: .county, in: place, dueBefore: BenchCommand.moment).count
                case "people": try reader.lineList(LineListQuery(territory: place, kind: .person)).rows.count
                case "contacts by next due": try reader.lineList(LineListQuery(territory: place, kind: .contacts, order: .nextDue)).rows.count
                default: try reader.lineList(LineListQuery(territory: place, kind: .arrivals)).rows.count
                }
            }
        }
    }

    struct Derive: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Dossiers derived and compared per second.")
        @OptionGroup var options: DatabaseOptions
        @Option(help: "Readers at a time.") var parallel = 2

        func run() async throws {
            let operations = try await BenchCommand.register(at: try options.location)
            let watch = Watch()
            let report = try await operations.verifyDerivation(parallel: parallel)
            print(
                "derive\t\(report.persons) dossiers, \(report.obligations) obligations\t\(Watch.figure(Double(report.persons) / watch.seconds)) dossiers/s"
            )
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Rows per second of an import: read, dry run, commit, and the same file again.")
        @Option(help: "Rows.") var rows = 100_000
        @Option(help: "Rows committed; fewer where time is short.") var committed = 50_000
        @Option(help: "arrivals or tests.") var kind = "arrivals"

        func run() async throws {
            guard let kind = TableKind(rawValue: kind), kind == .arrivals || kind == .tests else {
                throw ValidationError("--kind: expected arrivals or tests")
            }
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shoutu-bench-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let operations = try await BenchCommand.register(at: StoreLocation(path: folder.path + "/bench.sqlite"))
            let files = (folder.path + "/all.csv", folder.path + "/part.csv")
            try GeneratedRows(kind: kind).write(rows, to: files.0)
            try GeneratedRows(kind: kind).write(committed, to: files.1)
            let context = try await operations.importContext()
            let plan = try ImportPlan(.file(path: files.0), kind: kind, context: context)

            var watch = Watch()
            var table = try TableImport(plan)
            while try table.next() != nil {}
            print("import\tread\t\(Watch.figure(Double(table.rows) / watch.seconds)) rows/s\t\(table.rejected) rejected")

            watch = Watch()
            let dry = try await operations.dryRun(ImportRequest(plan), scope: .systemUnrestricted)
            print(
                "import\tdry run\t\(Watch.figure(Double(dry.counts.rows) / watch.seconds)) rows/s\tmark 50000 rows/s\t\(dry.counts.rejected) rejected"
            )

            let part = try ImportRequest(ImportPlan(.file(path: files.1), kind: kind, context: context))
            watch = Watch()
            let done = try await operations.importTable(part, as: .systemUnrestricted("bench"))
            print("import\tcommit\t\(Watch.figure(Double(done.counts.rows) / watch.seconds)) rows/s\tmark 5000 rows/s\t\(done.counts.new) new")

            watch = Watch()
            let again = try await operations.importTable(part, as: .systemUnrestricted("bench"))
            print("import\tthe same again\t\(Watch.figure(Double(again.counts.rows) / watch.seconds)) rows/s\t\(again.counts.unchanged) unchanged")

            watch = Watch()
            let known = try await operations.dryRun(part, scope: .systemUnrestricted)
            print(
                "import\tdry run, all known\t\(Watch.figure(Double(known.counts.rows) / watch.seconds)) rows/s\t\(known.counts.unchanged) unchanged")
            await operations.store.close()
        }
    }

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "How long opening an existing register takes.")
        @OptionGroup var options: DatabaseOptions

        func run() async throws {
            let watch = Watch()
            let deployment = try await options.open()
            print("start\topened in\t\(Watch.figure(watch.seconds * 1000)) ms\tmark 1000 ms")
            await deployment.operations.store.close()
        }
    }

    /// Writes one durable fact after the other and prints each once it is acknowledged: what the fault test kills.
    struct Writes: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Write facts one by one, printing each once it is durable.", shouldDisplay: false)
        @OptionGroup var options: DatabaseOptions
        @Option(help: "How many.") var count = 1_000_000
        @Flag(help: "Only check that the persons printed (numbers on standard input) are there.") var check = false

        func run() async throws {
            let operations = try await BenchCommand.register(at: try options.location)
            if check { return try await verify(operations) }
            guard let home = TerritoryCode("430111") else { return }
            for number in 0..<count {
                let identity = Identity(name: "虚构\(number)", phones: ["104\(String(format: "%08d", Int.random(in: 0..<100_000_000)))"])
                let person = try await operations.perform(as: .systemUnrestricted("bench")) { filing in
                    let person = try filing.register(identity, Person(residence: home))
                    let arrival = Arrival(origin: "虚构", risk: .high, destination: home)
                    try filing.registerArrival(of: person, arrival, at: filing.now - .hours(1))
                    return person
                }
                FileHandle.standardOutput.write(Data("\(person.rawValue)\n".utf8))
            }
        }

        private func verify(_ operations: Operations) async throws {
            var missing = 0
            while let line = readLine() {
                guard let number = Int64(line) else { continue }
                let records = try await operations.store.read(.systemUnrestricted) { (try? $0.records(of: PersonID(rawValue: number))) ?? [] }
                if records.count < 2 {
                    missing += 1
                    print("missing: person \(number)")
                }
            }
            if missing > 0 { throw ExitCode.failure }
        }
    }
}

/// Measures time.
struct Watch {
    private let start = ContinuousClock.now

    var seconds: Double {
        let (seconds, fraction) = (ContinuousClock.now - start).components
        return Double(seconds) + Double(fraction) / 1e18
    }

    static func figure(_ value: Double) -> String { value >= 100 ? String(format: "%.0f", value) : String(format: "%.2f", value) }
}

/// Rows as a checkpoint or a laboratory would send them, about invented people.
struct GeneratedRows {
    let kind: TableKind

    func write(_ count: Int, to path: String) throws {
        var identities = InventedIdentities(seed: 7)
        var dice = Seeded(7)
        guard let day = CivilDate("2022-03-18") else { return }
        var text = kind == .arrivals ? "姓名,证件号码,联系电话,到达时间,来自,出发地风险,目的地\n" : "姓名,证件号码,联系电话,采样时间,检测结果,报告时间,试管编码\n"
        let counties = ["430102", "430103", "430104", "430105", "430111", "430112", "430121", "430181", "430182", "430202"].compactMap {
            TerritoryCode($0)
        }
        for number in 0..<count {
            let county = counties[number % counties.count]
            let birth = day - Days(3000 + (number * 37) % 25000)
            let person = try identities.next(sex: number % 2 == 0 ? .female : .male, birthDate: birth, home: county)
            let (hour, minute) = (dice.next(below: 8), dice.next(below: 60))
            func clock(_ hour: Int) -> String { "2022-03-18 " + String(format: "%02d:%02d", hour, minute) }
            let who = "\(person.name.chinese),\(person.document.number),\(person.phone.digits),"
            text +=
                who
                + (kind == .arrivals
                    ? "\(clock(8 + hour)),上海市,\(["高风险", "中风险", "低风险"][number % 3]),\(county.digits)\n"
                    : "\(clock(6 + hour)),阴性,\(clock(14 + hour)),T\(number)\n")
        }
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
}
