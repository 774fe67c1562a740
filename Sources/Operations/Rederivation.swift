import Foundation
import Obligations
import Policy
import Register
import Storage
import Vocabulary

import struct Obligations.Calendar

/// Derives everything that follows from the facts of some subjects, and of everyone whose obligations hang on them, and stores the difference.
///
/// A contact's obligations hang on the person they were exposed to: when that person's history as an index changes, the contacts are derived
/// as well. The chain ends by itself, since a contact's own history hangs only on infections.
struct Rederivation {
    let writer: Writer
    let policies: PolicyShelf
    let now: Instant
    /// Cascades longer than this go on in a durable job, so that no transaction grows without bound.
    static let longestCascade = 3000
    /// How often one person is derived in one run. Exposures in a circle settle in a few turns, with merged records among them in some more.
    private static let mostPasses = 10

    /// The subjects whose obligations' changes are counted.
    var counted: Set<Subject> = []
    /// What changed in their obligations.
    private(set) var effect = Effect()
    private var histories: [PersonID: IndexHistory] = [:]
    private var counties = CountiesWithCases()
    private var zones = ZonesOfResidents()
    private var passes: [PersonID: Int] = [:]

    init(writer: Writer, policies: PolicyShelf, now: Instant) {
        self.writer = writer
        self.policies = policies
        self.now = now
    }

    /// Derives subjects of every kind. `fresh` holds all entries about persons who were registered in this transaction, `early` what was
    /// derived of some of them already.
    mutating func run(
        _ subjects: [Subject], fresh: [PersonID: [FactRecord]] = [:], early: [PersonID: Ahead<Projection.Made>] = [:]
    ) throws {
        try run(subjects.compactMap(\.person), fresh: fresh, early: early)
        try writer.beyondScope(.derivation) {
            // Things hang on facts alone, never on what is derived of others: each is derived once.
            for subject in subjects where subject.person == nil { try derive(thing: subject) }
        }
    }

    /// Derives `persons` and whom they touch. `fresh` holds all entries about persons who were registered in this transaction.
    mutating func run(
        _ persons: [PersonID], fresh: [PersonID: [FactRecord]] = [:], early: [PersonID: Ahead<Projection.Made>] = [:]
    ) throws {
        try writer.beyondScope(.derivation) {
            // Index persons first: their contacts then find the history they need.
            var queue = persons
            var next = 0
            var ahead = DerivingAhead(persons, fresh: fresh, early: early)
            // Whoever is still to be derived needs no second place in the queue.
            var waiting = Set(persons)
            while next < queue.count {
                let person = queue[next]
                waiting.remove(person)
                try order(&ahead, from: next)
                next += 1
                guard passes[person, default: 0] < Rederivation.mostPasses else { continue }
                // A record that gave way follows the one that stands for the person, whose links it shares.
                let bearer = try writer.bearer(of: person)
                if bearer != person, passes[bearer] == nil {
                    queue.append(bearer)
                    continue
                }
                passes[person, default: 0] += 1
                let isChanged = try derive(person, fresh: fresh[person], ready: ahead.taken(person))
                queue += try writer.recordsMerged(into: person).map(\.person).filter { passes[$0] == nil }
                guard isChanged else { continue }
                let contacts = try writer.contacts(exposedTo: person).filter { !waiting.contains($0) }
                if queue.count + contacts.count - next > Rederivation.longestCascade, contacts.count > 100 {
                    try Upkeep.enqueue(contacts.map { .person($0) }, writer: writer)
                } else {
                    queue += contacts
                    waiting.formUnion(contacts)
                }
            }
        }
    }

    /// Has another core derive those newly registered who come next, as far as all that their derivation hangs on is known.
    private mutating func order(_ ahead: inout DerivingAhead, from place: Int) throws {
        guard let persons = ahead.next(from: place) else { return }
        var ordered: [(person: PersonID, made: Ahead<Projection.Made>)] = []
        for (person, records) in persons {
            guard !records.contains(where: { record in record.fact.exposedTo.map { ahead.isToCome($0) } ?? false }) else { continue }
            let (indices, cases, zones) = try surroundings(of: records)
            let (policies, now, isCounted) = (policies, now, counted.contains(.person(person)))
            ordered.append(
                (
                    person,
                    Ahead {
                        let history = policies.derive(
                            person, records: records, indices: indices, localCases: cases, zones: zones, now: now)
                        return Projection(person: person, history: history, records: records, now: now, policies: policies)
                            .made(replacing: Calendar(), keepingCalendar: isCounted)
                    }
                ))
        }
        ahead.begin(ordered)
    }

    /// The derivation of somebody newly registered, to be begun before all facts are filed; nil where it hangs on anybody else.
    static func early(_ person: PersonID, _ records: [FactRecord], policies: PolicyShelf, now: Instant) -> Ahead<Projection.Made>? {
        for record in records {
            switch record.fact {
            case .exposure: return nil
            case .post where policies.asksForLocalCases: return nil
            default: break
            }
        }
        return Ahead {
            let history = policies.derive(person, records: records, indices: [:], now: now)
            return Projection(person: person, history: history, records: records, now: now, policies: policies).made(replacing: Calendar())
        }
    }

    /// Derives one person; says whether the person's history as an index changed.
    private mutating func derive(_ person: PersonID, fresh: [FactRecord]?, ready: Ahead<Projection.Made>?) throws -> Bool {
        let isNew = fresh != nil && passes[person] == 1
        let records = try fresh ?? writer.records(of: person)
        let former = isNew ? nil : try writer.derived(of: person)
        let formerCalendar = former.flatMap { Calendar(packed: $0.calendar, subject: .person(person)) } ?? Calendar()
        let formerIndex = former.flatMap { IndexHistory(stored: $0.status) } ?? IndexHistory()

        let index: IndexHistory
        let bearer = try writer.bearer(of: person)
        if bearer != person {
            let history = try derivedHistory(of: person, records: records)
            try Projection(person: person, history: history, records: records, now: now, policies: policies)
                .store(in: writer, replacing: formerCalendar, givingWayTo: bearer)
            if counted.contains(.person(person)) { count(from: formerCalendar, to: history.calendar) }
            index = history.index
        } else {
            let made: Projection.Made
            if isNew, let ready {
                made = ready.value
            } else {
                let history = try derivedHistory(of: person, records: records)
                var projection = Projection(person: person, history: history, records: records, now: now, policies: policies)
                projection.otherHomes = try writer.recordsMerged(into: person).compactMap { try writer.latestDescription(of: $0.person)?.residence }
                made = projection.made(replacing: formerCalendar, keepingCalendar: counted.contains(.person(person)))
            }
            try made.store(in: writer)
            if let calendar = made.calendar { count(from: formerCalendar, to: calendar) }
            index = made.index
        }
        histories[person] = index
        if formerIndex != index, policies.asksForLocalCases {
            let posts = try CountiesWithCases.posts(hangingOn: records, writer)
            if !posts.isEmpty { try Upkeep.enqueue(posts.map { Subject.person($0) }, writer: writer) }
        }
        return formerIndex != index
    }

    /// Derives one thing from the facts about it and around it.
    private mutating func derive(thing subject: Subject) throws {
        let former = try writer.thing(subject)
        let formerCalendar = former.flatMap { Calendar(packed: $0.calendar, subject: subject) } ?? Calendar()
        let (records, surroundings) = try writer.knowledge(of: subject)
        guard !records.isEmpty || former != nil || !surroundings.isEmpty else { return }
        let history = policies.derive(subject, records: records, surroundings: surroundings, now: now)
        try ThingProjection(subject: subject, history: history, now: now, policies: policies).store(in: writer, replacing: formerCalendar)
        if counted.contains(subject) { count(from: formerCalendar, to: history.calendar) }
    }

    private mutating func count(from former: Calendar, to present: Calendar) {
        let before = Dictionary(former.current.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
        for obligation in present.current {
            let known = before[obligation.id]
            if obligation.fulfilment != nil {
                if known?.fulfilment == nil { effect.met += 1 }
            } else if known == nil, obligation.kind != .stage {
                effect.new += 1
            }
        }
    }

    /// The full derivation of a person from its facts: what the stored form must always equal.
    mutating func derivedHistory(of person: PersonID, records: [FactRecord]) throws -> DerivedHistory {
        let (indices, cases, zones) = try surroundings(of: records)
        return policies.derive(person, records: records, indices: indices, localCases: cases, zones: zones, now: now)
    }

    /// What a person's derivation hangs on besides the entries about the person.
    private mutating func surroundings(
        of records: [FactRecord]
    ) throws -> (indices: [PersonID: IndexHistory], cases: LocalCases, zones: ResidentZones) {
        var indices: [PersonID: IndexHistory] = [:]
        for record in records {
            if let index = record.fact.exposedTo, indices[index] == nil { indices[index] = try history(of: index) }
        }
        return (indices, try counties.cases(for: records, policies, writer), try zones.zones(for: records, policies, writer))
    }

    private mutating func history(of index: PersonID) throws -> IndexHistory {
        if let merge = try writer.merge(of: index) {
            let own = try histories[index] ?? writer.storedIndexHistory(of: index)
            return own.followed(by: try history(of: merge.standsFor), from: merge.since)
        }
        if let known = histories[index] { return known }
        let history = try writer.storedIndexHistory(of: index)
        histories[index] = history
        return history
    }
}

extension Reader {
    /// How a person stood as an index, as stored; of a record that gave way, from then on the one that stands for it.
    func indexHistory(of person: PersonID) throws -> IndexHistory {
        try throughMerges(person) { try storedIndexHistory(of: $0) }
    }

    fileprivate func storedIndexHistory(of record: PersonID) throws -> IndexHistory {
        try derived(of: record).flatMap { IndexHistory(stored: $0.status) } ?? IndexHistory()
    }

    /// The history of a record, followed by those of the ones it was merged into.
    func throughMerges(_ record: PersonID, _ history: (PersonID) throws -> IndexHistory) throws -> IndexHistory {
        guard let merge = try merge(of: record) else { return try history(record) }
        return try history(record).followed(by: try throughMerges(merge.standsFor, history), from: merge.since)
    }
}

extension Fact {
    /// The index person of an exposure.
    fileprivate var exposedTo: PersonID? {
        if case .exposure(let exposure) = self { exposure.index } else { nil }
    }
}

extension IndexHistory {
    /// The stored form.
    var stored: Data {
        versions.isEmpty ? Data() : (try? JSONEncoder().encode(self)) ?? Data()
    }

    init?(stored data: Data) {
        if data.isEmpty {
            self.init()
        } else if let history = try? JSONDecoder().decode(IndexHistory.self, from: data) {
            self = history
        } else {
            return nil
        }
    }
}
