/// One row as the file has it: cells without their quotes, in one run of bytes.
struct RawRow {
    /// The bytes of all cells, one after the other, UTF-8.
    var bytes: [UInt8] = []
    /// Where each cell ends in `bytes`.
    var ends: [Int] = []
    /// The line of the file on which the row begins, from 1.
    var line = 0
    /// What is wrong with the row as such.
    var fault: Fault?

    enum Fault: Hashable, Sendable {
        /// A quotation mark is opened and not closed where a cell could end.
        case unclosedQuote
        /// Something follows a closing quotation mark.
        case textAfterQuote(column: Int)
    }

    var count: Int { ends.count }

    /// Where the cell stands, without white space around it.
    func range(_ column: Int) -> Range<Int> {
        let start = column == 0 ? 0 : ends[column - 1]
        return bytes.withUnsafeBufferPointer { trimmed($0, start..<ends[column]) }
    }

    /// The cell's text; broken characters show as U+FFFD.
    func text(_ column: Int) -> String { String(decoding: bytes[range(column)], as: UTF8.self) }

    /// The cell exactly as it stands between its separators.
    func whole(_ column: Int) -> ArraySlice<UInt8> { bytes[(column == 0 ? 0 : ends[column - 1])..<ends[column]] }

    var isBlank: Bool { fault == nil && ends.indices.allSatisfy { range($0).isEmpty } }

    mutating func clear(line: Int) {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        self.line = line
        fault = nil
    }
}

/// `range` without white space at its ends: ASCII, no-break and ideographic spaces, byte order marks and zero-width spaces.
func trimmed(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end {
        if bytes[start] <= 0x20 {
            start += 1
        } else if bytes[start] >= 0xC2, let width = spaceWidth(bytes, at: start, before: end) {
            start += width
        } else {
            break
        }
    }
    while start < end {
        if bytes[end - 1] <= 0x20 {
            end -= 1
        } else if bytes[end - 1] >= 0x80, end - start >= 2, spaceWidth(bytes, at: end - 2, before: end) == 2 {
            end -= 2
        } else if bytes[end - 1] >= 0x80, end - start >= 3, spaceWidth(bytes, at: end - 3, before: end) == 3 {
            end -= 3
        } else {
            break
        }
    }
    return start..<end
}

private func spaceWidth(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int, before end: Int) -> Int? {
    if end - index >= 2, bytes[index] == 0xC2, bytes[index + 1] == 0xA0 { return 2 }
    guard end - index >= 3 else { return nil }
    switch (bytes[index], bytes[index + 1], bytes[index + 2]) {
    case (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF), (0xE2, 0x80, 0x8B), (0xE2, 0x80, 0xAF): return 3
    default: return nil
    }
}

/// The rows of a text table by RFC 4180, with what files in use need beyond it: any of four separators, LF, CRLF or CR, spaces around
/// quoted cells.
///
/// A row is limited in length and in columns, so that a file that is no table ends in a clear message. After a quotation mark that is never
/// closed, reading goes on with the next line: one slip of the pen costs one row. Memory is one piece of the file and the longest row.
struct RowReader {
    static let maximumLength = 1 << 20
    static let maximumColumns = 2048
    private static let maximumUnclosed = 16

    let separator: UInt8
    private let stream: TextStream
    private var buffer: [UInt8] = []
    private var position = 0
    private var isAtEnd = false
    private var line = 1
    private var unclosed = 0
    private let stops: [Bool]

    init(_ stream: TextStream, separator: UInt8) {
        self.stream = stream
        self.separator = separator
        var stops = [Bool](repeating: false, count: 256)
        for byte in [separator, 0x0A, 0x0D] { stops[Int(byte)] = true }
        self.stops = stops
    }

    /// Bytes of the file read so far, and in all.
    var progress: (read: Int, total: Int) {
        let (read, total) = stream.progress
        return (max(0, read - (buffer.count - position)), total)
    }

    /// Reads the next row that is not blank; false at the end.
    mutating func next(_ row: inout RawRow) throws(TableError) -> Bool {
        while true {
            guard try read(&row) else { return false }
            if !row.isBlank { return true }
        }
    }

    private mutating func read(_ row: inout RawRow) throws(TableError) -> Bool {
        while true {
            if position < buffer.count || isAtEnd {
                if position >= buffer.count { return false }
                row.clear(line: line)
                switch parse(&row) {
                case .row(let end, let lines):
                    position = end
                    line += lines
                    return true
                case .tooManyColumns:
                    throw .tooManyColumns(file: stream.name, line: line, limit: RowReader.maximumColumns)
                case .unfinished(let inQuotes):
                    if inQuotes, buffer.count - position > RowReader.maximumLength || isAtEnd {
                        guard unclosed < RowReader.maximumUnclosed else { throw .unclosedQuotes(file: stream.name, line: line) }
                        unclosed += 1
                        if skipLine(&row) { return true }
                    }
                    if buffer.count - position > RowReader.maximumLength {
                        throw .rowTooLong(file: stream.name, line: line, limit: RowReader.maximumLength)
                    }
                }
            }
            buffer.removeFirst(position)
            position = 0
            isAtEnd = try !stream.append(to: &buffer)
        }
    }

    private enum Outcome {
        case row(end: Int, lines: Int)
        case unfinished(inQuotes: Bool)
        case tooManyColumns
    }

    /// Takes the first line of what an open quotation mark swallowed as a row at fault.
    private mutating func skipLine(_ row: inout RawRow) -> Bool {
        guard let end = buffer[position...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) ?? (isAtEnd ? buffer.count : nil) else { return false }
        row.clear(line: line)
        row.bytes.append(contentsOf: buffer[position..<end])
        row.ends.append(row.bytes.count)
        row.fault = .unclosedQuote
        position = end
        if position < buffer.count {
            position += buffer[end] == 0x0D && end + 1 < buffer.count && buffer[end + 1] == 0x0A ? 2 : 1
            line += 1
        }
        return true
    }

    private mutating func parse(_ row: inout RawRow) -> Outcome {
        let (start, atEnd, separator) = (position, isAtEnd, separator)
        let outcome = buffer.withUnsafeBufferPointer { bytes in
            stops.withUnsafeBufferPointer { stops in
                RowReader.parse(bytes, from: start, atEnd: atEnd, separator: separator, stops: stops, into: &row)
            }
        }
        // A quote that ran over line ends and then met text was most likely never closed: give up its first line only.
        if case .row(_, let lines) = outcome, lines > 1, case .textAfterQuote? = row.fault, skipLine(&row) {
            return .row(end: position, lines: 0)
        }
        return outcome
    }

    private static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, atEnd: Bool, separator: UInt8, stops: UnsafeBufferPointer<Bool>,
        into row: inout RawRow
    ) -> Outcome {
        let end = bytes.count
        var index = start
        var lines = 0
        while true {
            // At the beginning of a cell.
            var cursor = index
            while cursor < end, bytes[cursor] == 0x20 { cursor += 1 }
            if cursor < end, bytes[cursor] == 0x22 {
                guard let close = quoted(bytes, from: cursor + 1, into: &row.bytes, lines: &lines) else { return .unfinished(inQuotes: true) }
                index = close
                while index < end, bytes[index] == 0x20 { index += 1 }
                // The byte after a closing quote may be the second half of an escaped one.
                if index >= end, !atEnd { return .unfinished(inQuotes: true) }
                if index < end, !stops[Int(bytes[index])] { row.fault = row.fault ?? .textAfterQuote(column: row.ends.count + 1) }
            }
            let from = index
            while index < end, !stops[Int(bytes[index])] { index += 1 }
            if index > from { row.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[from..<index])) }
            if index >= end, !atEnd { return .unfinished(inQuotes: false) }
            row.ends.append(row.bytes.count)
            if row.ends.count > maximumColumns { return .tooManyColumns }
            guard index < end else { return .row(end: end, lines: lines + 1) }
            if bytes[index] == separator {
                index += 1
                continue
            }
            if bytes[index] == 0x0D {
                if index + 1 >= end, !atEnd { return .unfinished(inQuotes: false) }
                if index + 1 < end, bytes[index + 1] == 0x0A { index += 1 }
            }
            return .row(end: index + 1, lines: lines + 1)
        }
    }

    /// Copies a quoted cell from after its opening mark; gives the place after its closing mark, or nil if there is none.
    private static func quoted(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, into cells: inout [UInt8], lines: inout Int) -> Int? {
        var index = start
        var from = start
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x22 {
                if index + 1 < bytes.count, bytes[index + 1] == 0x22 {
                    cells.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[from...index]))
                    index += 2
                    from = index
                    continue
                }
                cells.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[from..<index]))
                return index + 1
            }
            if byte == 0x0A || (byte == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A)) { lines += 1 }
            index += 1
        }
        return nil
    }
}
