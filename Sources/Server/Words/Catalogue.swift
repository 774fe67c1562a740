import Foundation

/// Every text of the console in every language, read from the tables of one folder, one table for each family of pages: key, English,
/// Simplified Chinese, one line a text.
///
/// Traditional Chinese is derived character by character with ICU's `Hans-Hant`. A line's key has a section and a name, `home.late`, and is
/// reached as `{{t.home.late}}` in a template and as `words("home.late")` in code.
struct Catalogue: Sendable {
    private let texts: [Language: [String: String]]

    /// What is wrong with a line of the table.
    struct Mistake: Error, CustomStringConvertible {
        let file: String
        let line: Int
        let reason: String
        var description: String { "\(file):\(line): \(reason)" }
    }

    /// Reads every `*.tsv` of a folder.
    init(folder: URL) throws {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).filter { $0.pathExtension == "tsv" }
        try self.init(
            tables: files.sorted { $0.lastPathComponent < $1.lastPathComponent }.map {
                ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8))
            })
    }

    /// Reads tables; lines that are empty or begin with `#` are left out.
    init(tables: [(name: String, text: String)]) throws {
        var english: [String: String] = [:]
        var simplified: [String: String] = [:]
        for (file, table) in tables {
            try Catalogue.read(table, file, &english, &simplified)
        }
        texts = [.english: english, .simplified: simplified, .traditional: simplified.mapValues(Catalogue.traditional)]
    }

    private static func read(_ table: String, _ file: String, _ english: inout [String: String], _ simplified: inout [String: String]) throws {
        for (index, line) in table.split(separator: "\n", omittingEmptySubsequences: false).enumerated() where !line.isEmpty && line.first != "#" {
            let columns = line.split(separator: "\t", omittingEmptySubsequences: true).map(String.init)
            guard columns.count == 3 else {
                throw Mistake(file: file, line: index + 1, reason: "expected key, English and Chinese, separated by tabs")
            }
            guard columns[0].split(separator: ".").count == 2 else {
                throw Mistake(file: file, line: index + 1, reason: "“\(columns[0])” is not section.name")
            }
            guard english.updateValue(columns[1], forKey: columns[0]) == nil else {
                throw Mistake(file: file, line: index + 1, reason: "“\(columns[0])” stands twice")
            }
            simplified[columns[0]] = columns[2]
        }
    }

    /// The keys of the table.
    var keys: Set<String> { Set(texts[.english].map(\.keys) ?? [:].keys) }

    /// The texts in one language.
    func words(_ language: Language) -> Words { Words(language: language, texts: texts[language] ?? [:]) }

    /// Simplified characters as Traditional ones.
    static func traditional(_ text: String) -> String {
        text.applyingTransform(StringTransform("Hans-Hant"), reverse: false) ?? text
    }
}
