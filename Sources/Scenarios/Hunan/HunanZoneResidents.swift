import Register
import Vocabulary

/// Somebody who lives in the demo's sealed area, with the specimens taken of them there.
public struct HunanZoneResident: Sendable {
    /// Who, invented.
    public let identity: Identity
    /// As the register describes them.
    public let person: Person
    /// When the community entered them.
    public let registered: Instant
    /// When specimens were taken, and when their negative results were reported.
    public let tests: [(taken: Instant, reported: Instant)]
}

extension HunanMarch2022 {
    /// Twenty-four residents of Shuangqiao, sealed since the evening of the 12th: tested on the days that the level asks for, one twice left out,
    /// two on the 16th, and of this morning's round half are still to come.
    public func zoneResidents() throws -> [HunanZoneResident] {
        var dice = Seeded(930_012)
        let village = TerritoryCode("430111007003") ?? .unstated
        let today = CivilDate(daysSinceEpoch: 19_070)
        func at(_ day: Int, _ hour: Int, _ minute: Int) -> Instant { policy.zone.instant(today + Days(day - 19), hour: hour, minute: minute) }
        var identities = InventedIdentities(seed: 930_012, phones: 70_000_000)
        return try (0..<24).map { number in
            let born = today - Days(2_000 + dice.next(below: 27_000))
            let who = try identities.next(sex: number.isMultiple(of: 2) ? .female : .male, birthDate: born, home: village)
            let days = [13, 16, 19].filter { day in
                switch (number, day) {
                case (5, 13), (5, 16), (11, 16), (17, 16): false
                case (_, 19): number < 12
                default: true
                }
            }
            let tests = days.map { day -> (taken: Instant, reported: Instant) in
                let taken = at(day, 7, 30 + dice.next(below: 110))
                return (taken, day == 19 ? moment : taken + .hours(6) + .minutes(dice.next(below: 180)))
            }
            return HunanZoneResident(
                identity: who.identity(address: "高桥街道双桥社区\(1 + number / 4)栋\(number % 4 + 1)0\(number % 3 + 1)"),
                person: Person(sex: who.sex, birthDate: born, residence: village), registered: at(11, 21, number), tests: tests)
        }
    }
}
