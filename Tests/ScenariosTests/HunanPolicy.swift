import Foundation
import Policy

/// The province's edition of March 2022, as it ships.
enum HunanPolicy {
    static func policy() throws -> Policy {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../policies").standardized
        return try PolicyDocument.read("hunan-2022-03") { key in
            (try? String(contentsOf: folder.appending(path: "\(key).yaml"), encoding: .utf8)).map { PolicySource(file: "\(key).yaml", text: $0) }
        }.policy
    }
}
