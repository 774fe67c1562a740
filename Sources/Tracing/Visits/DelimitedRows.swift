/// Splits a table's bytes into lines and cells, the header known: separated by comma, semicolon or tab, cells in quotes where they need it.
///
/// A line is a row: a cell does not run over a line's end. Spaces around cells are dropped.
struct DelimitedRows: Sendable {
    /// The header's names as written.
    let columns: [String]
    let separator: UInt8

    /// Reads a header line.
    init(header line: UnsafeRawBufferPointer) {
        var line = line
        if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = UnsafeRawBufferPointer(rebasing: line.dropFirst(3)) }
        var separator = UInt8(ascii: ",")
        if !line.contains(separator) {
            for other in [UInt8(ascii: ";"), UInt8(ascii: "\t")] where line.contains(other) { separator = other }
        }
        self.separator = separator
        columns = line.split(separator: separator, omittingEmptySubsequences: false)
            .map { cell in
                String(decoding: DelimitedRows.trimmed(UnsafeRawBufferPointer(rebasing: cell)).filter { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
            }
    }

    /// The position of the column of one of these names, the case of letters aside.
    func position(of names: [String]) -> Int? {
        columns.firstIndex { column in names.contains { $0.caseInsensitivelyEquals(column) } }
    }

    /// Finds the cells of a line, which must not hold its end. The bounds of each wanted cell are written to `bounds` in the order of
    /// `wanted`; the number of cells on the line is the answer, or nil where quotes are unbalanced. Doubled quotes stay doubled.
    func split(_ line: UnsafeRawBufferPointer, wanted: [Int], into bounds: inout [Range<Int>]) -> Int? {
        var cell = 0
        var index = 0
        let count = line.count
        while true {
            var start = index
            var end: Int
            if index < count, line[index] == UInt8(ascii: "\"") {
                start += 1
                index += 1
                while true {
                    guard index < count else { return nil }
                    if line[index] == UInt8(ascii: "\"") {
                        if index + 1 < count, line[index + 1] == UInt8(ascii: "\"") {
                            index += 2
                            continue
                        }
                        break
                    }
                    index += 1
                }
                end = index
                index += 1
                guard index == count || line[index] == separator else { return nil }
            } else {
                while index < count, line[index] != separator { index += 1 }
                end = index
                while start < end, line[start] == 0x20 { start += 1 }
                while end > start, line[end - 1] == 0x20 { end -= 1 }
            }
            for (position, column) in wanted.enumerated() where column == cell { bounds[position] = start..<end }
            cell += 1
            guard index < count else { return cell }
            index += 1
        }
    }

    /// A cell's own bytes, doubled quotes of a quoted one made single.
    @inline(__always)
    func withCell<Result>(_ line: UnsafeRawBufferPointer, _ bounds: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let cell = UnsafeRawBufferPointer(rebasing: line[bounds])
        guard bounds.lowerBound > 0, line[bounds.lowerBound - 1] == UInt8(ascii: "\""), cell.contains(UInt8(ascii: "\"")) else { return body(cell) }
        var single: [UInt8] = []
        for byte in cell where byte != UInt8(ascii: "\"") || single.last != byte { single.append(byte) }
        return single.withUnsafeBytes(body)
    }

    private static func trimmed(_ cell: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var start = 0
        var end = cell.count
        while start < end, cell[start] == 0x20 || cell[start] == 0x0D { start += 1 }
        while end > start, cell[end - 1] == 0x20 || cell[end - 1] == 0x0D { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: cell[start..<end])
    }
}

extension String {
    fileprivate func caseInsensitivelyEquals(_ other: String) -> Bool { lowercased() == other.lowercased() }
}
