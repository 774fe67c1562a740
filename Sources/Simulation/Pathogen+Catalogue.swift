import Policy
import Vocabulary

extension Pathogen {
    /// The profiles that ship, by key. Numbers marked “assumed” have no source and stand here so that they can be seen and changed.
    public static let all: [Pathogen] = [ancestral, delta, omicronBA2, sars, mers, influenza, measles, ebola]

    /// The profile of a key.
    public static func named(_ id: String) -> Pathogen? { all.first { $0.id == id } }

    /// The profile that goes with a policy's disease when none is named.
    public static func standing(for disease: DiseaseProfile) -> Pathogen? {
        let own: [String: String] = ["covid-19": "omicron-ba2", "mers": "mers", "ebola": "ebola", "measles": "measles"]
        return named(disease.id) ?? own[disease.id].flatMap(named)
    }

    /// SARS-CoV-2 as it was first seen.
    public static let ancestral = Pathogen(
        id: "ancestral", name: LocalizedText(zh: "新冠病毒原始株", en: "SARS-CoV-2, ancestral"), reproduction: 2.7, dispersion: 0.3,
        incubation: .init(.lognormal, mean: 5.5, deviation: 2.4),
        timing: .aroundOnset(lead: 4, .init(.gamma, mean: 4.2, deviation: 2.9), earliest: 1),
        symptomaticShare: 0.7, asymptomaticInfectiousness: 0.5, householdAttack: 0.16,
        susceptibility: [0: 0.34, 15: 1, 65: 1.47],
        ward: [0: 0.001, 10: 0.003, 20: 0.012, 30: 0.032, 40: 0.049, 50: 0.102, 60: 0.166, 70: 0.243, 80: 0.273], intensiveShare: 0.25,
        onsetToWard: .init(.gamma, mean: 6.6, deviation: 4.9), wardDays: .init(.gamma, mean: 14, deviation: 6), sensitivity: kucirka,
        antigenFactor: 0.7, vaccine: Vaccine(infection: (0.5, 0.6), severe: (0.8, 0.95)),
        sources: [
            "reproduction": "Covasim hybrid default gives 2.3–2.8 (anchors §1.3); 2.7 assumed within it",
            "dispersion": "Hunan 2020, Sun 2021: k 0.30 (0.23–0.39); from memory",
            "incubation": "Lauer 2020: lognormal(1.621, 0.418)",
            "timing": "Hunan 2020, Hu 2021: generation time 5.7 d, 59 % before onset; lead and spread fitted to both",
            "householdAttack": "household secondary attack rate 16.3 % (domain §16.2)",
            "susceptibility": "Hunan 2020, Zhang 2020: OR 0.34 below 15, 1.47 from 65, used as ratios",
            "ward": "Covasim 3.1.9 severe_probs by age (conditional on symptoms there)", "symptomaticShare": "Covasim symp_probs, mean",
            "sensitivity": "Kucirka 2020", "asymptomaticInfectiousness": "assumed", "intensiveShare": "assumed",
            "vaccine": "assumed (no vaccine at the time)", "onsetToWard": "Covasim sym2sev", "wardDays": "assumed from Covasim sev2rec less onset",
        ])

    /// Delta, 2021.
    public static let delta = Pathogen(
        id: "delta", name: LocalizedText(zh: "德尔塔变异株", en: "SARS-CoV-2 Delta"), reproduction: 5.5, dispersion: 0.3,
        incubation: .init(.gamma, mean: 4.4, deviation: 1.9),
        timing: .aroundOnset(lead: 2.9, .init(.gamma, mean: 2.9, deviation: 1.9), earliest: 0.7), symptomaticShare: 0.75,
        asymptomaticInfectiousness: 0.5, householdAttack: 0.36, susceptibility: [0: 0.6, 15: 1, 65: 1.2],
        ward: [0: 0.002, 10: 0.005, 20: 0.018, 30: 0.04, 40: 0.06, 50: 0.12, 60: 0.2, 70: 0.28, 80: 0.33], intensiveShare: 0.25,
        onsetToWard: .init(.gamma, mean: 6, deviation: 4), wardDays: .init(.gamma, mean: 12, deviation: 6), sensitivity: shifted(kucirka, by: -0.8),
        antigenFactor: 0.7, vaccine: Vaccine(infection: (0.5, 0.65), severe: (0.75, 0.93)),
        sources: [
            "reproduction": "assumed within published 5–6", "dispersion": "as ancestral",
            "incubation": "assumed: shorter than the 6.5 d of Korea's comparison",
            "timing": "Netherlands: generation time 3.8 d (domain §16.3)", "householdAttack": "Norway 36 %", "susceptibility": "assumed",
            "ward": "assumed: 1.2–1.7 × ancestral",
            "sensitivity": "Kucirka 2020, 0.8 days earlier: assumed", "vaccine": "assumed", "symptomaticShare": "assumed",
        ])

    /// Omicron BA.2, 2022.
    public static let omicronBA2 = Pathogen(
        id: "omicron-ba2", name: LocalizedText(zh: "奥密克戎 BA.2", en: "SARS-CoV-2 Omicron BA.2"), reproduction: 8.5, dispersion: 0.4,
        incubation: .init(.gamma, mean: 3.5, deviation: 1.4),
        timing: .aroundOnset(lead: 2.2, .init(.gamma, mean: 3.2, deviation: 2.3), earliest: 0.5), symptomaticShare: 0.65,
        asymptomaticInfectiousness: 0.5, householdAttack: 0.51, susceptibility: [0: 0.8, 15: 1, 65: 1.1],
        ward: [0: 0.004, 5: 0.001, 20: 0.002, 40: 0.005, 50: 0.01, 60: 0.03, 70: 0.07, 80: 0.15], intensiveShare: 0.15,
        onsetToWard: .init(.gamma, mean: 5, deviation: 3), wardDays: .init(.gamma, mean: 8, deviation: 4), sensitivity: shifted(kucirka, by: -1.7),
        antigenFactor: 0.65, vaccine: Vaccine(infection: (0.1, 0.25), severe: (0.65, 0.9)),
        sources: [
            "reproduction": "8.2–9.5, from memory (domain §16.3)", "dispersion": "assumed; not found for BA.2",
            "incubation": "South Korea: gamma 3.5, sd 1.4",
            "timing":
                "4.5 d before anything shortens it, between BA.1 realised 2.99 (2.48–3.49) and intrinsic 6.84 (Manica), 51 % before onset there; serial interval BA.2 3 (Singapore)",
            "householdAttack": "Norway 51 %",
            "vaccine": "Hong Kong BA.2: severe ≥ 60 years 69.9 % after 2, 97.9 % after 3 CoronaVac; infection assumed",
            "sensitivity":
                "Kucirka 2020, 1.7 days earlier with the shorter incubation: assumed; Korea: 50 % diagnosed by day 3, 70 % by 5, 99 % by 10",
            "ward": "assumed", "susceptibility": "assumed", "symptomaticShare": "assumed",
        ])

    /// SARS, 2003.
    public static let sars = Pathogen(
        id: "sars", name: LocalizedText(zh: "传染性非典型肺炎", en: "SARS"), reproduction: 2.7, dispersion: 0.16,
        incubation: .init(.gamma, mean: 4.8, deviation: 3.2), timing: .aroundOnset(lead: -0.5, .init(.gamma, mean: 4.5, deviation: 3), earliest: 2),
        symptomaticShare: 0.95, asymptomaticInfectiousness: 0.1, householdAttack: 0.1, susceptibility: [0: 0.3, 15: 1],
        ward: [0: 0.5, 15: 0.8], intensiveShare: 0.25, onsetToWard: .init(.gamma, mean: 3.8, deviation: 2.5),
        wardDays: .init(.gamma, mean: 21, deviation: 8), sensitivity: afterOnset(5), antigenFactor: 0.5,
        vaccine: Vaccine(infection: (0, 0), severe: (0, 0)),
        sources: [
            "reproduction": "2–4 in early outbreaks, from memory", "dispersion": "Lloyd-Smith 2005: 0.16, from memory",
            "timing": "serial interval 8.4 d, sd 3.8 (SARS 2003 data set of EpiEstim)", "others": "assumed",
        ])

    /// MERS.
    public static let mers = Pathogen(
        id: "mers", name: LocalizedText(zh: "中东呼吸综合征", en: "MERS"), reproduction: 0.7, dispersion: 0.26,
        incubation: .init(.gamma, mean: 5.5, deviation: 2.5), timing: .aroundOnset(lead: -0.5, .init(.gamma, mean: 6, deviation: 3.5), earliest: 2),
        symptomaticShare: 0.8, asymptomaticInfectiousness: 0.1, householdAttack: 0.04, susceptibility: [0: 0.3, 15: 1, 65: 1.5],
        ward: [0: 0.3, 15: 0.6, 65: 0.9], intensiveShare: 0.4, onsetToWard: .init(.gamma, mean: 4, deviation: 2.5),
        wardDays: .init(.gamma, mean: 20, deviation: 10), sensitivity: afterOnset(5.5), antigenFactor: 0.5,
        vaccine: Vaccine(infection: (0, 0), severe: (0, 0)),
        sources: ["reproduction": "below 1 outside hospitals, from memory", "dispersion": "0.26, from memory", "others": "assumed"])

    /// Seasonal influenza.
    public static let influenza = Pathogen(
        id: "influenza", name: LocalizedText(zh: "流行性感冒", en: "Influenza"), reproduction: 1.4, dispersion: 1,
        incubation: .init(.gamma, mean: 1.6, deviation: 0.7), timing: .aroundOnset(lead: 1, .init(.gamma, mean: 2, deviation: 1.2), earliest: 0.3),
        symptomaticShare: 0.67, asymptomaticInfectiousness: 0.5, householdAttack: 0.15, susceptibility: [0: 1.6, 15: 1, 65: 0.7],
        ward: [0: 0.005, 5: 0.001, 50: 0.003, 65: 0.015], intensiveShare: 0.15, onsetToWard: .init(.gamma, mean: 3, deviation: 2),
        wardDays: .init(.gamma, mean: 6, deviation: 3), sensitivity: afterOnset(1.6), antigenFactor: 0.6,
        vaccine: Vaccine(infection: (0.4, 0.4), severe: (0.5, 0.5)),
        sources: [
            "timing": "influenza 2009: serial interval 2.6 d, sd 1.5 (data set of EpiEstim)", "reproduction": "1.2–1.6, from memory",
            "others": "assumed",
        ])

    /// Measles.
    public static let measles = Pathogen(
        id: "measles", name: LocalizedText(zh: "麻疹", en: "Measles"), reproduction: 15, dispersion: 1,
        incubation: .init(.gamma, mean: 11, deviation: 2), timing: .aroundOnset(lead: 1, .init(.gamma, mean: 3, deviation: 1.5), earliest: 5),
        symptomaticShare: 1, asymptomaticInfectiousness: 1, householdAttack: 0.9, susceptibility: [0: 1], ward: [0: 0.1, 5: 0.03, 20: 0.08],
        intensiveShare: 0.05, onsetToWard: .init(.gamma, mean: 5, deviation: 2), wardDays: .init(.gamma, mean: 6, deviation: 3),
        sensitivity: afterOnset(11), antigenFactor: 0.3, vaccine: Vaccine(infection: (0.93, 0.97), severe: (0.5, 0.5)),
        sources: [
            "reproduction": "12–18, from memory", "vaccine": "93 % after one, 97 % after two doses, from memory",
            "incubation": "onset of fever; rash 3–4 days later", "others": "assumed",
        ])

    /// Ebola virus disease.
    public static let ebola = Pathogen(
        id: "ebola", name: LocalizedText(zh: "埃博拉病毒病", en: "Ebola virus disease"), reproduction: 1.8, dispersion: 0.18,
        incubation: .init(.gamma, mean: 9.4, deviation: 5.5), timing: .aroundOnset(lead: -1, .init(.gamma, mean: 5.5, deviation: 4), earliest: 3),
        symptomaticShare: 1, asymptomaticInfectiousness: 0.1, householdAttack: 0.15, susceptibility: [0: 0.7, 15: 1], ward: [0: 0.6],
        intensiveShare: 0.2, onsetToWard: .init(.gamma, mean: 5, deviation: 3), wardDays: .init(.gamma, mean: 10, deviation: 5),
        sensitivity: afterOnset(9.4), antigenFactor: 0.5, vaccine: Vaccine(infection: (0.8, 0.8), severe: (0.5, 0.5)),
        sources: [
            "reproduction": "West Africa 1.5–2, from memory", "dispersion": "0.18, from memory",
            "incubation": "West Africa 2014: mean 9–11 d, from memory", "others": "assumed",
        ])

    /// Kucirka 2020 (Annals M20-1495): one minus the false-negative rate by day since exposure.
    static let kucirka: [DayPoint] = [
        (1, 0), (4, 33), (5, 62), (8, 80), (9, 79), (21, 34), (30, 10),
    ].map { DayPoint(day: $0, share: $1) }

    private static func shifted(_ points: [DayPoint], by days: Double) -> [DayPoint] {
        points.map { DayPoint(day: max(0.2, $0.day + days), share: $0.share) }
    }

    /// A test that sees nothing before onset: assumed for diseases without presymptomatic shedding.
    private static func afterOnset(_ onset: Double) -> [DayPoint] {
        [
            DayPoint(day: onset - 0.5, share: 0), DayPoint(day: onset + 1, share: 70), DayPoint(day: onset + 3, share: 90),
            DayPoint(day: onset + 14, share: 60),
        ]
    }
}
