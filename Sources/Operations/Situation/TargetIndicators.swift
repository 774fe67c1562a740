import Policy
import Vocabulary

/// A number that warns before a target breaks, with the limit the policy sets it (`domain.md` §1).
public struct TargetIndicator: Hashable, Sendable {
    /// What it measures.
    public enum Kind: String, CaseIterable, Sendable {
        /// Share of recent infections that were found under control: low, and control runs behind the virus.
        case underControl
        /// Share of recent infections nobody knows the source of: high, and chains run unseen.
        case unknownSource
    }

    /// What it measures.
    public let kind: Kind
    /// Infections it is about.
    public let of: Int
    /// Those that count.
    public let count: Int
    /// The limit, in per cent; nil: the policy sets none.
    public let limit: Double?

    /// The share in per cent; nil where there is no infection.
    public var share: Double? { of > 0 ? Double(count) / Double(of) * 100 : nil }

    /// Whether it warns.
    public var warns: Bool {
        guard let share, let limit else { return false }
        return switch kind {
        case .underControl: share < limit
        case .unknownSource: share >= limit
        }
    }

    /// The target it warns of.
    public var target: Situation.Light.Target {
        switch kind {
        case .underControl: .zeroOutside
        case .unknownSource: .noSpillOver
        }
    }
}

extension Situation {
    /// The indicators that follow from the cases of the days for which a breach counts.
    ///
    /// Infections brought from abroad are found at the border by design, and are left out.
    public func indicators(_ rules: TargetRules, zone: CivilZone) -> [TargetIndicator] {
        let today = zone.date(of: asOf)
        let recent = cases.filter { line in
            let age = today - zone.date(of: line.infection.diagnosedAt)
            return age >= 0 && age < rules.breachesCountFor && line.isLocal
        }
        return [
            TargetIndicator(
                kind: .underControl, of: recent.count, count: recent.count(where: \.isFoundUnderControl), limit: rules.controlledShareWarning),
            TargetIndicator(
                kind: .unknownSource, of: recent.count, count: recent.count { $0.infection.report.origin == .unknown && $0.exposures.isEmpty },
                limit: rules.unknownSourceWarning),
        ]
    }
}
