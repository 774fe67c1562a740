import Register
import Storage
import Vocabulary

/// A transfer as the pages are given it.
struct TransferItem: Sendable {
    /// Who is moved; nil outside the reader's scope.
    var person: PersonTag?
    var row: TransferRow
    var from: LocalizedText
    var to: LocalizedText
    /// By when each turn must be taken, where the policy sets a limit.
    var due: [TransferStep.Kind: Instant]
    /// What the reader may say about it, the expected first.
    var turns: [TransferStep.Kind]

    /// When the turn that is waited for now is due.
    var nextDue: Instant? { row.possible.first.flatMap { due[$0] } }
}

/// A transfer ready to show: who, between which places, how far it has come with the time between the two ends, what can be said about it.
struct TransferLine: Sendable {
    struct Hop: Sendable {
        let label: String
        let at: Moment?
        /// How long it took, or takes so far, since the hop before.
        let gap: String?
        let tone: String
    }
    struct Turn: Sendable {
        let kind: String
        let label: String
        let address: String
    }

    let person: PersonLink?
    let personNumber: String
    let number: String
    let from: String
    let to: String
    let mode: String
    let hops: [Hop]
    /// What is waited for, or how it ended.
    let state: String
    let tone: String
    let turns: [Turn]

    init(_ item: TransferItem, _ reading: Reading) {
        let (words, row) = (reading.words, item.row)
        person = item.person.map { PersonLink($0, reading) }
        personNumber = "\(row.person.rawValue)"
        number = "\(row.transfer.rawValue)"
        from = row.value.fromSite ?? words(item.from)
        to = row.value.site ?? words(item.to)
        mode = words.name(row.value.mode)
        hops = TransferLine.hops(item, reading)
        if let off = [TransferStep.Kind.withdrawn, .declined].first(where: { row.moments[$0] != nil }) {
            state = words.name(off)
        } else if let next = row.possible.first, row.moments[.arrived] == nil {
            state = words("transfer.waits", ["turn": words.name(next)])
        } else {
            state = words.name(TransferStep.Kind.arrived)
        }
        tone = item.nextDue.map { $0 < reading.now ? "late" : "open" } ?? "none"
        let path = item.person.map { "/people/\($0.id.rawValue)/record/transferStep" }
        turns = item.turns.compactMap { turn in
            path.map { path in
                Turn(
                    kind: turn.rawValue, label: words("transferDo.\(turn.rawValue)"),
                    address: reading.address(path, [("transferOf", "\(row.transfer.rawValue)"), ("turn", turn.rawValue)]))
            }
        }
    }

    /// The request, and each hop with the time since the one before it: what is waited for counts up to now.
    private static func hops(_ item: TransferItem, _ reading: Reading) -> [Hop] {
        let (words, moments, row) = (reading.words, reading.moments, item.row)
        var hops = [Hop(label: words("transfer.requested"), at: moments.moment(row.requested), gap: nil, tone: "none")]
        var last: Instant? = row.requested
        for turn in [TransferStep.Kind.accepted, .departed, .arrived] {
            let at = row.moments[turn]
            let due = item.due[turn]
            let isWaited = at == nil && row.isOpen && last != nil
            let until = at ?? (isWaited ? reading.now : nil)
            let isLate = until.flatMap { until in due.map { until > $0 } } ?? false
            hops.append(
                Hop(
                    label: words.name(turn), at: at.map(moments.moment),
                    gap: last.flatMap { last in until.map { (isWaited ? "… " : "+") + moments.length(max($0, last) - last) } },
                    tone: isLate ? "late" : "none"))
            last = at
        }
        return hops
    }
}
