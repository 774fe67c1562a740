import Testing

@testable import Server

/// The code of a place, read back as a reader reads it: by the standard (ISO/IEC 18004), from the modules alone.
struct QRCodeTests {
    @Test(
        "a code says what it was made of",
        arguments: [
            "A", "http://localhost:8080/c/1", "https://shoutu.hunan.example/c/812377", String(repeating: "x", count: 62),
            String(repeating: "长", count: 28), String(repeating: "z", count: 134),
        ])
    func readBack(text: String) throws {
        let code = try #require(QRCode(text))
        #expect(try Self.read(code) == text)
    }

    @Test("a code grows with its text, and a text too long has none")
    func size() {
        #expect(
            [1, 14, 15, 26, 27, 42, 43, 62, 63, 84, 85, 134].map { QRCode(String(repeating: "a", count: $0))?.size } == [
                21, 21, 25, 25, 29, 29, 33, 33, 37, 37, 41, 41,
            ])
        #expect(QRCode(String(repeating: "a", count: 135)) == nil)
    }

    @Test("the three finders, the timing lines and the dark module stand where readers look for them")
    func patterns() throws {
        let code = try #require(QRCode("https://shoutu.example/c/1"))
        let last = code.size - 1
        for (row, column) in [(0, 0), (0, last - 6), (last - 6, 0)] {
            let finder = (0..<7).map { r in (0..<7).map { code.isDark(row: row + r, column: column + $0) ? "#" : "." }.joined() }
            #expect(finder == ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"])
        }
        for index in 8..<(code.size - 8) {
            #expect(code.isDark(row: 6, column: index) == index.isMultiple(of: 2))
            #expect(code.isDark(row: index, column: 6) == index.isMultiple(of: 2))
        }
        #expect(code.isDark(row: code.size - 8, column: 8))
    }

    @Test("both copies of the format say level M and mask 0")
    func format() throws {
        let code = try #require(QRCode("format"))
        // Table C.1 of the standard: M with mask 000 is 101010000010010, the most significant bit first.
        let expected = "101010000010010"
        let around: [(Int, Int)] =
            [(8, 0), (8, 1), (8, 2), (8, 3), (8, 4), (8, 5), (8, 7), (8, 8), (7, 8), (5, 8), (4, 8), (3, 8), (2, 8), (1, 8), (0, 8)]
        #expect(around.map { code.isDark(row: $0.0, column: $0.1) ? "1" : "0" }.joined() == expected)
        let size = code.size
        let apart = (0..<7).map { (size - 1 - $0, 8) } + (0..<8).map { (8, size - 8 + $0) }
        #expect(apart.map { code.isDark(row: $0.0, column: $0.1) ? "1" : "0" }.joined() == expected)
    }

    // MARK: Reading

    /// Data bytes and blocks of level M in versions 1 to 5, of level L in version 6 (table 9 of the standard).
    private static let versions: [Int: (data: Int, blocks: Int, correction: Int)] = [
        21: (16, 1, 10), 25: (28, 1, 16), 29: (44, 1, 26), 33: (64, 2, 18), 37: (86, 2, 24), 41: (136, 2, 18),
    ]

    /// Reads a code from its modules: unmask, gather, part the blocks, check that each is a code word of its Reed–Solomon code, decode.
    private static func read(_ code: QRCode) throws -> String {
        let version = try #require(versions[code.size])
        var bits: [Bool] = []
        var column = code.size - 1
        var isUpward = true
        while column > 0 {
            if column == 6 { column -= 1 }
            for step in 0..<code.size {
                let row = isUpward ? code.size - 1 - step : step
                for each in [column, column - 1] where isData(row, each, code.size) {
                    bits.append(code.isDark(row: row, column: each) != (row + each).isMultiple(of: 2))
                }
            }
            column -= 2
            isUpward.toggle()
        }
        let total = version.data + version.blocks * version.correction
        let words = (0..<total).map { index in (0..<8).reduce(UInt8(0)) { $0 << 1 | (bits[index * 8 + $1] ? 1 : 0) } }
        let length = version.data / version.blocks
        var blocks: [[UInt8]] = Array(repeating: [], count: version.blocks)
        for index in 0..<version.data { blocks[index % version.blocks].append(words[index]) }
        for index in version.data..<total { blocks[(index - version.data) % version.blocks].append(words[index]) }
        for block in blocks {
            // A word of the code vanishes at every root of its generator.
            for root in 0..<version.correction {
                var value: UInt8 = 0
                for byte in block { value = multiply(value, power(root)) ^ byte }
                #expect(value == 0, "root \(root)")
            }
        }
        let data = blocks.flatMap { $0.prefix(length) }
        let stream: [Bool] = data.flatMap { byte -> [Bool] in (0..<8).map { (Int(byte) >> (7 - $0)) & 1 == 1 } }
        func number(_ from: Int, _ count: Int) -> Int { stream[from..<from + count].reduce(0) { $0 << 1 | ($1 ? 1 : 0) } }
        #expect(number(0, 4) == 4, "byte mode")
        let count = number(4, 8)
        return String(decoding: (0..<count).map { UInt8(number(12 + 8 * $0, 8)) }, as: UTF8.self)
    }

    private static func isData(_ row: Int, _ column: Int, _ size: Int) -> Bool {
        let isFinder = (row < 9 && column < 9) || (row < 9 && column >= size - 8) || (row >= size - 8 && column < 9)
        let centre = size - 7
        let isAlignment = size > 21 && abs(row - centre) <= 2 && abs(column - centre) <= 2
        return !isFinder && !isAlignment && row != 6 && column != 6
    }

    private static func power(_ exponent: Int) -> UInt8 { (0..<exponent).reduce(UInt8(1)) { value, _ in multiply(value, 2) } }

    private static func multiply(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var (result, left, right) = (0, Int(left), Int(right))
        while right > 0 {
            if right & 1 == 1 { result ^= left }
            left <<= 1
            if left & 0x100 != 0 { left ^= 0x11D }
            right >>= 1
        }
        return UInt8(truncatingIfNeeded: result)
    }
}
