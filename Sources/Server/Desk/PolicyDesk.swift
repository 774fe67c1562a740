import Operations
import Policy
import Register
import Vocabulary

/// The policy in words, and what differs between editions.
extension OperationsDesk {
    func policy(_ viewer: Viewer, _ edition: String?, _ against: String?, counting: Bool) async throws -> PolicyPage.Content? {
        let folder = try await editions()
        let inForce = try operations.policies.edition(at: now, in: viewer.home ?? operations.policies.root)
        let keys = folder.keys
        let id = edition ?? inForce.id
        guard keys.contains(id), against.map({ keys.contains($0) }) ?? true else { return nil }
        let document = try folder.document(id)
        let other = try against.map { try folder.document($0) }
        var content = PolicyPage.Content(document, territory: document.policy.territory.map { names[$0] })
        if let other {
            content.comparedWith = (other.policy.id, other.policy.title)
            let impact = counting ? try await operations.impact(of: document.policy, over: other.policy, scope: scope(of: viewer)) : nil
            content.changes = PolicyDiff(from: other, to: document).changes.map { change in
                PolicyPage.Change(
                    key: change.key, label: change.label, before: change.old?.value.words, after: change.new?.value.words,
                    affected: impact?.part(of: change.key)?.words)
            }
            content.affected = impact?.words
            content.warnings += document.overreach(beyond: other).map(\.message)
        }
        content.editions = keys.compactMap { key in (try? folder.document(key)).map { (key, $0.policy.title) } }
        return content
    }
}

extension PolicyPage.Content {
    /// A document as the page shows it, compared with nothing.
    init(_ document: PolicyDocument, territory: LocalizedText?) {
        let policy = document.policy
        let sections = PolicyOutline(document).sections.map { section in
            PolicyPage.Section(
                measure: section.measure, title: section.title,
                lines: section.parts.flatMap { part in
                    part.lines.filter { $0.position != nil }.map { line in
                        let label = [part.title, line.label].compactMap(\.self).filter { !$0.en.isEmpty }.reduce(nil) { PolicyPage.joined($0, $1) }
                        return PolicyPage.Line(key: line.key, text: PolicyPage.joined(label, line.value, ": "), isUncertain: false)
                    }
                })
        }
        self.init(
            id: policy.id, title: policy.title, territory: territory ?? LocalizedText(zh: "凡采用本方案的地区", en: "wherever it is adopted"),
            from: policy.from, until: policy.until, disease: policy.disease.name, governsOpen: policy.application == .open, sections: sections,
            comparedWith: nil, changes: [], editions: [], warnings: document.warnings.map(\.message))
    }
}

extension PolicyPage {
    /// Two texts side by side.
    fileprivate static func joined(_ first: LocalizedText?, _ second: LocalizedText, _ separator: String = " · ") -> LocalizedText {
        guard let first, !first.en.isEmpty else { return second }
        let chinese = separator == ": " ? "：" : "·"
        return LocalizedText(zh: first.zh + chinese + second.zh, en: first.en + separator + second.en)
    }
}
