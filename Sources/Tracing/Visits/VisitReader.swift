import Vocabulary

/// Reads a table of visits `person,place,in,out` from its bytes, piece by piece, and lays it out in columns.
///
/// ```swift
/// var reader = VisitReader()
/// try reader.read(bytes) { problem, line in … }
/// let table = reader.finish()
/// ```
///
/// Columns may stand in any order and beside others; their headers may be Chinese (人员, 场所, 进入时间, 离开时间). A row that cannot be read is
/// handed back with what is wrong, and the others stand.
public struct VisitReader {
    /// Rows taken so far.
    public var rowCount: Int { rows.count }
    /// Rows rejected so far.
    public private(set) var rejectedCount = 0

    /// The header line as written; empty before it was read.
    public private(set) var header: [UInt8] = []

    private var moments: MomentReading
    private var rows = VisitRows()
    private var people = NameTable()
    private var places = NameTable()
    private var layout: DelimitedRows?
    private var wanted: [Int] = []
    private var bounds: [Range<Int>] = [0..<0, 0..<0, 0..<0, 0..<0]
    private var line = 0
    private var waiting: [Waiting] = []
    private var touched: UInt32 = 0

    /// The headers that are understood, in the order person, place, in, out.
    public static let headers = [
        ["person", "人员", "人员编号"], ["place", "场所", "地点"], ["in", "进入时间", "进入"], ["out", "离开时间", "离开"],
    ]

    /// A reader; times without an offset are civil times of `zone`.
    public init(zone: CivilZone = .shanghai) {
        moments = MomentReading(zone: zone)
    }

    /// Reads whole lines.
    ///
    /// - Parameters:
    ///   - bytes: The next piece of the file.
    ///   - isLast: Whether the file ends with it; else what follows the last line's end is left for the next piece.
    ///   - rejected: Takes what is wrong with a row, and the row's bytes without the line's end.
    /// - Returns: How many bytes were read; the rest belongs in front of the next piece.
    /// - Throws: ``TableProblem`` if the header lacks a column.
    public mutating func read(
        _ bytes: UnsafeRawBufferPointer, isLast: Bool = true, rejected: (TableProblem, UnsafeRawBufferPointer) -> Void
    ) throws(TableProblem) -> Int {
        var start = 0
        while start < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
            let end = rest.firstIndex(of: 0x0A)
            guard let end = end ?? (isLast ? rest.count : nil) else { break }
            var length = end
            if length > 0, rest[length - 1] == 0x0D { length -= 1 }
            line += 1
            let text = UnsafeRawBufferPointer(rebasing: rest[0..<length])
            if let layout {
                if length > 0, let problem = take(text, layout) {
                    rejectedCount += 1
                    rejected(problem, text)
                }
            } else {
                try readHeader(text)
            }
            start += end + 1
        }
        lookUp()
        if isLast, layout == nil { throw TableProblem(line: 1, column: nil, kind: .header(missing: VisitReader.headers.map { $0[0] }, found: [])) }
        return min(start, bytes.count)
    }

    private mutating func readHeader(_ text: UnsafeRawBufferPointer) throws(TableProblem) {
        let layout = DelimitedRows(header: text)
        let positions = VisitReader.headers.map { layout.position(of: $0) }
        let missing = zip(VisitReader.headers, positions).filter { $0.1 == nil }.map { $0.0[0] }
        guard missing.isEmpty else { throw TableProblem(line: line, column: nil, kind: .header(missing: missing, found: layout.columns)) }
        wanted = positions.compactMap { $0 }
        header = Array(text)
        self.layout = layout
    }

    /// Takes a row, or says what is wrong with it.
    private mutating func take(_ text: UnsafeRawBufferPointer, _ layout: DelimitedRows) -> TableProblem? {
        for index in 0..<4 { bounds[index] = 0..<0 }
        guard let cells = layout.split(text, wanted: wanted, into: &bounds) else { return TableProblem(line: line, column: nil, kind: .quotes) }
        guard cells >= layout.columns.count else {
            return TableProblem(line: line, column: nil, kind: .cells(found: cells, expected: layout.columns.count))
        }
        for index in 0..<4 where bounds[index].isEmpty { return problem(index, .empty) }
        guard let start = moments.tick(UnsafeRawBufferPointer(rebasing: text[bounds[2]])) else { return noMoment(2, text) }
        guard let end = moments.tick(UnsafeRawBufferPointer(rebasing: text[bounds[3]])) else { return noMoment(3, text) }
        guard end >= start else { return problem(3, .endsBeforeItBegins(found: String(decoding: text[bounds[3]], as: UTF8.self))) }
        layout.withCell(text, bounds[0]) { person in
            layout.withCell(text, bounds[1]) { place in
                waiting.append(Waiting(person: NameTable.Name(person), place: NameTable.Name(place), start: start, end: end))
                // A cell whose quotes were made single lives no longer than this.
                if waiting.count == VisitReader.batch || !person.isPart(of: text) || !place.isPart(of: text) { lookUp() }
            }
        }
        return nil
    }

    /// A row whose names have still to be looked up.
    private struct Waiting {
        let person: NameTable.Name
        let place: NameTable.Name
        let start: Int32
        let end: Int32
    }

    private static let batch = 256

    private mutating func lookUp() {
        for row in waiting { touched &+= people.touch(row.person) &+ places.touch(row.place) }
        for row in waiting {
            rows.append(VisitRow(person: people.number(of: row.person), place: places.number(of: row.place), start: row.start, end: row.end))
        }
        waiting.removeAll(keepingCapacity: true)
    }

    private func noMoment(_ index: Int, _ text: UnsafeRawBufferPointer) -> TableProblem {
        problem(index, .noMoment(found: String(decoding: text[bounds[index]].prefix(40), as: UTF8.self), isInMinutes: moments.isInMinutes))
    }

    private func problem(_ index: Int, _ kind: TableProblem.Kind) -> TableProblem {
        TableProblem(line: line, column: layout?.columns[wanted[index]], kind: kind)
    }

    /// The visits read, in columns; the reader is empty then. A table without a moment counts in minutes.
    public mutating func finish() -> VisitTable {
        // Taken out of the reader, so that they are let go while the table is built and not after it.
        var rows = VisitRows(), people = NameTable(), places = NameTable()
        swap(&rows, &self.rows)
        swap(&people, &self.people)
        swap(&places, &self.places)
        return VisitTable.build(rows: consume rows, people: consume people, places: consume places, scale: moments.scale ?? .minutes)
    }
}

extension VisitTable {
    /// A table of visits at hand, for those who have values rather than a file. Visits that end before they begin are left out.
    public init(_ visits: some Sequence<(person: String, place: String, start: Int32, end: Int32)>, scale: TimeScale = .minutes) {
        var rows = VisitRows()
        var people = NameTable()
        var places = NameTable()
        for visit in visits where visit.start <= visit.end {
            var person = visit.person
            var place = visit.place
            let numbers = person.withUTF8 { person in
                place.withUTF8 {
                    (people.number(of: NameTable.Name(UnsafeRawBufferPointer(person))), places.number(of: NameTable.Name(UnsafeRawBufferPointer($0))))
                }
            }
            rows.append(VisitRow(person: numbers.0, place: numbers.1, start: visit.start, end: visit.end))
        }
        self = VisitTable.build(rows: rows, people: people, places: places, scale: scale)
    }
}

extension UnsafeRawBufferPointer {
    /// Whether these bytes lie within others.
    fileprivate func isPart(of whole: UnsafeRawBufferPointer) -> Bool {
        guard let own = baseAddress, let start = whole.baseAddress else { return false }
        return own >= start && own < start + whole.count
    }
}
