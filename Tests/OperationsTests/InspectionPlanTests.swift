import Obligations
import Operations
import Register
import Storage
import Testing
import Vocabulary

@Suite("Plans of inspection are drawn, worked and summed up; who was responsible can be told of any moment")
struct InspectionPlanTests {
    let start = Instant.shanghai("2022-03-15T08:00")

    /// Three counties at work, one of them late with its leader.
    private func life(_ register: TemporaryRegister) async throws {
        let start = start
        try await register.at(start - .hours(72)).perform(as: .systemUnrestricted("test")) { filing in
            for county in [TerritoryCode.yuhua, .yuelu, .yuetang] {
                try filing.turnHeadquarters(of: county, HeadquartersStep(.activated), at: start - .hours(72))
                if county != .yuelu { try filing.assignArea(county, to: AreaLeader(name: "甲", office: "副市长"), at: start - .hours(72)) }
            }
        }
    }

    @Test("the same figures and seed draw the same targets; the late county comes first, and a target seen is a duty met")
    func draw() async throws {
        let register = try await TemporaryRegister(at: start)
        try await life(register)
        let start = start
        let plan = try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            let plan = try filing.drawInspectionPlan(for: .hunan, theme: "值守", seed: 11, at: start)
            let again = try filing.drawInspectionPlan(for: .hunan, theme: "值守", seed: 11, at: start)
            #expect(try filing.targets(of: plan) == filing.targets(of: again))
            try filing.withdraw(try filing.current(again.rawValue), expected: FactID(rawValue: again.rawValue), reason: "twice")
            return plan
        }
        let targets = try await register.at(start).perform(as: .systemUnrestricted("test")) { try $0.targets(of: plan) }
        #expect(targets.count == 3 && targets.first == .yuelu)
        let later = start + .hours(3)
        let inspector = Author.user(4, .inspector, in: .hunan, at: later)
        try await register.at(later).perform(as: inspector) { _ = try $0.inspect(.yuelu, under: plan, inspectors: ["乙"], at: later) }
        await #expect(throws: OperationError.notAddressed(.hunan)) {
            try await register.at(later).perform(as: inspector) { _ = try $0.inspect(.hunan, under: plan, inspectors: ["乙"], at: later) }
        }
        let view = try #require(try await register.at(later).thing(.inspectionPlan(plan), scope: inspector.scope))
        #expect(view.obligations.filter { $0.obligation.id.rule.hasSuffix("planTargets") }.count { $0.obligation.fulfilment != nil } == 1)
        // Who was not seen yet does not know of the plan; who was does.
        let (yuelu, yuhua) = (
            Scope(user: UserID(rawValue: 8), grants: [Grant(role: .commander, territory: .yuelu)], at: later),
            Scope(user: UserID(rawValue: 9), grants: [Grant(role: .commander, territory: .yuhua)], at: later)
        )
        #expect(try await register.at(later).thing(.inspectionPlan(plan), scope: yuelu) != nil)
        #expect(try await register.at(later).thing(.inspectionPlan(plan), scope: yuhua) == nil)
        try await register.at(later).perform(as: inspector) { _ = try $0.sumUp(InspectionSummary(text: "有序"), of: plan, at: later) }
        #expect(try await register.at(later).thing(.inspectionPlan(plan), scope: inspector.scope)?.standing.state == "summed")
        #expect(try await register.at(later).verifyDerivation().isGood)
    }

    @Test("the machine's summary counts what was seen and found; what is put right or late since changes it")
    func summary() async throws {
        let register = try await TemporaryRegister(at: start)
        try await life(register)
        let start = start
        let later = start + .hours(3)
        let plan = try await register.at(start).perform(as: .systemUnrestricted("test")) {
            try $0.drawInspectionPlan(for: .hunan, theme: "值守", seed: 11, at: start)
        }
        func text(at moment: Instant) async throws -> LocalizedText? {
            let view = try #require(try await register.at(moment).thing(.inspectionPlan(plan), scope: .systemUnrestricted))
            return try await register.store.read(.systemUnrestricted) { reader in
                try reader.daySummary(of: view, zone: .shanghai)?.text { LocalizedText(zh: $0.digits, en: $0.digits) }
            }
        }
        #expect(
            try await text(at: start)?.en
                == "Inspection of 2022-3-15: 值守. 0 of 3 targets seen; not seen: 430104, 430111, 430304. Nothing was found wrong.")
        let finding = try await register.at(later).perform(as: .systemUnrestricted("test")) { filing in
            let inspection = try filing.inspect(.yuelu, under: plan, inspectors: ["乙"], at: later)
            let minor = Finding(inspection: inspection, territory: .yuelu, inspector: .hunan, severity: .minor, text: "登记不全")
            try filing.recordFinding(minor, at: later)
            let grave = Finding(inspection: inspection, territory: .yuelu, inspector: .hunan, severity: .grave, text: "无人值守")
            return try filing.recordFinding(grave, at: later)
        }
        let first = try #require(try await text(at: later))
        #expect(first.zh.contains("已督查1处") && first.zh.contains("发现问题2个（严重1、较重0、一般1）") && first.zh.hasSuffix("【430104】无人值守。"))
        let soon = later + .hours(1)
        try await register.at(soon).perform(as: .systemUnrestricted("test")) { filing in
            try filing.rectify(finding, evidence: "照片", at: soon)
            try filing.recheck(finding, isRight: true, at: soon)
        }
        #expect(try await text(at: soon)?.en.contains("1 put right and confirmed, 0 put right") == true)
        let week = later + .hours(24 * 30)
        #expect(try await text(at: week)?.zh.contains("逾期未整改1") == true, "the minor one was left")
    }

    @Test("the ledger tells who was in charge and on duty at a moment, and where nobody was")
    func ledger() async throws {
        let register = try await TemporaryRegister(at: start)
        try await life(register)
        let start = start
        _ = try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            try filing.planShifts(
                [Shift(territory: .yuhua, function: "office", begins: start, until: start + .hours(12), holder: "丙")], at: start)
        }
        func holders(_ territory: TerritoryCode, _ moment: Instant) async throws -> [String] {
            try await register.at(start).responsibility(in: territory, at: moment, below: [], scope: .systemUnrestricted).lines
                .filter { $0.territory == territory }.map { "\($0.part.rawValue) \($0.holder ?? "–")" }
        }
        #expect(try await holders(.yuhua, start + .hours(1)) == ["areaLeader 甲", "onDuty 丙"])
        #expect(try await holders(.yuhua, start - .hours(1)) == ["areaLeader 甲", "onDuty –"])
        #expect(try await holders(.yuhua, start - .hours(100)) == ["areaLeader –", "onDuty –"])
        #expect(try await holders(.yuelu, start) == ["areaLeader –"])
    }
}
