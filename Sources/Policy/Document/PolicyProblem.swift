import Vocabulary

/// Something wrong, or questionable, in a policy document, with the place where it stands.
public struct PolicyProblem: Error, Hashable, Sendable {
    /// What is wrong.
    public var kind: Kind
    /// Where it stands.
    public var position: SourcePosition
    /// The rule key of the line, if it belongs to one.
    public var key: String

    /// What can be wrong.
    public enum Kind: Hashable, Sendable {
        /// The text is not YAML, or not one that policies use.
        case unreadable(LocalizedText)
        /// `extends`, or the caller, names an edition that there is not.
        case noSuchEdition(String, suggestion: String?)
        /// Editions that extend each other in a circle.
        case circle([String])
        /// A key stands twice.
        case duplicateKey(String)
        /// A key that means nothing here.
        case unknownKey(String, accepted: [String], suggestion: String?)
        /// A key that must be there.
        case missing(String, expected: LocalizedText)
        /// A value that does not fit.
        case wrong(found: LocalizedText, expected: LocalizedText, suggestion: String?)
        /// Lines that cannot hold together.
        case contradiction(LocalizedText)
        /// Lines that hold together but are probably not meant.
        case doubtful(LocalizedText)
        /// A line that goes beyond what the edition above allows (九不准).
        case overreach(Prohibition, LocalizedText)
    }

    init(_ kind: Kind, at position: SourcePosition, key: String = "") {
        self.kind = kind
        self.position = position
        self.key = key
    }

    /// Whether the document can be used all the same.
    public var isWarning: Bool {
        switch kind {
        case .overreach, .doubtful: true
        default: false
        }
    }
}

extension PolicyProblem {
    /// What is wrong, what is accepted, and what was perhaps meant, in a sentence.
    public var message: LocalizedText {
        switch kind {
        case .unreadable(let text), .contradiction(let text), .doubtful(let text): return text
        case .noSuchEdition(let id, let suggestion):
            return suggesting(suggestion, zh: "没有名为“\(id)”的政策版本", en: "there is no edition “\(id)”")
        case .circle(let ids):
            return LocalizedText(
                zh: "版本互相继承成环：\(ids.joined(separator: " → "))", en: "editions extend each other in a circle: \(ids.joined(separator: " → "))")
        case .duplicateKey(let key): return LocalizedText(zh: "键“\(key)”出现了两次", en: "the key “\(key)” stands twice")
        case .unknownKey(let key, let accepted, let suggestion):
            return suggesting(
                suggestion, zh: "没有名为“\(key)”的键；可用：\(accepted.joined(separator: "、"))",
                en: "there is no key “\(key)” here; accepted: \(accepted.joined(separator: ", "))")
        case .missing(let key, let expected):
            return LocalizedText(zh: "缺少“\(key)”：\(expected.zh)", en: "“\(key)” is missing: \(expected.en)")
        case .wrong(let found, let expected, let suggestion):
            return suggesting(suggestion, zh: "写的是\(found.zh)，应为\(expected.zh)", en: "found \(found.en); expected \(expected.en)")
        case .overreach(let prohibition, let text):
            return LocalizedText(
                zh: "九不准之\(prohibition.number)（\(prohibition.words.zh)）：\(text.zh)",
                en: "prohibition \(prohibition.number) of nine (\(prohibition.words.en)): \(text.en)")
        }
    }

    private func suggesting(_ suggestion: String?, zh: String, en: String) -> LocalizedText {
        guard let suggestion else { return LocalizedText(zh: zh, en: en) }
        return LocalizedText(zh: zh + "；是否想写“\(suggestion)”？", en: en + "; did you mean “\(suggestion)”?")
    }
}

extension PolicyProblem: CustomStringConvertible {
    /// `file:line:column: error: key: message`, as compilers write it.
    public var description: String {
        "\(position): \(isWarning ? "warning" : "error"): \(key.isEmpty ? "" : key + ": ")\(message.en)"
    }
}

/// All problems of a document that cannot be used, in the order of the text.
public struct PolicyProblems: Error, Hashable, Sendable, CustomStringConvertible {
    /// At least one error; warnings stand among them.
    public var problems: [PolicyProblem]

    /// One problem a line.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
