import Obligations
import Operations
import Register
import Storage
import TestWorld
import Testing
import Vocabulary

@Suite("At the doors of people isolated at home: what is open, who was seen, who answers; and what people reported of themselves")
struct HomeDoorsTests {
    private static let start = Instant.shanghai("2022-03-10T13:00")

    @Test("a door shows what is open now and who was seen; nobody isolated elsewhere is among them")
    func doors() async throws {
        let register = try await TemporaryRegister(at: Self.start)
        let people = try await register.at(Self.start).perform(as: .systemUnrestricted("test")) { filing in
            try (0..<3).map { number in
                let person = try filing.register(Identity(name: "甲\(number)", phones: ["1360000050\(number)"]), Person(residence: .yuhua))
                _ = try filing.begin(Stay(mode: number == 2 ? .central : .homeIsolation, territory: .yuhua), of: person, at: Self.start)
                return person
            }
        }
        func doors(_ moment: Instant) async throws -> [HomeDoor] {
            try await register.store.read(.systemUnrestricted) { try $0.homeDoors(in: .yuhua, at: moment, limit: 50).doors }
        }
        let evening = Self.start + .hours(12)
        #expect(Set(try await doors(evening).map(\.person)) == Set(people.prefix(2)))
        #expect(try await doors(evening).allSatisfy { $0.open.contains { $0.kind == .followUp } && $0.seen == nil })
        try await register.at(evening).perform(as: .systemUnrestricted("test")) { filing in
            for deed in [Act(deed: .doorSealed), Act(deed: .delivered), Act(deed: .followedUp, means: .visit, finding: .well)] {
                try filing.record(deed, for: people[0], at: evening)
            }
            try filing.record(Act(deed: .followedUp, means: .visit, finding: .notSeen), for: people[1], at: evening)
        }
        let now = try await doors(evening + .minutes(1))
        let (done, waiting) = (now.first { $0.person == people[0] }, now.first { $0.person == people[1] })
        #expect(waiting?.missed == evening && waiting?.seen == nil)
        #expect(waiting?.open.contains { $0.kind == .followUp } == true)
        #expect(done?.seen == evening && done?.missed == nil)
        #expect(done?.open.contains { $0.kind == .followUp } == false)
    }

    @Test("the unanswered come first by their clock; a call in vain answers nothing; another territory's are not shown")
    func reports() async throws {
        let register = try await TemporaryRegister(at: Self.start)
        var people: [PersonID] = []
        for (number, territory) in [TerritoryCode.yuhua, .yuhua, TerritoryCode("430302") ?? .unstated].enumerated() {
            let identity = Identity(name: "乙\(number)", phones: ["1360000060\(number)"])
            let at = Self.start + .hours(number)
            people.append(
                try await register.at(at).perform(as: .systemUnrestricted("self report")) {
                    try $0.takeSelfReport(SelfReport(about: .symptoms, territory: territory), by: identity).person
                })
        }
        func lines(_ moment: Instant) async throws -> [SelfReportLine] {
            try await register.store.read(.systemUnrestricted) {
                try $0.selfReports(in: .yuhua, since: Self.start - .hours(1), at: moment, limit: 100)
            }
        }
        let later = Self.start + .hours(3)
        #expect(try await lines(later).map(\.person) == Array(people.prefix(2)))
        #expect(try await lines(later).first?.due == Self.start + .hours(24))
        let reference = try #require(try await lines(later).first?.report.id.rawValue)
        let first = people[0]
        try await register.at(later).perform(as: .systemUnrestricted("test")) {
            _ = try $0.record(Act(deed: .followedUp, concerning: reference, means: .telephone, finding: .notSeen), for: first, at: later)
        }
        #expect(try await lines(later + .minutes(1)).first.map { $0.answered == nil && $0.tried == later } == true)
        try await register.at(later + .hours(1)).perform(as: .systemUnrestricted("test")) {
            _ = try $0.record(Act(deed: .followedUp, concerning: reference, means: .telephone, finding: .well), for: first, at: later + .hours(1))
        }
        let answered = try await lines(later + .hours(2))
        #expect(answered.map(\.person) == [people[1], people[0]] && answered[1].answered == later + .hours(1))
    }
}
