import Foundation
import Register
import Testing
import Vocabulary

@testable import Exchange

/// What the table tests share: a clock that stands in March 2022, a few territories, and short ways to import a text.
enum World {
    static let now = CivilZone.shanghai.instant(day("2022-03-31"), hour: 12)

    static func context(_ zone: CivilZone = .shanghai, companions: CompanionCases? = nil) -> ImportContext {
        ImportContext(zone: zone, now: now, territory: TerritoryCode("430102"), territories: Names(), companions: companions)
    }

    static func day(_ text: String) -> CivilDate { CivilDate(text) ?? CivilDate(daysSinceEpoch: 0) }

    /// Furong district of Changsha.
    static let territory: TerritoryCode = {
        guard let code = TerritoryCode("430102") else { fatalError("430102 is a code") }
        return code
    }()

    static func at(_ text: String) -> Instant {
        if let instant = Instant(text) { return instant }
        guard let time = CivilTime(text) else { return .distantPast }
        return CivilZone.shanghai.instant(time)
    }

    struct Names: TerritoryNames {
        func codes(named name: String) -> [TerritoryCode] {
            let names = ["芙蓉区": ["430102"], "长沙市芙蓉区": ["430102"], "岳麓区": ["430104"], "鼓楼区": ["320106", "350102"]]
            return (names[name] ?? []).compactMap { TerritoryCode($0) }
        }

        func contains(_ code: TerritoryCode) -> Bool { !code.digits.hasPrefix("99") }
    }

    static func plan(
        _ text: String, _ kind: TableKind, mapping: ColumnMapping? = nil, context: ImportContext = context()
    ) throws -> ImportPlan {
        try ImportPlan(.text(text, name: "test.csv"), kind: kind, mapping: mapping, context: context)
    }

    static func read(_ plan: ImportPlan) throws -> (rows: [ImportRow], rejections: [RowRejection]) {
        var table = try TableImport(plan)
        var rows: [ImportRow] = []
        var rejections: [RowRejection] = []
        while let row = try table.next() {
            switch row {
            case .success(let row): rows.append(row)
            case .failure(let rejection): rejections.append(rejection)
            }
        }
        return (rows, rejections)
    }

    static func read(
        _ text: String, _ kind: TableKind, mapping: ColumnMapping? = nil, context: ImportContext = context()
    ) throws -> (rows: [ImportRow], rejections: [RowRejection]) {
        try read(plan(text, kind, mapping: mapping, context: context))
    }

    /// All rows of a text as lists of cells, without any schema.
    static func cells(_ bytes: [UInt8], separator: UInt8 = 0x2C) throws -> [[String]] {
        var reader = RowReader(try TextStream(.bytes(bytes, name: "test"), encoding: .utf8, mark: 0), separator: separator)
        var row = RawRow()
        var rows: [[String]] = []
        while try reader.next(&row) { rows.append((0..<row.count).map { row.text($0) }) }
        return rows
    }
}

/// A generator that gives the same numbers for the same seed (SplitMix64).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[Int(next() % UInt64(values.count))] }
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
    mutating func maybe<Value>(_ value: Value) -> Value? { next() % 3 == 0 ? nil : value }
}
