import Foundation
import Policy
import Testing

/// The editions in `policies/`, read as the program reads them.
enum Shipped {
    static let keys = ["none", "cn-8", "cn-9", "cn-20", "cn-10n", "hunan-2022-03", "who-mers", "who-ebola", "measles"]

    static func source(_ key: String) -> PolicySource? {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../policies").standardized
        guard let text = try? String(contentsOf: folder.appending(path: "\(key).yaml"), encoding: .utf8) else { return nil }
        return PolicySource(file: "policies/\(key).yaml", text: text)
    }

    static func read(_ key: String) throws -> PolicyDocument {
        try PolicyDocument.read(key, known: keys, source: source)
    }
}

@Suite("The editions that ship")
struct ShippedEditions {
    @Test("read without a problem and without a doubt", arguments: Shipped.keys)
    func reads(key: String) throws {
        do {
            let document = try Shipped.read(key)
            #expect(document.policy.id == key)
            #expect(document.warnings.map(\.description) == [])
        } catch {
            Issue.record("\(error)")
        }
    }
}
