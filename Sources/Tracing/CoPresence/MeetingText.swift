/// Meetings as the rows of a table, in the order of the names.
///
/// Names and moments come back as the visits' file writes them; a name that holds a comma or a quote is quoted (RFC 4180).
public struct MeetingText {
    private let table: VisitTable
    private let heading: [String]
    private let moment: (Meeting) -> Int32

    /// Close contacts: `case,contact,first_exposure,episodes,minutes`. The first exposure is the moment at which the minimum was reached.
    public static func close(_ table: VisitTable) -> MeetingText {
        MeetingText(table: table, heading: ["case", "contact", "first_exposure", "episodes", "minutes"]) { $0.exposed }
    }

    /// Secondary contacts: `contact,secondary,first_overlap,episodes,minutes`. The first overlap is its beginning.
    public static func secondary(_ table: VisitTable) -> MeetingText {
        MeetingText(table: table, heading: ["contact", "secondary", "first_overlap", "episodes", "minutes"]) { $0.start }
    }

    /// Writes header and rows, handing the bytes over in pieces.
    public func write(_ meetings: [Meeting], to sink: ([UInt8]) throws -> Void) rethrows {
        let ordered = meetings.sorted { ($0.source, $0.contact) < ($1.source, $1.contact) }
        var output = Array(heading.joined(separator: ",").utf8) + [0x0A]
        output.reserveCapacity(1 << 20)
        for meeting in ordered {
            appendName(meeting.source, to: &output)
            output.append(0x2C)
            appendName(meeting.contact, to: &output)
            output.append(0x2C)
            output.append(contentsOf: table.scale.text(moment(meeting)).utf8)
            output.append(0x2C)
            output.append(contentsOf: String(meeting.episodes).utf8)
            output.append(0x2C)
            output.append(contentsOf: String(table.scale.minutes(meeting.ticks)).utf8)
            output.append(0x0A)
            if output.count > 1 << 20 {
                try sink(output)
                output.removeAll(keepingCapacity: true)
            }
        }
        try sink(output)
    }

    private func appendName(_ number: UInt32, to output: inout [UInt8]) {
        let start = output.count
        table.appendPerson(number, to: &output)
        guard output[start...].contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x3B || $0 == 0x0D }) else { return }
        let name = output[start...].flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] }
        output.replaceSubrange(start..., with: [0x22] + name + [0x22])
    }
}

/// What a search found, in figures.
public struct MeetingSummary: Hashable, Sendable, Encodable {
    /// Pairs of a source and somebody it met.
    public let pairs: Int
    /// Different people met.
    public let people: Int
    /// People met who are neither among the excluded nor met in the degree before.
    public let newPeople: Int
    /// Episodes of all pairs.
    public let episodes: Int
    /// Their minutes.
    public let minutes: Int

    /// Adds up. `known` are people who do not count as new.
    public init(_ meetings: [Meeting], scale: TimeScale, known: Set<UInt32> = []) {
        var met: Set<UInt32> = []
        var episodes = 0
        var ticks: Int64 = 0
        for meeting in meetings {
            met.insert(meeting.contact)
            episodes += Int(meeting.episodes)
            ticks += meeting.ticks
        }
        pairs = meetings.count
        people = met.count
        newPeople = met.count { !known.contains($0) }
        self.episodes = episodes
        minutes = Int(scale.minutes(ticks))
    }
}
