import Policy
import Register
import Vocabulary

/// An obligation in words: what is to be done, and why and by when it is due.
public struct Explanation: Hashable, Sendable {
    /// What is to be done, in a few words.
    public let what: LocalizedText
    /// Why it is due, and why then, in a sentence or two.
    public let why: LocalizedText

    /// Explains an obligation; `zone` tells its moments in civil time.
    public init(of obligation: Obligation, zone: CivilZone) {
        what = obligation.task
        let cause = obligation.id.reason.cause
        let time = obligation.timing(zone)
        why = LocalizedText(
            zh: "\(cause.zh)；\(time.zh)。依据：\(obligation.edition) §\(obligation.id.rule)。",
            en: "\(cause.en); \(time.en). Rule: \(obligation.edition) §\(obligation.id.rule).")
    }
}

extension ObligationID.Reason {
    /// Why a subject has duties, in words.
    public var cause: LocalizedText {
        switch self {
        case .infection: LocalizedText(zh: "该人员是病例或无症状感染者", en: "The person is a case or an asymptomatic infection")
        case .closeContact: LocalizedText(zh: "该人员是密切接触者", en: "The person is a close contact")
        case .secondaryContact: LocalizedText(zh: "该人员是次密切接触者", en: "The person is a contact of a close contact")
        case .exposedAtPlace: LocalizedText(zh: "该人员到过涉疫场所", en: "The person was exposed at a place")
        case .generalContact: LocalizedText(zh: "该人员是一般接触者", en: "The person is a general contact")
        case .arrival: LocalizedText(zh: "该人员从外地进入本地", en: "The person arrived from elsewhere")
        case .post: LocalizedText(zh: "该人员在高风险岗位工作", en: "The person holds a high-risk post")
        case .discharge: LocalizedText(zh: "该人员已出院或解除隔离", en: "The person was discharged")
        case .specimen: LocalizedText(zh: "已采集标本", en: "A specimen was taken")
        case .directive: LocalizedText(zh: "上级下达了指令", en: "An order was issued")
        case .finding: LocalizedText(zh: "督查发现了问题", en: "An inspection found a shortcoming")
        case .place: LocalizedText(zh: "该场所属于管理对象", en: "The place is of a class with duties of its own")
        case .gathering: LocalizedText(zh: "申请举办聚集性活动", en: "A gathering is planned")
        case .territory: LocalizedText(zh: "属地责任", en: "It is the duty of the territory")
        case .pool: LocalizedText(zh: "已采集混采管", en: "A tube was filled")
        case .round: LocalizedText(zh: "已启动全员核酸检测", en: "A round of mass screening was begun")
        case .zone: LocalizedText(zh: "已划定风险区", en: "A risk area was set")
        case .assistance: LocalizedText(zh: "已发出协查", en: "Another territory was asked for assistance")
        case .lookBack: LocalizedText(zh: "已部署回头看", en: "A look back was ordered")
        case .site: LocalizedText(zh: "该场所收住人员", en: "The site holds people")
        case .lookBackCall: LocalizedText(zh: "该人员在信息排查回头看范围内", en: "An order to look back asks for the person")
        case .homeControl: LocalizedText(zh: "该人员居家隔离", en: "The person is isolated at home")
        case .vaccination: LocalizedText(zh: "距上一剂已到接种间隔", en: "The interval since the last dose is over")
        case .doorRound: LocalizedText(zh: "已部署敲门行动", en: "Every door of the grid is to be knocked at")
        case .inspectionPlan: LocalizedText(zh: "已制定督查计划", en: "A plan of inspection was drawn")
        case .selfReport: LocalizedText(zh: "居民自主申报", en: "The person reported of themselves")
        case .appeal: LocalizedText(zh: "该人员对判定或管控提出申诉", en: "The person objected to how they are classed or held")
        case .zoneResident: LocalizedText(zh: "该人员居住在风险区内", en: "The person lives in a risk area")
        case .loop: LocalizedText(zh: "该人员在闭环管理中工作", en: "The person works in a closed loop")
        case .transfer: LocalizedText(zh: "该人员正在转运", en: "The person is being transferred")
        case .recall: LocalizedText(zh: "该人员所在混采管阳性或可疑，本人并非病例", en: "The person's tube was positive or grey, which makes no case of them")
        }
    }
}

extension Obligation {
    /// The last part of the rule key that names a task.
    private var taskKey: String {
        id.rule.split(separator: ".").last { $0.first?.isLetter ?? false }.map(String.init) ?? id.rule
    }

    fileprivate var task: LocalizedText {
        switch kind {
        case .test: testTask
        case .stage:
            LocalizedText(zh: "第\(stage ?? 1)阶段管控到期满", en: "Keep stage \(stage ?? 1) of control to its end")
        case .followUp where taskKey == "checksPerDay":
            if case .window(_, let index, let count) = basis {
                LocalizedText(zh: "居家隔离巡查（当日第\(index)次，共\(count)次）", en: "Check at home, \(index) of \(count) today")
            } else {
                LocalizedText(zh: "居家隔离巡查", en: "Check at home")
            }
        case .followUp:
            LocalizedText(zh: "第\(day ?? 1)天健康随访", en: "Follow up symptoms, day \(day ?? 1)")
        case .release:
            taskKey == "exclusion"
                ? LocalizedText(zh: "排除疑似病例", en: "Rule the suspected case out")
                : id.reason == .infection
                    ? LocalizedText(zh: "出院或解除隔离", en: "Discharge")
                    : LocalizedText(zh: "解除第\(stage ?? 1)阶段管控", en: "Release from stage \(stage ?? 1)")
        case .clock, .escalation: Obligation.task(taskKey, of: id.reason) ?? LocalizedText(zh: taskKey, en: taskKey)
        }
    }

    private var testTask: LocalizedText {
        if let day { return LocalizedText(zh: "第\(day)天核酸检测", en: "Test, day \(day)") }
        switch taskKey {
        case "retestWithin": return LocalizedText(zh: "单采复核", en: "Sample singly again")
        case "antibodyAfter": return LocalizedText(zh: "排除疑似的抗体检测", en: "Antibodies to rule the case out")
        case "tests" where id.rule.contains(".exclusion."): return LocalizedText(zh: "排除疑似的核酸检测", en: "Test to rule the case out")
        case "landingTest": return LocalizedText(zh: "落地核酸检测", en: "Test on arrival")
        case "spanTests":
            if case .window(_, let index, let count) = basis {
                return LocalizedText(zh: "第\(index)次核酸检测（共\(count)次）", en: "Test \(index) of \(count)")
            }
        case "frequency", "frequencyWithCases":
            if case .window(_, let index, let count) = basis, count > 1 {
                return LocalizedText(zh: "岗位核酸检测，本周第\(index)次（共\(count)次）", en: "Post test, \(index) of \(count) this week")
            }
            return id.reason == .loop
                ? LocalizedText(zh: "闭环人员核酸检测", en: "Test in the closed loop") : LocalizedText(zh: "岗位核酸检测", en: "Post test")
        case "tests" where id.reason == .loop && id.rule.contains(".entry."):
            if case .window(_, let index, let count) = basis {
                return LocalizedText(zh: "进入闭环前第\(index)次核酸检测（共\(count)次）", en: "Test before entry, \(index) of \(count)")
            }
        case "tests" where id.rule.contains("discharge"): return LocalizedText(zh: "出院前核酸检测", en: "Test before discharge")
        default: break
        }
        return LocalizedText(zh: "立即核酸检测", en: "Test at once")
    }

    /// Kinds of things name their own tasks, in their own files; the list below is that of persons.
    private static func task(_ key: String, of reason: ObligationID.Reason) -> LocalizedText? {
        guard let kind = reason.thing else { return tasks[key] }
        return ThingRegistry.duties(of: kind)?.tasks[key]
    }

    private static let tasks: [String: LocalizedText] = [
        "reported": LocalizedText(zh: "网络直报", en: "Report to the national network"),
        "audited": LocalizedText(zh: "审核报告", en: "Audit the report"),
        "isolated": LocalizedText(zh: "就地隔离", en: "Isolate"),
        "admitted": LocalizedText(zh: "转运至定点医院", en: "Bring to the designated hospital"),
        "investigationStarted": LocalizedText(zh: "开始流调", en: "Begin the investigation"),
        "coreInformation": LocalizedText(zh: "完成核心信息流调", en: "Core information"),
        "firstReport": LocalizedText(zh: "完成初步流调报告", en: "Preliminary investigation report"),
        "contactsListed": LocalizedText(zh: "列出接触者", en: "List the contacts"),
        "health": LocalizedText(zh: "明确公卫流调人员", en: "Name who interviews"),
        "police": LocalizedText(zh: "明确公安协同人员", en: "Name who works on it for the police"),
        "communications": LocalizedText(zh: "明确工信（通信）协同人员", en: "Name who works on the communications data"),
        "send": LocalizedText(zh: "发出协查", en: "Ask the territory where the person is"),
        "located": LocalizedText(zh: "核实位置", en: "Locate"),
        "notified": LocalizedText(zh: "告知管控要求", en: "Notify"),
        "teamWithin": LocalizedText(zh: "明确居家包保责任人", en: "Name the team that answers for the person at home"),
        "transferred": LocalizedText(zh: "落实隔离管控", en: "Bring under control"),
        "accepted": LocalizedText(zh: "答复是否接收", en: "Accept or decline"),
        "departed": LocalizedText(zh: "确认出发", en: "Confirm the departure"),
        "arrived": LocalizedText(zh: "确认到达", en: "Confirm the arrival"),
        "prophylaxis": LocalizedText(zh: "暴露后预防", en: "Prophylaxis after exposure"),
        "environmentNegative": LocalizedText(zh: "解除前房间与物品采样", en: "Sample room and articles before release"),
        "doorSeal": LocalizedText(zh: "安装门磁或封条", en: "Seal the door"),
        "reports": LocalizedText(zh: "答复居民申报", en: "Answer the resident's report"),
        "deliverEvery": LocalizedText(zh: "送物资上门", en: "Deliver to the door"),
        "vaccinate": LocalizedText(zh: "到期接种", en: "Give the dose that is due"),
        "registration": LocalizedText(zh: "行前报备", en: "Registration before travel"),
        "answerAppeal": LocalizedText(zh: "答复申诉", en: "Answer the appeal"),
        "homeCheck": LocalizedText(zh: "核实居家隔离条件", en: "Look at the home before it is used"),
        "checks": LocalizedText(zh: "抵达查验", en: "Check on entry"),
        "certificate": LocalizedText(zh: "查验核酸证明", en: "Test certificate"),
        "controlWithin": LocalizedText(zh: "落实隔离管控", en: "Bring under control"),
        "resultWithinSingle": LocalizedText(zh: "出具单采结果", en: "Report the result"),
        "verify": LocalizedText(zh: "回头看核实", en: "Find and verify the person"),
        "control": LocalizedText(zh: "落实管控", en: "Bring under control"),
        "escalate": LocalizedText(zh: "仍未找到，逐级上报", en: "Still not found: report upwards"),
        "holdOnPositive": LocalizedText(zh: "就地管控，等待单采复核", en: "Hold until the single retest"),
        "releaseWithin": LocalizedText(zh: "单采阴性，解除就地管控", en: "Let go after the negative single test"),
        "feverClinic": LocalizedText(zh: "出具发热门诊结果", en: "Report the fever-clinic result"),
        "inpatient": LocalizedText(zh: "出具住院患者结果", en: "Report the inpatient's result"),
        "yellowCode": LocalizedText(zh: "出具黄码人员结果", en: "Report the yellow-code result"),
        "voluntary": LocalizedText(zh: "出具愿检尽检结果", en: "Report the voluntary test's result"),
        "resultWithinPooled": LocalizedText(zh: "出具混采结果", en: "Report the pooled result"),
    ]

    fileprivate func timing(_ zone: CivilZone) -> LocalizedText {
        let due = due.map { $0.deadlineText(in: zone) }
        switch basis {
        case .hours(let count):
            guard let due else { return LocalizedText(zh: "须在前一步完成后\(count)小时内完成", en: "to be done within \(count) h of the step before it") }
            return LocalizedText(zh: "须在\(count)小时内完成，即\(due)前", en: "to be done within \(count) h, by \(due)")
        case .dayOfStage(let anchor):
            let counted =
                day.map { (zh: "自\(anchor)起算第\($0)天", en: "day \($0) counted from \(anchor)") } ?? (zh: "自\(anchor)起算", en: "counted from \(anchor)")
            return LocalizedText(zh: "\(counted.zh)，\(due ?? "")前完成", en: "\(counted.en), by \(due ?? "")")
        case .lateEntry(let anchor):
            return LocalizedText(
                zh: "自\(anchor)起算的检测日已过，以立即检测一次代替，\(due ?? "")前完成",
                en: "test days counted from \(anchor) had passed and are replaced by one test at once, by \(due ?? "")")
        case .window(let from, let index, let count):
            return LocalizedText(
                zh: "自\(from)起的时段内第\(index)次，共\(count)次，\(due ?? "")前完成", en: "\(index) of \(count) in the window from \(from), by \(due ?? "")")
        case .endOfControl(let date):
            return due.map {
                LocalizedText(
                    zh: "管控于\(date)期满且所需阴性结果齐备，须在\($0)前解除", en: "control ended on \(date) and the required negatives are there: release by \($0)")
            }
                ?? LocalizedText(zh: "\(date)期满，但所需阴性结果尚未齐备", en: "control ends on \(date), but a required negative is still missing")
        case .lifted(let date):
            return LocalizedText(
                zh: "管控原因已于\(date)消除，须在\(due ?? "")前解除", en: "the reason for control fell away on \(date): release by \(due ?? "")")
        case .condition:
            if id.reason.thing != nil, let due { return LocalizedText(zh: "须在\(due)前完成", en: "to be done by \(due), as stated") }
            return due.map { LocalizedText(zh: "条件已满足，须在\($0)前完成", en: "the conditions hold: by \($0)") }
                ?? LocalizedText(zh: "待条件满足", en: "once the conditions hold")
        }
    }
}
