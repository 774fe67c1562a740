/// Goes through the markup of a workbook's part, tag by tag: XML 1.0 in UTF-8 without a document type, which is all that ECMA-376 Part 2 allows.
///
/// Names are compared without their prefixes, for some programs write `x:row`. Nothing is looked up outside the part, and no entity but the
/// five of XML and characters by number is known.
struct MarkupScanner {
    /// The part is no such markup, or cut off.
    struct Fault: Error {}

    enum Event: Equatable {
        /// A tag opens; `isNamed` and `attribute` tell of it.
        case opening
        /// A tag closes; `isNamed` tells which.
        case closing
        /// Text stands between tags; `appendText` gives it.
        case text
    }

    private let bytes: [UInt8]
    private var position = 0
    private var name = 0..<0
    private var inside = 0..<0
    private var isLiteral = false
    private var isClosingNext = false

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// The next tag or text; nil at the end.
    mutating func next() throws(Fault) -> Event? {
        if isClosingNext {
            isClosingNext = false
            return .closing
        }
        while position < bytes.count {
            guard bytes[position] == 0x3C else {
                let end = find(0x3C, from: position) ?? bytes.count
                (inside, isLiteral) = (position..<end, false)
                position = end
                return .text
            }
            if starts("<?") {
                position = try after("?>")
            } else if starts("<!--") {
                position = try after("-->")
            } else if starts("<![CDATA[") {
                let start = position + 9
                position = try after("]]>")
                (inside, isLiteral) = (start..<position - 3, true)
                return .text
            } else if starts("<!") {
                throw Fault()
            } else {
                return try tag()
            }
        }
        return nil
    }

    /// Whether the tag has this name.
    func isNamed(_ expected: StaticString) -> Bool { equal(name, expected) }

    /// The value of an attribute of the tag that opens, by its name without prefix.
    func attribute(_ expected: StaticString) -> String? {
        guard let range = value(expected) else { return nil }
        var text: [UInt8] = []
        append(range, isLiteral: false, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// A whole number that is the value of an attribute.
    func number(_ expected: StaticString) -> Int? { attribute(expected).flatMap { Int($0) } }

    /// Appends the text, entities replaced.
    func appendText(to output: inout [UInt8]) { append(inside, isLiteral: isLiteral, to: &output) }

    // MARK: tags

    private mutating func tag() throws(Fault) -> Event {
        let isClosing = position + 1 < bytes.count && bytes[position + 1] == 0x2F
        let start = position + (isClosing ? 2 : 1)
        guard let end = tagEnd(from: start) else { throw Fault() }
        var nameEnd = start
        while nameEnd < end, bytes[nameEnd] > 0x20, bytes[nameEnd] != 0x2F { nameEnd += 1 }
        guard nameEnd > start else { throw Fault() }
        name = local(start..<nameEnd)
        let isEmpty = !isClosing && bytes[end - 1] == 0x2F
        inside = nameEnd..<(isEmpty ? max(nameEnd, end - 1) : end)
        position = end + 1
        isClosingNext = isEmpty
        return isClosing ? .closing : .opening
    }

    /// Where the tag's `>` stands, which may also be part of an attribute.
    private func tagEnd(from start: Int) -> Int? {
        var quote: UInt8 = 0
        for index in start..<bytes.count {
            let byte = bytes[index]
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == 0x22 || byte == 0x27 {
                quote = byte
            } else if byte == 0x3E {
                return index
            }
        }
        return nil
    }

    private func value(_ expected: StaticString) -> Range<Int>? {
        var index = inside.lowerBound
        while index < inside.upperBound {
            while index < inside.upperBound, bytes[index] <= 0x20 { index += 1 }
            let start = index
            while index < inside.upperBound, bytes[index] != 0x3D { index += 1 }
            var end = index
            while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
            index += 1
            while index < inside.upperBound, bytes[index] <= 0x20 { index += 1 }
            guard index < inside.upperBound, bytes[index] == 0x22 || bytes[index] == 0x27 else { return nil }
            let open = index + 1
            guard let close = find(bytes[index], from: open), close < inside.upperBound else { return nil }
            if equal(local(start..<end), expected) { return open..<close }
            index = close + 1
        }
        return nil
    }

    /// A name without its prefix.
    private func local(_ range: Range<Int>) -> Range<Int> {
        bytes[range].lastIndex(of: 0x3A).map { $0 + 1..<range.upperBound } ?? range
    }

    // MARK: bytes

    private func equal(_ range: Range<Int>, _ expected: StaticString) -> Bool {
        guard range.count == expected.utf8CodeUnitCount else { return false }
        for (offset, index) in range.enumerated() where bytes[index] != expected.utf8Start[offset] { return false }
        return true
    }

    private func starts(_ expected: StaticString) -> Bool {
        let end = position + expected.utf8CodeUnitCount
        return end <= bytes.count && equal(position..<end, expected)
    }

    /// Behind the next place where `mark` stands.
    private func after(_ mark: StaticString) throws(Fault) -> Int {
        let length = mark.utf8CodeUnitCount
        var index = position
        while let found = find(mark.utf8Start[0], from: index), found + length <= bytes.count {
            if equal(found..<found + length, mark) { return found + length }
            index = found + 1
        }
        throw Fault()
    }

    private func find(_ byte: UInt8, from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            if bytes[index] == byte { return index }
            index += 1
        }
        return nil
    }

    private func append(_ range: Range<Int>, isLiteral: Bool, to output: inout [UInt8]) {
        var index = range.lowerBound
        while index < range.upperBound {
            guard bytes[index] == 0x26, !isLiteral, let end = find(0x3B, from: index), end < range.upperBound,
                let character = MarkupScanner.character(bytes[index + 1..<end])
            else {
                output.append(bytes[index])
                index += 1
                continue
            }
            output.append(contentsOf: String(character).utf8)
            index = end + 1
        }
    }

    private static func character(_ reference: ArraySlice<UInt8>) -> Character? {
        switch String(decoding: reference, as: UTF8.self) {
        case "amp": "&"
        case "lt": "<"
        case "gt": ">"
        case "quot": "\""
        case "apos": "'"
        case let text where text.hasPrefix("#x"): UInt32(text.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init).map(Character.init)
        case let text where text.hasPrefix("#"): UInt32(text.dropFirst()).flatMap(Unicode.Scalar.init).map(Character.init)
        default: nil
        }
    }
}
