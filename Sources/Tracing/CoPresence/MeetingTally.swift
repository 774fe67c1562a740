/// Adds up the episodes of each pair as they are found, for one source after the other.
///
/// The contacts of the source at hand are found again in a small open-addressed table that is never cleared: each source marks its slots
/// with a stamp of its own.
struct MeetingTally {
    private(set) var meetings: [Meeting] = []
    private let minimum: Int
    private var slots: [Slot]
    private var mask: Int
    private var stamp: UInt32 = 0
    private var source: UInt32?
    private var first = 0

    private struct Slot {
        var stamp: UInt32
        var contact: UInt32
        var meeting: UInt32
    }

    init(minimum: Int) {
        self.minimum = minimum
        slots = Array(repeating: Slot(stamp: 0, contact: 0, meeting: 0), count: 1 << 10)
        mask = slots.count - 1
    }

    /// Takes an episode. Episodes of one source must come one after the other.
    mutating func add(_ source: UInt32, _ contact: UInt32, _ place: UInt32, from start: Int, to end: Int) {
        if source != self.source { begin(source) }
        let exposed = Int32(clamping: start + minimum)
        let begun = Int32(clamping: start)
        var slot = MeetingTally.hash(contact) & mask
        while slots[slot].stamp == stamp {
            if slots[slot].contact == contact {
                let index = Int(slots[slot].meeting)
                let known = meetings[index]
                let isEarlier = (begun, place) < (known.start, known.place)
                meetings[index] = Meeting(
                    source: source, contact: contact, place: isEarlier ? place : known.place, start: min(begun, known.start),
                    exposed: min(exposed, known.exposed), episodes: known.episodes &+ 1, ticks: known.ticks + Int64(end - start))
                return
            }
            slot = (slot + 1) & mask
        }
        slots[slot] = Slot(stamp: stamp, contact: contact, meeting: UInt32(truncatingIfNeeded: meetings.count))
        meetings.append(
            Meeting(source: source, contact: contact, place: place, start: begun, exposed: exposed, episodes: 1, ticks: Int64(end - start)))
        if (meetings.count - first) * 2 > slots.count { grow() }
    }

    private mutating func begin(_ source: UInt32) {
        self.source = source
        first = meetings.count
        stamp &+= 1
    }

    private mutating func grow() {
        slots = Array(repeating: Slot(stamp: 0, contact: 0, meeting: 0), count: slots.count * 2)
        mask = slots.count - 1
        for index in first..<meetings.count {
            var slot = MeetingTally.hash(meetings[index].contact) & mask
            while slots[slot].stamp == stamp { slot = (slot + 1) & mask }
            slots[slot] = Slot(stamp: stamp, contact: meetings[index].contact, meeting: UInt32(truncatingIfNeeded: index))
        }
    }

    /// Fibonacci hashing (Knuth, The Art of Computer Programming 6.4).
    @inline(__always)
    private static func hash(_ contact: UInt32) -> Int { Int((contact &* 2_654_435_769) >> 8) }
}
