#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Natural logarithm.
@inline(__always)
func logarithm(_ x: Float) -> Float { logf(x) }

/// Natural logarithm.
@inline(__always)
func logarithm(_ x: Double) -> Double { log(x) }

/// Base-2 logarithm.
func binaryLogarithm(_ x: Double) -> Double { log2(x) }

/// e to the power of `x`.
@inline(__always)
func exponential(_ x: Double) -> Double { exp(x) }
