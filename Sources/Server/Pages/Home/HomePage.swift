import Register
import Vocabulary

/// What of the worklist is asked for; the address of the page says it.
struct WorklistQuery: Sendable, Hashable {
    /// By how soon it is due.
    enum Bucket: String, CaseIterable, Sendable { case late, soon, today, later }
    /// What rows are gathered under.
    enum Grouping: String, CaseIterable, Sendable { case none, measure, place, person }

    var bucket: Bucket?
    var measure: Measure?
    var role: Role?
    /// Everyone's work, not only that of the reader's own roles.
    var isEveryone = false
    /// nil: as suits the reader.
    var grouping: Grouping?
    /// Continue after this row, as the last page gave it.
    var after: String?

    init(_ query: Query) {
        bucket = query["due"].flatMap(Bucket.init)
        measure = query["measure"].flatMap(Measure.init(key:))
        role = query["role"].flatMap(Role.init)
        isEveryone = query["role"] == WorklistQuery.everyone
        grouping = query["group"].flatMap(Grouping.init)
        after = query["after"]
    }

    /// What stands for everyone in the place of a role.
    static let everyone = "all"

    /// The query items that say it, with one thing changed.
    func items(bucket: Bucket?? = nil, measure: Measure? = nil, after: String? = nil) -> [(String, String)] {
        [
            ("due", (bucket ?? self.bucket)?.rawValue ?? ""), ("measure", (measure ?? self.measure)?.key ?? ""),
            ("role", isEveryone ? WorklistQuery.everyone : role?.rawValue ?? ""),
            ("group", grouping?.rawValue ?? ""), ("after", after ?? ""),
        ]
    }
}

/// Home: what needs me now.
struct HomePage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        /// How many are open in each bucket, whatever the filter on it.
        var counts: [WorklistQuery.Bucket: Int]
        /// The most urgent of each measure, where the rows are gathered by measure; else empty.
        var sections: [Section] = []
        /// The rows asked for, late first, then by due time; empty where there are sections.
        var items: [ObligationItem]
        /// What to continue after; nil at the end.
        var next: String?
        var query: WorklistQuery
        /// What the rows are gathered under, by the reader's wish or as suits them.
        var grouping = WorklistQuery.Grouping.none
        /// Measures and roles that have rows, for the filters.
        var measures: [Measure]
        var roles: [Role]
        /// Whether only the work of the reader's own roles is shown unless asked otherwise.
        var isMine = false
        /// What happened last, in a line each, newest first; nil where the role sees no situation.
        var situation: SituationGlance?
    }

    /// One measure's most urgent duties.
    struct Section: Sendable {
        var measure: Measure
        /// How many of what was asked for are late.
        var late: Int
        var items: [ObligationItem]
        /// Whether there are more than those.
        var hasMore: Bool
    }

    /// The few numbers of the situation that stand beside the worklist.
    struct SituationGlance: Sendable {
        var inHospital: Int
        var asymptomatic: Int
        var newSinceYesterday: Int
        var contactsHeld: Int
        var lateObligations: Int
    }

    struct Counter: Sendable {
        let label: String
        let count: String
        let address: String
        let isCurrent: Bool
        let tone: String
    }

    struct Group: Sendable {
        let title: String?
        let count: String
        /// Where all of them stand; nil where all are here.
        var allAddress: String?
        let rows: [ObligationRow]
    }

    let counters: [Counter]
    let allAddress: String
    let isFiltered: Bool
    let groups: [Group]
    let isEmpty: Bool
    let emptyText: String
    let filters: [Choice]
    let bucket: String
    let moreAddress: String?
    let refreshAddress: String
    let bulk: [Option]
    let canBulk: Bool
    let glance: [KeyFigure]
    let hasGlance: Bool
    let situationAddress: String

    init(_ content: Content, _ reading: Reading) {
        let (words, query) = (reading.words, content.query)
        counters = WorklistQuery.Bucket.allCases.map { bucket in
            let count = content.counts[bucket] ?? 0
            let isCurrent = query.bucket == bucket
            return Counter(
                label: words("home.\(bucket.rawValue)"), count: HomePage.count(count, words),
                address: reading.address("/", query.items(bucket: .some(isCurrent ? nil : bucket))), isCurrent: isCurrent,
                tone: count == 0 ? "none" : bucket.rawValue)
        }
        allAddress = reading.address("/")
        isFiltered = query.bucket != nil || query.measure != nil || query.role != nil
        groups =
            content.sections.isEmpty
            ? HomePage.groups(content.items.map { ObligationRow($0, reading) }, content.grouping, words)
            : content.sections.map { HomePage.group($0, query, reading) }
        isEmpty = groups.isEmpty
        emptyText = words(isFiltered ? "home.emptyFiltered" : "home.empty")
        filters = [
            Choice(
                name: "measure", label: words("home.measure"), isAuto: true,
                options: [Option("", words("home.allMeasures"))]
                    + content.measures.map { Option($0.key, "\($0.rawValue) " + words.short($0), $0 == query.measure) }),
            Choice(
                name: "role", label: words("home.role"), isAuto: true,
                options: (content.isMine
                    ? [Option("", words("home.myRoles")), Option(WorklistQuery.everyone, words("home.allRoles"), query.isEveryone)]
                    : [Option("", words("home.allRoles"))]) + content.roles.map { Option($0.rawValue, words.name($0), $0 == query.role) }),
            Choice(
                name: "group", label: words("home.group"), isAuto: true,
                options: WorklistQuery.Grouping.allCases.map {
                    Option($0.rawValue, words("home.group\($0.rawValue.capitalized)"), $0 == content.grouping)
                }),
        ]
        bucket = query.bucket?.rawValue ?? ""
        moreAddress = content.next.map { reading.address("/", query.items(after: $0)) }
        refreshAddress = reading.address("/", query.items(after: query.after))
        let kinds = Set((content.items + content.sections.flatMap(\.items)).compactMap { FormKind.meeting($0.obligation) }).filter {
            $0.isBulk && reading.may($0.permission)
        }
        // Whoever is to be brought under control may be asked for elsewhere instead of being brought at once: then both ends confirm each hop.
        let asked: Set<FormKind> = kinds.contains(.beginStay) && reading.may(FormKind.requestTransfer.permission) ? [.requestTransfer] : []
        bulk = FormKind.allCases.filter(kinds.union(asked).contains).map {
            Option($0.rawValue, words($0 == .requestTransfer ? "form.requestTransfer" : "formDo.\($0.rawValue)"))
        }
        canBulk = !bulk.isEmpty
        situationAddress = reading.address("/situation")
        glance = content.situation.map { HomePage.glance($0, reading) } ?? []
        hasGlance = !glance.isEmpty
    }

    /// A count, or that there are more than are counted.
    private static func count(_ count: Int, _ words: Words) -> String {
        count > OperationsDesk.countCap ? words.figure(OperationsDesk.countCap) + "+" : words.figure(count)
    }

    private static func group(_ section: Section, _ query: WorklistQuery, _ reading: Reading) -> Group {
        let words = reading.words
        return Group(
            title: "\(section.measure.rawValue) " + words.short(section.measure),
            count: section.late > 0 ? words("home.lateCount", ["count": count(section.late, words)]) : "",
            allAddress: section.hasMore ? reading.address("/", query.items(measure: section.measure)) : nil,
            rows: section.items.map { ObligationRow($0, reading) })
    }

    private static func groups(_ rows: [ObligationRow], _ grouping: WorklistQuery.Grouping, _ words: Words) -> [Group] {
        let title: (ObligationRow) -> String? =
            switch grouping {
            case .none, .measure: { _ in nil }
            case .place: { $0.territory }
            case .person: { row in row.subject.map { $0.name + " · " + $0.standing } ?? words("home.noPerson") }
            }
        var order: [String?] = []
        var byTitle: [String?: [ObligationRow]] = [:]
        for row in rows {
            let key = title(row)
            if byTitle[key] == nil { order.append(key) }
            byTitle[key, default: []].append(row)
        }
        return order.map { key in Group(title: key, count: words.figure(byTitle[key]?.count ?? 0), rows: byTitle[key] ?? []) }
    }

    private static func glance(_ glance: SituationGlance, _ reading: Reading) -> [KeyFigure] {
        [
            ("glance.inHospital", glance.inHospital, "/list/cases?status=inHospital"),
            ("glance.asymptomatic", glance.asymptomatic, "/list/cases?status=asymptomatic"),
            ("glance.new", glance.newSinceYesterday, "/list/cases?status=new"),
            ("glance.held", glance.contactsHeld, "/list/contacts?status=held"),
            ("glance.late", glance.lateObligations, "/?due=late&role=all"),
        ].map { KeyFigure(label: reading.words($0.0), value: reading.words.figure($0.1), note: nil, address: reading.deepen($0.2)) }
    }
}
