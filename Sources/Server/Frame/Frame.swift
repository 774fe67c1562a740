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
    /// Links side by side, or under one word where there are too many for a line.
    struct LinkGroup: Sendable {
        /// The word; nil for links that stand in the line themselves.
        let label: String?
        let isCurrent: Bool
        let links: [Link]
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
    var navigation: [LinkGroup]
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
    /// What a demo says of its people.
    var demoNotice: String?
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
    /// The script that keeps photographs until the server has them.
    var photographs: String?
    var charts: String?
    var htmx: String?
    var echarts: String?
    var boundaries: String?
    var icon: String?
}
