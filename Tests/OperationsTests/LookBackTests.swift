import Exchange
import Obligations
import Operations
import Policy
import Register
import Storage
import Testing
import Vocabulary

@Suite("Traces of five sources become persons")
struct LookBackGatheringTests {
    @Test("everyone is in exactly one state, nothing is lost, and sums agree with the sources", arguments: [1, 2, 3] as [UInt64])
    func sums(seed: UInt64) {
        let invented = InventedTraces(traces: 2000, seed: seed)
        let gathered = LookBackGathering(invented.traces)
        let placed = gathered.persons.flatMap(\.traces) + gathered.withoutIdentity
        #expect(placed.sorted() == Array(invented.traces.indices))
        #expect(gathered.states.values.reduce(0, +) == gathered.persons.count)
        for (source, tally) in gathered.tallies {
            let own = invented.traces.filter { $0.source == source }
            #expect(tally.records == own.count && tally.withoutIdentity == own.count { !$0.hasIdentity })
            #expect(tally.persons == gathered.persons.count { $0.traces.contains { invented.traces[$0].source == source } })
            #expect(tally.alone <= tally.persons)
        }
        let (precision, recall) = invented.score(gathered)
        #expect(precision > 0.99 && recall > 0.95, "precision \(precision), recall \(recall)")
    }

    @Test("whatever the order of import, the result is the same", arguments: [1, 2] as [UInt64])
    func order(seed: UInt64) {
        let invented = InventedTraces(traces: 1500, seed: seed)
        let gathered = LookBackGathering(invented.traces)
        // Each list after the other the other way round, and shuffled by a fixed stride.
        let stride = 1009
        let shuffled = invented.traces.indices.map { ($0 * stride + 17) % invented.traces.count }
        #expect(Set(shuffled).count == invented.traces.count)
        for order in [Array(invented.traces.indices.reversed()), shuffled] {
            let again = LookBackGathering(order.map { invented.traces[$0] })
            #expect(
                again.states == gathered.states && again.tallies == gathered.tallies && again.withoutIdentity.count == gathered.withoutIdentity.count)
            func contents(_ gathering: LookBackGathering, _ trace: (Int) -> ArrivalTrace) -> [String] {
                gathering.persons.map { person in
                    "\(person.state) \(person.territory?.digits ?? "") \(person.arrived) " + person.traces.map { "\(trace($0))" }.sorted().joined()
                }.sorted()
            }
            #expect(contents(again) { invented.traces[order[$0]] } == contents(gathered) { invented.traces[$0] })
        }
    }

    @Test("a family's telephone joins nobody whose documents differ; a record that says nothing of who it is stays a blank")
    func families() throws {
        let day = try #require(CivilDate("2022-03-12"))
        func trace(_ name: String?, _ document: String?, _ phone: String?) -> ArrivalTrace {
            ArrivalTrace(source: .manifest, name: name, document: document, phone: phone, arrived: day)
        }
        let gathered = LookBackGathering([
            trace("王伟", "990101198805050011", "10400000001"), trace("王伟", "990101196001010018", "10400000001"), trace("王伟", nil, nil),
            trace(nil, "990101198805050011", nil),
        ])
        #expect(gathered.persons.map(\.traces) == [[0, 3], [1]])
        #expect(gathered.withoutIdentity == [2] && gathered.withoutLocation.count == 2)
    }
}

@Suite("An order to look back is worked to its end")
struct LookBackOrderWorkTests {
    private static let start = Instant.shanghai("2022-03-15T08:00")
    private static let jilin = TerritoryCode("220204") ?? .unstated

    private static func order(origins: [TerritoryCode] = [jilin]) throws -> LookBackOrder {
        let (from, until) = (try #require(CivilDate("2022-03-08")), try #require(CivilDate("2022-03-15")))
        return LookBackOrder(
            title: "吉林来湘", issuer: .yuhua, territories: [.yuhua], from: from, until: until, due: start + .hours(48), origins: origins,
            sources: [.registration, .checkpoint, .hotel])
    }

    /// Three who came from the area, one from elsewhere, one before the days looked at.
    private static func register() async throws -> (TemporaryRegister, [PersonID]) {
        let register = try await TemporaryRegister(at: start - .hours(24 * 10))
        var people: [PersonID] = []
        for (number, came) in [
            (1, "2022-03-10T09:00"), (2, "2022-03-12T09:00"), (3, "2022-03-14T09:00"), (4, "2022-03-13T09:00"), (5, "2022-03-06T09:00"),
        ] {
            let moment = Instant.shanghai(came)
            people.append(
                try await register.at(moment).perform(as: .systemUnrestricted("test")) { filing in
                    let id = try filing.person(Identity(name: "测试\(number)", phones: ["1040000000\(number)"]), Person(residence: .yuhua)).id
                    let arrival = Arrival(
                        origin: "吉林", originTerritory: number == 4 ? TerritoryCode("4201") : jilin, risk: .low, destination: .yuhua,
                        checkpoint: "长沙南站", isRegistered: number == 1)
                    try filing.registerArrival(of: id, arrival, at: moment)
                    return id
                })
        }
        return (register, people)
    }

    @Test("gathering calls exactly those the order is about, once; each ends in one state; closing needs the residue explained")
    func course() async throws {
        let (register, people) = try await Self.register()
        let start = Self.start
        let order = try Self.order()
        let author = Author.user(3, .commander, in: .yuhua, at: start)
        let reference = try await register.at(start).perform(as: author) { try $0.orderLookBack(order, at: start) }
        let gathered: Filing.Gathered = try await register.at(start).perform(as: author) { try $0.gather(reference) }
        #expect(gathered == Filing.Gathered(called: 3, known: 0, left: 0))
        let later = start + .hours(1)
        let again: Filing.Gathered = try await register.at(later).perform(as: author) { try $0.gather(reference) }
        #expect(again == Filing.Gathered(called: 0, known: 3, left: 0))

        func standing(at moment: Instant) async throws -> LookBackStanding {
            let policies = register.policies
            return try await register.store.read(.systemUnrestricted) { try $0.standing(of: reference, order, policies: policies, now: moment) }
        }
        #expect(try await standing(at: later).tally.of == [.notFound: 3])
        #expect(try await standing(at: later).persons.map(\.person) == Array(people.prefix(3)))
        let rules = try await register.store.read(.systemUnrestricted) { try $0.worklist(WorklistQuery(territories: [.yuhua])).rows.map(\.duty.rule) }
        #expect(rules.count { $0 == "screening.lookBack.verify" } == 3)
        #expect(rules.contains("screening.lookBack.sources.hotel.report"))

        // One is tested, one is gone, the third nobody finds.
        try await register.at(later).perform(as: author) { filing in
            try filing.record(Act(deed: .located, territory: .yuhua), for: people[0], at: later)
            let specimen = try filing.take(Specimen(), from: people[0], at: later)
            try filing.record(TestResult(specimen: specimen, outcome: .negative), at: later)
            try filing.record(Act(deed: .controlledElsewhere), for: people[1], at: later)
        }
        #expect(try await standing(at: later).tally.of == [.verified: 1, .left: 1, .notFound: 1])
        #expect(try await standing(at: later).residue(at: .county).map(\.count) == [1])

        await #expect(throws: OperationError.reasonMissing) {
            try await register.at(later).perform(as: author) { _ = try $0.closeLookBack(reference, explanation: " ", at: later) }
        }
        try await register.at(later).perform(as: author) { _ = try $0.closeLookBack(reference, explanation: "电话停机，户籍地协查中", at: later) }
        let view = try #require(try await register.at(later).thing(.lookBack(reference), scope: .systemUnrestricted))
        #expect(view.standing.state == "closed")
        #expect(view.dossier.founding(LookBackOrder.self)?.value.closing?.residue == 1)
        await #expect(throws: OperationError.nothingToAnswer) {
            try await register.at(later).perform(as: author) { _ = try $0.gather(reference) }
        }
        #expect(try await register.at(later).verifyDerivation().isGood)
    }

    @Test("of records that are merged after the call the person is looked for once, and once again as two when the merge is taken back")
    func merged() async throws {
        let (register, people) = try await Self.register()
        let (start, policies) = (Self.start, register.policies)
        let order = try Self.order()
        let author = Author.systemUnrestricted("test")
        let reference = try await register.at(start).perform(as: author) { try $0.orderLookBack(order, at: start) }
        try await register.at(start).perform(as: author) { filing in _ = try filing.gather(reference) }
        func looked(at hours: Int) async throws -> (persons: [PersonID], verify: Int) {
            let now = start + .hours(hours)
            return try await register.store.read(.systemUnrestricted) { reader in
                let standing = try reader.standing(of: reference, order, policies: policies, now: now)
                let rules = try people.flatMap { try reader.obligations(of: $0) }.filter { $0.id.rule == "screening.lookBack.verify" }
                return (standing.persons.map(\.person), rules.count)
            }
        }
        #expect(try await looked(at: 1) == (Array(people.prefix(3)), 3))
        let merge = try await register.at(start + .hours(2)).perform(as: author) {
            try $0.declareSame(people[1], as: people[0], reason: "one telephone")
        }
        #expect(try await looked(at: 3) == ([people[0], people[2]], 2))
        let again: Filing.Gathered = try await register.at(start + .hours(3)).perform(as: author) { try $0.gather(reference) }
        #expect(again.called == 0)
        #expect(try await looked(at: 4) == ([people[0], people[2]], 2))
        #expect(try await register.at(start + .hours(4)).verifyDerivation().isGood)
        try await register.at(start + .hours(5)).perform(as: author) { try $0.takeBackSameness(merge.id, reason: "two people") }
        #expect(try await looked(at: 6) == (Array(people.prefix(3)), 3))
        #expect(try await register.at(start + .hours(6)).verifyDerivation().isGood)
    }

    @Test("every unit of an order reports for itself, however many; an order with more than one can hold is refused whole")
    func units() async throws {
        let (register, _) = try await Self.register()
        let start = Self.start
        let villages = (1...600).compactMap { TerritoryCode("430111\(101 + $0 / 90)\(201 + $0 % 90)") }
        try await register.store.write(.systemUnrestricted("test")) { writer in
            try writer.setTerritories(([.yuhua] + villages).map { TerritoryEntry(code: $0, chinese: $0.digits, english: $0.digits) })
        }
        let author = Author.systemUnrestricted("test")
        var order = try Self.order()
        order.sources = [.doorKnock]
        let given = order
        let reference = try await register.at(start).perform(as: author) { try $0.orderLookBack(given, doorsAt: .village, at: start) }
        let held = Set(villages)
        func silent() async throws -> Set<TerritoryCode> {
            let view = try #require(try await register.at(start + .hours(2)).thing(.lookBack(reference), scope: .systemUnrestricted))
            return Set(view.obligations.map(\.obligation).filter { $0.fulfilment == nil && $0.id.rule.hasSuffix(".report") }.map(\.territory))
        }
        #expect(try await silent() == held)
        try await register.at(start + .hours(1)).perform(as: author) { filing in
            for village in villages.dropLast() {
                _ = try filing.handIn(LookBackReport(territory: village, source: .doorKnock, records: 1), to: reference, at: start + .hours(1))
            }
        }
        #expect(try await silent() == Set(villages.suffix(1)))

        let most = Filing.mostUnits
        let more = (1...(most + 1)).compactMap { TerritoryCode("430104\(101 + $0 / 700)\(201 + $0 % 700)") }
        try await register.store.write(.systemUnrestricted("test")) { writer in
            try writer.setTerritories(([.yuelu] + more).map { TerritoryEntry(code: $0, chinese: $0.digits, english: $0.digits) })
        }
        var wide = given
        wide.territories = [.yuelu]
        let refused = wide
        await #expect(throws: OperationError.tooManyUnits(more.count, most: most)) {
            try await register.at(start).perform(as: author) { filing in _ = try filing.orderLookBack(refused, doorsAt: .village, at: start) }
        }
    }

    @Test("a source that is silent and a record that says too little are duties until they are filled")
    func blanks() async throws {
        let (register, _) = try await Self.register()
        let start = Self.start
        let order = try Self.order()
        let author = Author.user(3, .commander, in: .yuhua, at: start)
        let reference = try await register.at(start).perform(as: author) { try $0.orderLookBack(order, at: start) }
        func report(_ nobody: Int, at moment: Instant) async throws {
            try await register.at(moment).perform(as: author) { filing in
                _ = try filing.handIn(
                    LookBackReport(territory: .yuhua, source: .hotel, records: 40, withoutIdentity: nobody), to: reference, at: moment)
            }
        }
        func open(at moment: Instant) async throws -> Set<String> {
            let view = try #require(try await register.at(moment).thing(.lookBack(reference), scope: .systemUnrestricted))
            return Set(view.obligations.map(\.obligation).filter { $0.fulfilment == nil }.map { String($0.id.rule.dropFirst(19)) })
        }
        try await report(3, at: start + .hours(1))
        #expect(
            try await open(at: start + .hours(1)) == ["sources.registration.report", "sources.checkpoint.report", "sources.hotel.identify", "close"])
        try await report(0, at: start + .hours(2))
        #expect(try await open(at: start + .hours(2)) == ["sources.registration.report", "sources.checkpoint.report", "close"])
        await #expect(throws: OperationError.notAddressed(.yuelu)) {
            try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
                _ = try filing.handIn(LookBackReport(territory: .yuelu, source: .hotel, records: 1), to: reference, at: start)
            }
        }
    }
}

@Suite("A list handed in for an order to look back")
struct LookBackListTests {
    private static let start = Instant.shanghai("2022-03-15T08:00")
    private static let jilin = TerritoryCode("220204") ?? .unstated

    /// A table as a hotel writes it, without codes of origins: three guests, one of whom nobody can tell who they are.
    private static let guests = """
        姓名,证件号码,手机号,抵达时间,出发地,目的地
        测试甲,990101198805050011,10400000001,2022-03-12 18:00,,430111
        测试乙,990101199001010019,10400000002,2022-03-13 19:00,,430111
        ,,,2022-03-13 20:00,,430111
        """

    private func handIn(_ list: LookBackList, _ table: String, to register: TemporaryRegister, as author: Author, at moment: Instant) async throws
        -> LookBackList.Outcome
    {
        let operations = register.at(moment)
        var mapping = ColumnMapping(kind: .arrivals)
        mapping.constants = ["originRisk": "low", "originTerritory": Self.jilin.digits, "originPlace": "吉林市"]
        let context = try await operations.importContext(territory: list.territory)
        let plan = try ImportPlan(.bytes(Array(table.utf8), name: "guests.csv"), kind: .arrivals, mapping: mapping, context: context)
        var request = try ImportRequest(plan, source: "guests")
        request.isNamingPeople = true
        var importing = author
        importing.source = list.entrySource(file: "guests.csv")
        let report = try await operations.importTable(request, as: importing)
        return try await operations.handIn(list, report, columns: plan.columns, as: importing)
    }

    @Test("its people are called as the source's, its refused rows are its blank, a corrected list fills it, and doing it again changes nothing")
    func course() async throws {
        let start = Self.start
        let register = try await TemporaryRegister(at: start - .hours(24 * 10))
        let (from, until) = (try #require(CivilDate("2022-03-08")), try #require(CivilDate("2022-03-15")))
        let order = LookBackOrder(
            title: "吉林来湘", issuer: .hunan, territories: [.yuhua, .yuelu], from: from, until: until, origins: [Self.jilin],
            sources: [.manifest, .hotel])
        let commander = Author.user(3, .commander, in: .hunan, at: start)
        let reference = try await register.at(start).perform(as: commander) { try $0.orderLookBack(order, at: start) }

        // The district hands in its hotels' list; it is not the issuer.
        let duty = Author.user(4, .dutyOfficer, in: .yuhua, at: start)
        let open = try #require(try await register.at(start).openLookBack(reference, scope: duty.scope))
        #expect(open.territories == [.yuhua])
        let list = LookBackList(order: reference, source: .hotel, territory: .yuhua, risk: .low, isOfOrigins: true)
        let outcome = try await handIn(list, Self.guests, to: register, as: duty, at: start)
        #expect(outcome == LookBackList.Outcome(gathered: .init(called: 2, known: 0, left: 0), withoutIdentity: 1, withoutLocation: 0))

        func blanks() async throws -> [LookBackBlank] {
            let view = try #require(try await register.at(start + .hours(3)).thing(.lookBack(reference), scope: .systemUnrestricted))
            let recorded = try #require(view.dossier.founding(LookBackOrder.self))
            return LookBackBlank.all(of: recorded, view.dossier.all(LookBackReport.self), in: .yuhua)
        }
        #expect(try await blanks().filter { $0.source == .hotel }.map(\.kind).contains(.identify))
        let policies = register.policies
        let standing = try await register.store.read(.systemUnrestricted) {
            try $0.standing(of: reference, order, policies: policies, now: start)
        }
        #expect(standing.persons.map(\.call.sources) == [[.hotel], [.hotel]])

        // Handed in again: nobody more. Put right: no blank.
        let entries = try await register.store.read(.systemUnrestricted) { try $0.entries(about: .lookBack(reference)).count }
        let again = try await handIn(list, Self.guests, to: register, as: duty, at: start + .hours(1))
        #expect(again.gathered == .init(called: 0, known: 2, left: 0))
        #expect(try await register.store.read(.systemUnrestricted) { try $0.entries(about: .lookBack(reference)).count } == entries)
        let corrected = Self.guests.replacing(",,,2022-03-13 20:00", with: "测试丙,990101198501010010,10400000003,2022-03-13 20:00")
        let full = try await handIn(list, corrected, to: register, as: duty, at: start + .hours(2))
        #expect(full.gathered.called == 1 && full.withoutIdentity == 0)
        #expect(try await blanks().allSatisfy { $0.source != .hotel })

        // Who has nothing to do with it hands in nothing.
        #expect(try await register.at(start).openLookBack(reference, scope: Scope(user: UserID(rawValue: 9), grants: [], at: start)) == nil)
    }
}
