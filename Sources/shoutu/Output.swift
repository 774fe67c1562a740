import ArgumentParser
import Foundation

/// The forms in which commands print results.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, csv
}

/// Printing to standard output.
enum Output {
    /// Prints a value as JSON with sorted keys.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Prints a table as CSV (RFC 4180).
    static func csv(_ header: [String], _ rows: [[String]]) {
        for row in [header] + rows {
            print(
                row.map { $0.contains(where: { ",\"\r\n".contains($0) }) ? "\"" + $0.replacing("\"", with: "\"\"") + "\"" : $0 }.joined(
                    separator: ","))
        }
    }

    /// Prints a line to standard error.
    static func complain(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}
