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
    ///   - idempotency: Names the operation, so that the same one sent twice is done once; the result must then be `Codable`.
    ///   - body: Files the facts; runs on the store's writer thread.
    public func perform<T: Sendable>(as author: Author, _ body: @escaping @Sendable (Filing) throws -> T) async throws -> T {
        let now = clock.now
        let policies = policies
        return try await store.write(author) { writer in
            let filing = Filing(writer: writer, now: now, policies: policies)
            let result = try body(filing)
            try filing.settle()
            return result
        }
    }
}

extension Filing {
    /// Derives everyone the filing touched.
    func settle() throws {
        var rederivation = Rederivation(writer: writer, policies: policies, now: now)
        try rederivation.run(touched, fresh: fresh)
    }
}
