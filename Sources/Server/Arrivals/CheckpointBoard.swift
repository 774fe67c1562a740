import Operations
import Storage
import Vocabulary

/// How many people passed each checkpoint in each hour of the last day, by risk, and how many had registered.
struct CheckpointBoard: Sendable {
    /// What it is made from.
    struct Content: Sendable {
        var since: Instant
        var now: Instant
        var zone: CivilZone
        var entries: [EntryLine]
    }

    struct Cell: Sendable {
        let count: String
    }

    struct Row: Sendable {
        let checkpoint: String
        let total: String
        let registered: String
        let atRisk: String
        let tone: String
        let hours: [Cell]
    }

    let title: String
    let figures: [KeyFigure]
    let hours: [String]
    let rows: [Row]
    let hasRows: Bool
    let checkpointAddress: String?
    let refreshAddress: String

    init(_ content: Content, _ reading: Reading) {
        let words = reading.words
        title = words("entry.board")
        let last = content.now.milliseconds / 3_600_000
        let span = (0..<24).map { last - 23 + $0 }
        hours = span.map { String(reading.moments.clock(Instant(milliseconds: $0 * 3_600_000)).prefix(2)) }
        let byCheckpoint = Dictionary(grouping: content.entries, by: \.checkpoint)
        rows = byCheckpoint.sorted { ($0.value.count, $1.key) > ($1.value.count, $0.key) }.map { name, entries in
            var counts: [Int64: Int] = [:]
            for entry in entries { counts[entry.at.milliseconds / 3_600_000, default: 0] += 1 }
            let atRisk = entries.count { [.high, .medium, .abroad].contains($0.risk) }
            return Row(
                checkpoint: name, total: words.figure(entries.count),
                registered: words.percent(entries.count(where: \.isRegistered), of: entries.count),
                atRisk: words.figure(atRisk), tone: atRisk > 0 ? "soon" : "none",
                hours: span.map { Cell(count: counts[$0].map { words.figure($0) } ?? "") })
        }
        hasRows = !rows.isEmpty
        let all = content.entries
        figures = [
            KeyFigure(label: words("entry.passed"), value: words.figure(all.count), note: nil, address: nil),
            KeyFigure(
                label: words("entry.registeredShare"), value: words.percent(all.count(where: \.isRegistered), of: all.count), note: nil, address: nil),
            KeyFigure(
                label: words("entry.atRisk"), value: words.figure(all.count { [.high, .medium, .abroad].contains($0.risk) }), note: nil,
                address: reading.may(.listPeople) ? reading.address("/list/arrivals") : nil),
        ]
        checkpointAddress = reading.may(.recordArrival) ? reading.address("/checkpoint") : nil
        refreshAddress = reading.address("/arrivals")
    }
}
