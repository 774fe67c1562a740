import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// Gatherings: applied for, decided by the policy where it decides and by a person where it does not, held as approved (measure 7).
extension Filing {
    /// Files an application; where the policy decides, its decision is recorded with the rule that made it.
    @discardableResult
    public func applyForGathering(_ gathering: Gathering, at moment: Instant, knownAt: Instant? = nil) throws -> Reference<Gathering> {
        let begins = gathering.begins ?? moment
        guard gathering.until > begins else { throw OperationError.wrongOrder(earlier: begins, later: gathering.until) }
        let subject = try found(.gathering(gathering), at: moment, knownAt: knownAt)
        let reference = Reference<Gathering>(rawValue: subject.number)
        let policy = try policies.edition(at: moment, in: gathering.territory)
        let decided = policy.gatherings.decision(
            on: Recorded(
                id: reference, fact: FactID(rawValue: subject.number), happenedAt: moment, knownAt: knownAt ?? moment, value: gathering),
            in: try zones(around: subject), at: moment)
        let rule = decided.map { "gatherings.limits.\($0.index + 1)" } ?? "gatherings.limits"
        let conditions = decided?.limit.conditions.map(\.rawValue).sorted() ?? []
        switch decided?.limit.decision {
        case .allow, nil: try step(GatheringStep(kind: .approved, rule: rule, conditions: conditions), of: reference, at: moment, knownAt: knownAt)
        case .report:
            if conditions.contains(GatheringRules.Condition.preventionPlan.rawValue), gathering.plan == nil { throw OperationError.planMissing }
            try step(GatheringStep(kind: .approved, rule: rule, conditions: conditions), of: reference, at: moment, knownAt: knownAt)
        case .refuse: try step(GatheringStep(kind: .refused, rule: rule), of: reference, at: moment, knownAt: knownAt)
        case .approve: break
        }
        return reference
    }

    /// A person's decision, by whoever holds the territory of the level that the policy names.
    ///
    /// - Parameter conditions: On what conditions; nil: those of the policy.
    @discardableResult
    public func decideGathering(
        _ reference: Reference<Gathering>, isApproved: Bool, conditions: [String]? = nil, remark: String? = nil, at moment: Instant,
        knownAt: Instant? = nil
    ) throws -> FactRecord {
        let (record, gathering) = try gathering(reference, at: moment)
        let policy = try policies.edition(at: moment, in: gathering.territory)
        let recorded = Recorded<Gathering>(
            id: reference, fact: record.id, happenedAt: record.happenedAt, knownAt: record.knownAt, value: gathering)
        let limit = policy.gatherings.decision(on: recorded, in: try zones(around: .gathering(reference)), at: moment)?.limit
        if isApproved, limit?.decision == .refuse { throw OperationError.policyRefuses }
        let decider = gathering.territory.ancestor(at: limit?.by)
        guard writer.scope.covers(decider) else { throw StoreError.territoryOutsideScope(decider) }
        let agreed = conditions ?? limit?.conditions.map(\.rawValue).sorted() ?? []
        return try step(
            GatheringStep(kind: isApproved ? .approved : .refused, conditions: isApproved ? agreed : nil, remark: remark), of: reference, at: moment,
            knownAt: knownAt)
    }

    /// Hands in who will come. Those who are not in the register are registered, so that they can be found if a case was among them.
    @discardableResult
    public func handInAttendees(
        _ identities: [Identity], of reference: Reference<Gathering>, at moment: Instant, knownAt: Instant? = nil
    ) throws -> FactRecord {
        let (_, gathering) = try gathering(reference, at: moment)
        var attendees: [PersonID] = []
        for identity in identities {
            let person = try person(identity, Person(residence: gathering.territory), knownAt: knownAt).id
            if !attendees.contains(person) { attendees.append(person) }
        }
        return try step(GatheringStep(kind: .attendeeList, attendees: attendees), of: reference, at: moment, knownAt: knownAt)
    }

    /// Records a look on the day.
    @discardableResult
    public func checkGathering(
        _ reference: Reference<Gathering>, isGood: Bool, counted: Int? = nil, remark: String? = nil, at moment: Instant, knownAt: Instant? = nil
    ) throws -> FactRecord {
        let (_, gathering) = try gathering(reference, at: moment)
        if let begins = gathering.begins, moment < begins { throw OperationError.wrongOrder(earlier: begins, later: moment) }
        return try step(
            GatheringStep(kind: isGood ? .checkedGood : .checkedBad, counted: counted, remark: remark), of: reference, at: moment, knownAt: knownAt)
    }

    /// The organiser gives it up.
    @discardableResult
    public func callOffGathering(_ reference: Reference<Gathering>, remark: String? = nil, at moment: Instant) throws -> FactRecord {
        _ = try gathering(reference, at: moment)
        return try step(GatheringStep(kind: .calledOff, remark: remark), of: reference, at: moment, knownAt: nil)
    }

    @discardableResult
    private func step(_ step: GatheringStep, of reference: Reference<Gathering>, at moment: Instant, knownAt: Instant?) throws -> FactRecord {
        try file(.gatheringStep(step), about: .gathering(reference), at: moment, knownAt: knownAt)
    }

    private func gathering(_ reference: Reference<Gathering>, at moment: Instant) throws -> (record: FactRecord, gathering: Gathering) {
        let record = try current(reference.rawValue)
        guard let value = Gathering.value(in: record.fact) else { throw OperationError.notFound }
        guard moment >= record.happenedAt else { throw OperationError.wrongOrder(earlier: record.happenedAt, later: moment) }
        return (record, value)
    }

    /// The zones around a thing.
    private func zones(around subject: Subject) throws -> [Recorded<Zone>] {
        let (records, surroundings) = try writer.beyondScope(.derivation) { try writer.knowledge(of: subject) }
        return ThingDossier(subject: subject, records: records, surroundings: surroundings, asOf: now).around(Zone.self)
    }
}
