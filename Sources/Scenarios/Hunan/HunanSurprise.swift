import Policy
import Register
import Vocabulary

extension HunanStage {
    /// The porter; see ``HunanMarch2022/surprise()``.
    mutating func storyOfThePorter(_ body: WorldStage.Body) throws {
        let home = county("431202")
        let hospital = "鹤城区第二人民医院"
        var resident = try stage.residents.next(in: home, .exactly(47), sex: .male, occupation: "工人", employer: hospital + "后勤中心")
        resident.person.groups = []
        var draft = stage.begin(resident, knownAt: stage.at(7, 9, 0))
        let post = PostHolding(postClass: porterClass, unit: hospital + "运送组", territory: home.code, from: stage.day(7))
        draft.record(.post(post), at: stage.at(7, 9, 0), after: .minutes(30))
        for (day, hour) in [(8, 10), (11, 9), (14, 15)] {
            stage.test(&draft, at: stage.at(day, hour, 25), in: home.code, reported: stage.at(day, hour + 4, 50))
        }
        let meetings = [
            ContactScript.Meeting(
                index: HunanPerson.porterSourceHuaihua.rawValue, last: stage.day(11), setting: .meal,
                circumstance: "3月11日与密接（同科护士）在医院食堂同桌就餐", isHigherRisk: false),
            ContactScript.Meeting(
                index: HunanPerson.porterSourceShaoyang.rawValue, last: stage.day(11), setting: .household,
                circumstance: "3月11日晚在邵阳与密接（其兄）同住一夜，邵阳市推送", discovery: .otherPrefecture, isHigherRisk: false, identified: stage.at(16, 9, 40)),
        ]
        stage.contact(
            &draft, resident,
            ContactScript(
                degree: .secondary, identified: stage.at(15, 16, 30), meetings: meetings, located: .at(stage.at(15, 17, 5)),
                notified: .at(stage.at(15, 17, 15)), transferred: .never, gate: nil))
        let called = Act(deed: .notified, means: .telephone, by: "邵阳市协查组")
        draft.record(.act(called), at: stage.at(16, 10, 20), after: .minutes(10))
        stage.test(&draft, at: stage.at(17, 8, 35), in: home.code, reported: stage.at(17, 13, 10))
        let round = Note(text: "院感科3月17日查房记录：运送组该员工在呼吸内科病区推送病床；3月18日仍在岗。")
        draft.record(.note(round), at: stage.at(18, 15, 30), after: .minutes(95))
        try stage.finish(draft, body)
        secondariesTold += 1
    }

    /// A class of hospital posts outside the isolation wards, by the policy's own key.
    private var porterClass: String {
        let keys = stage.policy.testing.posts.keys.sorted()
        return keys.first { PostKind($0) == .hospitalDepartments } ?? keys.first { PostKind($0) == .hospitalOther } ?? keys.first ?? "hospital"
    }

    /// This morning's arrival at 长沙南站 from a high-risk town.
    mutating func storyOfTheStation(_ body: WorldStage.Body) throws {
        var resident = try stage.residents.next(in: county("430111"), .exactly(28), sex: .male, occupation: "工人")
        if let township = TerritoryCode("430111009"), stage.gazetteer[township] != nil { resident.person.residence = township }
        let arrived = stage.at(19, 9, 18)
        var draft = stage.begin(resident, knownAt: arrived + .minutes(4))
        let arrival = Arrival(
            origin: "吉林省吉林市船营区（高风险）", originTerritory: TerritoryCode("220204"), risk: .high, leftOrigin: stage.day(18),
            destination: resident.person.residence, checkpoint: "长沙南站", vehicle: .enclosedTrain, transportNumber: "G1286", seat: "13车06A号",
            certificateTaken: arrived - .hours(38), isRegistered: true)
        draft.record(.arrival(arrival), at: arrived, after: .minutes(4))
        try stage.finish(draft, body)
    }
}

extension HunanPerson {
    /// What the guided tour says.
    var label: (title: LocalizedText, story: LocalizedText)? {
        switch self {
        case .overdueContact:
            (
                LocalizedText(zh: "雨花区逾期密接", en: "An overdue contact in Yuhua"),
                LocalizedText(
                    zh: "3月18日21:15判定的密接，至今未定位、未告知、未转运。请记录定位、告知、转运，看任务如何完成。",
                    en: "Identified on 18 March at 21:15, not yet located, told or moved. Record the three and watch the obligations be met.")
            )
        case .locatedLate:
            (
                LocalizedText(zh: "今晨才定位的密接", en: "Located only this morning"),
                LocalizedText(
                    zh: "3月18日19:40判定，19日8:35才联系上，还没有告知和转运。",
                    en: "Identified on the 18th at 19:40, reached on the 19th at 8:35; still to be told and moved.")
            )
        case .twoIndices:
            (
                LocalizedText(zh: "两例病例的共同密接", en: "A contact of two cases"),
                LocalizedText(
                    zh: "10日和12日先后暴露于两例病例：以末次暴露12日起算。",
                    en: "Exposed to two cases, on the 10th and the 12th: everything counts from the 12th.")
            )
        case .lateEntry:
            (
                LocalizedText(zh: "迟到的密接", en: "Late entry"),
                LocalizedText(
                    zh: "10日暴露，18日才被发现并集中隔离：立即检测一次，24日解除前再测一次。",
                    en: "Exposed on the 10th, found and quarantined on the 18th: one test at once, an exit test and release on the 24th.")
            )
        case .awaitingResult:
            (
                LocalizedText(zh: "等待检测结果", en: "Awaiting a result"),
                LocalizedText(zh: "今晨已采样，实验室尚未报告。", en: "Swabbed this morning; the laboratory has not reported yet.")
            )
        case .releasedSecondary:
            (
                LocalizedText(zh: "已解除的次密接", en: "A secondary contact, released"),
                LocalizedText(
                    zh: "第1、4、7天检测阴性，所关联密接前两次阴性：18日解除。",
                    en: "Own tests of days 1, 4 and 7 negative, the linked contact's first two as well: released on the 18th.")
            )
        case .highRiskArrival:
            (
                LocalizedText(zh: "来自高风险地区的到达者", en: "An arrival from a high-risk town"),
                LocalizedText(
                    zh: "今天9:18到达长沙南站，查验、检测、管控尚待记录。",
                    en: "Reached Changsha South at 9:18 today; checks, test and quarantine are still to be recorded.")
            )
        case .porter:
            (
                LocalizedText(zh: "怀化的运送工", en: "The porter in Huaihua"),
                LocalizedText(
                    zh: "医院运送工，高风险岗位；两市两例病例的次密接，转运逾期三天，第7天未检测——却在判定之后在岗采样。",
                    en: """
                        A hospital porter on the high-risk roster and a secondary contact over cases in two cities: transfer three days overdue, \
                        day 7 untested – and swabbed on the ward after he was listed.
                        """)
            )
        case .porterSourceHuaihua, .porterSourceShaoyang, .earlyContact: nil
        }
    }
}
