import Operations
import Register
import Storage
import Vocabulary

/// What someone writes of a report.
struct ReportSubmission: Sendable {
    var text: LocalizedText
    /// The report that goes on; nil for a new one.
    var entity: Int64?
    var version: FactID?
    var sort: IssuedReport.Sort
    var moment: Instant?
    var signs: Bool
}

/// Reports of the situation and of the day.
extension OperationsDesk {
    func reports(_ viewer: Viewer, _ lens: Lens, _ sort: IssuedReport.Sort) async throws -> ReportsPage.Content {
        guard viewer.covers(lens.territory) else { throw Refusal.notFound }
        let names = names
        let draft =
            viewer.permissions.contains(.issueReport)
            ? try await operations.draft(sort, of: lens.territory, scope: scope(of: viewer), asOf: lens.asOf, names: { names[$0] }) : nil
        let all = try await operations.reports(of: lens.territory, scope: scope(of: viewer), asOf: lens.asOf)
        return ReportsPage.Content(territory: names[lens.territory], sort: sort, draft: draft, reports: all.filter { $0.report.sort == sort })
    }

    func report(_ viewer: Viewer, _ lens: Lens, _ entity: Int64) async throws -> ReportPage.Content? {
        guard viewer.covers(lens.territory) else { throw Refusal.notFound }
        let all = try await operations.reports(of: lens.territory, scope: scope(of: viewer), asOf: lens.asOf)
        return all.first { $0.entity == entity }.map {
            ReportPage.Content(territory: names[lens.territory], view: $0, mayWrite: viewer.permissions.contains(.issueReport) && lens.asOf == nil)
        }
    }

    /// Files a draft, another version, or a signature; answers with the report's number.
    func write(_ viewer: Viewer, _ lens: Lens, _ submission: ReportSubmission) async throws -> Int64 {
        let signer = submission.signs ? viewer.account.displayName : nil
        let now = now
        do {
            let record = try await operations.perform(as: author(viewer)) { filing in
                guard let entity = submission.entity else {
                    return try filing.draftReport(
                        IssuedReport(sort: submission.sort, territory: lens.territory, text: submission.text),
                        at: min(submission.moment ?? now, filing.now))
                }
                return try filing.reviseReport(
                    entity, text: submission.text, signedBy: signer, expected: submission.version ?? FactID(rawValue: 0))
            }
            await live.publish([.subject(.territory(lens.territory))])
            return record.entity
        } catch StoreError.stale(_, let theirs) {
            let text = IssuedReport.value(in: theirs.record.fact)?.text ?? submission.text
            throw Refusal.stale(mine: submission.text, theirs: text, by: "")
        } catch StoreError.territoryOutsideScope, StoreError.outsideScope, OperationError.notFound {
            throw Refusal.notFound
        }
    }
}
