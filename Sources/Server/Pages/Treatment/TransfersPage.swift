import Register
import Storage
import Vocabulary

/// People on their way between homes, hospitals and isolation sites of a territory, as both ends have confirmed it.
struct TransfersPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        /// The open ones, and those that came to their end within a day.
        var transfers: [TransferItem]
        var at: Instant
    }
    /// A transfer and whom it moves, as one box is ticked: `812-20345`.
    struct Pick: Sendable {
        var transfer: Reference<Transfer>
        var person: PersonID

        init?(_ text: String) {
            let parts = text.split(separator: "-").compactMap { Int64($0) }
            guard parts.count == 2 else { return nil }
            (transfer, person) = (Reference(rawValue: parts[0]), PersonID(rawValue: parts[1]))
        }
    }

    struct Row: Sendable {
        let line: TransferLine
        /// The value of its box; nil where the turn is not the reader's to say.
        let pick: String?
        let isPicked: Bool
        let name: String
        let turnLabel: String
        /// The field for its room, where it arrives at a site.
        let roomField: String?
        let room: String
        /// What else can be said about it.
        let others: [TransferLine.Turn]
    }

    /// Those that wait for the same turn; one evidence serves those ticked.
    struct Group: Sendable {
        let id: String
        let title: String
        let rows: [Row]
        /// The turn that is waited for; nil where none of them is the reader's to take.
        let turn: String?
        let bulkLabel: String
        /// Whether it is said by what they travel.
        let takesCarrier: Bool
        let carrier: String
        let key: String
    }

    /// The groups, in the order of urgency.
    static let groupNames = ["onTheWay", "unanswered", "accepted", "over"]

    let at: Moment
    let groups: [Group]
    let isEmpty: Bool
    let bedsAddress: String
    let refreshAddress: String
    let action: String
    let problem: String?

    /// - Parameters:
    ///   - input: What was sent last, where it could not be recorded; it stands in its places again.
    ///   - problem: Why not.
    init(_ content: Content, input: Query? = nil, problem: String? = nil, _ reading: Reading) {
        let words = reading.words
        at = reading.moments.moment(content.at)
        func group(_ id: String, _ turn: TransferStep.Kind?, _ admits: (TransferRow) -> Bool) -> Group? {
            let items = content.transfers.filter { admits($0.row) }
                .sorted { ($0.nextDue ?? .distantFuture, $0.row.requested) < ($1.nextDue ?? .distantFuture, $1.row.requested) }
            guard !items.isEmpty else { return nil }
            let rows = items.map { TransfersPage.row($0, turn, input, reading) }
            let mayTake = rows.contains { $0.pick != nil }
            return Group(
                id: id, title: "\(words("transferGroup.\(id)")) · \(words.figure(items.count))", rows: rows,
                turn: mayTake ? turn?.rawValue : nil, bulkLabel: turn.map { words("transferAll.\($0.rawValue)") } ?? "",
                takesCarrier: turn == .departed, carrier: turn == .departed ? input?["by"] ?? "" : "", key: Secret.token())
        }
        groups = [
            group("onTheWay", .arrived) { $0.isOpen && $0.moments[.departed] != nil },
            group("unanswered", .accepted) { $0.isOpen && $0.moments[.accepted] == nil },
            group("accepted", .departed) { $0.isOpen && $0.moments[.accepted] != nil && $0.moments[.departed] == nil },
            group("over", nil) { !$0.isOpen },
        ].compactMap(\.self)
        isEmpty = groups.isEmpty
        bedsAddress = reading.address("/beds")
        refreshAddress = reading.address("/transfers")
        action = reading.address("/transfers/turns")
        self.problem = problem
    }

    private static func row(_ item: TransferItem, _ turn: TransferStep.Kind?, _ input: Query?, _ reading: Reading) -> Row {
        let line = TransferLine(item, reading)
        let isOwn = turn.map(item.turns.contains) ?? false
        let pick = item.person.flatMap { isOwn && reading.may(.confirmTransfer) ? "\(line.number)-\($0.id.rawValue)" : nil }
        let roomField = pick != nil && turn == .arrived && item.row.value.site != nil ? "room-\(line.number)" : nil
        return Row(
            line: line, pick: pick, isPicked: pick.map { input?.all("chosen").contains($0) ?? false } ?? false, name: line.person?.name ?? "",
            turnLabel: turn.map { reading.words("transferDo.\($0.rawValue)") } ?? "", roomField: roomField,
            room: roomField.flatMap { input?[$0] } ?? "", others: line.turns.filter { pick == nil || $0.kind != turn?.rawValue })
    }
}
