import Foundation

/// Where the data are kept: the file of an embedded database.
public struct StoreLocation: Hashable, Sendable, CustomStringConvertible {
    /// The path of the database file.
    public let path: String

    /// The embedded database in the file at `path`.
    public init(path: String) {
        self.path = path
    }

    /// Reads `sqlite:PATH` or a plain path; a leading `~` is the home folder.
    ///
    /// - Throws: `StoreError.unsupportedLocation` for any other scheme, PostgreSQL among them, which this edition does not serve.
    public init(_ text: String) throws(StoreError) {
        var path = text
        if text.hasPrefix("sqlite:") {
            path = String(text.dropFirst("sqlite:".count))
            if path.hasPrefix("//") { path = String(path.dropFirst(2)) }
        } else if text.contains("://") {
            throw .unsupportedLocation(StoreLocation.withoutPassword(text))
        }
        guard !path.isEmpty else { throw .unsupportedLocation(text) }
        self.path = (path as NSString).expandingTildeInPath
    }

    /// `sqlite:PATH`.
    public var description: String { "sqlite:\(path)" }

    /// The folder of the file.
    var folder: String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    /// An address as it may be printed: what stands between the scheme and `@` may hold a password.
    private static func withoutPassword(_ address: String) -> String {
        guard let scheme = address.range(of: "://"), let at = address.range(of: "@", options: .backwards), scheme.upperBound <= at.lowerBound else {
            return address
        }
        return address[..<scheme.upperBound] + "…" + address[at.lowerBound...]
    }
}
