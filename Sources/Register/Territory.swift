import Vocabulary

/// A territory: its code, its names, and how many people live there.
///
/// What stands above and below it follows from the code alone; see ``TerritoryCode``.
public struct Territory: Hashable, Sendable, Codable, Identifiable {
    /// The official code.
    public let code: TerritoryCode
    /// Names in both languages.
    public var name: LocalizedText
    /// Residents at the last census, if known.
    public var population: Int?
    /// Households at the last census, if known.
    public var households: Int?
    /// Where its label stands on a map, if known.
    public var position: Position?

    /// A territory from its parts.
    public init(code: TerritoryCode, name: LocalizedText, population: Int? = nil, households: Int? = nil, position: Position? = nil) {
        self.code = code
        self.name = name
        self.population = population
        self.households = households
        self.position = position
    }

    /// The code.
    public var id: TerritoryCode { code }

    /// The territory above, or nil for a province.
    public var parent: TerritoryCode? { code.parent }

    /// How far down the tree it stands.
    public var level: TerritoryCode.Level { code.level }

    /// A point on the map, in degrees.
    public struct Position: Hashable, Sendable, Codable {
        /// Degrees east.
        public var longitude: Double
        /// Degrees north.
        public var latitude: Double

        /// The given point.
        public init(longitude: Double, latitude: Double) {
            self.longitude = longitude
            self.latitude = latitude
        }
    }
}
