import Vocabulary

/// Whom or what facts and obligations are about.
///
/// To add a subject: a case here and in ``Kind``, its two lines in ``number`` and ``init(kind:number:)``, and what it owes as a type of
/// its own in `Obligations/Things` (docs/architecture.md, *Adding to it*).
public enum Subject: Hashable, Sendable, Codable {
    case person(PersonID)
    case place(Reference<Place>)
    case gathering(Reference<Gathering>)
    case territory(TerritoryCode)
    case directive(Reference<Directive>)
    case finding(Reference<Finding>)
    case pool(Reference<Pool>)
    case round(Reference<ScreeningRound>)
    case zone(Reference<Zone>)
    case assistance(Reference<AssistanceRequest>)
    case lookBack(Reference<LookBackOrder>)
    case site(Reference<StaySite>)
    case doorRound(Reference<DoorRound>)
    case inspectionPlan(Reference<InspectionPlan>)

    /// What sort of subject; its name is how storage and addresses call it, and stays for ever.
    public enum Kind: String, CaseIterable, Sendable, Codable {
        case person, place, gathering, territory, directive, finding, pool, round, zone, assistance, lookBack, site
        case doorRound, inspectionPlan
    }

    /// The person, if the subject is one.
    public var person: PersonID? {
        if case .person(let id) = self { id } else { nil }
    }

    /// What sort of subject it is.
    public var kind: Kind {
        switch self {
        case .person: .person
        case .place: .place
        case .gathering: .gathering
        case .territory: .territory
        case .directive: .directive
        case .finding: .finding
        case .pool: .pool
        case .round: .round
        case .zone: .zone
        case .assistance: .assistance
        case .lookBack: .lookBack
        case .site: .site
        case .doorRound: .doorRound
        case .inspectionPlan: .inspectionPlan
        }
    }

    /// Its number among those of its kind: a person's own, a territory's code, of every other thing the number of the first fact about it.
    public var number: Int64 {
        switch self {
        case .person(let id): id.rawValue
        case .place(let id): id.rawValue
        case .gathering(let id): id.rawValue
        case .territory(let code): Int64(code.digits) ?? 0
        case .directive(let id): id.rawValue
        case .finding(let id): id.rawValue
        case .pool(let id): id.rawValue
        case .round(let id): id.rawValue
        case .zone(let id): id.rawValue
        case .assistance(let id): id.rawValue
        case .lookBack(let id): id.rawValue
        case .site(let id): id.rawValue
        case .doorRound(let id): id.rawValue
        case .inspectionPlan(let id): id.rawValue
        }
    }

    /// The subject of a kind with a number; nil if it is a territory's and no code.
    public init?(kind: Kind, number: Int64) {
        switch kind {
        case .person: self = .person(PersonID(rawValue: number))
        case .place: self = .place(Reference(rawValue: number))
        case .gathering: self = .gathering(Reference(rawValue: number))
        case .territory:
            guard let code = TerritoryCode(String(number)) else { return nil }
            self = .territory(code)
        case .directive: self = .directive(Reference(rawValue: number))
        case .finding: self = .finding(Reference(rawValue: number))
        case .pool: self = .pool(Reference(rawValue: number))
        case .round: self = .round(Reference(rawValue: number))
        case .zone: self = .zone(Reference(rawValue: number))
        case .assistance: self = .assistance(Reference(rawValue: number))
        case .lookBack: self = .lookBack(Reference(rawValue: number))
        case .site: self = .site(Reference(rawValue: number))
        case .doorRound: self = .doorRound(Reference(rawValue: number))
        case .inspectionPlan: self = .inspectionPlan(Reference(rawValue: number))
        }
    }
}

extension Subject: LosslessStringConvertible {
    /// `directive.88`: how addresses and forms name it.
    public var description: String { "\(kind.rawValue).\(number)" }

    /// Reads what `description` gave.
    public init?(_ description: String) {
        let parts = description.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])), let number = Int64(parts[1]) else { return nil }
        self.init(kind: kind, number: number)
    }
}
