import Operations
import Vocabulary

/// Estimates lately made, by territory and moment of knowledge. Who asks while they are being made waits for the same ones; they are made on a thread of
/// their own, never on those that answer requests.
actor LatestEstimates {
    private struct Key: Hashable {
        let territory: TerritoryCode
        let asOf: Instant?
    }

    private struct Entry {
        /// The situation's version: any write makes it old.
        let version: Int64
        /// The day: the next one has a whole day more.
        let day: CivilDate
        let making: Task<Estimates, any Error>
    }

    private var entries: [Key: Entry] = [:]
    private let threads = BoundedThreads(label: "shoutu.estimates", count: 1, limit: 8)
    private static let capacity = 100

    /// The estimates of a territory; unless those of the same version and day are there, made by what `prepare` gives once it has read what is needed.
    func find(
        _ territory: TerritoryCode, asOf: Instant?, version: Int64, day: CivilDate,
        _ prepare: @escaping @Sendable () async throws -> @Sendable () throws -> Estimates
    ) async throws -> Estimates {
        let key = Key(territory: territory, asOf: asOf)
        if let entry = entries[key], entry.version == version, entry.day == day { return try await entry.making.value }
        if entries.count >= LatestEstimates.capacity { entries.removeAll() }
        let making = Task { [threads] in try await threads.run(prepare()) }
        entries[key] = Entry(version: version, day: day, making: making)
        do {
            return try await making.value
        } catch {
            entries[key] = nil
            throw error
        }
    }
}
