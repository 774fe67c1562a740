/// A number or short code of up to twenty letters and digits, six bits a character, the first character highest: two codes are compared by a
/// few operations on whole words instead of character by character.
struct Code: Hashable, Sendable {
    var bits: UInt128

    static let missing = Code(bits: 0)
    static let capacity = 20

    /// Marks of a citizen identity number, above the characters.
    static let resident: UInt128 = 1 << 127
    static let legacy: UInt128 = 1 << 126
    static let characters: UInt128 = (1 << 120) - 1

    var isMissing: Bool { bits & Code.characters == 0 }
    var isResident: Bool { bits & Code.resident != 0 }

    /// The six bits at `position`, 0 past the end.
    subscript(position: Int) -> UInt8 { UInt8(truncatingIfNeeded: bits >> UInt128(6 * (Code.capacity - 1 - position)) & 0x3F) }

    mutating func set(_ position: Int, _ value: UInt8) {
        bits |= UInt128(value) << UInt128(6 * (Code.capacity - 1 - position))
    }

    /// The value of the digit at `position`.
    func digit(_ position: Int) -> Int { Int(self[position]) - 1 }

    static func mask(_ range: Range<Int>) -> UInt128 {
        let upper = (UInt128(1) << UInt128(6 * (capacity - range.lowerBound))) - 1
        let lower = (UInt128(1) << UInt128(6 * (capacity - range.upperBound))) - 1
        return upper & ~lower
    }

    /// How far two codes agree: exactly, but for one character (replaced, inserted, dropped), but for two neighbours swapped, or not.
    static func agreement(_ left: Code, _ right: Code) -> Agreement {
        let a = left.bits & characters, b = right.bits & characters
        if a == 0 || b == 0 { return .missing }
        if a == b { return (left.bits ^ right.bits) & legacy == 0 ? .exact : .otherForm }
        if (left.bits | right.bits) & legacy != 0, left.isResident, right.isResident, (a ^ b) & withoutCenturyAndCheck == 0 { return .otherForm }
        let difference = a ^ b
        // Positions count from the end here.
        let lowest = difference.trailingZeroBitCount / 6, highest = (127 - difference.leadingZeroBitCount) / 6
        if lowest == highest { return .oneSlip }
        if highest == lowest + 1 {
            let shift = UInt128(6 * lowest)
            let x = a >> shift & 0xFFF, y = b >> shift & 0xFFF
            if x >> 6 == y & 0x3F, x & 0x3F == y >> 6 { return .reordered }
        }
        // One dropped: what stands before the first difference is equal, what follows it is equal after a shift.
        let below = (UInt128(1) << UInt128(6 * (highest + 1))) - 1
        if (a << 6) & below == b & below || (b << 6) & below == a & below { return .oneSlip }
        return left.hasValidCheck && right.hasValidCheck ? .distinct : .different
    }

    /// Whether this is a citizen identity number of 18 characters whose last follows from the others.
    ///
    /// One wrong digit and two swapped ones always break it, so that two valid numbers are never one number mistyped.
    private var hasValidCheck: Bool { bits & (Code.resident | Code.legacy) == Code.resident && self[17] == checkCharacter }

    private static let withoutCenturyAndCheck = characters & ~mask(6..<8) & ~mask(17..<18)
}

extension Code {
    /// A document number: letters and digits only; a citizen identity number of 15 digits is completed and marked.
    static func document(_ text: UnsafeBufferPointer<UInt8>) -> Code {
        var code = Code.alphanumeric(text)
        guard code.count == 18 || code.count == 15 else { return code.code }
        let digits = code.count == 15 ? 15 : 17
        for position in 0..<digits where !(1...10).contains(code.code[position]) { return code.code }
        if code.count == 15 {
            guard code.code.digit(8) * 10 + code.code.digit(9) <= 12 else { return code.code }
            let head = code.code.bits & mask(0..<6), tail = code.code.bits & mask(6..<15)
            code.code = Code(bits: head | tail >> 12)
            code.code.set(6, 2)
            code.code.set(7, 10)
            code.code.set(17, code.code.checkCharacter)
            code.code.bits |= legacy
        } else if code.code.digit(6) != 1, code.code.digit(6) != 2 {
            return code.code
        }
        code.code.bits |= resident
        return code.code
    }

    /// A telephone number: digits only, without the prefix of the country before a mobile number.
    static func phone(_ text: UnsafeBufferPointer<UInt8>) -> Code {
        var digits = InlineDigits()
        for byte in text where byte >= 0x30 && byte <= 0x39 { digits.append(byte - 0x30) }
        var start = 0
        if digits.count >= 13 {
            var rest = 0
            while rest < digits.count, digits[rest] == 0 { rest += 1 }
            if digits.count - rest == 13, digits[rest] == 8, digits[rest + 1] == 6, digits[rest + 2] == 1 { start = rest + 2 }
        }
        var code = Code.missing
        for position in start..<digits.count where position - start < capacity { code.set(position - start, digits[position] + 1) }
        return code
    }

    /// Any other code.
    static func plain(_ text: UnsafeBufferPointer<UInt8>) -> Code { alphanumeric(text).code }

    /// The check character of the first 17, ISO 7064 MOD 11-2 (GB 11643).
    private var checkCharacter: UInt8 {
        var sum = 0, weight = 2
        for position in stride(from: 16, through: 0, by: -1) {
            sum += digit(position) * weight
            weight = weight * 2 % 11
        }
        let check = (12 - sum % 11) % 11
        return check == 10 ? letterX : UInt8(check + 1)
    }

    private var letterX: UInt8 { 11 + 23 }

    private static func alphanumeric(_ text: UnsafeBufferPointer<UInt8>) -> (code: Code, count: Int) {
        var code = Code.missing, count = 0
        var index = 0
        while index < text.count {
            var byte = text[index]
            index += 1
            // Full-width forms U+FF10…FF5A are EF BC 90 … EF BD 9A.
            if byte == 0xEF, index + 1 < text.count, text[index] == 0xBC || text[index] == 0xBD {
                byte = text[index + 1] &- 0x60 &+ (text[index] == 0xBD ? 0x40 : 0)
                index += 2
            }
            let value: UInt8
            switch byte {
            case 0x30...0x39: value = byte - 0x30 + 1
            case 0x41...0x5A: value = byte - 0x41 + 11
            case 0x61...0x7A: value = byte - 0x61 + 11
            default: continue
            }
            if count < capacity { code.set(count, value) }
            count += 1
        }
        return (code, count)
    }
}

/// Up to twenty digits on the stack.
struct InlineDigits {
    private var bits: UInt128 = 0
    private(set) var count = 0

    mutating func append(_ digit: UInt8) {
        guard count < 20 else { return }
        bits |= UInt128(digit) << UInt128(4 * count)
        count += 1
    }

    subscript(index: Int) -> UInt8 { UInt8(truncatingIfNeeded: bits >> UInt128(4 * index) & 0xF) }
}
