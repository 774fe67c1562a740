import Register

/// Where somebody sits or lies in a vehicle, as far as a ticket or a manifest tells it.
public struct SeatPlace: Hashable, Sendable {
    /// The coach of a train, the cabin's number on a ship's deck, nil where there is only one.
    public var coach: Int?
    /// The row, as printed.
    public var row: Int?
    /// The seat's letter within the row.
    public var column: Character?
    /// The running number of a seat or berth, where seats have no rows.
    public var number: Int?
    /// A ship's cabin or a sleeper's compartment where the ticket names it.
    public var cabin: String?

    /// A place from its parts.
    public init(coach: Int? = nil, row: Int? = nil, column: Character? = nil, number: Int? = nil, cabin: String? = nil) {
        self.coach = coach
        self.row = row
        self.column = column
        self.number = number
        self.cabin = cabin
    }

    /// A seat in an aircraft.
    public init(_ seat: FlightSeat) {
        self.init(row: seat.row, column: seat.letter)
    }

    /// A seat or berth in a train; who stands has only a coach.
    public init(_ seat: TrainSeat) {
        switch seat.place {
        case .seat(let row, let letter): self.init(coach: seat.coach, row: row, column: letter)
        case .number(let number): self.init(coach: seat.coach, number: number)
        case .berth(let number, _): self.init(coach: seat.coach, number: number)
        case .standing: self.init(coach: seat.coach)
        }
    }
}

/// How the seats of a vehicle, or of each of its coaches, are arranged.
public struct SeatMap: Hashable, Sendable {
    /// The rows there are, from front to back. Numbers have gaps (13 and 14 are often left out), so that three rows away is three in this
    /// list and never a difference of numbers (`domain.md` §17.4).
    public var rows: [Int]
    /// The letters of the seats of a row, from one side to the other. Aisles do not count.
    public var columns: [Character]
    /// How many running numbers make a bay or compartment: two for a hard sleeper's bay (each number has three berths), four for a soft
    /// sleeper's compartment, ten for a coach with hard seats.
    public var numbersPerBay: Int

    /// A map from its parts.
    public init(rows: [Int], columns: [Character], numbersPerBay: Int = 2) {
        self.rows = rows
        self.columns = columns
        self.numbersPerBay = max(1, numbersPerBay)
    }

    /// The map that a manifest allows one to guess: the rows and letters in which somebody sits. A row that stood empty is missing from it,
    /// so that it may reach one row too far, never too short.
    public init(guessedFrom places: some Sequence<SeatPlace>, numbersPerBay: Int = 2) {
        self.init(
            rows: Set(places.compactMap(\.row)).sorted(), columns: Set(places.compactMap(\.column)).sorted(), numbersPerBay: numbersPerBay)
    }

    /// Rows between two places, counted in rows that exist; nil if either has none.
    func rowsApart(_ left: SeatPlace, _ right: SeatPlace) -> Int? {
        guard let a = left.row, let b = right.row else { return nil }
        if a == b { return 0 }
        // A row that the map lacks stands where its number would put it.
        let between = rows.count { $0 > min(a, b) && $0 < max(a, b) }
        return between + 1
    }

    /// Seats between two places across the vehicle.
    func seatsAcross(_ left: SeatPlace, _ right: SeatPlace) -> Int? {
        guard let a = left.column, let b = right.column else { return nil }
        if a == b { return 0 }
        return columns.count { $0 > min(a, b) && $0 < max(a, b) } + 1
    }

    /// The bay of a place: of its running number, or its row where there is none (seats in rows have no other bays).
    func bay(_ place: SeatPlace) -> Int? {
        if let number = place.number { return (number - 1) / numbersPerBay }
        return place.row.map { row in rows.count { $0 < row } }
    }
}
