import Obligations
import Register
import Storage
import Vocabulary

/// What of a list of things is asked for; the address says it.
struct ThingsQuery: Sendable, Hashable {
    var kind: Subject.Kind
    var part: ThingStanding.Part
    var state: String?
    var thingClass: String?
    var after: String?

    init(_ face: ThingFace, _ query: Query) {
        kind = face.kind
        part = query["part"].flatMap(ThingStanding.Part.init).flatMap { face.parts.contains($0) ? $0 : nil } ?? face.parts.first ?? .seat
        state = query["state"].flatMap { face.states.contains($0) ? $0 : nil }
        thingClass = query["class"]
        after = query["after"]
    }

    func items(part: ThingStanding.Part? = nil, after: String? = nil) -> [(String, String)] {
        [("part", (part ?? self.part).rawValue), ("state", state ?? ""), ("class", thingClass ?? ""), ("after", after ?? "")]
    }
}

/// A list of things of one kind.
struct ThingsPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var query: ThingsQuery
        var rows: [Row]
        var count: Page<ThingListRow>.Count
        var next: String?
        /// The classes it can be narrowed to.
        var classes: [(key: String, label: LocalizedText?)]
        /// The forms that found one, permission aside.
        var founding: [ThingForm]
    }

    struct Row: Sendable {
        var tag: ThingTag
        var territory: LocalizedText
        var thingClass: String?
        var at: Instant
        var nextDue: Instant?
    }

    struct Line: Sendable {
        let thing: PersonLink
        let territory: String
        let state: String
        let thingClass: String?
        let at: Moment
        let due: String?
        let tone: String
    }

    let kind: String
    let title: String
    let count: String
    let tabs: [ListPage.Tab]
    let hasTabs: Bool
    let filters: [Choice]
    let part: String
    let rows: [Line]
    let isEmpty: Bool
    let action: String
    let moreAddress: String?
    let actions: [PersonPage.Action]
    let refreshAddress: String

    init(_ content: Content, face: ThingFace, _ reading: Reading) {
        let (words, query) = (reading.words, content.query)
        let name = face.kind.rawValue
        let path = "/things/\(name)"
        kind = name
        action = path
        title = words("things.\(name)")
        count =
            switch content.count {
            case .exactly(let number): words.count("things.count", number)
            case .moreThan(let number): words("list.moreThan", ["n": words.figure(number)])
            }
        tabs = face.parts.map { part in
            ListPage.Tab(
                label: words("things.\(name)\(part.rawValue.capitalized)"), address: reading.address(path, [("part", part.rawValue)]),
                isCurrent: part == query.part)
        }
        hasTabs = tabs.count > 1
        part = query.part.rawValue
        var filters = [
            Choice(
                name: "state", label: words("things.state"), isAuto: true,
                options: [Option("", words("things.any"))] + face.states.map { Option($0, words("\(name)State.\($0)"), $0 == query.state) })
        ]
        if !content.classes.isEmpty {
            filters.append(
                Choice(
                    name: "class", label: words("things.class"), isAuto: true,
                    options: [Option("", words("things.any"))]
                        + content.classes.map { entry in
                            Option(entry.key, entry.label.map { words($0) } ?? words("\(name)Class.\(entry.key)"), entry.key == query.thingClass)
                        }))
        }
        self.filters = filters
        let classNames = Dictionary(
            content.classes.map { entry in (entry.key, entry.label.map { words($0) } ?? words("\(name)Class.\(entry.key)")) },
            uniquingKeysWith: { first, _ in first })
        rows = content.rows.map { row in
            let isLate = row.nextDue.map { $0 < reading.now } ?? false
            let due = row.nextDue.map { due in
                isLate
                    ? words("duty.late", ["time": reading.moments.length(reading.now - due)])
                    : words("duty.in", ["time": reading.moments.length(due - reading.now)])
            }
            return Line(
                thing: PersonLink(row.tag, reading), territory: words(row.territory), state: words("\(name)State.\(row.tag.state)"),
                thingClass: row.thingClass.map { classNames[$0] ?? $0 }, at: reading.moments.moment(row.at), due: due,
                tone: isLate ? "late" : "none")
        }
        isEmpty = rows.isEmpty
        moreAddress = content.next.map { reading.address(path, query.items(after: $0)) }
        actions = content.founding.filter { reading.may($0.permission) }.map {
            PersonPage.Action(label: words("formDo.\($0.name)"), address: reading.address($0.foundingPath))
        }
        refreshAddress = reading.address(path, query.items(after: query.after))
    }
}
