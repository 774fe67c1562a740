import Exchange
import Obligations
import Operations
import Policy
import Register
import Storage
import Testing
import Vocabulary

@Suite("A look-back over a province, worked by its counties")
struct LookBackPartsTests {
    private static let start = Instant.shanghai("2022-03-15T08:00")
    private static let jilin = TerritoryCode("220204") ?? .unstated

    private static func register() async throws -> (TemporaryRegister, Reference<LookBackOrder>) {
        let register = try await TemporaryRegister(at: start - .hours(24 * 10))
        try await register.store.write(.systemUnrestricted("test")) { writer in
            try writer.setTerritories(
                [.hunan, TerritoryCode("4301") ?? .unstated, .yuhua, .yuelu].map {
                    TerritoryEntry(code: $0, chinese: $0.digits, english: $0.digits)
                })
        }
        let (from, until) = (try #require(CivilDate("2022-03-08")), try #require(CivilDate("2022-03-15")))
        let order = LookBackOrder(
            title: "吉林来湘", issuer: .hunan, territories: [.hunan], from: from, until: until, due: start + .hours(48), origins: [jilin],
            sources: [.hotel, .tollList, .pushedList])
        let commander = Author.user(3, .commander, in: .hunan, at: start)
        return (register, try await register.at(start).perform(as: commander) { try $0.orderLookBack(order, at: start) })
    }

    private static func handIn(
        _ source: ArrivalSource, _ table: String, for territory: TerritoryCode, to order: Reference<LookBackOrder>, in register: TemporaryRegister,
        as author: Author, at moment: Instant
    ) async throws -> LookBackList.Outcome {
        let operations = register.at(moment)
        let list = LookBackList(order: order, source: source, territory: territory, risk: .low, isOfOrigins: true)
        var mapping = ColumnMapping(kind: .arrivals)
        mapping.constants = ["originRisk": "low", "originTerritory": jilin.digits, "originPlace": "吉林市"]
        let context = try await operations.importContext(territory: territory)
        let plan = try ImportPlan(.bytes(Array(table.utf8), name: "list.csv"), kind: .arrivals, mapping: mapping, context: context)
        var request = try ImportRequest(plan, source: "\(source)")
        request.isNamingPeople = true
        var importing = author
        importing.source = list.entrySource(file: "list.csv")
        let report = try await operations.importTable(request, as: importing)
        return try await operations.handIn(list, report, columns: plan.columns, as: importing)
    }

    @Test("an order given before counties kept lists of their own reaches them when it is gathered again")
    func olderOrder() async throws {
        let (register, order) = try await Self.register()
        let start = Self.start
        let author = Author.systemUnrestricted("test")
        // As such an order stands: without the lists of counties.
        try await register.at(start).perform(as: author) { filing in
            let record = try filing.current(order.rawValue)
            guard case .lookBack(var value) = record.fact else { throw OperationError.notFound }
            value.kept = nil
            try filing.revise(record, to: .lookBack(value), expected: record.id)
        }
        let county = Author.user(4, .communityWorker, in: .yuhua, at: start)
        #expect(try await register.at(start).openLookBack(order, scope: county.scope) == nil)
        try await register.at(start).perform(as: author) { filing in _ = try filing.gather(order) }
        #expect(try await register.at(start).openLookBack(order, scope: county.scope)?.territories == [.yuhua])
        #expect(try await register.at(start).verifyDerivation().isGood)
    }

    @Test("a county sees the order, hands in its own lists, and sees of the others neither duty nor list; whoever is not below it sees nothing")
    func scope() async throws {
        let (register, order) = try await Self.register()
        let start = Self.start
        let own = Author.user(4, .communityWorker, in: .yuhua, at: start)
        let operations = register.at(start)
        let open = try #require(try await operations.openLookBack(order, scope: own.scope))
        #expect(open.territories == [.yuhua] && open.order.kept?.counties == [.yuelu, .yuhua] && open.order.kept?.sources == [.hotel, .tollList])
        #expect(
            try await operations.openLookBack(order, scope: Author.user(3, .commander, in: .hunan, at: start).scope)?.territories == [
                .hunan, .yuelu, .yuhua,
            ])

        let other = Author.user(5, .dutyOfficer, in: .yuelu, at: start)
        try await register.at(start).perform(as: other) { filing in
            _ = try filing.handIn(LookBackReport(territory: .yuelu, source: .hotel, records: 7, withoutIdentity: 1), to: order, at: start)
        }
        let view = try #require(try await operations.thing(.lookBack(order), scope: own.scope))
        #expect(Set(view.obligations.map(\.obligation.territory)) == [.yuhua])
        #expect(view.obligations.map { $0.obligation.id.rule }.sorted() == ["hotel", "tollList"].map { "screening.lookBack.sources.\($0).report" })
        #expect(view.entries.allSatisfy { LookBackReport.value(in: $0.record.fact) == nil })
        #expect(view.standing.concerned.map(\.territory) == [.yuhua] && view.standing.state == "silent")
        // It does not answer for another, nor for the whole.
        for territory in [TerritoryCode.yuelu, .hunan] {
            await #expect(throws: StoreError.territoryOutsideScope(territory)) {
                try await register.at(start).perform(as: own) { filing in
                    _ = try filing.handIn(LookBackReport(territory: territory, source: .hotel, records: 1), to: order, at: start)
                }
            }
        }
        for source in [ArrivalSource.hotel, .tollList] {
            try await register.at(start).perform(as: own) { filing in
                _ = try filing.handIn(LookBackReport(territory: .yuhua, source: source, records: 3), to: order, at: start)
            }
        }
        #expect(try await operations.thing(.lookBack(order), scope: own.scope)?.standing.state == "complete")
        #expect(try await operations.thing(.lookBack(order), scope: .systemUnrestricted)?.standing.state == "silent")
        let elsewhere = Author.user(6, .dutyOfficer, in: .yuetang, at: start)
        #expect(try await operations.thing(.lookBack(order), scope: elsewhere.scope) == nil)
        #expect(try await register.at(start).verifyDerivation().isGood)
    }

    private static let lists: [(source: ArrivalSource, territory: TerritoryCode, table: String)] = [
        (
            .hotel, .yuhua,
            """
            姓名,证件号码,手机号,入住时间,目的地
            测试甲,990101198805050011,10400000001,2022-03-12 18:00,430111
            测试乙,990101199001010019,10400000002,2022-03-13 19:00,430111
            测试乙,990101199001010019,10400000002,2022-03-13 19:00,430111
            ,,,2022-03-13 20:00,430111
            """
        ),
        (
            // A person of another list at another hour; and one who came before the days looked at.
            .tollList, .yuhua,
            """
            姓名,证件号码,手机号,出站时间,目的地,车牌号,收费站
            测试甲,990101198805050011,10400000001,2022-03-12 16:30,430111,湘A00001,长沙南
            测试丁,990101198301010016,10400000004,2022-03-02 09:00,430111,湘A00002,长沙南
            """
        ),
        (
            // The same hour as the hotel: the register knows the arrival already. And one who went on to another county.
            .pushedList, .hunan,
            """
            姓名,证件号码,手机号,抵达时间,目的地
            测试乙,990101199001010019,10400000002,2022-03-13 19:00,430111
            测试甲,990101198805050011,10400000001,2022-03-14 09:00,430104
            测试丙,990101198501010010,10400000003,2022-03-10 09:00,430104
            """
        ),
    ]

    /// What a look-back amounts to, in lines: each person with every source, where and when they came; each source with its sums.
    private static func outcome(of order: [Int]) async throws -> [String] {
        let (register, reference) = try await register()
        var moment = start
        for place in order {
            let (source, territory, table) = lists[place]
            let author = Author.user(Int64(4 + place), .dutyOfficer, in: territory, at: moment)
            _ = try await handIn(source, table, for: territory, to: reference, in: register, as: author, at: moment)
            moment = moment + .minutes(10)
        }
        let (policies, now) = (register.policies, moment)
        let view = try #require(try await register.at(now).thing(.lookBack(reference), scope: .systemUnrestricted))
        let value = try #require(view.dossier.founding(LookBackOrder.self)?.value)
        let (standing, names) = try await register.store.read(.systemUnrestricted) { reader in
            let standing = try reader.standing(of: reference, value, policies: policies, now: now)
            return (standing, try standing.persons.map { try reader.maskedIdentity(of: $0.person).identity.phone ?? "" })
        }
        let people = zip(standing.persons, names).map { person, name in
            "\(name.suffix(1)) \(person.call.sources.map(\.rawValue).joined(separator: "+")) \(person.call.territory) \(person.call.arrived) \(person.state)"
        }
        let reports = view.dossier.all(LookBackReport.self).map(\.value)
        for report in reports {
            // Each source's rows are its persons, its duplicates, those of others and its blanks; and its persons are those who bear it.
            let parts = [report.persons, report.duplicates, report.outside].compactMap(\.self)
            #expect(parts.count == 3 && parts.allSatisfy { $0 >= 0 })
            #expect(parts.reduce(0, +) + report.withoutIdentity + report.withoutLocation == report.records)
            #expect(report.persons == standing.persons.count { $0.call.sources.contains(report.source) })
        }
        #expect(try await register.at(now).verifyDerivation().isGood)
        return people.sorted()
            + reports.map {
                "\($0.source) \($0.territory): \($0.records) = \($0.persons ?? -1) + \($0.duplicates ?? -1) + \($0.outside ?? -1) + \($0.withoutIdentity)"
            }.sorted()
    }

    @Test(
        "whoever is on several lists bears every source, the sums agree, and the order in which lists come in makes no difference",
        arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
    func permutations(order: [Int]) async throws {
        let outcome = try await Self.outcome(of: order)
        #expect(
            outcome == [
                "1 hotel+pushedList+tollList 430104 2022-03-14 notFound", "2 hotel+pushedList 430111 2022-03-13 notFound",
                "3 pushedList 430104 2022-03-10 notFound", "hotel 430111: 4 = 2 + 1 + 0 + 1", "pushedList 43: 3 = 3 + 0 + 0 + 0",
                "tollList 430111: 2 = 1 + 0 + 1 + 0",
            ])
    }
}
