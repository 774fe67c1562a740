import Foundation
import GRDB
import Register
import Testing
import Vocabulary

@testable import Storage

@Suite("The sums of the scorecard, kept by the day")
struct TallyTests {
    @Test("the hours of a day come back from their stored form, and what is none is refused")
    func packing() {
        var day = TallyDay()
        for hour in [(0, 0, 1), (0, 23, -1), (5, 3, 1_000_000), (23, 0, Int64.min / 4), (23, 23, 7)] as [(UInt8, UInt8, Int64)] {
            day.append(TallyDay.Hour(due: hour.0, known: hour.1, count: hour.2))
        }
        #expect(TallyDay(packed: day.packed()) == day)
        #expect(TallyDay(packed: Data()) == TallyDay())
        #expect(TallyDay(packed: Data([24, 0, 2])) == nil && TallyDay(packed: Data([1, 1])) == nil && TallyDay(packed: Data([1, 1, 0x80])) == nil)
    }

    @Test("hours are added one by one, and those that come to nothing are left out")
    func adding() {
        func day(_ hours: [(UInt8, Int64)]) -> TallyDay {
            var day = TallyDay()
            for (due, count) in hours { day.append(TallyDay.Hour(due: due, known: 0, count: count)) }
            return day
        }
        var sum = day([(1, 2), (4, 1)])
        sum.add(day([(0, 5), (1, 3), (4, -1), (9, 1)]))
        #expect(sum == day([(0, 5), (1, 5), (9, 1)]))
        #expect(sum.count == 11 && sum.weight(on: 1) == 5 * 24 + 5 * 25 + 33)
    }

    /// Changes at all hours of some days, before and after 1970 too.
    private func changes(_ seed: UInt64) -> [TallyChange] {
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        return (0..<400).map { _ in
            TallyChange(
                territory: [.furongVillage, .furong, .yuhu, .changsha][next(4)], measure: [.testing, .tracing][next(2)],
                state: TallyState.allCases[next(TallyState.allCases.count)], due: .noon + .hours(next(120) - 60),
                known: .noon + .hours(next(90) - 80),
                count: next(7) - 2)
        }
    }

    @Test("as known now and as known at any hour, what was due before any other is the sum of the changes", arguments: [1, 2, 3] as [UInt64])
    func sums(seed: UInt64) async throws {
        let world = try TestStore()
        let changes = changes(seed)
        for part in 0..<4 { try await world.store.write(.test) { $0.addTally(changes[(part * 100)..<(part * 100 + 100)]) } }
        try await world.store.read(.systemUnrestricted) { (reader: Reader) throws in
            for (due, known) in [(-61, nil), (-12, nil), (0, -12), (7, 3), (12, -36), (11, -13), (35, nil), (35, 0), (80, 20)] as [(Int, Int?)] {
                let (end, then) = (Instant.noon + .hours(due), known.map { Instant.noon + .hours($0) })
                for measure in [Measure.testing, .tracing] {
                    for tally in try reader.tallies(of: measure, wholly: .hunan, dueBefore: end, knownBefore: then) {
                        let counted = changes.filter { one in
                            let isKnown = then.map { one.known < $0 } ?? true
                            return one.measure == measure && one.state == tally.state && one.due < end && isKnown
                        }
                        #expect(tally.count == counted.reduce(0) { $0 + $1.count }, "\(due) \(known ?? 99) \(tally.state)")
                        let hours = counted.reduce(0) { $0 + $1.count * Int((end - $1.due).milliseconds / 3_600_000) }
                        #expect(tally.hoursLate == ([.unmet, .delayed].contains(tally.state) ? hours : 0))
                    }
                }
            }
        }
    }

    @Test("sums kept by the hour are taken over by the day, and tables of persons lose their references")
    func migration() throws {
        let folder = try TestStore.newFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let queue = try DatabaseQueue(path: folder + "/old.db")
        try queue.writeWithoutTransaction { database in
            try Migration.migrate(database, to: 13, dialect: .sqlite, now: .noon)
            for (due, count) in [(47, 2), (48, 3), (50, 4), (71, -1)] {
                try database.execute(sql: "INSERT INTO tally VALUES (0, 43, 2, 'unmet', ?, ?)", arguments: [due, count])
                for known in [20, 30] {
                    try database.execute(sql: "INSERT INTO tally_history VALUES (0, 43, 2, 'unmet', ?, ?, ?)", arguments: [due, known, count])
                }
            }
            try Migration.migrate(database, dialect: .sqlite, now: .noon)
            let rows = try Row.fetchAll(database, sql: "SELECT due_day, count, weight, hours FROM tally_day ORDER BY due_day")
            func column(_ place: Int) -> [Int64] { rows.map { $0[place] } }
            #expect(column(0) == [1, 2])
            #expect(column(1) == [2, 6])
            // 2 · 47; 3 · 48 + 4 · 50 − 71.
            #expect(column(2) == [94, 273])
            #expect(TallyDay(packed: rows[1][3])?.hours.map(\.due) == [0, 2, 23])
            let history = try Row.fetchAll(database, sql: "SELECT due_day, known_day, count FROM tally_history_day ORDER BY due_day, known_day")
            let told = history.map { row in (0..<3).map { String(row[$0] as Int64) }.joined(separator: " ") }
            #expect(told == ["1 0 2", "1 1 2", "2 0 6", "2 1 6"])
            for table in ["identity", "person_territory", "derived", "listing", "roll"] {
                #expect(try Row.fetchAll(database, sql: "PRAGMA foreign_key_list(\(table))").isEmpty, "\(table)")
            }
            #expect(try String.fetchOne(database, sql: "PRAGMA integrity_check") == "ok")
        }
    }
}
