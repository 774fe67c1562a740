import Policy
import Vocabulary

/// Where somebody lives in a building.
public struct Dwelling: Hashable, Sendable {
    /// The building.
    public var building: String
    /// The floor, as people count them.
    public var floor: Int
    /// The door.
    public var door: String
    /// Whether kitchen or toilet are shared with other households.
    public var sharesKitchenOrToilet: Bool

    /// A dwelling from its parts.
    public init(building: String, floor: Int, door: String, sharesKitchenOrToilet: Bool) {
        self.building = building
        self.floor = floor
        self.door = door
        self.sharesKitchenOrToilet = sharesKitchenOrToilet
    }
}

extension ContactDefinitions {
    /// What living in `other` makes of somebody when a case lives in `own` and neither may leave the building; nil: nothing by rule
    /// (`domain.md` §3, the rule of Shanghai 2022).
    ///
    /// The same door is the household. Else, with kitchens and toilets of their own, the people of the case's floor and so many above and
    /// below; with shared ones, everyone of the floor, and the rest of the building.
    public func degree(of other: Dwelling, caseLivingIn own: Dwelling) -> ContactDegree? {
        guard own.building == other.building else { return nil }
        if own.floor == other.floor, own.door == other.door { return settings[.household]?.degree }
        guard let dwelling else { return nil }
        if own.sharesKitchenOrToilet { return own.floor == other.floor ? dwelling.sharing : dwelling.building }
        return abs(own.floor - other.floor) <= dwelling.floors ? dwelling.neighbours : nil
    }
}
