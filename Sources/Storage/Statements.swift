import Foundation
import GRDB
import GRDBSQLite
import Vocabulary

/// A value of a statement's parameter.
typealias Parameter = (any DatabaseValueConvertible)?

extension Database {
    /// Runs a statement that returns nothing; the compiled form is kept for the next time.
    func run(_ sql: String, _ parameters: [Parameter] = []) throws {
        try prepared(sql, parameters).execute()
    }

    /// Runs a statement that returns nothing once for each value, compiled once and bound value by value: for those of which there are thousands
    /// in a transaction.
    ///
    /// It is stepped directly. The layer above asks at each step for the queue it runs on and for observers, of whom there are none.
    func put<Value>(_ sql: String, _ values: [Value], bind: (Value, inout RowBinder) throws -> Void) throws {
        guard !values.isEmpty else { return }
        let statement = try cachedStatement(sql: sql)
        let compiled = statement.sqliteStatement
        defer { sqlite3_reset(compiled) }
        for value in values {
            sqlite3_reset(compiled)
            var row = RowBinder(statement)
            try bind(value, &row)
            guard row.isComplete else { throw StoreError.refused("values missing for: \(sql)") }
            let code = sqlite3_step(compiled)
            guard code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code), message: lastErrorMessage, sql: sql) }
        }
    }

    /// Inserts a row for each value, several with one statement.
    func put<Value>(_ insertion: Insertion, _ values: some RandomAccessCollection<Value>, bind: (Value, inout RowBinder) throws -> Void) throws {
        var rest = values[...]
        for (count, sql) in insertion.statements {
            while rest.count >= count {
                try put(sql) { row in
                    for value in rest.prefix(count) { try bind(value, &row) }
                }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Runs a statement that returns nothing once, bound value by value.
    func put(_ sql: String, bind: (inout RowBinder) throws -> Void) throws {
        try put(sql, [()]) { _, row in try bind(&row) }
    }

    /// Hands over every row of a query, bound value by value and stepped directly: for those asked thousands of times in a transaction, and for
    /// queries of thousands of rows. The row is valid only while `body` looks at it, and `body` must not ask the same again.
    func step(_ sql: String, bind: (inout RowBinder) throws -> Void, _ body: (Step) throws -> Void) throws {
        let statement = try cachedStatement(sql: sql)
        let compiled = statement.sqliteStatement
        sqlite3_reset(compiled)
        defer { sqlite3_reset(compiled) }
        var values = RowBinder(statement)
        try bind(&values)
        guard values.isComplete else { throw StoreError.refused("values missing for: \(sql)") }
        while true {
            let code = sqlite3_step(compiled)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else { throw DatabaseError(resultCode: ResultCode(rawValue: code), message: lastErrorMessage, sql: sql) }
            try body(Step(statement: compiled))
        }
    }

    /// The same for a query whose parameters are numbers.
    func step(_ sql: String, _ numbers: [Int64], _ body: (Step) throws -> Void) throws {
        try step(sql, bind: { values in for number in numbers { try values.bind(number) } }, body)
    }

    /// All rows of a query.
    func rows(_ sql: String, _ parameters: [Parameter] = []) throws -> [Row] {
        try Row.fetchAll(prepared(sql, parameters))
    }

    /// Hands over every row of a query as it is read, valid only while `body` looks at it: for those of which there are hundreds of thousands.
    func forEach(_ sql: String, _ parameters: [Parameter] = [], _ body: (Row) throws -> Void) throws {
        let rows = try Row.fetchCursor(prepared(sql, parameters))
        while let row = try rows.next() { try body(row) }
    }

    /// The first row of a query.
    func row(_ sql: String, _ parameters: [Parameter] = []) throws -> Row? {
        try Row.fetchOne(prepared(sql, parameters))
    }

    /// The first column of the first row, as a number.
    func number(_ sql: String, _ parameters: [Parameter] = []) throws -> Int64? {
        try Int64.fetchOne(prepared(sql, parameters))
    }

    private func prepared(_ sql: String, _ parameters: [Parameter]) throws -> Statement {
        let statement = try cachedStatement(sql: sql)
        try statement.bind(parameters)
        return statement
    }
}

extension Statement {
    /// Binds the values to the statement's parameters.
    ///
    /// The engine's own way to do so builds and walks several arrays for each statement, which in an import costs more than the writing.
    func bind(_ parameters: [Parameter]) throws {
        guard Int(sqlite3_bind_parameter_count(sqliteStatement)) == parameters.count else {
            throw StoreError.refused("\(parameters.count) values for: \(sql)")
        }
        // Resets the statement and marks it as bound.
        setUncheckedArguments(StatementArguments())
        for (index, parameter) in zip(Int32(1)..., parameters) {
            let code: Int32
            switch parameter?.databaseValue.storage ?? .null {
            case .null: code = sqlite3_bind_null(sqliteStatement, index)
            case .int64(let number): code = sqlite3_bind_int64(sqliteStatement, index, number)
            case .double(let number): code = sqlite3_bind_double(sqliteStatement, index, number)
            case .string(var text):
                code =
                    text.isEmpty
                    ? sqlite3_bind_text(sqliteStatement, index, "", 0, Statement.copied)
                    : text.withUTF8 { bytes in
                        bytes.withMemoryRebound(to: CChar.self) {
                            sqlite3_bind_text(sqliteStatement, index, $0.baseAddress, Int32($0.count), Statement.copied)
                        }
                    }
            case .blob(let data):
                code = data.withUnsafeBytes { bytes in
                    bytes.isEmpty
                        ? sqlite3_bind_zeroblob(sqliteStatement, index, 0)
                        : sqlite3_bind_blob(sqliteStatement, index, bytes.baseAddress, Int32(bytes.count), Statement.copied)
                }
            }
            guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code), sql: sql) }
        }
    }

    /// Tells the engine to take a copy of what is bound.
    fileprivate static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}

extension String {
    /// The places of so many values in a statement: `(?, ?, ?)`.
    static func places(_ count: Int) -> String { "(?\(String(repeating: ", ?", count: count - 1)))" }
}

/// A statement that inserts several rows: opening and closing a table with its indexes costs about as much as writing one row.
///
/// > Warning: Only for tables without references to others, and without an upsert's update. An insert of several rows that could be undone half-way
/// keeps a copy of every page it changes, which costs three times what it saves.
struct Insertion: Sendable {
    /// What becomes of a row that breaks a rule of the table.
    enum Conflict: String {
        /// The statement ends with an error, and whoever called gives up the transaction.
        case fail = "FAIL"
        /// The row is left out.
        case ignore = "IGNORE"
    }

    /// The statement for so many rows, the most first.
    let statements: [(rows: Int, sql: String)]

    /// From the table with its columns, and how many these are.
    init(into table: String, columns: Int, or conflict: Conflict) {
        let row = "(?\(String(repeating: ", ?", count: columns - 1)))"
        statements = [32, 8, 4, 2, 1].map { count in
            (count, "INSERT OR \(conflict.rawValue) INTO \(table) VALUES \(row)\(String(repeating: ", " + row, count: count - 1))")
        }
    }
}

/// Binds the values of one row to a statement, from the first on.
struct RowBinder {
    private let statement: Statement
    private var last: Int32 = 0

    fileprivate init(_ statement: Statement) {
        self.statement = statement
    }

    /// Whether every parameter has its value.
    fileprivate var isComplete: Bool { sqlite3_bind_parameter_count(statement.sqliteStatement) == last }

    /// The next value, a number.
    mutating func bind(_ number: Int64) throws {
        last += 1
        try check(sqlite3_bind_int64(statement.sqliteStatement, last, number))
    }

    /// The next value, a number or nothing.
    mutating func bind(_ number: Int64?) throws {
        if let number { return try bind(number) }
        last += 1
        try check(sqlite3_bind_null(statement.sqliteStatement, last))
    }

    /// The next value, a text.
    mutating func bind(_ text: String) throws {
        last += 1
        var text = text
        let (place, statement) = (last, statement.sqliteStatement)
        try check(
            text.withUTF8 { bytes in
                guard let base = bytes.baseAddress else { return sqlite3_bind_text(statement, place, "", 0, Statement.copied) }
                return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                    sqlite3_bind_text(statement, place, $0, Int32(bytes.count), Statement.copied)
                }
            })
    }

    /// The next value, a text or nothing.
    mutating func bind(_ text: String?) throws {
        if let text { return try bind(text) }
        try bind(Int64?.none)
    }

    /// The next value, bytes.
    mutating func bind(_ data: Data) throws {
        last += 1
        let (place, statement) = (last, statement.sqliteStatement)
        try check(
            data.withUnsafeBytes { bytes in
                bytes.isEmpty
                    ? sqlite3_bind_zeroblob(statement, place, 0)
                    : sqlite3_bind_blob(statement, place, bytes.baseAddress, Int32(bytes.count), Statement.copied)
            })
    }

    /// The next value, bytes or nothing.
    mutating func bind(_ data: Data?) throws {
        if let data { return try bind(data) }
        try bind(Int64?.none)
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code), sql: statement.sql) }
    }
}

/// A row of a query that is stepped directly. What is not of the kind asked for reads as 0 or nothing.
struct Step {
    fileprivate let statement: SQLiteStatement

    /// A number.
    func number(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    /// A text.
    func text(_ column: Int32) -> String { sqlite3_column_text(statement, column).map { String(cString: $0) } ?? "" }

    /// Bytes.
    func data(_ column: Int32) -> Data {
        guard let bytes = sqlite3_column_blob(statement, column) else { return Data() }
        return Data(bytes: bytes, count: Int(sqlite3_column_bytes(statement, column)))
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
    func number(at level: Level) -> Int64? { ancestor(at: level)?.number }
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
