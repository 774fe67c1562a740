import Foundation
import Policy

/// The policy editions of a folder, one YAML file an edition, named by its key.
public struct PolicyFolder: Sendable {
    /// The folder.
    public let url: URL
    private var held: [String: String] = [:]

    /// The editions in `url`.
    public init(_ url: URL) {
        self.url = url
    }

    /// The folder with further texts by the keys of their editions, such as those a register keeps; they come before the files.
    public func holding(_ texts: [String: String]) -> PolicyFolder {
        var folder = self
        folder.held.merge(texts) { $1 }
        return folder
    }

    /// The editions that ship with the program.
    public static func standard() throws -> PolicyFolder {
        PolicyFolder(try ResourceFolder.url(for: "policies"))
    }

    /// Keys of the editions, sorted.
    public var keys: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        return Set(files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }).union(held.keys).sorted()
    }

    /// The text of an edition, or nil if there is none of that key.
    public func source(_ key: String) -> PolicySource? {
        if let text = held[key] { return PolicySource(file: "\(key).yaml", text: text) }
        guard !key.contains("/"), !key.hasPrefix(".") else { return nil }
        return PolicyFolder.text(of: url.appending(path: "\(key).yaml"))
    }

    /// Reads an edition by its key, or a file by its path. What a file extends is looked for beside it first, then in this folder.
    ///
    /// - Throws: `PolicyProblems`.
    public func document(_ keyOrPath: String) throws(PolicyProblems) -> PolicyDocument {
        try read(keyOrPath).document
    }

    /// Reads an edition by its key, or a file by its path, together with the texts it is made of, by the keys of the editions.
    ///
    /// - Throws: `PolicyProblems`.
    public func read(_ keyOrPath: String) throws(PolicyProblems) -> (document: PolicyDocument, texts: [String: String]) {
        let isPath = keyOrPath.contains("/") || keyOrPath.hasSuffix(".yaml") || keyOrPath.hasSuffix(".yml")
        let file = URL(filePath: keyOrPath)
        let beside = PolicyFolder(file.deletingLastPathComponent())
        var texts: [String: String] = [:]
        let document = try PolicyDocument.read(keyOrPath, known: keys) { key in
            let text = isPath && key == keyOrPath ? PolicyFolder.text(of: file) : (isPath ? beside.source(key) : nil) ?? source(key)
            texts[key] = text?.text
            return text
        }
        if let own = texts.removeValue(forKey: keyOrPath) { texts[document.policy.id] = own }
        return (document, texts)
    }

    /// The policy of an edition, by its key or a file's path.
    public func edition(_ keyOrPath: String) throws(PolicyProblems) -> Policy {
        try document(keyOrPath).policy
    }

    /// A file's text under the name that people know it by: relative to the working folder where it lies below it.
    private static func text(of url: URL) -> PolicySource? {
        guard let data = try? Data(contentsOf: url) else { return nil }
        let here = FileManager.default.currentDirectoryPath + "/"
        let path = url.standardizedFileURL.path
        return PolicySource(file: path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path, text: String(decoding: data, as: UTF8.self))
    }
}
