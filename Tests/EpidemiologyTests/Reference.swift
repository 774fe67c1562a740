import Foundation
import Vocabulary

/// The published results that lie beside the repository, where they are at hand.
enum Reference {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("shared/data")

    static let isAtHand = FileManager.default.fileExists(atPath: folder.appendingPathComponent("epi-reference").path)

    /// Why a test is skipped.
    static let absence = "needs ../shared/data/epi-reference beside the package"

    /// The rows of a table below its header, cells trimmed and without quotation marks.
    static func rows(_ file: String) throws -> [[String]] {
        let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: CharacterSet(charactersIn: " \""))
            }
        }
    }

    /// A column of numbers; nil where there is none.
    static func column(_ file: String, _ index: Int) throws -> [Double?] { try rows(file).map { Double($0[index]) } }

    /// The JSON of a file.
    static func json(_ file: String) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appendingPathComponent(file)))
    }
}

/// How far `value` lies from `expected`, as a share of the latter.
func relativeError(_ value: Double, _ expected: Double) -> Double { value == expected ? 0 : abs(value - expected) / abs(expected) }
