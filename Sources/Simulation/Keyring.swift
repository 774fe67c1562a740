/// Random numbers by name: every draw is a function of the seed, of who, of what for and of which one, never of what was drawn before.
///
/// Two policies under one seed meet the same people, the same meetings and the same luck wherever they let them happen (common random
/// numbers), and the order in which events are gone through changes nothing. The mixing function multiplies to the full 128 bits and folds
/// (Lemire and Yi, *wyhash*, 2019), twice.
struct Keyring: Sendable {
    private let first: UInt64
    private let second: UInt64

    /// The keys of one replicate of one seed.
    init(seed: UInt64, replicate: Int) {
        first = Keyring.finish(seed &+ 0x9E37_79B9_7F4A_7C15)
        second = Keyring.finish(first ^ (UInt64(bitPattern: Int64(replicate)) &* 0xD129_0F2B_5B1E_36E7 &+ 0x2545_F491_4F6C_DD1D))
    }

    /// What a number is drawn for. The raw values are part of what a seed means: add, never renumber.
    enum Purpose: UInt64 {
        case course = 1, meeting, partner, gathering, gatheringSize, dispersion, care, testing, tracing, elicited, acquaintance, zone, arrival
        case post, seeding, permutation, immunity, ward, adherence, severity, time, pool, site
    }

    /// 64 bits for a person (or anything that has a number), a purpose and an ordinal below 2²⁴.
    @inline(__always)
    func bits(_ who: UInt32, _ purpose: Purpose, _ ordinal: UInt32 = 0) -> UInt64 {
        let name = UInt64(who) << 32 | (purpose.rawValue << 24 ^ UInt64(ordinal))
        return Keyring.fold(Keyring.fold(name ^ first, 0x9E37_79B9_7F4A_7C15) ^ second, 0xD6E8_FEB8_6659_FD93)
    }

    /// What a potential transmission is made of.
    struct Encounter {
        /// The highest 32 choose the layer, others the luck.
        var meeting: UInt64
        /// Chooses the partner.
        var partner: UInt64
        /// Decides how long after the one before.
        var time: UInt32
        /// It comes about if this, from 0 up to but not including 1, is below its chance: the same number under every policy.
        @inline(__always)
        var luck: Float { Float((meeting >> 8) & 0xFF_FFFF) * 0x1p-24 }
    }

    /// The draws of a person's potential transmission in life as usual or in a ward: one name, folded twice more.
    @inline(__always)
    func encounter(_ who: UInt32, isWard: Bool, _ ordinal: UInt16) -> Encounter { encounter(who, isWard ? .ward : .meeting, ordinal) }

    /// The draws of a person's potential transmission of a kind.
    @inline(__always)
    func encounter(_ who: UInt32, _ kind: Purpose, _ ordinal: UInt16) -> Encounter {
        let meeting = bits(who, kind, UInt32(ordinal))
        return Encounter(
            meeting: meeting, partner: Keyring.fold(meeting ^ second, 0xA076_1D64_78BD_642F),
            time: UInt32(truncatingIfNeeded: Keyring.fold(meeting ^ first, 0xE703_7ED1_A0B4_28DB)))
    }

    /// A number from 0 up to but not including 1.
    @inline(__always)
    func unit(_ who: UInt32, _ purpose: Purpose, _ ordinal: UInt32 = 0) -> Double { Double(bits(who, purpose, ordinal) >> 11) * 0x1p-53 }

    /// A sequence of numbers of its own, for draws that take several.
    @inline(__always)
    func stream(_ who: UInt32, _ purpose: Purpose, _ ordinal: UInt32 = 0) -> Stream { Stream(state: bits(who, purpose, ordinal)) }

    @inline(__always)
    static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }

    static func finish(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// A sequence of random numbers (SplitMix64; Steele, Lea, Flood 2014).
struct Stream {
    private var state: UInt64

    @inline(__always)
    init(state: UInt64) { self.state = state }

    /// The next 64 bits.
    @inline(__always)
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Keyring.finish(state)
    }

    /// A number from 0 up to but not including 1.
    @inline(__always)
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A number from 0 to `bound` − 1.
    @inline(__always)
    mutating func below(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }

    /// An exponential number with mean 1.
    @inline(__always)
    mutating func exponential() -> Double { -Logarithm.natural(1 - unit()) }

    /// A Poisson number. One uniform a part of at most 20 of the mean, so that a larger mean never gives fewer: two policies that differ in a
    /// rate stay comparable.
    @inline(__always)
    mutating func poisson(_ mean: Double) -> Int {
        var rest = mean
        var count = 0
        while rest > 20 {
            count += smallPoisson(20)
            rest -= 20
        }
        return rest > 0 ? count + smallPoisson(rest) : count
    }

    @inline(__always)
    private mutating func smallPoisson(_ mean: Double) -> Int {
        let target = unit()
        var term = Logarithm.exponential(-mean)
        var sum = term
        var count = 0
        while target >= sum, count < 200 {
            count += 1
            term *= mean / Double(count)
            sum += term
        }
        return count
    }
}
