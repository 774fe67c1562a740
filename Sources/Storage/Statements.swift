import Foundation
import GRDB
import Vocabulary

/// A value of a statement's parameter.
typealias Parameter = (any DatabaseValueConvertible)?

extension Database {
    /// Runs a statement that returns nothing; the compiled form is kept for the next time.
    func run(_ sql: String, _ parameters: [Parameter] = []) throws {
        try cachedStatement(sql: sql).execute(arguments: StatementArguments(parameters))
    }

    /// Inserts many rows with few statements: most of the cost of a small insert is the statement, not the row.
    ///
    /// - Parameters:
    ///   - head: `INSERT INTO … (…) VALUES`.
    ///   - tail: `ON CONFLICT …`, or nothing.
    func insert(_ head: String, _ rows: [[Parameter]], tail: String = "") throws {
        var rest = rows[...]
        while let first = rest.first {
            let chunk = rest.prefix(32)
            let row = "(?" + String(repeating: ", ?", count: first.count - 1) + ")"
            let sql = "\(head) \(row)\(String(repeating: ", " + row, count: chunk.count - 1)) \(tail)"
            if chunk.count == 1 { try run(sql, first) } else { try run(sql, Array(chunk.joined())) }
            rest = rest.dropFirst(chunk.count)
        }
    }

    /// All rows of a query.
    func rows(_ sql: String, _ parameters: [Parameter] = []) throws -> [Row] {
        try Row.fetchAll(cachedStatement(sql: sql), arguments: StatementArguments(parameters))
    }

    /// The first row of a query.
    func row(_ sql: String, _ parameters: [Parameter] = []) throws -> Row? {
        try Row.fetchOne(cachedStatement(sql: sql), arguments: StatementArguments(parameters))
    }

    /// The first column of the first row, as a number.
    func number(_ sql: String, _ parameters: [Parameter] = []) throws -> Int64? {
        try Int64.fetchOne(cachedStatement(sql: sql), arguments: StatementArguments(parameters))
    }
}

extension Row {
    /// A required moment.
    func instant(_ column: Int) throws -> Instant { Instant(milliseconds: try value(column)) }

    /// A moment, if there is one.
    func optionalInstant(_ column: Int) throws -> Instant? { try optional(column).map(Instant.init(milliseconds:)) }

    /// A required value. An altered database may hold anything: that is an error, never a trap.
    func value<Value: DatabaseValueConvertible>(_ column: Int, as type: Value.Type = Value.self) throws -> Value {
        guard let value = Value.fromDatabaseValue(self[column]) else { throw StoreError.corrupt("column \(columnName(column))") }
        return value
    }

    /// A value, if there is one.
    func optional<Value: DatabaseValueConvertible>(_ column: Int, as type: Value.Type = Value.self) throws -> Value? {
        let stored: DatabaseValue = self[column]
        if stored.isNull { return nil }
        guard let value = Value.fromDatabaseValue(stored) else { throw StoreError.corrupt("column \(columnName(column))") }
        return value
    }

    /// A word of a closed choice.
    func word<Word: RawRepresentable>(_ column: Int, as type: Word.Type = Word.self) throws -> Word
    where Word.RawValue: DatabaseValueConvertible {
        guard let word = Word(rawValue: try value(column)) else { throw StoreError.corrupt("column \(columnName(column))") }
        return word
    }

    /// A word of a closed choice, if there is one.
    func optionalWord<Word: RawRepresentable>(_ column: Int, as type: Word.Type = Word.self) throws -> Word?
    where Word.RawValue: DatabaseValueConvertible {
        guard let raw = try optional(column, as: Word.RawValue.self) else { return nil }
        guard let word = Word(rawValue: raw) else { throw StoreError.corrupt("column \(columnName(column))") }
        return word
    }

    /// A territory code.
    func territory(_ column: Int) throws -> TerritoryCode {
        guard let code = TerritoryCode(try value(column, as: String.self)) else { throw StoreError.corrupt("column \(columnName(column))") }
        return code
    }

    private func columnName(_ column: Int) -> String { Array(columnNames).indices.contains(column) ? Array(columnNames)[column] : "\(column)" }
}

extension TerritoryCode {
    /// The code of the ancestor at `level` as a number, for the ancestor columns `t2`, `t4`, `t6`, `t9`, `t12`; nil above that level.
    func number(at level: Level) -> Int64? { ancestor(at: level).flatMap { Int64($0.digits) } }
}

extension TerritoryCode.Level {
    /// The levels that have an ancestor column, outermost first.
    static let indexed: [TerritoryCode.Level] = [.province, .prefecture, .county, .township, .village]

    /// The name of the ancestor column.
    var column: String { "t\(length)" }
}

extension StoreError {
    /// What an error of the engine means to a caller.
    init(_ error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_FULL: self = .storageFull
        case .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: self = .storageFailed(error.message ?? "\(error.resultCode)")
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT: self = .corrupt(error.message ?? "\(error.resultCode)")
        case .SQLITE_MISUSE where error.message?.contains("closed") == true: self = .closed
        default: self = .refused(error.message ?? "\(error.resultCode)")
        }
    }

    /// Any error with the engine's own turned into the store's; those of callers pass unchanged.
    static func translated(_ error: any Error) -> any Error {
        (error as? DatabaseError).map(StoreError.init) ?? error
    }

    /// Any error as one of the store's.
    static func from(_ error: any Error) -> StoreError {
        switch translated(error) {
        case let error as StoreError: error
        default: .refused("\(error)")
        }
    }
}
