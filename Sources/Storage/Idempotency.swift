import Crypto
import Foundation
import GRDB
import Vocabulary

private enum Query {
    static let get = "SELECT request, response FROM idempotency WHERE account = ? AND name = ?"
    static let insert = "INSERT INTO idempotency (account, name, request, response, at) VALUES (?, ?, ?, ?, ?)"
    static let expire = "DELETE FROM idempotency WHERE at < ?"
}

extension Writer {
    /// The outcome of the write done under this key before; nil if there was none.
    func response(to key: IdempotencyKey) throws -> Data? {
        guard let row = try database.row(Query.get, [accountNumber, key.key]) else { return nil }
        guard try row.value(0, as: Data.self) == key.digest else { throw StoreError.idempotencyConflict(key: key.key) }
        return try row.value(1)
    }

    /// Keeps the outcome of the write done under this key.
    func remember(_ response: Data, for key: IdempotencyKey) throws {
        try database.run(Query.insert, [accountNumber, key.key, key.digest, response, trueTime.milliseconds])
    }

    /// Forgets the keys of writes done before `moment`.
    public func removeIdempotencyKeys(before moment: Instant) throws {
        try database.run(Query.expire, [moment.milliseconds])
        account.note("idempotency.cleaned")
    }

    /// Keys of the system itself stand under zero.
    private var accountNumber: Int64 { author.scope.user?.rawValue ?? 0 }
}

extension IdempotencyKey {
    fileprivate var digest: Data { Data(SHA256.hash(data: request)) }
}
