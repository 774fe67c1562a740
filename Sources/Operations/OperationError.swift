import Register
import Vocabulary

/// Why an operation was refused, with what is needed to put it right.
public enum OperationError: Error, Hashable, Sendable {
    /// The moment something became known lies after the operation.
    case knownInFuture(Instant)
    /// The moment something happened lies after it became known.
    case notYetHappened(Instant)
    /// The thing is not there, or not in the author's scope: the two are not told apart.
    case notFound
    /// The fact is about something else than a person.
    case notAboutAPerson
    /// A correction or withdrawal needs a reason.
    case reasonMissing
    /// What was to be taken back has been built upon since.
    case notTheLast
    /// The person that a row says someone was exposed to is not known.
    case unknownIndex
    /// A stay ends before it began, a specimen is reported before it was taken.
    case wrongOrder(earlier: Instant, later: Instant)
    /// The person is already a case that is neither excluded nor closed.
    case alreadyACase
    /// The exposure names the person itself.
    case exposedToSelf
    /// The territory is none of the addressees of the order, or not one it may be given to.
    case notAddressed(TerritoryCode)
    /// There is nothing yet to accept, return or look at again.
    case nothingToAnswer
    /// A round cannot be closed: tubes wait for a result, or recalled people for their single one.
    case roundUnfinished(tubes: Int, people: Int)
    /// The person is positive again so soon after recovery that the policy makes no new case of it.
    case positiveAgain(discharged: CivilDate, until: CivilDate)
    /// The gathering may only be held by a plan, and none was handed in.
    case planMissing
    /// The policy refuses it: nobody may approve what it does not leave to a person.
    case policyRefuses
    /// More grids, villages or townships would report for themselves than one order can hold.
    case tooManyUnits(Int, most: Int)
    /// The person is in a closed loop already.
    case inLoop
    /// The person is not in this closed loop.
    case notInLoop
    /// Whoever enters a closed loop needs more negative tests.
    case entryTestsMissing(found: Int, needed: Int)
    /// The identities of a bulletin do not hold.
    case unbalanced([String])
    /// A shift is longer than the policy allows, in hours.
    case shiftTooLong(most: Int)
    /// Neither the registration nor the checkpoint says how risky the origin is.
    case originUnknown
    /// Someone else is in the bed or room at that time.
    case roomTaken(site: String, room: String)
    /// Every bed or room that exists is taken at that time.
    case siteFull(site: String, existing: Int)
    /// The site is closed.
    case siteClosed(String)
    /// A site of this name is registered in the prefecture already.
    case siteKnown(String)
    /// People are in the site, more than would fit after the change.
    case siteOccupied(site: String, occupied: Int)
    /// The person is being transferred already.
    case transferOpen
    /// The transfer does not stand so that this could be next.
    case transferStep(TransferStep.Kind, possible: [TransferStep.Kind])
    /// The person is sought by another request for assistance already, at that territory.
    case assistanceOpen(at: TerritoryCode)
    /// The request for assistance does not stand so that this could be said of it.
    case assistanceStep(AssistanceStep.Kind, status: AssistanceCourse.Status)
    /// Whoever confirms control must say how a person who is in no stay is held.
    case modeMissing
    /// The ward stands so already.
    case wardStands(String)
    /// Nobody comes into the ward while it is frozen.
    case wardFrozen(site: String, ward: String)
    /// The two records are of one person already.
    case samePersonAlready
    /// Somebody found the two records, or records of theirs, to be of different people.
    case keptApart
    /// Nobody leaves the ward while it is frozen but those infected, and those who stay under control elsewhere.
    case wardHolds(site: String, ward: String)
    /// People in the ward have no negative result since it was frozen, or since they came into it.
    case wardNotCleared(ward: String, people: Int)
    /// Nobody is answered for who is not isolated at home.
    case notHeldAtHome
    /// An operational period is longer than the policy allows, in hours.
    case periodTooLong(most: Int)
    /// Nothing is said of the operational period that went before.
    case handOverMissing
    /// A finding has as many photographs as it may.
    case tooManyPhotographs(limit: Int)
    /// No place goes by this name or number, or none that the author sees.
    case placeUnknown(String)
    /// Several places go by this name; their numbers.
    case placesOfOneName(String, [Int64])
    /// The territory is not the author's.
    case notHeld(TerritoryCode)
    /// No policy is in force yet at this moment.
    case noPolicy(Instant)
    /// A scenario, edition or kind that is not known, with those that are.
    case unknown(String, accepted: [String])
}

extension OperationError {
    /// The message in both languages; `zone` tells moments in civil time.
    public func message(zone: CivilZone) -> LocalizedText {
        switch self {
        case .knownInFuture(let moment):
            LocalizedText(
                zh: "获知时间\(zone.text(of: moment))晚于现在。", en: "It cannot have become known at \(zone.text(of: moment)), which is yet to come.")
        case .notYetHappened(let moment):
            LocalizedText(
                zh: "发生时间\(zone.text(of: moment))晚于获知时间。", en: "It cannot have happened at \(zone.text(of: moment)), after it became known.")
        case .notFound: LocalizedText(zh: "没有找到，或不在您的管辖范围内。", en: "Not found, or not in your territory.")
        case .notAboutAPerson: LocalizedText(zh: "该记录不是关于个人的。", en: "This entry is not about a person.")
        case .unbalanced(let breaches):
            LocalizedText(
                zh: "通报数字不平衡，不能签发：\(breaches.joined(separator: "；"))", en: "The bulletin does not balance: \(breaches.joined(separator: "; ")).")
        case .tooManyPhotographs(let limit):
            LocalizedText(zh: "每个问题最多\(limit)张照片。", en: "A finding has at most \(limit) photographs.")
        case .reasonMissing: LocalizedText(zh: "请说明更正或撤回的理由。", en: "Say why it is corrected or withdrawn.")
        case .notTheLast: LocalizedText(zh: "此后已有更新，不能撤销；请更正。", en: "It has been changed since and cannot be undone; correct it instead.")
        case .unknownIndex:
            LocalizedText(zh: "所接触的人员尚未登记；请先导入病例表。", en: "The person exposed to is not registered; import the cases first.")
        case .wrongOrder(let earlier, let later):
            LocalizedText(
                zh: "时间先后有误：\(zone.text(of: later))早于\(zone.text(of: earlier))。",
                en: "The order of time is wrong: \(zone.text(of: later)) lies before \(zone.text(of: earlier)).")
        case .alreadyACase: LocalizedText(zh: "该人员已是病例，尚未排除或结案。", en: "The person already is a case that is neither excluded nor closed.")
        case .exposedToSelf: LocalizedText(zh: "接触者与病例是同一人。", en: "A person cannot be a contact of themselves.")
        case .notAddressed(let code):
            LocalizedText(zh: "\(code)不是该指令可以下达的对象。", en: "The order is not, or cannot be, addressed to \(code).")
        case .nothingToAnswer: LocalizedText(zh: "尚无可审核或复查的内容。", en: "There is nothing yet to accept, return or look at again.")
        case .roundUnfinished(let tubes, let people):
            LocalizedText(
                zh: "还有\(tubes)管未出结果、\(people)人待单采复核，不能结束本轮。",
                en: "The round cannot be closed: \(tubes) tubes have no result, \(people) recalled people have no single result.")
        case .positiveAgain(let discharged, let until):
            LocalizedText(
                zh: "该人员\(discharged)治愈出院，\(until)前复阳不作为新病例；请只登记检测结果。",
                en: "The person recovered on \(discharged): positive again before \(until) makes no new case. Record the result only.")
        case .planMissing: LocalizedText(zh: "这类活动须提交防控方案。", en: "Such a gathering needs a plan of prevention.")
        case .policyRefuses: LocalizedText(zh: "现行方案禁止举办，不能批准。", en: "The policy in force refuses it; it cannot be approved.")
        case .tooManyUnits(let found, let most):
            LocalizedText(
                zh: "这样将有\(found)处各自报送，一份指令最多\(most)处：请选择较高的层级，或按市、县分别下达。",
                en: "\(found) places would each report, of one order at most \(most) can: choose a coarser level, or give an order for each part.")
        case .inLoop: LocalizedText(zh: "该人员已在闭环内。", en: "The person is in a closed loop already.")
        case .notInLoop: LocalizedText(zh: "该人员不在此闭环内。", en: "The person is not in this closed loop.")
        case .entryTestsMissing(let found, let needed):
            LocalizedText(
                zh: "进入闭环前须有\(needed)次阴性检测，现有\(found)次。",
                en: "Entering the loop needs \(needed) negative tests; there are \(found).")
        case .shiftTooLong(let most):
            LocalizedText(zh: "班次不得超过\(most)小时。", en: "A shift is no longer than \(most) hours.")
        case .originUnknown:
            LocalizedText(zh: "请先判定来源地风险等级。", en: "Say first how risky the origin is.")
        case .roomTaken(let site, let room):
            LocalizedText(zh: "\(site)\(room)此时已有人。", en: "Somebody is in \(room) of \(site) at that time.")
        case .siteFull(let site, let existing):
            LocalizedText(zh: "\(site)现有床位（房间）\(existing)，此时已满。", en: "All \(existing) beds or rooms of \(site) are taken at that time.")
        case .siteClosed(let site): LocalizedText(zh: "\(site)已关闭。", en: "\(site) is closed.")
        case .siteKnown(let site):
            LocalizedText(zh: "本市州已登记同名场所“\(site)”。", en: "A site called “\(site)” is registered in this prefecture already.")
        case .siteOccupied(let site, let occupied):
            LocalizedText(zh: "\(site)在住\(occupied)人，不能关闭或减至其下。", en: "\(occupied) people are in \(site): it cannot be closed or hold fewer.")
        case .transferOpen:
            LocalizedText(zh: "该人员已有未完成的转运，请先完成或撤回。", en: "The person is being transferred already: finish or withdraw that first.")
        case .transferStep(let kind, let possible):
            LocalizedText(
                zh: "转运现状不能记为“\(kind.word.zh)”；" + (possible.isEmpty ? "转运已结束。" : "可记：\(possible.map(\.word.zh).joined(separator: "、"))。"),
                en: "As the transfer stands it cannot be “\(kind.word.en)”"
                    + (possible.isEmpty ? ": it is over." : "; possible: \(possible.map(\.word.en).joined(separator: ", "))."))
        case .assistanceOpen(let territory):
            LocalizedText(zh: "已就其中人员向\(territory)发出协查，尚未办结。", en: "One of them is sought by an open request to \(territory) already.")
        case .assistanceStep(let kind, let status):
            LocalizedText(
                zh: "协查函现状为“\(status.word.zh)”，不能登记“\(kind.word.zh)”。",
                en: "The request is \(status.word.en): it cannot be “\(kind.word.en)” now.")
        case .modeMissing:
            LocalizedText(zh: "其中有人尚无隔离记录，请填写管控方式。", en: "Somebody among them is in no recorded stay: say how they are held.")
        case .wardStands(let ward): LocalizedText(zh: "\(ward)已是该状态。", en: "\(ward) stands so already.")
        case .wardFrozen(let site, let ward):
            LocalizedText(zh: "\(site)\(ward)已封控，不得收入。", en: "\(ward) of \(site) is frozen: nobody is taken in.")
        case .samePersonAlready: LocalizedText(zh: "两条记录已是同一人。", en: "The two records are of one person already.")
        case .keptApart:
            LocalizedText(zh: "此前已判定不是同一人；请先撤回该判定。", en: "They were found to be different people; take that decision back first.")
        case .wardHolds(let site, let ward):
            LocalizedText(
                zh: "\(site)\(ward)已封控，不得出院或转入其他病区；感染者转定点医院、密接转集中隔离点除外。",
                en: "\(ward) of \(site) is frozen: nobody goes home or to another ward. The infected may be moved to be treated, contacts to be held."
            )
        case .wardNotCleared(let ward, let people):
            LocalizedText(
                zh: "\(ward)还有\(people)人没有此后采样的阴性结果，暂不能解除或转出。",
                en: "\(people) in \(ward) have no negative result from a specimen taken since; it cannot be opened, or left, yet.")
        case .notHeldAtHome:
            LocalizedText(zh: "该人员当时不在居家隔离，无需明确包保责任人。", en: "The person is not isolated at home then: there is nobody to answer for.")
        case .periodTooLong(let most):
            LocalizedText(zh: "行动周期最长\(most)小时。", en: "An operational period is at most \(most) hours long.")
        case .handOverMissing:
            LocalizedText(zh: "请说明上一周期目标完成情况和交接事项。", en: "Say what came of the period before and what it hands over.")
        case .placeUnknown(let name):
            LocalizedText(
                zh: "没有登记名为“\(name)”的场所，或不在您的管辖范围内；请先导入场所。",
                en: "No place “\(name)” is registered, or none in your territory; import the places first.")
        case .placesOfOneName(let name, let numbers):
            LocalizedText(
                zh: "有多个场所名为“\(name)”，请填写地区或场所编号：\(numbers.prefix(8).map(String.init).joined(separator: "、"))。",
                en: "Several places are called “\(name)”; give the territory, or the number: "
                    + numbers.prefix(8).map(String.init).joined(separator: ", ") + ".")
        case .notHeld(let code): LocalizedText(zh: "\(code)不在您的管辖范围内。", en: "\(code) is not in your territory.")
        case .noPolicy(let moment):
            LocalizedText(zh: "\(zone.text(of: moment))尚无生效的防控方案。", en: "No policy is in force at \(zone.text(of: moment)).")
        case .unknown(let found, let accepted):
            LocalizedText(
                zh: "不认识“\(found)”；可用：\(accepted.joined(separator: "、"))。",
                en: "“\(found)” is not known; accepted: \(accepted.joined(separator: ", ")).")
        }
    }
}

extension TransferStep.Kind {
    /// What it is called.
    fileprivate var word: LocalizedText {
        switch self {
        case .accepted: LocalizedText(zh: "接收", en: "accepted")
        case .departed: LocalizedText(zh: "出发", en: "departed")
        case .arrived: LocalizedText(zh: "到达", en: "arrived")
        case .withdrawn: LocalizedText(zh: "撤回", en: "withdrawn")
        case .declined: LocalizedText(zh: "不能接收", en: "declined")
        }
    }
}

extension AssistanceCourse.Status {
    /// What it is called.
    fileprivate var word: LocalizedText {
        switch self {
        case .underApproval: LocalizedText(zh: "审批中", en: "on its way")
        case .sent: LocalizedText(zh: "待签收", en: "not received yet")
        case .received: LocalizedText(zh: "已签收", en: "received")
        case .controlled: LocalizedText(zh: "已落实管控", en: "carried out")
        case .returned: LocalizedText(zh: "有人退回", en: "returned in part or whole")
        case .refused: LocalizedText(zh: "已拒绝", en: "refused")
        case .cancelled: LocalizedText(zh: "已撤销", en: "cancelled")
        }
    }
}

extension AssistanceStep.Kind {
    /// What it is called.
    fileprivate var word: LocalizedText {
        switch self {
        case .approved: LocalizedText(zh: "审批", en: "passed on")
        case .received: LocalizedText(zh: "签收", en: "received")
        case .controlled: LocalizedText(zh: "落实管控", en: "under control")
        case .returned: LocalizedText(zh: "退回", en: "returned")
        case .sentAgain: LocalizedText(zh: "重发", en: "sent again")
        case .refused: LocalizedText(zh: "拒绝", en: "refused")
        case .cancelled: LocalizedText(zh: "撤销", en: "cancelled")
        case .remarked: LocalizedText(zh: "留言", en: "remarked on")
        }
    }
}
