/// A turn of a hospital's ward; about the site, `happenedAt` is its moment (`domain.md` §7.4).
public struct WardStep: Hashable, Sendable, Codable {
    /// The ward, as rooms and beds of stays name it first: `隔离病区1病室` of `隔离病区1病室3床`.
    public var ward: String
    /// What became of it.
    public var kind: Kind
    /// Why.
    public var grounds: String?

    /// What can become of a ward.
    public enum Kind: String, CaseIterable, Sendable, Codable {
        /// Nobody comes or leaves until everybody in it is cleared.
        case frozen
        /// Open again.
        case reopened
        /// New patients stay in it, one to a room, until they are cleared (过渡缓冲病房).
        case buffer
        /// No longer a buffer ward.
        case general
    }

    /// From its parts.
    public init(ward: String, kind: Kind, grounds: String? = nil) {
        self.ward = ward
        self.kind = kind
        self.grounds = grounds
    }
}

extension ThingDossier {
    /// How the wards of a site stand.
    public var wards: WardStates { WardStates(all(WardStep.self)) }
}

extension WardStep: FactValue {
    /// The turn of a ward, if the fact is one.
    public static func value(in fact: Fact) -> WardStep? { if case .wardStep(let value) = fact { value } else { nil } }
}

/// How the wards of a site stand.
public struct WardStates: Hashable, Sendable {
    /// Wards that are frozen, with the moment since when.
    public private(set) var frozen: [String: Recorded<WardStep>] = [:]
    /// Buffer wards.
    public private(set) var buffers: Set<String> = []

    /// By the turns in force, in the order of their moments.
    public init(_ steps: some Sequence<Recorded<WardStep>>) {
        for step in steps {
            switch step.value.kind {
            case .frozen: frozen[step.value.ward] = step
            case .reopened: frozen[step.value.ward] = nil
            case .buffer: buffers.insert(step.value.ward)
            case .general: buffers.remove(step.value.ward)
            }
        }
    }

    /// The frozen ward to which a room or bed belongs; nil if to none.
    public func frozenWard(of room: String?) -> String? { room.flatMap { room in frozen.keys.filter { room.hasPrefix($0) }.max() } }
}
