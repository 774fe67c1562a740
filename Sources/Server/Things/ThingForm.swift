import Operations
import Policy
import Register
import Storage
import Vocabulary

/// What a form about a thing does once it is read: files facts, and says which thing to show next and what could be taken back.
typealias ThingAct = @Sendable (Filing) throws -> ThingFiled

/// What an act on a thing filed.
struct ThingFiled: Sendable, Codable {
    /// The thing to show next.
    var subject: Subject
    /// The entry to take back if it was a slip; nil where the law of the thing forbids.
    var undo: FactID?
    /// What followed that people must know at once.
    var note: LocalizedText?
}

/// Something that can be recorded about a thing of a kind, or that founds one: its fields, how they are read, what is filed.
///
/// Forms are declared beside their kind's face; routes, permission, the page and idempotency follow by themselves.
struct ThingForm: Sendable {
    /// Its name in addresses and texts (`form.<name>`, `formDo.<name>`).
    let name: String
    /// About things of which kind.
    let kind: Subject.Kind
    /// Who may fill it in.
    let permission: Permission
    /// Whether it founds a thing, instead of being about one.
    var founds = false
    /// Whether the list of its kind offers one that founds; others are offered where their work is done.
    var isListed = true
    /// The tasks, as the last words of their rules, that its record meets.
    var meets: Set<String> = []
    /// The names of its fields, for the catalogue's test.
    let fieldNames: [String]
    /// Whether it makes sense for the thing as it stands and the one who asks.
    var isOffered: @Sendable (ThingFormContext) -> Bool = { _ in true }
    /// Its fields, in the order of filling in.
    let fields: @Sendable (ThingFormContext, Reading) -> [FormField]
    /// Reads the fields; nil where errors were noted.
    let read: @Sendable (inout FieldReader, ThingFormContext) -> ThingAct

    /// Where it is filled in.
    func path(about subject: Subject) -> String { "/things/\(kind.rawValue)/\(subject.number)/record/\(name)" }

    /// Where one that founds a thing is filled in.
    var foundingPath: String { "/things/\(kind.rawValue)/new/\(name)" }
}

/// Which form about a thing is opened: about which, from which obligation.
struct ThingFormRequest: Sendable {
    var form: ThingForm
    var subject: Subject?
    /// The territory looked at.
    var territory: TerritoryCode?
    var obligations: [String] = []
    /// The entry that it puts right or takes back.
    var entry: Int64?
}

/// What a form about a thing needs to know to be shown and read.
struct ThingFormContext: Sendable {
    /// The thing as it stands; nil for one that is yet to be founded.
    var view: ThingView?
    /// The thing as pages name it.
    var tag: ThingTag?
    /// The newest entry about it when the form was opened.
    var version: Int64?
    /// The obligation it was opened from.
    var obligation: ObligationItem?
    /// The entry that it puts right or takes back, by number.
    var entry: Int64?
    /// The territory looked at, where things happen unless said otherwise.
    var territory: TerritoryCode
    /// The territories the reader holds a role in.
    var grants: [TerritoryCode]
    /// Territories in reach, with their names: those looked at, those below it.
    var territories: [(code: TerritoryCode, name: LocalizedText)]
    /// Classes the policy in force knows for things of this kind.
    var classes: [(key: String, label: LocalizedText)] = []
    /// The stages of a closed loop at the place, by the policy.
    var stages: [ShiftPattern.Kind] = []
    /// The closed loop of a site's staff.
    var staffLoop: Reference<Place>?
    /// The task forces the policy knows at a headquarters, by key.
    var forces: [(key: String, label: LocalizedText)] = []
    /// Meetings of the headquarters from which an order can come.
    var meetings: [(id: Int64, label: LocalizedText)] = []
    /// The hours of an operational period by the policy; nil where it asks for none.
    var periodHours: Int?
    /// The response levels the policy knows, by key.
    var responses: [String] = []
    /// What the machine would write where the form asks for a text of the day.
    var draft: LocalizedText?
    /// People of the thing that a form can be about: those of a closed loop.
    var people: [PersonTag] = []

    /// Whether the reader acts for a territory that the thing concerns.
    func acts(in territory: TerritoryCode) -> Bool {
        grants.act(in: territory, aboutThingSeatedIn: view?.standing.territory ?? territory)
    }
}

/// A form about a thing, filled in and read.
struct ThingSubmission: Sendable {
    var form: ThingForm
    var subject: Subject?
    var version: Int64?
    /// The same key twice records once.
    var key: String
    /// What was filled in, to tell two submissions under one key apart.
    var content: [[String]]
    var act: ThingAct
}

/// What came of a form about a thing.
struct ThingOutcome: Sendable {
    var subject: Subject
    var met: Int
    var new: Int
    var undo: FactID?
    var note: LocalizedText?
}

/// Fields that forms about things share.
extension FormField {
    static func at(_ reading: Reading) -> FormField {
        FormField(name: "at", kind: .moment, isRequired: true, value: reading.moments.fieldValue(reading.now))
    }

    static func text(_ name: String, isRequired: Bool = false, value: String = "") -> FormField {
        FormField(name: name, kind: .text, isRequired: isRequired, value: value)
    }

    static func area(_ name: String, isRequired: Bool = false, value: String = "") -> FormField {
        FormField(name: name, kind: .area, isRequired: isRequired, value: value)
    }

    static func territory(_ name: String, _ context: ThingFormContext, _ words: Words, value: TerritoryCode? = nil) -> FormField {
        FormField(
            name: name, kind: .choice(context.territories.map { Option($0.code.digits, words($0.name)) }), isRequired: true,
            value: (value ?? context.territory).digits)
    }

    static func choice<Value: RawRepresentable<String>>(
        _ name: String, _ values: [Value], first: Value? = nil, _ label: (Value) -> String
    ) -> FormField {
        FormField(
            name: name, kind: .choice(values.map { Option($0.rawValue, label($0)) }), isRequired: true,
            value: (first ?? values.first)?.rawValue ?? "")
    }
}
