import Vocabulary

/// A message of UN/EDIFACT as its segments (ISO 9735, syntax versions 1 to 4): a tag, elements, and the components of each.
public struct Interchange: Sendable {
    /// One segment.
    public struct Segment: Hashable, Sendable {
        /// The three letters that say what it is.
        public let tag: String
        /// The elements after the tag, each as its components.
        public let elements: [[String]]
        /// Its running number in the file, from 1, the service string advice not counted.
        public let number: Int
        /// The line of its first byte, from 1.
        public let line: Int

        /// A component; empty where it is absent.
        public func text(_ element: Int, _ component: Int = 0) -> String {
            elements.indices.contains(element) && elements[element].indices.contains(component) ? elements[element][component] : ""
        }
    }

    /// Why bytes are no interchange.
    public enum Failure: Error, Hashable, Sendable {
        /// They begin neither with `UNA` nor with `UNB`.
        case notEDIFACT
        /// The service string advice is shorter than its nine bytes, or names one byte twice.
        case badAdvice
        /// The last segment does not end.
        case unfinished(segment: Int, line: Int)
        /// A segment's tag is not of three letters or digits.
        case badTag(found: String, segment: Int, line: Int)
        /// A segment is longer than any can be.
        case tooLong(segment: Int, line: Int, limit: Int)

        /// What is wrong, and what would be right.
        public var text: LocalizedText {
            switch self {
            case .notEDIFACT: LocalizedText(zh: "不是EDIFACT报文：应以UNA或UNB开头", en: "no EDIFACT message: it should begin with UNA or UNB")
            case .badAdvice:
                LocalizedText(zh: "UNA服务串须有六个互不相同的字符", en: "the service string UNA needs six characters, the first five not alike")
            case .unfinished(let segment, let line):
                LocalizedText(zh: "第\(line)行第\(segment)段没有结束符", en: "line \(line), segment \(segment): it never ends; the file is cut short")
            case .badTag(let found, let segment, let line):
                LocalizedText(
                    zh: "第\(line)行第\(segment)段：“\(found)”不是段标识（三位字母或数字）",
                    en: "line \(line), segment \(segment): “\(found)” is no tag; expected three letters or digits")
            case .tooLong(let segment, let line, let limit):
                LocalizedText(zh: "第\(line)行第\(segment)段超过\(limit)字节", en: "line \(line), segment \(segment): longer than \(limit) bytes")
            }
        }
    }

    /// The segments in their order.
    public let segments: [Segment]

    private static let longest = 8192

    /// Whether bytes begin like an interchange.
    public static func isLikely(_ bytes: some Sequence<UInt8>) -> Bool {
        let head = bytes.lazy.drop { $0 == 0x20 || $0 == 0x0D || $0 == 0x0A || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }.prefix(3)
        return head.elementsEqual("UNA".utf8) || head.elementsEqual("UNB".utf8)
    }

    /// Reads the segments. Bytes beyond ASCII are taken as UTF-8 (level UNOY) or else as Latin 1 (UNOC). Complexity: O(n).
    public init(_ bytes: [UInt8]) throws(Failure) {
        guard Interchange.isLikely(bytes) else { throw .notEDIFACT }
        var place = bytes.firstIndex(of: UInt8(ascii: "U")) ?? 0
        var syntax = Syntax()
        if bytes[place...].starts(with: "UNA".utf8) {
            guard place + 9 <= bytes.count else { throw .badAdvice }
            syntax = Syntax(advice: Array(bytes[place + 3..<place + 9]))
            guard Set([syntax.component, syntax.element, syntax.release, syntax.end]).count == 4 else { throw .badAdvice }
            place += 9
        }
        var segments: [Segment] = []
        var line = 1 + bytes[..<place].count { $0 == 0x0A }
        while true {
            while place < bytes.count, bytes[place] <= 0x20 {
                if bytes[place] == 0x0A { line += 1 }
                place += 1
            }
            guard place < bytes.count else { break }
            let (segment, next) = try Interchange.segment(bytes, from: place, number: segments.count + 1, line: line, syntax)
            line += bytes[place..<next].count { $0 == 0x0A }
            segments.append(segment)
            place = next
        }
        self.segments = segments
    }

    /// The characters that part things, as standard or as the service string says.
    private struct Syntax {
        var component = UInt8(ascii: ":")
        var element = UInt8(ascii: "+")
        var release = UInt8(ascii: "?")
        var end = UInt8(ascii: "'")

        init() {}

        init(advice: [UInt8]) { (component, element, release, end) = (advice[0], advice[1], advice[3], advice[5]) }
    }

    private static func segment(
        _ bytes: [UInt8], from start: Int, number: Int, line: Int, _ syntax: Syntax
    ) throws(Failure) -> (Segment, next: Int) {
        var elements: [[String]] = []
        var components: [String] = []
        var text: [UInt8] = []
        var place = start
        while place < bytes.count {
            guard place - start <= longest else { throw .tooLong(segment: number, line: line, limit: longest) }
            let byte = bytes[place]
            place += 1
            if byte == syntax.release, place < bytes.count {
                text.append(bytes[place])
                place += 1
            } else if byte == syntax.component || byte == syntax.element || byte == syntax.end {
                components.append(words(text))
                text = []
                guard byte != syntax.component else { continue }
                elements.append(components)
                components = []
                guard byte == syntax.end else { continue }
                let tag = elements[0].first ?? ""
                guard tag.utf8.count == 3, tag.utf8.allSatisfy({ (65...90).contains($0) || (48...57).contains($0) }) else {
                    throw .badTag(found: String(tag.prefix(12)), segment: number, line: line)
                }
                return (Segment(tag: tag, elements: Array(elements.dropFirst()), number: number, line: line), place)
            } else if byte != 0x0A, byte != 0x0D {
                text.append(byte)
            }
        }
        throw .unfinished(segment: number, line: line)
    }

    private static func words(_ bytes: [UInt8]) -> String {
        String(validating: bytes, as: UTF8.self) ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}
