import Register
import Vocabulary

/// The four clears of contacts (四清: 人数清 人头清 位置清 管控情况清) as accounting identities: both sides are counted apart, and what does not
/// agree, or is not known, is told by name (`domain.md` §12.3).
///
/// *Identified* are those whom the territory's own cases met and those who were pushed to it. *Due* are those for whom the duty lies here: each
/// stands in exactly one way, and the ways add up.
public struct FourClears: Hashable, Sendable {
    /// The clears, in the order of the words.
    public enum Clear: String, CaseIterable, Sendable {
        /// How many: nobody is lost between two territories 人数清.
        case number
        /// Who: each is known by document or telephone 人头清.
        case heads
        /// Where: each is located, finely enough 位置清.
        case places
        /// How: each is held as the policy asks, or has been let go 管控情况清.
        case control
    }

    /// How a contact stands.
    public enum Standing: String, CaseIterable, Sendable {
        /// Held: centrally, in a hospital, at home.
        case central, hospital, home
        /// Located, and to be moved.
        case awaitingTransfer
        /// Being sought.
        case traced
        /// Could not be found.
        case lost
        /// Let go, or nothing more is asked.
        case released
        /// Became a case.
        case positive
        /// Died.
        case died
        /// Taken over by an authority outside the register.
        case handedOver

        /// Whether the person is held now 在管.
        public var isHeld: Bool { [.central, .hospital, .home, .awaitingTransfer].contains(self) }
        /// Whether the person has been found and dealt with 已落地.
        public var isLanded: Bool { self != .traced && self != .lost }
    }

    /// What is known of a contact, as the clears ask.
    public struct Contact: Hashable, Sendable {
        /// Who.
        public var person: PersonID
        /// Where the cases are whom the person met, directly or through a close contact.
        public var metIn: Set<TerritoryCode>
        /// Where the duty for the person lies.
        public var duty: TerritoryCode
        /// Whether document or telephone are known.
        public var isIdentified: Bool
        /// Whether the person is located, finely enough.
        public var isLocated: Bool
        /// How the person stands.
        public var standing: Standing

        /// From its parts.
        public init(
            person: PersonID, metIn: Set<TerritoryCode>, duty: TerritoryCode, isIdentified: Bool = true, isLocated: Bool = true, standing: Standing
        ) {
            self.person = person
            self.metIn = metIn
            self.duty = duty
            self.isIdentified = isIdentified
            self.isLocated = isLocated
            self.standing = standing
        }
    }

    /// An identity: the sum on the left must be the number on the right.
    public struct Identity: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// The terms, by name.
        public let terms: [(name: String, count: Int)]
        /// What they must add up to.
        public let total: Int

        /// Whether it holds.
        public var holds: Bool { terms.reduce(0) { $0 + $1.count } == total }

        /// Equal if all numbers are.
        public static func == (left: Identity, right: Identity) -> Bool {
            left.name == right.name && left.total == right.total && left.terms.map(\.name) == right.terms.map(\.name)
                && left.terms.map(\.count) == right.terms.map(\.count)
        }

        /// By its name and total.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(name)
            hasher.combine(total)
        }
    }

    /// Everybody identified 累计甄别.
    public let identified: Int
    /// Met by cases of the territory 主动甄别.
    public let own: Int
    /// Pushed here by others 区外推送.
    public let received: Int
    /// For whom the duty lies here 应管.
    public let due: Int
    /// How those stand.
    public let standings: [Standing: Int]
    /// Met by own cases, by how far away the duty lies: here, in another county, another prefecture, another province.
    public let pushed: [Distance: Int]
    /// Who breaks each clear, in the order of their numbers.
    public let broken: [Clear: [PersonID]]

    /// How far away the duty for a contact lies.
    public enum Distance: String, CaseIterable, Sendable {
        case here, otherCounty, otherPrefecture, otherProvince
    }

    /// The clears of a territory from what is known of each contact; those neither met by its cases nor its duty are left out.
    public init(of territory: TerritoryCode, contacts: some Sequence<Contact>) {
        var (own, received, due) = (0, 0, 0)
        var standings: [Standing: Int] = [:]
        var pushed: [Distance: Int] = [:]
        var broken: [Clear: [PersonID]] = [:]
        for contact in contacts {
            let isHere = territory.contains(contact.duty) && contact.standing != .handedOver
            let isOwn = contact.metIn.contains { territory.contains($0) }
            guard isOwn || isHere else { continue }
            if isOwn {
                own += 1
                pushed[Distance(of: contact, from: territory), default: 0] += 1
            } else {
                received += 1
            }
            guard isHere else {
                // Pushed away, and nobody has confirmed having them.
                if !contact.standing.isLanded { broken[.number, default: []].append(contact.person) }
                continue
            }
            due += 1
            standings[contact.standing, default: 0] += 1
            if !contact.isIdentified { broken[.heads, default: []].append(contact.person) }
            if !contact.isLocated, ![.released, .positive, .died].contains(contact.standing) { broken[.places, default: []].append(contact.person) }
            if [.awaitingTransfer, .traced, .lost].contains(contact.standing) { broken[.control, default: []].append(contact.person) }
        }
        (identified, self.own, self.received, self.due) = (own + received, own, received, due)
        (self.standings, self.pushed) = (standings, pushed)
        self.broken = broken.mapValues { $0.sorted { $0.rawValue < $1.rawValue } }
    }

    /// The clears of each of several territories; every contact is looked at where it can count alone.
    static func ofEach(_ territories: [TerritoryCode], contacts: [Contact]) -> [FourClears] {
        guard let level = territories.first?.level, territories.allSatisfy({ $0.level == level }) else {
            return territories.map { FourClears(of: $0, contacts: contacts) }
        }
        let wanted = Set(territories)
        var concerned: [TerritoryCode: [Contact]] = [:]
        for contact in contacts {
            var seen: Set<TerritoryCode> = []
            for place in [contact.duty] + contact.metIn {
                guard let part = place.ancestor(at: level), wanted.contains(part), seen.insert(part).inserted else { continue }
                concerned[part, default: []].append(contact)
            }
        }
        return territories.map { FourClears(of: $0, contacts: concerned[$0] ?? []) }
    }

    /// How many break a clear.
    public func count(_ clear: Clear) -> Int { broken[clear]?.count ?? 0 }

    private func count(where isMeant: (Standing) -> Bool) -> Int { standings.reduce(0) { isMeant($1.key) ? $0 + $1.value : $0 } }

    /// The identities, each with both its sides.
    public var identities: [Identity] {
        let landed = count(where: \.isLanded)
        let held = count(where: \.isHeld)
        return [
            Identity(name: "identified", terms: [("own", own), ("received", received)], total: identified),
            Identity(name: "own", terms: Distance.allCases.map { (name: $0.rawValue, count: pushed[$0] ?? 0) }, total: own),
            Identity(name: "due", terms: [("here", pushed[.here] ?? 0), ("received", received)], total: due),
            Identity(
                name: "standing", terms: [("landed", landed), ("traced", standings[.traced] ?? 0), ("lost", standings[.lost] ?? 0)], total: due),
            Identity(
                name: "landed",
                terms: [(name: "held", count: held)] + [Standing.released, .positive, .died].map { (name: $0.rawValue, count: standings[$0] ?? 0) },
                total: landed),
            Identity(
                name: "held", terms: [Standing.central, .awaitingTransfer, .home, .hospital].map { (name: $0.rawValue, count: standings[$0] ?? 0) },
                total: held),
        ]
    }
}

extension FourClears.Distance {
    fileprivate init(of contact: FourClears.Contact, from territory: TerritoryCode) {
        if contact.standing == .handedOver || contact.duty.ancestor(at: .province) != territory.ancestor(at: .province) {
            self = .otherProvince
        } else if territory.contains(contact.duty) {
            self = .here
        } else {
            self = contact.duty.ancestor(at: .prefecture) == territory.ancestor(at: .prefecture) ? .otherCounty : .otherPrefecture
        }
    }
}
