import Register
import Vocabulary

/// What stands around every page: brand, territory, as-of, search, languages, who is signed in, the navigation and the notices.
struct Frame: Sendable {
    struct Link: Sendable {
        let label: String
        let address: String
        let isCurrent: Bool
        /// The second key of its shortcut after `g`, if it has one.
        let key: String?
    }
    struct LanguageLink: Sendable {
        let code: String
        let name: String
        let address: String
        let isCurrent: Bool
    }
    struct Item: Sendable {
        let name: String
        let value: String
    }
    struct Shortcut: Sendable {
        let keys: [String]
        let text: String
    }
    struct AsOf: Sendable {
        let isPast: Bool
        let text: String
        let notice: String
        let field: String
        let nowAddress: String
    }
    struct Flash: Sendable {
        let text: String
        let tone: String
        let undoAddress: String?
    }

    var language: String
    var title: String
    var isSignedIn: Bool
    var navigation: [Link]
    var territory: String
    var territories: [Option]
    var asOf: AsOf?
    /// The lens, to be carried by forms that ask by address.
    var lens: [Item]
    /// The lens without the territory, for the territory's own form, and without the moment, for the moment's.
    var lensMoment: [Item]
    var lensTerritory: [Item]
    var languages: [LanguageLink]
    var userName: String
    var userRole: String
    var csrf: String
    var isDemo: Bool
    var canSearch: Bool
    var flash: Flash?
    var tour: Tour.Panel?
    var hasTour: Bool
    var shortcuts: [Shortcut]
    /// The path of this page, for forms that come back to it.
    var path: String
    /// Where the live stream is; nil for pages that do not change.
    var live: String?
    var style: String
    var script: String
    /// The script that keeps what is filled in without a network.
    var outbox: String?
    var charts: String?
    var htmx: String?
    var echarts: String?
    var boundaries: String?
    var icon: String?
}

/// The pages of the navigation and who sees them.
enum Navigation {
    /// Each: key of its label, path, the permission it needs, the key of its shortcut.
    static let pages: [(label: String, path: String, permission: Permission, key: String?)] = [
        ("nav.home", "/", .viewWorklist, "h"), ("nav.situation", "/situation", .viewSituation, "s"),
        ("nav.reports", "/reports", .viewSituation, "r"), ("nav.people", "/list/cases", .listPeople, "p"),
        ("nav.testing", "/testing", .viewTesting, "t"), ("nav.beds", "/beds", .viewSites, "b"),
        ("nav.checkpoint", "/checkpoint", .recordArrival, "c"), ("nav.arrivals", "/arrivals", .viewArrivals, nil),
        ("nav.zones", "/things/zone", .viewZones, "z"),
        ("nav.places", "/things/place", .viewPlaces, "l"),
        ("nav.gatherings", "/things/gathering", .viewGatherings, nil),
        ("nav.command", "/things/territory", .viewCommand, nil),
        ("nav.orders", "/things/directive", .viewOrders, "d"),
        ("nav.findings", "/things/finding", .viewFindings, "f"),
        ("nav.whatif", "/whatif", .useWhatIf, "w"),
        ("nav.handover", "/handover", .viewHandOver, "o"),
        ("nav.quality", "/quality", .viewDataQuality, "q"), ("nav.import", "/import", .importFiles, "i"),
        ("nav.policy", "/policy", .viewPolicy, "y"), ("nav.users", "/users", .manageUsers, "u"), ("nav.audit", "/audit", .viewAudit, "a"),
    ]

    /// Whether a page shows the present whatever moment is looked at. Calendars and facts keep what was known; worklists and lists do not.
    static func isPresentOnly(_ path: String) -> Bool {
        path == "/" || path == "/beds" || path.hasPrefix("/list/") || path.hasPrefix("/search/") || path.hasPrefix("/quality")
            || path.hasPrefix("/whatif")
    }

    static func links(_ reading: Reading, current path: String) -> [Frame.Link] {
        pages.filter { reading.may($0.permission) }.map { page in
            let isCurrent =
                switch page.path {
                case "/": path == "/"
                case "/list/cases": path.hasPrefix("/list/") || path.hasPrefix("/people/")
                case "/beds": path == "/beds" || path.hasPrefix("/things/site")
                default: path.hasPrefix(page.path)
                }
            return Frame.Link(label: reading.words(page.label), address: reading.address(page.path), isCurrent: isCurrent, key: page.key)
        }
    }

    static func shortcuts(_ words: Words) -> [Frame.Shortcut] {
        [
            (["/"], "keys.search"), (["g", "h"], "keys.home"), (["g", "s"], "keys.situation"), (["g", "p"], "keys.people"),
            (["j"], "keys.down"), (["k"], "keys.up"), (["Enter"], "keys.open"), (["e"], "keys.act"), (["x"], "keys.select"),
            (["w"], "keys.why"), (["?"], "keys.help"),
        ].map { Frame.Shortcut(keys: $0.0, text: words($0.1)) }
    }
}
