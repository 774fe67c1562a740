import Vocabulary

/// Measure 10: inspections, findings, rectification and escalation (`domain.md` §10.5).
public struct SupervisionRules: Hashable, Sendable {
    /// How often a new plan of inspections is drawn; nil: the edition asks for none.
    public var planEvery: Days?
    /// Share of an inspection plan drawn by chance, in per cent; the rest goes by risk.
    public var chanceShare: Double
    /// What a finding calls for, by its gravity.
    public var findings: [Gravity: FindingRules]
    /// What follows when rectification stays out, in order.
    public var escalation: [EscalationStep]
    /// Whether every area must have a leader who answers for it (包片).
    public var assignedAreas: Bool
    /// How long an area may be without one.
    public var assignWithin: Clock?
    /// How many territories a plan of inspection names.
    public var planTargets: Int
    /// Whether each day has its theme, an unannounced visit and a summary (一日一主题、一日一暗访、一日一汇总).
    public var dailySummary: Bool

    /// How grave a finding is.
    public enum Gravity: String, CaseIterable, Sendable {
        case minor, serious, grave
    }

    /// What a finding calls for.
    public struct FindingRules: Hashable, Sendable {
        /// Put it right, from the finding.
        public var rectify: Clock
        /// Look again, from the rectification.
        public var recheck: Clock?
    }

    /// A step of escalation.
    public struct EscalationStep: Hashable, Sendable {
        /// What is done.
        public var kind: Kind
        /// How long after the rectification was due.
        public var after: Hours
        /// How long there is to do it from then on.
        public var within: Hours
        /// Who must do it.
        public var role: Role

        /// What can be done.
        public enum Kind: String, CaseIterable, Sendable {
            /// Notice 通报.
            case notice
            /// Interview 约谈.
            case interview
            /// Accountability 问责.
            case accountability
        }
    }
}
