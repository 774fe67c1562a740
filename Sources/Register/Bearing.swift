import Vocabulary

/// What a fact has to do with subjects other than its own.
extension Fact {
    /// The territory whose authority answers for a thing that this fact founds; nil for a fact that founds none.
    public var seat: TerritoryCode? {
        switch self {
        case .place(let value): value.territory
        case .gathering(let value): value.territory
        case .directive(let value): value.issuer
        case .finding(let value): value.inspector ?? value.territory
        case .pool(let value): value.territory
        case .screeningRound(let value): value.territory
        case .zone(let value): value.territory
        case .assistance(let value): value.seat
        case .lookBack(let value): value.issuer
        case .site(let value): value.territory
        case .doorRound(let value): value.grid
        case .inspectionPlan(let value): value.territory
        default: nil
        }
    }

    /// The kind of thing that this fact founds: filed for the first time it is about a subject of its own, which bears its number.
    public var founds: Subject.Kind? {
        switch self {
        case .place: .place
        case .gathering: .gathering
        case .directive: .directive
        case .finding: .finding
        case .pool: .pool
        case .screeningRound: .round
        case .zone: .zone
        case .assistance: .assistance
        case .lookBack: .lookBack
        case .site: .site
        case .doorRound: .doorRound
        case .inspectionPlan: .inspectionPlan
        default: nil
        }
    }

    /// The subjects other than its own on whose obligations this fact bears: it stands in their surroundings, and they are derived anew
    /// when it is recorded, revised or withdrawn.
    ///
    /// A case bears on its county, where the duties that a first case calls forth lie. A fact that bears on a territory bears on every thing there whose kind watches for facts of this sort (`ThingDuties.watches`).
    public var bearsOn: [Subject] {
        switch self {
        case .directive(let value): value.parent.map { [.directive($0)] } ?? []
        case .finding(let value): value.place.map { [.place($0)] } ?? []
        case .gathering(let value): value.place.map { [.place($0)] } ?? []
        case .loopStep(let value): [.place(value.place)]
        // A grid bears on its village, whose households must each lie in exactly one.
        case .grid(let value): value.territory.ancestor(at: .village).map { [.territory($0)] } ?? []
        // A team bears on the grid whose doors it answers for.
        case .homeTeam(let value): value.territory.level == .grid ? [.territory(value.territory)] : []
        case .inspection(let value):
            [.territory(value.territory)] + (value.place.map { [.place($0)] } ?? []) + (value.plan.map { [.inspectionPlan($0)] } ?? [])
        case .inspectionPlan(let value): value.previous.map { [.inspectionPlan($0)] } ?? []
        case .specimen(let value): value.pool.map { [.pool($0)] } ?? []
        case .recall(let value): [.pool(value.pool)]
        case .pool(let value): value.round.map { [.round($0)] } ?? []
        // A round bears on the risk areas of the counties that it screens.
        case .screeningRound(let value):
            Set(value.area.map { $0.ancestor(at: .county) ?? $0 }).sorted().map { .territory($0) }
        case .zone(let value): value.members.map { .territory($0) }
        // Of one person the record that stands for both carries what follows from the facts of either.
        case .sameness(let value): value.isSame ? [.person(value.other)] : []
        case .caseReport(let value): [.territory(value.territory.ancestor(at: .county) ?? value.territory)]
        default: []
        }
    }
}

/// A value that facts hold, so that the facts of a kind can be asked for by their type.
public protocol FactValue: Hashable, Sendable {
    /// The value, if the fact holds one of this type.
    static func value(in fact: Fact) -> Self?
}

extension Place: FactValue {
    /// The place, if the fact describes one.
    public static func value(in fact: Fact) -> Place? { if case .place(let value) = fact { value } else { nil } }
}

extension Gathering: FactValue {
    /// The gathering, if the fact describes one.
    public static func value(in fact: Fact) -> Gathering? { if case .gathering(let value) = fact { value } else { nil } }
}

extension ZoneEvent: FactValue {
    /// What happened in a zone, if the fact tells it.
    public static func value(in fact: Fact) -> ZoneEvent? { if case .zoneEvent(let value) = fact { value } else { nil } }
}

extension PlaceCheck: FactValue {
    /// The check of a place, if the fact is one.
    public static func value(in fact: Fact) -> PlaceCheck? { if case .placeCheck(let value) = fact { value } else { nil } }
}

extension PlaceChange: FactValue {
    /// The closing or opening of a place, if the fact is one.
    public static func value(in fact: Fact) -> PlaceChange? { if case .placeChange(let value) = fact { value } else { nil } }
}

extension LoopStep: FactValue {
    /// The step of a person of a closed loop, if the fact is one.
    public static func value(in fact: Fact) -> LoopStep? { if case .loopStep(let value) = fact { value } else { nil } }
}

extension GatheringStep: FactValue {
    /// The step of a gathering, if the fact is one.
    public static func value(in fact: Fact) -> GatheringStep? { if case .gatheringStep(let value) = fact { value } else { nil } }
}

extension Zone: FactValue {
    /// The zone, if the fact describes one.
    public static func value(in fact: Fact) -> Zone? { if case .zone(let value) = fact { value } else { nil } }
}

extension Pool: FactValue {
    /// The pool, if the fact describes one.
    public static func value(in fact: Fact) -> Pool? { if case .pool(let value) = fact { value } else { nil } }
}

extension ScreeningRound: FactValue {
    /// The round, if the fact describes one.
    public static func value(in fact: Fact) -> ScreeningRound? { if case .screeningRound(let value) = fact { value } else { nil } }
}

extension LookBackOrder: FactValue {
    /// The order, if the fact describes one.
    public static func value(in fact: Fact) -> LookBackOrder? { if case .lookBack(let value) = fact { value } else { nil } }
}

extension LookBackReport: FactValue {
    /// What a source handed in for a look-back, if the fact tells it.
    public static func value(in fact: Fact) -> LookBackReport? { if case .lookBackReport(let value) = fact { value } else { nil } }
}

extension StaySite: FactValue {
    /// The site, if the fact describes one.
    public static func value(in fact: Fact) -> StaySite? { if case .site(let value) = fact { value } else { nil } }
}

extension Directive: FactValue {
    /// The order, if the fact is one.
    public static func value(in fact: Fact) -> Directive? { if case .directive(let value) = fact { value } else { nil } }
}

extension Receipt: FactValue {
    /// The step of an order, if the fact is one.
    public static func value(in fact: Fact) -> Receipt? { if case .receipt(let value) = fact { value } else { nil } }
}

extension Shift: FactValue {
    /// The shift, if the fact is one.
    public static func value(in fact: Fact) -> Shift? { if case .shift(let value) = fact { value } else { nil } }
}

extension HandOver: FactValue {
    /// The hand-over, if the fact is one.
    public static func value(in fact: Fact) -> HandOver? { if case .handOver(let value) = fact { value } else { nil } }
}

extension HeadquartersStep: FactValue {
    /// The turn of a headquarters, if the fact is one.
    public static func value(in fact: Fact) -> HeadquartersStep? { if case .headquarters(let value) = fact { value } else { nil } }
}

extension Inspection: FactValue {
    /// The inspection, if the fact is one.
    public static func value(in fact: Fact) -> Inspection? { if case .inspection(let value) = fact { value } else { nil } }
}

extension Finding: FactValue {
    /// The finding, if the fact is one.
    public static func value(in fact: Fact) -> Finding? { if case .finding(let value) = fact { value } else { nil } }
}

extension FindingStep: FactValue {
    /// The step of a finding, if the fact is one.
    public static func value(in fact: Fact) -> FindingStep? { if case .findingStep(let value) = fact { value } else { nil } }
}

extension CaseReport: FactValue {
    /// The case, if the fact reports one.
    public static func value(in fact: Fact) -> CaseReport? { if case .caseReport(let value) = fact { value } else { nil } }
}

extension Specimen: FactValue {
    /// The specimen, if the fact is one.
    public static func value(in fact: Fact) -> Specimen? { if case .specimen(let value) = fact { value } else { nil } }
}

extension Recall: FactValue {
    /// The recall, if the fact is one.
    public static func value(in fact: Fact) -> Recall? { if case .recall(let value) = fact { value } else { nil } }
}
