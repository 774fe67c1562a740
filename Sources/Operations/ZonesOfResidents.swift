import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// The risk areas that cover where people live, read once for a run of derivations.
///
/// Nothing is read unless an adopted edition holds the residents of a level: then the duties of a person hang on the zones over their home, and a
/// zone that is set, raised, lowered or lifted makes the duties of everybody who lives in it be derived anew, by a durable job where they are many.
struct ZonesOfResidents {
    private var entries: [Int64: [FactRecord]] = [:]
    /// The zones by the members they have or had.
    private var byMember: [TerritoryCode: Set<Int64>]?

    /// The zones over the homes in a person's records.
    mutating func zones(for records: [FactRecord], _ policies: PolicyShelf, _ reader: Reader) throws -> ResidentZones {
        guard policies.holdsResidents else { return ResidentZones() }
        let byMember = try byMember ?? load(reader)
        guard !byMember.isEmpty else { return ResidentZones() }
        var zones: Set<Int64> = []
        for case .person(let person) in records.lazy.map(\.fact) {
            var home: TerritoryCode? = person.residence
            while let code = home {
                zones.formUnion(byMember[code] ?? [])
                home = code.parent
            }
        }
        return ResidentZones(zones.sorted().flatMap { entries[$0] ?? [] })
    }

    private mutating func load(_ reader: Reader) throws -> [TerritoryCode: Set<Int64>] {
        var members: [TerritoryCode: Set<Int64>] = [:]
        var query = FactsQuery(kind: .zone)
        while true {
            let page = try reader.entries(query)
            for entry in page {
                guard case .zone(let zone) = entry.record.fact else { continue }
                entries[entry.record.entity, default: []].append(entry.record)
                for member in zone.members { members[member, default: []].insert(entry.record.entity) }
            }
            guard page.count == query.limit, let last = page.last else { break }
            query.after = last.record
        }
        byMember = members
        return members
    }
}

extension PolicyShelf {
    /// Whether an adopted edition holds those who live in a risk area of some level.
    var holdsResidents: Bool { book.adoptions.contains { $0.policy.zones.levels.values.contains { $0.control != nil } } }
}

extension Filing {
    /// Has everybody derived anew who lives in a zone, or lived in it before it changed.
    func touchResidents(of fact: Fact, replacing former: Fact?) throws -> [Subject] {
        guard policies.holdsResidents else { return [] }
        let members = [fact, former].compactMap { fact -> [TerritoryCode]? in if case .zone(let zone)? = fact { zone.members } else { nil } }.joined()
        guard !members.isEmpty else { return [] }
        let residents = try writer.beyondScope(.derivation) { try writer.residents(of: Set(members).sorted()) }.map { Subject.person($0) }
        guard residents.count > Upkeep.step else { return residents }
        try Upkeep.enqueue(residents, writer: writer)
        return []
    }
}
