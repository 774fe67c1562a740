import Foundation
import Policy

/// The shipped editions, read once.
public enum Editions {
    /// Their keys.
    public static let all = ["none", "cn-8", "cn-9", "cn-20", "cn-10n", "hunan-2022-03", "who-mers", "who-ebola", "measles"]
    private static let read = Dictionary(uniqueKeysWithValues: all.map { ($0, load($0)) })

    /// The edition of a key.
    public static func policy(_ key: String) -> Policy {
        guard let policy = read[key] else { preconditionFailure("no edition \(key)") }
        return policy
    }

    private static func load(_ key: String) -> Policy {
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
