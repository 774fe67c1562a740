import Foundation
import Testing
import Vocabulary

@testable import Policy

/// The editions in `policies/`, read as the program reads them.
enum Shipped {
    static let keys = ["none", "cn-8", "cn-9", "cn-20", "cn-10n", "hunan-2022-03", "who-mers", "who-ebola", "measles"]

    static func source(_ key: String) -> PolicySource? {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../policies").standardized
        guard let text = try? String(contentsOf: folder.appending(path: "\(key).yaml"), encoding: .utf8) else { return nil }
        return PolicySource(file: "policies/\(key).yaml", text: text)
    }

    static func read(_ key: String) throws -> PolicyDocument {
        try PolicyDocument.read(key, known: keys, source: source)
    }

    static func policy(_ key: String) throws -> Policy { try read(key).policy }
}

/// Documents made in a test: the least that reads, with lines added.
enum Written {
    static let head = """
        id: test
        title: {zh: 测试, en: Test}
        from: 2022-01-01
        disease: {id: covid-19, name: COVID-19, incubationMax: 14 d, infectiousAfter: 10 d}

        """

    static func read(_ text: String, over bases: [String: String] = [:]) throws(PolicyProblems) -> PolicyDocument {
        try PolicyDocument.read("test", known: Shipped.keys) { key in
            if key == "test" { return PolicySource(file: "test.yaml", text: text) }
            if let base = bases[key] { return PolicySource(file: "\(key).yaml", text: base) }
            return Shipped.source(key)
        }
    }

    static func problems(_ text: String, over bases: [String: String] = [:]) -> [PolicyProblem] {
        do throws(PolicyProblems) {
            return try read(text, over: bases).warnings
        } catch {
            return error.problems
        }
    }
}

@Suite("The editions that ship")
struct ShippedEditions {
    @Test("read without a problem and without a doubt", arguments: Shipped.keys)
    func reads(key: String) throws {
        do {
            let document = try Shipped.read(key)
            #expect(document.policy.id == key)
            #expect(document.warnings.map(\.description) == [])
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test("every file of the folder is tested")
    func complete() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../policies").standardized
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
        #expect(Set(files) == Set(Shipped.keys.map { $0 + ".yaml" }))
    }

    @Test("every line has a name in both languages", arguments: Shipped.keys)
    func named(key: String) throws {
        let document = try Shipped.read(key)
        let bare = document.lines.map(\.key).filter { !KeyWords.isNamed($0, names: document.names) }
        #expect(bare == [])
    }

    /// How a class is held, as `mode days [test days]` for each stage.
    static func short(_ schedule: ControlSchedule?) -> [String] {
        schedule?.stages.map { stage in
            "\(stage.mode.rawValue) \(stage.days.count) \(stage.tests.map { $0.swabs == 2 ? [$0.day, $0.day] : [$0.day] }.flatMap { $0 })"
        } ?? []
    }

    @Test(
        "close contacts are held as the edition says",
        arguments: [
            ("cn-8", ["central 14 [1, 4, 7, 14, 14]", "homeMonitoring 7 [2, 7]"]),
            ("hunan-2022-03", ["central 14 [1, 4, 7, 14, 14]", "homeMonitoring 7 [2, 7]"]),
            ("cn-9", ["central 7 [1, 2, 3, 5, 7]", "homeMonitoring 3 [3]"]),
            ("cn-20", ["central 5 [1, 2, 3, 5]", "homeIsolation 3 [1, 3]"]),
            ("cn-10n", ["homeIsolation 5 [5]"]),
            ("who-mers", ["homeIsolation 14 []"]),
            ("who-ebola", ["selfMonitoring 21 []"]),
            ("measles", ["homeIsolation 21 []"]),
            ("none", []),
        ] as [(String, [String])])
    func close(key: String, expected: [String]) throws {
        #expect(ShippedEditions.short(try Shipped.policy(key).tracing.close) == expected)
    }

    @Test(
        "secondary contacts are held as the edition says",
        arguments: [
            ("cn-8", ["central 7 [1, 4, 7]"], 2), ("hunan-2022-03", ["central 7 [1, 4, 7]"], 2), ("cn-9", ["homeIsolation 7 [1, 4, 7]"], 2),
            ("cn-20", [], 1), ("cn-10n", [], 1), ("who-mers", [], 1), ("who-ebola", [], 2), ("measles", [], 1), ("none", [], 0),
        ] as [(String, [String], Int)])
    func secondary(key: String, expected: [String], degrees: Int) throws {
        let tracing = try Shipped.policy(key).tracing
        #expect(ShippedEditions.short(tracing.secondary) == expected)
        #expect(tracing.degrees == degrees)
        #expect((tracing.secondaryGate != nil) == !expected.isEmpty)
    }

    @Test(
        "look-back, transfer and report have the edition's numbers",
        arguments: [
            ("cn-8", 2, 12, 2), ("hunan-2022-03", 4, 8, 2), ("cn-9", 2, 8, 2), ("cn-20", 2, 8, 2), ("cn-10n", 2, 8, 2), ("who-mers", 0, 24, 24),
        ] as [(String, Int, Int, Int)])
    func clocks(key: String, lookback: Int, transfer: Int, report: Int) throws {
        let policy = try Shipped.policy(key)
        #expect(policy.tracing.lookbackSymptomatic == Days(lookback))
        #expect(policy.tracing.lookbackAsymptomatic == Days(lookback))
        #expect(policy.tracing.closeClocks[.transferred]?.within == Hours(transfer))
        #expect(policy.treatment.cases[.confirmed]?.clocks[.reported]?.within == Hours(report))
    }

    @Test(
        "arrivals are held as the edition says",
        arguments: [
            ("hunan-2022-03", OriginRisk.high, ["central 14 [1, 2, 3, 7, 10, 14]"], ArrivalRules.Anchor.leftArea),
            ("hunan-2022-03", .medium, ["central 14 [1, 2, 3, 7, 10, 14]"], .leftArea),
            ("hunan-2022-03", .affectedProvince, ["selfMonitoring 14 []"], .entry),
            ("hunan-2022-03", .abroad, ["central 14 [1, 4, 7, 14, 14]", "central 7 [2, 7]", "homeIsolation 7 [7]"], .entry),
            ("cn-9", .high, ["central 7 [1, 2, 3, 5, 7]"], .leftArea), ("cn-9", .medium, ["homeIsolation 7 [1, 4, 7]"], .leftArea),
            ("cn-9", .abroad, ["central 7 [1, 2, 3, 5, 7]", "homeMonitoring 3 [3]"], .entry),
            ("cn-20", .high, ["homeIsolation 7 [1, 3, 5, 7]"], .leftArea),
            ("cn-20", .abroad, ["central 5 [1, 2, 3, 5]", "homeIsolation 3 [1, 3]"], .entry),
        ] as [(String, OriginRisk, [String], ArrivalRules.Anchor)])
    func arrivals(key: String, risk: OriginRisk, expected: [String], anchor: ArrivalRules.Anchor) throws {
        let rules = try #require(try Shipped.policy(key).arrivals.byRisk[risk])
        #expect(ShippedEditions.short(rules.control) == expected)
        #expect(rules.anchor == anchor)
    }

    @Test("three days, two tests belongs to the 9th edition and the twenty measures, not to March 2022")
    func spanTests() throws {
        let span = ArrivalRules.SpanTests(count: 2, days: 3, gap: 24)
        #expect(try Shipped.policy("cn-9").arrivals.byRisk[.low]?.spanTests == span)
        #expect(try Shipped.policy("cn-20").arrivals.byRisk[.low]?.spanTests == span)
        #expect(try Shipped.policy("hunan-2022-03").arrivals.byRisk.values.allSatisfy { $0.spanTests == nil })
        #expect(try Shipped.policy("cn-10n").arrivals.byRisk.keys.sorted { $0.rawValue < $1.rawValue } == [.abroad])
    }

    @Test("more than seven days after leaving an area the twenty measures ask for one test only")
    func lateEntry() throws {
        #expect(try Shipped.policy("cn-20").arrivals.byRisk[.high]?.control?.lateEntry == .init(elapsedMoreThan: 7, tests: 1))
        #expect(try Shipped.policy("cn-9").arrivals.byRisk[.high]?.control?.lateEntry == nil)
    }

    @Test("Hunan discharges on two tests of Ct 35, a day apart, and follows for seven days")
    func discharge() throws {
        for kind in [CaseKind.confirmed, .asymptomatic] {
            let rules = try #require(try Shipped.policy("hunan-2022-03").treatment.cases[kind])
            #expect(rules.discharge.ctAtLeast == 35)
            #expect(rules.discharge.negatives == 2)
            #expect(rules.discharge.gap == 24)
            #expect(ShippedEditions.short(rules.followUp) == ["homeMonitoring 7 [3, 7]"])
        }
        #expect(try Shipped.policy("cn-8").treatment.cases[.asymptomatic]?.isolationDays == 14)
        #expect(
            ShippedEditions.short(try Shipped.policy("cn-8").treatment.cases[.asymptomatic]?.followUp) == [
                "homeMonitoring 14 [14]", "selfMonitoring 14 [14]",
            ])
    }

    @Test("Hunan's posts are tested daily, every other day, and twice a week with a gap of two days")
    func posts() throws {
        let posts = try Shipped.policy("hunan-2022-03").testing.posts
        for key in ["designated_isolation_ward", "fever_clinic", "isolation_site", "port_frontline", "imported_cold_chain", "entrant_transport"] {
            #expect(posts[key]?.frequency == .everyDays(1))
        }
        for key in ["designated_hospital_other", "port_other"] { #expect(posts[key]?.frequency == .everyDays(2)) }
        for key in [
            "other_hospital_key_departments", "domestic_cold_chain", "express", "public_transport", "market", "community_worker", "prison",
            "elderly_home",
        ] { #expect(posts[key]?.frequency == .perWeek(2, minGap: 2)) }
    }

    @Test("zones lift as the edition says")
    func zones() throws {
        let three = try Shipped.policy("hunan-2022-03").zones
        #expect(three.scheme == .threeZones)
        #expect(three.levels.values.allSatisfy { $0.lift == .init(cleanDays: 14, lastContactMovedDays: 14, fullRound: .withinDays(2), to: nil) })
        let nine = try Shipped.policy("cn-9").zones
        #expect(nine.levels[.high]?.lift == .init(cleanDays: 7, lastContactMovedDays: nil, fullRound: .onDay(7), to: .medium))
        #expect(nine.levels[.medium]?.liftAfterHigher?.cleanDays == 3)
        let twenty = try Shipped.policy("cn-20").zones
        #expect(twenty.levels.keys.sorted { $0.rawValue < $1.rawValue } == [.high, .low])
        #expect(twenty.levels[.high]?.lift == .init(cleanDays: 5, lastContactMovedDays: nil, fullRound: .onDay(5), to: .low))
    }

    @Test("vehicles make contacts by rows, coaches, compartments and bays")
    func vehicles() throws {
        let vehicles = try Shipped.policy("cn-9").tracing.contacts.vehicles
        #expect(vehicles[.aircraft]?.close == .rows(3))
        #expect(vehicles[.aircraft]?.crew == .serving)
        #expect(vehicles[.enclosedTrain]?.close == .coach)
        #expect(vehicles[.sleeperTrain]?.close == .compartment)
        #expect(vehicles[.openTrain]?.close == .bays(1))
        #expect(vehicles[.enclosedBus]?.close == .everyone)
        #expect(vehicles[.ventilatedBus]?.close == .rows(3))
        #expect(try Shipped.policy("who-mers").tracing.contacts.vehicles[.aircraft]?.close == .seats(2))
        #expect(try Shipped.policy("measles").tracing.contacts.lingering == .minutes(120))
    }

    @Test("the policy without measures asks for nothing")
    func none() throws {
        let policy = try Shipped.policy("none")
        #expect(policy.tracing.degrees == 0 && policy.tracing.caseClocks.isEmpty && policy.tracing.close == nil)
        #expect(policy.treatment.cases.isEmpty && policy.arrivals.byRisk.isEmpty && policy.testing.posts.isEmpty)
        #expect(policy.zones.levels.isEmpty && policy.gatherings.limits.isEmpty && policy.places.key.isEmpty && policy.screening.lookBack == nil)
    }

    @Test("gatherings are decided by the strictest limit that fits")
    func gatherings() throws {
        let rules = try Shipped.policy("hunan-2022-03").gatherings
        func decision(_ kind: GatheringRules.Kind, _ people: Int, zone: ZoneLevel? = nil, crossing: Bool = false) -> GatheringRules.Decision? {
            rules.decision(kind: kind, people: people, isIndoors: true, zone: zone, crossesTerritories: crossing)?.limit.decision
        }
        #expect(decision(.familyMeal, 10) == nil)
        #expect(decision(.familyMeal, 11) == .refuse)
        #expect(decision(.meeting, 49) == nil)
        #expect(decision(.meeting, 50) == .report)
        #expect(decision(.meeting, 100) == .approve)
        #expect(decision(.meeting, 2, zone: .high) == .refuse)
        #expect(decision(.meeting, 60, zone: .low) == .approve)
        #expect(rules.decision(kind: .meeting, people: 120, isIndoors: true, zone: nil, crossesTerritories: true)?.limit.decision == .approve)
    }

    @Test("the reference names every key that an edition uses, and its example reads")
    func reference() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs").standardized
        let text = try String(contentsOf: folder.appending(path: "policy-reference.md"), encoding: .utf8)
        let words = Set(text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
        for key in Shipped.keys {
            let document = try Shipped.read(key)
            for line in document.lines where !line.key.hasPrefix("testing.posts.") && !line.key.hasPrefix("places.") {
                let parts = line.key.split(separator: ".").map(String.init)
                for index in parts.indices where document.names[parts[...index].joined(separator: ".")] == nil && Int(parts[index]) == nil {
                    #expect(words.contains(parts[index]), "\(line.key)")
                }
            }
        }
        let example = try #require(text.split(separator: "```yaml").dropFirst().first?.split(separator: "```").first)
        let document = try PolicyDocument.read("changsha-2022-08") {
            $0 == "changsha-2022-08" ? PolicySource(file: "e", text: String(example)) : Shipped.source($0)
        }
        #expect(document.warnings.isEmpty)
        #expect(document.policy.arrivals.byRisk[.low] == nil)
    }

    @Test("every closed choice has words in both languages")
    func choices() {
        func check<Choice: PolicyChoice>(_ type: Choice.Type) {
            for choice in Choice.allCases {
                #expect(ChoiceWords.words(type: String(reflecting: type), raw: choice.rawValue) != nil, "\(type).\(choice.rawValue)")
            }
        }
        check(ControlMode.self); check(SpecialGroup.self); check(OriginRisk.self); check(ZoneLevel.self); check(ArrivalCheck.self); check(Role.self)
        check(TestMethod.self); check(CaseKind.self); check(Severity.self); check(ContactDegree.self); check(ContactSetting.self)
        check(VehicleKind.self); check(Policy.Application.self); check(DiseaseProfile.Route.self); check(DiseaseProfile.InfectiousAnchor.self)
        check(DiseaseProfile.Distribution.Shape.self); check(ControlStage.Origin.self); check(TestFrequency.Event.self)
        check(TestOccasion.self); check(TestingRules.CertificateOrigin.self); check(TestingRules.MustTestGroup.self)
        check(VaccinationStatus.self); check(PoolRules.SingleGroup.self); check(AntigenRules.Group.self); check(TracingRules.CaseTask.self)
        check(TracingRules.ContactTask.self); check(ContactDefinitions.Crew.self); check(TreatmentRules.Task.self)
        check(TreatmentRules.TransferHop.self)
        check(TreatmentRules.CareSite.self); check(ArrivalRules.Anchor.self); check(ArrivalRules.Occasion.self); check(ScreeningRules.Source.self)
        check(TerritoryLevel.self); check(PlaceMeasure.self); check(ShiftPattern.Kind.self); check(GatheringRules.Kind.self)
        check(GatheringRules.Decision.self); check(GatheringRules.Condition.self); check(CommandRules.Activation.self)
        check(CommandRules.ResponseLevel.self); check(CommandRules.DirectiveTask.self); check(CommunityRules.TeamMember.self)
        check(CommunityRules.VulnerableGroup.self); check(CommunityRules.VaccinationPriority.self); check(SupervisionRules.Gravity.self)
        check(SupervisionRules.EscalationStep.Kind.self); check(ZoneRules.Scheme.self); check(ZoneRules.ZoneUnit.self)
        check(ZoneRules.ZoneMeasure.self); check(TargetRules.ControlledStatus.self); check(TargetRules.ImportRule.self); check(UnitCosts.Item.self)
        check(OverreachLimits.Checkpoints.self); check(Prohibition.self)
    }
}
