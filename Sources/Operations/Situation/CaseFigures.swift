import Obligations
import Register
import Vocabulary

/// The counts of a situation that follow from its cases, as the province's bulletins define them (`domain.md` §12.1): a converted case is
/// moved, never added.
public struct CaseFigures: Hashable, Sendable {
    /// Local confirmed cases now in hospital.
    public var localConfirmedInHospital = 0
    /// Confirmed cases from abroad now in hospital.
    public var importedConfirmedInHospital = 0
    /// Confirmed cases that are open and of whom no stay in a hospital is recorded.
    public var confirmedElsewhere = 0
    /// Asymptomatic infections acquired here, under observation.
    public var localAsymptomatic = 0
    /// Asymptomatic infections from abroad, under observation.
    public var importedAsymptomatic = 0
    /// Confirmed cases ever, not excluded.
    public var cumulativeConfirmed = 0
    /// Confirmed cases discharged.
    public var discharged = 0
    /// Deaths.
    public var died = 0
    /// Severe and critical cases now in hospital.
    public var severe = 0
    /// New infections on the day of the moment.
    public var newToday = 0
    /// Of these, found outside control.
    public var newTodayOutside = 0
    /// Prefectures with local infections in force.
    public var prefectures: [TerritoryCode] = []
    /// Days with infections, each split into found inside and outside control.
    public var curve: [Day] = []
    /// Recent infections by county.
    public var recentByCounty: [TerritoryCode: Int] = [:]
    /// Whole days since the last infection found outside control; nil if there was none.
    public var daysSinceOutside: Int?
    /// Infections imported from abroad or another province and found outside control of late.
    public var importedFoundOutside = 0
    /// Infections of hospitals of late, as the policy attributes them.
    public var fromHospitals = 0
    /// Median days from onset to isolation over the recent cases, negative when held before; nil without any.
    public var medianOnsetToIsolation: Double?

    /// The infections of one day, by the day of diagnosis.
    public struct Day: Hashable, Sendable {
        /// The day.
        public var date: CivilDate
        /// Found inside control.
        public var inside = 0
        /// Found outside control.
        public var outside = 0
    }

    /// Counts the cases as they stood at `moment`.
    ///
    /// - Parameter recent: For how many days a case counts as recent.
    public init(_ cases: [CaseLine], at moment: Instant, zone: CivilZone, recent: Days) {
        let today = zone.date(of: moment)
        var byDay: [CivilDate: Day] = [:]
        var prefectures: Set<TerritoryCode> = []
        var delays: [Double] = []
        var lastOutside: CivilDate?
        for line in cases {
            count(line)
            let date = zone.date(of: line.infection.diagnosedAt)
            let isOutside = !line.isFoundUnderControl
            byDay[date, default: Day(date: date)].count(isOutside: isOutside)
            if isOutside { lastOutside = max(lastOutside ?? date, date) }
            if date == today {
                newToday += 1
                newTodayOutside += isOutside ? 1 : 0
            }
            if line.isLocal, line.isOpen, let prefecture = line.infection.report.territory.ancestor(at: .prefecture) {
                prefectures.insert(prefecture)
            }
            guard today - date < recent else { continue }
            if let county = line.infection.report.territory.ancestor(at: .county) { recentByCounty[county, default: 0] += 1 }
            let origin = line.infection.report.origin
            if isOutside && (origin == .importedFromAbroad || origin == .importedFromProvince) { importedFoundOutside += 1 }
            if line.isFromHospital { fromHospitals += 1 }
            if let onset = line.infection.onset, let isolated = line.firstIsolatedAt {
                delays.append(Double((zone.date(of: isolated) - onset).count))
            }
        }
        self.prefectures = prefectures.sorted()
        curve = CaseFigures.filled(byDay, through: today)
        daysSinceOutside = lastOutside.map { (today - $0).count }
        medianOnsetToIsolation = CaseFigures.median(delays)
    }

    private mutating func count(_ line: CaseLine) {
        switch line.infection.kind {
        case .confirmed, .probable:
            cumulativeConfirmed += 1
            if line.infection.outcome == .recovered { discharged += 1 }
            if line.infection.outcome == .died { died += 1 }
            guard line.isOpen else { return }
            guard line.isInHospital else {
                confirmedElsewhere += 1
                return
            }
            if line.isLocal { localConfirmedInHospital += 1 } else { importedConfirmedInHospital += 1 }
            if (line.infection.severity ?? .mild) >= .severe { severe += 1 }
        case .asymptomatic:
            guard line.isOpen else { return }
            if line.isLocal { localAsymptomatic += 1 } else { importedAsymptomatic += 1 }
        case .suspected: break
        }
    }

    /// The days from the first infection to `today` without a gap.
    private static func filled(_ byDay: [CivilDate: Day], through today: CivilDate) -> [Day] {
        guard let first = byDay.keys.min(), first <= today else { return [] }
        return (0...(today - first).count).map { byDay[first + Days($0)] ?? Day(date: first + Days($0)) }
    }

    private static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}

extension CaseFigures.Day {
    fileprivate mutating func count(isOutside: Bool) {
        if isOutside { outside += 1 } else { inside += 1 }
    }
}
