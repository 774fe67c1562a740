import Testing
import Vocabulary

@testable import Policy
@testable import Tracing

@Suite("Cases are read with their windows")
struct CaseListTests {
    private let minutes = VisitTable(Written.visits("a P 0 60 / b P 0 60"))

    private func read(_ text: String, _ table: VisitTable, policy: Policy? = nil) throws -> CaseList {
        try Array(text.utf8).withUnsafeBytes { try CaseList($0, for: table, policy: policy) }
    }

    @Test("in the moments of the visits; strangers are named, bad rows told")
    func windows() throws {
        let list = try read("person,window_start,window_end\na,-20,40\nz,0,9\nb,5,x\nb,7,2\r\n", minutes)
        #expect(list.sources == [Source(person: 0, from: -20, until: 40)])
        #expect(list.strangers == ["z"])
        #expect(
            list.problems.map(\.description) == [
                "line 4, column “window_end”: “x” is no moment; this file counts whole minutes, such as 1440",
                "line 5, column “window_end”: “2” lies before the beginning; an end not before it is expected",
            ])
    }

    @Test("or counted by a policy from the onset, else the first positive specimen, to the isolation")
    func policyWindows() throws {
        let policy = try Editions.policy("cn-8")
        let day = CivilZone.shanghai
        func tick(_ text: String, hour: Int = 0) throws -> Int32 {
            let date = try #require(CivilDate(text))
            return try #require(TimeScale.seconds(day).tick(day.instant(date, hour: hour)))
        }
        let table = VisitTable(Written.visits("a P 0 1 / b P 0 1 / c P 0 1"), scale: .seconds(day))
        let list = try read(
            """
            person,onset,first_positive,isolated
            a,2022-03-10,2022-03-12,2022-03-13T09:00
            b,,2022-03-12,
            c,,,
            c,2022-03-40,,
            """, table, policy: policy)
        #expect(
            list.sources == [
                Source(person: 0, from: try tick("2022-03-08"), until: try tick("2022-03-13", hour: 9)),
                Source(person: 1, from: try tick("2022-03-10"), until: try tick("2022-03-23")),
            ])
        #expect(
            list.problems.map(\.description) == [
                "line 4: no date to count from; fill in one of onset, first_positive",
                "line 5, column “onset”: “2022-03-40” is no day; expected 2022-03-19",
            ])
    }

    @Test("dates need a policy and visits with dates")
    func datesWithoutPolicy() throws {
        let policy = try Editions.policy("cn-8")
        #expect(throws: TableProblem.self) { try read("person,onset\na,2022-03-10\n", minutes) }
        #expect(throws: TableProblem.self) { try read("person,onset\na,2022-03-10\n", minutes, policy: policy) }
    }
}

@Suite("Meetings as text")
struct MeetingTextTests {
    @Test("stand in the order of numbers, with the headers of the reference")
    func text() {
        let table = VisitTable(Written.visits("9 P 0 60 / 10 P 0 60 / a,\"b P 0 20"))
        let search = CoPresence(table, CoPresenceRule(minimum: .minutes(15)))
        let sources = ["10", "9"].compactMap { table.number(ofPerson: $0) }.map { Source(person: $0, from: 0, until: .max) }
        var bytes: [UInt8] = []
        MeetingText.close(table).write(search.meetings(of: sources)) { bytes += $0 }
        #expect(
            String(decoding: bytes, as: UTF8.self) == """
                case,contact,first_exposure,episodes,minutes
                9,10,15,1,60
                9,"a,""b",15,1,20
                10,9,15,1,60
                10,"a,""b",15,1,20

                """)
    }
}
