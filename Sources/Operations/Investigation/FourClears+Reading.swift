import Obligations
import Policy
import Register
import Storage
import Vocabulary

import struct Obligations.Calendar

extension Operations {
    /// The four clears of a territory now, and of each of the territories named in it.
    public func fourClears(
        of territory: TerritoryCode, and parts: [TerritoryCode] = [], scope: Scope
    ) async throws -> (whole: FourClears, parts: [FourClears]) {
        let (now, policies) = (clock.now, policies)
        return try await store.read(scope) { reader in
            guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
            // Numbers of everybody the territory answers for; who may be shown by name is asked where names are.
            return try reader.beyondScope(.verification) {
                let cases = try reader.members(.cases, of: territory).filter { row in row.listing.asCase.map { !$0.isExcluded } ?? false }
                var counting = try ClearsCounting(reader: reader, territory: territory, now: now, policies: policies)
                try counting.addContacts(of: cases.map { ($0.id, $0.listing.territory) })
                for kind in [ListKind.contacts, .secondaryContacts] {
                    for row in try reader.members(kind, of: territory) { try counting.add(row.id, row.listing, metIn: []) }
                }
                // Contacts who became cases stand in the list of cases only.
                for row in cases where try reader.hasFacts(of: .exposure, about: row.id) { try counting.add(row.id, row.listing, metIn: []) }
                let contacts = counting.contacts.values
                return (FourClears(of: territory, contacts: contacts), parts.map { FourClears(of: $0, contacts: contacts) })
            }
        }
    }

    /// The four clears of a case: of those it met, and of those they met in turn; nil if the scope does not see the case.
    public func fourClears(ofCase person: PersonID, scope: Scope) async throws -> FourClears? {
        let (now, policies) = (clock.now, policies)
        return try await store.read(scope) { reader in
            guard try reader.canSee(person), let listing = try reader.listing(of: person), let role = listing.asCase, !role.isExcluded else {
                return nil
            }
            return try reader.beyondScope(.verification) {
                let territory = listing.territory.ancestor(at: .county) ?? listing.territory
                var counting = try ClearsCounting(reader: reader, territory: territory, now: now, policies: policies)
                try counting.addContacts(of: [(person, territory)])
                return FourClears(of: territory, contacts: counting.contacts.values)
            }
        }
    }
}

extension Reader {
    /// Everyone of a list in a territory.
    fileprivate func members(_ kind: ListKind, of territory: TerritoryCode) throws -> [LineListRow] {
        try lineList(LineListQuery(territory: territory, kind: kind, limit: 1_000_000, countCap: 0)).rows
    }
}

/// Gathers what the clears ask of each contact, each once.
private struct ClearsCounting {
    let reader: Reader
    let now: Instant
    /// To how many digits a place must be known.
    let digits: Int
    var contacts: [PersonID: FourClears.Contact] = [:]

    init(reader: Reader, territory: TerritoryCode, now: Instant, policies: PolicyShelf) throws {
        self.reader = reader
        self.now = now
        digits = try policies.edition(at: now, in: territory).tracing.locationDigits
    }

    /// Those whom cases met, and those whom their close contacts met.
    mutating func addContacts(of cases: [(person: PersonID, territory: TerritoryCode)]) throws {
        var met: [PersonID: Set<TerritoryCode>] = [:]
        for (person, territory) in cases {
            for contact in try reader.contacts(exposedTo: person) { met[contact, default: []].insert(territory) }
        }
        var listings: [PersonID: Listing] = [:]
        for person in met.keys { listings[person] = try reader.listing(of: person) }
        var secondary: [PersonID: Listing] = [:]
        for (person, listing) in listings where listing.asContact?.degree == .close {
            for contact in try reader.contacts(exposedTo: person) {
                met[contact, default: []].formUnion(met[person] ?? [])
                if listings[contact] == nil { secondary[contact] = try reader.listing(of: contact) }
            }
        }
        for (person, territories) in met {
            guard let listing = listings[person] ?? secondary[person] else { continue }
            try add(person, listing, metIn: territories)
        }
    }

    /// Close and secondary contacts, and those who became cases; the others are followed, not cleared.
    mutating func add(_ person: PersonID, _ listing: Listing, metIn: Set<TerritoryCode>) throws {
        guard contacts[person] == nil else { return }
        let infection = listing.asCase.flatMap { $0.isExcluded ? nil : $0 }
        guard infection != nil || [.close, .secondary].contains(listing.asContact?.degree) else { return }
        let identity = try reader.maskedIdentity(of: person).identity
        let course = try infection == nil ? course(of: person, listing) : nil
        let place = try reader.links(of: person)
        let home = (place.first { $0.kind == .location } ?? place.first { $0.kind == .residence })?.territory ?? listing.residence
        let isFound = listing.control != nil || course?.isLocated ?? true
        contacts[person] = FourClears.Contact(
            person: person, metIn: metIn, duty: listing.territory, isIdentified: identity.documentNumber != nil || identity.phone != nil,
            isLocated: listing.control?.site != nil || isFound && home.digits.count >= digits,
            standing: infection.map { $0.outcome == .died ? .died : .positive } ?? course?.standing ?? .released)
    }

    /// How somebody stands who is no case, and whether the person was located.
    private func course(of person: PersonID, _ listing: Listing) throws -> (standing: FourClears.Standing, isLocated: Bool) {
        if let control = listing.control {
            switch control.mode {
            case .hospital: return (.hospital, true)
            case .central: return (.central, true)
            default: return (.home, true)
            }
        }
        guard let stored = try reader.derived(of: person), let calendar = Calendar(packed: stored.calendar, subject: .person(person)) else {
            return (.released, true)
        }
        let duties = calendar.current.filter { $0.id.reason == .closeContact || $0.id.reason == .secondaryContact }
        let isLocated = duties.contains { $0.id.rule.hasSuffix(".located") && $0.fulfilment.map { $0.at <= now } ?? false }
        let isDemanded = duties.contains { $0.kind == .stage && $0.opens <= now && ($0.due ?? .distantFuture) > now }
        guard isDemanded else { return (.released, true) }
        // Few are left: those who are sought, or wait to be moved.
        let dossier = Dossier(id: person, records: try reader.records(of: person), asOf: now)
        if dossier.death != nil { return (.died, true) }
        let last = dossier.acts.last { [.lost, .located, .controlledElsewhere].contains($0.value.deed) }?.value.deed
        if last == .controlledElsewhere { return (.handedOver, true) }
        if last == .lost { return (.lost, false) }
        return (isLocated ? .awaitingTransfer : .traced, isLocated)
    }
}
