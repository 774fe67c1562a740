import Vocabulary

/// Who counts as a contact of a case, by setting and by vehicle (`domain.md` §3, §15.1).
public struct ContactDefinitions: Hashable, Sendable {
    /// By setting; a setting without a rule makes nobody a contact.
    public var settings: [ContactSetting: SettingRule]
    /// By vehicle.
    public var vehicles: [VehicleKind: VehicleRule]
    /// Settings in which a contact of a close contact is a secondary contact.
    public var secondary: Set<ContactSetting>
    /// Least time two people must have been in one place for co-presence to be looked at.
    public var minOverlap: Span
    /// How long after an infectious person has left a place others can still be exposed there.
    public var lingering: Span
    /// Being in one cell of the map at the same time (时空伴随), if the edition uses it.
    public var cell: CellRule?
    /// Neighbours in a building, if the edition looks beyond the dwelling.
    public var dwelling: DwellingRule?

    /// Who is a contact in a setting.
    public struct SettingRule: Hashable, Sendable {
        /// What they become.
        public var degree: ContactDegree
        /// Least time together; nil: any.
        public var minimum: Span?
        /// The hours within which times together add up to that minimum; nil: each meeting by itself.
        public var cumulativeIn: Hours?
        /// Greatest distance in metres; nil: anywhere in the same space.
        public var distance: Double?
        /// Whether protection worn as it should be makes somebody no contact.
        public var unprotectedOnly: Bool
        /// How many tables, desks or beds away people still count: 0 the same, 1 the adjacent as well; nil: everyone in the space.
        public var tables: Int?
    }

    /// Who is a contact in a building from which nobody may leave, by what its dwellings share (`domain.md` §3).
    public struct DwellingRule: Hashable, Sendable {
        /// Floors above and below that count besides the case's own, where each dwelling has its own kitchen and toilet.
        public var floors: Int
        /// What the people of those floors become.
        public var neighbours: ContactDegree
        /// What the people of the case's floor become where kitchen or toilet are shared.
        public var sharing: ContactDegree
        /// What the rest of such a building becomes; nil: nothing.
        public var building: ContactDegree?
    }

    /// Who is a contact in a vehicle.
    public struct VehicleRule: Hashable, Sendable {
        /// Who becomes a close contact.
        public var close: Extent
        /// Crew that become close contacts.
        public var crew: Crew
        /// What the others on board become; nil: nothing.
        public var others: ContactDegree?
        /// Least time together; nil: any.
        public var minimum: Span?
    }

    /// How far from the case the close contacts in a vehicle sit.
    public enum Extent: Hashable, Sendable {
        /// Everyone on board.
        case everyone
        /// The whole coach.
        case coach
        /// The same compartment.
        case compartment
        /// The same cabin.
        case cabin
        /// The same row and so many *existing* rows in front and behind; row numbers have gaps (no 13, no 14).
        case rows(Int)
        /// The same bay and so many bays in front and behind.
        case bays(Int)
        /// So many seats in every direction.
        case seats(Int)
    }

    /// Which crew become close contacts.
    public enum Crew: String, CaseIterable, Sendable {
        /// None by rule.
        case none
        /// Those serving the case's section, the driver and conductor.
        case serving
        /// All.
        case all
    }

    /// Being in one cell of the map at the same time.
    public struct CellRule: Hashable, Sendable {
        /// Edge of a cell in metres.
        public var metres: Int
        /// Least time together.
        public var minimum: Span
        /// Days looked back.
        public var days: Days
    }
}
