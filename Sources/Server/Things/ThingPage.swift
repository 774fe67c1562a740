import Obligations
import Operations
import Register
import Storage
import Vocabulary

/// A thing (an order, a finding, a place): what it is, where, how it stands, what is next; its branches, facts and obligations.
struct ThingPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var view: ThingView
        var label: LocalizedText
        /// What the policy calls its class; nil where the class is not the policy's.
        var className: LocalizedText?
        /// Names of the territories it mentions.
        var names: [TerritoryCode: LocalizedText]
        var obligations: [ObligationItem]
        /// What must be done next; its form is the page's one primary action.
        var next: ObligationItem?
        /// The fate of every branch, a branch's own branches below it.
        var branches: [Branch]
        var related: [ThingTag]
        /// The forms that make sense now, permission aside.
        var offered: [String]
        /// Whether the reader's territory may withdraw entries, permission aside.
        var canWithdraw = false
        /// Whether any can be put right.
        var canCorrect = false
        /// Short tables of its kind.
        var panels: [ThingPanel] = []
        /// Its photographs; nil for what has none.
        var photographs: ThingPhotographs.Content?
        var topic: String
    }

    /// How far one territory has come with a thing that concerns it.
    struct Branch: Sendable {
        var depth: Int
        var territory: LocalizedText
        var kind: Subject.Kind
        var state: String
        /// The thing that carried it on from there.
        var onward: ThingTag?
        /// Whether something is late there.
        var isLate: Bool
    }

    struct BranchRow: Sendable {
        let depth: String
        let territory: String
        let state: String
        let tone: String
        let onward: PersonLink?
    }

    let kind: String
    let listAddress: String
    let workAddress: String?
    let title: String
    let state: String
    let thingClass: String?
    let facts: [LabelledText]
    let next: ObligationRow?
    let branches: [BranchRow]
    let hasBranches: Bool
    /// Whether the branches are too many to stand open.
    let isWide: Bool
    let branchCount: String
    let related: [PersonLink]
    let hasRelated: Bool
    let open: [ObligationRow]
    /// What is due after the nearest, folded away.
    let later: [ObligationRow]
    let hasLater: Bool
    let laterCount: String
    let settled: [ObligationRow]
    let hasSettled: Bool
    let settledCount: String
    /// The latest entries.
    let timeline: [PersonPage.TimelineRow]
    /// Those before them, folded away: a headquarters' roster alone makes dozens.
    let earlier: [PersonPage.TimelineRow]
    let hasEarlier: Bool
    let earlierCount: String
    let actions: [PersonPage.Action]
    let hasActions: Bool
    /// What stands before everything else, where its kind asks for that.
    let leading: [ThingPanelRows]
    let panels: [ThingPanelRows]
    let photographs: ThingPhotographs?
    let refreshAddress: String
    let topic: String

    init(_ content: Content, face: ThingFace, _ reading: Reading) {
        let (words, view) = (reading.words, content.view)
        let name = face.kind.rawValue
        kind = words("thing.\(name)")
        listAddress = reading.address("/things/\(name)")
        workAddress = face.workPath.map { reading.address($0(view.subject)) }
        title = words(content.label)
        state = words("\(name)State.\(view.standing.state)")
        thingClass =
            content.className.map { words($0) }
            ?? view.standing.thingClass.flatMap { face.classes.contains($0) ? words("\(name)Class.\($0)") : nil }
        facts = face.facts(view, reading) { content.names[$0] ?? LocalizedText(zh: $0.digits, en: $0.digits) }
        next = content.next.map { ObligationRow($0, reading) }
        branches = content.branches.map { branch in
            BranchRow(
                depth: "depth\(branch.depth)", territory: words(branch.territory), state: words("\(branch.kind.rawValue)State.\(branch.state)"),
                tone: branch.isLate ? "late" : "none", onward: branch.onward.map { PersonLink($0, reading) })
        }
        hasBranches = !branches.isEmpty
        isWide = branches.count > ThingPage.branchesShown
        branchCount = words.figure(branches.count)
        related = content.related.map { PersonLink($0, reading) }
        hasRelated = !related.isEmpty
        let duties = content.obligations.map { ObligationRow($0, reading) }
        let unmet = duties.filter { $0.tone != "met" && $0.tone != "missed" }
        // What is late is never folded away.
        let shown = max(ThingPage.dutiesShown, unmet.count { $0.tone == "late" })
        open = Array(unmet.prefix(shown))
        later = Array(unmet.dropFirst(shown))
        hasLater = !later.isEmpty
        laterCount = words.figure(later.count)
        settled = duties.filter { $0.tone == "met" || $0.tone == "missed" }
        hasSettled = !settled.isEmpty
        settledCount = words.figure(settled.count)
        let superseded = Set(view.entries.compactMap(\.supersedes))
        let withdrawable = content.canWithdraw && reading.may(.correctFacts) ? Set(ThingForm.withdrawable(view).map(\.record.id)) : []
        let correctable = content.canCorrect && reading.may(.correctFacts) ? Set(ThingForm.correctable(view).map(\.record.id)) : []
        let rows = view.entries.sorted { ($0.record.happenedAt, $0.record.id) > ($1.record.happenedAt, $1.record.id) }.map { entry in
            ThingPage.row(
                entry, content, isSuperseded: superseded.contains(entry.record.id), canWithdraw: withdrawable.contains(entry.record.id),
                canCorrect: correctable.contains(entry.record.id), reading)
        }
        timeline = Array(rows.prefix(ThingPage.entriesShown))
        earlier = Array(rows.dropFirst(ThingPage.entriesShown))
        hasEarlier = !earlier.isEmpty
        earlierCount = words.figure(earlier.count)
        actions = face.forms.filter { !$0.founds && content.offered.contains($0.name) && reading.may($0.permission) }.map {
            PersonPage.Action(label: words("form.\($0.name)"), address: reading.address($0.path(about: view.subject)))
        }
        hasActions = !actions.isEmpty
        let panels = content.panels.map { ThingPanelRows($0, reading) }
        (leading, self.panels) = face.isLedByPanels ? (panels, []) : ([], panels)
        photographs = content.photographs.map { ThingPhotographs($0, reading) }
        refreshAddress = reading.address(of: view.subject)
        topic = content.topic
    }

    /// As many entries, open obligations and branches as are looked at at once.
    private static let (entriesShown, dutiesShown, branchesShown) = (12, 6, 20)

    private static func row(
        _ entry: FactEntry, _ content: Content, isSuperseded: Bool, canWithdraw: Bool, canCorrect: Bool, _ reading: Reading
    ) -> PersonPage.TimelineRow {
        let (words, moments, record) = (reading.words, reading.moments, entry.record)
        return PersonPage.TimelineRow(
            id: "\(record.id.rawValue)", happened: moments.moment(record.happenedAt),
            known: record.knownAt - record.happenedAt > .minutes(30) ? moments.moment(record.knownAt) : nil,
            text: words.sentence(record.fact, moments, content.names), source: words(SourceName.of(entry.source)),
            recorder: entry.recorder.flatMap { content.view.recorders[$0] }, reason: entry.reason, isWithdrawn: record.isWithdrawn,
            isSuperseded: isSuperseded, isUnseen: false,
            correctAddress: canCorrect
                ? reading.address(
                    ThingForm.correction(of: content.view.subject.kind).path(about: content.view.subject), [("entry", "\(record.id.rawValue)")])
                : nil,
            withdrawAddress: canWithdraw
                ? reading.address(
                    ThingForm.withdrawal(of: content.view.subject.kind).path(about: content.view.subject), [("entry", "\(record.id.rawValue)")])
                : nil)
    }
}
