import Policy
import Vocabulary

/// Control from a moment on, by which days and tests are counted.
struct Booking: BitwiseCopyable {
    var reason: Chart.Reason
    /// Whether what was counted before is taken back.
    var isTakenBack: Bool
    var territory: UInt16
    var anchor: Int16
    var entryDay: Int16
    var heldFrom: Int32
    var heldUntil: Int32
    var tick: Int32
    /// How many are held alike.
    var people: Int32 = 0

    /// Whether it is the same control as another; one comparison for all the numbers, since most often they are all equal or one is not.
    @inline(__always)
    func isLike(_ other: Booking) -> Bool {
        let ticks = (heldFrom ^ other.heldFrom) | (heldUntil ^ other.heldUntil) | (tick ^ other.tick)
        let days = (anchor ^ other.anchor) | (entryDay ^ other.entryDay) | Int16(bitPattern: territory ^ other.territory)
        return ticks == 0 && days == 0 && reason == other.reason && isTakenBack == other.isTakenBack
    }
}

/// What is yet to be counted of people's control, those held alike together: most contacts of a case are, and so are those who begin again around
/// somebody found infected among them.
///
/// Everything counted is a whole number, of people, ticks or swabs, so that the order in which it is counted changes nothing.
struct Bookings {
    /// A place for each of eight consecutive days from which schedules count, once for what is added and once for what is taken back.
    private static let places = 16
    private let waiting = Slab(
        repeating: Booking(reason: .none, isTakenBack: false, territory: 0, anchor: 0, entryDay: 0, heldFrom: 0, heldUntil: 0, tick: 0),
        count: Bookings.places)
    /// Ticks that people were held, by what a day of it costs.
    let ticks = Slab<Int64>(repeating: 0, count: UnitCosts.Item.allCases.count)
    /// Swabs due under control.
    private(set) var single = 0, antigen = 0

    mutating func reset() {
        for place in 0..<Bookings.places { waiting.base[place].people = 0 }
        ticks.fill(0)
        single = 0
        antigen = 0
    }

    /// Adds somebody.
    ///
    /// - Returns: Others whose place was needed, to be counted now.
    @inline(__always)
    func add(_ booking: Booking) -> Booking? {
        let place = waiting.base + (Int(booking.anchor) & 7 | (booking.isTakenBack ? 8 : 0))
        if place.pointee.people > 0, !booking.isLike(place.pointee) {
            let others = place.pointee
            place.pointee = booking
            place.pointee.people = 1
            return others
        }
        let people = place.pointee.people
        place.pointee = booking
        place.pointee.people = people &+ 1
        return nil
    }

    /// Takes those out who wait in a place.
    func take(_ place: Int) -> Booking? {
        let booking = waiting[place]
        waiting.base[place].people = 0
        return booking.people > 0 ? booking : nil
    }

    /// The places in which somebody may wait.
    var all: Range<Int> { 0..<Bookings.places }

    mutating func addSwabs(single: Int, antigen: Int) {
        self.single += single
        self.antigen += antigen
    }
}
