import Register
import Vocabulary

/// Somebody who works in the closed loop of an isolation site of the demo, with the tests taken of them there.
public struct HunanSiteWorker: Sendable {
    /// Who, invented.
    public let identity: Identity
    /// As the register describes them.
    public let person: Person
    /// The stages they went through, by the policy's words, with the moment each began.
    public let stages: [(stage: String, at: Instant)]
    /// When specimens were taken; their negative results came the same evening.
    public let tests: [Instant]
}

extension HunanMarch2022 {
    /// How many isolation sites of the demo have their staff in a loop.
    public static let sitesWithStaff = 2

    /// Those who work in the isolation sites of the demo, by site: tested daily on duty; one test of the 17th is missing at the first site, one who
    /// came off duty was not sampled on the fourth day of isolation at the second.
    public func siteStaff() throws -> [[HunanSiteWorker]] {
        let today = CivilDate(daysSinceEpoch: 19_070)
        func at(_ day: Int, _ hour: Int, _ minute: Int) -> Instant { policy.zone.instant(today + Days(day - 19), hour: hour, minute: minute) }
        let home = TerritoryCode("430111") ?? .unstated
        var identities = InventedIdentities(seed: 310_019, phones: 71_000_000)
        return try (0..<HunanMarch2022.sitesWithStaff).map { site in
            try (0..<5).map { number in
                let born = today - Days(9_500 + 1_117 * number + 340 * site)
                let who = try identities.next(sex: number.isMultiple(of: 2) ? .female : .male, birthDate: born, home: home)
                let (began, ended) = (8 + number % 3, number == 4 ? 14 : nil as Int?)
                var stages = [(stage: "duty", at: at(began, 8, 10 * number))]
                if let ended { stages.append((stage: "centralIsolation", at: at(ended, 18, 0))) }
                var days = Array((began + 1)...(ended ?? 18))
                if ended != nil { days += site == 1 ? [15] : [15, 18] }
                if site == 0, number == 1 { days.removeAll { $0 == 17 } }
                return HunanSiteWorker(
                    identity: who.identity(), person: Person(sex: who.sex, birthDate: born, residence: home), stages: stages,
                    tests: days.map { at($0, 7, 30 + 6 * number) })
            }
        }
    }
}
