import Vocabulary

/// What a headquarters sets out to do in the next hours (`domain.md` §15.3): the plan of an operational period, made before it begins and renewed
/// when it ends. The fact is about the territory; `happenedAt` is when it was approved.
public struct OperationalPeriod: Hashable, Sendable, Codable {
    /// Its beginning.
    public var begins: Instant
    /// Its end.
    public var until: Instant
    /// What is to be reached by then, each in a line.
    public var objectives: [String]
    /// What came of the objectives of the period before, and what is handed over; nil for the first.
    public var handOver: String?
    /// Who approved it.
    public var approvedBy: String?

    /// From its parts.
    public init(begins: Instant, until: Instant, objectives: [String], handOver: String? = nil, approvedBy: String? = nil) {
        self.begins = begins
        self.until = until
        self.objectives = objectives
        self.handOver = handOver
        self.approvedBy = approvedBy
    }
}

/// Who a task force 工作专班 of a headquarters is (`domain.md` §10.2). The fact is about the territory; `happenedAt` is since when. Of several of one
/// force the last stands.
public struct TaskForce: Hashable, Sendable, Codable {
    /// Which, by the policy's key.
    public var force: String
    /// Who leads it; nil: it is dissolved.
    public var lead: String?
    /// Who else belongs to it.
    public var members: [String]

    /// From its parts.
    public init(force: String, lead: String?, members: [String] = []) {
        self.force = force
        self.lead = lead
        self.members = members
    }
}

extension OperationalPeriod: FactValue {
    /// The plan of a period, if the fact is one.
    public static func value(in fact: Fact) -> OperationalPeriod? { if case .period(let value) = fact { value } else { nil } }
}

extension TaskForce: FactValue {
    /// The task force, if the fact says who it is.
    public static func value(in fact: Fact) -> TaskForce? { if case .taskForce(let value) = fact { value } else { nil } }
}

extension ThingDossier {
    /// The task forces that stand, each as said last, by key.
    public var taskForces: [Recorded<TaskForce>] {
        let last = Dictionary(all(TaskForce.self).map { ($0.value.force, $0) }, uniquingKeysWith: { $1 })
        return last.values.filter { $0.value.lead != nil }.sorted { $0.value.force < $1.value.force }
    }

    /// The plans of operational periods, by beginning.
    public var periods: [Recorded<OperationalPeriod>] {
        all(OperationalPeriod.self).sorted { ($0.value.begins, $0.fact) < ($1.value.begins, $1.fact) }
    }
}
