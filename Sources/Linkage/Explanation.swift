import Vocabulary

/// Why a pair is held to be of one person or not: the parts whose sum is its weight, to be drawn as a waterfall.
public struct MatchExplanation: Sendable, Hashable {
    /// What one field contributes.
    public struct Part: Sendable, Hashable {
        /// The field.
        public let field: LinkageField
        /// How far the two values agree.
        public let agreement: Agreement
        /// Bits for (above 0) or against one person: log2 of how much commoner this agreement is among pairs of one person than of strangers.
        public let weight: Double
        /// Bits that the rarity of the shared value adds to that, or its frequency takes away.
        public let rarity: Double

        /// The agreement in words.
        public var text: LocalizedText { agreement.text(for: field.kind) }
    }

    /// Where everything begins: log2 of the odds that a pair drawn at random is of one person.
    public let prior: Double
    /// The parts, in the order of the fields.
    public let parts: [Part]
    /// Bits against one person (0 or below) because the two may be different people of one household.
    public let household: Double
    /// The sum: log2 of the odds that both records are of one person; −∞ where something rules it out.
    public let total: Double

    /// The probability that both are of one person.
    public var probability: Double { Linkage.probability(total * logarithm(2.0)) }

    init(_ pattern: Pattern, _ model: LinkageModel, rarity: [Double]) {
        let logs = model.logarithms(of: pattern)
        let bit = logarithm(2.0)
        prior = binaryLogarithm(model.matchShare / max(1e-300, 1 - model.matchShare - model.householdShare))
        var parts: [Part] = [], own = 0.0, all = 0.0
        for (index, field) in model.fields.enumerated() {
            let agreement = pattern[index], level = pattern.level(index)
            let weight =
                agreement == .missing
                ? 0 : agreement.isContradiction ? -.infinity : binaryLogarithm(model.matched[index][level] / model.strangers[index][level])
            var rare = 0.0
            if agreement == .exact, field.kind.isText {
                rare = (logarithm(model.strangers[index][level]) - rarity[index]) / bit
                all += rarity[index]
                if !field.kind.isOfHousehold { own += rarity[index] }
            }
            parts.append(Part(field: field, agreement: agreement, weight: weight, rarity: rare))
        }
        self.parts = parts
        let odds = logs.odds(ownRarity: own, rarity: all)
        household =
            ((logs.strangers + logs.rarity + all) - sumOfExponentials(logs.household + logs.ownRarity + own, logs.strangers + logs.rarity + all))
            / bit
        total = odds / bit
    }
}

extension Records {
    /// Why a record of the left list and one of the right (or another of the left, without a right list) are held to be of one person or not.
    ///
    /// - Returns: nil if there are no such records.
    public func explanation(left: Int, right: Int, model: LinkageModel) -> MatchExplanation? {
        let (a, b) = hasRight ? (left, right + leftCount) : (left, right)
        guard left >= 0, right >= 0, a < count, b < count, model.fields == layout.fields else { return nil }
        let comparison = Comparison(self)
        return withExtendedLifetime(self) {
            let pattern = comparison.pattern(comparison.row(a), comparison.row(b))
            return MatchExplanation(pattern, model, rarity: rarities(comparison.row(a)))
        }
    }

    /// By field the logarithm of the frequency of a row's text.
    func rarities(_ row: UnsafePointer<UInt32>) -> [Double] {
        layout.fields.indices.map { index in
            let texts = texts[index]
            guard texts.count > 0, row[layout.offsets[index]] != 0 else { return 0 }
            var total = 0
            for id in 0..<texts.count { total += Int(texts.counts[id]) }
            return logarithm(max(1, Double(texts.counts[Int(row[layout.offsets[index]]) - 1])) / Double(max(1, total)))
        }
    }
}
