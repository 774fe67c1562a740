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

/// The calendar queue of spreaders (Brown 1988): one list for each tick, made of blocks of memory that are used again.
///
/// Only each infector's next event is in it. Events of one tick are simultaneous and leave in an order that depends on nothing but the order
/// in which they were put in.
struct Calendar {
    private var heads: [UInt32]
    private var owned: [Slab<Spreader>] = []
    private var blocks: [UnsafeMutablePointer<Spreader>] = []
    /// For each chunk the one before it in its list, and how many it holds.
    private var links: [UInt32] = []
    private var fills: [UInt16] = []
    private var free: [UInt32] = []
    private(set) var count = 0
    private var lowest = Int.max

    private static let perChunk = 64
    private static let chunksPerBlock = 512
    private static let none = UInt32.max

    /// A calendar for ticks 0 ..< `ticks`.
    init(ticks: Int) { heads = Array(repeating: Calendar.none, count: ticks) }

    /// Empties it for another run of so many ticks, keeping its memory.
    mutating func reset(ticks: Int) {
        if count > 0 || heads.count != ticks { heads = Array(repeating: Calendar.none, count: ticks) }
        free.removeAll(keepingCapacity: true)
        free.append(contentsOf: (0..<UInt32(links.count)).reversed())
        count = 0
        lowest = Int.max
    }

    /// Puts a spreader at a tick, which must lie within the calendar.
    @inline(__always)
    mutating func insert(_ spreader: Spreader, at tick: Int) {
        var chunk = heads[tick]
        if chunk == Calendar.none || fills[Int(chunk)] == Calendar.perChunk {
            let fresh = newChunk()
            links[Int(fresh)] = chunk
            fills[Int(fresh)] = 0
            heads[tick] = fresh
            chunk = fresh
        }
        let fill = Int(fills[Int(chunk)])
        blocks[Int(chunk) / Calendar.chunksPerBlock][Int(chunk) % Calendar.chunksPerBlock * Calendar.perChunk + fill] = spreader
        fills[Int(chunk)] = UInt16(fill + 1)
        count += 1
        if tick < lowest { lowest = tick }
    }

    /// The tick of the next event, or nil if there is none. Constant over a run as a whole.
    mutating func nextTick(from tick: Int) -> Int? {
        guard count > 0 else { return nil }
        var at = max(tick, min(lowest, heads.count))
        while at < heads.count, heads[at] == Calendar.none { at += 1 }
        lowest = at
        return at < heads.count ? at : nil
    }

    /// Moves a chunk of the events at `tick` into `buffer`; nil when there are none left.
    @inline(__always)
    mutating func take(at tick: Int, into buffer: Slab<Spreader>) -> Int? {
        let chunk = heads[tick]
        if chunk == Calendar.none { return nil }
        heads[tick] = links[Int(chunk)]
        let fill = Int(fills[Int(chunk)])
        let source = blocks[Int(chunk) / Calendar.chunksPerBlock] + Int(chunk) % Calendar.chunksPerBlock * Calendar.perChunk
        buffer.base.update(from: source, count: fill)
        free.append(chunk)
        count -= fill
        return fill
    }

    /// The buffer that ``take(at:into:)`` fills.
    static func buffer() -> Slab<Spreader> {
        Slab(
            repeating: Spreader(
                person: 0, infectedAt: 0, delay: 0, length: 0, progress: 0, left: 0, ordinal: 0, territory: 0, homeShare: 0, offspring: 0,
                occupation: .none, sphere: .life), count: perChunk)
    }

    private mutating func newChunk() -> UInt32 {
        if let chunk = free.popLast() { return chunk }
        let first = UInt32(links.count)
        let count = Calendar.chunksPerBlock
        let block = Slab(uninitialized: Calendar.perChunk * count, of: Spreader.self)
        owned.append(block)
        blocks.append(block.base)
        links.append(contentsOf: repeatElement(Calendar.none, count: count))
        fills.append(contentsOf: repeatElement(0, count: count))
        free.append(contentsOf: (first + 1..<first + UInt32(count)).reversed())
        return first
    }
}
