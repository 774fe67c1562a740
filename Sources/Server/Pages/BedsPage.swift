import Register
import Storage
import Vocabulary

/// Hospitals and isolation sites of a territory: existing, occupied, free; who waits for a room.
struct BedsPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var sites: [SiteOccupancy]
        var names: [TerritoryCode: LocalizedText]
        /// Contacts whose transfer to a site is due and not done, those due first; cut at ``longestWait``.
        var waiting: [Waiting]
        /// How many there are.
        var waitingCount: Int
        /// When the figures were told.
        var at: Instant
    }
    /// Someone who waits.
    struct Waiting: Sendable {
        var person: PersonTag
        var territory: TerritoryCode
        var due: Instant
        /// Where there is room in the same county.
        var room: SiteOccupancy?
    }
    struct Row: Sendable {
        let name: String
        let address: String?
        let territory: String
        let mode: String
        let existing: String
        let occupied: String
        let free: String
        let changed: Moment?
        let tone: String
    }
    struct Total: Sendable {
        let label: String
        let text: String
    }
    struct WaitingRow: Sendable {
        let person: PersonLink
        let territory: String
        let due: Moment
        let tone: String
        let site: String?
        let address: String?
    }

    /// As many as are shown of those who wait; the others stand on the worklists of their counties.
    static let longestWait = 60

    let at: Moment
    let totals: [Total]
    let rows: [Row]
    let isEmpty: Bool
    let waiting: [WaitingRow]
    let hasWaiting: Bool
    let waitingCount: String
    let waitingMore: String?
    let actions: [PersonPage.Action]
    let exportAddress: String?
    let refreshAddress: String

    init(_ content: Content, _ reading: Reading) {
        let words = reading.words
        func name(_ code: TerritoryCode) -> String { content.names[code].map { words($0) } ?? code.digits }
        at = reading.moments.moment(content.at)
        rows = content.sites.map { site in
            let isOver = site.existing.map { site.occupied > $0 } ?? false
            return Row(
                name: site.name, address: site.site.map { reading.address(of: .site($0)) }, territory: name(site.territory),
                mode: words("siteClass.\(site.mode.rawValue)"),
                existing: site.site == nil ? words("beds.unregistered") : site.existing.map { words.figure($0) } ?? "–",
                occupied: words.figure(site.occupied),
                free: site.closed != nil ? words("siteState.closed") : site.free.map { words.figure($0) } ?? "–",
                changed: site.changedAt.map(reading.moments.moment), tone: isOver ? "late" : site.free == 0 && site.closed == nil ? "soon" : "none")
        }
        isEmpty = rows.isEmpty
        totals = [ControlMode.hospital, .central].compactMap { mode in
            let sites = content.sites.filter { $0.mode == mode && $0.existing != nil }
            return sites.isEmpty
                ? nil
                : Total(
                    label: words("siteClass.\(mode.rawValue)"),
                    text: words(
                        "beds.total",
                        [
                            "occupied": words.figure(sites.reduce(0) { $0 + $1.occupied }),
                            "existing": words.figure(sites.reduce(0) { $0 + ($1.existing ?? 0) }),
                            "free": words.figure(sites.reduce(0) { $0 + ($1.free ?? 0) }),
                        ]))
        }
        waiting = content.waiting.map { row in
            WaitingRow(
                person: PersonLink(row.person, reading), territory: name(row.territory), due: reading.moments.moment(row.due),
                tone: row.due < reading.now ? "late" : "soon", site: row.room?.name,
                address: reading.may(.recordStay)
                    ? row.room.map {
                        reading.address(
                            "/people/\(row.person.id.rawValue)/record/beginStay",
                            [("site", $0.name), ("mode", $0.mode.rawValue), ("territory", $0.territory.digits)])
                    } : nil)
        }
        hasWaiting = !waiting.isEmpty
        waitingCount = words.figure(content.waitingCount)
        waitingMore = content.waitingCount > waiting.count ? words("beds.more", ["n": words.figure(content.waitingCount - waiting.count)]) : nil
        actions =
            reading.may(.recordSite)
            ? [PersonPage.Action(label: words("formDo.siteOpen"), address: reading.address("/things/site/new/siteOpen"))] : []
        exportAddress = reading.may(.export) ? reading.address("/beds.csv") : nil
        refreshAddress = reading.address("/beds")
    }

    /// The table as a file.
    func table(_ words: Words) -> [[String]] {
        let head = ["beds.site", "beds.territory", "beds.mode", "beds.existing", "beds.occupied", "beds.free", "beds.at"].map { words($0) }
        return [head] + rows.map { [$0.name, $0.territory, $0.mode, $0.existing, $0.occupied, $0.free, at.iso] }
    }
}

extension RouteTable {
    /// Beds and isolation rooms.
    mutating func addBedRoutes() {
        get("/beds", .needs(.viewSites)) { visit in
            let page = BedsPage(try await visit.desk.beds(visit.viewer, visit.lens), visit.reading)
            return try await visit.page("beds", page, title: visit.words("nav.beds"))
        }
        get("/beds.csv", .needs(.export)) { visit in
            guard visit.viewer.permissions.contains(.viewSites) else { throw Refusal.notFound }
            return .csv("beds.csv", rows: BedsPage(try await visit.desk.beds(visit.viewer, visit.lens), visit.reading).table(visit.words))
        }
    }
}
