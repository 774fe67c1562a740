/// The pages of the navigation and who sees them.
enum Navigation {
    /// Where a link stands: everybody's pages in the line itself, the others under a word.
    enum Group: String, CaseIterable {
        case daily, measures, insight, keeping
    }

    /// A page of the navigation.
    struct Page {
        let group: Group
        /// Key of its label.
        let label: String
        let path: String
        let permission: Permission
        /// Beginnings of the paths of pages that belong to it, beside its own.
        var with: [String] = []
        /// The second key of its shortcut after `g`.
        var key: String?
    }

    /// Every page, in its order; the measures by their numbers.
    static let pages = [
        Page(group: .daily, label: "nav.home", path: "/", permission: .viewWorklist, key: "h"),
        Page(group: .daily, label: "nav.situation", path: "/situation", permission: .viewSituation, key: "s"),
        Page(group: .daily, label: "nav.people", path: "/list/cases", permission: .listPeople, with: ["/list/", "/people/"], key: "p"),
        Page(group: .daily, label: "nav.handover", path: "/handover", permission: .viewHandOver, key: "o"),
        Page(group: .measures, label: "nav.testing", path: "/testing", permission: .viewTesting, key: "t"),
        Page(group: .measures, label: "nav.clears", path: "/clears", permission: .viewFourClears),
        Page(group: .measures, label: "nav.assistance", path: "/things/assistance", permission: .viewAssistance, key: "x"),
        Page(group: .measures, label: "nav.treatment", path: "/treatment", permission: .viewSites, key: "m"),
        Page(group: .measures, label: "nav.beds", path: "/beds", permission: .viewSites, with: ["/things/site", "/sites/", "/transfers"], key: "b"),
        Page(group: .measures, label: "nav.checkpoint", path: "/checkpoint", permission: .recordArrival, key: "c"),
        Page(group: .measures, label: "nav.arrivals", path: "/arrivals", permission: .viewArrivals, key: "e"),
        Page(group: .measures, label: "nav.appeals", path: "/appeals", permission: .answerAppeal),
        Page(group: .measures, label: "nav.lookBacks", path: "/things/lookBack", permission: .viewLookBacks),
        Page(group: .measures, label: "nav.zones", path: "/things/zone", permission: .viewZones, with: ["/zones/"], key: "z"),
        Page(group: .measures, label: "nav.places", path: "/things/place", permission: .viewPlaces, key: "l"),
        Page(group: .measures, label: "nav.gatherings", path: "/things/gathering", permission: .viewGatherings),
        Page(group: .measures, label: "nav.command", path: "/things/territory", permission: .viewCommand),
        Page(group: .measures, label: "nav.orders", path: "/things/directive", permission: .viewOrders, key: "d"),
        Page(group: .measures, label: "nav.community", path: "/community", permission: .viewCommunity, with: ["/things/doorRound"], key: "g"),
        Page(
            group: .measures, label: "nav.supervision", path: "/supervision", permission: .viewSupervision, with: ["/things/inspectionPlan"]),
        Page(group: .measures, label: "nav.findings", path: "/things/finding", permission: .viewFindings, key: "f"),
        Page(group: .insight, label: "nav.reports", path: "/reports", permission: .viewSituation, key: "r"),
        Page(group: .insight, label: "nav.cost", path: "/situation/cost", permission: .viewSituation),
        Page(group: .insight, label: "nav.whatif", path: "/whatif", permission: .useWhatIf, key: "w"),
        Page(group: .insight, label: "nav.quality", path: "/quality", permission: .viewDataQuality, key: "q"),
        Page(group: .insight, label: "nav.network", path: "/network", permission: .viewNetwork),
        Page(group: .insight, label: "nav.duplicates", path: "/duplicates", permission: .mergePeople),
        Page(group: .insight, label: "nav.policy", path: "/policy", permission: .viewPolicy, key: "y"),
        Page(group: .keeping, label: "nav.import", path: "/import", permission: .importFiles, key: "i"),
        Page(group: .keeping, label: "nav.users", path: "/users", permission: .manageUsers, key: "u"),
        Page(group: .keeping, label: "nav.audit", path: "/audit", permission: .viewAudit, key: "a"),
    ]

    /// Whether a page shows the present whatever moment is looked at. Calendars and facts keep what was known; worklists and lists do not.
    static func isPresentOnly(_ path: String) -> Bool {
        path == "/" || ["/beds", "/transfers", "/arrivals", "/checkpoint", "/community/home", "/community/reports"].contains(path)
            || path.hasPrefix("/treatment") || path.hasPrefix("/sites/")
            || path.hasPrefix("/clears") || path.hasPrefix("/gaps") || path.hasPrefix("/list/") || path.hasPrefix("/search/")
            || path.hasPrefix("/quality") || path.hasPrefix("/duplicates") || path.hasPrefix("/network") || path.hasSuffix("/same")
            || path.hasPrefix("/whatif")
    }

    /// The links a reader may follow. A group with a single link stands in the line itself.
    static func groups(_ reading: Reading, current path: String) -> [Frame.LinkGroup] {
        let current = pages.max { $0.reach(path) < $1.reach(path) }.flatMap { $0.reach(path) > 0 ? $0.path : nil }
        return Group.allCases.compactMap { group in
            let links = pages.filter { $0.group == group && reading.may($0.permission) }.map { page in
                Frame.Link(
                    label: reading.words(page.label), address: reading.address(page.path), isCurrent: page.path == current, key: page.key)
            }
            guard !links.isEmpty else { return nil }
            return Frame.LinkGroup(
                label: group == .daily || links.count == 1 ? nil : reading.words("navGroup.\(group.rawValue)"),
                isCurrent: links.contains(where: \.isCurrent), links: links)
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

extension Navigation.Page {
    /// How much of a path says that it is this page or belongs to it, in characters: of two pages the longer one is meant.
    fileprivate func reach(_ current: String) -> Int {
        path == "/" ? (current == "/" ? 1 : 0) : ([path] + with).filter { current.hasPrefix($0) }.map(\.utf8.count).max() ?? 0
    }
}
