import Foundation

/// Who writes, from where and for what: it stands beside every fact written and in the audit.
public struct Author: Hashable, Sendable {
    /// Whose eyes the write is bound to.
    public var scope: Scope
    /// Where the facts come from: `page`, `api`, `import:contacts.csv`, `command line`.
    public var source: String
    /// For what, in the author's words; needed to show identities.
    public var purpose: String?

    /// An author from its parts.
    public init(scope: Scope, source: String, purpose: String? = nil) {
        self.scope = scope
        self.source = source
        self.purpose = purpose
    }

    /// The system itself, doing the named work, seeing everyone.
    public static func systemUnrestricted(_ source: String) -> Author {
        Author(scope: .systemUnrestricted, source: source)
    }
}

/// Names a write, so that the same one sent twice (a phone without network, a doubled click) is done once.
///
/// Keys are the user's own: two users may use the same one.
public struct IdempotencyKey: Hashable, Sendable {
    /// The client's key.
    public var key: String
    /// What was asked, or a digest of it; the same key with another request is refused.
    public var request: Data

    /// A key for a request.
    public init(_ key: String, request: Data = Data()) {
        self.key = key
        self.request = request
    }
}
