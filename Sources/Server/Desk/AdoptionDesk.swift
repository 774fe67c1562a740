import Foundation
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// Putting a policy edition into force from a page.
extension OperationsDesk {
    /// What may be chosen, and what the choice would do; `counting` derives everyone of the territory twice.
    func adoption(_ viewer: Viewer, _ query: AdoptionPage.Query, counting: Bool) async throws -> AdoptionPage.Content {
        let territory = query.territory ?? viewer.home ?? operations.policies.root
        guard viewer.covers(territory), names.knows(territory) else { throw Refusal.notFound }
        let from = query.from ?? now
        let folder = try await editions()
        let inForce = try folder.document(operations.policies.edition(at: max(from, now), in: territory).id)
        let id = query.edition ?? inForce.policy.id
        guard folder.keys.contains(id) else { throw Refusal.notFound }
        let document = try folder.document(id)
        let grants = viewer.account.grants.map { Grant(role: $0.role, territory: territory) }
        let scope = Scope(user: UserID(rawValue: viewer.account.id), grants: grants, at: now)
        let impact = counting ? try await operations.impact(of: document.policy, over: inForce.policy, scope: scope) : nil
        return AdoptionPage.Content(
            edition: id, territory: territory, from: from,
            editions: folder.keys.compactMap { key in (try? folder.document(key)).map { (key, $0.policy.title) } },
            territories: territoryChoices(viewer, around: territory),
            preview: AdoptionPage.Preview(
                inForce: (inForce.policy.id, inForce.policy.title), changes: PolicyDiff(from: inForce, to: document).changes.count,
                governsOpen: document.policy.application == .open, until: document.policy.until, affected: impact?.words,
                warnings: document.overreach(beyond: inForce).map(\.message)))
    }

    /// Puts an edition into force; sent again under the same key, nothing more happens.
    func adopt(_ viewer: Viewer, _ query: AdoptionPage.Query, key: String) async throws {
        guard let edition = query.edition, let territory = query.territory, let from = query.from, !key.isEmpty else {
            throw Refusal.invalid(field: nil, LocalizedText(zh: "请选择版本、地区和生效时间。", en: "Edition, territory and beginning are needed."))
        }
        guard viewer.covers(territory) else { throw Refusal.notFound }
        let folder = try await editions()
        guard folder.keys.contains(edition) else { throw Refusal.notFound }
        do {
            try await operations.adopt(
                edition, from: folder, in: territory, effectiveAt: from, knownAt: now, as: author(viewer),
                once: IdempotencyKey("adopt:" + key, request: try JSONEncoder().encode(query)))
        } catch StoreError.territoryOutsideScope {
            throw Refusal.notFound
        } catch StoreError.idempotencyConflict {
            throw Refusal.invalid(
                field: nil, LocalizedText(zh: "该页面已提交过别的决定，请重新打开。", en: "This page was already sent with another decision. Open it again."))
        }
        await live.publish([.duties, .situation])
    }
}
