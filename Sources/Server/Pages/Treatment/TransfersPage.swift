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
    /// Those that wait for the same turn.
    struct Group: Sendable {
        let id: String
        let title: String
        let rows: [TransferLine]
    }

    /// The groups, in the order of urgency.
    static let groupNames = ["onTheWay", "unanswered", "accepted", "over"]

    let at: Moment
    let groups: [Group]
    let isEmpty: Bool
    let bedsAddress: String
    let refreshAddress: String

    init(_ content: Content, _ reading: Reading) {
        let words = reading.words
        at = reading.moments.moment(content.at)
        func group(_ id: String, _ admits: (TransferRow) -> Bool) -> Group? {
            let items = content.transfers.filter { admits($0.row) }
                .sorted { ($0.nextDue ?? .distantFuture, $0.row.requested) < ($1.nextDue ?? .distantFuture, $1.row.requested) }
            guard !items.isEmpty else { return nil }
            return Group(
                id: id, title: "\(words("transferGroup.\(id)")) · \(words.figure(items.count))", rows: items.map { TransferLine($0, reading) })
        }
        groups = [
            group("onTheWay") { $0.isOpen && $0.moments[.departed] != nil },
            group("unanswered") { $0.isOpen && $0.moments[.accepted] == nil },
            group("accepted") { $0.isOpen && $0.moments[.accepted] != nil && $0.moments[.departed] == nil },
            group("over") { !$0.isOpen },
        ].compactMap(\.self)
        isEmpty = groups.isEmpty
        bedsAddress = reading.address("/beds")
        refreshAddress = reading.address("/transfers")
    }
}
