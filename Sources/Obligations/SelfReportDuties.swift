import Policy
import Register
import Vocabulary

extension Duties {
    /// Measure 9 for who reported of themselves: the community answers within the policy's hours, by having reached the person.
    mutating func addSelfReports(_ edition: (Instant) -> Policy) {
        for report in dossier.selfReports {
            let policy = edition(report.happenedAt)
            guard let clock = policy.community.reports else { continue }
            let reason = Reason(
                policy: policy, reason: .selfReport, ordinal: Int(report.id.rawValue), measure: .community, rule: "community", trigger: report.fact,
                began: report.happenedAt, ended: deathAt, territory: report.value.territory, entity: report.id.rawValue)
            let answered = evidence.deed(.followedUp, from: report.happenedAt, concerning: reason.entity) { $0.finding != .notSeen }
            addClock(reason, rule: "reports", clock, from: report.happenedAt, met: answered)
        }
    }
}
