/// A seeded source of random numbers that gives the same numbers on every platform and with every compiler.
///
///     var dice = Seeded(2022)
///     dice.next(below: 6)                      // 0…5
///     var ofCase7 = dice.stream("case", 7)     // does not depend on what was drawn before
///
/// The generator is SplitMix64 (Steele, Lea, Flood, *Fast Splittable Pseudorandom Number Generators*, OOPSLA 2014). Draws are made by the methods
/// below and not by `Int.random(in:using:)`, whose arithmetic the standard library may change between releases.
public struct Seeded: RandomNumberGenerator, Hashable, Sendable {
    private var state: UInt64
    /// What streams are derived from: the seed as given, untouched by draws.
    private let origin: UInt64

    /// The generator of a seed.
    public init(_ seed: UInt64) {
        state = seed
        origin = seed
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Seeded.mix(state)
    }

    /// An independent generator for `name` and `key`, the same however many numbers were drawn from this one.
    ///
    /// With one stream a thing, adding a thing to a world leaves all the others as they were.
    public func stream(_ name: StaticString, _ key: UInt64 = 0) -> Seeded {
        // FNV-1a over the name.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        name.withUTF8Buffer { for byte in $0 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 } }
        return Seeded(Seeded.mix(Seeded.mix(origin &+ hash) &+ key &* 0x9E37_79B9_7F4A_7C15))
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension Seeded {
    /// An integer from 0 to `bound` − 1, each equally likely; 0 if `bound` is not positive.
    ///
    /// Lemire, *Fast Random Integer Generation in an Interval*, TOMACS 29 (2019).
    public mutating func next(below bound: Int) -> Int {
        guard bound > 1 else { return 0 }
        let bound = UInt64(bound)
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let threshold = (0 &- bound) % bound
            while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
        }
        return Int(product.high)
    }

    /// An integer in `range`, each equally likely.
    public mutating func next(in range: ClosedRange<Int>) -> Int { range.lowerBound + next(below: range.count) }

    /// A number from 0 up to but not including 1, a multiple of 2⁻⁵³.
    public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// True with the given probability.
    public mutating func chance(_ probability: Double) -> Bool { unit() < probability }

    /// One of the elements, each equally likely, or nil if there is none.
    public mutating func pick<Element>(_ elements: some RandomAccessCollection<Element>) -> Element? {
        guard !elements.isEmpty else { return nil }
        return elements[elements.index(elements.startIndex, offsetBy: next(below: elements.count))]
    }

    /// One of the elements with a likelihood in proportion to its weight, or nil if no weight is positive. Linear in the number of elements.
    public mutating func pick<Element>(_ elements: some Collection<Element>, weight: (Element) -> Int) -> Element? {
        let total = elements.reduce(0) { $0 + max(0, weight($1)) }
        guard total > 0 else { return nil }
        var rest = next(below: total)
        for element in elements {
            rest -= max(0, weight(element))
            if rest < 0 { return element }
        }
        return nil
    }

    /// The elements in random order (Fisher and Yates).
    public mutating func shuffled<Element>(_ elements: some Sequence<Element>) -> [Element] {
        var result = Array(elements)
        for last in stride(from: result.count - 1, to: 0, by: -1) { result.swapAt(last, next(below: last + 1)) }
        return result
    }
}
