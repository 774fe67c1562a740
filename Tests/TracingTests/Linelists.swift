import Foundation

/// Published data beside the repository, read from there and never copied.
enum Linelists {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/data").standardized

    static func isThere(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.appending(path: "linelists/\(name)").path) }
}
