import Vocabulary

/// What must be known of a territory to lay out its residents: how many, how old, in households of what size.
public struct Demography: Hashable, Sendable {
    /// The territory, a county as a rule.
    public var code: TerritoryCode
    /// Its name.
    public var name: LocalizedText
    /// Residents.
    public var population: Int
    /// Residents by five-year age group, 0–4, 5–9, … 80–84, 85 and more; only the proportions count.
    public var ages: [Double]
    /// Mean number of people in a household.
    public var householdSize: Double
    /// Share of households with one person.
    public var singleHouseholds: Double
    /// Degrees east and north of its middle, for the distance between territories; nil: as far from all others as from any.
    public var position: (longitude: Double, latitude: Double)?

    /// A territory from its parts; what is not given is Hunan's at the census of 2020 as a whole.
    public init(
        code: TerritoryCode, name: LocalizedText, population: Int, ages: [Double] = Demography.hunanAges, householdSize: Double = 2.67,
        singleHouseholds: Double = 0.253, position: (longitude: Double, latitude: Double)? = nil
    ) {
        self.code = code
        self.name = name
        self.population = population
        self.ages = ages
        self.householdSize = householdSize
        self.singleHouseholds = singleHouseholds
        self.position = position
    }

    /// Hunan's age pyramid, census of 1 November 2020 (thousands).
    public static let hunanAges: [Double] = [
        3701, 4649, 4620, 3843, 3079, 3221, 5448, 4302, 3898, 5240, 6109, 5125, 3369, 3673, 2642, 1593, 1147, 787,
    ]

    /// Equal when all parts are.
    public static func == (left: Demography, right: Demography) -> Bool {
        left.code == right.code && left.name == right.name && left.population == right.population && left.ages == right.ages
            && left.householdSize == right.householdSize && left.singleHouseholds == right.singleHouseholds
            && left.position?.longitude == right.position?.longitude && left.position?.latitude == right.position?.latitude
    }

    /// Hashes code, number and household size.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(population)
        hasher.combine(householdSize)
    }
}
