import Vocabulary

/// How a person is held or followed for one reason: stages, one after the other, counted from an anchor day.
///
/// `domain.md` §2.3 rule 1: stage day *n* is the anchor plus *n* civil days; a second stage continues the count where the first ends. On
/// late entry one test at once replaces the test days already passed; the last test day of a stage is its exit test; release is the later
/// of the last stage's end and the last required negative.
public struct ControlSchedule: Hashable, Sendable {
    /// The stages in order; an empty schedule holds nobody.
    public var stages: [ControlStage]
    /// The hour of the last day at which people may leave a stage, 0…23.
    public var releaseHour: Int
    /// How long after the end of the last stage the release must have been carried out.
    public var releaseWithin: Hours
    /// How long after control begins the one test must be taken that replaces test days already passed.
    public var testAtOnceWithin: Hours
    /// How long moving a person into or between stages may take where no clock says so; a longer break between stays is a breach.
    public var moveWithin: Hours
    /// When days have already passed before control begins: beyond `elapsedMoreThan`, only `tests` tests remain (CN-20).
    public var lateEntry: LateEntry?
    /// Whether release waits for negative environment samples of the room and the person's articles (`domain.md` §2.3 rule 5).
    public var environmentNegative: Bool

    /// The day after the first exposure on which holding begins, where it does not begin at once (measles: day 5); people are followed up
    /// from the beginning all the same.
    public var startsOn: Days?

    /// What is left to do when control begins long after the anchor.
    public struct LateEntry: Hashable, Sendable {
        /// Applies when more than this many days have passed since the anchor.
        public var elapsedMoreThan: Days
        /// Tests still required, at once.
        public var tests: Int
    }

    /// Civil days from the anchor to the end of the last stage.
    public var totalDays: Days { Days(stages.reduce(0) { $0 + $1.days.count }) }
}

/// One stage of control: a mode for a number of days, with its tests and follow-up.
public struct ControlStage: Hashable, Sendable {
    /// How the person is held.
    public var mode: ControlMode
    /// The mode for people of the special groups, where the policy grants one.
    public var modeForSpecialGroups: ControlMode?
    /// How many civil days.
    public var days: Days
    /// Test days, 1 being the day after the stage's anchor; ascending.
    public var tests: [TestDay]
    /// Whether the stage counts from the schedule's anchor or from the day control began.
    public var countedFrom: Origin
    /// Calls or visits about symptoms that each civil day must have; 0 for none.
    public var followUpsPerDay: Int

    /// From where days are counted.
    public enum Origin: String, CaseIterable, Sendable {
        case anchor, entry
    }
}

/// A day of a stage on which a test is due.
public struct TestDay: Hashable, Sendable {
    /// Day of the stage.
    public var day: Int
    /// Swabs to take at once; two for 双采双检, one obligation met by two specimens.
    public var swabs: Int
    /// What is tested by.
    public var method: TestMethod
}
