import Vocabulary

/// What differs between two editions, line by line and in plain words.
public struct PolicyDiff: Hashable, Sendable {
    /// Every line that differs, in the order of the newer edition, removed ones after those beside which they stood.
    public let changes: [Change]
    /// The changes in words, one entry for each part of the policy: *Close contacts: central quarantine 14 → 7 days; test days …*.
    public let paragraphs: [Paragraph]

    /// A line that differs.
    public struct Change: Hashable, Sendable {
        /// The rule key.
        public var key: String
        /// What the line is called, from the measure down.
        public var label: LocalizedText
        /// The line before; nil if it is new.
        public var old: PolicyLine?
        /// The line now; nil if it is gone.
        public var new: PolicyLine?
    }

    /// The changes of one part of the policy.
    public struct Paragraph: Hashable, Sendable {
        /// Rule key of the part, such as `tracing.close`.
        public var key: String
        /// The measure it belongs to; nil for what belongs to none.
        public var measure: Measure?
        /// What the part is called.
        public var title: LocalizedText
        /// What changed, in one sentence.
        public var text: LocalizedText
        /// The changes it tells of.
        public var changes: [Change]
    }

    /// Compares two editions. Lines that name the edition itself are left out; a default is the same whether written or not.
    public init(from old: PolicyDocument, to new: PolicyDocument) {
        let names = old.names.merging(new.names) { $1 }
        var changes: [Change] = []
        let keys = PolicyDiff.merged(old.lines.map(\.key), new.lines.map(\.key))
        for key in keys where !PolicyDiff.ownKeys.contains(key) {
            let before = old.line(key)
            let after = new.line(key)
            guard before?.value != after?.value else { continue }
            if before == nil, after?.position == nil { continue }
            if after == nil, before?.position == nil { continue }
            changes.append(Change(key: key, label: KeyWords.label(key, names: names), old: before, new: after))
        }
        self.changes = changes
        var order: [String] = []
        var groups: [String: [Change]] = [:]
        for change in changes {
            let part = PolicyDiff.part(of: change.key)
            if groups[part] == nil { order.append(part) }
            groups[part, default: []].append(change)
        }
        let parts = (old: Set(old.lines.map { PolicyDiff.part(of: $0.key) }), new: Set(new.lines.map { PolicyDiff.part(of: $0.key) }))
        paragraphs = order.map { part in
            let standing = (before: parts.old.contains(part), after: parts.new.contains(part))
            return PolicyDiff.paragraph(part, groups[part] ?? [], standing: standing, old: old, new: new, names: names)
        }
    }

    private static let ownKeys: Set<String> = ["id", "title", "extends", "from", "until", "territory", "application"]

    /// Both lists in one, each in its order, what is only in the first standing after its predecessor.
    private static func merged(_ old: [String], _ new: [String]) -> [String] {
        let inNew = Set(new)
        var follows: [String: [String]] = [:]
        var last = ""
        for key in old {
            if inNew.contains(key) { last = key } else { follows[last, default: []].append(key) }
        }
        return (follows[""] ?? []) + new.flatMap { [$0] + (follows[$0] ?? []) }
    }

    /// The part of the policy a line or the rule of an obligation belongs to: the schedule, the post, the origin, the place; else its section.
    public static func part(of key: String) -> String {
        let parts = key.split(separator: ".").map(String.init)
        let depth: Int
        switch (parts.first, parts.count > 1 ? parts[1] : "") {
        case ("testing", "posts"), ("places", "special"), ("places", "key"), ("zones", "levels"), ("tracing", "contacts"), ("command", "forces"),
            ("community", "courses"), ("gatherings", "limits"):
            depth = 3
        case ("disease", _), ("access", _), ("targets", _), ("costs", _), ("limits", _): depth = 1
        default: depth = 2
        }
        return parts.prefix(min(depth, max(1, parts.count - 1))).joined(separator: ".")
    }
}
