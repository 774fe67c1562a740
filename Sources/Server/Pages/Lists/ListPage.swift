import Register
import Vocabulary

/// A line list: cases, contacts, arrivals, holders of posts, everyone held.
enum ListKind: String, CaseIterable, Sendable {
    case cases, contacts, arrivals, posts, held

    /// The states it can be narrowed to.
    var statuses: [String] {
        switch self {
        case .cases: ["new", "inHospital", "asymptomatic", "suspected", "discharged"]
        case .contacts: ["held", "unlocated", "notHeld", "secondary", "released"]
        case .arrivals: ["today", "unchecked", "held", "highRisk"]
        case .posts: ["overdue"]
        case .held: [.hospital, .central, .homeIsolation, .homeMonitoring].map(\ControlMode.rawValue)
        }
    }

    /// The columns after name and territory, and whether the list can be sorted by them.
    var columns: [(name: String, isSortable: Bool)] {
        switch self {
        case .cases:
            [("label", false), ("kind", false), ("origin", false), ("onset", false), ("diagnosed", true), ("control", false), ("late", true)]
        case .contacts: [("degree", false), ("ofCase", false), ("lastExposed", false), ("control", false), ("release", false), ("late", true)]
        case .arrivals: [("origin", false), ("risk", false), ("arrived", true), ("control", false), ("late", true)]
        case .posts: [("post", false), ("unit", false), ("from", true), ("lastTest", false), ("nextTest", false), ("late", true)]
        case .held: [("control", false), ("site", false), ("room", false), ("heldSince", true), ("release", false), ("late", true)]
        }
    }
}

/// What of a line list is asked for.
struct ListQuery: Sendable, Hashable {
    var kind: ListKind
    var status: String?
    var sort: String?
    var descending: Bool
    var after: String?

    init(kind: ListKind, _ query: Query) {
        self.kind = kind
        status = query["status"].flatMap { kind.statuses.contains($0) ? $0 : nil }
        let sort = query["sort"]
        let name = sort?.hasPrefix("-") == true ? sort.map { String($0.dropFirst()) } : sort
        self.sort = name.flatMap { name in kind.columns.contains { $0.name == name && $0.isSortable } ? name : nil }
        descending = sort?.hasPrefix("-") == true
        after = query["after"]
    }

    func items(sort: String?? = nil, after: String? = nil) -> [(String, String)] {
        let own = self.sort.map { (descending ? "-" : "") + $0 }
        return [("status", status ?? ""), ("sort", (sort ?? own) ?? ""), ("after", after ?? "")]
    }
}

/// One value of a line list, typed so that each language writes it its own way.
enum ListValue: Sendable {
    case none
    case text(String)
    case label(LocalizedText)
    case person(PersonTag)
    case number(Int)
    case day(CivilDate)
    case moment(Instant)
    /// By when something is due.
    case deadline(Instant)
    case caseKind(CaseKind)
    case origin(CaseOrigin)
    case degree(ContactDegree)
    case mode(ControlMode)
    case risk(OriginRisk)
    /// Obligations that are late; red when there are any.
    case late(Int)
}

/// A page of a line list.
struct ListPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var query: ListQuery
        /// How many there are in all, and whether that is only a lower bound.
        var total: Int
        var isTotalCapped: Bool
        var rows: [Row]
        var next: String?
    }

    /// One person; `values` follow `ListKind.columns`.
    struct Row: Sendable {
        var person: PersonTag
        var territory: LocalizedText
        var values: [ListValue]
    }

    struct Column: Sendable {
        let label: String
        let address: String?
        let mark: String?
        let ariaSort: String?
    }
    struct Line: Sendable {
        let person: PersonLink
        let territory: String
        let cells: [Cell]
    }
    struct Cell: Sendable {
        let label: String
        let text: String
        let moment: Moment?
        let address: String?
        let tone: String
    }
    struct Tab: Sendable {
        let label: String
        let address: String
        let isCurrent: Bool
    }

    let title: String
    let count: String
    let tabs: [Tab]
    let statuses: [Tab]
    let columns: [Column]
    let rows: [Line]
    let isEmpty: Bool
    let moreAddress: String?
    let canExport: Bool
    let exportAddress: String
    let newLabel: String?
    let newAddress: String?
    let refreshAddress: String

    init(_ content: Content, _ reading: Reading) {
        let (words, query) = (reading.words, content.query)
        let path = "/list/\(query.kind.rawValue)"
        title = words("list.\(query.kind.rawValue)")
        count = content.isTotalCapped ? words("list.moreThan", ["n": words.figure(content.total)]) : words.count("list.count", content.total)
        tabs = ListKind.allCases.map {
            Tab(label: words("list.\($0.rawValue)"), address: reading.address("/list/\($0.rawValue)"), isCurrent: $0 == query.kind)
        }
        statuses =
            [Tab(label: words("list.all"), address: reading.address(path), isCurrent: query.status == nil)]
            + query.kind.statuses.map {
                Tab(
                    label: words(ControlMode(rawValue: $0).map { "mode.\($0.rawValue)" } ?? "status.\($0)"),
                    address: reading.address(path, [("status", $0)]), isCurrent: query.status == $0)
            }
        columns = query.kind.columns.map { column in
            let isSorted = query.sort == column.name
            let next = isSorted && !query.descending ? "-" + column.name : column.name
            return Column(
                label: words("column.\(column.name)"),
                address: column.isSortable ? reading.address(path, query.items(sort: .some(next))) : nil,
                mark: isSorted ? (query.descending ? "▼" : "▲") : nil,
                ariaSort: isSorted ? (query.descending ? "descending" : "ascending") : nil)
        }
        let labels = query.kind.columns.map { words("column.\($0.name)") }
        rows = content.rows.map { row in
            Line(
                person: PersonLink(row.person, reading), territory: words(row.territory),
                cells: zip(labels, row.values).map { ListPage.cell($0, $1, reading) })
        }
        isEmpty = content.rows.isEmpty
        moreAddress = content.next.map { reading.address(path, query.items(after: $0)) }
        canExport = reading.may(.export)
        exportAddress = reading.address("\(path)/export", query.items())
        let form: FormKind? =
            switch query.kind {
            case .cases: .reportCase
            case .contacts, .held: nil
            case .arrivals: .registerArrival
            case .posts: .assignPost
            }
        let allowed = form.flatMap { reading.may($0.permission) ? $0 : nil }
        newLabel = allowed.map { words("formDo.\($0.rawValue)") }
        newAddress = allowed.map { reading.address("/record/\($0.rawValue)") }
        refreshAddress = reading.address(path, query.items(after: query.after))
    }

    static func cell(_ label: String, _ value: ListValue, _ reading: Reading) -> Cell {
        let (words, moments) = (reading.words, reading.moments)
        func plain(_ text: String, _ tone: String = "text") -> Cell { Cell(label: label, text: text, moment: nil, address: nil, tone: tone) }
        switch value {
        case .none: return plain("–", "none")
        case .text(let text): return plain(text)
        case .label(let text): return plain(words(text))
        case .person(let tag): return Cell(label: label, text: tag.name, moment: nil, address: reading.address(of: tag), tone: "text")
        case .number(let number): return plain(words.figure(number), "number")
        case .day(let day): return plain(moments.day(day))
        case .moment(let instant):
            let moment = moments.moment(instant)
            return Cell(label: label, text: moment.text, moment: moment, address: nil, tone: "text")
        case .deadline(let instant):
            let moment = moments.deadline(instant)
            return Cell(label: label, text: moment.text, moment: moment, address: nil, tone: "text")
        case .caseKind(let kind): return plain(words.name(kind))
        case .origin(let origin): return plain(words.name(origin))
        case .degree(let degree): return plain(words.name(degree))
        case .mode(let mode): return plain(words.name(mode))
        case .risk(let risk): return plain(words.name(risk))
        case .late(let count): return plain(count == 0 ? "–" : words.figure(count), count == 0 ? "none" : "late")
        }
    }
}
