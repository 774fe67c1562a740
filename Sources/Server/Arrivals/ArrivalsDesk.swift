import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// What the pages of arrivals ask: registration by strangers, entry codes, checkpoints.
struct ArrivalsDesk: Sendable {
    /// The risk areas people can have come from.
    var areas: @Sendable () async throws -> [RiskArea] = { [] }
    /// Where people can go: counties, by code, with their names.
    var destinations: @Sendable () -> [(code: TerritoryCode, name: LocalizedText)] = { [] }
    /// Registers a journey; answers with the opaque name of its private link.
    var announce: @Sendable (JourneyAnnounced) async throws -> String = { _ in throw Refusal.notFound }
    /// The registration behind a private link; nil where there is none.
    var journey: @Sendable (_ link: String) async throws -> Journey? = { _ in nil }
    /// Changes what was announced; `area` is the risk area named, if one.
    var amend: @Sendable (_ link: String, Registration, _ area: Int64?) async throws -> Void = { _, _, _ in throw Refusal.notFound }
    var withdraw: @Sendable (_ link: String) async throws -> Void = { _ in throw Refusal.notFound }
    var appeal: @Sendable (_ link: String, _ text: String) async throws -> Void = { _, _ in throw Refusal.notFound }
    /// Answers from the code alone.
    var decisions = EntryDecisions()
    /// What a checkpoint is shown of a code: the decision, with who is meant, masked.
    var look: @Sendable (Viewer, _ text: String) async throws -> EntryLook = { _, _ in throw Refusal.notFound }
    /// Records the check of one person.
    var admit: @Sendable (Viewer, AdmissionSubmission) async throws -> PersonID = { _, _ in throw Refusal.notFound }
    /// What offline checkpoints need: the decision for each risk, the key by which codes are verified.
    var offline: @Sendable (TerritoryCode) -> (decisions: [(risk: OriginRisk?, decision: EntryDecision)], key: String) = { _ in ([], "") }
    /// The objections that the reader may see, the open ones first.
    var appeals: @Sendable (Viewer) async throws -> [AppealsPage.Item] = { _ in [] }
    /// Answers one, once for each key.
    var answer: @Sendable (Viewer, _ appeal: Int64, _ text: String, _ key: String) async throws -> Void = { _, _, _, _ in throw Refusal.notFound }
    /// The checkpoints known, and who passed them in the last day.
    var board: @Sendable (Viewer, Lens) async throws -> CheckpointBoard.Content = { _, _ in throw Refusal.notFound }
}

/// A journey as announced on the open page.
struct JourneyAnnounced: Sendable {
    var identity: Identity
    var residence: TerritoryCode
    var registration: Registration
    /// The risk area named, if one; its code becomes the origin's.
    var area: Int64?
    /// The same key twice announces once.
    var key: String
    /// What was filled in, to tell two under one key apart.
    var content: [[String]]
}

/// A registration as its traveller sees it.
struct Journey: Sendable {
    var view: RegistrationView
    var destination: LocalizedText
    /// What must be done on entry, as things stand.
    var decision: EntryDecision
    /// The code to be shown, as text; nil once entered or withdrawn.
    var code: String?
    /// Until when the code is valid.
    var expires: Instant?
}

/// What a checkpoint sees of a code.
struct EntryLook: Sendable {
    var code: EntryCode
    var decision: EntryDecision
    /// Who is meant, masked; nil where the register could not be asked.
    var name: String?
    var origin: String?
    var destination: LocalizedText?
}

/// The check of one person at a checkpoint.
struct AdmissionSubmission: Sendable {
    /// The text of the code shown; nil for somebody without one.
    var code: String?
    /// Who it is, without a code.
    var newcomer: Newcomer?
    var admission: Admission
    var key: String
    var content: [[String]]

    /// Somebody who did not register.
    struct Newcomer: Sendable {
        var identity: Identity
        var origin: String
        var risk: OriginRisk
        var leftOrigin: CivilDate?
        var destination: TerritoryCode
    }
}
