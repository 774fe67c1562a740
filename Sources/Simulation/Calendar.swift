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
    /// Where the person is: in life as usual, or the stay whose contacts these are.
    var sphere: Sphere

    /// What a spreader's potential transmissions are about.
    enum Sphere: UInt8, BitwiseCopyable {
        case life, ward, isolationSite
    }
}

/// The calendar queue of spreaders (Brown 1988): one list for each tick, made of chunks of memory that are used again.
///
/// Only each infector's next event is in it. Events of one tick are simultaneous and leave in an order that depends on nothing but the order
/// in which they were put in.
struct Calendar {
    /// A chunk: a header the size of a spreader, then spreaders.
    typealias Chunk = UnsafeMutablePointer<Spreader>

    private var heads: Slab<Chunk?>
    private var blocks: [Slab<Spreader>] = []
    private var free: Chunk?
    private(set) var count = 0
    private var lowest = Int.max

    private struct Header: BitwiseCopyable {
        var next: Chunk?
        var fill: Int
    }

    private static let perChunk = 63
    private static let chunksPerBlock = 512

    /// A calendar for ticks 0 ..< `ticks`.
    init(ticks: Int) { heads = Slab(repeating: nil, count: ticks) }

    /// Empties it for another run of so many ticks, keeping its memory.
    mutating func reset(ticks: Int) {
        if heads.count != ticks {
            heads = Slab(repeating: nil, count: ticks)
        } else if count > 0 {
            heads.fill(nil)
        }
        free = nil
        for block in blocks { release(block) }
        count = 0
        lowest = Int.max
    }

    /// Puts a spreader at a tick, which must lie within the calendar.
    @inline(__always)
    mutating func insert(_ spreader: Spreader, at tick: Int) {
        if let chunk = heads[tick] {
            let header = Calendar.header(chunk)
            let fill = header.pointee.fill
            if fill < Calendar.perChunk {
                chunk[fill &+ 1] = spreader
                header.pointee.fill = fill &+ 1
                count &+= 1
                return
            }
        }
        begin(spreader, at: tick)
    }

    private mutating func begin(_ spreader: Spreader, at tick: Int) {
        let chunk = newChunk()
        Calendar.header(chunk).pointee = Header(next: heads[tick], fill: 1)
        chunk[1] = spreader
        heads[tick] = chunk
        count += 1
        if tick < lowest { lowest = tick }
    }

    /// The tick of the next event, or nil if there is none. Constant over a run as a whole.
    mutating func nextTick(from tick: Int) -> Int? {
        guard count > 0 else { return nil }
        var at = max(tick, min(lowest, heads.count))
        while at < heads.count, heads[at] == nil { at += 1 }
        lowest = at
        return at < heads.count ? at : nil
    }

    /// Takes a chunk of the events at `tick` out of the calendar; nil when there are none left. It is the caller's until
    /// ``giveBack(_:)``.
    @inline(__always)
    mutating func take(at tick: Int) -> (chunk: Chunk, count: Int)? {
        guard let chunk = heads[tick] else { return nil }
        let header = Calendar.header(chunk).pointee
        heads[tick] = header.next
        count -= header.fill
        return (chunk, header.fill)
    }

    /// Makes a chunk's memory free for others.
    @inline(__always)
    mutating func giveBack(_ chunk: Chunk) {
        Calendar.header(chunk).pointee.next = free
        free = chunk
    }

    @inline(__always)
    private static func header(_ chunk: Chunk) -> UnsafeMutablePointer<Header> {
        UnsafeMutableRawPointer(chunk).assumingMemoryBound(to: Header.self)
    }

    private mutating func newChunk() -> Chunk {
        if let chunk = free {
            free = Calendar.header(chunk).pointee.next
            return chunk
        }
        let block = Slab(uninitialized: (Calendar.perChunk + 1) * Calendar.chunksPerBlock, of: Spreader.self)
        blocks.append(block)
        release(block, from: 1)
        return block.base
    }

    private mutating func release(_ block: Slab<Spreader>, from first: Int = 0) {
        for index in first..<Calendar.chunksPerBlock { giveBack(block.base + index * (Calendar.perChunk + 1)) }
    }
}
