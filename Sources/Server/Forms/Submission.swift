import Policy
import Register
import Vocabulary

/// What a filled-in form asks to be recorded: facts as values, with what the operation needs to put them in place.
struct Submission: Sendable {
    var kind: FormKind
    /// Whom it is about; several where one evidence serves many.
    var people: [PersonID] = []
    /// Someone to find in the register by document or phone, or to enter.
    var newPerson: NewPerson?
    /// Somebody of the register, chosen in place of one to be entered.
    var known: PersonID?
    /// The facts, each with its moment. A fact that points to a person or thing not yet known (`contact`) points to `index`.
    var facts: [Dated] = []
    /// The thing corrected, withdrawn, ended or answered: a stay, a case, a specimen, an arrival.
    var entity: Int64?
    /// The obligations it was opened from; they are met by the facts, not by this.
    var obligations: [String] = []
    /// Why, where a fact is corrected, withdrawn or a case excluded.
    var reason: String?
    /// Whether the moment is that of the sending, and so not part of what was filled in.
    var isTimedHere = false
    /// The version of the person that the form showed; nil for a new one.
    var version: Int64?
    /// The same key twice records once.
    var key = ""

    struct Dated: Sendable, Hashable {
        var fact: Fact
        var happenedAt: Instant
        /// Whom alone of the people it is about; nil: each of them.
        var person: PersonID?
    }

    struct NewPerson: Sendable, Hashable {
        var identity: Identity
        var person: Person
    }
}

/// What came of a submission.
struct SubmissionOutcome: Sendable {
    /// Whom to show next.
    var person: PersonID?
    /// Obligations now met, and newly standing, by name of the task.
    var met: Int
    var new: Int
    /// The entry to withdraw if it was a slip; nil where the law of the thing forbids.
    var undo: FactID?
}

/// What a form needs to know to be shown: the person as it stands, and what can be chosen.
struct FormContext: Sendable {
    /// Something of the person that a form can point to: a case, a specimen, a stay, an arrival.
    struct Thing: Sendable {
        var entity: Int64
        var label: LocalizedText
    }

    var person: PersonTag?
    /// Somebody of the register, chosen in place of one to be entered.
    var known: PersonTag?
    var version: Int64?
    /// Several people, when one evidence serves many.
    var people: [PersonTag] = []
    /// The obligations it was opened from, by key: of many people all of them.
    var keys: [String] = []
    var obligation: ObligationItem?
    /// The territory where things happen unless said otherwise.
    var territory: TerritoryCode
    var territories: [(code: TerritoryCode, name: LocalizedText)]
    var postClasses: [(key: String, label: LocalizedText)] = []
    /// The courses of vaccination of the policy, and which dose the person would have next.
    var courses: [(key: String, label: LocalizedText)] = []
    var nextDose = 1
    /// Isolation sites and hospitals in reach.
    var sites: [String] = []
    var laboratories: [String] = []
    var cases: [Thing] = []
    var specimens: [Thing] = []
    var stays: [Thing] = []
    var arrivals: [Thing] = []
    /// Transfers about which something can be said, and what.
    var transfers: [Thing] = []
    var turns: [TransferStep.Kind] = []
    /// The parts that the policy asks for in a team for a person at home, and the grids whose team it can be.
    var homeParts: [CommunityRules.TeamMember] = []
    var grids: [Grid] = []
    /// The entry to correct or withdraw.
    var entry: Entry?

    struct Entry: Sendable {
        var id: FactID
        var entity: Int64
        var fact: Fact
        var happenedAt: Instant
    }
}
