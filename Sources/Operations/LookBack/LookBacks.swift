import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// Orders to look back over arrivals (measure 5; `domain.md` §8.4): given, gathered, reported to, closed.
extension Filing {
    /// The most grids, villages or townships of one order that each report for themselves: every report derives the order anew. An order that would
    /// have more is refused as a whole, never cut.
    public static let mostUnits = 3000

    /// Gives an order to look back. Its sources must cover the hours of its days that had passed when it was given.
    ///
    /// - Parameter level: The level at which whoever knocks at doors reports: every territory of the register there, within the addressees; nil:
    ///   the addressees as wholes.
    @discardableResult
    public func orderLookBack(
        _ order: LookBackOrder, doorsAt level: TerritoryCode.Level? = nil, at moment: Instant, knownAt: Instant? = nil
    ) throws -> Reference<LookBackOrder> {
        let zone = policies.zone
        guard order.from <= order.until else {
            throw OperationError.wrongOrder(earlier: zone.instant(order.from), later: zone.instant(order.until))
        }
        var order = order
        let (from, until) = (zone.instant(order.from), min(zone.instant(order.until + 1), moment))
        if order.hours == nil, from < until { order.hours = .init(from: from, until: until) }
        if let level {
            let units = try order.territories.flatMap { try writer.territories(within: $0) }.map(\.code).filter { $0.level == level }
            order.units = Array(Set(units)).sorted()
            guard units.count <= Filing.mostUnits else { throw OperationError.tooManyUnits(units.count, most: Filing.mostUnits) }
        }
        if order.kept == nil { order.kept = try keptLists(of: order, at: moment) }
        return Reference(rawValue: try found(.lookBack(order), at: moment, knownAt: knownAt).number)
    }

    /// The lists that counties keep by the policy, where addressees lie above them.
    private func keptLists(of order: LookBackOrder, at moment: Instant) throws -> LookBackOrder.KeptLists? {
        let rules = try? policies.edition(at: moment, in: order.issuer).screening.lookBack
        let kept = ArrivalSource.allCases.filter { rules?.byCounty.contains($0) == true && order.sources?.contains($0) != false }
        let above = order.territories.filter { $0.level < .county }
        guard !kept.isEmpty, !above.isEmpty else { return nil }
        let counties = Set(try above.flatMap { try writer.territories(within: $0) }.map(\.code).filter { $0.level == .county })
        return counties.isEmpty ? nil : .init(sources: kept, counties: counties.sorted())
    }

    /// Records what a source handed in for a territory of the order.
    @discardableResult
    public func handIn(_ report: LookBackReport, to order: Reference<LookBackOrder>, at moment: Instant, knownAt: Instant? = nil) throws -> FactRecord
    {
        let value = try lookBack(order).value
        guard value.closing == nil else { throw OperationError.nothingToAnswer }
        guard value.territories.contains(where: { $0.contains(report.territory) }) else { throw OperationError.notAddressed(report.territory) }
        guard writer.scope.covers(report.territory) else { throw StoreError.territoryOutsideScope(report.territory) }
        return try file(.lookBackReport(report), about: .lookBack(order), at: moment, knownAt: knownAt)
    }

    /// What came of gathering.
    public struct Gathered: Hashable, Sendable, Codable {
        /// Persons the order reached by it.
        public var called: Int
        /// Persons it had reached before.
        public var known: Int
        /// Persons left for the next time, because a transaction holds only so many.
        public var left: Int

        /// From its parts.
        public init(called: Int, known: Int, left: Int) {
            self.called = called
            self.known = known
            self.left = left
        }
    }

    /// The most persons one gathering calls.
    public static let mostGathered = 3000

    /// Calls everyone whom the register knows to have come from the order's areas in its days, and reports for the sources it answers for
    /// itself. Gathering again calls only those who came to be known since.
    ///
    /// - Parameter moment: When it was done, where an importer or a demo tells of it later; then only what was known by then counts.
    @discardableResult
    public func gather(_ order: Reference<LookBackOrder>, at moment: Instant? = nil) throws -> Gathered {
        let record = try lookBack(order).record
        var value = try lookBack(order).value
        guard value.closing == nil else { throw OperationError.nothingToAnswer }
        guard writer.scope.covers(value.issuer) else { throw StoreError.territoryOutsideScope(value.issuer) }
        // An order that was given before counties kept lists of their own reaches them from here on.
        if value.kept == nil, let kept = try keptLists(of: value, at: now) {
            value.kept = kept
            try revise(record, to: .lookBack(value), expected: record.id)
        }
        return try call(value, order, at: moment ?? now) { _ in true }
    }

    /// The same for whoever hands in a list without being the issuer: of those who came to where they may act, and of those on the list.
    func gather(_ order: Reference<LookBackOrder>, naming people: Set<PersonID>, by source: ArrivalSource) throws -> Gathered {
        let value = try lookBack(order).value
        guard value.closing == nil else { throw OperationError.nothingToAnswer }
        let scope = writer.scope
        return try call(value, order, at: now, naming: (source, people)) { scope.covers($0) }
    }

    /// Calls whom the order does not reach yet, and puts right what is said of whom it does: every source that names them, where and when they
    /// came by all that is known. So the order in which lists come in makes no difference.
    private func call(
        _ value: LookBackOrder, _ order: Reference<LookBackOrder>, at moment: Instant,
        naming list: (source: ArrivalSource, people: Set<PersonID>)? = nil, isOwn: (TerritoryCode) -> Bool
    ) throws -> Gathered {
        let (known, calls) = try writer.beyondScope(.derivation) {
            (try writer.arrivals(of: value, zone: policies.zone, asOf: moment), try writer.calls(of: order, since: .distantPast))
        }
        let arrivals = known.filter { isOwn($0.territory) || list?.people.contains($0.person) == true }
        let called = Dictionary(calls.map { ($0.person, $0) }, uniquingKeysWith: { first, _ in first })
        let count = try call(arrivals, called, order, at: moment, naming: list)
        let answered: [ArrivalSource] = [.registration, .checkpoint, .manifest]
        let reports = try told(order)
        for source in answered where value.sources?.contains(source) ?? true {
            for territory in value.territories where isOwn(territory) {
                // What a list told, and what it left blank, is not told anew by counting.
                let newest = LookBackDuties.newest(reports, in: territory).filter { $0.value.source == source }
                guard !newest.contains(where: { $0.value.persons != nil || $0.value.withoutIdentity + $0.value.withoutLocation > 0 }) else {
                    continue
                }
                let count = arrivals.count { $0.sources.contains(source) && territory.contains($0.territory) }
                let report = LookBackReport(territory: territory, source: source, records: count)
                if newest.contains(where: { $0.value == report }) { continue }
                try file(.lookBackReport(report), about: .lookBack(order), at: moment, knownAt: moment)
            }
        }
        return count
    }

    private func call(
        _ arrivals: [KnownArrival], _ called: [PersonID: Called], _ order: Reference<LookBackOrder>, at moment: Instant,
        naming list: (source: ArrivalSource, people: Set<PersonID>)?
    ) throws -> Gathered {
        var (new, changed, left) = (0, 0, 0)
        for arrival in arrivals {
            let former = called[arrival.person]
            var sources = arrival.sources.union(former?.call.sources ?? [])
            if let list, list.people.contains(arrival.person) { sources.insert(list.source) }
            let call = LookBackCall(
                order: order, sources: ArrivalSource.allCases.filter(sources.contains), territory: arrival.territory, arrived: arrival.day,
                risk: arrival.risk)
            guard call != former?.call else { continue }
            guard new + changed < Filing.mostGathered else {
                left += 1
                continue
            }
            try aboutAnyone {
                if let former {
                    _ = try revise(former.record, to: .lookBackCall(call), expected: former.record.id, knownAt: moment)
                } else {
                    _ = try file(.lookBackCall(call), about: arrival.person, at: moment, knownAt: moment)
                }
            }
            if former == nil { new += 1 } else { changed += 1 }
        }
        return Gathered(called: new, known: arrivals.count { called[$0.person] != nil }, left: left)
    }

    /// How many of the people are looked for by the order.
    func calledAmong(_ people: Set<PersonID>, by order: Reference<LookBackOrder>) throws -> Set<PersonID> {
        try writer.beyondScope(.derivation) { Set(try writer.calls(of: order, since: .distantPast).map(\.person)).intersection(people) }
    }

    /// Rows of a list by whom they are of: records that were merged are one person's.
    func byBearer(_ rows: [PersonID: Int]) throws -> [PersonID: Int] {
        Dictionary(try rows.map { (try writer.bearer(of: $0.key), $0.value) }, uniquingKeysWith: +)
    }

    /// Closes an order. Whoever was not found must be explained.
    @discardableResult
    public func closeLookBack(_ order: Reference<LookBackOrder>, explanation: String?, at moment: Instant) throws -> FactRecord {
        let (record, value) = try lookBack(order)
        guard value.closing == nil else { throw OperationError.nothingToAnswer }
        let tally = try writer.beyondScope(.derivation) { try writer.standing(of: order, value, policies: policies, now: now) }.tally
        let residue = tally.of[.notFound, default: 0]
        let words = explanation?.trimmingCharacters(in: .whitespacesAndNewlines)
        guard residue == 0 || words?.isEmpty == false else { throw OperationError.reasonMissing }
        var closed = value
        closed.closing = .init(at: moment, persons: tally.persons, residue: residue, explanation: words)
        return try revise(record, to: .lookBack(closed), expected: record.id)
    }

    /// What was handed in for an order so far.
    private func told(_ order: Reference<LookBackOrder>) throws -> [Recorded<LookBackReport>] {
        try writer.entries(about: .lookBack(order)).map(\.record).inForce(asOf: .distantFuture).compactMap { $0.recorded(as: LookBackReport.self) }
    }

    /// Whether the newest report of the same source, territory and hours says the same.
    func isToldAlready(_ report: LookBackReport, for order: Reference<LookBackOrder>) throws -> Bool {
        LookBackDuties.newest(try told(order), in: report.territory).contains { $0.value == report }
    }

    private func lookBack(_ order: Reference<LookBackOrder>) throws -> (record: FactRecord, value: LookBackOrder) {
        let record = try current(order.rawValue)
        guard case .lookBack(let value) = record.fact else { throw OperationError.notFound }
        return (record, value)
    }
}

/// How an order to look back stands.
public struct LookBackStanding: Sendable {
    /// Somebody it reached.
    public struct Person: Sendable {
        /// Who.
        public var person: PersonID
        /// The entity of the call, which what was done for it names.
        public var entity: Int64
        /// How it reached them.
        public var call: LookBackCall
        /// In which state they are.
        public var state: LookBackState
    }

    /// Everyone it reached, each in exactly one state, by number.
    public var persons: [Person]

    /// How many there are in each state.
    public struct Tally: Hashable, Sendable {
        /// By state.
        public var of: [LookBackState: Int] = [:]
        /// All.
        public var persons: Int { of.values.reduce(0, +) }
    }

    /// How many there are in each state.
    public var tally: Tally { persons.reduce(into: Tally()) { $0.of[$1.state, default: 0] += 1 } }

    /// Those nobody has found, by the territory that holds the duty.
    public func residue(at level: TerritoryCode.Level) -> [(territory: TerritoryCode, count: Int)] {
        let missing = persons.filter { $0.state == .notFound }
        return Dictionary(grouping: missing) { $0.call.territory.ancestor(at: level) ?? $0.call.territory }
            .map { ($0.key, $0.value.count) }.sorted { ($0.1, $1.0) > ($1.1, $0.0) }
    }
}

/// Somebody whom the register knows to have come.
private struct KnownArrival {
    var person: PersonID
    var sources: Set<ArrivalSource>
    var territory: TerritoryCode
    var day: CivilDate
    var at: Instant
    var risk: OriginRisk?

    /// Whether it decides where and when somebody came, of two: the later one, then the one that says more. Never the one recorded first.
    func decides(over other: KnownArrival) -> Bool {
        func rest(_ arrival: KnownArrival) -> (Int, String, String) {
            (arrival.territory.digits.count, arrival.territory.digits, arrival.risk?.rawValue ?? "")
        }
        return at != other.at ? at > other.at : rest(self) > rest(other)
    }
}

/// Somebody whom an order reached.
private struct Called {
    var person: PersonID
    var call: LookBackCall
    var record: FactRecord
}

extension Reader {
    /// How an order stands, of the persons the reader may see.
    public func standing(
        of order: Reference<LookBackOrder>, _ value: LookBackOrder, policies: PolicyShelf, now: Instant
    ) throws -> LookBackStanding {
        let policy = try policies.edition(at: now, in: value.issuer)
        var persons: [LookBackStanding.Person] = []
        for called in try calls(of: order, since: .distantPast) {
            guard try canSee(called.person) else { continue }
            let dossier = Dossier(id: called.person, records: try records(of: called.person), asOf: now)
            guard let call = dossier.lookBacks.first(where: { $0.value.order == order }) else { continue }
            persons.append(
                .init(
                    person: called.person, entity: call.id.rawValue, call: call.value,
                    state: LookBackState(of: call, in: dossier, policy: policy, now: now)))
        }
        return LookBackStanding(persons: persons.sorted { $0.person < $1.person })
    }

    /// The persons whom an order called.
    func called(by order: Reference<LookBackOrder>) throws -> [PersonID] { try calls(of: order, since: .distantPast).map(\.person) }

    /// The calls of an order in force, one for each person: of records that were merged the call that came first.
    fileprivate func calls(of order: Reference<LookBackOrder>, since: Instant) throws -> [Called] {
        var seen: Set<PersonID> = []
        return try every(.lookBackCall, from: since).inForce(asOf: .distantFuture).compactMap { record in
            guard case .lookBackCall(let call) = record.fact, call.order == order, let called = record.subject.person else { return nil }
            let person = try bearer(of: called)
            return seen.insert(person).inserted ? Called(person: person, call: call, record: record) : nil
        }
    }

    /// Everyone whom arrivals and registrations place in the order's days and territories, coming from its areas; one entry a person, the
    /// latest arrival deciding.
    fileprivate func arrivals(of order: LookBackOrder, zone: CivilZone, asOf now: Instant) throws -> [KnownArrival] {
        let isWanted: (CivilDate, TerritoryCode?, TerritoryCode) -> Bool = { day, origin, destination in
            guard (order.from...order.until).contains(day), order.territories.contains(where: { $0.contains(destination) }) else { return false }
            guard let origins = order.origins, !origins.isEmpty else { return true }
            return origin.map { origin in origins.contains { $0.contains(origin) || origin.contains($0) } } ?? false
        }
        var found: [PersonID: KnownArrival] = [:]
        func add(_ arrival: KnownArrival) {
            guard let other = found[arrival.person] else {
                found[arrival.person] = arrival
                return
            }
            let (last, first) = arrival.decides(over: other) ? (arrival, other) : (other, arrival)
            var merged = last
            merged.sources.formUnion(first.sources)
            merged.risk = last.risk ?? first.risk
            found[arrival.person] = merged
        }
        let beginning = zone.instant(order.from)
        for entry in try everyEntry(.arrival, from: beginning) {
            guard entry.record.knownAt <= now, case .arrival(let arrival) = entry.record.fact,
                let person = try entry.record.subject.person.map({ try bearer(of: $0) })
            else { continue }
            let day = zone.date(of: entry.record.happenedAt)
            guard isWanted(day, arrival.originTerritory, arrival.destination) else { continue }
            var sources: Set<ArrivalSource> = [ArrivalSource.ofEntry(entry.source) ?? .checkpoint]
            if arrival.isRegistered { sources.insert(.registration) }
            add(
                KnownArrival(
                    person: person, sources: sources, territory: arrival.destination, day: day, at: entry.record.happenedAt, risk: arrival.risk))
        }
        // Journeys are announced before they are made.
        for entry in try everyEntry(.registration, from: beginning - .hours(30 * 24)) {
            guard entry.record.knownAt <= now, case .registration(let journey) = entry.record.fact,
                let person = try entry.record.subject.person.map({ try bearer(of: $0) })
            else { continue }
            let day = zone.date(of: journey.arriving)
            guard isWanted(day, journey.originTerritory, journey.destination) else { continue }
            add(
                KnownArrival(
                    person: person, sources: [.registration], territory: journey.destination, day: day, at: journey.arriving, risk: journey.risk))
        }
        return found.values.sorted { $0.person < $1.person }
    }

    private func every(_ kind: FactKind, from: Instant) throws -> [FactRecord] { try everyEntry(kind, from: from, latest: false).map(\.record) }

    /// The entries of a kind known from a moment on; of each thing only the last one, unless withdrawn.
    private func everyEntry(_ kind: FactKind, from: Instant, latest: Bool = true) throws -> [FactEntry] {
        var found: [FactEntry] = []
        var query = FactsQuery(kind: kind, from: from)
        while true {
            let page = try entries(query)
            found += page
            guard page.count == query.limit else { break }
            query.after = page.last?.record
        }
        guard latest else { return found }
        let inForce = Set(found.map(\.record).inForce(asOf: .distantFuture).map(\.id))
        return found.filter { inForce.contains($0.record.id) }
    }
}
