import Exchange
import Policy
import Simulation
import Vocabulary

extension BenchCommand.Findings.Peer {
    /// The peers' epidemics with testing, tracing and isolating from day 20 on, each carried out as its interventions say, as far as there is a place
    /// for them here.
    ///
    /// Covasim tests 30 % of those with symptoms a day (80 % in quarantine, 30 % there of those without) with one day to the result, names every contact
    /// at home, 60 % in class and team and 30 % of others, and holds them for 14 days. OpenABM-Covid19 orders a test for 80 % of those with symptoms, once, of
    /// sensitivity 0.8 from the third day on, with a day each to order and result. From the positive result on the case and 90 % of the traced stay at
    /// home for 14 days, where life goes on; of the traced 3 % a day stop. A case names everybody at home, eight of ten meetings at work or in class, each
    /// of the last days anew, and one of twenty of the chance meetings that make half of an adult's. Its 500 tracers make 6,000
    /// calls to its 50,000 people a day at most, one for each meeting and not for each person.
    static var traced: [Self] {
        get throws {
            let folder = try PolicyFolder.standard()
            return try all.compactMap { peer in
                switch peer.name {
                case "Covasim, hybrid":
                    var execution = Execution()
                    execution.careSeeking = 1
                    execution.onsetToCare = .init(.gamma, mean: 3.3, deviation: 2.8)
                    execution.elicited = [:]
                    for setting in ContactSetting.allCases { execution.elicited[setting] = 0.3 }
                    for setting in [ContactSetting.classroom, .workplace] { execution.elicited[setting] = 0.6 }
                    execution.elicited[.household] = 1
                    // Its tests find whoever is infectious. Whoever is in quarantine meets a fifth of the others, as if a fifth did not keep to it; an
                    // isolated case a tenth, and three in ten at home.
                    var peer = peer
                    peer.disease.sensitivity = [(0, 0), (3.99, 0), (4, 100), (13, 100), (13.01, 0)].map { Pathogen.DayPoint(day: $0.0, share: $0.1) }
                    return try with(peer, execution, days: 14, keeps: 0.8, admittedKeep: 0.87, folder, "14.1–16.4 %", "0.15–0.25 %", "20–38")
                case "OpenABM-Covid19":
                    var execution = Execution()
                    // Nobody is tested again there: a test that misses is as if nobody had come.
                    execution.careSeeking = 0.8 * 0.8
                    execution.onsetToCare = .init(.fixed, mean: 1, deviation: 0)
                    execution.elicited = [:]
                    for setting in ContactSetting.allCases { execution.elicited[setting] = 0.05 }
                    for setting in [ContactSetting.classroom, .workplace, .care] { execution.elicited[setting] = 0.98 }
                    execution.elicited[.household] = 1
                    // 12,000 calls for 100,000 people, one for each meeting of the last seven days: two others at home seven times, fourteen at work
                    // every other day, 55 calls to 17 people.
                    execution.tracedPerDay = 12_000 / 3.2
                    var peer = peer
                    peer.disease.sensitivity = [(0, 0), (2.99, 0), (3, 100), (17, 100), (17.01, 0)].map { Pathogen.DayPoint(day: $0.0, share: $0.1) }
                    // 0.9 kept with 3 % a day lost: 0.74 in the mean of 14 days.
                    return try with(peer, execution, days: 14, keeps: 0.74, casesKeep: 0.93, folder, "61.6–64.0 %", "2.11–2.57 %", "30–40")
                default: return nil
                }
            }
        }
    }

    /// An epidemic with measures from day 20 on.
    private static func with(
        _ peer: Self, _ execution: Execution, days: Int, keeps: Double, casesKeep: Double? = nil, admittedKeep: Double? = nil, _ folder: PolicyFolder,
        _ attack: String,
        _ worst: String, _ day: String
    ) throws -> Self {
        var execution = execution
        execution.lateness = 0
        execution.hoursWithoutClock = (result: 24, isolation: 0, list: 24, control: 0)
        for mode in ControlMode.allCases { execution.adherence[mode] = keeps }
        if let admittedKeep { execution.adherence[.hospital] = admittedKeep }
        if let casesKeep { execution.adherence[.homeIsolation] = casesKeep }
        // Of the 8th edition only how cases are isolated and who counts as a contact; contacts stay at home, and nothing else is done.
        let edition = try folder.edition("cn-8")
        var policy = try folder.edition("none")
        policy.treatment = edition.treatment
        policy.tracing = edition.tracing
        policy.tracing.degrees = 1
        policy.tracing.secondary = nil
        policy.tracing.secondaryGate = nil
        if casesKeep != nil {
            for kind in policy.treatment.cases.keys { policy.treatment.cases[kind]?.isolation = .homeIsolation }
        }
        if var stage = policy.tracing.close?.stages.first {
            stage.mode = .homeMonitoring
            stage.days = Days(days)
            stage.tests = stage.tests.filter { $0.day <= days }
            policy.tracing.close?.stages = [stage]
        }
        return Self(
            name: peer.name + ", traced from day 20", residents: peer.residents, seeds: peer.seeds, mixing: peer.mixing, disease: peer.disease,
            attack: attack, worst: worst, day: day, measures: Measures(from: 20, policy: policy, execution: execution))
    }
}
