import Testing

@testable import Simulation

@Suite("Keyed randomness")
struct KeyringTests {
    @Test("a draw depends on who, what for and which one, and on nothing drawn before")
    func named() {
        let keys = Keyring(seed: 1, replicate: 0)
        let first = keys.bits(7, .meeting, 3)
        _ = keys.bits(8, .meeting, 3)
        #expect(keys.bits(7, .meeting, 3) == first)
        #expect(keys.bits(7, .acquaintance, 3) != first)
        #expect(keys.bits(7, .meeting, 4) != first)
        #expect(Keyring(seed: 1, replicate: 1).bits(7, .meeting, 3) != first)
        #expect(Keyring(seed: 2, replicate: 0).bits(7, .meeting, 3) != first)
    }

    @Test("draws are even: 64 cells of 200,000 neighbouring keys pass a chi-squared test in high, middle and low bits")
    func even() {
        let keys = Keyring(seed: 42, replicate: 3)
        let draws: [(String, (Keyring.Encounter) -> UInt64)] = [
            ("meeting", { $0.meeting >> 58 }), ("meeting, middle", { $0.meeting >> 29 }), ("meeting, low", { $0.meeting }),
            ("partner", { $0.partner >> 58 }), ("partner, low", { $0.partner }), ("time", { UInt64($0.time >> 26) }),
            // Two at once: half the bits of each.
            ("meeting and partner", { $0.meeting >> 61 | ($0.partner >> 61) << 3 }),
            ("partner and time", { $0.partner >> 61 | UInt64($0.time >> 29) << 3 }),
        ]
        for (name, draw) in draws {
            var cells = [Int](repeating: 0, count: 64)
            for person in 0..<UInt32(20_000) {
                for ordinal in 0..<UInt16(10) { cells[Int(draw(keys.encounter(person, isWard: false, ordinal)) & 63)] += 1 }
            }
            let expected = 200_000.0 / 64
            let statistic = cells.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
            // 63 degrees of freedom: 99.99 % lie below 112.
            #expect(statistic < 112, "\(name): \(statistic)")
        }
    }

    @Test("a division by multiplication is exact", arguments: [1, 2, 3, 7, 96, 2_357, 65_536, 65_537, 4_294_967_295] as [UInt32])
    func divisor(value: UInt32) {
        let divisor = Divisor(value)
        for n in [0, 1, value &- 1, value, value &+ 1, 1_000_003, .max - 1, .max] { #expect(divisor.quotient(of: n) == n / value) }
        for multiple in 1...1000 where UInt64(multiple) * UInt64(value) <= UInt64(UInt32.max) {
            let n = UInt32(multiple) * value
            #expect(divisor.quotient(of: n) == n / value && divisor.quotient(of: n - 1) == (n - 1) / value)
        }
    }

    @Test("Poisson numbers have mean and variance equal", arguments: [0.1, 2.5, 8.5, 40])
    func poisson(mean: Double) {
        var stream = Stream(state: 9)
        let numbers = (0..<40_000).map { _ in Double(stream.poisson(mean)) }
        let average = numbers.reduce(0, +) / 40_000
        let variance = numbers.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 40_000
        #expect(abs(average - mean) < 5 * (mean / 40_000).squareRoot())
        #expect(abs(variance / mean - 1) < 0.05)
    }

    @Test("a permutation is one, and its inverse undoes it", arguments: [1, 2, 3, 40, 1000, 65_536, 100_003])
    func permutation(count: Int) {
        let permutation = Permutation(count: count, key: 77)
        var seen = [Bool](repeating: false, count: count)
        for x in 0..<UInt32(count) {
            let y = permutation.forward(x)
            #expect(y < count && permutation.backward(y) == x)
            seen[Int(y)] = true
        }
        #expect(seen.allSatisfy { $0 })
    }
}
