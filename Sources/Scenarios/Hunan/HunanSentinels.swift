import Register
import Vocabulary

extension HunanMarch2022 {
    /// What fever clinics, pharmacies and schools and employers of every county counted in the ten weeks up to 18 March, invented.
    ///
    /// Visits and sales follow the weekday, absences are counted on working days. Of one county, which has no case, pharmacies sell more and more of the
    /// remedies since the 15th, and fever clinics see it a day later: worth a look before anybody there is tested.
    public func sentinelCounts() -> [SentinelCount] {
        let last = policy.zone.date(of: moment) - 1
        let rates: [(source: SentinelSource, per: Double)] = [(.feverClinic, 1.0e-5), (.pharmacy, 6.0e-5), (.absence, 3.0e-5)]
        let weekdays = [1.15, 1.05, 1.0, 0.98, 1.0, 0.9, 0.92]
        var counts: [SentinelCount] = []
        for county in gazetteer.territories where county.code.level == .county {
            for (position, (source, rate)) in rates.enumerated() {
                var own = Seeded(0x5E17_1E15).stream("sentinel", UInt64(clamping: county.code.number) * 4 + UInt64(position))
                // Some counties' people see a doctor sooner than others'.
                let level = Double(county.population ?? 0) * rate * (0.7 + 0.6 * own.unit())
                for back in (0..<70).reversed() {
                    let day = last - Days(back)
                    // 5 January 1970 was a Monday.
                    let weekday = ((Int(day.daysSinceEpoch) - 4) % 7 + 7) % 7
                    if source == .absence, weekday > 4 { continue }
                    var mean = level * weekdays[weekday]
                    if county.code.digits == HunanMarch2022.uneasyCounty {
                        let rise = source == .pharmacy ? 4 - back : source == .feverClinic ? 3 - back : 0
                        if rise > 0 { mean *= 1 + 0.4 * Double(rise) }
                    }
                    // Twelve even draws make a bell.
                    let bell = (0..<12).reduce(-6.0) { sum, _ in sum + own.unit() }
                    counts.append(
                        SentinelCount(
                            territory: county.code, source: source, day: day, count: max(0, Int((mean + mean.squareRoot() * bell).rounded()))))
                }
            }
        }
        return counts
    }

    /// Pingjiang.
    static let uneasyCounty = "430626"
}
