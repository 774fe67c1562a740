import Foundation
import Register
import Vocabulary

/// What a transaction writes later than it is said, many rows together and in the order of the tables' indexes: an import of thousands of people pays for
/// every statement, and for every page of a tree that it comes back to.
///
/// Nobody sees the difference: whatever asks for the ``Reader/database`` has everything written first, and the body's end does. Only statements about
/// other tables than these go to the ``Reader/connection`` directly: `duty`, `identity`, `search_token`, `derived`, `listing`, `roll`,
/// `person_territory`.
struct Gathered {
    /// How many rows there are to be written.
    private(set) var count = 0
    /// Rows of the worklists.
    private(set) var duties: [(subject: Subject, row: DutyRow)] = []
    /// Identities of newly registered persons, sealed by another core meanwhile.
    private(set) var identities: [(person: PersonID, masked: MaskedIdentity, sealed: Ahead<Result<SealedIdentity, any Error>>)] = []
    /// By what they are found, with the first bytes as a number to order them by.
    private(set) var tokens: [(order: UInt64, token: Data, person: PersonID)] = []
    /// The first bytes of all these.
    private var tokenOrders: Set<UInt64> = []
    /// What was derived of newly registered persons.
    private(set) var derived: [(person: PersonID, derived: Derived)] = []
    /// What the lists show of them.
    private(set) var listings: [(person: PersonID, listing: Listing)] = []
    /// Who sees them.
    private(set) var links: [(person: PersonID, link: PersonLink)] = []
    /// How many identities have been handed to the other core.
    private var handedOver = 0

    /// So many rows are written together at the most.
    static let most = 100_000
    /// So many identities are handed over together.
    private static let step = 16

    mutating func add(_ rows: some Sequence<DutyRow>, of subject: Subject) {
        for row in rows {
            duties.append((subject, row))
            count += 1
        }
    }

    mutating func add(_ identity: Ahead<Result<SealedIdentity, any Error>>, masked: MaskedIdentity, of person: PersonID) {
        identities.append((person, masked, identity))
        count += 1
        guard identities.count - handedOver >= Gathered.step else { return }
        Ahead.begin(identities[handedOver...].map(\.sealed))
        handedOver = identities.count
    }

    mutating func add(_ token: Data, of person: PersonID) {
        let order = Gathered.order(of: token)
        tokens.append((order, token, person))
        tokenOrders.insert(order)
        count += 1
    }

    mutating func add(_ derived: Derived, of person: PersonID) {
        self.derived.append((person, derived))
        count += 1
    }

    mutating func add(_ listing: Listing, of person: PersonID) {
        listings.append((person, listing))
        count += 1
    }

    mutating func add(_ links: some Sequence<PersonLink>, of person: PersonID) {
        for link in links {
            self.links.append((person, link))
            count += 1
        }
    }

    /// Whether somebody may be found by a token who is not written yet.
    func mayHold(_ token: Data) -> Bool { tokenOrders.contains(Gathered.order(of: token)) }

    /// Another core gives back the memory of what was written.
    mutating func clearAway() {
        let (duties, derived, listings, identities) = (duties, derived, listings, identities)
        self = Gathered()
        if listings.count > 100 { Ahead.letGo((duties, derived, listings, identities)) }
    }

    private static func order(of token: Data) -> UInt64 { token.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
}

extension Writer {
    /// Has what was gathered written once it is much.
    func writeIfMany() throws {
        if gathered.count >= Gathered.most { try writeGathered() }
    }

    /// Writes what was gathered.
    func writeGathered() throws {
        var rows = gathered
        gathered = Gathered()
        try write(rows.identities)
        try write(rows.tokens.sorted { ($0.order, $0.person.rawValue) < ($1.order, $1.person.rawValue) })
        try write(rows.derived)
        try write(rows.listings)
        try write(rows.duties)
        try write(rows.links)
        rows.clearAway()
    }
}
