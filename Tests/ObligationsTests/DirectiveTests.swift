import Obligations
import Register
import Testing
import Vocabulary

@Suite("What an order asks of its addressees and of its issuer")
struct DirectiveTests {
    static let province = TerritoryCode("43") ?? .unstated
    static let changsha = TerritoryCode("4301") ?? .unstated
    static let yueyang = TerritoryCode("4306") ?? .unstated

    static func order(due: String? = nil, reach: TerritoryCode.Level? = nil) -> Directive {
        Directive(
            title: "全员核酸", text: "…", issuer: province, addressees: [changsha, yueyang], due: due.map(ThingScene.at), reach: reach)
    }

    private static func scene(due: String? = nil, reach: TerritoryCode.Level? = nil) -> ThingScene {
        ThingScene(founding: .directive(order(due: due, reach: reach)), at: "20 08:00")
    }

    private static func receipt(_ step: Receipt.Step, of territory: TerritoryCode = changsha) -> Fact {
        .receipt(Receipt(directive: Reference(rawValue: 1), territory: territory, step: step))
    }

    @Test("each addressee owes for itself, in its own territory, by the policy's clocks")
    func everyAddressee() {
        expect(
            Self.scene().rows(now: "20 08:30"),
            [
                "4301 read 20 09:00 open", "4301 acknowledged 20 10:00 open", "4301 reported 21 08:00 open", "4306 read 20 09:00 open",
                "4306 acknowledged 20 10:00 open", "4306 reported 21 08:00 open", "43 urge 21 10:00 upcoming", "43 urge 21 10:00 upcoming",
            ])
    }

    @Test("whoever acknowledges has read, whoever reports has acknowledged; the other addressee is not helped by it")
    func stepsImplyThoseBefore() {
        var scene = Self.scene()
        scene.record(Self.receipt(.reported), at: "20 09:30")
        expect(
            scene.rows(now: "20 10:30"),
            [
                "4301 read 20 09:00 metLate", "4301 acknowledged 20 10:00 metInTime", "4301 reported 21 08:00 metInTime",
                "43 review 20 21:30 open", "4306 read 20 09:00 overdue", "4306 acknowledged 20 10:00 overdue", "4306 reported 21 08:00 open",
                "43 urge 21 10:00 upcoming",
            ])
    }

    @Test("a stated deadline goes before the policy's clock")
    func statedDeadline() {
        let rows = Self.scene(due: "20 20:00").rows(now: "20 08:30", whose: Self.changsha)
        #expect(rows.contains("4301 reported 20 20:00 open"))
    }

    @Test("a returned report opens the order anew, for the policy's time from then on; the next report closes it")
    func returned() {
        var scene = Self.scene()
        scene.record(Self.receipt(.reported), at: "20 20:00")
        scene.record(Self.receipt(.returned), at: "21 06:00")
        #expect(scene.rows(now: "21 09:00", whose: Self.changsha).contains("4301 reported 22 06:00 open"))
        #expect(scene.history(now: "21 09:00").standing?.concerned.first?.state == "returned")
        scene.record(Self.receipt(.reported), at: "21 20:00")
        #expect(scene.rows(now: "21 21:00", whose: Self.changsha).contains("4301 reported 22 06:00 metInTime"))
        let reviews = scene.rows(now: "21 21:00", whose: Self.province).filter { $0.contains("review") }
        #expect(reviews == ["43 review 21 08:00 metInTime", "43 review 22 08:00 open"])
        #expect(DirectiveDuties.fate(of: Self.changsha, in: dossier(scene, "21 21:00")) == .reported)
    }

    @Test("while a report stays out the issuer must press for it; a report in time leaves nothing to press for")
    func urging() {
        var scene = Self.scene()
        scene.record(Self.receipt(.reported), at: "20 20:00")
        scene.record(Self.receipt(.urged, of: Self.yueyang), at: "21 09:00")
        #expect(scene.rows(now: "21 11:00", whose: Self.province).filter { $0.contains("urge") } == ["43 urge 21 10:00 metInTime"])
        #expect(scene.rows(now: "21 11:00", whose: Self.yueyang).contains("4306 reported 21 08:00 overdue"))
    }

    @Test("an order that reaches further down must be passed on, and is by an order that names it as its parent")
    func cascade() {
        var scene = Self.scene(reach: .county)
        #expect(scene.rows(now: "20 09:00", whose: Self.changsha).contains("4301 cascadeWithin 20 12:00 open"))
        let child = Directive(
            title: "…", text: "…", issuer: Self.changsha, addressees: [TerritoryCode("430111") ?? .unstated], parent: Reference(rawValue: 1))
        scene.surround(.directive(child), about: .directive(Reference(rawValue: 1000)), at: "20 11:00")
        #expect(scene.rows(now: "20 11:30", whose: Self.changsha).contains("4301 cascadeWithin 20 12:00 metInTime"))
        #expect(scene.rows(now: "20 11:30", whose: Self.yueyang).contains("4306 cascadeWithin 20 12:00 pressing"))
        #expect(!Self.scene(reach: .prefecture).rows(now: "20 09:00").contains { $0.contains("cascade") })
    }

    @Test("the order stands as its slowest addressee does")
    func standing() {
        var scene = Self.scene()
        #expect(scene.history(now: "20 09:00").standing?.state == "sent")
        scene.record(Self.receipt(.acknowledged), at: "20 09:10")
        scene.record(Self.receipt(.read, of: Self.yueyang), at: "20 09:20")
        let standing = scene.history(now: "20 10:00").standing
        #expect(standing?.state == "read")
        #expect(standing?.concerned.map { "\($0.territory) \($0.state)" } == ["4301 acknowledged", "4306 read"])
    }

    @Test("what is withdrawn owes nothing, and what was due before stays known as it was")
    func withdrawn() {
        var scene = Self.scene()
        scene.record(.directive(Self.order()), at: "20 08:00", known: "20 12:00", revising: 1, isWithdrawn: true)
        let history = scene.history(now: "20 13:00")
        #expect(history.calendar.current.isEmpty)
        #expect(history.standing?.state == ThingStanding.withdrawn)
        #expect(history.calendar.obligations(asKnownAt: ThingScene.at("20 11:00")).count == 8)
    }

    @Test("a receipt that becomes known late changes what is known from then on, not what was known before")
    func knowledge() {
        var scene = Self.scene()
        scene.record(Self.receipt(.read), at: "20 08:20", known: "20 11:00")
        let calendar = scene.history(now: "20 12:00").calendar
        func isMet(_ time: String) -> Bool? {
            calendar.obligations(asKnownAt: ThingScene.at(time)).first { $0.id.rule.hasSuffix(".read") && $0.territory == Self.changsha }
                .map { $0.fulfilment != nil }
        }
        #expect(isMet("20 10:59") == false)
        #expect(isMet("20 11:00") == true)
        #expect(Calendar(packed: calendar.packed(), subject: scene.subject) == calendar)
    }

    @Test("every obligation of things says what is to be done and why, in both languages")
    func words() {
        var scene = Self.scene(reach: .county)
        scene.record(Self.receipt(.reported), at: "20 20:00")
        for obligation in scene.history(now: "20 21:00").calendar.current {
            let explanation = Explanation(of: obligation, zone: .shanghai)
            #expect(explanation.what.en.contains(" ") && explanation.what.zh != explanation.what.en, "\(obligation.id.rule)")
            #expect(explanation.why.en.contains("An order was issued") && explanation.why.en.contains(obligation.id.rule))
        }
    }

    private func dossier(_ scene: ThingScene, _ now: String) -> ThingDossier {
        ThingDossier(subject: scene.subject, records: scene.records, surroundings: scene.surroundings, asOf: ThingScene.at(now))
    }
}
