import Vocabulary

/// New cases by day, those infected here apart from those infected elsewhere.
///
/// Counts may be fractions, where they are expectations (a nowcast, a curve reconstructed from weekly totals). The cases of the first day have no
/// earlier case to come from: they count as imported, whatever is given (EpiEstim 2.2 does the same).
public struct Incidence: Hashable, Sendable {
    /// Cases infected here, by day.
    public let local: [Double]
    /// Cases infected elsewhere, by day; as long as `local`.
    public let imported: [Double]
    /// The civil day of the first count, where it is known.
    public let firstDay: CivilDate?

    /// A curve of which it is not known who was infected elsewhere: all but the first day's count as local.
    public init(total: [Double], firstDay: CivilDate? = nil) throws(EstimationError) {
        try self.init(local: total, imported: [Double](repeating: 0, count: total.count), firstDay: firstDay)
    }

    /// A curve with its imported cases told apart.
    public init(local: [Double], imported: [Double], firstDay: CivilDate? = nil) throws(EstimationError) {
        guard local.count == imported.count else {
            throw .unequalLengths(what: "local and imported counts", left: local.count, right: imported.count)
        }
        guard local.count >= 2 else { throw .tooFew(what: "days of incidence", given: local.count, needed: 2) }
        for count in local + imported where !(count >= 0 && count.isFinite) {
            throw .unacceptable(what: "a count of cases", value: count, accepted: "a number that is not negative")
        }
        var local = local
        var imported = imported
        imported[0] += local[0]
        local[0] = 0
        self.local = local
        self.imported = imported
        self.firstDay = firstDay
    }

    /// How many days.
    public var days: Int { local.count }

    /// All cases by day.
    public var total: [Double] { zip(local, imported).map { $0 + $1 } }

    /// The civil day numbered `day`, the first being 1.
    public func date(ofDay day: Int) -> CivilDate? { firstDay.map { $0 + Days(day - 1) } }
}
