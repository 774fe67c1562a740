import Obligations
import Register

/// What can be recorded through a form.
enum FormKind: String, CaseIterable, Sendable {
    case locate, notify, beginStay, endStay, specimen, result, followUp, act
    case registerArrival, checkArrival, reportCase, changeCase, exclude, convert, contact, assignPost, vaccinate, note, correct, withdraw
    case requestTransfer, transferStep, homeTeam

    /// Who may fill it in.
    var permission: Permission {
        switch self {
        case .locate, .notify, .followUp, .act, .contact, .homeTeam: .recordContact
        case .beginStay, .endStay, .requestTransfer: .recordStay
        case .transferStep: .confirmTransfer
        case .specimen, .vaccinate: .recordSpecimen
        case .result: .recordResult
        case .registerArrival, .checkArrival: .recordArrival
        case .reportCase, .changeCase, .exclude, .convert: .recordCase
        case .assignPost: .recordPost
        case .note: .recordNote
        case .correct, .withdraw: .correctFacts
        }
    }

    /// Whether one evidence can meet the obligations of many at once: a bus took twelve, a tube holds ten.
    var isBulk: Bool { [.notify, .beginStay, .endStay, .specimen, .followUp, .homeTeam, .requestTransfer].contains(self) }

    /// Whether it begins with someone who may not be in the register yet.
    var startsWithPerson: Bool { [.registerArrival, .reportCase, .contact, .assignPost].contains(self) }

    /// The form whose record meets an obligation.
    static func meeting(_ obligation: Obligation) -> FormKind? {
        switch obligation.kind {
        case .test: return .specimen
        case .stage: return .beginStay
        case .followUp: return .followUp
        case .release: return .endStay
        case .escalation: return nil
        case .clock: break
        }
        if obligation.id.reason == .transfer { return .transferStep }
        switch task(of: obligation.id.rule) {
        case "located": return .locate
        case "notified": return .notify
        case "transferred", "isolated", "admitted", "controlWithin", "holdOnPositive": return .beginStay
        case "releaseWithin": return .endStay
        case "checks", "certificate": return .checkArrival
        case "registration": return .registerArrival
        case "vaccinate": return .vaccinate
        case "reports": return .followUp
        case "teamWithin": return .homeTeam
        // Answered on the page of appeals.
        case "answerAppeal": return nil
        case "resultWithinSingle", "resultWithinPooled": return .result
        default: return .act
        }
    }

    /// The deed that an `act` form records for an obligation, from the task its rule names.
    static func deed(meeting rule: String) -> Act.Deed? {
        switch task(of: rule) {
        case "doorSeal": .doorSealed
        case "homeCheck": .homeVerified
        case "deliverEvery": .delivered
        case let task: task.flatMap(Act.Deed.init)
        }
    }

    /// The last part of a rule that is a word: `tracing.closeClocks.located` asks for `located`.
    private static func task(of rule: String) -> String? {
        rule.split(separator: ".").last { $0.first?.isLetter == true }.map(String.init)
    }
}
