import Operations
import Register
import Vocabulary

/// A hop of a contact's closed loop, ready to show: both ends, and the time between them.
struct LoopRow: Sendable {
    let name: String
    let given: Moment?
    let taken: Moment?
    let gap: String
    /// late while the one end has let go and the other does not have the person; soon where one end never spoke.
    let tone: String

    static func rows(of loop: ClosedLoop, _ reading: Reading) -> [LoopRow] {
        let (words, moments) = (reading.words, reading.moments)
        return loop.legs.map { leg in
            let length = leg.gap(at: reading.now).map(moments.length)
            return LoopRow(
                name: words("loopHop.\(leg.hop.rawValue)"), given: leg.given.map(moments.moment), taken: leg.taken.map(moments.moment),
                gap: leg.isOpen
                    ? words("loop.openFor", ["time": length ?? ""]) : leg.isOneSided ? words("loop.oneSided") : length ?? "–",
                tone: leg.isOpen ? "late" : leg.isOneSided ? "soon" : "none")
        }
    }
}

/// Where contacts are between two ends and nobody has them: to be found, told, fetched, on the way, or sent off by somebody who never said so.
struct GapsPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var counts: [ClosedLoop.Hop: Int]
        var rows: [Item]
    }
    struct Item: Sendable {
        var person: PersonTag
        var gap: LoopGap
        var from: LocalizedText
        var to: LocalizedText
    }
    struct Row: Sendable {
        let person: PersonLink
        let hop: String
        let length: String
        let since: Moment
        let ends: String
        let due: String?
        let tone: String
    }

    /// How many are listed, the longest first; the figures count all.
    static let shown = 60

    let figures: [KeyFigure]
    let rows: [Row]
    let hasRows: Bool
    let more: String?
    let clearsAddress: String
    let refreshAddress: String

    init(_ content: Content, _ reading: Reading) {
        let (words, moments) = (reading.words, reading.moments)
        figures = ClosedLoop.Hop.allCases.compactMap { hop in
            content.counts[hop].map { KeyFigure(label: words("loopHop.\(hop.rawValue)"), value: words.figure($0), note: nil, address: nil) }
        }
        rows = content.rows.map { item in
            let gap = item.gap
            let isLate = gap.due.map { $0 < reading.now } ?? false
            let from = words.list([words(item.from), gap.sites.from].compactMap(\.self))
            let to = words.list([words(item.to), gap.sites.to].compactMap(\.self))
            return Row(
                person: PersonLink(item.person, reading), hop: words("loopHop.\(gap.hop.rawValue)"), length: moments.length(reading.now - gap.since),
                since: moments.moment(gap.since), ends: gap.from == gap.to && gap.sites.to == nil ? from : from + " → " + to,
                due: gap.isOneSided
                    ? words("loop.oneSided")
                    : gap.due.map { due in
                        isLate
                            ? words("duty.late", ["time": moments.length(reading.now - due)])
                            : words("duty.in", ["time": moments.length(due - reading.now)])
                    }, tone: isLate ? "late" : gap.isOneSided ? "soon" : "none")
        }
        hasRows = !rows.isEmpty
        let hidden = content.counts.values.reduce(0, +) - rows.count
        more = hidden > 0 ? words.count("clears.more", hidden) : nil
        clearsAddress = reading.address("/clears")
        refreshAddress = reading.address("/gaps")
    }
}
