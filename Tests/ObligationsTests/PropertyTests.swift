import Obligations
import Policy
import Register
import TestWorld
import Testing
import Vocabulary

/// Everything derived of everybody in a generated history, the way the register does it: who is exposed to somebody sees that person as an
/// index, who in turn was seen as far as their own cases go.
struct DerivedWorld {
    let histories: [PersonID: DerivedHistory]

    init(
        _ records: [PersonID: [FactRecord]], edition: @escaping (Instant) -> Policy, zones: ResidentZones = ResidentZones(), now: Instant,
        through horizon: Instant
    ) {
        var indices: [PersonID: IndexHistory] = [:]
        var histories: [PersonID: DerivedHistory] = [:]
        // First their cases, then whether they are contacts, then what follows for the contacts' contacts.
        for _ in 0..<3 {
            for (person, entries) in records {
                histories[person] = DerivedHistory(
                    of: person, records: entries, indices: DerivedWorld.seen(by: entries, in: indices), governedBy: { _ in edition },
                    zones: zones, now: now, through: horizon)
            }
            indices = histories.mapValues(\.index)
        }
        self.histories = histories
    }

    static func seen(by entries: [FactRecord], in indices: [PersonID: IndexHistory]) -> [PersonID: IndexHistory] {
        var seen: [PersonID: IndexHistory] = [:]
        for case .exposure(let exposure) in entries.map(\.fact) { seen[exposure.index] = indices[exposure.index] }
        return seen
    }
}

@Suite("Of generated histories")
struct PropertyTests {
    static let editions = ["cn-8", "hunan-2022-03", "cn-9", "cn-20", "who-mers", "measles"]

    /// One edition to the middle of the history, another from then on.
    static func edition(_ seed: UInt64) -> @Sendable (Instant) -> Policy {
        let first = Editions.policy(editions[Int(seed) % editions.count])
        let second = Editions.policy(editions[Int(seed / 6) % editions.count])
        let change = HistoryGenerator(seed: seed).start + .hours(200)
        return { $0 >= change ? second : first }
    }

    static func end(_ generator: HistoryGenerator) -> Instant { (generator.chronicle().entries.last?.knownAt ?? generator.start) + .hours(1) }

    @Test("the same facts in any order give the same obligations", arguments: UInt64(0)..<8)
    func order(seed: UInt64) {
        let generator = HistoryGenerator(seed: seed)
        let end = PropertyTests.end(generator)
        var dice = Dice(seed: seed + 1000)
        let records = generator.records()
        let edition = PropertyTests.edition(seed)
        let first = DerivedWorld(records, edition: edition, now: end, through: end)
        let second = DerivedWorld(records.mapValues { $0.shuffled(using: &dice) }, edition: edition, now: end, through: end)
        #expect(first.histories == second.histories)
        #expect(HistoryGenerator(seed: seed).records() == records)
    }

    @Test("identities are unique, windows are sound, evidence lies in them", arguments: UInt64(0)..<24)
    func soundness(seed: UInt64) {
        let generator = HistoryGenerator(seed: seed)
        let end = PropertyTests.end(generator)
        let world = DerivedWorld(generator.records(), edition: PropertyTests.edition(seed), now: end, through: end + .hours(168))
        for (person, history) in world.histories {
            let entries = history.calendar.entries
            let current = history.calendar.current
            #expect(Set(current.map(\.id)).count == current.count, "\(seed) \(person)")
            for obligation in entries.map(\.obligation) {
                let text = "seed \(seed), \(person), \(obligation.id.rule)"
                #expect(obligation.due.map { $0 >= obligation.opens } ?? true, "\(text)")
                #expect(obligation.closes.map { $0 >= obligation.opens } ?? true, "\(text)")
                #expect(obligation.closes.map { $0 >= obligation.due ?? $0 } ?? true, "\(text)")
                if let met = obligation.fulfilment {
                    // A clock can be met before it starts: somebody told before being recorded as a contact was told.
                    #expect(met.at >= obligation.opens || obligation.kind == .clock, "\(text)")
                    #expect(obligation.closes.map { met.at <= $0 } ?? true, "\(text)")
                    #expect(generator.records()[person]?.contains { $0.id == met.evidence } == true, "\(text)")
                }
                for moment in [obligation.opens, obligation.due, obligation.closes].compactMap(\.self) { _ = obligation.state(at: moment) }
            }
            for (earlier, later) in zip(entries, entries.dropFirst()) where earlier.obligation.id == later.obligation.id {
                #expect((earlier.knownUntil ?? .distantFuture) <= later.knownFrom, "\(seed) \(person) \(later.obligation.id.rule)")
            }
        }
    }

    @Test("a packed calendar is read back exactly", arguments: UInt64(0)..<6)
    func packing(seed: UInt64) {
        let generator = HistoryGenerator(seed: seed)
        let end = PropertyTests.end(generator)
        let world = DerivedWorld(generator.records(), edition: PropertyTests.edition(seed), now: end, through: end)
        for (person, history) in world.histories {
            let bytes = history.calendar.packed()
            #expect(Calendar(packed: bytes, subject: .person(person)) == history.calendar)
            #expect(Calendar(packed: bytes, subject: .person(person))?.packed() == bytes)
        }
        #expect(Calendar(packed: Calendar().packed(), subject: .person(zhang)) == Calendar())
    }

    @Test("broken bytes are refused or read wrong, and never end the program", arguments: UInt64(0)..<4)
    func fuzz(seed: UInt64) {
        let generator = HistoryGenerator(seed: seed)
        let end = PropertyTests.end(generator)
        let world = DerivedWorld(generator.records(), edition: PropertyTests.edition(seed), now: end, through: end)
        guard let bytes = world.histories.values.map({ $0.calendar.packed() }).max(by: { $0.count < $1.count }) else { return }
        var dice = Dice(seed: seed)
        for _ in 0..<150 {
            #expect(Calendar(packed: bytes.prefix(dice.number(0...bytes.count - 1)), subject: .person(zhang)) == nil)
            #expect(Calendar(packed: bytes + [UInt8(dice.number(0...255))], subject: .person(zhang)) == nil)
            var broken = bytes
            for _ in 0..<dice.number(1...6) { broken[dice.number(0...broken.count - 1)] = UInt8(dice.number(0...255)) }
            if let read = Calendar(packed: broken, subject: .person(zhang)) { _ = read.packed() }
            let noise = [1] + (0..<dice.number(0...80)).map { _ in UInt8(dice.number(0...255)) }
            _ = Calendar(packed: noise, subject: .person(zhang))
        }
    }

    @Test("what was known at a past moment is what follows from the facts known by then", arguments: UInt64(0)..<12)
    func knowledge(seed: UInt64) {
        let generator = HistoryGenerator(seed: seed, length: 90)
        let chronicle = generator.chronicle()
        let end = PropertyTests.end(generator)
        let edition = PropertyTests.edition(seed)
        let full = DerivedWorld(chronicle.records, edition: edition, now: end, through: end)
        var dice = Dice(seed: seed)
        for entry in (0..<4).compactMap({ _ in dice.one(of: chronicle.entries) }) {
            let moment = entry.knownAt + .minutes(dice.number(0...200))
            let known = chronicle.records.mapValues { $0.filter { $0.knownAt <= moment } }
            let then = DerivedWorld(known, edition: edition, now: moment, through: end)
            for person in generator.everyone {
                #expect(
                    full.histories[person]?.calendar.obligations(asKnownAt: moment) == then.histories[person]?.calendar.current,
                    "seed \(seed), \(person), \(moment)")
                #expect(full.histories[person]?.index.person(asKnownAt: moment) == then.histories[person]?.index.person(asKnownAt: moment))
            }
        }
    }

    @Test("continuing from what was derived before gives what deriving anew gives", arguments: UInt64(0)..<12)
    func continuing(seed: UInt64) {
        let generator = HistoryGenerator(seed: seed, length: 90)
        let chronicle = generator.chronicle()
        let end = PropertyTests.end(generator)
        let edition = PropertyTests.edition(seed)
        let full = DerivedWorld(chronicle.records, edition: edition, now: end, through: end)
        var dice = Dice(seed: seed)
        guard let moment = dice.one(of: chronicle.entries)?.knownAt else { return }
        let known = chronicle.records.mapValues { $0.filter { $0.knownAt <= moment } }
        let then = DerivedWorld(known, edition: edition, now: moment, through: end)
        let indices = full.histories.mapValues(\.index)
        for (person, entries) in chronicle.records {
            guard let before = then.histories[person] else { continue }
            let continued = DerivedHistory(
                of: person, records: entries, indices: DerivedWorld.seen(by: entries, in: indices), governedBy: { _ in edition }, now: end,
                through: end, continuing: .init(calendar: before.calendar, index: before.index, through: moment))
            #expect(continued == full.histories[person], "seed \(seed), \(person)")
        }
    }
}

@Suite("The generator of histories")
struct GeneratorTests {
    @Test("reaches every reason for duties and every state of them")
    func reach() {
        var reasons: Set<ObligationID.Reason> = []
        var states: Set<Obligation.State> = []
        for seed in UInt64(0)..<20 {
            let generator = HistoryGenerator(seed: seed)
            let end = PropertyTests.end(generator)
            let edition = Editions.policy(seed.isMultiple(of: 2) ? "hunan-2022-03" : "cn-9")
            let zone = Zone(name: "封控区", level: .high, territory: .unstated, members: [TerritoryCode("43") ?? .unstated])
            let zones = ResidentZones([
                FactRecord(
                    id: FactID(rawValue: 2_000_000), subject: .zone(Reference(rawValue: 2_000_000)), happenedAt: generator.start,
                    knownAt: generator.start, fact: .zone(zone))
            ])
            let world = DerivedWorld(generator.records(), edition: { _ in edition }, zones: zones, now: end, through: end + .hours(96))
            for obligation in world.histories.values.flatMap(\.calendar.current) {
                reasons.insert(obligation.id.reason)
                states.insert(obligation.state(at: end))
            }
        }
        #expect(reasons == Set(ObligationID.Reason.allCases.filter { $0.thing == nil }))
        #expect(states == Set(Obligation.State.allCases))
    }

    @Test("tells its operations in the order of knowledge, each thing recorded before it is corrected")
    func operations() {
        for seed in UInt64(0)..<20 {
            let operations = HistoryGenerator(seed: seed).operations()
            var known: Set<Int64> = []
            for (earlier, later) in zip(operations, operations.dropFirst()) { #expect(earlier.entry.knownAt <= later.entry.knownAt) }
            for operation in operations {
                if case .record(let entry) = operation { known.insert(entry.entity) } else { #expect(known.contains(operation.entry.entity)) }
            }
        }
    }
}
