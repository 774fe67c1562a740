import ArgumentParser
import Exchange
import Foundation
import Policy
import Simulation
import Vocabulary

extension BenchCommand {
    /// `shoutu bench findings`: what is known of Hunan's outbreak of 2020, beside what the simulator makes of it.
    struct Findings: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "findings", abstract: "Findings of Hunan 2020, and other simulators' epidemics, beside the simulator's.",
            discussion: """
                Nothing is fitted to these figures but the generation time and the household attack rate of the ancestral profile, whose sources say so. \
                Findings: Sun et al. 2021 (Science 371, eabe2424) and Hu et al. 2021 (Nature Communications 12, 1533).
                """)
        @Option(help: "Infected people with whom each run begins.") var infected = 3_000
        @Flag(help: "Only the other simulators' epidemics.") var peers = false

        func run() throws {
            if !peers { try findings() }
            try Peer.all.forEach(beside)
            try Peer.apart.dropLast().forEach(beside)
            try Peer.traced.forEach(beside)
        }

        private func findings() throws {
            print("finding\tin 2020\tsimulated")
            // The study's classes of days from onset to isolation, and the day that stands for each.
            for (name, day, interval, early) in [
                ("isolated more than 6 days after onset", 8.0, "7.0 d", "52 %"), ("4 to 6 days after", 5, "–", "–"),
                ("2 to 4 days after", 3, "–", "–"),
                ("less than 2 days after", 1, "4.1 d", "87 %"),
            ] {
                let figures = try generation(isolatedAfter: day)
                print("generation interval, \(name)\t\(interval)\t\(Findings.days(figures.interval))")
                print("infected before the infector's onset, \(name)\t\(early)\t\(Findings.percent(figures.early))")
            }
            let free = try generation(isolatedAfter: nil)
            print("generation interval, nobody isolated\t5.7 d\t\(Findings.days(free.interval))")
            print("infected before the infector's onset, nobody isolated\t50–59 %\t\(Findings.percent(free.early))")
            try controlled()
        }

        /// An epidemic of another simulator, with its parameters as far as there is a place for them here.
        struct Peer {
            let name: String
            let residents: Int, seeds: Int
            let mixing: Scenario.Mixing
            var disease: Pathogen
            /// What its authors' program gave: attack rate, new infections of the worst day by resident, that day; lowest to highest seed.
            let attack: String, worst: String, day: String
            /// What is done, from which day on; nil: nothing.
            var measures: Measures?

            /// Rules and how they are carried out.
            struct Measures {
                let from: Int
                let policy: Policy
                let execution: Execution
            }

            /// Covasim 3.1.9 (100,000 agents, 100 infected, 10 seeds), flat and hybrid, and OpenABM-Covid19 at commit ee2f2c0 (50,000, 50, 12), without
            /// interventions. Durations, dispersion and susceptibility are theirs; the reproduction number of the flat one is the final-size equation's
            /// for its attack rate, of the hybrid one that with which 2.3 are infected by those infected in the first ten days, as there, and of
            /// OpenABM-Covid19 the one it realised in them.
            ///
            /// Covasim counts in whole days: what happens in a day's course happens at its beginning, half a day earlier than it does here, which is taken
            /// off the latent period.
            static var all: [Peer] { apart.suffix(1) + [flat, open] }

            /// Covasim's hybrid epidemic, one thing after another taken from it: the number that its first people infect told as a reproduction number;
            /// told so that it is realised; the load doubled in the first 30 % of the infectious time; half a day off.
            static var apart: [Peer] {
                [
                    hybrid("Covasim, hybrid, durations alone", 2.30, latent: 4.5, .none),
                    hybrid("Covasim, hybrid, as many infected by the first", 2.55, latent: 4.5, .none),
                    hybrid("Covasim, hybrid, early load besides", 2.55, latent: 4.5, .init(share: 0.3, factor: 2)),
                    hybrid("Covasim, hybrid", 2.55, latent: 4.0, .init(share: 0.3, factor: 2)),
                ]
            }

            private static func pathogen(_ reproduction: Double, _ k: Double?, _ timing: Pathogen.Timing, _ susceptibility: AgeCurve) -> Pathogen {
                var pathogen = Pathogen.ancestral
                pathogen.reproduction = reproduction
                pathogen.dispersion = k
                pathogen.timing = timing
                pathogen.susceptibility = susceptibility
                pathogen.ward = [0: 0]
                pathogen.asymptomaticInfectiousness = 1
                return pathogen
            }

            private static func durations(latent: Double, _ early: Pathogen.EarlyPhase = .none) -> Pathogen.Timing {
                .period(
                    latent: .init(.lognormal, mean: latent, deviation: 1.5), infectious: .init(.lognormal, mean: 9.1, deviation: 2.2), early: early)
            }

            private static var flat: Peer {
                Peer(
                    name: "Covasim, flat", residents: 100_000, seeds: 100, mixing: .random,
                    disease: pathogen(2.745, nil, durations(latent: 4), [0: 1]),
                    attack: "91.8–92.3 %", worst: "3.19–3.31 %", day: "54–57")
            }

            private static func hybrid(_ name: String, _ reproduction: Double, latent: Double, _ early: Pathogen.EarlyPhase) -> Peer {
                var disease = pathogen(reproduction, 0.45, durations(latent: latent, early), [0: 0.34, 10: 0.67, 20: 1, 60: 1.24, 70: 1.47])
                // Household transmissibility 3 × 0.016 a day over 9.1 days.
                disease.householdAttack = 0.35
                return Peer(
                    name: name, residents: 100_000, seeds: 100, mixing: .layered, disease: disease, attack: "82.5–83.2 %", worst: "2.67–2.83 %",
                    day: "49–55")
            }

            private static var open: Peer {
                var disease = pathogen(
                    2.82, 0.51, .sinceInfection(.init(.gamma, mean: 5.5, deviation: 2.14)), [0: 0.35, 10: 0.69, 20: 1.03, 60: 1.27, 70: 1.52])
                disease.asymptomaticInfectiousness = 0.33
                disease.householdAttack = 0.35
                return Peer(
                    name: "OpenABM-Covid19", residents: 50_000, seeds: 50, mixing: .layered, disease: disease, attack: "85.3–86.4 %",
                    worst: "4.28–4.58 %", day: "30–36")
            }
        }

        private func beside(_ peer: Peer) throws {
            var scenario = Scenario(
                population: Findings.residents(peer.residents), pathogen: peer.disease, policy: try PolicyFolder.standard().edition("none"),
                mixing: peer.mixing, days: 180, seeds: [.init(count: peer.seeds)])
            if let measures = peer.measures {
                scenario.policy = measures.policy
                scenario.execution = measures.execution
                scenario.measuresFrom = measures.from
            }
            let simulator = Simulator(scenario)
            var bench = simulator.bench()
            let outcomes = (0..<10).compactMap { simulator.run($0, on: &bench) }
            let runs = outcomes.map { $0.daily.infections() }
            let attack = runs.map { Double($0.reduce(0, +)) / Double(peer.residents) }
            // The first day is left out: on it are those with whom it begins.
            let worst = runs.map { run in run.indices.dropFirst().max { run[$0] < run[$1] } ?? 0 }
            let peaks = zip(runs, worst).map { Double($0[$1]) / Double(peer.residents) }
            func span(_ values: [Double]) -> String {
                String(format: "%.1f–%.1f %%", (values.min() ?? 0) * 100, (values.max() ?? 0) * 100)
            }
            print("\(peer.name): attack rate\t\(peer.attack)\t\(span(attack))")
            print("\(peer.name): infected on the worst day\t\(peer.worst)\t\(span(peaks))")
            let first = outcomes.compactMap { $0.dynamics.reproduction(days: 0..<11) }
            let interval = outcomes.reduce(0) { $0 + $1.dynamics.meanGeneration } / Double(max(1, outcomes.count))
            print(
                "\(peer.name): infected by those of the first ten days\t–\t\(String(format: "%.2f–%.2f", first.min() ?? 0, first.max() ?? 0))")
            print("\(peer.name): generation interval\t–\t\(Findings.days(interval))")
            print("\(peer.name): the worst day\t\(peer.day)\t\(worst.min() ?? 0)–\(worst.max() ?? 0)")
        }

        /// Mean generation interval and share before onset, of those infected by the first people, each followed to the end.
        private func generation(isolatedAfter day: Double?) throws -> (interval: Double, early: Double) {
            let folder = try PolicyFolder.standard()
            var policy = try folder.edition("none")
            var execution = Execution()
            var disease = Pathogen.ancestral
            if let day {
                // Isolation and nothing else: the rules for cases of the 8th edition, found at a fixed time after onset.
                policy.treatment = try folder.edition("cn-8").treatment
                execution.careSeeking = 1
                execution.onsetToCare = .init(.fixed, mean: day, deviation: 0)
                execution.lateness = 0
                execution.hoursWithoutClock = (0, 0, 0, 0)
                disease.sensitivity = [.init(day: 0, share: 100)]
            }
            let scenario = Scenario(
                population: Findings.residents(5_000_000), pathogen: disease, policy: policy, execution: execution, days: 45,
                seeds: [.init(count: infected)], stopAbove: infected * 40)
            let tree = Simulator(scenario).tree(0)
            var first: [UInt32: Transmission] = [:]
            for link in tree where link.by == nil && link.onset != nil { first[link.infected] = link }
            var sum = 0.0, early = 0, count = 0
            for link in tree {
                guard let by = link.by, let source = first[by], let onset = source.onset else { continue }
                sum += Double(link.tick - source.tick) / 96
                if link.tick < onset { early += 1 }
                count += 1
            }
            return (sum / Double(max(1, count)), Double(early) / Double(max(1, count)))
        }

        /// An outbreak that is traced: who infects how many, and what comes of the contacts.
        private func controlled() throws {
            let scenario = Scenario(
                population: Findings.residents(10_000_000), pathogen: .ancestral, policy: try PolicyFolder.standard().edition("cn-8"), days: 90,
                seeds: [.init(count: max(1, infected / 20))])
            let simulator = Simulator(scenario)
            var bench = simulator.bench()
            guard let outcome = simulator.run(0, on: &bench) else { return }
            let sizes = outcome.dynamics.offspringSizes
            let people = Double(sizes.reduce(0, +))
            let mean = sizes.enumerated().reduce(0) { $0 + Double($1.offset * $1.element) } / people
            print("80 % of infections from so many of the infected\t15 %\t\(Findings.percent(outcome.dynamics.shareMaking80Percent))")
            print("infected by one, in the mean\t0.40 (0.35–0.47)\t\(String(format: "%.2f", mean))")
            print("infected nobody\t78 %\t\(Findings.percent(Double(sizes[0]) / people))")
            let recorded: [Layer: String] = [
                .household: "7.2 % (1.2–19.5)", .social: "1.7 % extended family, 0.9 % social", .venue: "0.4 % community",
                .transport: "0.4 % community",
                .gathering: "0.9 % social", .ward: "lowest of all",
            ]
            var all = (contacts: 0, infected: 0)
            for attack in simulator.secondaryAttack(0) {
                all.contacts += attack.contacts
                all.infected += attack.infected
                print(
                    "contacts infected, \(attack.layer.key)\t\(recorded[attack.layer] ?? "–")\t"
                        + "\(Findings.percent(Double(attack.infected) / Double(attack.contacts))) of \(attack.contacts)")
            }
            print(
                "contacts infected, all\t–\t\(Findings.percent(Double(all.infected) / Double(max(1, all.contacts))))"
            )
        }

        private static func residents(_ count: Int) -> Population {
            Population([Demography(code: .unstated, name: LocalizedText(zh: "全体居民", en: "All residents"), population: count)])
        }

        private static func days(_ value: Double) -> String { String(format: "%.1f d", value) }
        private static func percent(_ value: Double) -> String { String(format: value < 0.1 ? "%.1f %%" : "%.0f %%", value * 100) }
    }
}
