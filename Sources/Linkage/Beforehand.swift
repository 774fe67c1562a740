extension LinkageModel {
    /// What is supposed of pairs before any list was linked: to explain two records by themselves, and to search while nothing has been learnt.
    ///
    /// Pairs of one person mostly agree, as estimation supposes when it begins. How often strangers agree is told by the kind of the field: days of
    /// birth by 365 days of some seventy years; names by the shares of names and sounds among Chinese names (the hundred commonest family names
    /// are borne by 85 % of people: Ministry of Public Security, report on names 2020), numbers by their digits. `link` learns better ones.
    ///
    /// - Parameters:
    ///   - matchShare: The share of pairs that are of one person, as supposed.
    ///   - householdShare: The share of pairs that are of two people of one household.
    public static func beforehand(fields: [LinkageField], matchShare: Double, householdShare: Double) -> LinkageModel {
        LinkageModel(fields: fields, strangers: fields.map { strangers($0.kind) }, matchShare: matchShare, householdShare: householdShare)
    }

    private static func strangers(_ kind: LinkageField.Kind) -> [Double] {
        var levels = [Double](repeating: 1e-6, count: LinkageModel.levels)
        func set(_ shares: [Agreement: Double]) { for (agreement, share) in shares { levels[Int(agreement.rawValue)] = share } }
        set([.missing: 0, .contradicted: 0, .distinct: 0])
        switch kind {
        case .document: set([.exact: 1e-9, .otherForm: 1e-9, .oneSlip: 1e-7, .reordered: 1e-8, .similar: 1e-6])
        case .phone: set([.exact: 1e-7, .oneSlip: 1e-6, .reordered: 1e-7, .similar: 1e-5])
        case .email: set([.exact: 1e-8])
        case .birthDate: set([.exact: 4e-5, .reordered: 2e-5, .lunar: 1e-4, .oneSlip: 1e-3, .near: 2e-2])
        case .fullName:
            set([
                .exact: 5e-5, .otherForm: 1e-5, .soundsAlike: 2e-4, .transliterated: 2e-4, .reordered: 1e-5, .oneSlip: 2e-3, .similar: 2e-3,
                .partial: 2e-3, .near: 3e-3, .familyOnly: 3e-2,
            ])
        case .givenName: set([.exact: 1e-3, .soundsAlike: 3e-3, .oneSlip: 1e-2, .similar: 1e-2, .near: 1e-2])
        case .familyName: set([.exact: 3e-2, .soundsAlike: 1e-2])
        case .sex: set([.exact: 0.5])
        case .territory: set([.exact: 5e-5, .near: 5e-4, .wide: 8e-3, .similar: 7e-2])
        case .address: set([.exact: 1e-6, .otherForm: 1e-6, .similar: 1e-4, .near: 1e-4, .partial: 1e-3, .wide: 1e-2])
        case .place: set([.exact: 1e-2, .similar: 1e-2])
        case .text: set([.exact: 1e-2, .similar: 1e-2])
        }
        levels[Int(Agreement.different.rawValue)] = 0
        levels[Int(Agreement.different.rawValue)] = 1 - levels.reduce(0, +)
        return levels
    }
}

extension Records {
    /// Why two records are held to be of one person or not, where these records are too few to tell how frequent a value is.
    ///
    /// - Parameter frequencies: By field the share of people who bear the value on which the two agree; nil: the model's average.
    /// - Returns: nil if there are no such records.
    public func explanation(left: Int, right: Int, model: LinkageModel, frequencies: [Double?]) -> MatchExplanation? {
        guard left >= 0, right >= 0, left < count, right < count, model.fields == layout.fields, frequencies.count == model.fields.count else {
            return nil
        }
        let comparison = Comparison(self)
        return withExtendedLifetime(self) {
            let pattern = comparison.pattern(comparison.row(left), comparison.row(right))
            let rarity = frequencies.indices.map { field in
                guard model.fields[field].kind.isText, pattern[field] == .exact else { return 0.0 }
                return frequencies[field].map { logarithm(max(1e-12, $0)) } ?? logarithm(model.strangers[field][Int(Agreement.exact.rawValue)])
            }
            return MatchExplanation(pattern, model, rarity: rarity)
        }
    }
}
