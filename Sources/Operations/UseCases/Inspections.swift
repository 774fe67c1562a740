import Register
import Storage
import Vocabulary

/// Inspections, what they find, and what becomes of it (measure 10).
extension Filing {
    /// Records that inspectors looked at something; the fact is the territory's.
    @discardableResult
    public func recordInspection(_ inspection: Inspection, at moment: Instant, knownAt: Instant? = nil) throws -> Reference<Inspection> {
        Reference(rawValue: try file(.inspection(inspection), about: .territory(inspection.territory), at: moment, knownAt: knownAt).entity)
    }

    /// Records what an inspection found wrong; from then on it must be put right in the policy's time for its gravity.
    @discardableResult
    public func recordFinding(_ finding: Finding, at moment: Instant, knownAt: Instant? = nil) throws -> Reference<Finding> {
        let inspection = try current(finding.inspection.rawValue)
        guard case .inspection = inspection.fact else { throw OperationError.notFound }
        guard moment >= inspection.happenedAt else { throw OperationError.wrongOrder(earlier: inspection.happenedAt, later: moment) }
        return Reference(rawValue: try found(.finding(finding), at: moment, knownAt: knownAt).number)
    }

    /// Records that a finding was put right, with what shows it.
    @discardableResult
    public func rectify(_ finding: Reference<Finding>, evidence: String?, by: String? = nil, at moment: Instant, knownAt: Instant? = nil) throws
        -> FactRecord
    {
        try record(FindingStep(step: .rectified, evidence: evidence, by: by), of: finding, at: moment, knownAt: knownAt)
    }

    /// Records a second look: right, and the finding is closed; or not, and it is open anew.
    @discardableResult
    public func recheck(
        _ finding: Reference<Finding>, isRight: Bool, evidence: String? = nil, by: String? = nil, at moment: Instant, knownAt: Instant? = nil
    ) throws -> FactRecord {
        let steps = try writer.entries(about: .finding(finding)).map(\.record).inForce(asOf: now)
        let last = steps.compactMap { FindingStep.value(in: $0.fact)?.step }.last { [.rectified, .confirmed, .rejected].contains($0) }
        guard last == .rectified else { throw OperationError.nothingToAnswer }
        return try record(
            FindingStep(step: isRight ? .confirmed : .rejected, evidence: evidence, by: by), of: finding, at: moment, knownAt: knownAt)
    }

    /// Records a step of escalation: notice, interview, accountability.
    @discardableResult
    public func escalate(
        _ finding: Reference<Finding>, _ step: FindingStep.Step, evidence: String? = nil, by: String? = nil, at moment: Instant,
        knownAt: Instant? = nil
    ) throws -> FactRecord {
        guard [.notice, .interview, .accountability].contains(step) else { throw OperationError.nothingToAnswer }
        return try record(FindingStep(step: step, evidence: evidence, by: by), of: finding, at: moment, knownAt: knownAt)
    }

    private func record(_ step: FindingStep, of finding: Reference<Finding>, at moment: Instant, knownAt: Instant?) throws -> FactRecord {
        let former = try current(finding.rawValue)
        guard case .finding(let value) = former.fact else { throw OperationError.notFound }
        guard moment >= former.happenedAt else { throw OperationError.wrongOrder(earlier: former.happenedAt, later: moment) }
        // Whoever answers for it puts it right; whoever found it looks again and escalates.
        let author = step.step == .rectified ? value.territory : value.inspector ?? value.territory
        guard writer.scope.covers(author) else { throw StoreError.territoryOutsideScope(author) }
        return try file(.findingStep(step), about: .finding(finding), at: moment, knownAt: knownAt)
    }
}
