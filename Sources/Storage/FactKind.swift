import Register
import Vocabulary

/// What sort of fact an entry holds: the name of its case in `Fact`.
public enum FactKind: String, CaseIterable, Sendable, Codable {
    case person, caseReport, caseChange, exposure, stay, specimen, result, arrival, post, act, vaccination, death, note, place, visit, gathering
    case zone, household, householdVisit, pool, environmentSpecimen, manifest, checkpoint, directive, receipt, shift, inspection, finding
    case assistance, infectionElsewhere, appeal
}

extension Fact {
    /// What sort of fact it is.
    public var kind: FactKind {
        switch self {
        case .person: .person
        case .caseReport: .caseReport
        case .caseChange: .caseChange
        case .exposure: .exposure
        case .stay: .stay
        case .specimen: .specimen
        case .result: .result
        case .arrival: .arrival
        case .post: .post
        case .act: .act
        case .vaccination: .vaccination
        case .death: .death
        case .note: .note
        case .place: .place
        case .visit: .visit
        case .gathering: .gathering
        case .zone: .zone
        case .household: .household
        case .householdVisit: .householdVisit
        case .pool: .pool
        case .environmentSpecimen: .environmentSpecimen
        case .manifest: .manifest
        case .checkpoint: .checkpoint
        case .directive: .directive
        case .receipt: .receipt
        case .shift: .shift
        case .inspection: .inspection
        case .finding: .finding
        case .assistance: .assistance
        case .infectionElsewhere: .infectionElsewhere
        case .appeal: .appeal
        }
    }

    /// The person exposed to, if it is an exposure.
    var indexPerson: PersonID? {
        if case .exposure(let exposure) = self { exposure.index } else { nil }
    }
}

extension Subject {
    /// The subject's kind and number, as stored. A territory's number is its code.
    var stored: (kind: String, number: Int64) {
        switch self {
        case .person(let id): ("person", id.rawValue)
        case .place(let id): ("place", id.rawValue)
        case .gathering(let id): ("gathering", id.rawValue)
        case .territory(let code): ("territory", Int64(code.digits) ?? 0)
        case .directive(let id): ("directive", id.rawValue)
        case .finding(let id): ("finding", id.rawValue)
        case .pool(let id): ("pool", id.rawValue)
        }
    }

    /// A subject as stored; nil if there is none of that kind.
    init?(kind: String, number: Int64) {
        switch kind {
        case "person": self = .person(PersonID(rawValue: number))
        case "place": self = .place(Reference(rawValue: number))
        case "gathering": self = .gathering(Reference(rawValue: number))
        case "territory":
            guard let code = TerritoryCode(String(number)) else { return nil }
            self = .territory(code)
        case "directive": self = .directive(Reference(rawValue: number))
        case "finding": self = .finding(Reference(rawValue: number))
        case "pool": self = .pool(Reference(rawValue: number))
        default: return nil
        }
    }
}
