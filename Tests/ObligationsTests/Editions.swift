import Foundation
import Policy

/// The shipped editions, read once.
enum Editions {
    static func policy(_ key: String) -> Policy {
        do {
            return try PolicyDocument.read(key) { id in
                let file = folder.appending(path: "\(id).yaml")
                return (try? String(contentsOf: file, encoding: .utf8)).map { PolicySource(file: file.lastPathComponent, text: $0) }
            }.policy
        } catch {
            preconditionFailure("policies/\(key).yaml: \(error)")
        }
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "policies")
}
