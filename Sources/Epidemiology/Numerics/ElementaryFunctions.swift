// The elementary functions of the C library under their usual names, so that the formulas need no Foundation.

#if canImport(Glibc)
import Glibc

@inline(__always) func exp(_ x: Double) -> Double { Glibc.exp(x) }
@inline(__always) func expm1(_ x: Double) -> Double { Glibc.expm1(x) }
@inline(__always) func log(_ x: Double) -> Double { Glibc.log(x) }
@inline(__always) func log1p(_ x: Double) -> Double { Glibc.log1p(x) }
@inline(__always) func pow(_ x: Double, _ y: Double) -> Double { Glibc.pow(x, y) }
@inline(__always) func cos(_ x: Double) -> Double { Glibc.cos(x) }
@inline(__always) func sin(_ x: Double) -> Double { Glibc.sin(x) }
@inline(__always) func erfc(_ x: Double) -> Double { Glibc.erfc(x) }
#elseif canImport(Musl)
import Musl

@inline(__always) func exp(_ x: Double) -> Double { Musl.exp(x) }
@inline(__always) func expm1(_ x: Double) -> Double { Musl.expm1(x) }
@inline(__always) func log(_ x: Double) -> Double { Musl.log(x) }
@inline(__always) func log1p(_ x: Double) -> Double { Musl.log1p(x) }
@inline(__always) func pow(_ x: Double, _ y: Double) -> Double { Musl.pow(x, y) }
@inline(__always) func cos(_ x: Double) -> Double { Musl.cos(x) }
@inline(__always) func sin(_ x: Double) -> Double { Musl.sin(x) }
@inline(__always) func erfc(_ x: Double) -> Double { Musl.erfc(x) }
#else
import Darwin

@inline(__always) func exp(_ x: Double) -> Double { Darwin.exp(x) }
@inline(__always) func expm1(_ x: Double) -> Double { Darwin.expm1(x) }
@inline(__always) func log(_ x: Double) -> Double { Darwin.log(x) }
@inline(__always) func log1p(_ x: Double) -> Double { Darwin.log1p(x) }
@inline(__always) func pow(_ x: Double, _ y: Double) -> Double { Darwin.pow(x, y) }
@inline(__always) func cos(_ x: Double) -> Double { Darwin.cos(x) }
@inline(__always) func sin(_ x: Double) -> Double { Darwin.sin(x) }
@inline(__always) func erfc(_ x: Double) -> Double { Darwin.erfc(x) }
#endif
