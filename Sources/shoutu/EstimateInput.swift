import Foundation
import Vocabulary

/// What is wrong with a file of figures, and where.
struct EstimateInputError: Error, CustomStringConvertible {
    let file: String
    var line = 0
    var column = 0
    let found: String
    let expected: String

    /// `file:line:column: found …; expected …`.
    var description: String {
        let place = line == 0 ? file : column == 0 ? "\(file):\(line)" : "\(file):\(line):\(column)"
        return "\(place): \(found); expected \(expected)"
    }
}

/// A cell with the place where it stands.
struct EstimateCell {
    let text: String
    let file: String
    let line: Int
    /// The character of the line at which the cell begins, from 1.
    let column: Int

    var isEmpty: Bool { text.isEmpty }

    func error(_ expected: String) -> EstimateInputError {
        EstimateInputError(file: file, line: line, column: column, found: text.isEmpty ? "nothing" : "“\(text)”", expected: expected)
    }

    /// A number that is not negative.
    func count() throws -> Double {
        guard let number = Double(text), number >= 0, number.isFinite else { throw error("a number, 0 or more") }
        return number
    }

    /// Whether the cell says that its value is not known: empty, or as R writes it.
    var isMissing: Bool { text.isEmpty || text == "NA" || text == "NaN" }

    /// Cases of a day or period. What is missing counts as 0, which is told on standard error: EpiEstim 2.2 (`process_I`) puts 0 for `NA`.
    func cases() throws -> Double {
        if isMissing {
            Output.complain("\(file):\(line):\(column): \(text.isEmpty ? "an empty cell" : "“\(text)”") in the cases, taken as 0")
            return 0
        }
        guard let number = Double(text), number >= 0, number == number.rounded(), number.isFinite else {
            throw error("a whole number of cases, 0 or more, or NA")
        }
        return number
    }

    func whole() throws -> Int {
        guard let number = Int(text), number >= 0 else { throw error("a whole number, 0 or more") }
        return number
    }

    func number() throws -> Double {
        guard let number = Double(text), number.isFinite else { throw error("a number") }
        return number
    }

    func date() throws -> CivilDate {
        guard let date = CivilDate(text) else { throw error("a day, YYYY-MM-DD") }
        return date
    }
}

/// A small CSV file of figures: with or without a header, separated by commas, semicolons or tabs.
struct EstimateInput {
    let file: String
    /// Names of the columns in lower case, if the first row holds names.
    let header: [String]?
    /// The row of these names as it stands in the file.
    let headerCells: [EstimateCell]?
    let rows: [[EstimateCell]]
    /// The blank lines between the rows. In a list they say nothing; in a series of one column each is an empty cell.
    let blanks: [Int]

    init(_ path: String) throws {
        file = path
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw EstimateInputError(file: path, found: "the file cannot be read", expected: "a CSV file")
        }
        guard var text = String(data: data, encoding: .utf8) else {
            throw EstimateInputError(file: path, found: "the file is not UTF-8 text", expected: "CSV in UTF-8")
        }
        if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
        var rows: [[EstimateCell]] = []
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let separator = EstimateInput.separator(lines.first(where: { !$0.allSatisfy(\.isWhitespace) }) ?? "")
        for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) && !line.hasPrefix("#") {
            rows.append(try EstimateInput.cells(line, separator, path, index + 1))
        }
        guard let first = rows.first else { throw EstimateInputError(file: path, found: "the file is empty", expected: "rows of figures") }
        let isNamed = first.allSatisfy { Double($0.text) == nil && CivilDate($0.text) == nil } && !first.allSatisfy(\.isMissing)
        header = isNamed ? first.map { $0.text.lowercased() } : nil
        headerCells = isNamed ? first : nil
        self.rows = isNamed ? Array(rows.dropFirst()) : rows
        let span = (first.first?.line ?? 0)..<(self.rows.last?.first?.line ?? 0)
        blanks = lines.indices.filter { span.contains($0 + 1) && lines[$0].allSatisfy(\.isWhitespace) }.map { $0 + 1 }
        guard !self.rows.isEmpty else { throw EstimateInputError(file: path, line: 2, found: "no rows", expected: "rows below the header") }
    }

    private static func separator(_ line: Substring) -> Character {
        [",", ";", "\t"].max { left, right in line.count { $0 == left } < line.count { $0 == right } } ?? ","
    }

    private static func cells(_ line: Substring, _ separator: Character, _ file: String, _ number: Int) throws -> [EstimateCell] {
        var cells: [EstimateCell] = []
        var current = ""
        var start = 1
        var isQuoted = false
        for (offset, character) in line.enumerated() {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == separator, !isQuoted {
                cells.append(EstimateCell(text: current.trimmingCharacters(in: .whitespaces), file: file, line: number, column: start))
                current = ""
                start = offset + 2
            } else {
                current.append(character)
            }
        }
        guard !isQuoted else {
            throw EstimateInputError(
                file: file, line: number, column: start, found: "a quotation mark that is not closed", expected: "cells that end in their line")
        }
        cells.append(EstimateCell(text: current.trimmingCharacters(in: .whitespaces), file: file, line: number, column: start))
        return cells
    }

    /// The position of the first of `names` that the header has.
    func column(_ names: String...) -> Int? {
        guard let header else { return nil }
        for name in names { if let index = header.firstIndex(of: name) { return index } }
        return nil
    }

    /// The position of the column that a flag names, or `fallback` if it names none.
    func column(named name: String?, by flag: String, otherwise fallback: Int) throws -> Int {
        guard let name else { return fallback }
        guard let index = column(name.lowercased()) else {
            throw EstimateInputError(
                file: file, line: 1, found: "no column “\(name)” (\(flag))",
                expected: "one of " + (header?.joined(separator: ", ") ?? "the names of a header, which the file lacks"))
        }
        return index
    }

    /// The cell of a row, or an error that says which column the row lacks.
    func cell(_ row: [EstimateCell], _ index: Int, _ what: String) throws -> EstimateCell {
        guard index < row.count else {
            throw EstimateInputError(
                file: file, line: row.first?.line ?? 0, found: "only \(row.count) cells", expected: "\(what) in column \(index + 1)")
        }
        return row[index]
    }

    /// What `read` makes of each row; rows it cannot read are told on standard error and passed over. Fails if none is left.
    func readable<Value>(after heading: [[EstimateCell]] = [], _ read: ([EstimateCell]) throws -> Value?) throws -> [Value] {
        var values: [Value] = []
        var rejected = 0
        var last: (any Error)?
        for row in heading + rows {
            do {
                if let value = try read(row) { values.append(value) }
            } catch {
                rejected += 1
                last = error
                if rejected <= 20 { Output.complain("passed over: \(error)") }
            }
        }
        if rejected > 20 { Output.complain("passed over: \(rejected - 20) more rows of \(file)") }
        if values.isEmpty, let last { throw last }
        return values
    }
}
