import Exchange
import Foundation
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// A real register in a temporary folder under a shipped edition, in force for sixty days before `start`.
struct TemporaryRegister: Sendable {
    let store: Store
    let policies: PolicyShelf
    private let folder: Folder

    /// Removes the folder when the last copy of the register is gone.
    private final class Folder: Sendable {
        let url = FileManager.default.temporaryDirectory.appending(path: "shoutu-\(UUID().uuidString)")

        deinit { try? FileManager.default.removeItem(at: url) }
    }

    static let policies = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "policies")
    static let editions = PolicyFolder(policies)

    init(edition: String = "hunan-2022-03", at start: Instant) async throws {
        folder = Folder()
        let location = StoreLocation(path: folder.url.appending(path: "register.sqlite").path)
        store = try Store.open(at: location, keys: try KeyRing.open(at: KeyRing.defaultPath(for: location)))
        policies = PolicyShelf(PolicyBook(root: .unstated, fallback: try TemporaryRegister.editions.edition("none")))
        try await at(start).adopt(
            edition, from: TemporaryRegister.editions, in: .hunan, effectiveAt: start - .hours(24 * 60), as: .systemUnrestricted("test"))
    }

    /// The operations as carried out at a moment.
    func at(_ moment: Instant) -> Operations {
        Operations(store: store, clock: .standing(at: moment), policies: policies)
    }
}

extension TerritoryCode {
    static let hunan = TerritoryCode("43") ?? .unstated
    static let yuhua = TerritoryCode("430111") ?? .unstated
    static let yuelu = TerritoryCode("430104") ?? .unstated
    static let yuetang = TerritoryCode("430304") ?? .unstated
}

extension Instant {
    /// Civil time in Shanghai, `2022-03-19T10:00`.
    static func shanghai(_ text: String) -> Instant {
        CivilTime(text).map { CivilZone.shanghai.instant($0) } ?? .distantPast
    }
}

extension Author {
    /// Someone with a role in a territory.
    static func user(_ number: Int64 = 1, _ role: Role = .investigator, in territory: TerritoryCode, at moment: Instant) -> Author {
        Author(
            scope: Scope(user: UserID(rawValue: number), grants: [Grant(role: role, territory: territory)], at: moment), source: "test",
            purpose: "test")
    }
}
