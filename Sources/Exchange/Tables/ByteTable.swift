#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A table of text held whole as bytes, for work on millions of rows at once: its rows come in parts that several threads may read.
///
/// Encoding and separator are recognised; anything but UTF-8 is converted. Cells are given without quotation marks and, like the rows, in
/// their order in the file.
public final class ByteTable: Sendable {
    /// The name for messages.
    public let name: String
    /// The header row.
    public let headers: [String]
    /// Ranges of bytes that hold whole rows; they follow each other from the row after the header to the end.
    public let parts: [Range<Int>]
    private let bytes: [UInt8]
    private let separator: UInt8
    private let headerLines: Int

    private static let partSize = 1 << 22

    /// Reads a table.
    ///
    /// - Throws: ``TableError`` if it cannot be read, is empty or no text.
    public init(_ source: TableSource) throws(TableError) {
        let text = try ByteTable.text(of: source)
        let start = text.starts(with: CSVText.mark) ? CSVText.mark.count : 0
        let end = text[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? text.count
        guard end > start else { throw .empty(file: source.name) }
        let line = text[start..<end]
        let separator = Array(",;\t|".utf8).max { first, second in line.count { $0 == first } < line.count { $0 == second } } ?? 0x2C
        var headers: [String] = [], lines = 0
        let stop = text.withUnsafeBufferPointer { all in
            var reader = CellReader(all, from: start, to: all.count, separator: separator)
            if reader.next() {
                headers = (0..<reader.count).map { String(decoding: reader[$0], as: UTF8.self) }
                lines = reader.line - 1
            }
            return reader.position
        }
        name = source.name
        bytes = text
        self.separator = separator
        self.headers = headers
        headerLines = lines
        parts = ByteTable.parts(of: text, from: stop)
    }

    /// Calls `body` for each row of a part. Empty lines are passed over.
    ///
    /// - Returns: The number of lines of the part, and the rows that do not have as many cells as the header, by their line in the part and
    ///   their number of cells; they were not handed over.
    public func forEachRow(in part: Range<Int>, _ body: (borrowing CellReader) -> Void) -> (lines: Int, misshapen: [(line: Int, cells: Int)]) {
        bytes.withUnsafeBufferPointer { all in
            var reader = CellReader(all, from: part.lowerBound, to: part.upperBound, separator: separator)
            var misshapen: [(line: Int, cells: Int)] = []
            while reader.next() {
                if reader.count == headers.count {
                    body(reader)
                } else if reader.count > 1 || reader[0].count > 0 {
                    misshapen.append((reader.rowLine, reader.count))
                }
            }
            return (reader.line - 1, misshapen)
        }
    }

    /// How many lines of the file come before the rows.
    public var linesBeforeRows: Int { headerLines }

    /// The bytes from `start` on, at most `count`; for cells remembered by their place.
    public func withBytes<Result>(at start: Int, count: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start..<min($0.count, start + count)])) }
    }

    private static func text(of source: TableSource) throws(TableError) -> [UInt8] {
        let raw = try ByteTable.contents(of: source)
        if let kind = EncodingEvidence.binaryKind(Array(raw.prefix(16))) { throw .notText(file: source.name, looksLike: kind) }
        var evidence = EncodingEvidence()
        raw.withUnsafeBufferPointer { evidence.observe($0) }
        guard let verdict = evidence.verdict() else { throw .notText(file: source.name, looksLike: nil) }
        guard verdict.encoding != .utf8 else { return raw }
        let stream = try TextStream(.bytes(raw, name: source.name), encoding: verdict.encoding, mark: verdict.mark)
        var text: [UInt8] = []
        while try stream.append(to: &text) {}
        return text
    }

    static func contents(of source: TableSource) throws(TableError) -> [UInt8] {
        guard case .file(let path) = source else {
            guard case .bytes(let bytes, _) = source else { return [] }
            return bytes
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(file: source.name, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw .unreadable(file: source.name, reason: String(cString: strerror(errno))) }
        let size = Int(information.st_size)
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size, let base = buffer.baseAddress {
                let got = read(descriptor, base + count, size - count)
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = errno }
                if got <= 0 { break }
                count += got
            }
        }
        guard failure == 0 else { throw .unreadable(file: source.name, reason: String(cString: strerror(failure))) }
        guard !bytes.isEmpty else { throw .empty(file: source.name) }
        return bytes
    }

    /// Cuts at line ends outside quotation marks, which is where an even number of them has passed.
    private static func parts(of bytes: [UInt8], from start: Int) -> [Range<Int>] {
        bytes.withUnsafeBufferPointer { bytes in
            var parts: [Range<Int>] = [], from = start
            while from < bytes.count {
                var quotes = 0, end = from
                let wanted = min(bytes.count, from + partSize)
                while end < wanted {
                    if bytes[end] == 0x22 { quotes += 1 }
                    end += 1
                }
                while end < bytes.count, !(quotes.isMultiple(of: 2) && bytes[end - 1] == 0x0A) {
                    if bytes[end] == 0x22 { quotes += 1 }
                    end += 1
                }
                parts.append(from..<end)
                from = end
            }
            return parts
        }
    }
}

/// The cells of one row after another.
public struct CellReader: ~Copyable {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let end: Int
    private let separator: UInt8
    private(set) var position: Int
    /// The line that comes next, and that on which the present row began, from 1.
    private(set) var line = 1, rowLine = 1
    /// How many cells the row has.
    public private(set) var count = 0
    private var starts: [Int] = [], ends: [Int] = []
    /// Cells with doubled quotation marks, taken out.
    private var unquoted: [Int: [UInt8]] = [:]

    init(_ bytes: UnsafeBufferPointer<UInt8>, from: Int, to: Int, separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
        position = from
        end = to
    }

    /// The bytes of a cell, white space around it left out; valid until the next row is read.
    public subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
        if !unquoted.isEmpty, let cell = unquoted[index] { return cell.withUnsafeBufferPointer { $0 } }
        return UnsafeBufferPointer(rebasing: bytes[starts[index]..<ends[index]])
    }

    /// Where a cell begins in the table's bytes.
    public func place(of index: Int) -> Int { starts[index] }

    /// Goes to the next row; false at the end.
    mutating func next() -> Bool {
        guard position < end else { return false }
        count = 0
        rowLine = line
        if !unquoted.isEmpty { unquoted.removeAll() }
        while true {
            let isLast = readCell()
            count += 1
            if isLast { return true }
        }
    }

    /// Reads one cell and says whether the row ends with it.
    private mutating func readCell() -> Bool {
        while position < end, bytes[position] == 0x20 { position += 1 }
        if position < end, bytes[position] == 0x22 { return readQuotedCell() }
        let start = position
        while position < end, bytes[position] != separator, bytes[position] != 0x0A { position += 1 }
        return close(start, position)
    }

    private mutating func readQuotedCell() -> Bool {
        position += 1
        let start = position
        var hasDoubled = false
        while position < end {
            if bytes[position] == 0x22 {
                guard position + 1 < end, bytes[position + 1] == 0x22 else { break }
                hasDoubled = true
                position += 1
            } else if bytes[position] == 0x0A {
                line += 1
            }
            position += 1
        }
        let stop = min(position, end)
        if hasDoubled {
            var cell: [UInt8] = []
            var index = start
            while index < stop {
                cell.append(bytes[index])
                index += bytes[index] == 0x22 ? 2 : 1
            }
            unquoted[count] = cell
        }
        while position < end, bytes[position] != separator, bytes[position] != 0x0A { position += 1 }
        return close(start, stop)
    }

    /// Notes a cell and steps over what ended it.
    private mutating func close(_ start: Int, _ stop: Int) -> Bool {
        var stop = stop
        while stop > start, bytes[stop - 1] == 0x20 || bytes[stop - 1] == 0x0D { stop -= 1 }
        if count < starts.count {
            starts[count] = start
            ends[count] = stop
        } else {
            starts.append(start)
            ends.append(stop)
        }
        guard position < end else { return true }
        let isLast = bytes[position] == 0x0A
        position += 1
        if isLast { line += 1 }
        return isLast
    }
}
