import Foundation
import GRDB
import Register
import Vocabulary

/// What lists show of a person besides the masked identity: a projection of the facts, written anew whenever they change.
public struct Listing: Hashable, Sendable {
    /// Sex as recorded.
    public var sex: Sex?
    /// Year of birth.
    public var birthYear: Int?
    /// Where the person lives.
    public var residence: TerritoryCode
    /// Where the duty for the person lies: the lists of this territory and of those above it show the person.
    public var territory: TerritoryCode
    /// When the person became known.
    public var registeredAt: Instant
    /// When something about the person last became known.
    public var updatedAt: Instant
    /// When the next obligation, or the oldest late one, is due.
    public var nextDue: Instant?
    /// The person as a case.
    public var asCase: CaseRole?
    /// The person as a contact.
    public var asContact: ContactRole?
    /// The person's last arrival.
    public var asArrival: ArrivalRole?
    /// The post held.
    public var asPost: PostRole?
    /// How the person is held or watched now.
    public var control: Control?

    /// A person as a case.
    public struct CaseRole: Hashable, Sendable {
        /// Its present class.
        public var kind: CaseKind
        /// Where infected.
        public var origin: CaseOrigin
        /// First day of symptoms.
        public var onset: CivilDate?
        /// When diagnosed.
        public var diagnosedAt: Instant
        /// Whether the person was under control when found.
        public var foundUnderControl: Bool?
        /// Present severity.
        public var severity: Severity?
        /// How it ended.
        public var outcome: CaseOutcome?
        /// Whether it was ruled out.
        public var isExcluded: Bool
        /// What people call the case by.
        public var label: String?

        /// From its parts.
        public init(
            kind: CaseKind, origin: CaseOrigin, onset: CivilDate? = nil, diagnosedAt: Instant, foundUnderControl: Bool? = nil,
            severity: Severity? = nil, outcome: CaseOutcome? = nil, isExcluded: Bool = false, label: String? = nil
        ) {
            self.kind = kind
            self.origin = origin
            self.onset = onset
            self.diagnosedAt = diagnosedAt
            self.foundUnderControl = foundUnderControl
            self.severity = severity
            self.outcome = outcome
            self.isExcluded = isExcluded
            self.label = label
        }
    }

    /// A person as a contact.
    public struct ContactRole: Hashable, Sendable {
        /// How near.
        public var degree: ContactDegree
        /// Last day of exposure.
        public var lastExposure: CivilDate
        /// When identified.
        public var identifiedAt: Instant
        /// Exposed to whom, last.
        public var index: PersonID?

        /// From its parts.
        public init(degree: ContactDegree, lastExposure: CivilDate, identifiedAt: Instant, index: PersonID? = nil) {
            self.degree = degree
            self.lastExposure = lastExposure
            self.identifiedAt = identifiedAt
            self.index = index
        }
    }

    /// A person as an arrival.
    public struct ArrivalRole: Hashable, Sendable {
        /// Risk of the place of origin.
        public var risk: OriginRisk
        /// When arrived.
        public var arrivedAt: Instant
        /// Where from, in words.
        public var origin: String

        /// From its parts.
        public init(risk: OriginRisk, arrivedAt: Instant, origin: String) {
            self.risk = risk
            self.arrivedAt = arrivedAt
            self.origin = origin
        }
    }

    /// A person in a post.
    public struct PostRole: Hashable, Sendable {
        /// The class, by the policy's key.
        public var postClass: String
        /// The unit.
        public var unit: String?
        /// Since when.
        public var since: Instant

        /// From its parts.
        public init(postClass: String, unit: String? = nil, since: Instant) {
            self.postClass = postClass
            self.unit = unit
            self.since = since
        }
    }

    /// How a person is held or watched.
    public struct Control: Hashable, Sendable {
        /// How.
        public var mode: ControlMode
        /// Hospital, site or home.
        public var site: String?
        /// Ward and bed, or room.
        public var room: String?
        /// Since when.
        public var since: Instant
        /// When it is to end.
        public var releaseAt: Instant?

        /// From its parts.
        public init(mode: ControlMode, site: String? = nil, room: String? = nil, since: Instant, releaseAt: Instant? = nil) {
            self.mode = mode
            self.site = site
            self.room = room
            self.since = since
            self.releaseAt = releaseAt
        }
    }

    /// A listing from its parts.
    public init(
        sex: Sex? = nil, birthYear: Int? = nil, residence: TerritoryCode, territory: TerritoryCode, registeredAt: Instant, updatedAt: Instant,
        nextDue: Instant? = nil, asCase: CaseRole? = nil, asContact: ContactRole? = nil, asArrival: ArrivalRole? = nil, asPost: PostRole? = nil,
        control: Control? = nil
    ) {
        self.sex = sex
        self.birthYear = birthYear
        self.residence = residence
        self.territory = territory
        self.registeredAt = registeredAt
        self.updatedAt = updatedAt
        self.nextDue = nextDue
        self.asCase = asCase
        self.asContact = asContact
        self.asArrival = asArrival
        self.asPost = asPost
        self.control = control
    }
}

/// The lists of people.
public enum ListKind: String, CaseIterable, Sendable, Codable {
    /// Everyone; by registration.
    case person
    /// Cases that were not ruled out; by diagnosis. Tag: `CaseKind`.
    case cases
    /// Close contacts; by identification. Tag: `ContactDegree`, as in the two lists that follow.
    case contacts
    /// Secondary contacts; by identification.
    case secondaryContacts
    /// General contacts and people exposed at a place; by identification.
    case otherContacts
    /// Arrivals; by arrival. Tag: `OriginRisk`.
    case arrivals
    /// Holders of posts; by beginning. Tag: the class of post.
    case posts
    /// Everyone held or watched; by beginning. Tag: `ControlMode`.
    case controlled
}

extension Listing {
    /// A place on a list.
    struct Place: Hashable {
        var kind: ListKind
        var at: Instant
        var tag: String?
    }

    /// The lists on which the person stands.
    var places: [Place] {
        var places = [Place(kind: .person, at: registeredAt)]
        if let asCase, !asCase.isExcluded { places.append(Place(kind: .cases, at: asCase.diagnosedAt, tag: asCase.kind.rawValue)) }
        if let asContact {
            let kind: ListKind =
                switch asContact.degree {
                case .close: .contacts
                case .secondary: .secondaryContacts
                case .exposedAtPlace, .general: .otherContacts
                }
            places.append(Place(kind: kind, at: asContact.identifiedAt, tag: asContact.degree.rawValue))
        }
        if let asArrival { places.append(Place(kind: .arrivals, at: asArrival.arrivedAt, tag: asArrival.risk.rawValue)) }
        if let asPost { places.append(Place(kind: .posts, at: asPost.since, tag: asPost.postClass)) }
        if let control { places.append(Place(kind: .controlled, at: control.since, tag: control.mode.rawValue)) }
        return places
    }

    /// The columns, in the order in which `init(_:from:)` reads them.
    static let columns = [
        "sex", "birth_year", "residence", "territory", "registered_at", "updated_at", "next_due",
        "case_kind", "case_origin", "onset", "diagnosed_at", "found_under_control", "severity", "outcome", "excluded", "case_label",
        "degree", "last_exposure", "identified_at", "index_person", "arrival_risk", "arrived_at", "arrival_origin",
        "post_class", "post_unit", "post_since", "control", "site", "room", "controlled_since", "release_at",
    ]

    /// Binds the values of `columns`.
    fileprivate func bind(to row: inout RowBinder) throws {
        try row.bind(sex?.rawValue)
        try row.bind(birthYear.map(Int64.init))
        try row.bind(residence.digits)
        try row.bind(territory.digits)
        try row.bind(registeredAt.milliseconds)
        try row.bind(updatedAt.milliseconds)
        try row.bind(nextDue?.milliseconds)
        try row.bind(asCase?.kind.rawValue)
        try row.bind(asCase?.origin.rawValue)
        try row.bind((asCase?.onset?.daysSinceEpoch).map(Int64.init))
        try row.bind(asCase?.diagnosedAt.milliseconds)
        try row.bind((asCase?.foundUnderControl).map { $0 ? 1 : 0 })
        try row.bind(asCase?.severity?.rawValue)
        try row.bind(asCase?.outcome?.rawValue)
        try row.bind((asCase?.isExcluded).map { $0 ? 1 : 0 })
        try row.bind(asCase?.label)
        try row.bind(asContact?.degree.rawValue)
        try row.bind((asContact?.lastExposure.daysSinceEpoch).map(Int64.init))
        try row.bind(asContact?.identifiedAt.milliseconds)
        try row.bind(asContact?.index?.rawValue)
        try row.bind(asArrival?.risk.rawValue)
        try row.bind(asArrival?.arrivedAt.milliseconds)
        try row.bind(asArrival?.origin)
        try row.bind(asPost?.postClass)
        try row.bind(asPost?.unit)
        try row.bind(asPost?.since.milliseconds)
        try row.bind(control?.mode.rawValue)
        try row.bind(control?.site)
        try row.bind(control?.room)
        try row.bind(control?.since.milliseconds)
        try row.bind(control?.releaseAt?.milliseconds)
    }

    /// From a row that selects `columns` from the given one on.
    init(_ row: Row, from first: Int) throws {
        self.init(
            sex: try row.optionalWord(first), birthYear: try row.optional(first + 1), residence: try row.territory(first + 2),
            territory: try row.territory(first + 3), registeredAt: try row.instant(first + 4), updatedAt: try row.instant(first + 5),
            nextDue: try row.optionalInstant(first + 6))
        if let kind = try row.optionalWord(first + 7, as: CaseKind.self) {
            asCase = CaseRole(
                kind: kind, origin: try row.word(first + 8), onset: try row.optional(first + 9).map(CivilDate.init(daysSinceEpoch:)),
                diagnosedAt: try row.instant(first + 10), foundUnderControl: try row.optional(first + 11), severity: try row.optionalWord(first + 12),
                outcome: try row.optionalWord(first + 13), isExcluded: try row.value(first + 14), label: try row.optional(first + 15))
        }
        if let degree = try row.optionalWord(first + 16, as: ContactDegree.self) {
            asContact = ContactRole(
                degree: degree, lastExposure: CivilDate(daysSinceEpoch: try row.value(first + 17)), identifiedAt: try row.instant(first + 18),
                index: try row.optional(first + 19).map(PersonID.init(rawValue:)))
        }
        if let risk = try row.optionalWord(first + 20, as: OriginRisk.self) {
            asArrival = ArrivalRole(risk: risk, arrivedAt: try row.instant(first + 21), origin: try row.value(first + 22))
        }
        if let postClass = try row.optional(first + 23, as: String.self) {
            asPost = PostRole(postClass: postClass, unit: try row.optional(first + 24), since: try row.instant(first + 25))
        }
        if let mode = try row.optionalWord(first + 26, as: ControlMode.self) {
            control = Control(
                mode: mode, site: try row.optional(first + 27), room: try row.optional(first + 28), since: try row.instant(first + 29),
                releaseAt: try row.optionalInstant(first + 30))
        }
    }
}

private enum Query {
    static let get = "SELECT \(Listing.columns.joined(separator: ", ")) FROM listing WHERE person = ?"
    static let set = """
        INSERT INTO listing (person, \(Listing.columns.joined(separator: ", "))) VALUES \(String.places(Listing.columns.count + 1))
        ON CONFLICT (person) DO UPDATE SET \(Listing.columns.map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
        """
    static let insert = Insertion(
        into: "listing (person, \(Listing.columns.joined(separator: ", ")))", columns: Listing.columns.count + 1, or: .fail)
    static let remove = "DELETE FROM listing WHERE person = ?"
    static let removeFromAll = "DELETE FROM roll WHERE person = ?"
    static let removeFromRoll = "DELETE FROM roll WHERE person = ? AND kind = ?"
    static let putOnRoll = Insertion(into: "roll (person, kind, territory, t2, t4, t6, t9, at, next_due, tag, control)", columns: 11, or: .fail)
    static let setOnRoll = """
        INSERT INTO roll (person, kind, territory, t2, t4, t6, t9, at, next_due, tag, control) VALUES \(String.places(11))
        ON CONFLICT (person, kind) DO UPDATE SET territory = excluded.territory, t2 = excluded.t2, t4 = excluded.t4, t6 = excluded.t6,
            t9 = excluded.t9, at = excluded.at, next_due = excluded.next_due, tag = excluded.tag, control = excluded.control
        """
}

extension Reader {
    /// What lists show of a person; nil if nothing was set yet.
    public func listing(of person: PersonID) throws -> Listing? {
        try requireVisible(person)
        return try storedListing(of: person)
    }

    fileprivate func storedListing(of person: PersonID) throws -> Listing? {
        try database.row(Query.get, [person.rawValue]).map { try Listing($0, from: 0) }
    }
}

extension Writer {
    /// Sets what lists show of a person, and so on which lists the person stands.
    ///
    /// - Complexity: one statement, and one for each list on which something changed.
    public func setListing(_ listing: Listing, of person: PersonID) throws {
        try requireVisible(person)
        let isFresh = created.contains(person) && !listed.contains(person)
        listed.insert(person)
        if isFresh {
            gathered.add(listing, of: person)
            count(listing, by: 1)
            return account.note("derived.listing")
        }
        let former = try storedListing(of: person)
        guard listing != former else { return }
        try database.put(Query.set) { row in
            try row.bind(person.rawValue)
            try listing.bind(to: &row)
        }
        if let former { count(former, by: -1) }
        count(listing, by: 1)
        let places = listing.places
        let sharesRest =
            former.map {
                $0.territory == listing.territory && $0.nextDue == listing.nextDue && $0.control?.mode == listing.control?.mode
            } ?? false
        let formerPlaces = former?.places ?? []
        for place in formerPlaces where !places.contains(where: { $0.kind == place.kind }) {
            try database.run(Query.removeFromRoll, [person.rawValue, place.kind.rawValue])
        }
        let changed = places.filter { !(sharesRest && formerPlaces.contains($0)) }
        try database.put(Query.setOnRoll, changed) { try listing.bind($0, of: person, to: &$1) }
        account.note("derived.listing")
    }

    /// Takes a person off every list: a record that gave way to another.
    public func removeListing(of person: PersonID) throws {
        try requireVisible(person)
        if let former = try storedListing(of: person) { count(former, by: -1) }
        try database.run(Query.remove, [person.rawValue])
        try database.run(Query.removeFromAll, [person.rawValue])
        listed.insert(person)
        account.note("derived.listing")
    }
}

extension Writer {
    /// Writes what lists show of newly registered persons: the lists in the order of their indexes.
    func write(_ listings: [(person: PersonID, listing: Listing)]) throws {
        try connection.put(Query.insert, listings) { entry, row in
            try row.bind(entry.person.rawValue)
            try entry.listing.bind(to: &row)
        }
        var places: [(place: Listing.Place, index: Int)] = []
        places.reserveCapacity(listings.count * 2)
        for index in listings.indices { for place in listings[index].listing.places { places.append((place, index)) } }
        places.sort { ($0.place.kind.rawValue, $0.place.at, $0.index) < ($1.place.kind.rawValue, $1.place.at, $1.index) }
        try connection.put(Query.putOnRoll, places) { entry, row in
            try listings[entry.index].listing.bind(entry.place, of: listings[entry.index].person, to: &row)
        }
    }
}

extension Listing {
    /// Binds a place on a list.
    fileprivate func bind(_ place: Place, of person: PersonID, to row: inout RowBinder) throws {
        try row.bind(person.rawValue)
        try row.bind(place.kind.rawValue)
        try row.bind(territory.digits)
        for level in TerritoryCode.Level.indexed where level <= .township { try row.bind(territory.number(at: level)) }
        try row.bind(place.at.milliseconds)
        try row.bind(nextDue?.milliseconds)
        try row.bind(place.tag)
        try row.bind(control?.mode.rawValue)
    }
}
