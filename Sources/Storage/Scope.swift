import Vocabulary

/// A user of the system.
public struct UserID: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    /// The running number.
    public let rawValue: Int64

    /// The user with this running number.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// In the order of creation.
    public static func < (left: UserID, right: UserID) -> Bool { left.rawValue < right.rawValue }
}

/// A role held in a territory and everything below it.
public struct Grant: Hashable, Sendable, Codable {
    /// What the holder does.
    public let role: Role
    /// Where.
    public let territory: TerritoryCode

    /// A role in a territory.
    public init(role: Role, territory: TerritoryCode) {
        self.role = role
        self.territory = territory
    }
}

/// Who is asking, for which territories, when.
///
/// Every read and write of a person takes one. A grant shows a person who has a link (`PersonLink`) in its territory that had not ended at
/// `moment`; which roles may do what is decided above this floor.
public struct Scope: Hashable, Sendable {
    /// Who asks; nil for the system itself.
    public let user: UserID?
    /// The roles and territories held.
    public let grants: [Grant]
    /// The moment of asking by the operating clock: links that ended before it show nobody any more.
    public let moment: Instant
    /// Whether everyone is visible.
    public let isUnrestricted: Bool
    /// The territories of the grants, without those that lie in another of them.
    let territories: [TerritoryCode]

    /// The scope of a user.
    public init(user: UserID, grants: [Grant], at moment: Instant) {
        self.user = user
        self.grants = grants
        self.moment = moment
        isUnrestricted = false
        var outermost: [TerritoryCode] = []
        for territory in Set(grants.map(\.territory)).sorted() where outermost.last?.contains(territory) != true {
            outermost.append(territory)
        }
        territories = outermost
    }

    private init(unrestrictedAt moment: Instant) {
        user = nil
        grants = []
        self.moment = moment
        isUnrestricted = true
        territories = []
    }

    /// The first of the territories held, none of which lies in another; nil where everything is seen.
    public var outermost: TerritoryCode? { territories.first }

    /// Sees everyone. For derivation, migration and tests; never for answering a person.
    public static let systemUnrestricted = Scope(unrestrictedAt: .distantPast)

    /// Whether all of `territory` lies in the scope.
    public func covers(_ territory: TerritoryCode) -> Bool {
        isUnrestricted || territories.contains { $0.contains(territory) }
    }

    /// The roles held in `territory`.
    public func roles(in territory: TerritoryCode) -> Set<Role> {
        Set(grants.lazy.filter { $0.territory.contains(territory) }.map(\.role))
    }
}

/// Why a piece of work must look beyond the scope of the one who caused it.
public enum SystemPurpose: String, CaseIterable, Sendable, Codable {
    /// The obligations of others follow from a fact.
    case derivation
    /// Is this person known already, anywhere?
    case matching
    /// Proving that what is stored is right.
    case verification
}
