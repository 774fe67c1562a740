import Exchange
import Foundation
import Policy
import Register
import Storage
import Vocabulary

/// A register opened for work: its store and keys, the editions adopted in it, its clock.
public struct Deployment: Sendable {
    /// What people do in it.
    public let operations: Operations
    /// Its keys.
    public let keys: KeyRing

    /// Opens the database at `location`, creating it with its keys where there is none.
    ///
    /// A demo's database carries its clock: it starts at the scenario's moment, runs at real speed while the demo is served and stands while
    /// it is not.
    ///
    /// - Parameter durability: When what is written is on the disk.
    public static func open(at location: StoreLocation, durability: Durability = .everyWrite) async throws -> Deployment {
        let keys = try KeyRing.open(at: KeyRing.defaultPath(for: location))
        let store = try Store.open(at: location, keys: keys, durability: durability)
        let (scenario, adoptions) = try await store.read(.systemUnrestricted) { reader in
            (try reader.scenarioClock(), try reader.policyAdoptions())
        }
        let clock = scenario.map { OperatingClock($0, openedAt: OperatingClock.machineTime()) } ?? OperatingClock()
        let book = try PolicyBook(adoptions, fallback: PolicyFolder.standard().edition("none"))
        let policies = PolicyShelf(book, last: adoptions.last?.id ?? 0)
        try await Tallies.complete(in: store)
        return Deployment(
            operations: Operations(store: store, clock: clock, policies: policies), keys: keys)
    }
}

extension PolicyBook {
    /// The adopted editions, read from the texts that were adopted, not from files that may have changed since.
    init(_ adoptions: [PolicyAdoption], fallback: Policy) throws {
        self.init(root: adoptions.first?.territory ?? .unstated, fallback: fallback)
        for adoption in adoptions { adopt(try adoption.inBook()) }
    }
}

extension PolicyAdoption {
    /// The adoption as the book holds it.
    func inBook() throws -> PolicyBook.Adoption {
        let policy = try PolicyDocument.read(edition) { key in
            (key == edition ? yaml : parents[key]).map { PolicySource(file: "\(key).yaml", text: $0) }
        }.policy
        var adoption = PolicyBook.Adoption(of: policy, in: territory, knownAt: adoptedAt)
        adoption.from = effectiveAt
        return adoption
    }
}

extension Operations {
    /// Adopts an edition, by its key or a file's path, for a territory from a moment on; where it changes what is open, everyone is derived
    /// anew by a durable job.
    ///
    /// - Parameters:
    ///   - knownAt: When it was known that it would hold; by default from its beginning on, or from now where that lies ahead.
    ///   - key: Sent again under the same key, it is adopted once.
    /// - Throws: `PolicyProblems` where the edition cannot be read; `StoreError.territoryOutsideScope` where the author does not hold the
    ///   territory.
    @discardableResult
    public func adopt(
        _ keyOrPath: String, from folder: PolicyFolder, in territory: TerritoryCode, effectiveAt: Instant, knownAt: Instant? = nil, as author: Author,
        once key: IdempotencyKey? = nil
    ) async throws -> PolicyDocument {
        let (document, sources) = try folder.read(keyOrPath)
        var texts = sources
        let yaml = texts.removeValue(forKey: document.policy.id) ?? ""
        let adoption = PolicyAdoption(
            edition: document.policy.id, territory: territory, effectiveAt: effectiveAt, adoptedAt: knownAt ?? min(effectiveAt, clock.now),
            yaml: yaml, parents: texts)
        let entry = try adoption.inBook()
        let write: @Sendable (Writer) throws -> Int64 = { writer in
            let number = try writer.adopt(adoption)
            let everyone = try writer.beyondScope(.derivation) {
                try writer.persons(limit: .max).map { Subject.person($0) } + writer.everyThing()
            }
            if !everyone.isEmpty { try Upkeep.enqueue(everyone, writer: writer) }
            return number
        }
        if let key { try await store.write(author, once: key, write) } else { try await store.write(author, write) }
        let policies = policies
        if policies.isKept {
            try await store.read(.systemUnrestricted) { _ = try policies.takeUp($0) }
        } else {
            if policies.book.root == .unstated { policies.book.root = territory }
            policies.book.adopt(entry)
        }
        return document
    }
}
