/// A matrix bar code (ISO/IEC 18004) of a short text, such as the address behind a place code: bytes, error correction level M in versions 1
/// to 5, that is up to 84 bytes, and level L in version 6, for up to 134 shown on a screen. Always the checkerboard mask, which
/// every reader takes; choosing the least conspicuous of eight would only help bad printers.
struct QRCode: Sendable, Hashable {
    /// Modules along a side.
    let size: Int
    /// The modules, row by row; true is dark.
    private(set) var modules: [Bool]
    /// Modules that are no data.
    private var isFixed: [Bool]

    /// What a version holds: data bytes, correction bytes a block, blocks.
    private static let versions: [(data: Int, correction: Int, blocks: Int)] = [
        (16, 10, 1), (28, 16, 1), (44, 26, 1), (64, 18, 2), (86, 24, 2), (136, 18, 2),
    ]

    /// The code of a text; nil if it is longer than 134 bytes.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let index = QRCode.versions.firstIndex(where: { bytes.count + 2 <= $0.data }) else { return nil }
        size = 21 + 4 * index
        modules = Array(repeating: false, count: size * size)
        isFixed = modules
        drawPatterns(alignment: index == 0 ? nil : size - 7)
        place(QRCode.codewords(bytes, QRCode.versions[index]))
        drawFormat()
    }

    /// Whether a module is dark.
    func isDark(row: Int, column: Int) -> Bool { modules[row * size + column] }

    /// The dark modules as the path of an SVG, with the quiet zone of four modules around them.
    var path: String {
        var path = ""
        for row in 0..<size {
            for column in 0..<size where isDark(row: row, column: column) { path += "M\(column + 4) \(row + 4)h1v1h-1z" }
        }
        return path
    }

    // MARK: Bytes

    /// The text with its length, padded, with correction bytes, the blocks interleaved.
    private static func codewords(_ bytes: [UInt8], _ version: (data: Int, correction: Int, blocks: Int)) -> [UInt8] {
        // Mode 4 (bytes) in four bits shifts everything after it by half a byte.
        let body = [UInt8(bytes.count)] + bytes
        var data: [UInt8] = [0x40 | body[0] >> 4]
        for (index, byte) in body.enumerated() {
            let next = index + 1 < body.count ? body[index + 1] >> 4 : 0
            data.append(byte << 4 | next)
        }
        for pad in 0..<max(0, version.data - data.count) { data.append(pad.isMultiple(of: 2) ? 0xEC : 0x11) }
        let length = version.data / version.blocks
        let blocks = (0..<version.blocks).map { Array(data[$0 * length..<($0 + 1) * length]) }
        let corrections = blocks.map { correction(of: $0, count: version.correction) }
        var result: [UInt8] = []
        for index in 0..<length { for block in blocks { result.append(block[index]) } }
        for index in 0..<version.correction { for block in corrections { result.append(block[index]) } }
        return result
    }

    /// Reed–Solomon remainder over GF(256) with the polynomial 0x11D.
    private static func correction(of data: [UInt8], count: Int) -> [UInt8] {
        var generator = [UInt8](repeating: 0, count: count - 1) + [1]
        var root: UInt8 = 1
        for _ in 0..<count {
            for index in 0..<count {
                generator[index] = product(generator[index], root)
                if index + 1 < count { generator[index] ^= generator[index + 1] }
            }
            root = product(root, 2)
        }
        var remainder = [UInt8](repeating: 0, count: count)
        for byte in data {
            let factor = byte ^ remainder.removeFirst()
            remainder.append(0)
            for index in 0..<count { remainder[index] ^= product(generator[index], factor) }
        }
        return remainder
    }

    private static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var result = 0
        for bit in (0..<8).reversed() {
            result = result << 1 ^ (result >> 7 * 0x11D)
            if right >> bit & 1 == 1 { result ^= Int(left) }
        }
        return UInt8(truncatingIfNeeded: result)
    }

    // MARK: Modules

    private mutating func fix(_ column: Int, _ row: Int, _ isDark: Bool) {
        modules[row * size + column] = isDark
        isFixed[row * size + column] = true
    }

    private mutating func drawPatterns(alignment: Int?) {
        for index in 0..<size {
            fix(6, index, index.isMultiple(of: 2))
            fix(index, 6, index.isMultiple(of: 2))
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] {
            for dy in -4...4 {
                for dx in -4...4 where (0..<size).contains(x + dx) && (0..<size).contains(y + dy) {
                    let ring = max(abs(dx), abs(dy))
                    fix(x + dx, y + dy, ring != 2 && ring != 4)
                }
            }
        }
        if let alignment {
            for dy in -2...2 { for dx in -2...2 { fix(alignment + dx, alignment + dy, max(abs(dx), abs(dy)) != 1) } }
        }
        drawFormat()
    }

    /// Level M or L and mask 0, with their own correction: the fifteen bits 101010000010010 or 111011111000100 of the standard's table.
    private mutating func drawFormat() {
        let format = size > 37 ? 0x77C4 : 0x5412
        func bit(_ index: Int) -> Bool { format >> index & 1 == 1 }
        for index in 0...5 { fix(8, index, bit(index)) }
        fix(8, 7, bit(6))
        fix(8, 8, bit(7))
        fix(7, 8, bit(8))
        for index in 9..<15 { fix(14 - index, 8, bit(index)) }
        for index in 0..<8 { fix(size - 1 - index, 8, bit(index)) }
        for index in 8..<15 { fix(8, size - 15 + index, bit(index)) }
        fix(8, size - 8, true)
    }

    /// Two columns at a time from the right, up and down in turn, past the upright timing line.
    private mutating func place(_ codewords: [UInt8]) {
        var index = 0
        var right = size - 1
        while right >= 1 {
            if right == 6 { right = 5 }
            for step in 0..<size {
                let row = (right + 1) & 2 == 0 ? size - 1 - step : step
                for column in [right, right - 1] where !isFixed[row * size + column] {
                    let isSet = index < codewords.count * 8 && codewords[index >> 3] >> (7 - index & 7) & 1 == 1
                    modules[row * size + column] = isSet != (row + column).isMultiple(of: 2)
                    index += 1
                }
            }
            right -= 2
        }
    }
}
