import Vocabulary

/// A control schedule laid on the calendar for one person: which stage runs from when to when and on which days tests fall.
public struct PlannedControl: Hashable, Sendable {
    /// The stages still to run, by their number in the schedule.
    public var stages: [PlannedStage]
    /// The tests, by day; those already passed at the entry included and marked.
    public var tests: [PlannedTest]
    /// The day on which the last stage ends; the day of entry if nothing is left.
    public var end: CivilDate
}

/// A stage on the calendar.
public struct PlannedStage: Hashable, Sendable {
    /// Index in the schedule, from 0.
    public var index: Int
    /// The day its days are counted from: day *n* is this plus *n*.
    public var anchor: CivilDate
    /// The day on which it ends, at the schedule's release hour.
    public var end: CivilDate
}

/// A test on the calendar.
public struct PlannedTest: Hashable, Sendable {
    /// Index of its stage in the schedule, from 0.
    public var stage: Int
    /// Day of the stage; nil for a test that is due at once.
    public var day: Int?
    /// The civil day.
    public var date: CivilDate
    /// Swabs to take at once.
    public var swabs: Int
    /// What is tested by.
    public var method: TestMethod
    /// Whether its day had passed when the duty began.
    public var isPassed: Bool
    /// Whether it is the exit test of its stage: release waits for it.
    public var isExit: Bool
}

extension ControlSchedule {
    /// Lays the schedule on the calendar.
    ///
    /// Test days before `entry` are marked passed. Whether one test at once replaces them is the caller's to decide, since it hangs on
    /// evidence: ``testAtOnce(after:entry:)`` gives that test.
    ///
    /// - Parameters:
    ///   - anchor: The day counted from: the last exposure, the day the area was left, the discharge.
    ///   - entry: The day on which the duty began here.
    public func plan(anchor: CivilDate, entry: CivilDate) -> PlannedControl {
        if let lateEntry, entry - anchor > lateEntry.elapsedMoreThan { return remainder(lateEntry, entry: entry) }
        var stages: [PlannedStage] = []
        var tests: [PlannedTest] = []
        var base = anchor
        for (index, stage) in self.stages.enumerated() {
            if stage.countedFrom == .entry { base = max(base, entry) }
            let end = base + stage.days
            if end >= entry { stages.append(PlannedStage(index: index, anchor: base, end: end)) }
            for test in stage.tests {
                let date = base + Days(test.day)
                tests.append(
                    PlannedTest(
                        stage: index, day: test.day, date: date, swabs: test.swabs, method: test.method, isPassed: date < entry,
                        isExit: test.day == stage.tests.last?.day))
            }
            base = end
        }
        return PlannedControl(stages: stages, tests: tests, end: max(base, entry))
    }

    /// The one test at once that replaces the test days passed before `entry`; nil if none has passed or one falls on that very day.
    public func testAtOnce(after plan: PlannedControl, entry: CivilDate) -> PlannedTest? {
        guard let passed = plan.tests.last(where: \.isPassed), !plan.tests.contains(where: { $0.date == entry }) else { return nil }
        let stage = plan.stages.first?.index ?? passed.stage
        return PlannedTest(stage: stage, day: nil, date: entry, swabs: 1, method: passed.method, isPassed: false, isExit: plan.stages.isEmpty)
    }

    private func remainder(_ rule: LateEntry, entry: CivilDate) -> PlannedControl {
        let tests = (0..<rule.tests).map { index in
            PlannedTest(
                stage: 0, day: nil, date: entry + Days(index), swabs: 1, method: .nucleicAcid, isPassed: false, isExit: index == rule.tests - 1)
        }
        return PlannedControl(stages: [], tests: tests, end: tests.last?.date ?? entry)
    }
}

extension ControlStage {
    /// The mode in which a person of these groups is held.
    public func mode(for groups: Set<SpecialGroup>) -> ControlMode {
        groups.isEmpty ? mode : modeForSpecialGroups ?? mode
    }
}

extension TracingRules {
    /// How contacts of a degree are held.
    public func schedule(for degree: ContactDegree) -> ControlSchedule? {
        switch degree {
        case .close: close
        case .secondary: secondary
        case .exposedAtPlace: exposedAtPlace
        case .general: general
        }
    }

    /// The clocks of a contact of a degree.
    public func clocks(for degree: ContactDegree) -> [ContactTask: Clock] {
        switch degree {
        case .close: closeClocks
        case .secondary: secondaryClocks
        case .exposedAtPlace, .general: [:]
        }
    }

    /// The first day on which a case's contacts are sought: so many days before the onset, or before the first positive specimen of a case
    /// without symptoms.
    public func contactsSought(onset: CivilDate?, firstPositive: CivilDate) -> CivilDate {
        onset.map { min($0, firstPositive) - lookbackSymptomatic } ?? firstPositive - lookbackAsymptomatic
    }
}

extension TracingRules.SecondaryGate {
    /// When a close contact's tests open the gate for that person's own contacts: with the last of the first results, if all of them are negative.
    ///
    /// - Parameter tests: When each result came and whether it was negative, in the order in which the specimens were taken.
    /// - Returns: Nil while there are too few, or one is not negative.
    @inlinable
    public func opens<Time: Comparable>(after tests: some Sequence<(reported: Time, isNegative: Bool)>) -> Time? {
        var latest: Time?
        var count = 0
        for test in tests {
            guard test.isNegative else { return nil }
            latest = max(latest ?? test.reported, test.reported)
            count += 1
            if count >= linkedNegatives { return latest }
        }
        return nil
    }
}

extension TestFrequency {
    /// A window of a recurring test: civil days from `from` up to, not including, `until`, in which the `index`-th of `count` tests is due.
    public struct Window: Hashable, Sendable {
        /// Running number of the window since the first, from 0.
        public var ordinal: Int
        /// First day.
        public var from: CivilDate
        /// The day after the last.
        public var until: CivilDate
        /// Which of the window's tests, from 1.
        public var index: Int
        /// How many tests the window asks for.
        public var count: Int
        /// The first day on which this one can be taken: later ones leave the gap to earlier ones.
        public var opens: CivilDate
        /// The day after the last on which it is in time: earlier ones leave room for the gap to later ones.
        public var due: CivilDate
        /// Least days between two tests of the window.
        public var gap: Days
    }

    /// The windows that begin on or after `first`'s own window and before `end`. Windows are fixed: a missed one moves no other.
    public func windows(from first: CivilDate, before end: CivilDate) -> [Window] {
        var windows: [Window] = []
        var day = first
        while day < end, let period = period(from: day) {
            for var window in period {
                window.ordinal = windows.count
                windows.append(window)
            }
            day = period[0].until
        }
        return windows
    }

    /// The windows of the period that holds `first`, of which there is at least one; nil for tests that wait for an event. The next period
    /// begins where this one ends, so that a change of frequency takes effect there and leaves past windows as they were.
    public func period(from first: CivilDate) -> [Window]? {
        switch self {
        case .everyDays(let length): [single(from: first, opens: first, until: first + Days(max(1, length)))]
        case .rollingShare(let percent): [single(from: first, opens: first, until: first + Days(max(1, Int((100 / max(percent, 0.1)).rounded(.up)))))]
        case .perWeek(let count, let gap): week(count: max(1, count), gap: gap, from: first)
        case .monthly: [month(from: first)]
        case .onEvent: nil
        }
    }

    private func single(from: CivilDate, opens: CivilDate, until: CivilDate) -> Window {
        Window(ordinal: 0, from: from, until: until, index: 1, count: 1, opens: opens, due: until, gap: 0)
    }

    private func week(count: Int, gap: Days, from first: CivilDate) -> [Window] {
        let monday = first.startOfWeek
        let until = monday + 7
        // A week entered late asks for no more tests than its remaining days have room for, each with its gap.
        let room = max(1, (until - first).count / max(1, gap.count))
        let asked = min(count, room)
        return (1...asked).map { index in
            Window(
                ordinal: 0, from: monday, until: until, index: index, count: asked, opens: first + Days((index - 1) * gap.count),
                due: until - Days((asked - index) * gap.count), gap: gap)
        }
    }

    private func month(from first: CivilDate) -> Window {
        let (year, month, day) = first.components
        let from = first - Days(day - 1)
        let until = CivilDate(year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1) ?? from + 31
        return single(from: from, opens: first, until: until)
    }
}
