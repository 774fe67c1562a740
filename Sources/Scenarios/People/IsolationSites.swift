import Vocabulary

/// Isolation sites and their rooms: one person one room, and no room twice.
struct IsolationSites {
    /// A room of a site.
    struct Room: Hashable, Sendable {
        let site: String
        let room: String
        let territory: TerritoryCode
    }

    private static let floors = 8
    private static let roomsPerFloor = 18
    static let roomsPerSite = floors * roomsPerFloor

    private let purpose: String
    private var given: [TerritoryCode: Int] = [:]

    /// - Parameter purpose: What distinguishes these sites from others of a county in their names.
    init(_ purpose: String = "集中隔离点") {
        self.purpose = purpose
    }

    /// The next free room of a county.
    mutating func room(in county: Atlas.County) -> Room {
        let count = given[county.code, default: 0]
        given[county.code] = count + 1
        let site = count / IsolationSites.roomsPerSite
        let place = count % IsolationSites.roomsPerSite
        let township = county.townships.isEmpty ? county.code : county.townships[site * 3 % county.townships.count].code
        let room = (2 + place / IsolationSites.roomsPerFloor) * 100 + place % IsolationSites.roomsPerFloor + 1
        return Room(site: "\(county.name.zh)第\(site + 1)\(purpose)", room: "\(room)室", territory: township)
    }
}
