import Register
import Testing

@Suite("plates, trains and flights")
struct VehicleTests {
    @Test(
        "plates",
        arguments: [
            ("湘A12345", VehiclePlate.Kind.standard, "湘A12345"), ("湘a·12b45", .standard, "湘A12B45"), ("湘AD12345", .newEnergy, "湘AD12345"),
            ("湘AFA2345", .newEnergy, "湘AFA2345"), ("湘U12345D", .newEnergy, "湘U12345D"), ("湘A1234警", .police, "湘A1234警"),
            ("湘A1234学", .trainer, "湘A1234学"), ("粤Z1234港", .hongKongMacao, "粤Z1234港"),
        ])
    func plates(text: String, kind: VehiclePlate.Kind, number: String) throws {
        let plate = try VehiclePlate(text)
        #expect(plate.kind == kind)
        #expect(plate.number == number)
        #expect(plate.registration == number.prefix(2))
    }

    @Test("plates that cannot be", arguments: ["湘A1234", "湘A1234O", "湖A12345", "湘112345", "湘A123456", "A12345", ""])
    func noPlates(text: String) {
        #expect(throws: IdentifierError.self) { try VehiclePlate(text) }
    }

    @Test(
        "trains", arguments: [("g1234", "G1234", true), ("G 6次", "G6", true), ("K0529", "K529", false), ("5365", "5365", false), ("D7", "D7", true)])
    func trains(text: String, normal: String, isMultipleUnit: Bool) throws {
        let train = try TrainNumber(text)
        #expect(train.description == normal)
        #expect(train.isMultipleUnit == isMultipleUnit)
    }

    @Test("trains that cannot be", arguments: ["G12345", "536", "A123", "G", "G0", ""])
    func noTrains(text: String) {
        #expect(throws: IdentifierError.self) { try TrainNumber(text) }
    }

    @Test(
        "places in a train",
        arguments: [
            ("05车12F号", 5, TrainSeat.Place.seat(row: 12, letter: "F"), "05车12F号"), ("5车3a", 5, .seat(row: 3, letter: "A"), "05车03A号"),
            ("05-12F", 5, .seat(row: 12, letter: "F"), "05车12F号"), ("16车厢01C号", 16, .seat(row: 1, letter: "C"), "16车01C号"),
            ("03车112号", 3, .number(112), "03车112号"), ("12车8号下铺", 12, .berth(8, .lower), "12车8号下铺"), ("12车8上", 12, .berth(8, .upper), "12车8号上铺"),
            ("04车无座", 4, .standing, "04车无座"),
        ])
    func trainSeats(text: String, coach: Int, place: TrainSeat.Place, normal: String) throws {
        let seat = try TrainSeat(text)
        #expect(seat.coach == coach)
        #expect(seat.place == place)
        #expect(seat.description == normal)
        #expect(try TrainSeat(normal) == seat)
    }

    @Test("there is no seat E in a multiple unit")
    func noSeatE() {
        #expect(throws: IdentifierError.character("E", position: 6, accepted: "A, B, C, D, F")) { try TrainSeat("05车12E号") }
    }

    @Test("places in a train that cannot be", arguments: ["12F", "05车", "车12F", "05车F", "05车123F号", "00车01A", "05车12F号X", ""])
    func noTrainSeats(text: String) {
        #expect(throws: IdentifierError.self) { try TrainSeat(text) }
    }

    @Test(
        "flights",
        arguments: [
            ("CZ3101", "CZ3101"), ("cz 3101", "CZ3101"), ("3U8888", "3U8888"), ("9C8515", "9C8515"), ("CA0001", "CA001"), ("MU5303A", "MU5303A"),
        ])
    func flights(text: String, normal: String) throws {
        #expect(try FlightNumber(text).description == normal)
    }

    @Test("leading zeros do not make another flight")
    func zeros() throws {
        #expect(try FlightNumber("CZ0310") == FlightNumber("CZ310"))
    }

    @Test("flights that cannot be", arguments: ["C1", "12345", "CZ12345", "CZA", "CZ0", "南3101", ""])
    func noFlights(text: String) {
        #expect(throws: IdentifierError.self) { try FlightNumber(text) }
    }

    @Test("seats in an aircraft")
    func flightSeats() throws {
        #expect(try FlightSeat("12a").description == "12A")
        #expect(try FlightSeat("012A") == FlightSeat("12A"))
        #expect(throws: IdentifierError.character("I", position: 3, accepted: "A–H, J–L")) { try FlightSeat("12I") }
        #expect(throws: IdentifierError.self) { try FlightSeat("0A") }
        #expect(throws: IdentifierError.self) { try FlightSeat("A") }
    }
}
