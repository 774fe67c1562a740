import Policy
import Vocabulary

/// The cases whose contacts are sought, as read from a table.
public struct CaseList: Sendable {
    /// The cases that made visits, each with its window.
    public var sources: [Source] = []
    /// Cases without a visit: they have no contacts here, which is not to say that they have none.
    public var strangers: [String] = []
    /// Rows that could not be read.
    public var problems: [TableProblem] = []
    /// The bytes of the rows of ``problems``, without their line's end.
    public var rejected: [[UInt8]] = []
    /// The header line as written.
    public var header: [UInt8] = []

    /// Reads `person,window_start,window_end` in the table's own moments.
    ///
    /// With a policy, `person,onset,first_positive,isolated` will do instead: days and a moment, of which the last two may be empty. The
    /// window is then the policy's (``Policy/Policy/infectiousWindow(onset:firstPositive:)``), whole civil days, ended by the isolation.
    ///
    /// - Throws: ``TableProblem`` if the header has neither form.
    public init(_ bytes: UnsafeRawBufferPointer, for table: VisitTable, policy: Policy? = nil) throws(TableProblem) {
        var zone = policy?.zone ?? .shanghai
        if case .seconds(let own) = table.scale, policy == nil { zone = own }
        var reading: CaseRows?
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            var line = UnsafeRawBufferPointer(rebasing: line)
            if line.last == 0x0D { line = UnsafeRawBufferPointer(rebasing: line.dropLast()) }
            guard reading != nil else {
                header = Array(line)
                reading = try CaseRows(header: line, table: table, policy: policy, zone: zone)
                continue
            }
            guard !line.isEmpty else { continue }
            do throws(TableProblem) {
                guard let (name, window) = try reading?.row(line, number: index + 1) else { continue }
                guard let person = table.number(ofPerson: name) else {
                    strangers.append(name)
                    continue
                }
                sources.append(Source(person: person, from: window.lowerBound, until: window.upperBound))
            } catch {
                problems.append(error)
                rejected.append(Array(line))
            }
        }
    }
}

/// The rows of a table of cases, its header known.
private struct CaseRows {
    private let layout: DelimitedRows
    private let wanted: [Int]
    private let policy: Policy?
    private let zone: CivilZone
    private let scale: TimeScale
    private var moments: MomentReading
    private var bounds: [Range<Int>]

    static let windows = [["person", "人员", "人员编号"], ["window_start", "win_start", "窗口开始"], ["window_end", "win_end", "窗口结束"]]
    static let anchors = [["person", "人员", "人员编号"], ["onset", "发病日期"], ["first_positive", "首次阳性采样日期"], ["isolated", "隔离时间"]]

    init(header: UnsafeRawBufferPointer, table: VisitTable, policy: Policy?, zone: CivilZone) throws(TableProblem) {
        layout = DelimitedRows(header: header)
        let windows = CaseRows.windows.map { [layout] in layout.position(of: $0) }
        let anchors = CaseRows.anchors.map { [layout] in layout.position(of: $0) }
        if windows.allSatisfy({ $0 != nil }) {
            wanted = windows.compactMap { $0 }
            self.policy = nil
        } else if let policy, anchors[0] != nil, anchors[1] ?? anchors[2] != nil, table.scale != .minutes {
            // A column that is not there has no cell: its bounds stay empty.
            wanted = anchors.map { $0 ?? -1 }
            self.policy = policy
        } else {
            let missing = zip(CaseRows.windows, windows).filter { $0.1 == nil }.map { $0.0[0] }
            throw TableProblem(line: 1, column: nil, kind: .header(missing: missing, found: layout.columns))
        }
        self.zone = zone
        scale = table.scale
        moments = MomentReading(zone: zone, scale: table.scale)
        bounds = wanted.map { _ in 0..<0 }
    }

    mutating func row(_ line: UnsafeRawBufferPointer, number: Int) throws(TableProblem) -> (String, ClosedRange<Int32>) {
        for index in bounds.indices { bounds[index] = 0..<0 }
        guard let cells = layout.split(line, wanted: wanted, into: &bounds) else { throw TableProblem(line: number, column: nil, kind: .quotes) }
        guard cells >= layout.columns.count else {
            throw TableProblem(line: number, column: nil, kind: .cells(found: cells, expected: layout.columns.count))
        }
        guard !bounds[0].isEmpty else { throw TableProblem(line: number, column: layout.columns[wanted[0]], kind: .empty) }
        let name = layout.withCell(line, bounds[0]) { String(decoding: $0, as: UTF8.self) }
        if let policy { return (name, try window(line, number, policy)) }
        let start = try moment(line, number, 1)
        let end = try moment(line, number, 2)
        guard start <= end else {
            throw TableProblem(line: number, column: layout.columns[wanted[2]], kind: .endsBeforeItBegins(found: text(line, 2)))
        }
        return (name, start...end)
    }

    private func text(_ line: UnsafeRawBufferPointer, _ index: Int) -> String { String(decoding: line[bounds[index]], as: UTF8.self) }

    private mutating func moment(_ line: UnsafeRawBufferPointer, _ number: Int, _ index: Int) throws(TableProblem) -> Int32 {
        let column = layout.columns[wanted[index]]
        guard !bounds[index].isEmpty else { throw TableProblem(line: number, column: column, kind: .empty) }
        guard let tick = moments.tick(UnsafeRawBufferPointer(rebasing: line[bounds[index]])) else {
            throw TableProblem(line: number, column: column, kind: .noMoment(found: text(line, index), isInMinutes: moments.isInMinutes))
        }
        return tick
    }

    private func day(_ line: UnsafeRawBufferPointer, _ number: Int, _ index: Int) throws(TableProblem) -> CivilDate? {
        guard !bounds[index].isEmpty else { return nil }
        guard let day = CivilDate(text(line, index)) else {
            throw TableProblem(line: number, column: layout.columns[wanted[index]], kind: .noDay(found: text(line, index)))
        }
        return day
    }

    private mutating func window(_ line: UnsafeRawBufferPointer, _ number: Int, _ policy: Policy) throws(TableProblem) -> ClosedRange<Int32> {
        let onset = try day(line, number, 1)
        let positive = try day(line, number, 2)
        guard let days = policy.infectiousWindow(onset: onset, firstPositive: positive) else {
            throw TableProblem(line: number, column: nil, kind: .noAnchor(expected: CaseRows.anchors[1...2].map { $0[0] }))
        }
        let isolated = bounds[3].isEmpty ? Int32.max : try moment(line, number, 3)
        let start = scale.tick(zone.instant(days.lowerBound)) ?? .min
        let end = min(scale.tick(zone.instant(days.upperBound + 1)) ?? .max, isolated)
        // Isolated before the window opened: nobody was met in it.
        return end >= start ? start...end : start...start
    }
}
