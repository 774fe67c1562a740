import Epidemiology
import Policy
import Register
import Scenarios
import Vocabulary

import struct Storage.TerritoryEntry

extension Estimates {
    /// What the cases say under a disease profile. The same cases on the same day give the same figures, whoever looks when: what is drawn at random
    /// is drawn from the day's seed.
    ///
    /// - Parameters:
    ///   - counties: The counties of the territory, with residents and positions, among which clusters are looked for.
    ///   - contacts: The cases' contacts, of whom attack rates tell.
    public init(
        _ cases: [CaseLine], of territory: TerritoryCode, among counties: [TerritoryEntry] = [], contacts: Contacts = Contacts(),
        disease: DiseaseProfile, at moment: Instant, zone: CivilZone
    ) {
        let dated = cases.map { DatedCase($0, zone: zone) }
        let today = zone.date(of: moment)
        let yesterday = today - 1
        let first = min(today, max(dated.map(\.event).min() ?? today, today - 59))
        let interval = disease.dynamics?.serial ?? disease.dynamics?.generation
        let whole = (yesterday - first).count + 1
        let serial = interval.flatMap { try? SerialInterval.discretised(mean: $0.mean, sd: $0.deviation, days: max(whole, 30)) }
        var random = Seeded(UInt64(bitPattern: Int64(today.daysSinceEpoch)))

        self.territory = territory
        asOf = moment
        self.interval = interval
        curve = Estimates.curve(dated, from: first, through: today)
        let nowcast = Estimates.nowcast(dated, from: first, through: yesterday, disease, using: &random)
        self.nowcast = nowcast.flatMap { nowcast in
            .made(
                nowcast.days.enumerated().map { index, day in
                    NowcastDay(
                        date: day.date, known: day.known, quantiles: day.quantiles, completeness: day.completeness,
                        isFilling: index >= nowcast.firstOpenDay)
                })
        }
        let stated: Estimated<SerialInterval> = interval == nil ? .unstated : serial.map { .made($0) } ?? .undetermined
        let imported = Estimates.counts(dated.filter { $0.isImported && $0.report <= yesterday }, by: \.event, from: first, days: whole)
        reproduction = stated.flatMap { serial in nowcast.flatMap { Estimates.reproduction($0, serial, imported: imported) } }
        places = Estimates.places(dated, in: territory, from: first, days: whole, stated)
        growth = Estimates.growth(dated, through: yesterday)
        delays = Delay.Kind.allCases.map { Estimates.delay($0, dated, today: today, zone: zone) }
        onsetToReport = Estimates.onsetToReport(dated, through: yesterday)
        let elsewhere = contacts.casesElsewhere.map { DatedCase($0, zone: zone) }
        let links = TransmissionLinks(dated, elsewhere: elsewhere)
        withoutInfector = links.withoutInfector
        settings = links.settings
        let settledBy = interval.map { yesterday - Days(Int(($0.mean + 2 * $0.deviation).rounded(.up))) }
        offspring = Estimates.offspring(dated, links, settledBy: settledBy)
        let events = Dictionary((dated + elsewhere).map { ($0.line.person, $0.event) }, uniquingKeysWith: min)
        attackRates = Estimates.attackRates(contacts, links, events, settledBy: settledBy)
        self.counties = Estimates.local(dated, among: counties, through: yesterday)
        clusters = Estimates.clusters(dated, among: counties, through: yesterday, using: &random)
        let options = RenewalForecast.Options(horizon: Estimates.horizon, window: Estimates.window, paths: 500)
        var draws = random.stream("forecast")
        forecast = stated.flatMap { serial in
            nowcast.flatMap { nowcast in
                Estimated { () throws(EstimationError) in
                    try RenewalForecast(nowcast.draws, serial, options: options, using: &draws).days.enumerated().map {
                        ForecastDay(date: today + Days($0.offset), quantiles: $0.element)
                    }
                }
            }
        }
        record = stated.flatMap { serial in
            nowcast.flatMap { nowcast in
                let complete = nowcast.days.prefix(nowcast.firstOpenDay).map { Double($0.known) }
                return Estimated { () throws(EstimationError) in
                    try ForecastRecord(complete, serial, options: options, using: &draws).leads
                }
            }
        }
    }
}

/// A case with its days.
struct DatedCase {
    let line: CaseLine
    let event: CivilDate
    let report: CivilDate
    /// Whether it was infected elsewhere: abroad or in another province.
    let isImported: Bool

    init(_ line: CaseLine, zone: CivilZone) {
        self.line = line
        report = zone.date(of: line.infection.diagnosedAt)
        let began = line.infection.onset ?? line.infection.report.firstPositiveTaken.map { zone.date(of: $0) } ?? report
        // Symptoms that begin after the diagnosis: the infection was known by its report.
        event = min(began, report)
        isImported = [.importedFromAbroad, .importedFromProvince].contains(line.infection.report.origin)
    }
}

extension Estimates {
    private static func curve(_ cases: [DatedCase], from first: CivilDate, through today: CivilDate) -> [Day] {
        var days = (0...(today - first).count).map { Day(date: first + Days($0), isOver: $0 < (today - first).count) }
        for dated in cases {
            let event = (dated.event - first).count
            if days.indices.contains(event) { days[event].events += 1 }
            let report = (dated.report - first).count
            guard days.indices.contains(report) else { continue }
            days[report].reported += 1
            if !dated.line.isLocal {
                days[report].imported += 1
            } else if dated.line.isFoundUnderControl {
                days[report].inside += 1
            } else {
                days[report].outside += 1
            }
        }
        return days
    }

    private static func counts(
        _ cases: some Sequence<DatedCase>, by day: (DatedCase) -> CivilDate, from first: CivilDate, days: Int
    ) -> [Double] {
        var counts = [Double](repeating: 0, count: max(0, days))
        for dated in cases {
            let index = (day(dated) - first).count
            if counts.indices.contains(index) { counts[index] += 1 }
        }
        return counts
    }

    /// The nowcast of events; the longest delay reckoned with is the policy's longest incubation.
    private static func nowcast(
        _ cases: [DatedCase], from first: CivilDate, through last: CivilDate, _ disease: DiseaseProfile, using random: inout Seeded
    ) -> Estimated<Nowcast> {
        let known = cases.count { $0.event >= first && $0.report <= last }
        let days = (last - first).count + 1
        guard known >= fewestCases else { return .tooFewCases(given: known, needed: fewestCases) }
        guard days > window else { return .tooFewDays(given: days, needed: window + 1) }
        return Estimated { () throws(EstimationError) in
            let triangle = try ReportingTriangle(
                cases.map { (event: $0.event, report: $0.report) }, now: last, longestDelay: max(1, disease.incubationMax.count), days: days)
            return try Nowcast(triangle, options: .init(draws: 500), using: &random)
        }
    }

    private static func reproduction(_ nowcast: Nowcast, _ serial: SerialInterval, imported: [Double]) -> Estimated<[Reproduction]> {
        Estimated { () throws(EstimationError) in
            let windows = EstimationWindow.sliding(length: window, days: nowcast.days.count)
            let estimates = try ReproductionNumber.estimate(nowcast, serial, windows: windows, imported: imported, outcomes: 100)
            return estimates.compactMap { estimate in
                estimate.map { Reproduction(end: nowcast.days[$0.window.end - 1].date, mean: $0.mean, quantiles: $0.quantiles) }
            }
        }
    }

    private static func places(
        _ cases: [DatedCase], in territory: TerritoryCode, from first: CivilDate, days: Int, _ stated: Estimated<SerialInterval>
    ) -> [Place] {
        let below = TerritoryCode.Level(rawValue: territory.level.rawValue + 1)
        var byPlace: [TerritoryCode: [DatedCase]] = [:]
        for dated in cases {
            if let code = below.flatMap({ dated.line.infection.report.territory.ancestor(at: $0) }) { byPlace[code, default: []].append(dated) }
        }
        return [place(territory, cases, from: first, days: days, stated)]
            + byPlace.sorted { $0.key < $1.key }.map { place($0.key, $0.value, from: first, days: days, stated) }
    }

    private static func place(
        _ code: TerritoryCode, _ cases: [DatedCase], from first: CivilDate, days: Int, _ stated: Estimated<SerialInterval>
    ) -> Place {
        let local = counts(cases.lazy.filter { !$0.isImported }, by: \.report, from: first, days: days)
        let imported = counts(cases.lazy.filter(\.isImported), by: \.report, from: first, days: days)
        let total = Int(local.suffix(window).reduce(0, +) + imported.suffix(window).reduce(0, +))
        func reproduction(end: Int) -> Estimated<Reproduction> {
            guard end > window else { return .tooFewDays(given: max(0, days), needed: window + 1) }
            let cases = Int(local.prefix(end).suffix(window).reduce(0, +))
            guard cases >= fewestCases else { return .tooFewCases(given: cases, needed: fewestCases) }
            return stated.flatMap { serial in
                Estimated { () throws(EstimationError) in
                    let windows = [try EstimationWindow(start: end - window + 1, end: end)]
                    let curve = try Incidence(local: local, imported: imported, firstDay: first)
                    guard let made = try ReproductionNumber.estimate(curve, serial, windows: windows)[0] else {
                        throw .tooFew(what: "days", given: end, needed: Int(serial.mean) + 1)
                    }
                    return Reproduction(end: first + Days(end - 1), mean: made.mean, quantiles: made.quantiles)
                }
            }
        }
        return Place(territory: code, cases: total, reproduction: reproduction(end: days), before: reproduction(end: days - window).value)
    }

    private static func growth(_ cases: [DatedCase], through last: CivilDate) -> Estimated<Growth> {
        let counts = counts(cases, by: \.report, from: last - 13, days: 14)
        let total = Int(counts.reduce(0, +))
        guard total >= fewestCases else { return .tooFewCases(given: total, needed: fewestCases) }
        return Estimated { () throws(EstimationError) in
            let growth = try EpidemicGrowth(counts: counts)
            return Growth(rate: growth.rate, doubling: growth.doublingTime, isCertain: growth.isCertain)
        }
    }
}

extension Estimated {
    /// What `make` gives, or what its error says.
    init(_ make: () throws(EstimationError) -> Value) {
        do throws(EstimationError) {
            self = .made(try make())
        } catch {
            self =
                switch error {
                case .tooFew(let what, let given, let needed):
                    what.hasPrefix("days") ? .tooFewDays(given: given, needed: needed) : .tooFewCases(given: given, needed: needed)
                default: .undetermined
                }
        }
    }

    /// The value turned into another; a lack stays what it is.
    func flatMap<Other>(_ turn: (Value) -> Estimated<Other>) -> Estimated<Other> {
        switch self {
        case .made(let value): turn(value)
        case .tooFewCases(let given, let needed): .tooFewCases(given: given, needed: needed)
        case .tooFewDays(let given, let needed): .tooFewDays(given: given, needed: needed)
        case .unstated: .unstated
        case .undetermined: .undetermined
        }
    }
}
