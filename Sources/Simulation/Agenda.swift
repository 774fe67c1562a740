/// What is due when in one replicate: a list for each tick, so that nothing is compared. What is due earlier comes first, of simultaneous events the
/// one planned first.
struct Agenda: ~Copyable {
    /// Something that is due.
    struct Event: BitwiseCopyable {
        var person: UInt32
        var detail: Int32
        var kind: Kind

        /// What can be due.
        enum Kind: UInt8, BitwiseCopyable {
            /// Somebody with symptoms sees a doctor.
            case care
            /// A positive result comes; `detail` is the route.
            case result
            /// A test of somebody under control; `detail` is the episode and the number of the test.
            case controlTest
            /// A test of a post holder.
            case postTest
            /// The contacts of a case are listed.
            case list
            /// A zone may be lifted; `person` is its first resident, `detail` the level.
            case lift
            /// A screening round in a territory (`person`).
            case round
            /// Somebody arrives infected; `person` is the stream, `detail` a number.
            case arrival
            /// The test on landing, or one of several days.
            case arrivalTest
            /// Somebody infected may infect another in an isolation site; `detail` is the episode and the number of the potential transmission.
            case siteContact
        }
    }

    /// An event and the place of the next one of its tick, or of the next free place.
    private struct Entry: BitwiseCopyable {
        var event: Event
        var next: Int32
    }

    /// The first and the last place of a tick.
    private struct Line: BitwiseCopyable {
        var first: Int32
        var last: Int32
    }

    private static let none: Int32 = -1

    private let lines: Slab<Line>
    private var entries = Pile<Entry>()
    private var free = Agenda.none
    private var waiting = 0
    private var lowest = 0

    /// An agenda for ticks 0 ..< `ticks`.
    init(ticks: Int) { lines = Slab(repeating: Line(first: Agenda.none, last: Agenda.none), count: ticks) }

    /// Empties it, keeping its memory.
    mutating func reset() {
        if entries.count > 0 { lines.fill(Line(first: Agenda.none, last: Agenda.none)) }
        entries.removeAll()
        free = Agenda.none
        waiting = 0
        lowest = 0
    }

    /// Puts something on the list; what was due before the first tick is due with it, what is due after the last never comes.
    mutating func plan(_ kind: Event.Kind, at due: Int32, person: UInt32, detail: Int32 = 0) {
        let tick = max(0, Int(due))
        guard tick < lines.count else { return }
        let entry = Entry(event: Event(person: person, detail: detail, kind: kind), next: Agenda.none)
        var place = free
        if place == Agenda.none {
            place = Int32(truncatingIfNeeded: entries.count)
            entries.append(entry)
        } else {
            free = entries[Int(place)].next
            entries[Int(place)] = entry
        }
        let line = lines.base + tick
        if line.pointee.first == Agenda.none { line.pointee.first = place } else { entries.address(of: Int(line.pointee.last)).pointee.next = place }
        line.pointee.last = place
        waiting &+= 1
        if tick < lowest { lowest = tick }
    }

    /// The tick of what is due next, or nil if nothing is. Constant over a run as a whole.
    @inline(__always)
    mutating func nextTick() -> Int? {
        guard waiting > 0 else { return nil }
        while lines[lowest].first == Agenda.none { lowest &+= 1 }
        return lowest
    }

    /// Takes the first of what is due at ``nextTick()``.
    mutating func takeNext() -> Event {
        let place = lines[lowest].first
        let entry = entries[Int(place)]
        lines.base[lowest].first = entry.next
        entries.address(of: Int(place)).pointee.next = free
        free = place
        waiting &-= 1
        return entry.event
    }
}
