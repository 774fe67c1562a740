import Obligations
import Operations
import Register
import Scenarios
import Storage
import Testing
import Vocabulary

@Suite("Things are worked as persons are")
struct ThingTests {
    static let start = Instant.shanghai("2022-03-15T08:00")
    static let changsha = TerritoryCode("4301") ?? .unstated
    static let xiangtan = TerritoryCode("4303") ?? .unstated
    let start = ThingTests.start

    private static func order(reach: TerritoryCode.Level? = nil) -> Directive {
        Directive(title: "全员核酸", text: "…", issuer: .hunan, addressees: [changsha, xiangtan], reach: reach)
    }

    private func issue(_ register: TemporaryRegister, reach: TerritoryCode.Level? = nil) async throws -> Reference<Directive> {
        let start = start
        return try await register.at(start).perform(as: .systemUnrestricted("test")) { try $0.issueDirective(Self.order(reach: reach), at: start) }
    }

    private func worklist(_ register: TemporaryRegister, _ territory: TerritoryCode, _ role: Role = .commander) async throws -> [WorklistRow] {
        try await register.store.read(.systemUnrestricted) { try $0.worklist(WorklistQuery(territories: [territory])).rows }
    }

    @Test("an order stands on every addressee's worklist, under its own name, and is met by what the addressee records")
    func order() async throws {
        let register = try await TemporaryRegister(at: start)
        let order = try await issue(register)
        let rows = try await worklist(register, Self.changsha)
        #expect(rows.map(\.duty.rule) == ["command.directives.read", "command.directives.acknowledged", "command.directives.reported"])
        #expect(Set(rows.map(\.label)) == ["全员核酸"] && Set(rows.map(\.subject)) == [.directive(order)])
        let later = start + .minutes(30)
        try await register.at(later).perform(as: .user(7, .commander, in: Self.changsha, at: later)) { filing in
            _ = try filing.answerDirective(order, of: Self.changsha, .acknowledged, at: later)
        }
        #expect(try await worklist(register, Self.changsha).map(\.duty.rule) == ["command.directives.reported"])
        #expect(try await worklist(register, Self.xiangtan).count == 3)
        #expect(try await register.at(later).verifyDerivation().isGood)
    }

    @Test("the scorecard counts an addressee's duties where they lie")
    func scorecard() async throws {
        let register = try await TemporaryRegister(at: start)
        _ = try await issue(register)
        let later = start + .hours(3)
        let total = try await register.at(later).situation(of: Self.changsha, scope: .systemUnrestricted).scorecard.total(.command)
        #expect(total.overdue == 2)
        #expect(try await register.at(later).situation(of: .hunan, scope: .systemUnrestricted).scorecard.total(.command).overdue == 4)
    }

    @Test("an addressee answers for itself only, the issuer alone accepts, and nobody accepts what was not reported")
    func parts() async throws {
        let register = try await TemporaryRegister(at: start)
        let order = try await issue(register)
        let at = start + .hours(1)
        let changsha = Author.user(7, .commander, in: Self.changsha, at: at)
        await #expect(throws: StoreError.territoryOutsideScope(Self.xiangtan)) {
            try await register.at(at).perform(as: changsha) { _ = try $0.answerDirective(order, of: Self.xiangtan, .read, at: at) }
        }
        await #expect(throws: StoreError.territoryOutsideScope(.hunan)) {
            try await register.at(at).perform(as: changsha) { _ = try $0.answerDirective(order, of: Self.changsha, .accepted, at: at) }
        }
        await #expect(throws: OperationError.nothingToAnswer) {
            try await register.at(at).perform(as: .systemUnrestricted("test")) {
                _ = try $0.answerDirective(order, of: Self.changsha, .returned, at: at)
            }
        }
        await #expect(throws: OperationError.notAddressed(.yuhua)) {
            try await register.at(at).perform(as: .systemUnrestricted("test")) { _ = try $0.answerDirective(order, of: .yuhua, .read, at: at) }
        }
        #expect(try await worklist(register, Self.changsha).count == 3)
    }

    @Test("a territory not concerned sees neither the order nor its facts; those above the addressee do")
    func scope() async throws {
        let register = try await TemporaryRegister(at: start)
        let order = try await issue(register)
        let start = start
        for (territory, sees) in [(Self.changsha, true), (TerritoryCode.hunan, true), (.yuhua, false), (TerritoryCode("4306") ?? .unstated, false)] {
            let scope = Scope(user: UserID(rawValue: 3), grants: [Grant(role: .commander, territory: territory)], at: start)
            #expect(try await (register.at(start).thing(.directive(order), scope: scope) != nil) == sees, "\(territory)")
            #expect(try await register.store.read(scope) { try $0.entries(FactsQuery(kind: .directive)) }.isEmpty != sees, "\(territory)")
        }
        let stranger = Author.user(9, .commander, in: .yuhua, at: start)
        await #expect(throws: StoreError.outsideScope) {
            try await register.at(start).perform(as: stranger) { _ = try $0.answerDirective(order, of: Self.changsha, .read, at: start) }
        }
        // Nobody issues in another's name.
        await #expect(throws: StoreError.territoryOutsideScope(.hunan)) {
            try await register.at(start).perform(as: stranger) { _ = try $0.issueDirective(Self.order(), at: start) }
        }
    }

    @Test("passing an order on meets the duty to, and every branch is seen from the top")
    func cascade() async throws {
        let register = try await TemporaryRegister(at: start)
        let order = try await issue(register, reach: .county)
        #expect(try await worklist(register, Self.changsha).contains { $0.duty.rule == "command.cascadeWithin" })
        let later = start + .hours(1)
        let child = try await register.at(later).perform(as: .user(7, .commander, in: Self.changsha, at: later)) { filing in
            try filing.issueDirective(
                Directive(title: "转发", text: "…", issuer: Self.changsha, addressees: [.yuhua, .yuelu], parent: order), at: later)
        }
        let duties = try await worklist(register, Self.changsha).filter { $0.subject == .directive(order) }
        #expect(!duties.contains { $0.duty.rule == "command.cascadeWithin" && $0.duty.territory == Self.changsha })
        let view = try #require(try await register.at(later).thing(.directive(order), scope: .systemUnrestricted))
        #expect(view.dossier.around(Directive.self).map(\.id.rawValue) == [child.rawValue])
        #expect(view.standing.concerned.first { $0.territory == Self.changsha && $0.part == .addressee }?.state == "passedOn")
        #expect(try await register.at(later).verifyDerivation().isGood)
        // Withdrawn again, the duty stands again.
        try await register.at(later).perform(as: .systemUnrestricted("test")) { filing in
            let former = try filing.current(child.rawValue)
            try filing.withdraw(former, expected: former.id, reason: "test")
        }
        #expect(try await worklist(register, Self.changsha).contains { $0.duty.rule == "command.cascadeWithin" })
        #expect(try await register.at(later).verifyDerivation().isGood)
    }

    @Test("time alone opens escalation: upkeep puts it on the worklist of the inspectors")
    func escalation() async throws {
        let register = try await TemporaryRegister(at: start)
        let start = start
        let finding = try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            let inspection = try filing.recordInspection(Inspection(territory: .yuhua, theme: "市场", inspectors: ["王"]), at: start)
            return try filing.recordFinding(
                Finding(inspection: inspection, territory: .yuhua, inspector: .hunan, severity: .grave, text: "未扫码"), at: start)
        }
        func rules() async throws -> [String] { try await worklist(register, .hunan).map(\.duty.rule) }
        #expect(try await rules() == ["supervision.findings.grave.rectify"])
        let later = start + .hours(7)
        try await Upkeep(register.at(later)).run()
        #expect(Set(try await rules()) == ["supervision.findings.grave.rectify", "supervision.escalation.notice"])
        #expect(try await register.at(later).verifyDerivation().isGood)
        try await register.at(later).perform(as: .systemUnrestricted("test")) { filing in
            try filing.rectify(finding, evidence: "照片", at: later)
            try filing.escalate(finding, .notice, evidence: "通报", at: later)
            try filing.recheck(finding, isRight: true, at: later)
        }
        #expect(try await rules().isEmpty)
        #expect(try await register.at(later).thing(.finding(finding), scope: .systemUnrestricted)?.standing.state == "closed")
    }

    @Test("what was recorded by mistake is taken back, and the order is as it was")
    func takingBack() async throws {
        let register = try await TemporaryRegister(at: start)
        let order = try await issue(register)
        let at = start + .minutes(5)
        let receipt = try await register.at(at).perform(as: .systemUnrestricted("test")) {
            try $0.answerDirective(order, of: Self.changsha, .reported, at: at).id
        }
        let subject = try await register.at(at).perform(as: .systemUnrestricted("test")) { try $0.takeBack(receipt, reason: "slip") }
        #expect(subject == .directive(order))
        #expect(try await worklist(register, Self.changsha).count == 3)
    }

    @Test("a thing is seen as it was known at a past moment")
    func asOf() async throws {
        let register = try await TemporaryRegister(at: start)
        let order = try await issue(register)
        let later = start + .hours(2)
        try await register.at(later).perform(as: .systemUnrestricted("test")) {
            _ = try $0.answerDirective(order, of: Self.changsha, .reported, at: later)
        }
        let operations = register.at(later)
        #expect(try await operations.thing(.directive(order), scope: .systemUnrestricted, asOf: start + .hours(1))?.entries.count == 1)
        #expect(try await operations.thing(.directive(order), scope: .systemUnrestricted)?.entries.count == 2)
        #expect(try await operations.thing(.directive(order), scope: .systemUnrestricted, asOf: start - .hours(1)) == nil)
    }

    @Test(
        "whatever is recorded of orders and findings, late, corrected or withdrawn, what is stored equals a full derivation",
        arguments: [UInt64(1), 2, 3, 4])
    func generatedHistories(seed: UInt64) async throws {
        let register = try await TemporaryRegister(at: start)
        var random = Seeded(seed)
        var now = start
        for round in 0..<50 {
            now = now + .hours(random.next(below: 9))
            let step = ThingStep(seed: random.stream("step", UInt64(round)), now: now)
            // A step the law of the thing forbids is refused whole; the register stays consistent.
            _ = try? await register.at(now).perform(as: .systemUnrestricted("test")) { try step.carryOut($0) }
            if round % 10 == 9 {
                let report = try await register.at(now).verifyDerivation()
                #expect(report.isGood, "after step \(round): \(report.differingThings) differ")
            }
        }
        let report = try await register.at(now).verifyDerivation()
        #expect(report.things > 3)
        let late = now + .hours(24 * 3)
        try await Upkeep(register.at(late)).run()
        #expect(try await register.at(late).verifyDerivation().isGood)
        #expect(try await register.store.verifyAudit().isIntact)
        // The sums are those of the calendars.
        let total = try await register.at(late).situation(of: .hunan, scope: .systemUnrestricted).scorecard.total(.command)
        let late2 = try await register.store.read(.systemUnrestricted) { reader in
            try reader.everyThing().flatMap { try reader.obligations(of: $0) }.count { $0.measure == .command && $0.state(at: late) == .overdue }
        }
        #expect(total.overdue == late2)
    }
}

/// One random operation on orders and findings.
private struct ThingStep: Sendable {
    let seed: Seeded
    let now: Instant

    func carryOut(_ filing: Filing) throws {
        var random = seed
        let at = now - .hours(random.next(below: 20))
        let things = try filing.writer.everyThing()
        let orders = things.compactMap { if case .directive(let id) = $0 { id } else { nil } }
        let findings = things.compactMap { if case .finding(let id) = $0 { id } else { nil } }
        switch random.next(below: 10) {
        case 0, 1:
            let isRoot = orders.isEmpty || random.chance(0.6)
            let issuer = isRoot ? TerritoryCode.hunan : ThingTests.changsha
            let addressees = isRoot ? [ThingTests.changsha, ThingTests.xiangtan] : [.yuhua, .yuelu]
            try filing.issueDirective(
                Directive(
                    title: "甲", text: "…", issuer: issuer, addressees: addressees, due: random.chance(0.3) ? now + .hours(9) : nil,
                    parent: isRoot ? nil : orders[random.next(below: orders.count)], reach: random.chance(0.5) ? .county : nil), at: at)
        case 2, 3, 4:
            guard !orders.isEmpty else { return }
            let order = orders[random.next(below: orders.count)]
            let steps = Receipt.Step.allCases
            try filing.answerDirective(
                order, of: random.chance(0.6) ? ThingTests.changsha : .yuhua, steps[random.next(below: steps.count)], at: max(at, now - .hours(2)))
        case 5:
            let inspection = try filing.recordInspection(Inspection(territory: .yuhua, theme: "市场", inspectors: ["王"]), at: at)
            try filing.recordFinding(
                Finding(
                    inspection: inspection, territory: .yuhua, inspector: random.chance(0.5) ? .hunan : nil,
                    severity: Finding.Gravity.allCases[random.next(below: 3)], text: "…"), at: at)
        case 6, 7:
            guard !findings.isEmpty else { return }
            let finding = findings[random.next(below: findings.count)]
            switch random.next(below: 3) {
            case 0: try filing.rectify(finding, evidence: "…", at: now)
            case 1: try filing.recheck(finding, isRight: random.chance(0.5), at: now)
            default: try filing.escalate(finding, .notice, at: now)
            }
        default:
            guard !things.isEmpty else { return }
            let records = try filing.writer.entries(about: things[random.next(below: things.count)])
            guard !records.isEmpty else { return }
            let record = try filing.current(records[random.next(below: records.count)].record.entity)
            if random.chance(0.4) {
                try filing.withdraw(record, expected: record.id, reason: "test")
            } else {
                try filing.revise(record, to: record.fact, at: record.happenedAt - .hours(3), expected: record.id, reason: "test")
            }
        }
    }
}
