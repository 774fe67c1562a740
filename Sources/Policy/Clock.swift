import Vocabulary

/// A time limit: something must have been done within so many hours of its trigger, by somebody.
public struct Clock: Hashable, Sendable {
    /// The limit.
    public var within: Hours
    /// Who must do it.
    public var role: Role

    /// A limit of `within` for `role`.
    public init(within: Hours, role: Role) {
        self.within = within
        self.role = role
    }
}
