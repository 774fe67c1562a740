import Foundation
import Register
import Vocabulary

@testable import Storage

/// A real database in a folder of its own, removed with it.
final class TestStore: Sendable {
    let folder: String
    let store: Store

    var location: StoreLocation { StoreLocation(path: folder + "/register.db") }

    init(folder: String? = nil) throws {
        self.folder = try folder ?? TestStore.newFolder()
        let location = StoreLocation(path: self.folder + "/register.db")
        store = try Store.open(at: location, keys: .open(at: KeyRing.defaultPath(for: location)))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    static func newFolder() throws -> String {
        let folder = NSTemporaryDirectory() + "shoutu-storage-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    /// A second handle, as another process would have it.
    func anotherHandle(acceptingTailLoss: Bool = false) throws -> Store {
        try Store.open(at: location, keys: .open(at: KeyRing.defaultPath(for: location), create: false), acceptingTailLoss: acceptingTailLoss)
    }

    /// Registers a person living in `territory`, visible there.
    func person(_ name: String = "王小明", in territory: TerritoryCode = .furong, document: String? = nil, phone: String? = nil) async throws -> PersonID
    {
        try await store.write(.test) { try $0.newTestPerson(name, in: territory, document: document, phone: phone) }
    }
}

extension Writer {
    func newTestPerson(
        _ name: String = "王小明", in territory: TerritoryCode = .furong, document: String? = nil, phone: String? = nil
    ) throws -> PersonID {
        let identity = Identity(name: name, documentNumber: document, phones: phone.map { [$0] } ?? [], address: "五一大道1号")
        let person = try newPerson(identity)
        try setLinks([PersonLink(kind: .residence, territory: territory)], of: person)
        try append(.person(Person(residence: territory)), about: .person(person), happenedAt: .noon, knownAt: .noon)
        return person
    }
}

extension Author {
    static let test = Author.systemUnrestricted("test")

    static func user(_ number: Int64, in territories: TerritoryCode..., purpose: String? = nil) -> Author {
        Author(scope: .user(number, in: territories), source: "page", purpose: purpose)
    }
}

extension Scope {
    static func user(_ number: Int64 = 1, in territories: [TerritoryCode], at moment: Instant = .noon) -> Scope {
        Scope(user: UserID(rawValue: number), grants: territories.map { Grant(role: .investigator, territory: $0) }, at: moment)
    }
}

extension Instant {
    /// 2022-03-19T12:00+08:00.
    static let noon = Instant(milliseconds: 1_647_662_400_000)
}

extension TerritoryCode {
    static func code(_ digits: String) -> TerritoryCode {
        guard let code = TerritoryCode(digits) else { preconditionFailure("no territory code: \(digits)") }
        return code
    }

    static let hunan = code("43")
    static let changsha = code("4301")
    static let furong = code("430102")
    static let furongTownship = code("430102001")
    static let furongVillage = code("430102001001")
    static let xiangtan = code("4303")
    static let yuhu = code("430302")
}
