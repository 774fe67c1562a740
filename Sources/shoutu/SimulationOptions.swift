import ArgumentParser
import Exchange
import Foundation
import Operations
import Policy
import Simulation
import Vocabulary

/// What `simulate` and `optimize` have in common: from what the scenario is made.
struct SimulationOptions: ParsableArguments {
    @Option(help: "A shipped edition's key, or a policy file.") var policy: String
    @Option(help: "Days before the policy comes into force; until then nothing is done. Not with a line list or a register.") var policyFrom = 0
    @Option(help: "Disease profile: \(Pathogen.all.map(\.id).joined(separator: ", ")). By default the one of the policy's disease.") var disease:
        String?
    @Option(help: "Reproduction number without measures, in place of the profile's.") var reproduction: Double?
    @Option(help: "Table of territories with residents (CSV). By default Hunan's 122 counties, census of 2020.") var territory: String?
    @Option(name: .customLong("in"), help: "Only the territories of this code, such as 4301.") var within: String?
    @Option(help: "So many residents in one territory of Hunan's ages and households, instead of a table.") var residents: Int?
    @Option(help: "How many are infected, unknown to all, when it begins; 10, with a line list 0.") var infected: Int?
    @Option(help: "Begin with the cases of this file (CSV: report, and if known onset and territory) and the undetected that go with them.")
    var lineList: String?
    @Option(
        help: """
            Begin with the cases of this register (sqlite:PATH), the undetected that go with them, and the rules carried out as well as it says they \
            are; what it has too little of keeps its default, which is told.
            """) var database: String?
    @Option(help: "With --database: as known at this moment, ISO 8601 with offset; by default now.") var at: String?
    @Option(help: "Share of infections that are ever reported, in per cent; for --line-list and --database.") var ascertained: Double?
    @Option(help: "First day, such as 2022-03-14. By default that of the policy, with a line list the day after the last report.") var start: String?
    @Option(help: "How well and how fast the rules are carried out, and vaccination campaigns (YAML or JSON).") var execution: String?
    @Option(help: "Code of the territory where they live; by default anywhere.") var infectedIn: String?
    @Option(help: "Arrivals: risk, how many a day, share infected in per cent; such as high:200:0.5. May be given several times.") var arrivals:
        [String] = []
    @Option(help: "Share of residents with a full course of vaccine, in per cent.") var vaccinated = 0.0
    @Option(help: "Share of residents with a booster, in per cent.") var boosted = 0.0
    @Option(help: "Seed of all randomness.") var seed: UInt64 = 1
    @Option(help: "Days to simulate.") var days = 120
    @Option(help: "layered, or random: everybody meets everybody alike.") var mixing: Scenario.Mixing = .layered
    @Option(help: "Infections after which a replicate is broken off as out of control.") var stopAbove: Int?
    @Option(help: "Threads.") var threads = 2

    func validate() throws {
        if days < 1 || days > 2000 { throw ValidationError("--days: 1 to 2000") }
        if policyFrom < 0 || policyFrom > days { throw ValidationError("--policy-from: 0 to the number of days") }
        if policyFrom > 0, lineList != nil || database != nil {
            throw ValidationError("--policy-from stands without --line-list and --database: their cases were found by the policy")
        }
        if let infected, !(0...10_000_000).contains(infected) { throw ValidationError("--infected: 0 to 10,000,000") }
        if threads < 1 || threads > 1024 { throw ValidationError("--threads: 1 to 1024") }
        if let reproduction, !(0...100).contains(reproduction) { throw ValidationError("--reproduction: 0 to 100") }
        if let ascertained, !(1...100).contains(ascertained) { throw ValidationError("--ascertained: 1 to 100 per cent") }
        if ascertained != nil, lineList == nil, database == nil { throw ValidationError("--ascertained goes with --line-list or --database") }
        if database != nil, lineList != nil || start != nil {
            throw ValidationError("--database gives cases and first day: it stands without --line-list and --start")
        }
        if let at, database == nil || Instant(at) == nil {
            throw ValidationError("--at: “\(at)”; expected ISO 8601 with an offset, such as 2022-03-19T10:00+08:00, beside --database")
        }
        if let start, CivilDate(start) == nil { throw ValidationError("--start: “\(start)” is no day, such as 2022-03-14") }
        if let residents, !(1...4_000_000_000).contains(residents) { throw ValidationError("--residents: 1 to 4,000,000,000") }
        for (name, share) in [("--vaccinated", vaccinated), ("--boosted", boosted)] where !(0...100).contains(share) {
            throw ValidationError("\(name): a share from 0 to 100 per cent")
        }
    }

    /// The policy's document.
    func document(_ name: String? = nil) throws -> PolicyDocument { try PolicyCommand.document(name ?? policy, language: .en) }

    /// The scenario under a policy, with what a register says of the outbreak if one is named.
    func beginning(_ policy: Policy) async throws -> Scenario {
        var scenario = try scenario(policy)
        guard let database else { return scenario }
        var options = DatabaseOptions()
        options.database = database
        let operations = try await options.open().operations
        let territory = try within.map { try code($0, "--in", among: demography()) } ?? operations.policies.root
        let present = try await operations.presentOutbreak(of: territory, scope: .systemUnrestricted, asOf: at.flatMap { Instant($0) })
        let codes = scenario.population.territories.map(\.code)
        scenario.known = present.known.map { known in
            var known = known
            if let place = known.territory, !codes.contains(where: { place.contains($0) }) { known.territory = nil }
            return known
        }
        scenario.start = present.start
        scenario.ascertainment = ascertained.map { $0 / 100 }
        if execution == nil { scenario.execution = Execution(present.carriedOut) }
        tell(present)
        return scenario
    }

    /// Says on standard error with what the register has the simulation begin.
    private func tell(_ present: PresentOutbreak) {
        let measured = present.carriedOut
        Output.complain("begins on \(present.start) with \(present.known.count) local cases of the last four weeks")
        if execution != nil { return Output.complain("carried out as \(execution ?? "") says, not as measured") }
        func told(_ name: String, _ figure: CarriedOut.Figure, _ otherwise: Double) {
            let value = figure.value.map { String(format: "%.3g", $0) }
            Output.complain(
                value.map { "\(name): \($0), of \(figure.count)" }
                    ?? "\(name): too few (\(figure.count), at least \(CarriedOut.fewest)); default \(otherwise)")
        }
        let standard = Execution()
        told("time taken of the clocks' time", measured.lateness, standard.lateness)
        told("tests of people under control taken", measured.controlTests, standard.testCoverage.control)
        told("tests of post holders taken", measured.postTests, standard.testCoverage.post)
        let onset = measured.onsetToCare ?? standard.onsetToCare
        let days = String(format: "%.2f (sd %.2f)", onset.mean, onset.deviation)
        Output.complain("days from onset to care: " + (measured.onsetToCare == nil ? "too few cases (\(measured.onsets)); default " : "") + days)
    }

    /// The scenario under a policy, without a register.
    private func scenario(_ policy: Policy) throws -> Scenario {
        let pathogen = try self.pathogen(policy)
        let demography = try self.demography()
        let territory = try infectedIn.map { try code($0, "--infected-in", among: demography) }
        var scenario = Scenario(
            population: Population(demography), pathogen: pathogen, policy: policy, mixing: mixing, start: start.flatMap { CivilDate($0) },
            days: days,
            seeds: [.init(territory: territory, count: infected ?? (lineList == nil && database == nil ? 10 : 0))], stopAbove: stopAbove, seed: seed)
        scenario.measuresFrom = policyFrom
        if let execution {
            guard let data = FileManager.default.contents(atPath: execution) else {
                throw SimulationFile.Trouble(description: "\(execution): cannot be read")
            }
            scenario.execution = try Execution(PolicySource(file: execution, text: String(decoding: data, as: UTF8.self)))
        }
        if let lineList {
            let list = try SimulatedCases(lineList, territories: demography, from: start.flatMap { CivilDate($0) })
            scenario.known = list.cases
            scenario.start = list.start
            scenario.ascertainment = ascertained.map { $0 / 100 }
        }
        scenario.arrivals = try arrivals.map(stream)
        scenario.vaccination = .init(primary: [0: max(vaccinated, boosted) / 100], booster: [0: boosted / 100])
        return scenario
    }

    private func pathogen(_ policy: Policy) throws -> Pathogen {
        let known = Pathogen.all.map(\.id).joined(separator: ", ")
        var pathogen: Pathogen
        if let disease {
            guard let named = Pathogen.named(disease) else { throw ValidationError("--disease: “\(disease)” is none of \(known)") }
            pathogen = named
        } else {
            guard let standing = Pathogen.standing(for: policy.disease) else {
                throw ValidationError("no profile goes with the policy's disease “\(policy.disease.id)”; give --disease, one of \(known)")
            }
            pathogen = standing.adjusted(by: policy.disease.dynamics)
        }
        if let reproduction { pathogen.reproduction = reproduction }
        return pathogen
    }

    private func demography() throws -> [Demography] {
        if let residents { return [Demography(code: .unstated, name: LocalizedText(zh: "全体居民", en: "All residents"), population: residents)] }
        let all = try territory.map(ResidentTables.file) ?? ResidentTables.hunan()
        guard let within else { return all }
        let wanted = try code(within, "--in", among: all)
        return all.filter { wanted.contains($0.code) }
    }

    private func code(_ text: String, _ flag: String, among territories: [Demography]) throws -> TerritoryCode {
        guard let code = TerritoryCode(text), territories.contains(where: { code.contains($0.code) }) else {
            throw ValidationError(
                "\(flag): “\(text)” is no territory of the table; expected a code such as \(territories.first?.code.digits ?? "4301")")
        }
        return code
    }

    private func stream(_ text: String) throws -> Scenario.ArrivalStream {
        let parts = text.split(separator: ":")
        guard parts.count == 3, let risk = OriginRisk(rawValue: String(parts[0])), let perDay = Double(parts[1]), let share = Double(parts[2]),
            perDay >= 0, (0...100).contains(share)
        else {
            throw ValidationError(
                "--arrivals: “\(text)”; expected risk:number:per cent such as high:200:0.5, with one of "
                    + OriginRisk.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return .init(risk: risk, perDay: perDay, prevalence: share / 100)
    }
}

extension Scenario.Mixing: ExpressibleByArgument {}
