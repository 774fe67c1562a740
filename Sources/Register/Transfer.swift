import Vocabulary

/// That one place asks another to take a person over: a home, a hospital, an isolation site; `happenedAt` is the request.
///
/// Both ends confirm each hop: the one asks and the other accepts, the one sends off and the other receives. Either may withdraw until then.
public struct Transfer: Hashable, Sendable, Codable {
    /// The territory of the end that sends.
    public var from: TerritoryCode
    /// The hospital or isolation site that sends, by name; nil from home.
    public var fromSite: String?
    /// The territory of the end that receives.
    public var to: TerritoryCode
    /// The hospital or isolation site that receives, by name; nil to home.
    public var site: String?
    /// How the person is to be held there.
    public var mode: ControlMode
    /// Why.
    public var grounds: String?

    /// From its parts.
    public init(
        from: TerritoryCode, fromSite: String? = nil, to: TerritoryCode, site: String? = nil, mode: ControlMode, grounds: String? = nil
    ) {
        self.from = from
        self.fromSite = fromSite
        self.to = to
        self.site = site
        self.mode = mode
        self.grounds = grounds
    }
}

/// A turn of a transfer; `happenedAt` is its moment.
public struct TransferStep: Hashable, Sendable, Codable {
    /// The transfer.
    public var of: Reference<Transfer>
    /// What happened.
    public var kind: Kind
    /// Room or bed given on arrival.
    public var room: String?
    /// Vehicle, crew or who handed over.
    public var by: String?
    /// Why it was withdrawn or declined.
    public var reason: String?

    /// What can happen to a transfer.
    public enum Kind: String, CaseIterable, Sendable, Codable {
        /// The end that receives has a place and waits for the person.
        case accepted
        /// The end that sends has handed the person over into the vehicle.
        case departed
        /// The end that receives has the person.
        case arrived
        /// The end that sends asks no more.
        case withdrawn
        /// The end that receives cannot, or no longer.
        case declined

        /// Whether the end that receives says so; the others are said by the end that sends.
        public var isReceivers: Bool { self == .accepted || self == .arrived || self == .declined }

        /// Whether nothing follows it.
        public var isEnd: Bool { self == .withdrawn || self == .declined }

        /// What may be recorded after these turns, the expected first. Somebody who stands at the door is received though nobody said that they
        /// left; that is then said later.
        public static func possible(after taken: Set<Kind>) -> [Kind] {
            if taken.contains(where: \.isEnd) { return [] }
            if taken.contains(.arrived) { return taken.contains(.departed) ? [] : [.departed] }
            if taken.contains(.departed) { return [.arrived, .withdrawn, .declined] }
            if taken.contains(.accepted) { return [.departed, .arrived, .withdrawn, .declined] }
            return [.accepted, .withdrawn, .declined]
        }
    }

    /// From its parts.
    public init(of: Reference<Transfer>, kind: Kind, room: String? = nil, by: String? = nil, reason: String? = nil) {
        self.of = of
        self.kind = kind
        self.room = room
        self.by = by
        self.reason = reason
    }
}

/// A transfer with how far it has come.
public struct TransferCourse: Hashable, Sendable {
    /// What was asked.
    public let transfer: Recorded<Transfer>
    /// The first turn of each kind, by kind.
    public let steps: [TransferStep.Kind: Recorded<TransferStep>]

    /// Its course by the turns recorded of it.
    public init(_ transfer: Recorded<Transfer>, steps: some Sequence<Recorded<TransferStep>>) {
        self.transfer = transfer
        self.steps = Dictionary(
            steps.lazy.filter { $0.value.of == transfer.id }.map { ($0.value.kind, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// When a turn was taken; nil if it was not.
    public func moment(of kind: TransferStep.Kind) -> Instant? { steps[kind]?.happenedAt }

    /// When it was withdrawn or declined.
    public var calledOff: Instant? {
        [steps[.withdrawn], steps[.declined]].compactMap { $0?.happenedAt }.min()
    }

    /// When it came to its end: the arrival, or that it was called off.
    public var over: Instant? { moment(of: .arrived) ?? calledOff }

    /// Whether something is still to be done about it.
    public var isOpen: Bool { over == nil }

    /// What may be recorded next, the expected first.
    public var possible: [TransferStep.Kind] { TransferStep.Kind.possible(after: Set(steps.keys)) }

    /// When each turn was taken.
    public var moments: [TransferStep.Kind: Instant] { steps.mapValues(\.happenedAt) }
}

extension Dossier {
    /// The person's transfers, each with how far it has come, by request.
    public var transferCourses: [TransferCourse] { transfers.map { TransferCourse($0, steps: transferSteps) } }
}
