/// How the characters of a file are written as bytes.
public enum TextEncoding: String, CaseIterable, Sendable, Codable {
    case utf8 = "utf-8"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    /// The national standard, a superset of GBK and GB2312; what Chinese spreadsheets save as "CSV".
    case gb18030 = "gb18030"
    /// What Western spreadsheets save as "CSV".
    case windows1252 = "windows-1252"

    /// The usual name.
    public var name: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16LittleEndian: "UTF-16 LE"
        case .utf16BigEndian: "UTF-16 BE"
        case .gb18030: "GB18030"
        case .windows1252: "Windows-1252"
        }
    }

    /// The bytes that mark this encoding at the start of a file; empty if none do.
    var byteOrderMark: [UInt8] {
        switch self {
        case .utf8: [0xEF, 0xBB, 0xBF]
        case .utf16LittleEndian: [0xFF, 0xFE]
        case .utf16BigEndian: [0xFE, 0xFF]
        case .gb18030: [0x84, 0x31, 0x95, 0x33]
        case .windows1252: []
        }
    }
}

/// Collects, chunk by chunk, what speaks for each encoding.
///
/// A byte order mark decides. Without one: zero bytes in every second place mean UTF-16; then UTF-8 is tried, for text of another encoding
/// hardly ever forms valid sequences; a file that is UTF-8 but for a few broken characters stays UTF-8 and loses only those rows. What is
/// left is GB18030 or, if its high bytes mostly stand alone between ASCII letters, Windows-1252.
struct EncodingEvidence {
    private var head: [UInt8] = []
    private var position = 0
    private var zerosAtEven = 0
    private var zerosAtOdd = 0
    private var validSequences = 0
    private var invalidBytes = 0
    private var pending = 0
    private var gbPairs = 0
    private var strayHighBytes = 0
    private var previousHigh: UInt8 = 0

    /// Whether more bytes can no longer change the verdict worth reading them.
    var isConclusive: Bool { invalidBytes > 2000 && validSequences < invalidBytes }

    /// Looks at the next bytes of the file.
    mutating func observe(_ bytes: UnsafeBufferPointer<UInt8>) {
        if head.count < 4 { head.append(contentsOf: bytes.prefix(4 - head.count)) }
        var index = 0
        while index < bytes.count {
            if pending == 0, previousHigh == 0, index + 8 <= bytes.count, let base = bytes.baseAddress {
                let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
                // Eight ASCII bytes without a zero among them say nothing.
                if word & 0x8080_8080_8080_8080 == 0, (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 == 0 {
                    index += 8
                    position += 8
                    continue
                }
            }
            observe(bytes[index])
            index += 1
            position += 1
        }
    }

    private mutating func observe(_ byte: UInt8) {
        if byte == 0 { if position & 1 == 0 { zerosAtEven += 1 } else { zerosAtOdd += 1 } }
        observeDoubleByte(byte)
        if pending > 0 {
            if byte & 0xC0 == 0x80 {
                pending -= 1
                if pending == 0 { validSequences += 1 }
                return
            }
            invalidBytes += 1
            pending = 0
        }
        switch byte {
        case 0..<0x80: break
        case 0xC2...0xDF: pending = 1
        case 0xE0...0xEF: pending = 2
        case 0xF0...0xF4: pending = 3
        default: invalidBytes += 1
        }
    }

    /// In GB text the high bytes come in pairs whose second is mostly high too; in Western text they stand alone.
    private mutating func observeDoubleByte(_ byte: UInt8) {
        if previousHigh != 0 {
            if byte >= 0xA1, previousHigh >= 0xA1 { gbPairs += 1 } else if byte < 0x80 { strayHighBytes += 1 }
            previousHigh = 0
        } else if byte >= 0x80 {
            previousHigh = byte
        }
    }

    /// The encoding, and how many bytes of mark the file begins with; nil if it is no text.
    func verdict() -> (encoding: TextEncoding, mark: Int)? {
        for encoding in TextEncoding.allCases where !encoding.byteOrderMark.isEmpty && head.starts(with: encoding.byteOrderMark) {
            return (encoding, encoding.byteOrderMark.count)
        }
        let zeros = zerosAtEven + zerosAtOdd
        if zeros > 0 {
            // Separators and line ends of UTF-16 have a zero in the same half each time; a stray zero in a text file does not make it so.
            if zeros * 50 > position, zerosAtOdd * 10 >= zeros * 9 { return (.utf16LittleEndian, 0) }
            if zeros * 50 > position, zerosAtEven * 10 >= zeros * 9 { return (.utf16BigEndian, 0) }
            if zeros * 1000 > position { return nil }
        }
        if invalidBytes == 0 || validSequences > invalidBytes * 20 { return (.utf8, 0) }
        return (strayHighBytes > gbPairs ? .windows1252 : .gb18030, 0)
    }

    /// Whether the first bytes are those of a ZIP file, and so of a workbook.
    static func isArchive(_ head: [UInt8]) -> Bool { head.starts(with: [0x50, 0x4B, 0x03, 0x04]) }

    /// What the first bytes say of files that are no text.
    static func binaryKind(_ head: [UInt8]) -> String? {
        let kinds: [([UInt8], String)] = [
            ([0x50, 0x4B, 0x03, 0x04], "XLSX/ZIP"), ([0xD0, 0xCF, 0x11, 0xE0], "XLS"), (Array("%PDF".utf8), "PDF"), ([0x1F, 0x8B], "gzip"),
            (Array("SQLite format 3".utf8), "SQLite"), ([0x89, 0x50, 0x4E, 0x47], "PNG"), ([0xFF, 0xD8, 0xFF], "JPEG"),
        ]
        return kinds.first { head.starts(with: $0.0) }?.1
    }
}
