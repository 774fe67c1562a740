import Vocabulary

/// What pooling costs at a prevalence, and which validated size costs least (`domain.md` §5.2).
public struct PoolingAdvice: Hashable, Sendable {
    /// The prevalence assumed, as a share.
    public var prevalence: Double
    /// Every validated size with the tests it takes for each person, in the order of size.
    public var costs: [Cost]
    /// The size to use.
    public var size: Int
    /// Why that one.
    public var reason: Reason

    /// Tests for each person at a size.
    public struct Cost: Hashable, Sendable {
        /// People to a tube.
        public var size: Int
        /// Tests for each person, retests included.
        public var testsPerPerson: Double
    }

    /// Why a size was chosen.
    public enum Reason: String, CaseIterable, Sendable {
        /// It takes the fewest tests for each person.
        case fewestTests
        /// The policy does not let tubes be pooled at this prevalence.
        case aboveLimit
        /// The policy validates one size only.
        case onlySize
    }
}

extension PoolRules {
    /// Tests for each person where `size` share a tube at a prevalence: one for the tube, and one for each member of a positive one.
    ///
    /// Dorfman 1943, *The detection of defective members of large populations*, Annals of Mathematical Statistics 14:436: 1/n + 1 − (1 − p)ⁿ;
    /// one for singles. Households infect each other, so that real tubes cost less (`domain.md` §5.2).
    public static func testsPerPerson(size: Int, prevalence: Double) -> Double {
        guard size > 1 else { return 1 }
        return 1 / Double(size) + 1 - PoolRules.power(1 - min(max(prevalence, 0), 1), size)
    }

    /// The prevalence among people that makes a share `positivity` of tubes of `size` positive: 1 − (1 − P)^(1/n), Dorfman's inverse.
    ///
    /// Where no tube was positive, half a tube of `tubes` is taken for the estimate, so that a small clean round does not say *none*.
    public static func prevalence(positive: Int, of tubes: Int, size: Int) -> Double {
        guard tubes > 0, size > 0 else { return 0 }
        let share = positive == 0 ? 0.5 / Double(tubes) : min(Double(positive) / Double(tubes), 1)
        if share >= 1 { return 1 }
        return 1 - PoolRules.root(1 - share, size)
    }

    /// The validated size that costs least at a prevalence, with its reason. The policy's limit (`notAbove`) goes before the arithmetic.
    public func advice(prevalence: Double) -> PoolingAdvice {
        let sizes = sizes.isEmpty ? [1] : sizes
        let costs = sizes.map { PoolingAdvice.Cost(size: $0, testsPerPerson: PoolRules.testsPerPerson(size: $0, prevalence: prevalence)) }
        if let notAbove, prevalence * 100 > notAbove {
            return PoolingAdvice(prevalence: prevalence, costs: costs, size: 1, reason: .aboveLimit)
        }
        // Of equal costs the smaller tube: its members wait less for each other.
        let least = costs.min { ($0.testsPerPerson, $0.size) < ($1.testsPerPerson, $1.size) }
        return PoolingAdvice(
            prevalence: prevalence, costs: costs, size: least?.size ?? 1, reason: sizes.count == 1 ? .onlySize : .fewestTests)
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var (result, square, rest) = (1.0, base, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result *= square }
            square *= square
            rest >>= 1
        }
        return result
    }

    /// The n-th root of a share, by Newton's method; exact to the last digits after a few dozen steps for every validated size.
    private static func root(_ share: Double, _ n: Int) -> Double {
        guard share > 0, n > 1 else { return max(share, 0) }
        var estimate = 1.0
        for _ in 0..<200 {
            let next = estimate - (estimate - share / power(estimate, n - 1)) / Double(n)
            if (next - estimate).magnitude < 1e-15 { return next }
            estimate = next
        }
        return estimate
    }
}
