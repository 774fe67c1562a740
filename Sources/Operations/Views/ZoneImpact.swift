import Obligations
import Policy
import Storage
import Vocabulary

/// What setting a zone, or lifting one, does to people: who is held, what closes, what it costs a day. Shown before it is decided.
public struct ZoneImpact: Hashable, Sendable {
    /// Residents of the members, by the census of the register's territories; nil where a member has none.
    public var residents: Int?
    /// People of the register who live there: whom the level would oblige, each with a calendar of their own.
    public var known: Int
    /// Of those, how many are under control already.
    public var held: Int
    /// The stages in which the level holds its residents, with their days and days of tests; empty where it holds nobody.
    public var stages: [ControlStage]
    /// Open places of classes that the level closes.
    public var closing: Int
    /// Gatherings approved there that have not been held.
    public var gatherings: Int
    /// What the policy holds residents to, in days; nil where the level holds nobody.
    public var days: Int?
    /// Full rounds of tests for the residents until it may be lifted: the first and the last.
    public var rounds: Int
    /// What it costs a day, in the policy's currency: income of residents held, places closed.
    public var costPerDay: Double
    /// What it costs until the earliest lifting, with its rounds and gatherings.
    public var costToLift: Double
    /// The currency.
    public var currency: String
    /// What is to be said against it.
    public var warnings: [ZoneWarning]
}

extension Operations {
    /// The impact of a zone of this level over these territories, as far as the scope sees them.
    public func zoneImpact(_ level: ZoneLevel, over members: [TerritoryCode], scope: Scope) async throws -> ZoneImpact {
        let now = clock.now
        guard let first = members.first else { throw OperationError.notFound }
        let policy = try policies.edition(at: now, in: first)
        return try await store.read(scope) { try $0.zoneImpact(level, over: members, policy: policy) }
    }
}

extension Reader {
    /// The impact of a zone of this level over these territories, as far as the scope sees them.
    public func zoneImpact(_ level: ZoneLevel, over members: [TerritoryCode], policy: Policy) throws -> ZoneImpact {
        var residents: Int? = 0
        var (closing, gatherings) = (0, 0)
        let closed = policy.places.key.filter { $0.value.closedIn.contains(level) }.map(\.key)
        for member in Set(members).sorted() where !members.contains(where: { $0 != member && $0.contains(member) }) {
            guard scope.covers(member) else { throw StoreError.territoryOutsideScope(member) }
            let population = try territories(within: member).first { $0.code == member }?.population
            residents = residents.flatMap { sum in population.map { sum + $0 } }
            for placeClass in closed {
                closing += try count(of: ThingListQuery(kind: .place, territory: member, states: ["open"], thingClass: placeClass, limit: 1))
            }
            gatherings += try count(of: ThingListQuery(kind: .gathering, territory: member, states: ["approved", "applied"], limit: 1))
        }
        let rules = policy.zones.levels[level]
        let isHeld = rules?.measures.contains { [.stayHome, .noLeavingArea].contains($0) } ?? false
        func price(_ item: UnitCosts.Item) -> Double { policy.costs.prices[item] ?? 0 }
        let rounds = (policy.testing.rounds?.firstRoundWithin[level] == nil ? 0 : 1) + (rules?.lift?.fullRound == nil ? 0 : 1)
        let people = Double(residents ?? 0)
        let perDay = (isHeld ? people * price(.zonePersonDay) : 0) + Double(closing) * price(.placeClosedDay)
        let days = rules?.lift?.cleanDays.count ?? 0
        let tube = Double(policy.testing.pools?.sizes.max() ?? 1)
        let perTest = price(.sampling) + (tube > 1 ? price(.pooledTube) / tube : price(.singleTest))
        let (known, held) = try countResidents(of: members)
        return ZoneImpact(
            residents: residents, known: known, held: held, stages: rules?.control?.stages ?? [], closing: closing, gatherings: gatherings,
            days: isHeld ? days : nil, rounds: rounds, costPerDay: perDay,
            costToLift: perDay * Double(days) + Double(rounds) * people * perTest + Double(gatherings) * price(.gatheringRefused),
            currency: policy.costs.currency, warnings: ZoneWarning.onSetting(level, over: members, policy: policy))
    }

    private func count(of query: ThingListQuery) throws -> Int {
        switch try things(query).count {
        case .exactly(let count): count
        case .moreThan(let cap): cap
        }
    }
}
