/// A keyed permutation of 0 ..< n that is computed in both directions without a table: a Feistel network over the least power of two that
/// holds n, walked until it falls below n (Black and Rogaway, *Ciphers with Arbitrary Finite Domains*, 2002).
///
/// It answers both “in which class is this pupil?” and “who else is in it?”.
struct Permutation: BitwiseCopyable, Sendable {
    let count: UInt32
    private let leftBits: UInt32
    private let rightBits: UInt32
    private let key: UInt64

    init(count: Int, key: UInt64) {
        self.count = UInt32(count)
        let bits = UInt32(max(2, Int.bitWidth - max(0, count - 1).leadingZeroBitCount))
        leftBits = bits / 2
        rightBits = bits - bits / 2
        self.key = key
    }

    /// The position of `x`.
    @inline(__always)
    func forward(_ x: UInt32) -> UInt32 {
        var value = x
        repeat { value = encipher(value) } while value >= count
        return value
    }

    /// What stands at `position`.
    @inline(__always)
    func backward(_ position: UInt32) -> UInt32 {
        var value = position
        repeat { value = decipher(value) } while value >= count
        return value
    }

    @inline(__always)
    private func encipher(_ x: UInt32) -> UInt32 {
        var left = x >> rightBits
        var right = x & (1 << rightBits &- 1)
        for round in 0..<Permutation.rounds {
            left ^= mixed(right, 2 &* round) & (1 << leftBits &- 1)
            right ^= mixed(left, 2 &* round &+ 1) & (1 << rightBits &- 1)
        }
        return left << rightBits | right
    }

    @inline(__always)
    private func decipher(_ x: UInt32) -> UInt32 {
        var left = x >> rightBits
        var right = x & (1 << rightBits &- 1)
        for step in 0..<Permutation.rounds {
            let round = Permutation.rounds &- 1 &- step
            right ^= mixed(left, 2 &* round &+ 1) & (1 << rightBits &- 1)
            left ^= mixed(right, 2 &* round) & (1 << leftBits &- 1)
        }
        return left << rightBits | right
    }

    /// Two halves of each of two rounds: the shuffle must look random, not withstand an enemy.
    private static let rounds: UInt64 = 2

    @inline(__always)
    private func mixed(_ half: UInt32, _ round: UInt64) -> UInt32 {
        let product = ((UInt64(half) ^ key) &+ round &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
        return UInt32(truncatingIfNeeded: ((product ^ (product >> 29)) &* 0xBF58_476D_1CE4_E5B9) >> 32)
    }
}
