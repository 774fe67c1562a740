import Vocabulary

/// A node of a policy document: what stands in the file, as text, with the place where it stands.
///
/// Nothing is resolved here: `no`, `on` and `12:30` stay the texts they are until a field says what it expects. A tree made of several
/// editions keeps for every node the file that it came from.
public struct PolicyNode: Hashable, Sendable {
    /// What stands there.
    public var content: Content
    /// Where.
    public var position: SourcePosition

    /// What a node can be.
    public enum Content: Hashable, Sendable {
        /// Empty, `~`, `null` or `none`: the line is not set, or no longer.
        case nothing
        /// A single value, as written.
        case scalar(String)
        /// A list.
        case sequence([PolicyNode])
        /// Keys with values, in the order of the file.
        case mapping([Entry])
    }

    /// A key with its value.
    public struct Entry: Hashable, Sendable {
        /// The key.
        public var key: String
        /// Where the key stands.
        public var keyPosition: SourcePosition
        /// The value.
        public var value: PolicyNode
    }

    /// The value of `key`, if this is a mapping that has it.
    public subscript(key: String) -> PolicyNode? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }

    /// The node without the given keys.
    func without(_ keys: Set<String>) -> PolicyNode {
        guard case .mapping(let entries) = content else { return self }
        return PolicyNode(content: .mapping(entries.filter { !keys.contains($0.key) }), position: position)
    }

    /// The node in a few words, for messages.
    var found: LocalizedText {
        switch content {
        case .nothing: LocalizedText(zh: "空", en: "nothing")
        case .scalar(let text):
            LocalizedText(zh: "“\(PolicyNode.shortened(text))”", en: "“\(PolicyNode.shortened(text))”")
        case .sequence(let nodes):
            LocalizedText(zh: "含 \(nodes.count) 项的列表", en: nodes.count == 1 ? "a list of 1 item" : "a list of \(nodes.count) items")
        case .mapping(let entries):
            LocalizedText(
                zh: "键的集合（\(PolicyNode.shortened(entries.map(\.key).joined(separator: "、")))）",
                en: "a group of keys (\(PolicyNode.shortened(entries.map(\.key).joined(separator: ", "))))")
        }
    }

    private static func shortened(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count <= 60 ? line : line.prefix(57) + "…"
    }
}
