import Foundation

/// The transcendental functions of the event loop, in one place.
enum Logarithm {
    @inline(__always)
    static func natural(_ x: Double) -> Double { log(x) }

    @inline(__always)
    static func exponential(_ x: Double) -> Double { exp(x) }

    /// −ln of a uniform number given by 32 random bits, by a table of the mantissa's logarithm; relative error below 10⁻⁶, the same on every
    /// platform. This is called for every potential transmission.
    @inline(__always)
    static func waiting(_ bits: UInt32) -> Float {
        // The number is (bits + ½) / 2³², which is never 0 or 1.
        let x = (Double(bits) + 0.5) * 0x1p-32
        let pattern = x.bitPattern
        let exponent = Double(Int(pattern >> 52) - 1023)
        let index = Int((pattern >> 41) & 0x7FF)
        let fraction = Double(pattern & 0x1FF_FFFF_FFFF) * 0x1p-41
        let mantissa = table[index] + fraction * (table[index + 1] - table[index])
        return Float(-(exponent * 0.693_147_180_559_945_3 + mantissa))
    }

    /// ln(1 + i/2048), i = 0…2048.
    private static let table: Slab<Double> = Slab((0...2048).map { log(1 + Double($0) / 2048) })
}
