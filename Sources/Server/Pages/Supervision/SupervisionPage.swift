import Operations
import Register
import Storage
import Vocabulary

/// Measure 10 at a glance: today's plan of inspection, the days before with their summaries, findings, and who is responsible for what.
struct SupervisionPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var plans: [Plan]
        var openFindings: Int
        var late: Int
        var ledger: ResponsibilityView
        var names: @Sendable (TerritoryCode) -> LocalizedText
        var functionName: @Sendable (String) -> LocalizedText
    }

    /// A day's plan.
    struct Plan: Sendable {
        var tag: ThingTag
        var at: Instant
        var targets: Int
        var seen: Int
        var byChance: Int
        var summary: String?
    }

    struct PlanRow: Sendable {
        let name: String
        let address: String
        let state: String
        let at: Moment
        let seen: String
        let byChance: String
        let summary: String
    }

    struct LedgerRow: Sendable {
        let territory: String
        let address: String
        let part: String
        let holder: String
        let office: String
        let since: String
        let until: String
        let tone: String
    }

    let figures: [KeyFigure]
    let plans: [PlanRow]
    let hasPlans: Bool
    let ledger: [LedgerRow]
    let hasLedger: Bool
    let moment: Moment
    let drawAddress: String?
    let assignAddress: String?
    let refreshAddress: String

    init(_ content: Content, _ reading: Reading) {
        let (words, moments) = (reading.words, reading.moments)
        let gaps = content.ledger.lines.count { $0.holder == nil }
        let newest = content.plans.first
        figures = [
            KeyFigure(
                label: words("supervision.seen"), value: newest.map { "\($0.seen) / \($0.targets)" } ?? "–", note: newest.map { words($0.tag.label) },
                address: newest.map { reading.address(of: $0.tag.subject) }),
            KeyFigure(
                label: words("supervision.findings"), value: words.figure(content.openFindings), note: nil,
                address: reading.may(.viewFindings) ? reading.address("/things/finding") : nil),
            KeyFigure(
                label: words("supervision.late"), value: words.figure(content.late), note: nil,
                address: reading.address("/", [("due", "late"), ("measure", Measure.supervision.key)])),
            KeyFigure(label: words("supervision.gaps"), value: words.figure(gaps), note: nil, address: "#ledger"),
        ]
        plans = content.plans.map { plan in
            PlanRow(
                name: words(plan.tag.label), address: reading.address(of: plan.tag.subject),
                state: words("inspectionPlanState.\(plan.tag.state)"),
                at: moments.moment(plan.at), seen: "\(words.figure(plan.seen)) / \(words.figure(plan.targets))",
                byChance: words.figure(plan.byChance),
                summary: plan.summary ?? "–")
        }
        hasPlans = !plans.isEmpty
        ledger = content.ledger.lines.map { line in
            LedgerRow(
                territory: words(content.names(line.territory)), address: reading.address(of: .territory(line.territory)),
                part: words("responsible.\(line.part.rawValue)"), holder: line.holder ?? words("community.nobody"),
                office: line.office.map { words(content.functionName($0)) } ?? "–", since: line.since.map { moments.moment($0).text } ?? "–",
                until: line.until.map { moments.moment($0).text } ?? "–", tone: line.holder == nil ? "late" : "")
        }
        hasLedger = !ledger.isEmpty
        moment = moments.moment(content.ledger.moment)
        drawAddress = reading.may(.drawPlan) ? reading.address("/things/inspectionPlan/new/planDraw") : nil
        assignAddress = reading.may(.assignArea) ? reading.address("/things/territory/new/areaAssign") : nil
        refreshAddress = reading.address("/supervision")
    }
}
