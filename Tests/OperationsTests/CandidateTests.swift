import Register
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
}
