import Exchange
import Foundation
import Linkage
import Synchronization

/// The files to be linked, read: records ready to compare, and where each record's identifier stands.
struct LinkLists: Sendable {
    let records: Records
    let fields: [LinkageField]
    /// What the reader should know: columns not used, rows that could not be read.
    private(set) var notes: [String] = []
    private let tables: [ByteTable]
    /// By file the column of each field.
    private let columns: [[Int]]
    /// By file and record: where the identifier stands and how long it is; empty where records are numbered.
    private let identifiers: [[Place]]

    private struct Place {
        var start: Int
        var count: Int32
    }

    init(left: String, right: String?, mapping: String?, threads: Int) throws {
        let mapping = try mapping.map(LinkLists.mapping)
        let tables = try ([left] + (right.map { [$0] } ?? [])).map { try ByteTable(.file(path: $0)) }
        let columns = tables.map { LinkColumns($0.headers, mapping: mapping) }
        // What one file does not have cannot be compared.
        let shared = columns[0].fields.filter { field in columns.allSatisfy { $0.fields.contains { $0.key == field.key && $0.kind == field.kind } } }
        guard !shared.isEmpty else {
            let headers = zip([left] + [right].compactMap { $0 }, tables).map { "\($0): \($1.headers.joined(separator: ", "))" }
            throw Refusal(
                "No column of the files is recognised in each of them. Name them with --mapping FILE. The headers are\n  "
                    + headers.joined(separator: "\n  "))
        }
        fields = shared.prefix(16).map { LinkageField(tables[0].headers[$0.column], $0.kind) }
        var parts: [[Part]] = [], used: [[Int]] = []
        for (index, table) in tables.enumerated() {
            let own = columns[index]
            let places = shared.prefix(16).map { field in own.fields.first { $0.key == field.key && $0.kind == field.kind }?.column ?? 0 }
            let read = LinkLists.read(table, places, identifier: own.identifier, fields, threads: threads)
            notes += LinkLists.notes(of: table, own, read)
            parts.append(read)
            used.append(places)
        }
        self.tables = tables
        self.columns = used
        identifiers = parts.map { $0.flatMap(\.identifiers) }
        records = Records(left: parts[0].map(\.encoder), right: parts.count > 1 ? parts[1].map(\.encoder) : nil, threads: threads)
        if fields.count < shared.count { notes.append("only the first 16 of \(shared.count) columns are compared") }
    }

    private static func mapping(_ path: String) throws -> LinkMapping {
        guard let data = FileManager.default.contents(atPath: path) else { throw Refusal("\(path) cannot be read.") }
        do {
            return try JSONDecoder().decode(LinkMapping.self, from: data)
        } catch let DecodingError.dataCorrupted(context) {
            throw Refusal("\(path): \(context.debugDescription)")
        } catch {
            throw Refusal("\(path): expected { \"columns\": { \"HEADER\": KIND } }")
        }
    }

    /// What was read of a part of a file.
    private struct Part: Sendable {
        var encoder: RecordEncoder
        var identifiers: [Place] = []
        var lines = 0
        var misshapen: [(line: Int, cells: Int)] = []
    }

    private static func read(
        _ table: ByteTable, _ columns: [Int], identifier: Int?, _ fields: [LinkageField], threads: Int
    ) -> [Part] {
        let parts = Mutex([Part?](repeating: nil, count: table.parts.count)), next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: max(1, min(threads, table.parts.count))) { _ in
            while true {
                let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard number < table.parts.count else { return }
                var part = Part(encoder: RecordEncoder(fields: fields))
                let read = table.forEachRow(in: table.parts[number]) { cells in
                    part.encoder.append { cells[columns[$0]] }
                    if let identifier {
                        part.identifiers.append(Place(start: cells.place(of: identifier), count: Int32(cells[identifier].count)))
                    }
                }
                part.lines = read.lines
                part.misshapen = read.misshapen
                let done = part
                parts.withLock { $0[number] = done }
            }
        }
        return parts.withLock { $0.compactMap { $0 } }
    }

    private static func notes(of table: ByteTable, _ columns: LinkColumns, _ parts: [Part]) -> [String] {
        var notes: [String] = []
        if !columns.ignored.isEmpty { notes.append("\(table.name): not compared: \(columns.ignored.joined(separator: ", "))") }
        var line = table.linesBeforeRows, told = 0
        for part in parts {
            for row in part.misshapen {
                told += 1
                if told <= 5 {
                    notes.append("\(table.name):\(line + row.line): \(row.cells) cells, expected \(table.headers.count); the row is left out")
                }
            }
            line += part.lines
        }
        if told > 5 { notes.append("\(table.name): \(told) rows in all are left out") }
        return notes
    }

    /// The files' names for the record at a position of the left or the right list.
    func identifier(_ record: Int, isRight: Bool) -> String {
        let file = isRight && tables.count > 1 ? 1 : 0
        guard record < identifiers[file].count else { return String(record + 1) }
        let place = identifiers[file][record]
        return tables[file].withBytes(at: place.start, count: Int(place.count)) { String(decoding: $0, as: UTF8.self) }
    }

    /// The values of the first records of a list, a text a field.
    func values(isRight: Bool, atMost count: Int) -> [[String?]] {
        let file = isRight && tables.count > 1 ? 1 : 0
        var values: [[String?]] = []
        for part in tables[file].parts where values.count < count {
            _ = tables[file].forEachRow(in: part) { cells in
                guard values.count < count else { return }
                values.append(columns[file].map { String(decoding: cells[$0], as: UTF8.self) })
            }
        }
        return values
    }

    /// The position of each record of a list, by its identifier; of several with one identifier that of the first.
    func positions(isRight: Bool) -> [String: Int] {
        let count = isRight ? records.count - records.leftCount : records.leftCount
        var positions: [String: Int] = [:]
        positions.reserveCapacity(count)
        for record in 0..<count where positions[identifier(record, isRight: isRight)] == nil {
            positions[identifier(record, isRight: isRight)] = record
        }
        return positions
    }

    /// The same appended to `output`, quoted where it must be.
    func append(_ record: Int, isRight: Bool, to output: inout [UInt8]) {
        let file = isRight && tables.count > 1 ? 1 : 0
        guard record < identifiers[file].count else { return output.append(contentsOf: String(record + 1).utf8) }
        let place = identifiers[file][record]
        tables[file].withBytes(at: place.start, count: Int(place.count)) { bytes in
            if bytes.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A }) {
                output.append(0x22)
                for byte in bytes {
                    if byte == 0x22 { output.append(0x22) }
                    output.append(byte)
                }
                output.append(0x22)
            } else {
                output.append(contentsOf: bytes)
            }
        }
    }
}

/// Writes pairs.
enum PairFile {
    static func write(_ links: [Link], _ lists: LinkLists, to path: String) throws {
        var output = Array("left,right,probability\n".utf8)
        output.reserveCapacity(links.count * 32)
        for link in links {
            lists.append(link.left, isRight: false, to: &output)
            output.append(0x2C)
            lists.append(link.right, isRight: true, to: &output)
            output.append(0x2C)
            append(link.probability, to: &output)
            output.append(0x0A)
        }
        guard FileManager.default.createFile(atPath: path, contents: Data(output)) else { throw Refusal("\(path) cannot be written.") }
    }

    /// A probability with six digits.
    private static func append(_ probability: Double, to output: inout [UInt8]) {
        let millionths = Int((probability * 1_000_000).rounded())
        output.append(UInt8(0x30 + millionths / 1_000_000))
        output.append(0x2E)
        var divisor = 100_000
        while divisor > 0 {
            output.append(UInt8(0x30 + millionths / divisor % 10))
            divisor /= 10
        }
    }
}
