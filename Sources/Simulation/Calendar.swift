/// An infected person who still has transmissions to come, with what is needed to find the next one: all of it moves through the calendar, so
/// that the loop reads memory in a row and looks nobody up.
struct Spreader: BitwiseCopyable {
    var person: UInt32
    /// Tick of the infection.
    var infectedAt: Int32
    /// Days from infection to onset; to the end of latency where infectiousness has a period.
    var delay: Float
    /// Days of the infectious period, where it has one.
    var length: Float
    /// E of the last order statistic gone through.
    var progress: Float
    /// Where the class, team or home begins on its roll (``Population/group(_:_:in:)``), or ``ward``.
    var group: UInt32
    /// With whom the one due would take place.
    var partner: UInt32 = 0
    /// Potential transmissions still to come, the one due included.
    var left: UInt16
    /// Number of the one due, from 0.
    var ordinal: UInt16
    var territory: UInt16
    /// Share of potential transmissions that fall into the household, of 65,536.
    var homeShare: UInt16
    /// People infected so far.
    var offspring: UInt16
    var occupation: Occupation
    /// Where the one due would take place.
    var layer: Layer = .seed

    /// Stands in place of a group for somebody in a ward.
    static let ward = UInt32.max

    /// Whether this is about a stay in a ward, not life as usual.
    @inline(__always)
    var isInWard: Bool { group == Spreader.ward }
}

/// The calendar queue of spreaders (Brown 1988): one list for each tick, made of chunks of memory that are used again.
///
/// Only each infector's next event is in it. Events of one tick are simultaneous and leave in an order that depends on nothing but the order
/// in which they were put in. How full a tick's first chunk is stands beside its address, so that putting something in writes where it will
/// stand and reads nothing that is not near: with tens of millions of spreaders the memory is what takes the time.
struct Calendar {
    /// A chunk: the address of the next in the room of a spreader, then spreaders.
    typealias Chunk = UnsafeMutablePointer<Spreader>

    /// The chunks of a tick; all but the first are full.
    private struct Slot: BitwiseCopyable {
        var chunk: Chunk?
        var fill: Int
    }

    private var slots: Slab<Slot>
    private var blocks: [Slab<Spreader>] = []
    private var free: Chunk?
    private(set) var count = 0
    private var lowest = Int.max

    /// Spreaders in a chunk.
    static let perChunk = 63
    private static var nothing: Slot { Slot(chunk: nil, fill: perChunk) }

    /// A calendar for ticks 0 ..< `ticks`.
    init(ticks: Int) { slots = Slab(repeating: Calendar.nothing, count: ticks) }

    /// Empties it for another run of so many ticks, keeping its memory.
    mutating func reset(ticks: Int) {
        if slots.count != ticks {
            slots = Slab(repeating: Calendar.nothing, count: ticks)
        } else if count > 0 {
            slots.fill(Calendar.nothing)
        }
        free = nil
        for block in blocks { release(block) }
        count = 0
        lowest = Int.max
    }

    /// Puts a spreader at a tick, which must lie within the calendar.
    @inline(__always)
    mutating func insert(_ spreader: Spreader, at tick: Int) {
        let slot = slots.base + tick
        let fill = slot.pointee.fill
        if fill < Calendar.perChunk, let chunk = slot.pointee.chunk {
            chunk[fill &+ 1] = spreader
            slot.pointee.fill = fill &+ 1
            count &+= 1
            return
        }
        begin(spreader, at: tick)
    }

    private mutating func begin(_ spreader: Spreader, at tick: Int) {
        let chunk = newChunk()
        Calendar.setNext(of: chunk, slots[tick].chunk)
        chunk[1] = spreader
        slots[tick] = Slot(chunk: chunk, fill: 1)
        count += 1
        if tick < lowest { lowest = tick }
    }

    /// The tick of the next event, or nil if there is none. Constant over a run as a whole.
    mutating func nextTick(from tick: Int) -> Int? {
        guard count > 0 else { return nil }
        var at = max(tick, min(lowest, slots.count))
        while at < slots.count, slots[at].chunk == nil { at += 1 }
        lowest = at
        return at < slots.count ? at : nil
    }

    /// Takes a chunk of the events at `tick` out of the calendar; nil when there are none left. It is the caller's until
    /// ``giveBack(_:)``.
    @inline(__always)
    mutating func take(at tick: Int) -> (chunk: Chunk, count: Int)? {
        let slot = slots[tick]
        guard let chunk = slot.chunk else { return nil }
        slots[tick] = Slot(chunk: Calendar.next(of: chunk), fill: Calendar.perChunk)
        count -= slot.fill
        return (chunk, slot.fill)
    }

    /// Makes a chunk's memory free for others.
    @inline(__always)
    mutating func giveBack(_ chunk: Chunk) {
        Calendar.setNext(of: chunk, free)
        free = chunk
    }

    @inline(__always)
    private static func next(of chunk: Chunk) -> Chunk? { UnsafeMutableRawPointer(chunk).load(as: Chunk?.self) }

    @inline(__always)
    private static func setNext(of chunk: Chunk, _ next: Chunk?) { UnsafeMutableRawPointer(chunk).storeBytes(of: next, as: Chunk?.self) }

    private mutating func newChunk() -> Chunk {
        if let chunk = free {
            free = Calendar.next(of: chunk)
            return chunk
        }
        // Little for a contained outbreak, large pages for a large one.
        let block = Slab(uninitialized: (Calendar.perChunk + 1) * (64 << min(blocks.count, 8)), of: Spreader.self)
        blocks.append(block)
        release(block, from: 1)
        return block.base
    }

    private mutating func release(_ block: Slab<Spreader>, from first: Int = 0) {
        for index in first..<block.count / (Calendar.perChunk + 1) { giveBack(block.base + index * (Calendar.perChunk + 1)) }
    }
}
