import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// What people do, each in one transaction that ties facts, obligations and audit together.
///
/// The server and the command line call only this: an operation goes through ``perform(as:idempotency:_:)``, whose body files facts by the
/// use cases of ``Filing``; what is shown is asked of the views.
public struct Operations: Sendable {
    /// The register.
    public let store: Store
    /// Where `now` comes from.
    public let clock: OperatingClock
    /// The adopted editions.
    public let policies: PolicyShelf

    /// Operations on a store by a clock under the adopted editions.
    public init(store: Store, clock: OperatingClock, policies: PolicyShelf) {
        self.store = store
        self.clock = clock
        self.policies = policies
    }

    /// Carries out one operation: what the body files, and everything that follows from it, is kept together or not at all.
    ///
    /// - Parameters:
    ///   - author: Who does it, within which scope, for what.
    ///   - body: Files the facts; runs on the store's writer thread.
    public func perform<T: Sendable>(as author: Author, _ body: @escaping @Sendable (Filing) throws -> T) async throws -> T {
        let now = clock.now
        let policies = policies
        return try await store.write(author) { writer in
            try policies.takeUp(writer)
            let filing = Filing(writer: writer, now: now, policies: policies)
            let result = try body(filing)
            try filing.settle()
            return result
        }
    }

    /// Carries out one operation once: sent again under the same key, it changes nothing and the first outcome is given again.
    ///
    /// - Throws: `StoreError.idempotencyConflict` if the key stands for another operation.
    public func perform<T: Sendable & Codable>(
        as author: Author, idempotency key: IdempotencyKey, _ body: @escaping @Sendable (Filing) throws -> T
    ) async throws -> Outcome<T> {
        let now = clock.now
        let policies = policies
        return try await store.write(author, once: key) { writer in
            try policies.takeUp(writer)
            let filing = Filing(writer: writer, now: now, policies: policies)
            let result = try body(filing)
            return Outcome(result: result, effect: try filing.settle(counting: true))
        }
    }
}

/// What came of an operation.
public struct Outcome<Result: Sendable & Codable>: Sendable, Codable {
    /// What the body gave.
    public var result: Result
    /// What it did to the obligations of those whose facts it changed.
    public var effect: Effect
}

/// What an operation did to obligations.
public struct Effect: Hashable, Sendable, Codable {
    /// Obligations met by it.
    public var met = 0
    /// Obligations that stand since.
    public var new = 0
}

extension Filing {
    /// Derives everyone and everything the filing touched.
    ///
    /// - Parameter counting: Whether the effect on their obligations is wanted.
    @discardableResult
    func settle(counting: Bool = false) throws -> Effect {
        var rederivation = Rederivation(writer: writer, policies: policies, now: now)
        if counting { rederivation.counted = Set(touched) }
        try rederivation.run(touched, fresh: fresh, early: counting ? [:] : derivedEarly())
        letGo()
        return rederivation.effect
    }
}
