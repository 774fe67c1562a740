import Vocabulary

/// Measure 1: who is tested how often, how tubes are pooled, and how fast results must come.
public struct TestingRules: Hashable, Sendable {
    /// Classes of high-risk posts by key, with what is due for their holders.
    public var posts: [String: PostRules]
    /// Least hours from taking a single specimen to its result.
    public var resultWithinSingle: Hours?
    /// Least hours from taking a pooled specimen to its result.
    public var resultWithinPooled: Hours?
    /// Hours from specimen to result where an occasion has its own limit.
    public var resultWithin: [TestOccasion: Hours]
    /// Days after the diagnosis of a county's last local case during which it counts as having local cases, for the frequencies that ask.
    public var localCasesCountFor: Days?
    /// From when a certificate's hours count.
    public var certificateFrom: CertificateOrigin
    /// How tubes are pooled, and what a positive tube calls for.
    public var pools: PoolRules?
    /// How a mass-screening round is run.
    public var rounds: RoundRules?
    /// Who uses antigen tests beside nucleic-acid tests.
    public var antigen: AntigenRules?
    /// What holds for people who test positive again after recovery 复阳.
    public var repositive: RepositiveRules?
    /// Groups of whom everyone is tested 应检尽检 (`domain.md` §7.5).
    public var mustTest: Set<MustTestGroup>

    /// From when the hours of a certificate count.
    public enum CertificateOrigin: String, CaseIterable, Sendable {
        case sampling, result
    }

    /// The groups of whom everyone is tested.
    public enum MustTestGroup: String, CaseIterable, Sendable {
        case closeContacts, entrantsFromAbroad, feverClinicPatients, inpatientsAndCompanions, medicalStaff, portStaff, prisonStaff
        case elderlyHomeStaff
    }

    /// What is due for the holders of a class of posts.
    public struct PostRules: Hashable, Sendable {
        /// Name of the class.
        public var label: LocalizedText
        /// How often a holder is tested.
        public var frequency: TestFrequency
        /// How a holder who leaves the closed loop is held, counted from the last day at work.
        public var exit: ControlSchedule?
        /// How often a holder is tested while the county has local cases, if more often.
        public var frequencyWithCases: TestFrequency?
        /// Whether holders live and work in a closed loop.
        public var closedLoop: Bool
        /// The vaccination a holder must have.
        public var vaccination: VaccinationStatus
        /// Codes of other systems for the class (`domain.md` §5.1).
        public var codes: [String]
        /// The group of ``TestingRules/mustTest`` that holders of this class belong to.
        public var mustTestAs: MustTestGroup?
    }
}

/// How far a person is vaccinated.
public enum VaccinationStatus: String, CaseIterable, Sendable {
    case none, primary, booster
}

/// How tubes are pooled, and what a positive tube calls for.
public struct PoolRules: Hashable, Sendable {
    /// Validated numbers of people in a tube.
    public var sizes: [Int]
    /// Zones in which a household shares a tube.
    public var householdIn: Set<ZoneLevel>
    /// Groups that are always tested singly.
    public var singleFor: Set<SingleGroup>
    /// Whether the members of a positive or grey tube are held until they are clear.
    public var holdOnPositive: Bool
    /// Within how long the members of such a tube are sampled singly.
    public var retestWithin: Hours
    /// Within how long of a clear result they are let go, if the edition says so.
    public var releaseWithin: Hours?
    /// Positivity in per cent above which tubes are not pooled, if the edition says so.
    public var notAbove: Double?

    /// Groups that are never pooled.
    public enum SingleGroup: String, CaseIterable, Sendable {
        case isolated, keyPersons, symptomatic, patients
    }
}

/// How a mass-screening round is run.
public struct RoundRules: Hashable, Sendable {
    /// Within how long a round is done.
    public var timeLimit: Hours
    /// Residents to a sampling site.
    public var residentsPerSite: Between
    /// Residents to a sampler, in one round.
    public var residentsPerSampler: Int
    /// Within how long of its declaration the first round of a zone is done.
    public var firstRoundWithin: [ZoneLevel: Hours]
    /// Most rounds a person is asked to in a day (CN-20 bans two and three).
    public var mostPerDay: Int
    /// When rounds stop.
    public var stopping: Stopping?
    /// Whether a round needs an unclear chain of transmission (CN-20).
    public var onlyWithUnclearChain: Bool

    /// When rounds stop: after so many clean ones, a pause, and so many more.
    public struct Stopping: Hashable, Sendable {
        /// Consecutive daily rounds without a positive in society.
        public var cleanRounds: Int
        /// Days of pause after them.
        public var pause: Days
        /// Rounds after the pause.
        public var finalRounds: Int
    }
}

/// Who uses antigen tests beside nucleic-acid tests (`domain.md` §5.4).
public struct AntigenRules: Hashable, Sendable {
    /// Who.
    public var groups: Set<Group>
    /// On how many first days.
    public var firstDays: Days
    /// How often a day.
    public var perDay: Int

    /// Users of antigen tests.
    public enum Group: String, CaseIterable, Sendable {
        case primaryCarePatients, isolated, residents
    }
}

/// What holds for people who test positive again after recovery (`domain.md` §5.5).
public struct RepositiveRules: Hashable, Sendable {
    /// Days after discharge without any test.
    public var noTestFor: Days
    /// Day after discharge of the first test.
    public var testOn: Days
    /// Cycle threshold below which the person returns to hospital.
    public var returnBelowCt: Double
    /// Days after discharge during which a positive makes no new case.
    public var noNewCaseFor: Days
}

/// How often someone is tested.
public enum TestFrequency: Hashable, Sendable {
    /// One test in every window of `n` civil days, windows following each other from the first day of duty.
    case everyDays(Int)
    /// `n` tests in every ISO week, at least `minGap` days apart.
    case perWeek(Int, minGap: Days)
    /// A rolling share of the roster each day, in per cent: every holder once in 100/share days.
    case rollingShare(percentPerDay: Double)
    /// One test in every calendar month.
    case monthly
    /// On an event only.
    case onEvent(Event)

    /// Events that call for a test.
    public enum Event: String, CaseIterable, Sendable {
        case admission, leavingLoop, enteringLoop
    }
}
