import Policy
import Register
import Vocabulary

extension Duties {
    /// Measure 1 for the laboratory: every specimen has its result within the turnaround of the policy.
    mutating func addResults(_ edition: (Instant) -> Policy) {
        for specimen in dossier.specimens where specimen.value.method == .nucleicAcid {
            let policy = edition(specimen.happenedAt)
            let isPooled = specimen.value.isPooled
            guard let within = isPooled ? policy.testing.resultWithinPooled : policy.testing.resultWithinSingle else { continue }
            let reason = Reason(
                policy: policy, reason: .specimen, ordinal: Int(specimen.id.rawValue), measure: .testing, rule: "testing",
                trigger: specimen.fact, began: specimen.happenedAt, ended: nil,
                territory: specimen.value.territory ?? territory(at: specimen.happenedAt, otherwise: presentTerritory), entity: specimen.id.rawValue)
            let result = evidence.firstValid[specimen.id]
            // A positive or grey tube gives nobody a result: that its members were recalled shows that the laboratory answered.
            let recall = specimen.value.pool.flatMap { pool in dossier.recalls.first { $0.value.pool == pool } }
            addClock(
                reason, rule: isPooled ? "resultWithinPooled" : "resultWithinSingle", Clock(within: within, role: .laboratory),
                from: specimen.happenedAt,
                met: result.map { .init(at: $0.happenedAt, evidence: $0.fact) } ?? recall.map { .init(at: $0.happenedAt, evidence: $0.fact) })
        }
    }
}
