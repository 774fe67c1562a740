import Vocabulary

@testable import Policy

/// The province's edition of March 2022 as far as the scenario needs it (`domain.md` §2.2), built by hand.
enum HunanPolicy {
    static func stage(
        _ mode: ControlMode, _ days: Int, _ tests: [Int], from origin: ControlStage.Origin = .anchor, special: ControlMode? = nil, exitSwabs: Int = 1
    ) -> ControlStage {
        ControlStage(
            mode: mode, modeForSpecialGroups: special, days: Days(days),
            tests: tests.map { TestDay(day: $0, swabs: $0 == tests.last ? exitSwabs : 1, method: .nucleicAcid) }, countedFrom: origin,
            followUpsPerDay: 0)
    }

    static func schedule(_ stages: ControlStage...) -> ControlSchedule {
        ControlSchedule(stages: stages, releaseHour: 8, releaseWithin: 12, testAtOnceWithin: 24, lateEntry: nil)
    }

    static var tracing: TracingRules {
        TracingRules(
            degrees: 2, lookbackSymptomatic: 4, lookbackAsymptomatic: 4,
            caseClocks: [
                .investigationStarted: Clock(within: 2, role: .investigator), .coreInformation: Clock(within: 4, role: .investigator),
                .firstReport: Clock(within: 24, role: .investigator), .contactsListed: Clock(within: 24, role: .investigator),
            ],
            closeClocks: [
                .located: Clock(within: 4, role: .investigator), .notified: Clock(within: 6, role: .investigator),
                .transferred: Clock(within: 8, role: .investigator),
            ],
            secondaryClocks: [
                .located: Clock(within: 4, role: .investigator), .notified: Clock(within: 6, role: .investigator),
                .transferred: Clock(within: 12, role: .investigator),
            ],
            close: schedule(
                stage(.central, 14, [1, 4, 7, 14], special: .homeIsolation, exitSwabs: 2), stage(.homeMonitoring, 7, [2, 7])),
            secondary: schedule(stage(.central, 7, [1, 4, 7], special: .homeIsolation)), secondaryGate: .init(linkedNegatives: 2),
            secondaryOnlyOfHigherRisk: false, exposedAtPlace: schedule(stage(.selfMonitoring, 7, [1, 3])),
            general: schedule(stage(.selfMonitoring, 14, [])))
    }

    static var arrivals: ArrivalRules {
        func rules(_ control: ControlSchedule?, landing: Hours?, certificate: Hours? = 48, within: Hours? = nil) -> ArrivalRules.Rules {
            ArrivalRules.Rules(
                registration: true, checks: Set(ArrivalCheck.allCases), checkWithin: 4, certificate: certificate, landingTest: landing,
                spanTests: nil,
                control: control, anchor: .leftArea, controlWithin: within)
        }
        let central = schedule(stage(.central, 14, [1, 2, 3, 7, 10, 14], special: .homeIsolation))
        let monitored = schedule(stage(.selfMonitoring, 14, []))
        return ArrivalRules(byRisk: [
            .high: rules(central, landing: 24, within: 8), .medium: rules(central, landing: 24, within: 8), .low: rules(monitored, landing: 24),
            .affectedProvince: rules(monitored, landing: 24), .unaffected: rules(nil, landing: nil),
            .abroad: rules(
                schedule(stage(.central, 14, [1, 4, 7, 14]), stage(.central, 7, [2, 7]), stage(.homeIsolation, 7, [7])), landing: 24, within: 8),
        ])
    }

    static var testing: TestingRules {
        let daily = [
            "designated_isolation_ward", "fever_clinic", "isolation_site", "port_frontline", "imported_cold_chain", "entrant_transport",
        ]
        let twice = [
            "other_hospital_key_departments", "domestic_cold_chain", "express", "public_transport", "market", "community_worker", "prison",
            "elderly_home",
        ]
        var posts: [String: TestingRules.PostRules] = [:]
        func add(_ keys: [String], _ frequency: TestFrequency) {
            for key in keys { posts[key] = .init(label: LocalizedText(zh: key, en: key), frequency: frequency, exit: nil) }
        }
        add(daily, .everyDays(1))
        add(["designated_hospital_other", "port_other"], .everyDays(2))
        add(twice, .perWeek(2, minGap: 2))
        return TestingRules(posts: posts, resultWithinSingle: 6, resultWithinPooled: 24)
    }

    static var treatment: TreatmentRules {
        let clocks: [TreatmentRules.Task: Clock] = [
            .reported: Clock(within: 2, role: .hospital), .audited: Clock(within: 2, role: .investigator),
            .isolated: Clock(within: 2, role: .hospital),
            .admitted: Clock(within: 2, role: .hospital),
        ]
        let rules = TreatmentRules.CaseRules(
            clocks: clocks, isolation: .hospital, isolationDays: nil,
            discharge: .init(negatives: 2, gap: 24, ctAtLeast: 35, earliestDay: nil, within: 24),
            followUp: schedule(stage(.homeMonitoring, 7, [3, 7])))
        return TreatmentRules(cases: [.confirmed: rules, .asymptomatic: rules, .suspected: rules])
    }

    static func policy() throws -> Policy {
        guard let province = TerritoryCode("43"), let from = CivilDate("2022-03-01") else { throw Missing() }
        return Policy(
            id: "hunan-2022-03", title: LocalizedText(zh: "湖南2022年3月", en: "Hunan, March 2022"), extends: nil, territory: province,
            zone: .shanghai, from: from, until: nil, application: .newTriggers,
            disease: DiseaseProfile(
                id: "covid-19", name: LocalizedText(zh: "新冠肺炎", en: "COVID-19"), incubationMax: 14, infectiousAfter: 14), testing: testing,
            tracing: tracing, treatment: treatment, arrivals: arrivals)
    }

    struct Missing: Error {}
}
