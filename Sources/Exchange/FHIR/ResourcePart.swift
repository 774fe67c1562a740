/// A part of a FHIR resource in JSON (RFC 8259), its members in the order in which they were written.
enum ResourcePart: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, Sendable {
    case text(String)
    case integer(Int)
    case decimal(Double)
    case flag(Bool)
    indirect case list([ResourcePart])
    /// Members without a value are left out.
    indirect case object([(name: String, value: ResourcePart)])

    init(stringLiteral value: String) { self = .text(value) }
    init(arrayLiteral elements: ResourcePart...) { self = .list(elements) }

    init(dictionaryLiteral elements: (String, ResourcePart?)...) {
        self = .object(elements.compactMap { name, value in value.map { (name, $0) } })
    }

    /// A concept in words, with its code where a standard has one.
    static func concept(_ text: String, _ system: String? = nil, _ code: String? = nil) -> ResourcePart {
        guard let system, let code else { return ["text": .text(text)] }
        return ["coding": [["system": .text(system), "code": .text(code)]], "text": .text(text)]
    }

    /// Appends the JSON.
    func append(to output: inout [UInt8]) {
        switch self {
        case .text(let text): ResourcePart.append(text, to: &output)
        case .integer(let number): output += "\(number)".utf8
        case .decimal(let number): output += (number.isFinite ? "\(number)" : "null").utf8
        case .flag(let flag): output += (flag ? "true" : "false").utf8
        case .list(let parts):
            output.append(0x5B)
            for (index, part) in parts.enumerated() {
                if index > 0 { output.append(0x2C) }
                part.append(to: &output)
            }
            output.append(0x5D)
        case .object(let members):
            output.append(0x7B)
            for (index, member) in members.enumerated() {
                if index > 0 { output.append(0x2C) }
                ResourcePart.append(member.name, to: &output)
                output.append(0x3A)
                member.value.append(to: &output)
            }
            output.append(0x7D)
        }
    }

    private static func append(_ text: String, to output: inout [UInt8]) {
        output.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C: output += [0x5C, byte]
            case 0x0A: output += [0x5C, 0x6E]
            case 0x0D: output += [0x5C, 0x72]
            case 0x09: output += [0x5C, 0x74]
            // FHIR's strings (R4 §2.24.0.1) hold no other control characters.
            case 0..<0x20: output.append(0x20)
            default: output.append(byte)
            }
        }
        output.append(0x22)
    }
}
