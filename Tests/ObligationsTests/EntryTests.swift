import Obligations
import Policy
import Register
import TestWorld
import Testing
import Vocabulary

@Suite("What somebody must do on entry")
struct EntryTests {
    private static let moment = Scene("hunan-2022-03").at("03-19 09:00")

    private static func decision(
        _ risk: OriginRisk?, left: String? = nil, certificate: String? = nil, isRegistered: Bool = true, edition: String = "hunan-2022-03"
    ) -> EntryDecision {
        let scene = Scene(edition)
        return EntryDecision(
            .init(
                risk: risk, leftOrigin: left.map(scene.day), certificateTaken: certificate.map(scene.at), isRegistered: isRegistered,
                destination: Scene.home), under: Editions.policy(edition), at: moment)
    }

    @Test(
        "the strictest demand decides, and days already passed count",
        arguments: [
            (OriginRisk.high, "03-18", EntryDecision.Verdict.control, "2022-04-01"), (.high, "03-10", .control, "2022-03-24"),
            (.low, nil, .monitor, "2022-04-02"), (.unaffected, nil, .check, nil), (.abroad, nil, .control, "2022-04-16"),
        ] as [(OriginRisk, String?, EntryDecision.Verdict, String?)])
    func verdicts(risk: OriginRisk, left: String?, verdict: EntryDecision.Verdict, until: String?) {
        let decision = Self.decision(risk, left: left, certificate: "03-18 20:00")
        #expect(decision.verdict == verdict)
        #expect(decision.until == until.flatMap { CivilDate($0) })
        #expect(!decision.demands.isEmpty && decision.demands.allSatisfy { $0.why.en.contains("§" + $0.rule) && !$0.why.zh.isEmpty })
    }

    @Test("whoever has not registered or shows an old certificate is told so, with the rule")
    func missing() {
        let rules = Set(Self.decision(.unaffected, certificate: "03-16 08:00", isRegistered: false).demands.map(\.rule))
        #expect(rules == ["arrivals.unaffected.registration", "arrivals.unaffected.certificate", "arrivals.unaffected.checks"])
        let good = Self.decision(.unaffected, certificate: "03-18 08:00").demands.map(\.rule)
        #expect(good == ["arrivals.unaffected.checks"])
    }

    @Test("an origin of which nothing is known is asked for, not guessed")
    func unknown() {
        #expect(Self.decision(nil).verdict == .ask)
        #expect(OriginRisk(of: TerritoryCode("220204"), left: Self.moment, zones: [], isAbroad: false) == nil)
        #expect(OriginRisk(of: nil, left: Self.moment, zones: [], isAbroad: true) == .abroad)
    }

    @Test("what a traveller is told is what the register asks afterwards", arguments: OriginRisk.allCases, ["hunan-2022-03", "cn-9"])
    func sameAsObligations(risk: OriginRisk, edition: String) {
        var scene = Scene(edition)
        scene.arrive(zhang, risk, left: "03-17", isRegistered: true, at: "03-19 09:00")
        let asked = scene.obligations(zhang, now: "03-19 09:00").filter {
            $0.id.reason == .arrival && $0.fulfilment == nil && $0.kind != .followUp && $0.kind != .release
        }
        let decision = Self.decision(risk, left: "03-17", edition: edition)
        #expect(Set(decision.demands.map(\.rule)) == Set(asked.map(\.id.rule)))
        #expect(Set(decision.demands.map(\.due)) == Set(asked.map(\.due)))
    }

    @Test("the risk is that of the origin's zones when the person left, and of the worst one inside a city")
    func originRisk() {
        let scene = Scene("hunan-2022-03")
        let zone = Zone(
            name: "船营区", level: .high, territory: TerritoryCode("220204") ?? .unstated, members: [TerritoryCode("220204") ?? .unstated],
            lifted: scene.at("03-25 00:00"), earlier: [.init(level: .medium, since: scene.at("03-10 00:00"))])
        let zones = [
            Recorded(
                id: Reference<Zone>(rawValue: 1), fact: FactID(rawValue: 1), happenedAt: scene.at("03-14 00:00"), knownAt: Self.moment, value: zone)
        ]
        func risk(_ code: String, _ left: String) -> OriginRisk? {
            OriginRisk(of: TerritoryCode(code), left: scene.at(left), zones: zones, isAbroad: false)
        }
        #expect(risk("220204001", "03-09 12:00") == nil)
        #expect(risk("220204001", "03-12 12:00") == .medium)
        #expect(risk("2202", "03-20 12:00") == .high)
        #expect(risk("220204", "03-26 12:00") == nil)
        #expect(risk("22", "03-20 12:00") == nil)
    }

    @Test("a code says the same after being written and read, to the minute; anything else is told apart")
    func codes() throws {
        let scene = Scene("hunan-2022-03")
        let code = EntryCode(
            registration: Reference(rawValue: 12_345_678_901), issued: scene.at("03-19 09:00"), validity: 4, risk: .medium,
            leftOrigin: scene.day("03-18"), certificateTaken: scene.at("03-18 20:00"), destination: TerritoryCode("430102001"))
        #expect(code.bytes.count == EntryCode.length)
        let read = try EntryCode(bytes: code.bytes)
        #expect(read == code && read.destination == TerritoryCode("430102") && read.expires == scene.at("03-19 13:00"))
        let bare = EntryCode(registration: Reference(rawValue: 1), issued: scene.at("03-19 09:00"), validity: 4)
        #expect(try EntryCode(bytes: bare.bytes) == bare)
        #expect(throws: EntryCode.Malformed.length(3)) { try EntryCode(bytes: [1, 2, 3]) }
        #expect(throws: EntryCode.Malformed.version(9)) { try EntryCode(bytes: [9] + bare.bytes.dropFirst()) }
        #expect(throws: EntryCode.Malformed.risk(200)) { try EntryCode(bytes: [1, 200] + bare.bytes.dropFirst(2)) }
    }
}

@Suite("Appeals and homes")
struct AppealTests {
    @Test("an appeal is answered within the policy's hours, by the answer itself")
    func appeal() {
        var scene = Scene("hunan-2022-03")
        scene.chronicle.record(.appeal(Appeal(against: 7, text: "3月10日已离开", territory: Scene.home)), of: zhang, at: scene.at("03-19 09:00"))
        func duty(_ scene: Scene, _ now: String) -> [Obligation] {
            scene.obligations(zhang, now: now).filter { $0.id.rule == "arrivals.answerAppeal" }
        }
        #expect(duty(scene, "03-19 10:00").map(\.due) == [scene.at("03-20 09:00")])
        #expect(duty(scene, "03-19 10:00").map { $0.state(at: scene.at("03-20 10:00")) } == [.overdue])
        #expect(duty(scene, "03-19 10:00").allSatisfy { $0.territory == Scene.home && $0.role == .dutyOfficer && $0.measure == .arrivals })
        var answered = Scene("hunan-2022-03")
        let appeal = Appeal(
            against: 7, text: "3月10日已离开", territory: Scene.home, answer: "票据已核实", answered: answered.at("03-19 12:00"))
        answered.chronicle.record(.appeal(appeal), of: zhang, at: answered.at("03-19 09:00"))
        #expect(duty(answered, "03-19 13:00").map { $0.state(at: answered.at("03-19 13:00")) } == [.metInTime])
        var plain = Scene("cn-9")
        plain.chronicle.record(.appeal(Appeal(text: "x")), of: zhang, at: plain.at("03-19 09:00"))
        #expect(plain.obligations(zhang, now: "03-19 10:00").isEmpty, "an edition that sets no limit asks for nothing")
    }

    @Test("a home is looked at before the stay in it begins")
    func home() {
        func duties(_ scene: Scene, _ now: String) -> [Obligation] {
            scene.obligations(zhang, now: now).filter { $0.id.rule == "arrivals.homeCheck" }
        }
        var scene = Scene("hunan-2022-03")
        scene.arrive(zhang, .high, left: "03-18", isRegistered: true, at: "03-19 09:00")
        #expect(duties(scene, "03-19 10:00").isEmpty, "who goes to a centre has no home to be looked at")
        var abroad = Scene("hunan-2022-03")
        abroad.arrive(zhang, .abroad, left: nil, isRegistered: true, at: "03-19 09:00")
        let due = duties(abroad, "03-19 10:00").compactMap(\.due).map(abroad.short)
        #expect(due.count == 1 && due[0].hasPrefix("04-09"), "\(due)")
        abroad.act(zhang, .homeVerified, at: "04-08 12:00")
        #expect(duties(abroad, "04-08 13:00").allSatisfy { $0.state(at: abroad.at("04-08 13:00")) == .metInTime })
    }
}
