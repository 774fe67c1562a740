import Vocabulary

/// Someone to sign in as in a demo.
public struct DemoRole: Hashable, Sendable {
    /// What they do.
    public let role: Role
    /// What the sign-in page calls them.
    public let name: LocalizedText
    /// The name they sign in by.
    public let username: String
    /// Where they do it.
    public let territory: TerritoryCode
}
