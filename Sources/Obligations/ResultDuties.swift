import Policy
import Register
import Vocabulary

extension Duties {
    /// Measure 1 for the laboratory: every specimen has its result within the turnaround of the policy.
    mutating func addResults(_ edition: (Instant) -> Policy) {
        for specimen in dossier.specimens where specimen.value.method == .nucleicAcid {
            let policy = edition(specimen.happenedAt)
            guard let (rule, within) = turnaround(of: specimen, policy.testing) else { continue }
            let reason = Reason(
                policy: policy, reason: .specimen, ordinal: Int(specimen.id.rawValue), measure: .testing, rule: "testing",
                trigger: specimen.fact, began: specimen.happenedAt, ended: nil,
                territory: specimen.value.territory ?? territory(at: specimen.happenedAt, otherwise: presentTerritory), entity: specimen.id.rawValue)
            let result = evidence.firstValid[specimen.id]
            // A positive or grey tube gives nobody a result: that its members were recalled shows that the laboratory answered.
            let recall = specimen.value.pool.flatMap { pool in dossier.recalls.first { $0.value.pool == pool } }
            addClock(
                reason, rule: rule, Clock(within: within, role: .laboratory), from: specimen.happenedAt,
                met: result.map { .init(at: $0.happenedAt, evidence: $0.fact) } ?? recall.map { .init(at: $0.happenedAt, evidence: $0.fact) })
        }
    }

    /// The limit of the specimen's occasion, or else of its tube. Who lies in a hospital when it is taken is an inpatient.
    private func turnaround(of specimen: Recorded<Specimen>, _ testing: TestingRules) -> (rule: String, within: Hours)? {
        let isInHospital = dossier.stays.contains {
            $0.value.mode == .hospital && $0.happenedAt <= specimen.happenedAt && ($0.value.until ?? .distantFuture) > specimen.happenedAt
        }
        if let occasion = specimen.value.occasion ?? (isInHospital ? .inpatient : nil), let within = testing.resultWithin[occasion] {
            return ("resultWithin." + occasion.rawValue, within)
        }
        if specimen.value.isPooled { return testing.resultWithinPooled.map { ("resultWithinPooled", $0) } }
        return testing.resultWithinSingle.map { ("resultWithinSingle", $0) }
    }
}
