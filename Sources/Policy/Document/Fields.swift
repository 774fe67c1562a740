import Vocabulary

/// What is gathered while a document is read: problems, lines and names. Lives for one reading and is never shared.
final class Reading {
    private(set) var problems: [PolicyProblem] = []
    private(set) var lines: [PolicyLine] = []
    private(set) var names: [String: LocalizedText] = [:]
    private var isRecording = true

    func report(_ kind: PolicyProblem.Kind, at position: SourcePosition, key: String) {
        problems.append(PolicyProblem(kind, at: position, key: key))
    }

    func record(_ key: String, _ value: PolicyValue, at position: SourcePosition?) {
        guard isRecording else { return }
        lines.append(PolicyLine(key: key, value: value, position: position))
    }

    func name(_ key: String, _ label: LocalizedText) {
        names[key] = label
    }

    func withoutRecording<Result>(_ body: () -> Result) -> Result {
        let before = isRecording
        isRecording = false
        defer { isRecording = before }
        return body()
    }
}

/// The keys of one mapping while it is read. What nobody asked for is unknown.
final class Fields {
    let key: String
    let reading: Reading
    let position: SourcePosition
    private let entries: [PolicyNode.Entry]
    private var asked: [String] = []

    /// The fields of `node`, or nil (reported) if it is not a mapping.
    init?(_ node: PolicyNode, key: String, expected: LocalizedText, reading: Reading) {
        guard case .mapping(let entries) = node.content else {
            reading.report(.wrong(found: node.found, expected: expected, suggestion: nil), at: node.position, key: key)
            return nil
        }
        self.key = key
        self.reading = reading
        self.position = node.position
        self.entries = entries
    }

    func path(_ name: String) -> String { key.isEmpty ? name : key + "." + name }

    /// Whether a key is written, `none` included.
    func has(_ name: String) -> Bool { entries.contains { $0.key == name } }

    /// The value of `name`, or nil if it is not set (or wrong, which is reported).
    func take<Value>(_ name: String, _ kind: ValueKind<Value>) -> Value? {
        asked.append(name)
        guard let entry = entries.first(where: { $0.key == name }), entry.value.content != .nothing else { return nil }
        return kind.read(entry.value, path(name), reading)
    }

    /// The value of `name`, or what holds where the edition is silent; the default then stands as a line without a place.
    func take<Value>(_ name: String, _ kind: ValueKind<Value>, default value: Value) -> Value {
        if let written = take(name, kind) { return written }
        if let show = kind.show, !has(name) || isNothing(name) { reading.record(path(name), show(value), at: nil) }
        return value
    }

    /// The value of `name`, which must be there; reports it missing otherwise and goes on with a stand-in.
    func need<Value>(_ name: String, _ kind: ValueKind<Value>, else standIn: @autoclosure () -> Value) -> Value {
        if let written = take(name, kind) { return written }
        if let entry = entries.first(where: { $0.key == name }) {
            if entry.value.content == .nothing {
                reading.report(.missing(name, expected: kind.expected), at: entry.value.position, key: path(name))
            }
        } else {
            reading.report(.missing(name, expected: kind.expected), at: position, key: path(name))
        }
        return standIn()
    }

    /// A measure's section; one that is not there is read as empty, so that it asks for nothing and leaves no lines.
    func section<Value>(_ name: String, _ kind: ValueKind<Value>) -> Value? {
        if let written = take(name, kind) { return written }
        let empty = PolicyNode(content: .mapping([]), position: position)
        return reading.withoutRecording { kind.read(empty, path(name), reading) }
    }

    /// Reports a key that nobody asked for.
    func finish() {
        for entry in entries where !asked.contains(entry.key) {
            let accepted = asked.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            reading.report(
                .unknownKey(entry.key, accepted: accepted, suggestion: Spelling.nearest(to: entry.key, in: accepted)),
                at: entry.keyPosition, key: path(entry.key))
        }
    }

    /// Reports that lines of this mapping contradict each other, at the value of `name`.
    func contradict(_ name: String, zh: String, en: String) {
        let position = entries.first { $0.key == name }?.value.position ?? position
        reading.report(.contradiction(LocalizedText(zh: zh, en: en)), at: position, key: path(name))
    }

    /// Reports lines that are probably not meant, at the value of `name`.
    func doubt(_ name: String, zh: String, en: String) {
        let position = entries.first { $0.key == name }?.value.position ?? position
        reading.report(.doubtful(LocalizedText(zh: zh, en: en)), at: position, key: path(name))
    }

    /// Whether anything in this mapping was reported.
    var hasProblem: Bool {
        reading.problems.contains { $0.key == key || $0.key.hasPrefix(key + ".") }
    }

    private func isNothing(_ name: String) -> Bool {
        entries.contains { $0.key == name && $0.value.content == .nothing }
    }
}
