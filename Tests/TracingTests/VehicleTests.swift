import Policy
import Register
import Testing
import Vocabulary

@testable import Tracing

@Suite("Who aboard is a contact")
struct VehicleTests {
    /// A cabin without rows 13 and 14, three seats on either side.
    private static let cabin = SeatMap(rows: Array(1...12) + Array(15...30), columns: ["A", "B", "C", "D", "E", "F"])
    private static let coach = SeatMap(rows: Array(1...17), columns: ["A", "B", "C", "D", "F"])
    private static let hardSleeper = SeatMap(rows: [], columns: [], numbersPerBay: 2)
    private static let softSleeper = SeatMap(rows: [], columns: [], numbersPerBay: 4)
    private static let hardSeats = SeatMap(rows: [], columns: [], numbersPerBay: 10)

    struct Row: Sendable, CustomTestStringConvertible {
        let policy: String
        let kind: VehicleKind
        let map: SeatMap
        let index: String
        let other: String
        let expected: ContactDegree?
        let testDescription: String

        init(_ policy: String, _ kind: VehicleKind, _ map: SeatMap, _ index: String, _ other: String, _ expected: ContactDegree?) {
            (self.policy, self.kind, self.map, self.index, self.other, self.expected) = (policy, kind, map, index, other, expected)
            testDescription = "\(policy) \(kind): \(index) and \(other)"
        }
    }

    static let rows: [Row] = [
        // China: three existing rows on aircraft; 13 and 14 do not exist.
        Row("cn-8", .aircraft, cabin, "12C", "12F", .close),
        Row("cn-8", .aircraft, cabin, "12C", "9A", .close),
        Row("cn-8", .aircraft, cabin, "12C", "8A", .general),
        Row("cn-8", .aircraft, cabin, "12C", "15A", .close),
        Row("cn-8", .aircraft, cabin, "12C", "17A", .close),
        Row("cn-8", .aircraft, cabin, "12C", "18A", .general),
        Row("cn-8", .aircraft, cabin, "1A", "4F", .close),
        // Enclosed trains: the whole coach; farther coaches only in general.
        Row("cn-8", .enclosedTrain, coach, "05车12F号", "05车01A号", .close),
        Row("cn-8", .enclosedTrain, coach, "05车12F号", "06车12F号", .general),
        Row("cn-8", .enclosedTrain, coach, "05车12F号", "05车无座", .close),
        // Sleepers: the compartment.
        Row("cn-8", .sleeperTrain, softSleeper, "09车5号下铺", "09车8号上铺", .close),
        Row("cn-8", .sleeperTrain, softSleeper, "09车5号下铺", "09车9号上铺", .general),
        // Open trains: the bay and the bays in front and behind.
        Row("cn-8", .openTrain, hardSleeper, "03车5号上铺", "03车6号下铺", .close),
        Row("cn-8", .openTrain, hardSleeper, "03车5号上铺", "03车8号中铺", .close),
        Row("cn-8", .openTrain, hardSleeper, "03车5号上铺", "03车9号下铺", .general),
        Row("cn-8", .openTrain, hardSleeper, "03车5号上铺", "04车5号下铺", .general),
        Row("cn-8", .openTrain, hardSeats, "03车15号", "03车30号", .close),
        Row("cn-8", .openTrain, hardSeats, "03车15号", "03车31号", .general),
        // Buses: everyone where windows stay shut, three rows where they open.
        Row("cn-8", .enclosedBus, cabin, "2A", "30F", .close),
        Row("cn-8", .ventilatedBus, cabin, "2A", "5F", .close),
        Row("cn-8", .ventilatedBus, cabin, "2A", "6F", .general),
        Row("cn-8", .taxi, cabin, "1A", "2F", .close),
        // WHO and ECDC: two seats in every direction, nobody farther away.
        Row("who-mers", .aircraft, cabin, "12C", "12A", .close),
        Row("who-mers", .aircraft, cabin, "12C", "12F", nil),
        Row("who-mers", .aircraft, cabin, "12C", "16E", .close),
        Row("who-mers", .aircraft, cabin, "12C", "17C", nil),
        // Measles: the same air, everyone.
        Row("measles", .aircraft, cabin, "1A", "30F", .close),
        Row("measles", .enclosedTrain, coach, "05车12F号", "06车12F号", nil),
    ]

    @Test("by the distance of their seats", arguments: rows)
    func seats(row: Row) throws {
        let search = try #require(VehicleContacts<String>(row.kind, try Editions.policy(row.policy).tracing.contacts, map: row.map))
        let found = search.contacts(of: Aboard("case", place: try Self.place(row.index)), among: [Aboard("other", place: try Self.place(row.other))])
        #expect(found.first?.degree == row.expected)
    }

    private static func place(_ text: String) throws -> SeatPlace {
        text.contains("车") ? SeatPlace(try TrainSeat(text)) : SeatPlace(try FlightSeat(text))
    }

    @Test("on a ship: the cabin")
    func ship() throws {
        let search = try #require(VehicleContacts<Int>(.ship, try Editions.policy("cn-8").tracing.contacts, map: Self.cabin))
        let aboard = [Aboard(1, place: SeatPlace(cabin: "7")), Aboard(2, place: SeatPlace(cabin: "7")), Aboard(3, place: SeatPlace(cabin: "8"))]
        #expect(search.contacts(of: aboard[0], among: aboard).map(\.degree) == [.close, .general])
    }

    @Test("as crew: those that served the case's section, all of a bus")
    func crew() throws {
        let definitions = try Editions.policy("cn-8").tracing.contacts
        let aircraft = try #require(VehicleContacts<String>(.aircraft, definitions, map: Self.cabin))
        let index = Aboard("case", place: SeatPlace(row: 12, column: "C"))
        let crew = [
            Aboard("front", duty: .rows(1...11)), Aboard("middle", duty: .rows(12...20)), Aboard("somewhere", duty: .unknown),
            Aboard("flight deck", duty: .apart),
        ]
        #expect(
            aircraft.contacts(of: index, among: crew).map { "\($0.person) \($0.degree.map(\.rawValue) ?? "?")" } == [
                "front general", "middle close", "somewhere close", "flight deck general",
            ])
        let train = try #require(VehicleContacts<String>(.enclosedTrain, definitions, map: Self.coach))
        let attendants = [Aboard("5", duty: .coach(5)), Aboard("6", duty: .coach(6))]
        #expect(train.contacts(of: Aboard("case", place: SeatPlace(coach: 5)), among: attendants).map(\.degree) == [.close, .general])
        let bus = try #require(VehicleContacts<String>(.enclosedBus, definitions, map: Self.cabin))
        #expect(bus.contacts(of: index, among: [Aboard("driver", duty: .driverOrConductor)]).map(\.reason) == [.crew])
    }

    @Test("unknown seats are left to a person to decide, where a seat decides")
    func unknownSeats() throws {
        let definitions = try Editions.policy("cn-8").tracing.contacts
        let aircraft = try #require(VehicleContacts<Int>(.aircraft, definitions, map: Self.cabin))
        let index = Aboard(1, place: SeatPlace(row: 12, column: "C"))
        #expect(aircraft.contacts(of: index, among: [Aboard(2)]) == [AboardContact(person: 2, degree: nil, reason: .seatUnknown)])
        #expect(aircraft.contacts(of: Aboard(1), among: [Aboard(2, place: SeatPlace(row: 30))]).map(\.degree) == [nil])
        let taxi = try #require(VehicleContacts<Int>(.taxi, definitions, map: Self.cabin))
        #expect(taxi.contacts(of: Aboard(1), among: [Aboard(2)]).map(\.degree) == [.close])
    }

    @Test("only if they were aboard at the same time")
    func legs() throws {
        let search = try #require(VehicleContacts<Int>(.enclosedBus, try Editions.policy("cn-8").tracing.contacts, map: Self.cabin))
        func at(_ hour: Int) -> Instant { Instant(milliseconds: Int64(hour) * 3_600_000) }
        let index = Aboard(1, boarded: at(10), left: at(12))
        let others = [
            Aboard(2, boarded: at(8), left: at(10)), Aboard(3, boarded: at(11), left: at(14)), Aboard(4, boarded: at(12)), Aboard(5),
            Aboard(1, boarded: at(10)),
        ]
        #expect(search.contacts(of: index, among: others).map(\.person) == [3, 5])
    }

    @Test("a map guessed from a manifest reaches too far rather than too short")
    func guessedMap() {
        let map = SeatMap(guessedFrom: [1, 2, 3, 6, 7].map { SeatPlace(row: $0, column: "A") })
        #expect(map.rowsApart(SeatPlace(row: 3), SeatPlace(row: 7)) == 2)
        #expect(map.rowsApart(SeatPlace(row: 3), SeatPlace(row: 5)) == 1, "a row that the map lacks")
    }

    @Test("a policy without a rule for a vehicle makes nobody a contact in it")
    func noRule() throws {
        #expect(VehicleContacts<Int>(.ship, try Editions.policy("who-mers").tracing.contacts, map: Self.cabin) == nil)
    }
}
