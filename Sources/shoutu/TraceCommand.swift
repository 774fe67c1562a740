import ArgumentParser
import Exchange
import Foundation
import Policy
import Tracing
import Vocabulary

/// `shoutu trace`: contacts and secondary contacts of cases from a table of visits.
struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace", abstract: "Find who was together with cases, and with their contacts, from a table of visits.",
        discussion: """
            Visits are rows of person, place, in, out; cases are rows of person, window_start, window_end. Moments are whole minutes or ISO 8601 \
            times, the same in both files. With a policy, cases may give onset, first_positive and isolated instead of a window. Two people were \
            together where their stays at one place overlap by at least the minimum, within the case's window; a contact's own contacts count \
            from its earliest exposure onwards. Rows that cannot be read are told, counted, and left out.
            """)
    @Option(help: "Visits: CSV, or a column file written by --write-columns.") var visits: String
    @Option(help: "Cases: CSV.") var cases: String?
    @Option(help: "A shipped edition's key, or a policy file: its least overlap, lingering, degrees and windows.") var policy: String?
    @Option(help: "The setting by whose rule of the policy people become contacts; default: the policy's least overlap anywhere.") var setting:
        ContactSetting?
    @Option(help: "Least minutes together; default: the policy's, else 15.") var minOverlap: Int?
    @Option(help: "1 for contacts, 2 for their contacts as well; default: the policy's, else 2.") var degrees: Int?
    @Option(help: "The folder for close.csv, secondary.csv and rejected rows.") var out: String?
    @Option(help: "Write the visits as a column file, which is mapped at once the next time.") var writeColumns: String?
    @Option(help: "text or json.") var format: OutputFormat = .text

    func validate() throws {
        guard cases != nil || writeColumns != nil else { throw ValidationError("Give --cases FILE, or --write-columns FILE to convert only.") }
        guard minOverlap ?? 0 >= 0, minOverlap ?? 0 <= 100_000 else { throw ValidationError("--min-overlap: expected 0 to 100000 minutes") }
        guard (1...2).contains(degrees ?? 1) else { throw ValidationError("--degrees: expected 1 or 2") }
        guard format != .csv else { throw ValidationError("--format: expected text or json") }
        guard setting == nil || policy != nil else { throw ValidationError("--setting needs a --policy whose rule it names") }
    }

    func run() throws {
        let edition = try policy.map { try PolicyFolder.standard().edition($0) }
        if let out { try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true) }
        var report = Report()
        let table = try VisitSource(path: visits, zone: edition?.zone ?? .shanghai, rejects: rejects("visits"))
            .table(&report)
        if let writeColumns { try ColumnFileWriting.write(table, to: writeColumns) }
        if let cases { try trace(cases, in: table, edition, &report) }
        try report.show(format)
        if report.rejectedVisits + report.rejectedCases > 0 { throw ExitCode.failure }
    }

    private func trace(_ cases: String, in table: VisitTable, _ edition: Policy?, _ report: inout Report) throws {
        let list = try caseList(cases, for: table, edition, &report)
        let traced = degrees ?? edition.map { $0.tracing.degrees } ?? 2
        guard traced >= 1 else { throw Refusal("\(edition?.id ?? "The policy") traces no contacts; give --degrees to look all the same.") }
        let search = CoPresence(table, try rule(edition))
        let watch = ProcessorTime()
        let close = search.meetings(of: list.sources)
        report.closeSeconds = watch.seconds
        report.close = MeetingSummary(close, scale: table.scale)
        try write(.close(table), close, "close.csv")
        guard traced >= 2 else { return }
        let second = ProcessorTime()
        let secondary = search.meetings(of: search.exposed(close, cases: list.sources))
        report.secondarySeconds = second.seconds
        let known = Set(list.sources.map(\.person)).union(close.map(\.contact))
        report.secondary = MeetingSummary(secondary, scale: table.scale, known: known)
        try write(.secondary(table), secondary, "secondary.csv")
    }

    private func rule(_ edition: Policy?) throws -> CoPresenceRule {
        var rule = CoPresenceRule(minimum: .minutes(15))
        if let edition {
            rule = CoPresenceRule(edition.tracing.contacts)
            if let setting {
                guard let own = CoPresenceRule(edition.tracing.contacts, in: setting) else {
                    throw Refusal("\(edition.id) makes nobody a contact in the setting “\(setting.rawValue)”.")
                }
                rule = own
            }
        }
        if let minOverlap { rule.minimum = .minutes(minOverlap) }
        return rule
    }

    private func caseList(_ path: String, for table: VisitTable, _ edition: Policy?, _ report: inout Report) throws -> CaseList {
        guard let data = FileManager.default.contents(atPath: path) else { throw Refusal("\(path) cannot be read.") }
        let list: CaseList
        do { list = try data.withUnsafeBytes { try CaseList($0, for: table, policy: edition) } } catch { throw Refusal("\(path), \(error)") }
        report.cases = list.sources.count
        report.casesWithoutVisits = list.strangers
        let file = rejects("cases")
        for (problem, row) in zip(list.problems, list.rejected) { try file.reject(problem, row, header: list.header) }
        try file.finish()
        report.rejectedCases = list.problems.count
        return list
    }

    private func rejects(_ kind: String) -> RejectedRows {
        RejectedRows(name: kind == "visits" ? visits : cases ?? "", path: out.map { $0 + "/rejected-\(kind).csv" })
    }

    private func write(_ text: MeetingText, _ meetings: [Meeting], _ name: String) throws {
        guard let out else { return }
        let path = out + "/" + name
        guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path) else {
            throw Refusal("\(path) cannot be written.")
        }
        try text.write(meetings) { try file.write(contentsOf: $0) }
        try file.close()
    }
}

extension ContactSetting: ExpressibleByArgument {}

extension TraceCommand {
    /// What was read and found.
    struct Report: Encodable {
        var visits = 0
        var people = 0
        var places = 0
        var rejectedVisits = 0
        var cases = 0
        var casesWithoutVisits: [String] = []
        var rejectedCases = 0
        var close: MeetingSummary?
        var secondary: MeetingSummary?
        /// Processor seconds.
        var loadSeconds = 0.0
        var closeSeconds = 0.0
        var secondarySeconds = 0.0

        func show(_ format: OutputFormat) throws {
            if format == .json { return try Output.json(self) }
            print("\(visits) visits of \(people) people at \(places) places, \(rejectedVisits) rows rejected" + seconds(loadSeconds))
            guard cases + rejectedCases + casesWithoutVisits.count > 0 else { return }
            print("\(cases) cases, \(casesWithoutVisits.count) more without a visit, \(rejectedCases) rows rejected")
            if let close { print("close: " + line(close, new: false) + seconds(closeSeconds)) }
            if let secondary { print("secondary: " + line(secondary, new: true) + seconds(secondarySeconds)) }
        }

        private func line(_ summary: MeetingSummary, new: Bool) -> String {
            "\(summary.pairs) pairs, \(summary.people) people" + (new ? " (\(summary.newPeople) neither cases nor close contacts)" : "")
                + ", \(summary.episodes) episodes, \(summary.minutes) minutes"
        }

        private func seconds(_ value: Double) -> String { String(format: " (%.3f s of processor time)", value) }
    }
}

/// Where visits come from: a table in pieces, or a column file that is mapped.
private struct VisitSource {
    let path: String
    let zone: CivilZone
    let rejects: RejectedRows

    func table(_ report: inout TraceCommand.Report) throws -> VisitTable {
        let watch = ProcessorTime()
        let table = try isColumnFile ? mapped() : read(&report)
        report.loadSeconds = watch.seconds
        report.visits = table.visitCount
        report.people = table.personCount
        report.places = table.placeCount
        return table
    }

    private var isColumnFile: Bool {
        guard path != "-", let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        return VisitTable.isColumnFile((try? file.read(upToCount: 8)) ?? Data())
    }

    private func mapped() throws -> VisitTable {
        let file = try MappedFile(path: path)
        // The closure keeps the mapping for as long as the table lives.
        do { return try VisitTable(columnFile: file.bytes) { withExtendedLifetime(file) {} } } catch { throw Refusal("\(path): \(error)") }
    }

    private func read(_ report: inout TraceCommand.Report) throws -> VisitTable {
        var reader = VisitReader(zone: zone)
        var pieces = try FilePieces(path: path)
        do {
            try pieces.forEach { piece, isLast in
                var bad: [(TableProblem, [UInt8])] = []
                let taken = try reader.read(piece, isLast: isLast) { bad.append(($0, Array($1))) }
                for (problem, row) in bad { try rejects.reject(problem, row, header: reader.header) }
                return taken
            }
        } catch let problem as TableProblem { throw Refusal("\(path), \(problem)") }
        try rejects.finish()
        report.rejectedVisits = reader.rejectedCount
        return reader.finish()
    }
}

/// Tells rejected rows, the first twenty of a file in full, and keeps them all in a file: the problem, then the row as it was.
final class RejectedRows {
    private let name: String
    private let path: String?
    private var file: FileHandle?
    private var count = 0

    init(name: String, path: String?) {
        self.name = name
        self.path = path
        // A file of an earlier run would tell of rows that are long corrected.
        if let path { try? FileManager.default.removeItem(atPath: path) }
    }

    func reject(_ problem: TableProblem, _ row: some Sequence<UInt8>, header: [UInt8]) throws {
        count += 1
        if count <= 20 { Output.complain("\(name), \(problem.text.en)") }
        guard let path else { return }
        if file == nil {
            guard
                FileManager.default.createFile(
                    atPath: path, contents: Data("problem,".utf8 + header + [0x0A]), attributes: [.posixPermissions: 0o600])
            else { throw Refusal("\(path) cannot be written.") }
            file = FileHandle(forWritingAtPath: path)
            try file?.seekToEnd()
        }
        try file?.write(contentsOf: Data(("\"" + problem.text.en.replacing("\"", with: "\"\"") + "\",").utf8 + Array(row) + [0x0A]))
    }

    func finish() throws {
        if count > 20 { Output.complain("… and \(count - 20) more") }
        if count > 0, path == nil { Output.complain("Give --out FOLDER to have the rejected rows in a file to correct.") }
        try file?.close()
        file = nil
    }
}

/// Writes a column file beside its place and moves it there, so that nobody maps half of one.
private enum ColumnFileWriting {
    static func write(_ table: VisitTable, to path: String) throws {
        let temporary = path + ".writing"
        guard FileManager.default.createFile(atPath: temporary, contents: nil), let file = FileHandle(forWritingAtPath: temporary) else {
            throw Refusal("\(path) cannot be written.")
        }
        try table.withFile { header, rest in
            try file.write(contentsOf: header)
            var offset = 0
            while offset < rest.count {
                let piece = UnsafeRawBufferPointer(rebasing: rest[offset..<min(rest.count, offset + 1 << 24)])
                try file.write(contentsOf: Data(piece))
                offset += piece.count
            }
        }
        try file.synchronize()
        try file.close()
        guard rename(temporary, path) == 0 else { throw Refusal("\(path) cannot be written.") }
    }
}

/// Measures the processor's time, which a busy machine does not stretch.
struct ProcessorTime {
    private let start = ProcessorTime.now

    var seconds: Double { ProcessorTime.now - start }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
