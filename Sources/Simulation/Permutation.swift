/// A keyed permutation of 0 ..< n that is computed in both directions without a table: a Feistel network over the least rectangle of about √n by
/// √n that holds n, walked until it falls below n (Black and Rogaway, *Ciphers with Arbitrary Finite Domains*, 2002), which is nearly always at
/// once.
///
/// It answers both “in which class is this pupil?” and “who else is in it?”.
struct Permutation: BitwiseCopyable, Sendable {
    let count: UInt32
    private let rows: UInt32
    private let columns: Divisor
    private let key: UInt64

    init(count: Int, key: UInt64) {
        self.count = UInt32(count)
        var side = UInt32(Double(count).squareRoot())
        while Int(side) * Int(side) < count { side += 1 }
        columns = Divisor(max(1, side))
        rows = UInt32((count + Int(columns.value) - 1) / Int(columns.value))
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

    // Two halves of each of two rounds: the shuffle must look random, not withstand an enemy.

    @inline(__always)
    private func encipher(_ x: UInt32) -> UInt32 {
        var row = columns.quotient(of: x)
        var column = x &- row &* columns.value
        row = Permutation.sum(row, shift(column, 0, rows), rows)
        column = Permutation.sum(column, shift(row, 1, columns.value), columns.value)
        row = Permutation.sum(row, shift(column, 2, rows), rows)
        column = Permutation.sum(column, shift(row, 3, columns.value), columns.value)
        return row &* columns.value &+ column
    }

    @inline(__always)
    private func decipher(_ x: UInt32) -> UInt32 {
        var row = columns.quotient(of: x)
        var column = x &- row &* columns.value
        column = Permutation.difference(column, shift(row, 3, columns.value), columns.value)
        row = Permutation.difference(row, shift(column, 2, rows), rows)
        column = Permutation.difference(column, shift(row, 1, columns.value), columns.value)
        row = Permutation.difference(row, shift(column, 0, rows), rows)
        return row &* columns.value &+ column
    }

    /// By how much, from 0 to below `bound`, one half moves the other.
    @inline(__always)
    private func shift(_ half: UInt32, _ round: UInt64, _ bound: UInt32) -> UInt32 {
        let mixed = Keyring.fold((UInt64(half) ^ key) &+ round &* 0x9E37_79B9_7F4A_7C15, 0xD6E8_FEB8_6659_FD93)
        return UInt32(truncatingIfNeeded: ((mixed >> 32) &* UInt64(bound)) >> 32)
    }

    @inline(__always)
    private static func sum(_ left: UInt32, _ right: UInt32, _ bound: UInt32) -> UInt32 {
        let sum = left &+ right
        return sum >= bound ? sum &- bound : sum
    }

    @inline(__always)
    private static func difference(_ left: UInt32, _ right: UInt32, _ bound: UInt32) -> UInt32 {
        left >= right ? left &- right : left &+ bound &- right
    }
}
