import Operations
import Register
import Vocabulary

/// Hand-over: what changed since my last shift, and the doors to call at today. Made to be printed.
struct HandOverPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var since: Instant
        var until: Instant
        var newCases: [Line]
        var newContacts: Int
        /// Nil where the territory keeps no such history.
        var met: Int?
        var becameLate: [Group]
        var stillLate: [Group]
        var dueNext: [Group]
        var notes: [Line]
        /// Nil above the county, where no round is one person's.
        var doors: [Door]?
        var cascades: [Followed] = []
    }
    /// What followed for people here when somebody turned positive or was ruled out.
    struct Followed: Sendable {
        /// Nil where the reader may not see whom it began with.
        var person: PersonTag?
        var at: Instant
        var kind: Cascade.Kind
        var promoted: Int
        var released: Int
        var touched = 0
        var people: [PersonTag]
    }
    /// The most urgent of one measure, and how many there are.
    struct Group: Sendable {
        var measure: Measure
        var count: Int
        var items: [ObligationItem]
    }
    struct GroupRow: Sendable {
        let name: String
        let count: String
        let address: String
        let rows: [ObligationRow]
    }
    struct FollowedRow: Sendable {
        let person: PersonLink?
        let at: Moment
        let what: String
        let effect: String
        let people: [PersonLink]
    }
    /// A person and what happened.
    struct Line: Sendable {
        var person: PersonTag
        var at: Instant
        var fact: Fact
    }
    /// A door: where, who, what for. Addresses are shown as far as the reader may see them.
    struct Door: Sendable {
        var place: LocalizedText
        var address: String
        var people: [PersonTag]
        var tasks: [ObligationItem]
    }
    struct Event: Sendable {
        let person: PersonLink
        let at: Moment
        let text: String
    }
    struct DoorRow: Sendable {
        let place: String
        /// Site and room, or grid and building; nil where that is not known.
        let address: String?
        let people: [PersonLink]
        let tasks: [ObligationRow]
    }

    let since: Moment
    let until: Moment
    let sinceField: String
    let figures: [KeyFigure]
    let newCases: [Event]
    let hasNewCases: Bool
    let becameLate: [GroupRow]
    let hasBecameLate: Bool
    let stillLate: [GroupRow]
    let hasStillLate: Bool
    let dueNext: [GroupRow]
    let hasDueNext: Bool
    let notes: [Event]
    let hasNotes: Bool
    let doors: [DoorRow]
    let hasDoors: Bool
    /// Whether the territory is too large for a list of doors.
    let isAboveDoors: Bool
    /// Whether there is a case, a cascade or a remark to tell.
    let hasNews: Bool
    let cascades: [FollowedRow]
    let hasCascades: Bool

    init(_ content: Content, _ reading: Reading) {
        let (words, moments) = (reading.words, reading.moments)
        since = moments.moment(content.since)
        until = moments.moment(content.until)
        sinceField = moments.fieldValue(content.since)
        let counts: [(String, Int?)] = [
            ("handover.newCases", content.newCases.count), ("handover.newContacts", content.newContacts), ("handover.met", content.met),
            ("handover.becameLate", content.becameLate.reduce(0) { $0 + $1.count }),
            ("handover.stillLate", content.stillLate.reduce(0) { $0 + $1.count }),
            ("handover.doors", content.doors?.count),
        ]
        figures = counts.compactMap { label, count in
            count.map { KeyFigure(label: words(label), value: words.figure($0), note: nil, address: nil) }
        }
        newCases = content.newCases.map { HandOverPage.event($0, reading) }
        hasNewCases = !newCases.isEmpty
        becameLate = content.becameLate.map { HandOverPage.group($0, reading) }
        hasBecameLate = !becameLate.isEmpty
        stillLate = content.stillLate.map { HandOverPage.group($0, reading) }
        hasStillLate = !stillLate.isEmpty
        dueNext = content.dueNext.map { HandOverPage.group($0, reading) }
        hasDueNext = !dueNext.isEmpty
        notes = content.notes.map { HandOverPage.event($0, reading) }
        hasNotes = !notes.isEmpty
        isAboveDoors = content.doors == nil
        doors = (content.doors ?? []).map { door in
            DoorRow(
                place: words(door.place), address: door.address.isEmpty ? nil : door.address, people: door.people.map { PersonLink($0, reading) },
                tasks: door.tasks.map { ObligationRow($0, reading) })
        }
        hasDoors = !doors.isEmpty
        cascades = content.cascades.map { followed in
            FollowedRow(
                person: followed.person.map { PersonLink($0, reading) }, at: moments.moment(followed.at),
                what: words("cascade.\(followed.kind.rawValue)"),
                effect: words.list(
                    [
                        followed.promoted > 0 ? words.count("cascade.promoted", followed.promoted) : nil,
                        followed.released > 0 ? words.count("cascade.released", followed.released) : nil,
                        followed.touched > 0
                            ? words.count(followed.kind == .crossInfection ? "cascade.beginAgain" : "cascade.concerned", followed.touched) : nil,
                    ].compactMap(\.self)), people: followed.people.map { PersonLink($0, reading) })
        }
        hasCascades = !cascades.isEmpty
        hasNews = hasNewCases || hasCascades || hasNotes
    }

    private static func group(_ group: Group, _ reading: Reading) -> GroupRow {
        GroupRow(
            name: reading.words.name(group.measure), count: reading.words.figure(group.count),
            address: reading.address("/", [("measure", group.measure.key)]), rows: group.items.map { ObligationRow($0, reading) })
    }

    private static func event(_ line: Line, _ reading: Reading) -> Event {
        Event(person: PersonLink(line.person, reading), at: reading.moments.moment(line.at), text: reading.words.sentence(line.fact, reading.moments))
    }
}
