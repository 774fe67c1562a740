/// Estimates a model without labels by expectation–maximisation (A. P. Dempster et al., J. Royal Stat. Soc. B 39, 1977; for linkage
/// W. E. Winkler, *Using the EM Algorithm for Weight Computation in the Fellegi–Sunter Model*, 1988), over the counts of patterns, not pairs.
///
/// Candidates hold nearly all pairs of one person and nearly none of strangers, so shares are taken of all pairs there are: what is no
/// candidate counts as strangers, whose agreements come from random pairs. Blocking therefore biases nothing.
struct Estimation {
    private let patterns: [Pattern]
    private let counts: [Double]
    private let reviews: [(pattern: Pattern, isMatch: Bool)]
    private let random: RandomPairs
    private let allPairs: Double
    private(set) var model: LinkageModel

    /// - Parameters:
    ///   - reviews: Pairs that somebody has decided upon. They count for certain, beside the unlabelled ones.
    ///   - initial: Where to begin, from an earlier estimation; nil for the general expectations.
    init(
        fields: [LinkageField], candidates: Candidates, random: RandomPairs, allPairs: Double, expectedMatches: Double,
        reviews: [(pattern: Pattern, isMatch: Bool)] = [], initial: LinkageModel? = nil
    ) {
        patterns = candidates.patterns
        counts = candidates.counts
        self.reviews = reviews
        self.random = random
        self.allPairs = max(1, allPairs)
        let strangers = fields.indices.map { field in
            (0..<LinkageModel.levels).map { level in
                level == 0 ? 0 : max(random.counts[field][level], 0.5) / max(1, random.drawn - random.counts[field][0])
            }
        }
        let share = min(0.1, expectedMatches / self.allPairs)
        model = initial ?? LinkageModel(fields: fields, strangers: strangers, matchShare: share, householdShare: share * 0.2)
        model.strangers = strangers
    }

    /// Iterates until the shares stand still.
    mutating func run(iterations: Int = 60) {
        for iteration in 0..<iterations {
            let before = model
            step()
            let change = abs(logarithm(model.matchShare / before.matchShare)) + abs(logarithm(model.householdShare / before.householdShare)) * 0.1
            if change < 1e-4, iteration >= 8 { break }
        }
    }

    private mutating func step() {
        let fields = model.fields.count, levels = LinkageModel.levels
        var matched = [Double](repeating: 0, count: fields * levels)
        var household = matched, strangers = matched
        var matches = 0.0, households = 0.0
        func add(_ pattern: Pattern, _ m: Double, _ h: Double, _ u: Double) {
            matches += m
            households += h
            for field in 0..<fields {
                let place = field * levels + pattern.level(field)
                matched[place] += m
                household[place] += h
                strangers[place] += u
            }
        }
        let logarithms = model.logarithms
        for (pattern, count) in zip(patterns, counts) {
            let logs = logarithms.of(pattern)
            let top = max(logs.matched, logs.household, logs.strangers)
            let m = exponential(logs.matched - top), h = exponential(logs.household - top), u = exponential(logs.strangers - top)
            let sum = (m + h + u) / count
            add(pattern, m / sum, h / sum, u / sum)
        }
        for review in reviews {
            let logs = logarithms.of(review.pattern)
            let h = probability(logs.household - logs.strangers)
            add(review.pattern, review.isMatch ? 1 : 0, review.isMatch ? 0 : h, review.isMatch ? 0 : 1 - h)
        }
        model.matchShare = min(0.5, max(0.5, matches) / allPairs)
        model.householdShare = min(0.4, max(0.05, households) / allPairs)
        for field in 0..<fields {
            let slice = field * levels..<(field + 1) * levels
            maximise(field, Array(matched[slice]), Array(household[slice]), Array(strangers[slice]))
        }
    }

    private mutating func maximise(_ field: Int, _ matched: [Double], _ household: [Double], _ strangers: [Double]) {
        let kind = model.fields[field].kind, prior = LinkageModel.prior(of: kind)
        model.matched[field] = Estimation.shares(matched, prior: prior, weight: 10)
        updateStrangers(field, strangers)
        if kind.isOfHousehold {
            model.household[field] = Estimation.shares(household, prior: prior, weight: 10)
        } else {
            model.household[field] = Estimation.ownOfHousehold(kind, strangers: model.strangers[field], seen: household)
        }
    }

    /// Shares of levels, drawn towards `prior` as if `weight` pairs had shown it.
    private static func shares(_ counts: [Double], prior: [Double], weight: Double) -> [Double] {
        let total = counts.dropFirst().reduce(0, +) + weight
        return counts.indices.map { $0 == 0 ? 0 : max(1e-9, (counts[$0] + prior[$0] * weight) / total) }
    }

    /// Random pairs hold a few pairs of one person and of one household, which are taken out. Of identifiers all agreeing pairs are
    /// candidates, so that those of strangers among them are counted rather than sampled.
    private mutating func updateStrangers(_ field: Int, _ candidates: [Double]) {
        let stated = random.stated(field)
        guard random.drawn - random.counts[field][0] >= 200 else {
            // Hardly ever stated at random (an address counts only within a village): strangers are those among the candidates.
            let flat = LinkageModel.flat
            model.strangers[field] = Estimation.shares(candidates, prior: flat, weight: 10)
            return
        }
        for level in 1..<LinkageModel.levels {
            let drawn = random.drawn - random.counts[field][0]
            var share = random.counts[field][level] / max(1, drawn)
            share -= model.matchShare * model.matched[field][level] + model.householdShare * model.household[field][level]
            if model.fields[field].kind.isIdentifier, level == Int(Agreement.exact.rawValue) {
                model.strangers[field][level] = (candidates[level] + 0.5) / (allPairs * stated)
            } else {
                model.strangers[field][level] = max(share, 0.5 / max(1, drawn))
            }
        }
    }

    /// What belongs to a person alone agrees in a household as it does among strangers, with two exceptions: twins share a birth date, and a
    /// whole name holds the family's.
    private static func ownOfHousehold(_ kind: LinkageField.Kind, strangers: [Double], seen: [Double]) -> [Double] {
        var own = strangers
        switch kind {
        case .birthDate:
            let exact = Int(Agreement.exact.rawValue)
            own[exact] = max(own[exact], 0.01)
        case .fullName:
            let family = Int(Agreement.familyOnly.rawValue), near = Int(Agreement.near.rawValue), different = Int(Agreement.different.rawValue)
            let total = seen[family] + seen[near] + seen[different] + 10
            let rest = 1 - own.indices.filter { ![0, family, near, different].contains($0) }.reduce(0) { $0 + own[$1] }
            own[family] = max(1e-9, rest * (seen[family] + 6) / total)
            own[near] = max(1e-9, rest * (seen[near] + 1) / total)
            own[different] = max(1e-9, rest * (seen[different] + 3) / total)
        default: break
        }
        return own
    }
}
