import Vocabulary

/// Measure 3: report, isolation, admission, discharge and follow-up of cases.
public struct TreatmentRules: Hashable, Sendable {
    /// Rules by class of case; a class without rules has no obligations.
    public var cases: [CaseKind: CaseRules]

    /// What is due for a case of one class.
    public struct CaseRules: Hashable, Sendable {
        /// Clocks from the diagnosis (`audited` from the report).
        public var clocks: [Task: Clock]
        /// How the person is held until released: the mode that satisfies isolation (hospital, or an isolation site for the asymptomatic).
        public var isolation: ControlMode
        /// Least number of civil days in isolation from diagnosis, if any.
        public var isolationDays: Days?
        /// What ends isolation.
        public var discharge: DischargeRules
        /// What follows discharge, counted from it.
        public var followUp: ControlSchedule?
    }

    /// What must be done for a case. `isolated` and `admitted` are met by the stay that begins, the others by an `Act`.
    public enum Task: String, CaseIterable, Sendable {
        case reported, audited, isolated, admitted
    }

    /// What ends the isolation of a case.
    public struct DischargeRules: Hashable, Sendable {
        /// Consecutive negatives required.
        public var negatives: Int
        /// Least hours between their specimens.
        public var gap: Hours
        /// Cycle threshold from which a positive counts as negative; nil: only negatives count.
        public var ctAtLeast: Double?
        /// First civil day after the onset (or diagnosis) on which a release test counts; nil: any.
        public var earliestDay: Days?
        /// Hours after the last required negative within which the person must be discharged.
        public var within: Hours
    }
}
