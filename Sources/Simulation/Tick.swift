/// The simulator's time: ticks of a quarter of an hour since the first day's midnight. What happens in one tick is simultaneous.
enum Tick {
    static let perDay = 96
    static let never = Int32.max

    /// The civil day of a tick, 0 being the first; days before it are negative.
    @inline(__always)
    static func day(_ tick: Int32) -> Int { Int(tick >= 0 ? tick : tick - 95) / perDay }

    @inline(__always)
    static func span(days: Float) -> Int32 { Int32(days * Float(perDay)) }

    @inline(__always)
    static func span(hours: Double) -> Int32 { Int32(hours * 4) }

    @inline(__always)
    static func at(day: Int, hour: Int = 0) -> Int32 { Int32(day * perDay + hour * 4) }
}
