import Vocabulary

/// The file of a ``VisitTable``: its block as it lies in memory, behind a header of 128 bytes.
///
/// | bytes | what |
/// |---|---|
/// | 0–7 | `SHTVISIT` |
/// | 8–11 | version, 1 |
/// | 12–15 | 0x01020304 as the writing machine orders its bytes |
/// | 16–19 | ticks: 0 minutes, 1 seconds since 2000-01-01T00:00Z |
/// | 24–63 | visits, people, places, bytes of the people's names, bytes of the places' names |
/// | 64–71 | checksum of all that follows the header |
/// | 72–127 | IANA name of the civil zone, filled with zeros |
///
/// The sections follow in the order of `VisitLayout`, each at a multiple of eight.
public enum ColumnFileError: Error, Hashable, Sendable {
    /// The file does not begin as a column file does.
    case notAColumnFile
    /// It was written by another version of the form.
    case version(found: UInt32, expected: UInt32)
    /// It was written on a machine that orders bytes the other way.
    case byteOrder
    /// Its header is not possible, or the file is longer or shorter than its header says.
    case size(found: Int, expected: Int?)
    /// Its contents are not those that were written.
    case damaged(section: String)
    /// It names a zone or a scale that is not known here.
    case scale(found: String)

    /// What is wrong, in words.
    public var text: LocalizedText {
        switch self {
        case .notAColumnFile: LocalizedText(zh: "不是列存文件", en: "no column file of visits")
        case .version(let found, let expected):
            LocalizedText(
                zh: "列存文件版本 \(found)；本程序读取版本 \(expected)，请重新生成",
                en: "version \(found) of the form; version \(expected) is read here: write it again from the table")
        case .byteOrder: LocalizedText(zh: "在字节序不同的机器上生成，请重新生成", en: "written on a machine of the other byte order: write it again from the table")
        case .size(let found, let expected):
            LocalizedText(
                zh: "有 \(found) 字节" + (expected.map { "，应有 \($0) 字节" } ?? "，表头不成立") + "：文件不完整",
                en: "\(found) bytes" + (expected.map { " where \($0) are expected" } ?? " and an impossible header") + ": it is not whole")
        case .damaged(let section): LocalizedText(zh: "内容已损坏（\(section)），请重新生成", en: "damaged (\(section)): write it again from the table")
        case .scale(let found): LocalizedText(zh: "不认识的时间单位“\(found)”", en: "an unknown scale of time “\(found)”")
        }
    }
}

extension ColumnFileError: CustomStringConvertible {
    /// What is wrong, in English.
    public var description: String { text.en }
}

extension VisitTable {
    static let magic = Array("SHTVISIT".utf8)
    static let version: UInt32 = 1
    private static let order: UInt32 = 0x0102_0304

    /// Whether a file's first bytes are those of a column file.
    public static func isColumnFile(_ bytes: some Sequence<UInt8>) -> Bool { bytes.starts(with: magic) }

    /// The file of this table: a header, and the block behind it, to be written one after the other.
    public func withFile<Result>(_ body: (_ header: [UInt8], _ rest: UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        let rest = UnsafeRawBufferPointer(rebasing: block.bytes[VisitLayout.headerSize...])
        var header = VisitTable.magic
        func append(_ value: some FixedWidthInteger) { withUnsafeBytes(of: value) { header.append(contentsOf: $0) } }
        append(VisitTable.version)
        append(VisitTable.order)
        if case .minutes = scale { append(UInt64(0)) } else { append(UInt64(1)) }
        for count in [visitCount, personCount, placeCount, layout.personNameBytes, layout.placeNameBytes] { append(UInt64(count)) }
        append(Checksum.of(rest))
        if case .seconds(let zone) = scale { header.append(contentsOf: zone.identifier.utf8.prefix(VisitLayout.headerSize - header.count)) }
        header.append(contentsOf: repeatElement(0, count: VisitLayout.headerSize - header.count))
        return try withExtendedLifetime(block) { try body(header, rest) }
    }

    /// Takes the bytes of a column file as they are.
    ///
    /// Everything is checked before the table is given out — size, checksum, and that no number points outside — so that a damaged file is
    /// an error here and never a wrong answer later.
    ///
    /// - Parameters:
    ///   - bytes: The whole file, at an address that is a multiple of eight. They must stay as they are until `release` is called.
    ///   - release: Called when the last copy of the table is gone.
    public init(columnFile bytes: UnsafeRawBufferPointer, release: @escaping @Sendable () -> Void) throws(ColumnFileError) {
        let block = VisitBlock(bytes: bytes, release: release)
        guard VisitTable.isColumnFile(bytes) else { throw .notAColumnFile }
        guard bytes.count >= VisitLayout.headerSize else { throw .size(found: bytes.count, expected: nil) }
        guard bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self) == VisitTable.order else { throw .byteOrder }
        let version = bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
        guard version == VisitTable.version else { throw .version(found: version, expected: VisitTable.version) }
        var counts: [Int] = []
        for index in 0..<5 {
            let count = bytes.loadUnaligned(fromByteOffset: 24 + index * 8, as: UInt64.self)
            guard count <= UInt64(UInt32.max), count <= UInt64(bytes.count) else { throw .size(found: bytes.count, expected: nil) }
            counts.append(Int(count))
        }
        let layout = VisitLayout(rows: counts[0], people: counts[1], places: counts[2], personNameBytes: counts[3], placeNameBytes: counts[4])
        guard layout.size == bytes.count else { throw .size(found: bytes.count, expected: layout.size) }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[VisitLayout.headerSize...])
        guard Checksum.of(rest) == bytes.loadUnaligned(fromByteOffset: 64, as: UInt64.self) else { throw .damaged(section: "checksum") }
        let zone = String(decoding: bytes[72..<VisitLayout.headerSize].prefix { $0 != 0 }, as: UTF8.self)
        switch bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self) {
        case 0: self.init(block: block, layout: layout, scale: .minutes)
        case 1:
            guard let zone = CivilZone(zone) else { throw .scale(found: zone) }
            self.init(block: block, layout: layout, scale: .seconds(zone))
        default: throw .scale(found: "?")
        }
        try checkNumbers()
    }

    /// That nothing points outside its section: the searches trust it.
    private func checkNumbers() throws(ColumnFileError) {
        try check(placeStarts, endingAt: visitCount, "places")
        try check(personStarts, endingAt: visitCount, "people")
        try check(block.view(layout.personNameStarts), endingAt: layout.personNameBytes, "names of people")
        try check(block.view(layout.placeNameStarts), endingAt: layout.placeNameBytes, "names of places")
        guard byPlace.allSatisfy({ Int($0.other) < personCount && $0.start <= $0.end }) else { throw .damaged(section: "visits by place") }
        guard byPerson.allSatisfy({ Int($0.other) < placeCount && $0.start <= $0.end }) else { throw .damaged(section: "visits by person") }
    }

    private func check(_ starts: UnsafeBufferPointer<UInt32>, endingAt end: Int, _ section: String) throws(ColumnFileError) {
        var last: UInt32 = 0
        for start in starts {
            guard start >= last else { throw .damaged(section: section) }
            last = start
        }
        guard starts.first == 0, Int(last) == end else { throw .damaged(section: section) }
    }
}

/// A checksum against damage, not against malice: four interleaved multiply-and-mix lanes over words of eight bytes, the constants those
/// of xxHash64 (Yann Collet).
enum Checksum {
    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let prime: UInt64 = 0x9E37_79B1_85EB_CA87
        let second: UInt64 = 0xC2B2_AE3D_27D4_EB4F
        var a = prime
        var b = second
        var c: UInt64 = 0
        var d = ~prime
        @inline(__always) func mixed(_ lane: UInt64, _ word: UInt64) -> UInt64 {
            let sum = lane &+ word &* second
            return (sum << 31 | sum >> 33) &* prime
        }
        var offset = 0
        while offset + 32 <= bytes.count {
            a = mixed(a, bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            b = mixed(b, bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
            c = mixed(c, bytes.loadUnaligned(fromByteOffset: offset + 16, as: UInt64.self))
            d = mixed(d, bytes.loadUnaligned(fromByteOffset: offset + 24, as: UInt64.self))
            offset += 32
        }
        while offset < bytes.count {
            a = mixed(a, UInt64(bytes[offset]))
            offset += 1
        }
        return mixed(mixed(mixed(mixed(UInt64(bytes.count), a), b), c), d)
    }
}
