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

    /// A part of an addressee that holds a source's blanks, with what was handed in of it.
    struct Part {
        /// Which.
        let territory: TerritoryCode
        /// What was handed in for it or for what lies in it.
        let told: [Recorded<LookBackReport>]
        /// What its addressee handed in for all its counties together: it ends their silence, its blanks stay the addressee's.
        var cover: Recorded<LookBackReport>?
        /// Whether it must hand in.
        var isAsked = true

        /// What ended its silence.
        var first: Recorded<LookBackReport>? { [told.first, cover].compactMap(\.self).min { $0.happenedAt < $1.happenedAt } }
    }

    /// The parts of an addressee that each report for a source: at the doors its grids where the order names them, of the lists that counties
    /// keep its counties, else itself.
    static func parts(
        of order: LookBackOrder, _ source: ArrivalSource, in territory: TerritoryCode, _ reports: [Recorded<LookBackReport>]
    ) -> [Part] {
        let told = reports.filter { $0.value.source == source && territory.contains($0.value.territory) }
        func part(_ code: TerritoryCode) -> Part { Part(territory: code, told: told.filter { code.contains($0.value.territory) }) }
        if source == .doorKnock, let units = order.units?.filter(territory.contains), let level = units.first?.level {
            // Thousands of units may each report: every report is laid to its own once.
            let own = Dictionary(grouping: told) { $0.value.territory.ancestor(at: level) ?? $0.value.territory }
            return units.map { Part(territory: $0, told: own[$0] ?? []) }
        }
        guard let kept = order.kept, kept.sources.contains(source) else { return [part(territory)] }
        let counties = kept.counties.filter(territory.contains)
        guard !counties.isEmpty else { return [part(territory)] }
        let above = told.filter { report in !counties.contains { $0.contains(report.value.territory) } }
        let parts = counties.map { county in
            var part = part(county)
            part.cover = above.first { $0.value.territory.contains(county) }
            return part
        }
        return above.isEmpty ? parts : parts + [Part(territory: territory, told: above, isAsked: false)]
    }

    /// The territories that must each hand in a source.
    public static func askedParts(of order: LookBackOrder, _ source: ArrivalSource) -> [TerritoryCode] {
        order.territories.flatMap { parts(of: order, source, in: $0, []) }.map(\.territory)
    }

    /// Every blank of an order in a territory.
    public static func all(
        of order: Recorded<LookBackOrder>, _ reports: [Recorded<LookBackReport>], in territory: TerritoryCode
    ) -> [LookBackBlank] {
        var blanks: [LookBackBlank] = []
        for source in order.value.sources ?? Array(Set(reports.map(\.value.source))).sorted(by: { $0.rawValue < $1.rawValue }) {
            for part in parts(of: order.value, source, in: territory, reports) {
                let newest = LookBackDuties.newest(part.told, asOf: .distantFuture)
                func add(_ kind: Kind, _ count: Int, gaps: [LookBackReport.Hours] = []) {
                    blanks.append(LookBackBlank(kind: kind, source: source, territory: part.territory, count: count, gaps: gaps))
                }
                if part.first == nil {
                    if order.value.sources != nil { add(.silent, 0) }
                    continue
                }
                let nobody = newest.reduce(0) { $0 + $1.value.withoutIdentity }
                let nowhere = newest.reduce(0) { $0 + $1.value.withoutLocation }
                let gaps = gaps(in: part.told, of: order)
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
