import Exchange
import Policy
import Register
import Storage
import Vocabulary

/// Finds the registered places that the rows of a file mean.
///
/// A place goes by its number in the register, or else by its name within a territory: the row may name the territory itself or one around it,
/// or one within that of the register.
final class PlaceFinder {
    private var byName: [String: [(place: Reference<Place>, territory: TerritoryCode)]] = [:]
    private var numbers: Set<Int64> = []

    init(_ reader: Reader) throws {
        for entry in try reader.placeNames() { add(entry.place, entry.name, entry.territory) }
    }

    func add(_ place: Reference<Place>, _ name: String, _ territory: TerritoryCode) {
        byName[name, default: []].append((place, territory))
        numbers.insert(place.rawValue)
    }

    /// The place that is meant, of those the scope sees; nil if none goes by that.
    ///
    /// - Throws: `OperationError.placesOfOneName` where several do.
    func place(_ reference: PlaceReference, _ reader: Reader) throws -> Reference<Place>? {
        if let number = reference.number {
            let place = Reference<Place>(rawValue: number)
            return try numbers.contains(number) && reader.canSee(.place(place)) ? place : nil
        }
        guard let name = reference.name else { return nil }
        let named = try (byName[name] ?? []).filter { candidate in
            let isThere = reference.territory.map { $0.contains(candidate.territory) || candidate.territory.contains($0) } ?? true
            return try isThere && reader.canSee(.place(candidate.place))
        }
        let exact = named.filter { $0.territory == reference.territory }
        let found = exact.isEmpty ? named : exact
        guard found.count < 2 else { throw OperationError.placesOfOneName(name, found.map(\.place.rawValue)) }
        return found.first?.place
    }
}

extension PlaceFinder {
    /// Finds the place that a row describes or that somebody was in, and checks what the row says; writes nothing.
    ///
    /// - Returns: The place, nil where it is yet to be registered; and the row with the class of the place as the policy calls it.
    func placed(
        _ row: ImportRow, _ reader: Reader, _ policies: PolicyShelf, at now: Instant
    ) throws -> (place: Reference<Place>?, row: ImportRow) {
        guard let position = row.facts.firstIndex(where: { if case .place = $0.link { true } else { false } }),
            case .place(let reference) = row.facts[position].link
        else { return (nil, row) }
        let found = try place(reference, reader)
        guard case .place(var place) = row.facts[position].fact else {
            guard let found else { throw OperationError.placeUnknown(reference.name ?? reference.number.map(String.init) ?? "") }
            return (found, row)
        }
        guard reference.number == nil || found != nil else { throw OperationError.placeUnknown(reference.number.map(String.init) ?? "") }
        guard reader.scope.covers(place.territory) else { throw OperationError.notHeld(place.territory) }
        // What was registered under another edition, or by other means, goes on under its class.
        if try found.flatMap({ try reader.registered($0) })?.placeClass != place.placeClass {
            place.placeClass = try placeClass(place.placeClass, in: place.territory, policies, at: now)
        }
        var row = row
        row.facts[position].fact = .place(place)
        return (found, row)
    }

    /// The class of places that a word names: the policy's key, or what it calls the class. Under a policy without classes any word will do.
    private func placeClass(_ word: String, in territory: TerritoryCode, _ policies: PolicyShelf, at now: Instant) throws -> String {
        guard let rules = try? policies.edition(at: now, in: territory).places else { return word }
        let classes = rules.special.map { ($0.key, $0.value.label) } + rules.key.map { ($0.key, $0.value.label) }
        let meant = classes.first { $0.0 == word || $0.1.zh == word || $0.1.en.lowercased() == word.lowercased() }
        guard meant == nil, !classes.isEmpty else { return meant?.0 ?? word }
        throw OperationError.unknown(word, accepted: classes.map { "\($0.0) (\($0.1.zh))" }.sorted())
    }
}

extension Reader {
    /// What is registered of a place.
    func registered(_ place: Reference<Place>) throws -> Place? {
        try records(ofEntity: place.rawValue).last.flatMap { Place.value(in: $0.record.fact) }
    }
}

extension Filing {
    /// Registers the place of a row, or brings what is known of it up to what the row says.
    func takePlace(_ prepared: PreparedRow, _ finder: PlaceFinder) throws -> RowOutcome {
        guard let fact = prepared.row.facts.first, case .place(let place) = fact.fact else { return .unchanged }
        guard let known = prepared.place else {
            let subject = try found(.place(place), at: fact.happenedAt, knownAt: fact.knownAt)
            finder.add(Reference(rawValue: subject.number), place.name, place.territory)
            return .new
        }
        let former = try current(known.rawValue)
        guard let before = Place.value(in: former.fact) else { throw OperationError.notFound }
        let after = place.completed(by: before)
        guard after != before else { return .unchanged }
        try revise(former, to: .place(after), expected: former.id, reason: "import")
        return .changed
    }
}

extension Place {
    /// What a file says of the place, with what was known of it where the file is silent or less precise.
    func completed(by known: Place) -> Place {
        Place(
            name: name, placeClass: placeClass, territory: territory.contains(known.territory) ? known.territory : territory,
            address: address ?? known.address, socialCreditCode: socialCreditCode ?? known.socialCreditCode,
            ratedCapacity: ratedCapacity ?? known.ratedCapacity, responsible: responsible ?? known.responsible)
    }
}
