import Foundation
import GRDB
import Register

/// A row of a ledger, as the facts have it.
typealias LedgerRow = [DatabaseValue]

extension Reader {
    /// The numbers of the entries of which the ledgers of exposures, stays and specimens tell anything else than the facts; empty where all is right.
    /// The scope must be unrestricted.
    ///
    /// - Complexity: reads every fact of these kinds, and keeps a row of each in memory.
    public func entriesOutOfLedger() throws -> [Int64] {
        guard scope.isUnrestricted else { throw StoreError.outsideScope }
        let decoder = JSONDecoder()
        var rows: [String: [Int64: LedgerRow]] = ["exposure": [:], "stay": [:]]
        var tests = TestHistory()
        let facts = "SELECT \(FactRow.columns) FROM fact WHERE kind IN ('exposure', 'stay', 'specimen', 'result') ORDER BY id"
        try database.forEach(facts) { row in
            let record = try FactRow(row).entry(decoder).record
            tests.add(record)
            switch record.fact.kind {
            case .exposure: rows["exposure"]?[record.entity] = Database.exposureRow(record)?.map { $0?.databaseValue ?? .null }
            case .stay: rows["stay"]?[record.entity] = Database.stayRow(record)?.map { $0?.databaseValue ?? .null }
            default: break
            }
        }
        rows["specimen"] = Dictionary(
            uniqueKeysWithValues: tests.specimens.map { id, note in
                let moments: [DatabaseValue] = [note.takenAt, note.knownAt].map(\.milliseconds.databaseValue)
                return (
                    id, [id.databaseValue, note.person.rawValue.databaseValue] + moments + [note.reportedAt?.milliseconds.databaseValue ?? .null]
                )
            })
        var differing: Set<Int64> = []
        for (table, expected) in rows {
            var rest = expected
            try database.forEach("SELECT * FROM \(table)") { row in
                let id: Int64 = try row.value(0)
                if rest.removeValue(forKey: id) != Array(row.databaseValues) { differing.insert(id) }
            }
            differing.formUnion(rest.keys)
        }
        return differing.sorted()
    }
}
