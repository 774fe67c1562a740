import Obligations
import Policy
import Register
import Scenarios
import Storage
import Testing
import Vocabulary

@testable import Operations

@Suite("A measure by territory and by day")
struct MeasureCourseTests {
    private static let start = Instant.shanghai("2022-03-10T08:00")

    /// Contacts told in time, too late, or not at all, in two counties.
    private static func register(people: Int) async throws -> (TemporaryRegister, Instant) {
        let register = try await TemporaryRegister(at: start)
        try await register.store.write(.systemUnrestricted("test")) { writer in
            try writer.setTerritories([.hunan, .yuhua, .yuetang].map { TerritoryEntry(code: $0, chinese: $0.digits, english: $0.digits) })
        }
        var dice = Seeded(7)
        let index = try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            let person = try filing.register(Identity(name: "测试病例"), Person(residence: .yuhua))
            try filing.reportCase(CaseReport(kind: .confirmed, onset: CivilDate("2022-03-09"), territory: .yuhua), of: person, at: start)
            return person
        }
        for number in 0..<people {
            let moment = start + .hours(1 + dice.next(below: 60))
            let contact = try await register.at(moment).perform(as: .systemUnrestricted("test")) { filing in
                let home: TerritoryCode = number.isMultiple(of: 2) ? .yuhua : .yuetang
                let person = try filing.register(Identity(name: "测试\(number)"), Person(residence: home))
                let day = CivilDate("2022-03-09") ?? CivilDate(daysSinceEpoch: 19_060)
                try filing.identifyContact(person, Exposure(index: index, nearness: .close, last: day, setting: .household), at: moment)
                return person
            }
            for deed in [Act.Deed.located, .notified] where dice.chance(0.7) {
                let done = moment + .hours(dice.next(below: 14))
                try await register.at(done).perform(as: .systemUnrestricted("test")) { filing in
                    _ = try filing.record(Act(deed: deed), for: contact, at: done)
                }
            }
        }
        return (register, start + .hours(80))
    }

    @Test("its figures are those of the scorecard, its parts and its days add up, and every figure opens as many duties as it counts")
    func sums() async throws {
        let (register, now) = try await Self.register(people: 24)
        let operations = register.at(now)
        try await Upkeep(operations).run()
        let course = try await operations.course(of: .tracing, in: .hunan, scope: .systemUnrestricted)
        let card = try await operations.situation(of: .hunan, scope: .systemUnrestricted).scorecard
        #expect(course.total == card.total(.tracing) && course.total.metLate > 0 && course.total.late > 0 && course.total.hoursLost > 0)
        for part in [\Scorecard.Cell.due, \.metInTime, \.metLate, \.overdue, \.hoursLost] {
            #expect(course.parts.reduce(0) { $0 + $1.cell[keyPath: part] } == course.total[keyPath: part])
            // All of it happened within the days told.
            #expect(course.days.reduce(0) { $0 + $1.restated[keyPath: part] } == course.total[keyPath: part])
        }
        for day in course.days { #expect((day.known == nil) == (day.date == CivilZone.shanghai.date(of: now))) }
        try await operations.store.read(.systemUnrestricted) { reader in
            for (counted, count) in [
                (CountedDuties.due, course.total.due), (.metInTime, course.total.metInTime), (.metLate, course.total.metLate),
                (.late, course.total.late), (.missed, course.total.missed),
            ] {
                var (rows, after): (Int, PersonID?) = (0, nil)
                repeat {
                    let found = try reader.duties(of: .tracing, in: .hunan, counted: counted, at: now, after: after)
                    (rows, after) = (rows + found.rows.count, found.next)
                } while after != nil
                #expect(rows == count, "\(counted)")
            }
        }
    }

    @Test("the hours lost are those of the obligations themselves, and a register filled before they were summed gets them once")
    func hoursLost() async throws {
        let (register, now) = try await Self.register(people: 16)
        let operations = register.at(now)
        try await Upkeep(operations).run()
        func lost() async throws -> Int {
            try await operations.course(of: .tracing, in: .hunan, scope: .systemUnrestricted).total.hoursLost
        }
        let obligations = try await operations.store.read(.systemUnrestricted) { reader in
            try reader.persons(limit: 1000).flatMap { try reader.obligations(of: $0) }.filter { $0.measure == .tracing }
        }
        func hour(_ instant: Instant) -> Int { Int(instant.milliseconds / 3_600_000) }
        let counted = obligations.reduce(0) { sum, obligation in
            guard let due = obligation.due, hour(due) < hour(now) else { return sum }
            let end = obligation.fulfilment.map { max($0.at, due) } ?? obligation.closes.map { min(max($0, due), now) } ?? now
            return sum + hour(end) - hour(due)
        }
        #expect(try await lost() == counted && counted > 0)

        // As if the sums had been made before lateness was among them.
        try await operations.store.write(.systemUnrestricted("test")) { writer in
            for person in try writer.persons(limit: 1000) {
                guard let packed = try writer.derived(of: person)?.calendar,
                    let calendar = Obligations.Calendar(packed: packed, subject: .person(person))
                else { continue }
                let delays = Tallies.difference(from: calendar, to: Obligations.Calendar()).filter { $0.state == .delayed }
                writer.addTally(delays)
            }
            try writer.noteDelays(areMissing: true)
        }
        #expect(try await lost() < counted)
        for _ in 0..<2 {
            try await Tallies.complete(in: operations.store)
            #expect(try await lost() == counted)
        }
    }
}
