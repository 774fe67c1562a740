import Exchange
import Register
import Storage
import Testing
import Vocabulary

@testable import Operations
@testable import Policy

/// Who was where a case was, judged by the policy's rule for venues.
@Suite("Contacts proposed from visits")
struct CandidateTests {
    private static let start = Instant(milliseconds: 1_647_600_000_000)

    private static func meeting(_ person: Int64, _ place: String, from: Int, minutes: Int) -> Meeting {
        let begun = start + .minutes(from)
        return Meeting(person: PersonID(rawValue: person), place: place, from: begun, until: begun + .minutes(minutes))
    }

    private static func definitions(_ edit: (inout ContactDefinitions) -> Void) -> ContactDefinitions {
        let venue = ContactDefinitions.SettingRule(degree: .exposedAtPlace, minimum: .minutes(10), unprotectedOnly: false)
        var definitions = ContactDefinitions(settings: [.venue: venue], vehicles: [:], secondary: [], minOverlap: .minutes(1), lingering: .zero)
        edit(&definitions)
        return definitions
    }

    @Test("each person is proposed once, with the minutes of all meetings and the place of the longest")
    func once() throws {
        let found = ContactCandidates.judged(
            [
                CandidateTests.meeting(1, "市场", from: 0, minutes: 12), CandidateTests.meeting(1, "商场", from: 300, minutes: 30),
                CandidateTests.meeting(2, "市场", from: 0, minutes: 5),
            ], by: CandidateTests.definitions { _ in }, recorded: [PersonID(rawValue: 2)])
        #expect(found.map(\.person.rawValue) == [1, 2])
        let nearest = try #require(found.first)
        #expect(nearest.degree == .exposedAtPlace && nearest.minutes == 42 && nearest.place == "商场" && !nearest.isRecorded)
        #expect(nearest.first == CandidateTests.start && nearest.last == CandidateTests.start + .minutes(330))
        // Too short by the rule: still shown, and taken for nothing unless an investigator says otherwise.
        #expect(found.last?.degree == nil && found.last?.isRecorded == true)
    }

    @Test("where the policy adds meetings up within its hours, short ones count together")
    func cumulative() {
        let short = [CandidateTests.meeting(1, "市场", from: 0, minutes: 6), CandidateTests.meeting(1, "市场", from: 60, minutes: 6)]
        let alone = ContactCandidates.judged(short, by: CandidateTests.definitions { _ in }, recorded: [])
        #expect(alone.first?.degree == nil)
        let together = ContactCandidates.judged(
            short, by: CandidateTests.definitions { $0.settings[.venue]?.cumulativeIn = Hours(24) }, recorded: [])
        #expect(together.first?.degree == .exposedAtPlace)
    }

    @Test("a policy without a rule for venues makes nobody a contact there")
    func silent() {
        let found = ContactCandidates.judged(
            [CandidateTests.meeting(1, "市场", from: 0, minutes: 90)], by: CandidateTests.definitions { $0.settings[.venue] = nil }, recorded: [])
        #expect(found.count == 1 && found[0].degree == nil && found[0].minutes == 90)
    }

    @Test("whoever arrived in the case's aircraft is judged by rows that exist, in its coach by the coach; other days and numbers are others")
    func aboard() async throws {
        let start = Instant.shanghai("2022-03-15T08:00")
        let register = try await TemporaryRegister(at: start)
        let day = try #require(CivilDate("2022-03-15"))
        let landed = start - .hours(20)
        let (index, people) = try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            func arrive(_ number: Int, _ seat: String?, _ vehicle: VehicleKind, _ name: String, at moment: Instant) throws -> PersonID {
                let person = try filing.register(Identity(name: "客\(number)"), Person(residence: .yuhua), knownAt: start)
                let arrival = Arrival(
                    origin: "上海", risk: .affectedProvince, destination: .yuhua, vehicle: vehicle, transportNumber: name, seat: seat,
                    isRegistered: true)
                _ = try filing.registerArrival(of: person, arrival, at: moment)
                return person
            }
            let index = try filing.register(Identity(name: "甲"), Person(residence: .yuhua), knownAt: start)
            try filing.reportCase(
                CaseReport(kind: .confirmed, origin: .local, onset: day, firstPositiveTaken: start, detection: .clinic, territory: .yuhua),
                of: index, at: start)
            let flight = TrajectoryPoint(
                place: "上海至长沙", until: landed, journey: .init(vehicle: .aircraft, number: "CZ3101", seat: "12A"), sources: [.document])
            try filing.confirm(.init(points: [.init(flight, at: landed - .hours(2))]), of: index, at: start)
            var people: [PersonID] = []
            for (number, seat) in ["12C", "15K", "16B", "17B", "30A", nil].enumerated() {
                people.append(try arrive(number, seat, .aircraft, "CZ3101", at: landed))
            }
            people.append(try arrive(7, "12B", .aircraft, "CZ3101", at: landed - .hours(48)))
            people.append(try arrive(8, "12B", .aircraft, "MU5301", at: landed))
            return (index, people)
        }
        let found = try #require(try await register.at(start + .hours(1)).contactCandidates(of: index, scope: .systemUnrestricted))
        let degrees = Dictionary(uniqueKeysWithValues: found.people.map { ($0.person, $0.degree) })
        // Rows 12, 15, 16, 17, 30 exist: 17 is three rows away, 30 four.
        let judged: [ContactDegree?] = people.prefix(6).map { degrees[$0] ?? nil }
        let expected: [ContactDegree?] = [.close, .close, .close, .close, .general, nil]
        #expect(judged == expected)
        #expect(degrees.keys.contains(people[5]), "whose seat nobody knows is for a person to decide")
        #expect(people.suffix(2).allSatisfy { !degrees.keys.contains($0) })
        #expect(Set(found.people.map(\.place)) == ["CZ3101"])
        #expect(Set(found.people.compactMap { $0.aboard?.vehicle }) == [VehicleKind.aircraft])
    }

    /// An invented flight with a passenger in each seat; the documents are nobody's.
    private static func passengerList(_ seats: [String]) -> String {
        let people = seats.enumerated().map { number, seat in
            """
            NAD+FL+++GUEST:NUMBER \(["ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX"][number])'
            ATT+2++M'
            DTM+329:88050\(number + 1)'
            LOC+178+PVG'
            LOC+179+CSX'
            RFF+SEA:\(seat)'
            DOC+P:110:111+E9900000\(number)'
            """
        }
        return """
            UNB+UNOA:4+AIRLINE1+NIAC+220314:0900+000000001++APIS'
            UNG+PAXLST+AIRLINE1+NIAC+220314:0900+1+UN+D:02B'
            UNH+PAX001+PAXLST:D:02B:UN:IATA+MU9375/220314/1200+01:F'
            BGM+745'
            TDT+20+MU9375+++MU'
            LOC+125+PVG'
            DTM+189:2203140930:201'
            LOC+87+CSX'
            DTM+232:2203141200:201'
            \(people.joined(separator: "\n"))
            CNT+42:\(seats.count)'
            UNT+9+PAX001'
            UNE+1+1'
            UNZ+1+000000001'
            """
    }

    @Test("a passenger list that was imported gives its passengers' seats: there is no other manifest to ask")
    func manifest() async throws {
        let start = Instant.shanghai("2022-03-15T08:00")
        let register = try await TemporaryRegister(at: start)
        let operations = register.at(start)
        let list = try PassengerList(Array(CandidateTests.passengerList(["12A", "12C", "15K", "16B", "17B", "30A"]).utf8))
        let table = list.arrivalsTable(risk: .affectedProvince, destination: .yuhua)
        let plan = try ImportPlan(.bytes(Array(table.utf8), name: "MU9375"), kind: .arrivals, context: try await operations.importContext())
        let report = try await operations.importTable(try ImportRequest(plan), as: .systemUnrestricted("test"))
        #expect(report.counts.new == 6, "\(report.mistakes.map(\.text.en))")

        let day = try #require(CivilDate("2022-03-15"))
        let landed = Instant.shanghai("2022-03-14T12:00")
        let seated = try await register.store.read(.systemUnrestricted) { reader in
            try reader.entries(FactsQuery(kind: .arrival, before: start + .hours(1))).reduce(into: [String: PersonID]()) { people, entry in
                guard case .arrival(let arrival) = entry.record.fact, let seat = arrival.seat else { return }
                people[seat] = entry.record.subject.person
            }
        }
        let index = try #require(seated["12A"])
        try await operations.perform(as: .systemUnrestricted("test")) { filing in
            _ = try filing.reportCase(
                CaseReport(kind: .confirmed, origin: .local, onset: day, firstPositiveTaken: start, detection: .clinic, territory: .yuhua),
                of: index, at: start)
        }
        // Nobody wrote the journey down: the case's own line in the list is the leg.
        let found = try #require(try await register.at(start + .hours(1)).contactCandidates(of: index, scope: .systemUnrestricted))
        let degrees = Dictionary(uniqueKeysWithValues: found.people.map { ($0.person, $0.degree) })
        let judged = ["12C", "15K", "16B", "17B", "30A"].map { seat in seated[seat].flatMap { degrees[$0] } ?? nil }
        // Rows 12, 15, 16, 17, 30 exist: 17 is three rows away, 30 four.
        #expect(judged == [.close, .close, .close, .close, .general])
        #expect(found.people.allSatisfy { $0.aboard?.vehicle == .aircraft && $0.first < landed && $0.last <= landed })
    }
}
