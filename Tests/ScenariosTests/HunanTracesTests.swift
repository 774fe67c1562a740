import Register
import Scenarios
import Testing
import Vocabulary

@Suite("Hunan: where the cases were")
struct HunanTracesTests {
    let scenario: HunanMarch2022
    let traces: HunanTraces

    init() throws {
        scenario = try Hunan.scenario()
        traces = try scenario.traces()
    }

    @Test("the same seed makes the same timelines")
    func deterministic() throws {
        let again = try scenario.traces()
        #expect(again.cases.map { $0.points.map(\.point) } == traces.cases.map { $0.points.map(\.point) })
        #expect(again.guests.map(\.entered) == traces.guests.map(\.entered))
        #expect(again.guests.map(\.identity) == traces.guests.map(\.identity))
    }

    @Test("every local case has a timeline whose points follow each other and were confirmed afterwards")
    func ordered() {
        #expect(traces.cases.map(\.number) == Array(1...15))
        for traced in traces.cases {
            #expect(traced.points.count >= 4, "case \(traced.number)")
            #expect(traced.confirmed < scenario.moment)
            for (one, next) in zip(traced.points, traced.points.dropFirst()) {
                #expect((one.point.until ?? one.at) <= next.at, "case \(traced.number): \(one.point.place), \(next.point.place)")
            }
            #expect(traced.points.allSatisfy { ($0.point.until ?? $0.at) <= traced.confirmed && !$0.point.sources.isEmpty })
        }
    }

    @Test("no timeline goes on after the case was held")
    func held() throws {
        let people = try scenario.people(first: 15)
        for traced in traces.cases {
            let first = try #require(people[traced.number - 1].stays.map(\.fact.happenedAt).min())
            #expect(traced.points.allSatisfy { ($0.point.until ?? $0.at) <= first }, "case \(traced.number)")
        }
    }

    @Test("of the case of 雨湖区 nothing is known between 14:00 and 19:00 of 10 March")
    func gap() throws {
        let points = traces.cases[0].points
        let (from, until) = try (#require(Instant("2022-03-10T00:00+08:00")), #require(Instant("2022-03-11T00:00+08:00")))
        let gaps = TrajectoryGap.gaps(within: from..<until, known: points.map { (from: $0.at, until: $0.point.until) })
        #expect(gaps.map { CivilZone.shanghai.text(of: $0.from) } == ["2022-03-10T14:00:00+08:00"])
        #expect(gaps.map { CivilZone.shanghai.text(of: $0.until) } == ["2022-03-10T19:00:00+08:00"])
    }

    @Test("two cases of different cities were in one place at one time, and only those two")
    func surprise() throws {
        let people = try scenario.people(first: 15)
        let cities = people.map { $0.residence?.ancestor(at: .prefecture) }
        var met: Set<[Int]> = []
        for one in traces.cases {
            for other in traces.cases where other.number > one.number && cities[one.number - 1] != cities[other.number - 1] {
                let together = one.points.contains { mine in
                    mine.venue != nil
                        && other.points.contains { yours in
                            yours.venue == mine.venue && yours.at < (mine.point.until ?? mine.at) && mine.at < (yours.point.until ?? yours.at)
                        }
                }
                if together { met.insert([one.number, other.number]) }
            }
        }
        #expect(met == [[3, 4]])
        let linked = people[2].exposures.contains { $0.value.index.rawValue == 4 } || people[3].exposures.contains { $0.value.index.rawValue == 3 }
        #expect(!linked)
    }

    @Test("every place a timeline names is registered, and guests came through its door while a case was inside")
    func guests() throws {
        let known = Set(traces.venues.map(\.place.name) + (try scenario.places().places.map(\.place.name)))
        #expect(traces.cases.flatMap(\.points).compactMap(\.venue).allSatisfy(known.contains))
        for venue in Set(traces.guests.map(\.venue)) {
            let stops = traces.cases.flatMap(\.points).filter { $0.venue == venue }
            let near = traces.guests.filter { $0.venue == venue }.count { guest in
                stops.contains { $0.at < guest.left && guest.entered < ($0.point.until ?? $0.at) }
            }
            #expect(near > 0, "\(venue)")
        }
    }
}
