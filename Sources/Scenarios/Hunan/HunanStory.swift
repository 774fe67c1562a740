import Policy
import Register
import Vocabulary

/// Everyone whose story is told. They come directly after the cases, so that their numbers do not depend on the seed.
public enum HunanPerson: Int, CaseIterable, Sendable {
    /// A close contact in 雨花区 nobody has reached: locating, telling and moving are overdue.
    case overdueContact = 35
    /// A close contact in 雨花区 located only this morning, who must still be told and moved.
    case locatedLate
    /// A close contact of two cases: the later exposure counts.
    case twoIndices
    /// Exposed on the 10th, found and controlled on the 18th: one test at once, the exit test and release on the 24th.
    case lateEntry
    /// Swabbed this morning; the laboratory has not answered.
    case awaitingResult
    /// Close contacts behind the surprise.
    case porterSourceHuaihua, porterSourceShaoyang
    /// A close contact from the first days.
    case earlyContact
    /// A secondary contact let go on the 18th.
    case releasedSecondary
    /// The surprise: see ``HunanMarch2022/surprise()``.
    case porter
    /// Came from a high-risk town this morning; checks and quarantine are still to be recorded.
    case highRiskArrival
}

extension HunanMarch2022 {
    /// The surprise worth finding: a hospital porter in 怀化 whom two investigations know and none has stopped.
    ///
    /// He is on the roster of high-risk posts of a hospital in 鹤城区 and swabbed there every few days. The investigators of 怀化 listed him on the
    /// 15th as a contact of a close contact of the 怀化 case; those of 邵阳 sent his name on the 16th, over another close contact, of the 邵阳
    /// case. Both times he was called and said that he was at home, and each side took the other to have moved him. His transfer is three days
    /// overdue and his test of day 7 was never taken; the one of day 4 counts as met, late – by the hospital's own routine swab of the 17th, taken
    /// on the ward two days after he was listed, and a round noted him pushing beds that day and the next. None of it alters an official figure;
    /// it is how "no nosocomial infection" breaks. The overdue list of 鹤城区 leads to him; his page shows post, two exposures, swab and note
    /// side by side.
    public func surprise() throws -> PersonLabel? { try tour().first { $0.number == HunanPerson.porter.rawValue } }

    /// The people a newcomer is led to, in the order of the guided tour.
    public func tour() throws -> [PersonLabel] {
        let people = try people(first: HunanPerson.highRiskArrival.rawValue)
        let order: [HunanPerson] = [
            .overdueContact, .locatedLate, .twoIndices, .lateEntry, .awaitingResult, .releasedSecondary, .highRiskArrival, .porter,
        ]
        return order.compactMap { person in
            guard people.indices.contains(person.rawValue - 1), let text = person.label else { return nil }
            let invented = people[person.rawValue - 1]
            let home = invented.facts.lazy.compactMap { fact -> TerritoryCode? in
                if case .person(let value) = fact.fact { value.residence } else { nil }
            }.first
            guard let county = home?.ancestor(at: .county) else { return nil }
            return PersonLabel(number: person.rawValue, name: invented.identity.name, territory: county, title: text.title, story: text.story)
        }
    }
}

extension HunanStage {
    /// The people of the stories.
    mutating func story(_ body: WorldStage.Body) throws {
        try storyOfYuhua(body)
        try storyOfTimes(body)
        try storyOfSources(body)
        try storyOfThePorter(body)
        try storyOfTheStation(body)
    }

    private mutating func close(
        in code: String, age: Int, sex: Sex, occupation: String, script: ContactScript, caseIndex: Int, township: String? = nil,
        _ body: WorldStage.Body
    ) throws {
        var resident = try stage.residents.next(in: county(code), .exactly(age), sex: sex, occupation: occupation)
        if let township = township.flatMap({ TerritoryCode($0) }) {
            resident.person.residence = township
            resident.household.township = township
        }
        resident.person.groups = []
        var draft = stage.begin(resident, knownAt: script.identified)
        let outcome = stage.contact(&draft, resident, script)
        try stage.finish(draft, body)
        closes.append(
            CloseContact(
                number: draft.number, caseIndex: caseIndex, identified: script.identified, last: script.meetings.map(\.last).max() ?? stage.today,
                household: resident.household, gate: outcome.reported(stage.policy.tracing.secondaryGate?.linkedNegatives ?? 0)))
    }

    private mutating func storyOfYuhua(_ body: WorldStage.Body) throws {
        var meeting = ContactScript.Meeting(
            index: cases[4].number, last: stage.day(11), setting: .meal, circumstance: "3月11日晚与病例同桌就餐，餐馆监控发现，登记手机号无人接听")
        try close(
            in: "430111", age: 37, sex: .male, occupation: "商业服务",
            script: ContactScript(
                degree: .close, identified: stage.at(18, 21, 15), meetings: [meeting], located: .never, notified: .never, transferred: .never),
            caseIndex: 4, township: "430111007", body)
        meeting = ContactScript.Meeting(
            index: cases[3].number, last: stage.day(11), setting: .workplace, circumstance: "3月11日与病例在同一办公室开会两小时，未戴口罩")
        try close(
            in: "430111", age: 45, sex: .female, occupation: "干部职员",
            script: ContactScript(
                degree: .close, identified: stage.at(18, 19, 40), meetings: [meeting], located: .at(stage.at(19, 8, 35)), notified: .never,
                transferred: .never), caseIndex: 3, township: "430111004", body)
    }

    private mutating func storyOfTimes(_ body: WorldStage.Body) throws {
        let first = ContactScript.Meeting(
            index: cases[3].number, last: stage.day(10), setting: .entertainment, circumstance: "3月10日晚与病例在同一KTV包厢")
        let second = ContactScript.Meeting(
            index: cases[5].number, last: stage.day(12), setting: .meal, circumstance: "3月12日与岳麓区病例在学校食堂邻桌就餐", discovery: .otherCounty,
            identified: stage.at(14, 9, 5))
        try close(
            in: "430104", age: 22, sex: .female, occupation: "学生",
            script: ContactScript(
                degree: .close, identified: stage.at(12, 14, 20), meetings: [first, second], located: .at(stage.at(12, 15, 0)),
                notified: .at(stage.at(12, 15, 20)), transferred: .at(stage.at(12, 18, 10)), testedToday: true, isExemplary: true),
            caseIndex: 3, body)
        let late = ContactScript.Meeting(
            index: cases[3].number, last: stage.day(10), setting: .transport, vehicle: .taxi, circumstance: "3月10日驾驶出租车搭载病例40分钟，行程核对时发现")
        try close(
            in: "430111", age: 51, sex: .male, occupation: "商业服务",
            script: ContactScript(
                degree: .close, identified: stage.at(18, 10, 30), meetings: [late], located: .at(stage.at(18, 11, 10)),
                notified: .at(stage.at(18, 11, 25)), transferred: .at(stage.at(18, 14, 50)), isExemplary: true), caseIndex: 3, body)
        let awaiting = ContactScript.Meeting(
            index: cases[4].number, last: stage.day(12), setting: .workplace, circumstance: "与病例同一办公室，3月12日共同加班")
        try close(
            in: "430111", age: 33, sex: .female, occupation: "商业服务",
            script: ContactScript(
                degree: .close, identified: stage.at(14, 11, 0), meetings: [awaiting], located: .at(stage.at(14, 11, 40)),
                notified: .at(stage.at(14, 11, 55)), transferred: .at(stage.at(14, 15, 30)), testedToday: true, isExemplary: true),
            caseIndex: 4, body)
    }

    private mutating func storyOfSources(_ body: WorldStage.Body) throws {
        let huaihua = ContactScript.Meeting(
            index: cases[12].number, last: stage.day(11), setting: .household, circumstance: "与病例合租同一套房")
        try close(
            in: "431202", age: 31, sex: .female, occupation: "医务人员",
            script: ContactScript(
                degree: .close, identified: stage.at(12, 20, 0), meetings: [huaihua], located: .at(stage.at(12, 20, 30)),
                notified: .at(stage.at(12, 20, 45)), transferred: .at(stage.at(12, 23, 50)), isExemplary: true), caseIndex: 12, body)
        let shaoyang = ContactScript.Meeting(
            index: cases[10].number, last: stage.day(11), setting: .transport, vehicle: .enclosedTrain, circumstance: "3月11日同乘G6156次列车5车厢邻座")
        try close(
            in: "430503", age: 39, sex: .male, occupation: "民工",
            script: ContactScript(
                degree: .close, identified: stage.at(14, 15, 40), meetings: [shaoyang], located: .at(stage.at(14, 16, 15)),
                notified: .at(stage.at(14, 16, 25)), transferred: .at(stage.at(14, 20, 45)), isExemplary: true), caseIndex: 10, body)
        let early = ContactScript.Meeting(
            index: cases[3].number, last: stage.day(9), setting: .workplace, circumstance: "3月9日与病例面对面培训半天")
        try close(
            in: "430111", age: 42, sex: .male, occupation: "教师",
            script: ContactScript(
                degree: .close, identified: stage.at(12, 12, 10), meetings: [early], located: .at(stage.at(12, 12, 50)),
                notified: .at(stage.at(12, 13, 0)), transferred: .at(stage.at(12, 16, 30)), isExemplary: true), caseIndex: 3, body)
        guard let source = closes.last else { return }
        let wife = ContactScript.Meeting(
            index: source.number, last: stage.day(11), setting: .household, circumstance: "与密接同住", isHigherRisk: false)
        var resident = try stage.residents.next(
            in: county("430111"), .exactly(40), sex: .female, household: source.household, occupation: "教师")
        resident.person.groups = []
        let identified = stage.at(12, 15, 0)
        var draft = stage.begin(resident, knownAt: identified)
        stage.contact(
            &draft, resident,
            ContactScript(
                degree: .secondary, identified: identified, meetings: [wife], located: .at(stage.at(12, 15, 30)),
                notified: .at(stage.at(12, 15, 40)), transferred: .at(stage.at(12, 19, 20)), gate: source.gate, isExemplary: true))
        try stage.finish(draft, body)
        secondariesTold += 1
    }
}
