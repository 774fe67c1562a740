import Obligations
import Operations
import Register
import Simulation
import Testing
import Vocabulary

@Suite("How the rules are carried out now")
struct CarriedOutTests {
    private static let moment = Instant.shanghai("2022-03-29T10:00")

    /// A duty of ten hours that opened so many hours ago and was met so many hours later, if at all.
    private static func duty(_ kind: Obligation.Kind, _ reason: ObligationID.Reason, openedAgo: Int, metAfter: Int?, person: Int64) -> Obligation {
        let opens = moment - .hours(openedAgo)
        return Obligation(
            id: ObligationID(subject: .person(PersonID(rawValue: person)), reason: reason, rule: "a.rule", ordinal: 0), kind: kind,
            measure: .tracing, role: .investigator, territory: .yuhua, edition: "an edition", basis: .hours(10), opens: opens,
            due: opens + .hours(10),
            trigger: nil, fulfilment: metAfter.map { .init(at: opens + .hours($0), evidence: FactID(rawValue: person)) })
    }

    private static func measured(_ obligations: [Obligation], _ cases: [CaseLine] = []) -> CarriedOut {
        CarriedOut(obligations, cases: cases, at: moment, zone: .shanghai)
    }

    @Test("is the time taken of the time allowed; what is undone counts with the time so far, what is not due yet not at all")
    func lateness() throws {
        var duties = (1...20).map { Self.duty(.clock, .closeContact, openedAgo: 40, metAfter: 5, person: $0) }
        duties += (21...30).map { Self.duty(.clock, .infection, openedAgo: 20, metAfter: nil, person: $0) }
        // Not due, long past, another measure's: none of them tells of now.
        duties += (31...40).map { Self.duty(.clock, .infection, openedAgo: 3, metAfter: nil, person: $0) }
        duties += (41...50).map { Self.duty(.clock, .infection, openedAgo: 24 * 20, metAfter: 9, person: $0) }
        duties += (51...60).map { Self.duty(.clock, .directive, openedAgo: 20, metAfter: 9, person: $0) }
        let lateness = Self.measured(duties).lateness
        #expect(lateness.count == 30 && lateness.value == 1)
        let few = Self.measured(Array(duties.prefix(29)))
        #expect(few.lateness.value == nil && few.lateness.count == 29)
        #expect(Execution(few).lateness == Execution().lateness)
    }

    @Test("is the share of the due tests that were taken, of contacts and of posts apart")
    func tests() {
        var duties = (1...40).map { Self.duty(.test, .closeContact, openedAgo: 40, metAfter: $0 <= 30 ? 5 : nil, person: $0) }
        duties += (41...80).map { Self.duty(.test, .post, openedAgo: 40, metAfter: $0 <= 50 ? 5 : nil, person: $0) }
        let execution = Execution(Self.measured(duties))
        #expect(execution.testCoverage.control == 0.75 && execution.testCoverage.post == 0.25)
        #expect(execution.testCoverage.round == Execution().testCoverage.round)
        #expect(execution.lateness == Execution().lateness)
    }

    @Test("has the days from onset to the first positive of those found outside control; of few cases the default stands")
    func onsetToCare() throws {
        let today = CivilZone.shanghai.date(of: Self.moment)
        func lines(_ count: Int, underControl: Bool) -> [CaseLine] {
            (0..<count).map { number in
                let onset = today - Days(6 + number % 15)
                return CaseLine(
                    person: PersonID(rawValue: Int64(number + 1)),
                    infection: Standing.Infection(
                        of: Reference(rawValue: Int64(number + 1)),
                        report: CaseReport(
                            kind: .confirmed, origin: .local, onset: onset,
                            firstPositiveTaken: CivilZone.shanghai.instant(onset + Days(2 + number % 3), hour: 8), foundUnderControl: underControl,
                            territory: .yuhua),
                        kind: .confirmed, diagnosedAt: CivilZone.shanghai.instant(onset + 5, hour: 8), onset: onset))
            }
        }
        let found = try #require(Self.measured([], lines(40, underControl: false)).onsetToCare)
        #expect(abs(found.mean - 3) < 0.5)
        #expect(Self.measured([], lines(40, underControl: true)).onsetToCare == nil)
        let few = Self.measured([], lines(8, underControl: false))
        #expect(few.onsetToCare == nil && few.onsets == 8 && Execution(few).onsetToCare == Execution().onsetToCare)
    }
}
