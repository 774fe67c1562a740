import Foundation
import Policy

/// The province's edition of March 2022, read from `policies/` as the program reads it.
enum HunanPolicy {
    private static let edition: Result<Policy, any Error> = Result {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../policies").standardized
        return try PolicyDocument.read("hunan-2022-03", known: ["cn-8", "hunan-2022-03"]) { key in
            (try? String(contentsOf: folder.appending(path: "\(key).yaml"), encoding: .utf8)).map { PolicySource(file: "\(key).yaml", text: $0) }
        }.policy
    }

    static func policy() throws -> Policy { try edition.get() }
}
