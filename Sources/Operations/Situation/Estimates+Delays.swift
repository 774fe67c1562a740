import Epidemiology
import Register
import Vocabulary

extension Estimates {
    /// The delays of those reported in the last seven days and in the seven before, as they were.
    static func delay(_ kind: Delay.Kind, _ cases: [DatedCase], today: CivilDate, zone: CivilZone) -> Delay {
        func spread(_ ages: Range<Int>) -> Spread? {
            Spread(
                cases.lazy.filter { ages.contains((today - $0.report).count) }.compactMap { dated -> Double? in
                    guard let onset = dated.line.infection.onset else { return nil }
                    let end: CivilDate? =
                        switch kind {
                        case .onsetToReport: dated.report
                        case .onsetToIsolation: dated.line.firstIsolatedAt.map { zone.date(of: $0) }
                        }
                    return end.map { Double(($0 - onset).count) }
                })
        }
        return Delay(kind: kind, thisWeek: spread(0..<7), lastWeek: spread(7..<14))
    }

    /// Mean delay from onset to report of the onsets of the last four weeks. Those not reported yet are not in the data: the fit is truncated at the
    /// last whole day.
    static func onsetToReport(_ cases: [DatedCase], through last: CivilDate) -> Estimated<Interval> {
        let observations = cases.compactMap { dated -> DelayObservation? in
            guard let onset = dated.line.infection.onset, onset <= dated.report, dated.report <= last, (last - onset).count < 28 else { return nil }
            return .days((dated.report - onset).count, untilDay: (last - onset).count)
        }
        guard observations.count >= fewestCases else { return .tooFewCases(given: observations.count, needed: fewestCases) }
        return Estimated { () throws(EstimationError) in try DelayFit(.gamma, observations).posterior.mean }
    }

    /// Offspring of the cases whose events lie not after `settledBy`: two standard deviations of the serial interval beyond its mean have passed.
    static func offspring(_ cases: [DatedCase], _ links: TransmissionLinks, settledBy: CivilDate?) -> Estimated<Offspring> {
        guard let settledBy else { return .unstated }
        let counts = cases.filter { $0.event <= settledBy }.map { links.offspring[$0.line.person] ?? 0 }
        guard counts.count >= fewestCases else { return .tooFewCases(given: counts.count, needed: fewestCases) }
        return Estimated { () throws(EstimationError) in
            let fit = try OffspringFit(counts)
            return Offspring(
                cases: fit.cases, withoutOffspring: fit.withoutOffspring, reproduction: fit.reproduction, dispersion: fit.dispersion,
                shareCausing80: fit.shareCausing80)
        }
    }
}

extension Estimates.Spread {
    /// The quartiles of some delays; nil of none.
    init?(_ delays: some Sequence<Double>) {
        let sorted = delays.sorted()
        guard !sorted.isEmpty else { return nil }
        func quantile(_ share: Double) -> Double {
            let place = share * Double(sorted.count - 1)
            let below = Int(place)
            let above = min(below + 1, sorted.count - 1)
            return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
        }
        self.init(count: sorted.count, lower: quantile(0.25), median: quantile(0.5), upper: quantile(0.75))
    }
}

/// Who infected whom, as far as close contacts who turned positive tell: of the cases someone was exposed to, the one met last.
struct TransmissionLinks {
    /// The infector of each infected person who has one.
    let infector: [PersonID: PersonID]
    /// Where each of these was infected.
    let setting: [PersonID: ContactSetting]
    /// How many each infected; only those who infected somebody.
    let offspring: [PersonID: Int]
    /// Infections of the territory's cases by setting, the most first.
    let settings: [Estimates.Setting]
    /// How many of the territory's cases have no known infector.
    let withoutInfector: Int

    /// The links among a territory's cases, and from them to cases elsewhere.
    init(_ cases: [DatedCase], elsewhere: [DatedCase] = []) {
        let events = Dictionary((cases + elsewhere).map { ($0.line.person, $0.event) }, uniquingKeysWith: min)
        var infector: [PersonID: PersonID] = [:]
        var setting: [PersonID: ContactSetting] = [:]
        var offspring: [PersonID: Int] = [:]
        for dated in cases + elsewhere {
            let person = dated.line.person
            // Two who name each other: the one whose illness began later was infected; of the same day, the later number.
            let candidates = dated.line.exposures.filter { exposed in
                guard exposed.index != person, let began = events[exposed.index], exposed.last <= dated.report else { return false }
                return (began, exposed.index.rawValue) < (dated.event, person.rawValue)
            }
            guard let link = candidates.max(by: { ($0.last, $0.index.rawValue) < ($1.last, $1.index.rawValue) }) else { continue }
            infector[person] = link.index
            setting[person] = link.setting
            offspring[link.index, default: 0] += 1
        }
        self.infector = infector
        self.setting = setting
        self.offspring = offspring
        settings = Dictionary(grouping: cases.compactMap { setting[$0.line.person] }, by: \.self)
            .map { Estimates.Setting(setting: $0.key, count: $0.value.count) }
            .sorted { ($1.count, $0.setting.rawValue) < ($0.count, $1.setting.rawValue) }
        withoutInfector = cases.count { infector[$0.line.person] == nil }
    }
}
