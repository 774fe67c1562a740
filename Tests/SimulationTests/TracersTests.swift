import Policy
import TestWorld
import Testing
import Vocabulary

@testable import Simulation

@Suite("What the response keeps account of")
struct TracersTests {
    private static func outcome(tracedPerDay: Double?) throws -> Outcome {
        var scenario = SemanticsTests.scenario("cn-8")
        scenario.execution.tracedPerDay = tracedPerDay
        var outbreak = Outbreak(Setup(scenario))
        let outcome = outbreak.run(0)
        return try #require(outcome)
    }

    @Test("tracers reach no more contacts in a day than they can, and whoever is not reached infects others")
    func capacity() throws {
        let all = try TracersTests.outcome(tracedPerDay: nil)
        func reached(_ outcome: Outcome) -> [Int] {
            zip(outcome.daily.series(.closeContacts), outcome.daily.series(.secondaryContacts)).map(+)
        }
        #expect(reached(all).max() ?? 0 > 30)
        // 10 for 100,000 of 300,000 residents.
        let few = try TracersTests.outcome(tracedPerDay: 10)
        #expect(reached(few).max() == 30)
        #expect(few.infections > all.infections)
        let none = try TracersTests.outcome(tracedPerDay: 0)
        #expect(reached(none).allSatisfy { $0 == 0 })
        let plenty = try TracersTests.outcome(tracedPerDay: 100_000)
        #expect(plenty == all)
    }

    @Test("what is due earlier comes first, of simultaneous events the one planned first, before the first tick with it, after the last never")
    func agenda() {
        var agenda = Agenda(ticks: 10)
        for round in 0..<2 {
            for (tick, person) in [(7, 1), (3, 2), (7, 3), (-5, 4), (10, 5), (3, 6)] as [(Int32, UInt32)] {
                agenda.plan(.care, at: tick, person: person)
            }
            var order: [UInt32] = []
            while let tick = agenda.nextTick() {
                order.append(agenda.takeNext().person)
                // What is planned for an earlier tick than the one reached comes next.
                if order.count == 4 { agenda.plan(.list, at: Int32(tick) - 1, person: 9) }
            }
            #expect(order == [4, 2, 6, 1, 9, 3], "\(round)")
            agenda.reset()
        }
    }

    @Test("control counted together is counted as if one by one, whatever waits for its place")
    func bookings() {
        func booking(_ anchor: Int16, back: Bool = false, until: Int32 = 900) -> Booking {
            Booking(
                reason: .close, isTakenBack: back, territory: 0, anchor: anchor, entryDay: 3, heldFrom: 300, heldUntil: until, tick: 290)
        }
        var bookings = Bookings()
        var counted: [Int32] = []
        for one in [booking(1), booking(1), booking(2), booking(1, back: true), booking(9), booking(1), booking(1, until: 901)] {
            if let others = bookings.add(one) { counted.append(others.people) }
        }
        // Day 9 needs the place of day 1; so do two controls that end at different times.
        #expect(counted == [2, 1, 1])
        #expect(bookings.all.compactMap { bookings.take($0)?.people } == [1, 1, 1])
        #expect(bookings.all.allSatisfy { bookings.take($0) == nil })
        bookings.reset()
    }
}
