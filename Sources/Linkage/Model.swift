/// The parameters of the Fellegi–Sunter model (I. P. Fellegi, A. B. Sunter, *A Theory for Record Linkage*, JASA 64, 1969), with a third class
/// of pairs beside the same person and strangers: different people of one household.
///
/// Members of a household share family name, telephone and address, which breaks the model's assumption that fields agree independently
/// among pairs that do not match. Given their household, they are as unlike as strangers in what belongs to a person alone.
public struct LinkageModel: Sendable, Codable, Hashable {
    /// The fields it is for.
    public let fields: [LinkageField]
    /// By field and ``Agreement``: how often pairs of one person show it, among those where both state the field.
    public var matched: [[Double]]
    /// The same for different people of one household.
    public var household: [[Double]]
    /// The same for strangers.
    public var strangers: [[Double]]
    /// The share of all pairs that are of one person.
    public var matchShare: Double
    /// The share of all pairs that are of different people of one household.
    public var householdShare: Double

    static let levels = Agreement.allCases.count

    /// Where estimation begins: most values of a person agree, members of a household agree on what a household shares.
    ///
    /// - Parameter strangers: How often random pairs show each agreement.
    init(fields: [LinkageField], strangers: [[Double]], matchShare: Double, householdShare: Double) {
        self.fields = fields
        self.strangers = strangers
        self.matchShare = matchShare
        self.householdShare = householdShare
        matched = fields.map { LinkageModel.prior(of: $0.kind) }
        household = fields.indices.map { index in
            fields[index].kind.isOfHousehold ? LinkageModel.prior(of: fields[index].kind) : strangers[index]
        }
    }

    /// What is expected of pairs of one person before anything is seen, by ``Agreement``.
    static func prior(of kind: LinkageField.Kind) -> [Double] {
        var levels = [Double](repeating: 0.004, count: LinkageModel.levels)
        levels[Int(Agreement.missing.rawValue)] = 0
        levels[Int(Agreement.contradicted.rawValue)] = 0
        levels[Int(Agreement.distinct.rawValue)] = 0
        levels[Int(Agreement.different.rawValue)] = kind.isOfHousehold ? 0.15 : 0.04
        levels[Int(Agreement.oneSlip.rawValue)] = 0.05
        levels[Int(Agreement.familyOnly.rawValue)] = 0.002
        levels[Int(Agreement.exact.rawValue)] = 0
        levels[Int(Agreement.exact.rawValue)] = 1 - levels.reduce(0, +)
        return levels
    }

    /// What is expected of strangers of whom nothing is seen: mostly difference.
    static let flat: [Double] = Agreement.allCases.map { $0 == .missing ? 0 : $0 == .different ? 1 - 0.005 * Double(levels - 2) : 0.005 }

    /// The parameters as logarithms, for many patterns.
    var logarithms: ModelLogarithms { ModelLogarithms(self) }

    /// The logarithms of the shares of each class times the probability that it shows `pattern`.
    func logarithms(of pattern: Pattern) -> ClassLogarithms { logarithms.of(pattern) }

    struct ClassLogarithms {
        var matched: Double
        var household: Double
        var strangers: Double
        /// What to add to the pair's rarities to correct the average frequency of a text by that of the one agreed on.
        var ownRarity = 0.0
        var rarity = 0.0

        /// The logarithm of the odds that a pair is of one person.
        func odds(ownRarity own: Double, rarity all: Double) -> Double {
            matched - sumOfExponentials(household + ownRarity + own, strangers + rarity + all)
        }
    }
}

/// The parameters of a model as logarithms, by field and level in one table each.
struct ModelLogarithms: Sendable {
    private let fields: Int
    private let matched: [Double], household: [Double], strangers: [Double], ownRarity: [Double], rarity: [Double]
    private let shares: (matched: Double, household: Double, strangers: Double)

    init(_ model: LinkageModel) {
        fields = model.fields.count
        shares = (
            logarithm(model.matchShare), logarithm(model.householdShare),
            logarithm(max(1e-300, 1 - model.matchShare - model.householdShare))
        )
        func table(_ parameters: [[Double]]) -> [Double] {
            parameters.flatMap { levels in levels.enumerated().map { $0.offset == 0 ? 0 : logarithm(max(1e-300, $0.element)) } }
        }
        var matched = table(model.matched), household = table(model.household), strangers = table(model.strangers)
        var rarity = [Double](repeating: 0, count: matched.count), ownRarity = rarity
        for (field, description) in model.fields.enumerated() {
            let start = field * LinkageModel.levels
            for level in Agreement.allCases where level.isContradiction {
                // Rules out one person; of households and strangers it says nothing.
                matched[start + Int(level.rawValue)] = -.infinity
                household[start + Int(level.rawValue)] = 0
                strangers[start + Int(level.rawValue)] = 0
            }
            guard description.kind.isText else { continue }
            let exact = start + Int(Agreement.exact.rawValue)
            rarity[exact] = -strangers[exact]
            if !description.kind.isOfHousehold { ownRarity[exact] = -strangers[exact] }
        }
        (self.matched, self.household, self.strangers, self.rarity, self.ownRarity) = (matched, household, strangers, rarity, ownRarity)
    }

    func of(_ pattern: Pattern) -> LinkageModel.ClassLogarithms {
        var result = LinkageModel.ClassLogarithms(matched: shares.matched, household: shares.household, strangers: shares.strangers)
        var bits = pattern.bits
        for field in 0..<fields {
            let place = field * LinkageModel.levels + Int(bits & 0xF)
            bits >>= 4
            result.matched += matched[place]
            result.household += household[place]
            result.strangers += strangers[place]
            result.ownRarity += ownRarity[place]
            result.rarity += rarity[place]
        }
        return result
    }
}

/// The logarithm of the sum of two numbers given by their logarithms.
@inline(__always)
func sumOfExponentials(_ a: Double, _ b: Double) -> Double {
    let (low, high) = a < b ? (a, b) : (b, a)
    return high == -.infinity ? high : high + logarithm(1 + exponential(low - high))
}

/// The probability that belongs to the logarithm of some odds.
@inline(__always)
func probability(_ logOdds: Double) -> Double {
    logOdds > 0 ? 1 / (1 + exponential(-logOdds)) : exponential(logOdds) / (1 + exponential(logOdds))
}
