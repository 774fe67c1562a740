/// A choice of a field or filter.
struct Option: Sendable, Hashable {
    let value: String
    let label: String
    let isSelected: Bool

    init(_ value: String, _ label: String, _ isSelected: Bool = false) {
        self.value = value
        self.label = label
        self.isSelected = isSelected
    }
}

/// A list to choose from in a filter bar.
struct Choice: Sendable {
    let name: String
    let label: String
    /// Whether a script sends the form as soon as it changes.
    let isAuto: Bool
    let options: [Option]
}

/// A value with what it is.
struct LabelledText: Sendable {
    let label: String
    let value: String
}

/// A number that opens its rows.
struct KeyFigure: Sendable {
    let label: String
    let value: String
    let note: String?
    let address: String?
}

extension Reading {
    /// An address that is written with its query, with the lens added.
    func deepen(_ path: String) -> String {
        let parts = path.split(separator: "?", maxSplits: 1).map(String.init)
        let items =
            parts.count < 2
            ? []
            : parts[1].split(separator: "&").map { item -> (String, String) in
                let pair = item.split(separator: "=", maxSplits: 1).map(String.init)
                return (pair[0], pair.count > 1 ? pair[1] : "")
            }
        return address(parts[0], items)
    }
}

/// The items of a query or of a form, decoded; the first of a name wins, `all` gives every one.
struct Query: Sendable {
    private let items: [(name: String, value: String)]

    init(_ encoded: String?) {
        items = (encoded ?? "").split(separator: "&").map { item in
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (Query.decode(pair[0]), pair.count > 1 ? Query.decode(pair[1]) : "")
        }
    }

    /// The first value of a name, trimmed; nil where it is absent or empty.
    subscript(name: String) -> String? {
        guard let value = items.first(where: { $0.name == name })?.value.trimmed, !value.isEmpty else { return nil }
        return value
    }

    /// Every value of a name.
    func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

    /// Every item, to be shown again.
    var pairs: [(name: String, value: String)] { items }

    private static func decode(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? 32 : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension String {
    /// Without white space at either end.
    var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
