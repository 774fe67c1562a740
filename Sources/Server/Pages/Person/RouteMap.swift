import Operations
import Register
import Storage
import Vocabulary

/// The way of a case over the map of the counties, all days or one: which days there are, and which counties are drawn. The stops are the rows
/// of the timeline beneath.
struct RouteMap: Sendable {
    struct Tab: Sendable {
        let label: String
        let address: String
        let isCurrent: Bool
    }

    /// Where a territory lies, in degrees.
    struct Position: Sendable, Hashable {
        var longitude: Double
        var latitude: Double
    }

    /// Where a stop is drawn: at the position that the register knows of its territory, the smallest that has one, else in the middle of its county.
    struct Spot: Sendable {
        let county: String
        let longitude: String?
        let latitude: String?
    }

    let days: [Tab]
    /// The prefectures whose counties are drawn, four digits each.
    let areas: String
    let hasMap: Bool

    init(days: [CivilDate], chosen: CivilDate?, spots: [Spot], of person: PersonID, _ reading: Reading) {
        let path = "/people/\(person.rawValue)/investigation"
        let prefectures = Set(spots.map { String($0.county.prefix(4)) }).sorted()
        areas = prefectures.joined(separator: " ")
        hasMap = !prefectures.isEmpty
        self.days =
            [Tab(label: reading.words("investigation.allDays"), address: reading.address(path), isCurrent: chosen == nil)]
            + days.map { day in
                Tab(label: reading.moments.day(day), address: reading.address(path, [("day", day.description)]), isCurrent: day == chosen)
            }
    }
}

extension InvestigationPage.Content {
    /// Where a stop is drawn; nil for a leg of a journey, and for what lies in another province.
    func spot(of territory: TerritoryCode?) -> RouteMap.Spot? {
        let province = view.territory.ancestor(at: .province) ?? view.territory
        guard let territory, province.contains(territory), let county = territory.ancestor(at: .county) else { return nil }
        var code: TerritoryCode? = territory
        while let current = code, current.level >= .county, positions[current] == nil { code = current.parent }
        let position = code.flatMap { positions[$0] }
        return RouteMap.Spot(
            county: county.digits, longitude: position.map { "\($0.longitude)" }, latitude: position.map { "\($0.latitude)" })
    }
}

extension Reader {
    /// The positions that the register knows within the counties of these territories, theirs included.
    func positions(around territories: some Sequence<TerritoryCode>) throws -> [TerritoryCode: RouteMap.Position] {
        let counties = Set(territories.compactMap { $0.level >= .county ? $0.ancestor(at: .county) : nil })
        var positions: [TerritoryCode: RouteMap.Position] = [:]
        for entry in try counties.flatMap({ try self.territories(within: $0) }) {
            guard let longitude = entry.longitude, let latitude = entry.latitude else { continue }
            positions[entry.code] = RouteMap.Position(longitude: longitude, latitude: latitude)
        }
        return positions
    }
}
