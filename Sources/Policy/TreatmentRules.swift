import Vocabulary

/// Measure 3: report, isolation, admission, discharge and follow-up of cases.
public struct TreatmentRules: Hashable, Sendable {
    /// Rules by class of case; a class without rules has no obligations.
    public var cases: [CaseKind: CaseRules]
    /// Where a case is treated, by severity.
    public var triage: [Severity: CareSite]
    /// Limits of the hops of a transfer, each from the one before, the first from the request; a hop without one is never late.
    public var transfers: [TransferHop: Clock] = [:]
    /// How an infection in a hospital is attributed, by days since admission.
    public var nosocomial: NosocomialRules?
    /// What hospitals owe to keep infection out.
    public var hospital: HospitalRules?

    /// What both ends of a transfer confirm, one after the other; the role is that of the end which must.
    public enum TransferHop: String, CaseIterable, Sendable {
        /// The end that receives says that it has a place.
        case accepted
        /// The end that sends has handed the person over.
        case departed
        /// The end that receives has the person.
        case arrived
    }

    /// Where a case is treated.
    public enum CareSite: String, CaseIterable, Sendable {
        case home, isolationSite, temporaryHospital, designatedHospital, intensiveCare
    }

    /// What is due for a case of one class.
    public struct CaseRules: Hashable, Sendable {
        /// Clocks from the diagnosis (`audited` from the report).
        public var clocks: [Task: Clock]
        /// How the person is held until released: the mode that satisfies isolation (hospital, or an isolation site for the asymptomatic).
        public var isolation: ControlMode
        /// Least number of civil days in isolation, counted from the onset (rash) or, where there is none, the diagnosis; nil: no least.
        public var isolationDays: Days?
        /// What ends isolation.
        public var discharge: DischargeRules
        /// What follows discharge, counted from it.
        public var followUp: ControlSchedule?
        /// What rules a suspected case out.
        public var exclusion: ExclusionRules?
    }

    /// What rules a suspected case out; its contacts are then released.
    public struct ExclusionRules: Hashable, Sendable {
        /// Consecutive negatives required.
        public var negatives: Int
        /// Least hours between their specimens.
        public var gap: Hours
        /// Days after onset at which antibodies must be negative as well, if asked for.
        public var antibodyAfter: Days?
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
        /// The hour of the last day at which people may leave, 0…23.
        public var releaseHour: Int
    }
}

/// How an infection found in a hospital is attributed: by the day of onset (or first positive) since admission, the day of admission
/// being day 1. Later than `probableUpTo` is definite (`domain.md` §1).
public struct NosocomialRules: Hashable, Sendable {
    /// Up to this day: from the community.
    public var communityUpTo: Int
    /// Up to this day: indeterminate.
    public var indeterminateUpTo: Int
    /// Up to this day: probably from the hospital.
    public var probableUpTo: Int
    /// Days after discharge within which an onset still counts.
    public var afterDischarge: Days
}

/// What hospitals owe to keep infection out (零院感; `domain.md` §7.4).
public struct HospitalRules: Hashable, Sendable {
    /// Within how long before or after admission patients and companions are tested.
    public var admissionTest: Hours?
    /// How often inpatients and companions are tested afterwards.
    public var inpatients: TestFrequency?
    /// Fixed companions a patient may have.
    public var companions: Int
    /// Whether new patients stay in a buffer ward until cleared.
    public var bufferWard: Bool
    /// Whether fever-clinic patients stay until their result.
    public var holdUntilResult: Bool
    /// Whether a ward with a positive is frozen and all in it tested.
    public var freezeWard: Bool
    /// The loop of staff of isolation wards.
    public var staffLoop: ShiftPattern?
}
