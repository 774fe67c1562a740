import ArgumentParser
import Exchange
import Foundation
import Operations
import Policy
import Simulation
import Vocabulary

extension BenchCommand {
    /// `shoutu bench simulation`: what an infection and a traced contact cost, from a township to the province.
    struct Simulate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "simulation",
            abstract: "What an infection costs from 10,000 residents to all of Hunan's, and a contained outbreak.",
            discussion: "All on one core, in processor time. The province takes a minute and a half and 1.4 GB; leave it out with --largest 1000000.")
        @Option(help: "The largest number of residents followed; Hunan's are 66,444,864.") var largest = 66_444_864
        @Option(help: "Replicates of the contained outbreak.") var replicates = 200
        @Option(help: "text, or csv: only what an infection costs by number of residents, to be plotted.") var format: OutputFormat = .text

        func validate() throws {
            if format == .json { throw ValidationError("--format: text or csv") }
        }

        func run() throws {
            if format == .csv {
                print("residents,infections,seconds,microseconds_per_infection,person_days_per_second,megabytes")
            }
            for residents in [10_000, 100_000, 1_000_000, 10_000_000] where residents <= largest {
                try spread([Demography(code: .unstated, name: LocalizedText(zh: "全体居民", en: "All residents"), population: residents)])
            }
            let hunan = try ResidentTables.hunan()
            if hunan.reduce(0, { $0 + $1.population }) <= largest { try spread(hunan) }
            guard format == .text else { return }
            // The contacts a case has follow from how far the policy traces and how many people one meets in a day.
            try contain("close contacts only", degrees: 1, meetings: 2.2)
            try contain("contacts of contacts, many met", degrees: 2, meetings: 12.5)
        }

        /// BA.2 with R₀ 8.5 and no measures for 200 days: everybody is infected.
        private func spread(_ territories: [Demography]) throws {
            let folder = try PolicyFolder.standard()
            var disease = Pathogen.omicronBA2
            disease.reproduction = 8.5
            let scenario = Scenario(
                population: Population(territories), pathogen: disease, policy: try folder.edition("none"), days: 200,
                seeds: [.init(count: max(10, territories.reduce(0) { $0 + $1.population } / 66_000))])
            let simulator = Simulator(scenario)
            var bench = simulator.bench()
            // Small ones are run again until there is something to measure.
            let times = max(1, min(50, 1_000_000 / scenario.population.count))
            let watch = ProcessorWatch()
            var infections = 0
            for replicate in 0..<times { infections += simulator.run(replicate, on: &bench)?.infections ?? 0 }
            let seconds = watch.seconds
            let days = Double(scenario.population.count) * 200 * Double(times)
            guard format == .text else {
                let figures = [seconds / Double(times), seconds / Double(max(1, infections)) * 1e6, days / seconds].map { "\($0)" }
                return print(
                    (["\(scenario.population.count)", "\(infections / times)"] + figures + ["\(Simulate.memory)"]).joined(separator: ","))
            }
            print(
                "simulation\t\(scenario.population.count) residents\t\(infections / times) infections\t"
                    + "\(Watch.figure(seconds / Double(times))) s of processor time\t\(Watch.figure(seconds / Double(max(1, infections)) * 1e6)) µs each\t"
                    + "\(Watch.figure(days / seconds / 1e6)) million person-days a second\t\(Simulate.memory) MB at most")
        }

        /// Delta in a district of 642,010 residents under the 8th edition, to its end.
        private func contain(_ name: String, degrees: Int, meetings: Double) throws {
            var policy = try PolicyFolder.standard().edition("cn-8")
            policy.tracing.degrees = degrees
            if degrees < 2 {
                policy.tracing.secondary = nil
                policy.tracing.secondaryGate = nil
            }
            var execution = Execution()
            execution.contactsPerDay = execution.contactsPerDay.mapValues { $0 * meetings }
            let scenario = Scenario(
                population: Population([Demography(code: .unstated, name: LocalizedText(zh: "芙蓉区", en: "Furong"), population: 642_010)]),
                pathogen: .delta, policy: policy, execution: execution, days: 120, seeds: [.init(count: 8)], stopAbove: 1_000)
            let simulator = Simulator(scenario)
            var bench = simulator.bench()
            _ = simulator.run(replicates, on: &bench)
            let watch = ProcessorWatch()
            var infections = 0, contacts = 0, stopped = 0
            for replicate in 0..<replicates {
                guard let outcome = simulator.run(replicate, on: &bench) else { continue }
                infections += outcome.infections
                contacts += outcome.daily.total(.closeContacts) + outcome.daily.total(.secondaryContacts)
                if outcome.isOutOfControl { stopped += 1 }
            }
            let each = watch.seconds / Double(replicates)
            print(
                "simulation\tcontained, \(name)\t\(infections / replicates) infections\t\(contacts / max(1, infections)) contacts a case\t"
                    + "\(Watch.figure(each * 1000)) ms of processor time\t\(stopped) of \(replicates) stopped at 1,000 infections\t"
                    + "mark 5 ms at 25 contacts, 50 ms at 360")
        }

        /// The most memory the process has had, in MB.
        private static var memory: Int {
            var usage = rusage()
            // 0 is RUSAGE_SELF, whose type differs between systems.
            getrusage(0, &usage)
            #if canImport(Darwin)
            return Int(usage.ru_maxrss) / 1_048_576
            #else
            return Int(usage.ru_maxrss) / 1024
            #endif
        }
    }
}
