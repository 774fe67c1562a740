/// A number by which others are divided millions of times: by a multiplication, exact for all numbers of 32 bits.
///
/// With M = ⌊(2⁶⁴ − 1) / d⌋ the quotient is the upper half of M · (n + 1) (Robison, *N-bit unsigned division via N-bit multiply-add*, 2005).
struct Divisor: BitwiseCopyable, Sendable {
    let value: UInt32
    private let inverse: UInt64

    init(_ value: UInt32) {
        self.value = value
        inverse = UInt64.max / UInt64(max(1, value))
    }

    /// How often it goes into `n`.
    @inline(__always)
    func quotient(of n: UInt32) -> UInt32 { UInt32(truncatingIfNeeded: inverse.multipliedFullWidth(by: UInt64(n) + 1).high) }
}
