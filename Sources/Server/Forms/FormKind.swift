import Obligations
import Register

/// What can be recorded through a form.
enum FormKind: String, CaseIterable, Sendable {
    case locate, notify, beginStay, endStay, specimen, result, followUp, act
    case registerArrival, checkArrival, reportCase, changeCase, exclude, convert, contact, assignPost, note, correct, withdraw

    /// Who may fill it in.
    var permission: Permission {
        switch self {
        case .locate, .notify, .followUp, .act, .contact: .recordContact
        case .beginStay, .endStay: .recordStay
        case .specimen: .recordSpecimen
        case .result: .recordResult
        case .registerArrival, .checkArrival: .recordArrival
        case .reportCase, .changeCase, .exclude, .convert: .recordCase
        case .assignPost: .recordPost
        case .note: .recordNote
        case .correct, .withdraw: .correctFacts
        }
    }

    /// Whether one evidence can meet the obligations of many at once: a bus took twelve, a tube holds ten.
    var isBulk: Bool { [.notify, .beginStay, .endStay, .specimen, .followUp].contains(self) }

    /// Whether it begins with someone who may not be in the register yet.
    var startsWithPerson: Bool { [.registerArrival, .reportCase, .contact, .assignPost].contains(self) }

    /// The form whose record meets an obligation.
    static func meeting(_ obligation: Obligation) -> FormKind? {
        switch obligation.kind {
        case .test: return .specimen
        case .stage: return .beginStay
        case .followUp: return .followUp
        case .release: return .endStay
        case .clock: break
        }
        switch obligation.id.rule.split(separator: ".").last.map(String.init) ?? "" {
        case "located": return .locate
        case "notified": return .notify
        case "transferred", "isolated", "admitted", "control", "controlWithin": return .beginStay
        case "checks", "checked", "checkWithin": return .checkArrival
        case "registration": return .registerArrival
        case "landingTest": return .specimen
        default: return .act
        }
    }

    /// The deed that an `act` form records for an obligation, from the last word of its rule.
    static func deed(meeting rule: String) -> Act.Deed? {
        rule.split(separator: ".").last.flatMap { Act.Deed(rawValue: String($0)) }
    }
}
