import Register
import Vocabulary

/// What residents of the demo reported of themselves on the open page, and how the community answered.
public struct HunanSelfReport: Sendable {
    /// Who, invented.
    public let identity: Identity
    /// What they reported.
    public let report: SelfReport
    /// When.
    public let sent: Instant
    /// The calls of the community: when, and what they found.
    public let calls: [(at: Instant, finding: Act.Finding)]
}

extension HunanMarch2022 {
    /// Five reports of Gaoqiao: a fever of last night, not answered yet; a return from Shanghai answered the same evening; a market visitor whom
    /// nobody reached and whose day is over; medicine for an old couple, brought at once; a sore throat of this morning.
    public func selfReports() throws -> [HunanSelfReport] {
        let street = TerritoryCode("430111007") ?? .unstated
        let today = CivilDate(daysSinceEpoch: 19_070)
        func at(_ day: Int, _ hour: Int, _ minute: Int) -> Instant { policy.zone.instant(today + Days(day - 19), hour: hour, minute: minute) }
        let told: [(topic: SelfReport.Topic, text: String, onset: Int?, from: String?, sent: Instant, calls: [(at: Instant, finding: Act.Finding)])] =
            [
                (.symptoms, "昨晚开始发热38.2度，咳嗽，独居", 18, nil, at(18, 22, 40), []),
                (.returned, "16日乘高铁自上海返湘，已在家两天", nil, "上海市闵行区", at(17, 9, 15), [(at(17, 19, 30), .well)]),
                (.exposed, "14日上午去过高桥大市场水产区，收到短信提醒", nil, nil, at(17, 20, 5), [(at(18, 9, 20), .notSeen), (at(18, 18, 45), .notSeen)]),
                (.help, "两位老人高血压药只剩一天，无法外出", nil, nil, at(18, 8, 30), [(at(18, 11, 10), .well)]),
                (.symptoms, "早起咽痛，无发热，孩子在家上网课", 19, nil, at(19, 7, 25), []),
            ]
        var identities = InventedIdentities(seed: 0x5E1F_9045, phones: 60_000_000)
        return try told.enumerated().map { position, one in
            let born = CivilDate(daysSinceEpoch: Int32(4_000 + position * 1_777))
            let who = try identities.next(sex: position.isMultiple(of: 2) ? .female : .male, birthDate: born, home: street)
            return HunanSelfReport(
                identity: Identity(name: who.name.chinese, phones: [who.phone.digits], address: "高桥街道东风社区\(position * 5 + 3)栋"),
                report: SelfReport(
                    about: one.topic, territory: street, text: one.text, onset: one.onset.map { today + Days($0 - 19) }, from: one.from),
                sent: one.sent, calls: one.calls)
        }
    }
}
