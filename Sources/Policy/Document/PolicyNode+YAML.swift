import Vocabulary
import Yams

extension PolicyNode {
    /// Largest text read; the longest shipped edition has a twentieth of it.
    static let longestText = 1_000_000
    /// Deepest nesting read.
    static let deepestNesting = 40

    /// The tree of a YAML text, or the problem that keeps it from being one.
    public static func compose(_ source: PolicySource) throws(PolicyProblem) -> PolicyNode {
        let start = SourcePosition(file: source.file, line: 1, column: 1)
        var text = source.text
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        guard text.utf8.count <= longestText else {
            throw PolicyProblem(
                .unreadable(LocalizedText(zh: "文本超过 \(longestText) 字节", en: "the text is longer than \(longestText) bytes")), at: start)
        }
        // An alias lets a few lines stand for a tree of any size; the composer expands them before anyone can count.
        if let line = lineOfAlias(in: text) {
            throw PolicyProblem(
                .unreadable(LocalizedText(zh: "政策文件不使用锚点（&）和别名（*）", en: "anchors (&) and aliases (*) are not used in policies; write the lines out")),
                at: SourcePosition(file: source.file, line: line, column: 1))
        }
        let root: Yams.Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw problem(from: error, text: text, start: start)
        }
        guard let root else {
            throw PolicyProblem(.unreadable(LocalizedText(zh: "文件是空的", en: "the file is empty")), at: start)
        }
        return try node(root, start: start, depth: 0)
    }

    private static func node(_ node: Yams.Node, start: SourcePosition, depth: Int) throws(PolicyProblem) -> PolicyNode {
        var position = start
        if let mark = node.mark { position = SourcePosition(file: start.file, line: mark.line, column: mark.column) }
        guard depth < deepestNesting else {
            throw PolicyProblem(
                .unreadable(LocalizedText(zh: "嵌套超过 \(deepestNesting) 层", en: "nested more than \(deepestNesting) levels deep")), at: position)
        }
        switch node {
        case .scalar(let scalar):
            let isNothing = scalar.style == .plain && ["", "~", "null", "none"].contains(scalar.string)
            return PolicyNode(content: isNothing ? .nothing : .scalar(scalar.string), position: position)
        case .sequence(let sequence):
            var nodes: [PolicyNode] = []
            for element in sequence { nodes.append(try self.node(element, start: start, depth: depth + 1)) }
            return PolicyNode(content: .sequence(nodes), position: position)
        case .mapping(let mapping):
            var entries: [Entry] = []
            for (key, value) in mapping {
                var keyPosition = position
                if let mark = key.mark { keyPosition = SourcePosition(file: start.file, line: mark.line, column: mark.column) }
                guard case .scalar(let name) = key else {
                    throw PolicyProblem(.unreadable(LocalizedText(zh: "键必须是单个词", en: "a key must be a single word")), at: keyPosition)
                }
                entries.append(
                    Entry(key: name.string, keyPosition: keyPosition, value: try self.node(value, start: start, depth: depth + 1)))
            }
            return PolicyNode(content: .mapping(entries), position: position)
        case .alias:
            throw PolicyProblem(.unreadable(LocalizedText(zh: "不使用别名", en: "aliases are not used")), at: position)
        }
    }

    /// The first line with an alias, if the text has both an anchor and an alias outside comments.
    private static func lineOfAlias(in text: String) -> Int? {
        var hasAnchor = false
        var aliasLine: Int?
        var line = 1
        var previous: UInt8 = 10
        var inComment = false
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            if byte == 10 {
                line += 1
                inComment = false
            } else if byte == UInt8(ascii: "#"), previous == 10 || previous == 32 {
                inComment = true
            } else if !inComment, byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*"), opensToken(after: previous),
                index + 1 < bytes.count, bytes[index + 1] > 32
            {
                if byte == UInt8(ascii: "&") { hasAnchor = true } else if aliasLine == nil { aliasLine = line }
            }
            previous = byte
        }
        return hasAnchor ? aliasLine : nil
    }

    private static func opensToken(after byte: UInt8) -> Bool {
        [9, 10, 13, 32, UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "?")].contains(byte)
    }

    private static func problem(from error: any Error, text: String, start: SourcePosition) -> PolicyProblem {
        func at(_ mark: Mark) -> SourcePosition {
            SourcePosition(file: start.file, line: max(1, mark.line), column: max(1, mark.column))
        }
        switch error as? YamlError {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let whole = [context?.text, problem].compactMap { $0 }.joined(separator: ", ")
            return PolicyProblem(.unreadable(LocalizedText(zh: "不是有效的 YAML：\(whole)", en: "this is not YAML: \(whole)")), at: at(mark))
        case .duplicatedKeysInMapping(let keys, let context):
            let key = keys.first ?? ""
            return PolicyProblem(.duplicateKey(key), at: second(key, after: context.mark, in: text, file: start.file))
        case .reader(let problem, let offset, _, _):
            return PolicyProblem(
                .unreadable(LocalizedText(zh: "有不能读取的字符：\(problem)", en: "a character cannot be read: \(problem)")),
                at: position(ofCharacter: offset ?? 0, in: text, file: start.file))
        default:
            return PolicyProblem(.unreadable(LocalizedText(zh: "不能读取", en: "cannot be read: \(error)")), at: start)
        }
    }

    /// Where `key` stands a second time in the block that begins with its first standing; the first if that is not found.
    private static func second(_ key: String, after first: Mark, in text: String, file: String) -> SourcePosition {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for index in max(0, first.line)..<max(lines.count, first.line) where index < lines.count {
            let line = lines[index]
            let indent = line.prefix { $0 == " " }.count
            if indent + 1 == first.column, line.dropFirst(indent).hasPrefix(key + ":") {
                return SourcePosition(file: file, line: index + 1, column: first.column)
            }
        }
        return SourcePosition(file: file, line: max(1, first.line), column: max(1, first.column))
    }

    private static func position(ofCharacter offset: Int, in text: String, file: String) -> SourcePosition {
        var line = 1
        var column = 1
        for character in text.prefix(offset) {
            if character.isNewline {
                line += 1
                column = 1
            } else {
                column += character.unicodeScalars.count
            }
        }
        return SourcePosition(file: file, line: line, column: column)
    }
}
