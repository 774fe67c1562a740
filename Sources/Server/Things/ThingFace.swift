import Obligations
import Operations
import Register
import Storage
import Vocabulary

/// How a kind of thing is shown and worked: one value for each kind, in a file of its own (`DirectiveFace.swift`).
///
/// A face gives its kind a list, a page and forms at `/things/<kind>`; its texts stand in `strings/<family>.tsv`. To add one, write the file
/// and its line in ``ThingFaces/all``.
struct ThingFace: Sendable {
    /// Which kind.
    let kind: Subject.Kind
    /// Who may see its list and pages.
    let permission: Permission
    /// The lists it has, by the part in which a thing concerns the territory: orders have an outbox and an inbox. The first opens.
    var parts: [ThingStanding.Part] = [.seat]
    /// The smallest territories whose things its list shows: headquarters are not looked for among grids. Nil: any.
    var deepest: TerritoryCode.Level?
    /// The states lists can be narrowed to, with `<kind>State.<state>` for a text.
    let states: [String]
    /// The classes lists can be narrowed to, with `<kind>Class.<class>` for a text; none where classes are the policy's.
    var classes: [String] = []
    /// What can be recorded about it, in the order of offering.
    let forms: [ThingForm]
    /// What the head of its page says of it, each `<kind>.<name>`; names of territories are given by the last argument.
    let facts: @Sendable (ThingView, Reading, (TerritoryCode) -> LocalizedText) -> [LabelledText]
    /// The names of those facts.
    let factNames: [String]
    /// Other things its page leads to.
    var related: @Sendable (ThingView) -> [Subject] = { _ in [] }
    /// Things that carry it on: under the branch of the territory that carried it.
    var branches: @Sendable (ThingView) -> [(territory: TerritoryCode, subject: Subject)] = { _ in [] }

    /// Where it is worked, if it has a page of its own for that.
    var workPath: (@Sendable (Subject) -> String)?
    /// Whether its page begins with them, before branches and duties: where how it stands is asked before what is due.
    var isLedByPanels = false
    /// Short tables of its own, made with what the register tells beside its facts.
    var panels: @Sendable (ThingView, Reader, OperationsDesk) throws -> [ThingPanel] = { _, _, _ in [] }

    /// The texts that are made from names, for the catalogue's test.
    var keys: [String] {
        let name = kind.rawValue
        return ["thing.\(name)", "things.\(name)"] + parts.map { "things.\(name)\($0.rawValue.capitalized)" }
            + (states + [ThingStanding.withdrawn]).map { "\(name)State.\($0)" } + classes.map { "\(name)Class.\($0)" }
            + factNames.map { "\(name).\($0)" }
            + (forms + [.withdrawal(of: kind), .correction(of: kind)]).flatMap { form in
                ["form.\(form.name)", "formDo.\(form.name)"] + form.fieldNames.map { "field.\($0)" }
            }
    }
}

/// Every kind of thing that has pages: the one list of them.
enum ThingFaces {
    /// One line a kind.
    static let all: [ThingFace] = [
        .site,
        .place,
        .gathering,
        .zone,
        .territory,
        .directive,
        .finding,
        .round,
        .pool,
        .lookBack,
        .doorRound,
        .inspectionPlan,
        .assistance,
    ]

    /// How a kind is shown; nil where it has no pages.
    static func of(_ kind: Subject.Kind) -> ThingFace? { all.first { $0.kind == kind } }

    /// The form whose record meets an obligation of a thing.
    static func form(meeting obligation: Obligation) -> ThingForm? {
        let task = obligation.id.rule.split(separator: ".").last.map(String.init) ?? ""
        return of(obligation.id.subject.kind)?.forms.first { $0.meets.contains(task) }
    }
}

/// A thing as other pages name one.
struct ThingTag: Sendable, Hashable {
    var subject: Subject
    var label: LocalizedText
    var state: String
    /// The territory that answers for it.
    var seat: TerritoryCode
}

extension Sequence<TerritoryCode> {
    /// Whether whoever holds roles in these territories acts where a duty about a thing lies: at its seat or above it whoever holds that
    /// territory, elsewhere whoever holds that territory and not the seat as well. An issuer does not acknowledge its own orders for those below.
    func act(in territory: TerritoryCode, aboutThingSeatedIn seat: TerritoryCode) -> Bool {
        contains { $0.contains(territory) && (territory.contains(seat) || !$0.contains(seat)) }
    }
}
