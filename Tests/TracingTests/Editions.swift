import Foundation
import Policy

/// The shipped editions, as the program reads them.
enum Editions {
    static func policy(_ key: String) throws -> Policy {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../policies").standardized
        return try PolicyDocument.read(key) { id in
            let file = folder.appending(path: "\(id).yaml")
            return (try? String(contentsOf: file, encoding: .utf8)).map { PolicySource(file: file.lastPathComponent, text: $0) }
        }.policy
    }
}
