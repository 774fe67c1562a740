/// Compresses bytes by DEFLATE (RFC 1951) with its fixed codes: a match is the last place in the piece where the same four bytes stood.
///
/// Far from the best there is, and for sheets, whose rows repeat their markup, a tenth to a fifth of the size for the price of one look a byte.
struct Deflate {
    private var bits: UInt64 = 0
    private var bitCount: UInt64 = 0
    private var output: [UInt8] = []

    /// A piece as one block; an empty last one ends the member. Every block but the last ends on a byte (RFC 1951 §3.2.4, an empty stored block).
    static func block(_ bytes: borrowing [UInt8], isLast: Bool) -> [UInt8] {
        var deflate = Deflate()
        deflate.output.reserveCapacity(bytes.count / 4 + 16)
        deflate.put(isLast ? 0b011 : 0b010, 3)
        deflate.compress(bytes)
        deflate.symbol(256)
        if !isLast { deflate.put(0, 3) }
        if deflate.bitCount > 0 { deflate.put(0, 8 - deflate.bitCount) }
        if !isLast { deflate.output += [0, 0, 0xFF, 0xFF] }
        return deflate.output
    }

    private static let longestMatch = 258
    private static let window = 32_768

    private mutating func compress(_ bytes: borrowing [UInt8]) {
        var last = [Int32](repeating: -1, count: 1 << 15)
        bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                var length = 0
                var distance = 0
                if index + 4 <= bytes.count {
                    let word = UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16 | UInt32(bytes[index + 3]) << 24
                    let slot = Int((word &* 2_654_435_761) >> 17)
                    let place = Int(last[slot])
                    last[slot] = Int32(index)
                    if place >= 0, index - place <= Deflate.window {
                        let limit = min(Deflate.longestMatch, bytes.count - index)
                        while length < limit, bytes[place + length] == bytes[index + length] { length += 1 }
                        distance = index - place
                    }
                }
                if length >= 4 {
                    match(length, distance)
                    index += length
                } else {
                    symbol(Int(bytes[index]))
                    index += 1
                }
            }
        }
    }

    // MARK: codes (RFC 1951 §3.2.5 and §3.2.6)

    private mutating func symbol(_ value: Int) {
        switch value {
        case 0..<144: code(0x30 + value, 8)
        case 144..<256: code(0x190 + value - 144, 9)
        case 256..<280: code(value - 256, 7)
        default: code(0xC0 + value - 280, 8)
        }
    }

    private mutating func match(_ length: Int, _ distance: Int) {
        if length == Deflate.longestMatch {
            symbol(285)
        } else {
            let (place, extra, rest) = Deflate.step(length - 3, groups: 4)
            symbol(257 + place)
            put(UInt64(rest), UInt64(extra))
        }
        let (place, extra, rest) = Deflate.step(distance - 1, groups: 2)
        code(place, 5)
        put(UInt64(rest), UInt64(extra))
    }

    /// Where a value stands in a series of codes of which each `groups` take one more bit than those before.
    private static func step(_ value: Int, groups: Int) -> (place: Int, extra: Int, rest: Int) {
        guard value >= 2 * groups else { return (value, 0, 0) }
        let width = Int.bitWidth - value.leadingZeroBitCount
        let extra = width - groups.trailingZeroBitCount - 1
        return ((extra << groups.trailingZeroBitCount) + (value >> extra), extra, value & ((1 << extra) - 1))
    }

    /// A Huffman code, its highest bit first.
    private mutating func code(_ value: Int, _ width: Int) {
        var reversed: UInt64 = 0
        for bit in 0..<width where value >> bit & 1 == 1 { reversed |= 1 << UInt64(width - 1 - bit) }
        put(reversed, UInt64(width))
    }

    private mutating func put(_ value: UInt64, _ width: UInt64) {
        bits |= value << bitCount
        bitCount += width
        while bitCount >= 8 {
            output.append(UInt8(truncatingIfNeeded: bits))
            bits >>= 8
            bitCount -= 8
        }
    }
}
