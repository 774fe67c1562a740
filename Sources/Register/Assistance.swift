import Vocabulary

/// That one territory asks another to find and control people who are with it (协查); `happenedAt` is the sending.
///
/// One request is one ticket for any number of people, with everything said of it by both ends. Both shake hands twice: the one asked
/// confirms that it has the request, and for each person that they are under control (`domain.md` §6, "double handshake").
public struct AssistanceRequest: Hashable, Sendable, Codable {
    /// Who asks.
    public var from: TerritoryCode
    /// Who is asked.
    public var to: TerritoryCode
    /// Whom it is about.
    public var people: [PersonID]
    /// What is asked, and what is known of where they are.
    public var text: String
    /// The territories that must pass it on, in the order of passing; none: it goes straight to the one asked.
    public var approvers: [TerritoryCode]
    /// The end that lies outside this register, if one does: what it says is recorded by the other.
    public var outside: Outside?

    /// An authority of another province.
    public struct Outside: Hashable, Sendable, Codable {
        /// Which end it is.
        public var end: End
        /// What it is called.
        public var authority: String

        /// An end of a request.
        public enum End: String, CaseIterable, Sendable, Codable {
            case sender, receiver
        }

        /// From its parts.
        public init(_ end: End, authority: String) {
            self.end = end
            self.authority = authority
        }
    }

    /// From its parts.
    public init(
        from: TerritoryCode, to: TerritoryCode, people: [PersonID], text: String, approvers: [TerritoryCode] = [], outside: Outside? = nil
    ) {
        self.from = from
        self.to = to
        self.people = people
        self.text = text
        self.approvers = approvers
        self.outside = outside
    }

    /// The territory whose ticket it is: who asks, or, where another province asks, who is asked.
    public var seat: TerritoryCode { outside?.end == .sender ? to : from }

    /// The territory that may say something for an end: an end outside the register speaks through the other.
    public func speaker(for end: Outside.End) -> TerritoryCode {
        switch end {
        case .sender: outside?.end == .sender ? to : from
        case .receiver: outside?.end == .receiver ? from : to
        }
    }

    /// Who must pass on a request between territories of different levels, in the order of passing.
    ///
    /// It rises from the lower end to the level of the higher, or comes down to the lower from there; nobody above both ends is asked, and
    /// a territory asks those in it, and its own superiors, straight.
    public static func line(from: TerritoryCode, to: TerritoryCode) -> [TerritoryCode] {
        guard from.level != to.level, !from.contains(to), !to.contains(from) else { return [] }
        let (lower, higher) = from.level > to.level ? (from, to) : (to, from)
        var line: [TerritoryCode] = []
        var next = lower.parent
        while let above = next, above.level >= higher.level, !above.contains(higher) {
            line.append(above)
            next = above.parent
        }
        return lower == from ? line : line.reversed()
    }
}

/// What was said of a request for assistance; `happenedAt` is the moment.
public struct AssistanceStep: Hashable, Sendable, Codable {
    /// What was said.
    public var kind: Kind
    /// The territory that said it.
    public var territory: TerritoryCode
    /// Of whom; empty: of everybody in it.
    public var people: [PersonID]
    /// What shows it, or why.
    public var text: String?

    /// The turns of a request.
    public enum Kind: String, CaseIterable, Sendable, Codable {
        /// A territory on the way has passed it on 审批.
        case approved
        /// The one asked has it and has checked on the spot 签收核查: the first handshake.
        case received
        /// People are under control there 已落实管控: the second.
        case controlled
        /// People are not there 查无此人, 已离开.
        case returned
        /// Asked once more, with what more is known 补充后重发.
        case sentAgain
        /// Not ours to do 拒绝.
        case refused
        /// Asked no more 撤销.
        case cancelled
        /// A remark of either end 留言.
        case remarked

        /// Whether it needs a reason.
        public var needsText: Bool { [.returned, .sentAgain, .refused, .cancelled, .remarked].contains(self) }
    }

    /// From its parts.
    public init(_ kind: Kind, by territory: TerritoryCode, people: [PersonID] = [], text: String? = nil) {
        self.kind = kind
        self.territory = territory
        self.people = people
        self.text = text
    }
}

extension AssistanceRequest: FactValue {
    /// The request, if the fact is one.
    public static func value(in fact: Fact) -> AssistanceRequest? { if case .assistance(let value) = fact { value } else { nil } }
}

extension AssistanceStep: FactValue {
    /// The turn of a request, if the fact is one.
    public static func value(in fact: Fact) -> AssistanceStep? { if case .assistanceStep(let value) = fact { value } else { nil } }
}

/// A request with how far it has come.
public struct AssistanceCourse: Hashable, Sendable {
    /// What was asked.
    public let request: Recorded<AssistanceRequest>
    /// Who has passed it on, by time.
    public private(set) var approvals: [Recorded<AssistanceStep>] = []
    /// When it came to the one asked: the sending, the last approval, or that it was sent again; nil while it is on its way.
    public private(set) var arrivedAt: Instant?
    /// The first handshake since then; whoever answers about people has received the request.
    public private(set) var received: Recorded<AssistanceStep>?
    /// How each person stands.
    public private(set) var people: [PersonID: State]
    /// That it was refused.
    public private(set) var refused: Recorded<AssistanceStep>?
    /// That it is asked no more.
    public private(set) var cancelled: Recorded<AssistanceStep>?
    /// The moments at which people were found not to be there, each with what was done then, if anything.
    public private(set) var returns: [Return] = []

    /// That people were not there, or the request was refused, with what whoever asked did about it.
    public struct Return: Hashable, Sendable {
        /// That it came back.
        public let returned: Recorded<AssistanceStep>
        /// That it was sent again, or is asked no more.
        public fileprivate(set) var answer: Recorded<AssistanceStep>?
    }

    /// How a person in a request stands.
    public enum State: Hashable, Sendable {
        /// Still sought.
        case sought
        /// Under control, by that turn.
        case controlled(Recorded<AssistanceStep>)
        /// Not there, by that turn.
        case returned(Recorded<AssistanceStep>)
    }

    /// How a request stands as a whole.
    public enum Status: String, CaseIterable, Sendable {
        case underApproval, sent, received, controlled, returned, refused, cancelled
    }

    /// Its course by the turns in force, in the order of their moments.
    public init(_ request: Recorded<AssistanceRequest>, steps: some Sequence<Recorded<AssistanceStep>>) {
        self.request = request
        people = Dictionary(request.value.people.map { ($0, .sought) }, uniquingKeysWith: { first, _ in first })
        if request.value.approvers.isEmpty { arrivedAt = request.happenedAt }
        for step in steps { take(step) }
    }

    private mutating func take(_ step: Recorded<AssistanceStep>) {
        let meant = step.value.people.isEmpty ? Array(people.keys) : step.value.people.filter { people[$0] != nil }
        switch step.value.kind {
        case .approved:
            approvals.append(step)
            if nextApprover == nil { arrivedAt = step.happenedAt }
        case .received: if received == nil { received = step }
        case .controlled:
            if received == nil { received = step }
            for person in meant where !isControlled(person) { people[person] = .controlled(step) }
        case .returned:
            if received == nil { received = step }
            for person in meant where !isControlled(person) { people[person] = .returned(step) }
            returns.append(Return(returned: step))
        case .refused:
            refused = step
            returns.append(Return(returned: step))
        case .sentAgain:
            for (person, state) in people { if case .returned = state { people[person] = .sought } }
            (received, refused) = (nil, nil)
            if arrivedAt != nil { arrivedAt = step.happenedAt }
            answer(by: step)
        case .cancelled:
            cancelled = step
            answer(by: step)
        case .remarked: break
        }
    }

    private mutating func answer(by step: Recorded<AssistanceStep>) {
        for place in returns.indices where returns[place].answer == nil { returns[place].answer = step }
    }

    private func isControlled(_ person: PersonID) -> Bool { if case .controlled? = people[person] { true } else { false } }

    /// Who must pass it on next; nil once it has come to the one asked.
    public var nextApprover: TerritoryCode? {
        let passed = Set(approvals.map(\.value.territory))
        return request.value.approvers.first { !passed.contains($0) }
    }

    /// Those still sought, in the order of the request.
    public var sought: [PersonID] { request.value.people.filter { people[$0] == .sought } }

    /// How many are under control.
    public var controlledCount: Int { people.keys.filter { isControlled($0) }.count }

    /// The turn by which the last of those who are there came under control; nil while anybody is sought, or nobody was there.
    public var controlled: Recorded<AssistanceStep>? {
        guard sought.isEmpty else { return nil }
        return people.values.compactMap { state in if case .controlled(let step) = state { step } else { nil } }
            .max { ($0.happenedAt, $0.fact) < ($1.happenedAt, $1.fact) }
    }

    /// When nothing is asked of the other end any more though nobody came under control: refused, cancelled, nobody there.
    public var ended: Instant? {
        if let end = [cancelled, refused].compactMap({ $0?.happenedAt }).min() { return end }
        guard sought.isEmpty, controlled == nil else { return nil }
        return returns.last?.returned.happenedAt
    }

    /// How it stands as a whole.
    public var status: Status {
        if cancelled != nil { return .cancelled }
        if refused != nil { return .refused }
        if arrivedAt == nil { return .underApproval }
        if sought.isEmpty { return people.values.contains { if case .returned = $0 { true } else { false } } ? .returned : .controlled }
        return received == nil ? .sent : .received
    }

    /// Whether something is still to be done about a person by the other end.
    public func isOpen(for person: PersonID) -> Bool { cancelled == nil && refused == nil && people[person] == .sought }
}

extension ThingDossier {
    /// The request with how far it has come; nil where the dossier is of something else, or it was withdrawn.
    public var assistance: AssistanceCourse? {
        founding(AssistanceRequest.self).map { AssistanceCourse($0, steps: all(AssistanceStep.self)) }
    }
}
