import Operations
import Register
import Storage
import Vocabulary

/// The door of a hospital or isolation site: who is asked for, who is on the way, who waits in the county; a room is given with the arrival.
struct IntakePage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var site: SiteOccupancy
        var reference: Reference<StaySite>
        /// Open transfers to it, those due first.
        var transfers: [TransferItem]
        /// Contacts of its county whose transfer is due and who are in no transfer.
        var waiting: [BedsPage.Waiting]
        /// Rooms nobody is in, for each of them and of those who wait, in order.
        var rooms: [String]
        var at: Instant
    }
    struct Expected: Sendable {
        let line: TransferLine
        /// Whom the device names while it waits to send.
        let name: String
        /// What one gesture says: that they are accepted, that they are here.
        let turn: String?
        let turnLabel: String
        let takesRoom: Bool
        /// What else can be said about it.
        let others: [TransferLine.Turn]
        let room: String
        let key: String
        let problem: String?
        let fieldID: String
    }
    struct WaitingRow: Sendable {
        let person: PersonLink
        let territory: String
        let due: Moment
        let tone: String
        let askAddress: String?
        let takeAddress: String?
    }

    let title: String
    let address: String
    let bedsAddress: String
    let at: Moment
    let figures: [LabelledText]
    let action: String
    let expected: [Expected]
    let hasExpected: Bool
    let waiting: [WaitingRow]
    let hasWaiting: Bool
    let refreshAddress: String

    /// - Parameters:
    ///   - input: What was sent last, where it could not be recorded; it stands in its row again.
    ///   - problem: Why not.
    init(_ content: Content, names: (TerritoryCode) -> LocalizedText, input: Query? = nil, problem: String? = nil, _ reading: Reading) {
        let (words, site) = (reading.words, content.site)
        title = site.name
        address = reading.address(of: .site(content.reference))
        bedsAddress = reading.address("/beds")
        at = reading.moments.moment(content.at)
        let promised = content.transfers.count { $0.row.isExpected }
        figures = [
            LabelledText(label: words("beds.existing"), value: site.existing.map { words.figure($0) } ?? "–"),
            LabelledText(label: words("beds.occupied"), value: words.figure(site.occupied)),
            LabelledText(label: words("beds.promised"), value: words.figure(promised)),
            LabelledText(label: words("beds.free"), value: site.free.map { words.figure(max(0, $0 - promised)) } ?? "–"),
        ]
        let path = "/sites/\(content.reference.rawValue)"
        action = reading.address(path + "/turn")
        var rooms = content.rooms.makeIterator()
        let mayRecord = reading.may(.recordStay)
        expected = content.transfers.map { item in
            let turn = mayRecord && item.person != nil ? item.turns.first { $0 == .arrived || $0 == .accepted } : nil
            let isSent = input?["transferOf"] == "\(item.row.transfer.rawValue)"
            let room = turn == .arrived ? rooms.next() : nil
            let line = TransferLine(item, reading)
            return Expected(
                line: line, name: line.person?.name ?? "", turn: turn?.rawValue, turnLabel: turn.map { words("transferDo.\($0.rawValue)") } ?? "",
                takesRoom: turn == .arrived, others: line.turns.filter { $0.kind != turn?.rawValue },
                room: isSent ? input?["room"] ?? "" : room ?? "", key: Secret.token(), problem: isSent ? problem : nil,
                fieldID: "room-\(item.row.transfer.rawValue)")
        }
        hasExpected = !expected.isEmpty
        waiting = content.waiting.map { row in
            let person = "/people/\(row.person.id.rawValue)/record"
            return WaitingRow(
                person: PersonLink(row.person, reading), territory: words(names(row.territory)), due: reading.moments.moment(row.due),
                tone: row.due < reading.now ? "late" : "soon",
                askAddress: mayRecord
                    ? reading.address("\(person)/requestTransfer", site.asked(as: "destination")) : nil,
                takeAddress: mayRecord
                    ? reading.address("\(person)/beginStay", site.asked(as: "territory") + [("room", rooms.next() ?? "")]) : nil)
        }
        hasWaiting = !waiting.isEmpty
        refreshAddress = reading.address(path)
    }
}
