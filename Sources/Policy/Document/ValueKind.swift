import Vocabulary

/// What a field accepts: how a node becomes a value, what to say when it does not, and how the value is shown.
struct ValueKind<Value> {
    /// What is accepted, for messages.
    var expected: LocalizedText
    /// Reads the node at a rule key; reports its own problems and then gives nil. Records the lines it read.
    var read: (PolicyNode, String, Reading) -> Value?
    /// How a default is shown; nil where a default leaves no line.
    var show: ((Value) -> PolicyValue)?
}

extension ValueKind {
    /// A kind written as one word or number.
    static func scalar(
        _ expected: LocalizedText, choices: [String] = [], parse: @escaping (String) -> Value?, show: @escaping (Value) -> PolicyValue
    ) -> ValueKind {
        ValueKind(
            expected: expected,
            read: { node, key, reading in
                guard case .scalar(let text) = node.content, let value = parse(text) else {
                    var suggestion: String?
                    if case .scalar(let text) = node.content { suggestion = Spelling.nearest(to: text, in: choices) }
                    reading.report(.wrong(found: node.found, expected: expected, suggestion: suggestion), at: node.position, key: key)
                    return nil
                }
                reading.record(key, show(value), at: node.position)
                return value
            }, show: show)
    }

    /// A kind with keys of its own.
    static func object(_ expected: LocalizedText, _ read: @escaping (Fields) -> Value?) -> ValueKind {
        ValueKind(
            expected: expected,
            read: { node, key, reading in
                guard let fields = Fields(node, key: key, expected: expected, reading: reading) else { return nil }
                let value = read(fields)
                fields.finish()
                return value
            }, show: nil)
    }

    /// The same kind, shown as one line instead of one for each of its keys.
    func asOneLine(_ show: @escaping (Value) -> PolicyValue) -> ValueKind {
        ValueKind(
            expected: expected,
            read: { node, key, reading in
                let value = reading.withoutRecording { self.read(node, key, reading) }
                if let value { reading.record(key, show(value), at: node.deepestPosition) }
                return value
            }, show: show)
    }

    /// A list of this kind; shown as one line.
    func list(atLeast least: Int = 0, show: @escaping ([Value]) -> PolicyValue) -> ValueKind<[Value]> {
        let expected = LocalizedText(zh: "列表，每项为\(self.expected.zh)", en: "a list, each item \(self.expected.en)")
        return ValueKind<[Value]>(
            expected: expected,
            read: { node, key, reading in
                guard let nodes = node.items(expected, key: key, atLeast: least, reading: reading) else { return nil }
                let values = reading.withoutRecording { nodes.enumerated().map { self.read($1, "\(key).\($0 + 1)", reading) } }
                let read = values.compactMap { $0 }
                guard read.count == nodes.count else { return nil }
                reading.record(key, show(read), at: node.position)
                return read
            }, show: show)
    }

    /// A list of this kind whose elements each have their own lines, counted from 1.
    func each(atLeast least: Int = 0) -> ValueKind<[Value]> {
        let expected = LocalizedText(zh: "列表，每项为\(self.expected.zh)", en: "a list, each item \(self.expected.en)")
        return ValueKind<[Value]>(
            expected: expected,
            read: { node, key, reading in
                guard let nodes = node.items(expected, key: key, atLeast: least, reading: reading) else { return nil }
                let read = nodes.enumerated().map { self.read($1, "\(key).\($0 + 1)", reading) }.compactMap { $0 }
                return read.count == nodes.count ? read : nil
            }, show: nil)
    }

    /// Values of this kind under keys of the author's choice.
    func named() -> ValueKind<[String: Value]> {
        let expected = LocalizedText(zh: "若干个键，各为\(self.expected.zh)", en: "keys of your choice, each \(self.expected.en)")
        return ValueKind<[String: Value]>(
            expected: expected,
            read: { node, key, reading in
                guard let entries = node.entries(expected, key: key, reading: reading) else { return nil }
                var values: [String: Value] = [:]
                for entry in entries where entry.value.content != .nothing {
                    guard ValueKind<String>.isKey(entry.key) else {
                        let expected = LocalizedText(
                            zh: "由字母、数字、“_”和“-”组成、以字母开头的键", en: "a key of letters, digits, “_” and “-” that begins with a letter")
                        reading.report(
                            .wrong(found: LocalizedText(zh: "“\(entry.key)”", en: "“\(entry.key)”"), expected: expected, suggestion: nil),
                            at: entry.keyPosition, key: key)
                        continue
                    }
                    values[entry.key] = self.read(entry.value, "\(key).\(entry.key)", reading)
                }
                return values
            }, show: nil)
    }

    /// Values of this kind under the keys of a closed choice.
    func keyed<Key: PolicyChoice>(by type: Key.Type) -> ValueKind<[Key: Value]> {
        let accepted = Key.allCases.map(\.rawValue)
        let expected = LocalizedText(
            zh: "键（\(accepted.joined(separator: "、"))），各为\(self.expected.zh)",
            en: "keys of \(accepted.joined(separator: ", ")), each \(self.expected.en)")
        return ValueKind<[Key: Value]>(
            expected: expected,
            read: { node, key, reading in
                guard let entries = node.entries(expected, key: key, reading: reading) else { return nil }
                var values: [Key: Value] = [:]
                for entry in entries {
                    guard let choice = Key(rawValue: entry.key) else {
                        reading.report(
                            .unknownKey(entry.key, accepted: accepted, suggestion: Spelling.nearest(to: entry.key, in: accepted)),
                            at: entry.keyPosition, key: key)
                        continue
                    }
                    guard entry.value.content != .nothing else { continue }
                    reading.name("\(key).\(entry.key)", ChoiceWords.of(choice))
                    values[choice] = self.read(entry.value, "\(key).\(entry.key)", reading)
                }
                return values
            }, show: nil)
    }

}

extension ValueKind<String> {
    static func isKey(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first.isASCII, first.properties.isAlphabetic, text.utf8.count <= 64 else { return false }
        return text.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_" || $0 == "-") }
    }
}

/// A closed choice of the policy, written in the file by its raw value.
protocol PolicyChoice: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

extension PolicyNode {
    /// The items of a list; a single value stands for a list of one.
    fileprivate func items(_ expected: LocalizedText, key: String, atLeast least: Int, reading: Reading) -> [PolicyNode]? {
        var nodes: [PolicyNode]
        switch content {
        case .sequence(let items): nodes = items
        case .scalar: nodes = [self]
        default: nodes = []
        }
        if case .mapping = content { nodes = [] } else if nodes.count >= least { return nodes }
        reading.report(.wrong(found: found, expected: expected, suggestion: nil), at: position, key: key)
        return nil
    }

    fileprivate func entries(_ expected: LocalizedText, key: String, reading: Reading) -> [Entry]? {
        if case .mapping(let entries) = content { return entries }
        reading.report(.wrong(found: found, expected: expected, suggestion: nil), at: position, key: key)
        return nil
    }

    /// Where the first value inside stands: for one line made of several keys, nearer to what an overlay set than the mapping's place.
    fileprivate var deepestPosition: SourcePosition {
        guard case .mapping(let entries) = content, let first = entries.first else { return position }
        return first.value.deepestPosition
    }
}
