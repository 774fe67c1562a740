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

    /// The logarithms of the shares of each class times the probability that it shows `pattern`.
    func logarithms(of pattern: Pattern) -> ClassLogarithms {
        var result = ClassLogarithms(
            matched: logarithm(matchShare), household: logarithm(householdShare), strangers: logarithm(max(1e-300, 1 - matchShare - householdShare)))
        for field in fields.indices {
            let level = pattern.level(field)
            if level == Int(Agreement.missing.rawValue) { continue }
            if level == Int(Agreement.contradicted.rawValue) || level == Int(Agreement.distinct.rawValue) {
                result.matched = -.infinity
                // Of strangers and of households alike it says what any difference says.
                continue
            }
            result.matched += logarithm(matched[field][level])
            result.household += logarithm(household[field][level])
            result.strangers += logarithm(strangers[field][level])
            if level == Int(Agreement.exact.rawValue), fields[field].kind.isText {
                let average = logarithm(strangers[field][level])
                result.rarity -= average
                if !fields[field].kind.isOfHousehold { result.ownRarity -= average }
            }
        }
        return result
    }

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
