import Obligations
import Register
import Storage
import Vocabulary

/// What a day of inspection came to (一日一汇总; `domain.md` §10.5), counted from its facts: the draft of the summary that inspectors hand in.
public struct DaySummary: Hashable, Sendable {
    /// The theme of the plan.
    public let theme: String
    /// The day it was drawn.
    public let day: CivilDate
    /// What was to be seen.
    public let targets: [TerritoryCode]
    /// Of those, what nobody has seen.
    public let unseen: [TerritoryCode]
    /// What was found, the gravest first.
    public let findings: [Line]

    /// One finding as it stands.
    public struct Line: Hashable, Sendable {
        /// Who must put it right.
        public let territory: TerritoryCode
        /// How grave.
        public let gravity: Finding.Gravity
        /// What is wrong.
        public let text: String
        /// How far it has come.
        public let state: FindingDuties.State
        /// Whether it should be right by now.
        public let isLate: Bool
    }
}

extension Reader {
    /// The summary of a plan's day as its facts stand, as far as the scope sees its findings; nil for a thing that is no plan.
    public func daySummary(of view: ThingView, zone: CivilZone) throws -> DaySummary? {
        guard let plan = view.dossier.founding(InspectionPlan.self) else { return nil }
        let visits = InspectionPlanDuties.visits(of: plan, in: view.dossier)
        let inspections = Set(view.dossier.around(Inspection.self).filter { $0.value.plan == plan.id }.map(\.id))
        let targets = plan.value.targets.map(\.territory)
        var findings: [DaySummary.Line] = []
        if !inspections.isEmpty, scope.covers(plan.value.territory) {
            for row in try things(ThingListQuery(kind: .finding, territory: plan.value.territory, limit: 500, countCap: 0)).rows {
                guard let record = try records(ofEntity: row.subject.number).last?.record, !record.isWithdrawn,
                    case .finding(let finding) = record.fact,
                    inspections.contains(finding.inspection), let state = FindingDuties.State(rawValue: row.state)
                else { continue }
                findings.append(
                    DaySummary.Line(
                        territory: finding.territory, gravity: finding.severity, text: finding.text, state: state,
                        isLate: (state == .open || state == .rejected) && (row.nextDue.map { $0 < view.asOf } ?? false)))
            }
        }
        let order = Finding.Gravity.allCases
        return DaySummary(
            theme: plan.value.theme, day: zone.date(of: plan.happenedAt), targets: targets, unseen: targets.filter { visits[$0] == nil },
            findings: findings.sorted {
                (order.firstIndex(of: $1.gravity) ?? 0, $0.territory, $0.text) < (order.firstIndex(of: $0.gravity) ?? 0, $1.territory, $1.text)
            })
    }
}

extension DaySummary {
    /// The summary in both languages, for inspectors to look over, add to and sign.
    ///
    /// - Parameter name: What a territory is called.
    public func text(_ name: (TerritoryCode) -> LocalizedText) -> LocalizedText {
        func count(_ isMeant: (Line) -> Bool) -> Int { findings.count(where: isMeant) }
        let (year, month, date) = day.components
        let seen = targets.count - unseen.count
        var (zh, en) = (["\(month)月\(date)日督查主题“\(theme)”。"], ["Inspection of \(year)-\(month)-\(date): \(theme)."])
        zh.append("应督查\(targets.count)处，已督查\(seen)处" + (unseen.isEmpty ? "。" : "，未督查：\(unseen.map { name($0).zh }.joined(separator: "、"))。"))
        en.append(
            "\(seen) of \(targets.count) targets seen"
                + (unseen.isEmpty ? "." : "; not seen: \(unseen.map { name($0).en }.joined(separator: ", "))."))
        if findings.isEmpty {
            zh.append("未发现问题。")
            en.append("Nothing was found wrong.")
            return LocalizedText(zh: zh.joined(), en: en.joined(separator: " "))
        }
        let (grave, serious, minor) = (count { $0.gravity == .grave }, count { $0.gravity == .serious }, count { $0.gravity == .minor })
        let (closed, rectified, late) = (count { $0.state == .closed }, count { $0.state == .rectified }, count(\.isLate))
        zh.append("发现问题\(findings.count)个（严重\(grave)、较重\(serious)、一般\(minor)）；已销号\(closed)，已整改待复查\(rectified)，逾期未整改\(late)。")
        en.append(
            "\(findings.count) found wrong (grave \(grave), serious \(serious), minor \(minor)): \(closed) put right and confirmed, \(rectified) put right and to be looked at again, \(late) late."
        )
        for line in findings where line.gravity != .minor {
            zh.append("【\(name(line.territory).zh)】\(line.text)\(line.isLate ? "（逾期）" : "")。")
            en.append("\(name(line.territory).en): \(line.text)\(line.isLate ? " (late)" : "").")
        }
        return LocalizedText(zh: zh.joined(), en: en.joined(separator: " "))
    }
}
