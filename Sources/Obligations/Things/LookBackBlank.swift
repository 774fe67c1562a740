import Register
import Vocabulary

/// Something that an order to look back does not know yet, by the part of the territory, the source and the hours it is missing for
/// (`domain.md` §8.4, 不留空白).
public struct LookBackBlank: Hashable, Sendable {
    /// What is missing.
    public enum Kind: String, CaseIterable, Sendable {
        /// The source said nothing.
        case silent
        /// Records do not say who the person is.
        case identify
        /// Persons cannot be placed.
        case place
        /// Some hours of the order are covered by no list.
        case hours

        /// Those that a report itself shows.
        static let told: [Kind] = [.identify, .place, .hours]

        /// Whether reports leave this blank.
        func isShown(
            by newest: [Recorded<LookBackReport>], _ told: [Recorded<LookBackReport>], _ order: Recorded<LookBackOrder>, asOf moment: Instant
        ) -> Bool {
            switch self {
            case .silent: newest.isEmpty
            case .identify: newest.contains { $0.value.withoutIdentity > 0 }
            case .place: newest.contains { $0.value.withoutLocation > 0 }
            case .hours: !LookBackBlank.gaps(in: told.filter { $0.happenedAt <= moment }, of: order).isEmpty
            }
        }
    }

    /// What is missing.
    public var kind: Kind
    /// Of which source.
    public var source: ArrivalSource
    /// Who holds it: the addressee, or the grid, village or township that reports for itself.
    public var territory: TerritoryCode
    /// How many records, persons or hours; 0 for a silent source.
    public var count: Int
    /// The hours that no list covers.
    public var gaps: [LookBackReport.Hours] = []

    /// The parts of an addressee that each report for a source: at the doors its grids where the order names them, else itself.
    public static func parts(of order: LookBackOrder, _ source: ArrivalSource, in territory: TerritoryCode) -> [TerritoryCode] {
        guard source == .doorKnock, let units = order.units?.filter(territory.contains), !units.isEmpty else { return [territory] }
        return units
    }

    /// Every blank of an order in a territory.
    public static func all(
        of order: Recorded<LookBackOrder>, _ reports: [Recorded<LookBackReport>], in territory: TerritoryCode
    ) -> [LookBackBlank] {
        var blanks: [LookBackBlank] = []
        for source in order.value.sources ?? Array(Set(reports.map(\.value.source))).sorted(by: { $0.rawValue < $1.rawValue }) {
            for part in parts(of: order.value, source, in: territory) {
                let told = reports.filter { $0.value.source == source && part.contains($0.value.territory) }
                let newest = LookBackDuties.newest(told, asOf: .distantFuture)
                func add(_ kind: Kind, _ count: Int, gaps: [LookBackReport.Hours] = []) {
                    blanks.append(LookBackBlank(kind: kind, source: source, territory: part, count: count, gaps: gaps))
                }
                if newest.isEmpty {
                    if order.value.sources != nil { add(.silent, 0) }
                    continue
                }
                let nobody = newest.reduce(0) { $0 + $1.value.withoutIdentity }
                let nowhere = newest.reduce(0) { $0 + $1.value.withoutLocation }
                let gaps = gaps(in: told, of: order)
                if nobody > 0 { add(.identify, nobody) }
                if nowhere > 0 { add(.place, nowhere) }
                if !gaps.isEmpty { add(.hours, gaps.reduce(0) { $0 + Int((($1.until - $1.from).milliseconds + 3_599_999) / 3_600_000) }, gaps: gaps) }
            }
        }
        return blanks
    }

    /// The hours that an order asks for and no list covers, by time; a report without hours covers all.
    static func gaps(in reports: [Recorded<LookBackReport>], of order: Recorded<LookBackOrder>) -> [LookBackReport.Hours] {
        guard let asked = order.value.hours, !reports.isEmpty, !reports.contains(where: { $0.value.hours == nil }) else { return [] }
        var (gaps, covered): ([LookBackReport.Hours], Instant) = ([], asked.from)
        for hours in reports.compactMap(\.value.hours).sorted(by: { $0.from < $1.from }) where covered < asked.until {
            if hours.from > covered { gaps.append(.init(from: covered, until: min(hours.from, asked.until))) }
            covered = max(covered, hours.until)
        }
        if covered < asked.until { gaps.append(.init(from: covered, until: asked.until)) }
        return gaps
    }
}
