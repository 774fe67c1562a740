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
                var counting = try ClearsCounting(reader: reader, territory: territory, now: now, policies: policies)
                try counting.addEveryone(of: territory)
                let contacts = try counting.contacts()
                return (FourClears(of: territory, contacts: contacts), FourClears.ofEach(parts, contacts: contacts))
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
                try counting.addContacts(of: [person])
                return FourClears(of: territory, contacts: try counting.contacts())
            }
        }
    }
}

/// Gathers what the clears ask of each contact, each once.
private struct ClearsCounting {
    let reader: Reader
    let now: Instant
    /// To how many digits a place must be known.
    let digits: Int
    /// What was read of persons; of those who are neither contacts nor cases there is nothing.
    private var sketches: [PersonID: ContactSketch] = [:]
    /// Where the cases are whom each person met, as far as gathered.
    private var met: [PersonID: Set<TerritoryCode>] = [:]

    init(reader: Reader, territory: TerritoryCode, now: Instant, policies: PolicyShelf) throws {
        self.reader = reader
        self.now = now
        digits = try policies.edition(at: now, in: territory).tracing.locationDigits
    }

    /// The contacts of the territory's cases, and those on its lists.
    mutating func addEveryone(of territory: TerritoryCode) throws {
        sketches = try reader.sketches(in: territory)
        let listed = sketches
        let cases = listed.filter(\.value.isCase).map(\.key)
        try addContacts(of: cases)
        for (person, sketch) in listed where met[person] == nil {
            // Contacts who became cases are contacts still.
            let isContact = try sketch.isCase ? reader.hasFacts(of: .exposure, about: person) : [.close, .secondary].contains(sketch.degree)
            if isContact { met[person] = [] }
        }
    }

    /// Those whom cases met, and those whom their close contacts met.
    mutating func addContacts(of cases: [PersonID]) throws {
        try read(cases)
        var direct: [PersonID: Set<TerritoryCode>] = [:]
        for (person, contacts) in try reader.contacts(exposedToAny: cases) {
            guard let territory = sketches[person]?.territory else { continue }
            for contact in contacts { direct[contact, default: []].insert(territory) }
        }
        try read(direct.keys)
        let close = direct.keys.filter { sketches[$0]?.degree == .close }
        met = direct
        for (person, contacts) in try reader.contacts(exposedToAny: close) {
            for contact in contacts { met[contact, default: []].formUnion(direct[person] ?? []) }
        }
        try read(met.keys)
    }

    private mutating func read(_ persons: some Sequence<PersonID>) throws {
        let others = persons.filter { sketches[$0] == nil }
        guard !others.isEmpty else { return }
        sketches.merge(try reader.sketches(of: others)) { known, _ in known }
    }

    /// What is known of each: close and secondary contacts, and those who became cases; the others are followed, not cleared.
    func contacts() throws -> [FourClears.Contact] {
        try met.compactMap { person, metIn in
            guard let sketch = sketches[person], sketch.isCase || [.close, .secondary].contains(sketch.degree) else { return nil }
            let course = try sketch.isCase ? nil : course(of: person, sketch.control)
            let isFound = sketch.control != nil || course?.isLocated ?? true
            return FourClears.Contact(
                person: person, metIn: metIn, duty: sketch.territory, isIdentified: sketch.isIdentified,
                isLocated: sketch.control != nil && sketch.hasSite || isFound && sketch.home.digits.count >= digits,
                standing: sketch.isCase ? (sketch.outcome == .died ? .died : .positive) : course?.standing ?? .released)
        }
    }

    /// How somebody stands who is no case, and whether the person was located.
    private func course(of person: PersonID, _ control: ControlMode?) throws -> (standing: FourClears.Standing, isLocated: Bool) {
        if let control {
            switch control {
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
        let dossier = Dossier(id: person, records: try reader.records(of: person, only: [.act, .death]), asOf: now)
        if dossier.death != nil { return (.died, true) }
        let last = dossier.acts.last { [.lost, .located, .controlledElsewhere].contains($0.value.deed) }?.value.deed
        if last == .controlledElsewhere { return (.handedOver, true) }
        if last == .lost { return (.lost, false) }
        return (isLocated ? .awaitingTransfer : .traced, isLocated)
    }
}
