import Foundation
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
    /// The same key twice does it once.
    var key: String
}

/// Reports of the situation and of the day.
extension OperationsDesk {
    /// - Parameter movements: Whether the new bulletin goes on with where the new cases were.
    func reports(_ viewer: Viewer, _ lens: Lens, _ sort: IssuedReport.Sort, movements: Bool) async throws -> ReportsPage.Content {
        guard viewer.covers(lens.territory) else { throw Refusal.notFound }
        let names = names
        let all = try await operations.reports(of: lens.territory, scope: scope(of: viewer), asOf: lens.asOf)
        var content = ReportsPage.Content(
            territory: names[lens.territory], sort: sort, reports: all.filter { $0.report.sort == sort }, movements: movements)
        guard viewer.permissions.contains(.issueReport) else { return content }
        do {
            content.draft = try await operations.draft(
                sort, of: lens.territory, scope: scope(of: viewer), asOf: lens.asOf, movements: movements, names: { names.published($0) })
        } catch OperationError.unbalanced(let breaches) {
            content.breaches = breaches
        }
        return content
    }

    func report(_ viewer: Viewer, _ lens: Lens, _ entity: Int64) async throws -> ReportPage.Content? {
        guard viewer.covers(lens.territory) else { throw Refusal.notFound }
        let all = try await operations.reports(of: lens.territory, scope: scope(of: viewer), asOf: lens.asOf)
        guard let view = all.first(where: { $0.entity == entity }) else { return nil }
        var content = ReportPage.Content(
            territory: names[lens.territory], view: view, mayWrite: viewer.permissions.contains(.issueReport) && lens.asOf == nil)
        if view.report.sort == .bulletin {
            let names = names
            do {
                // As they were known when the day was over: what became known since is the next day's.
                content.figures = try await operations.draft(
                    .bulletin, of: lens.territory, scope: scope(of: viewer), asOf: view.moment, names: { names.published($0) }
                ).text
            } catch OperationError.unbalanced(let breaches) {
                content.breaches = breaches
            }
        }
        return content
    }

    /// Files a draft, another version, or a signature; answers with the report's number.
    func write(_ viewer: Viewer, _ lens: Lens, _ submission: ReportSubmission) async throws -> Int64 {
        let signer = submission.signs ? viewer.account.displayName : nil
        let now = now
        if submission.signs, let moment = submission.moment, submission.sort == .bulletin {
            // A bulletin whose identities do not hold is not put out, whatever was written into it.
            do {
                let names = names
                _ = try await operations.draft(.bulletin, of: lens.territory, scope: scope(of: viewer), asOf: moment, names: { names[$0] })
            } catch OperationError.unbalanced(let breaches) {
                throw Refusal.invalid(
                    field: nil,
                    LocalizedText(
                        zh: "通报各项数字不平衡，不能签发：\(breaches.joined(separator: "；"))",
                        en: "The figures of the bulletin do not balance, so it cannot be signed off: \(breaches.joined(separator: "; "))"))
            }
        }
        do {
            let key = IdempotencyKey(
                submission.key.isEmpty ? Secret.token() : "form:" + submission.key,
                request: try JSONEncoder().encode([
                    "report", submission.entity.map { "\($0)" } ?? "new \(submission.sort.rawValue) of \(lens.territory.digits)",
                    submission.signs ? "sign" : "save", submission.text.zh, submission.text.en,
                ]))
            let outcome = try await operations.perform(as: author(viewer), idempotency: key) { filing in
                guard let entity = submission.entity else {
                    return try filing.draftReport(
                        IssuedReport(sort: submission.sort, territory: lens.territory, text: submission.text),
                        at: min(submission.moment ?? now, filing.now)
                    ).entity
                }
                return try filing.reviseReport(
                    entity, text: submission.text, signedBy: signer, expected: submission.version ?? FactID(rawValue: 0)
                ).entity
            }
            await live.publish([.subject(.territory(lens.territory))])
            return outcome.result
        } catch StoreError.idempotencyConflict {
            throw Refusal.sentAlready
        } catch StoreError.stale(_, let theirs) {
            let text = IssuedReport.value(in: theirs.record.fact)?.text ?? submission.text
            throw Refusal.stale(mine: submission.text, theirs: text, by: "")
        } catch StoreError.territoryOutsideScope, StoreError.outsideScope, OperationError.notFound {
            throw Refusal.notFound
        }
    }
}
