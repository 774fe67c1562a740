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
        switch self {
        case .everyDays(let length): fixed(length: max(1, length), from: first, before: end)
        case .rollingShare(let percent): fixed(length: max(1, Int((100 / max(percent, 0.1)).rounded(.up))), from: first, before: end)
        case .perWeek(let count, let gap): weekly(count: max(1, count), gap: gap, from: first, before: end)
        case .monthly: monthly(from: first, before: end)
        case .onEvent: []
        }
    }

    private func fixed(length: Int, from first: CivilDate, before end: CivilDate) -> [Window] {
        stride(from: 0, to: max(0, (end - first).count), by: length).enumerated().map { ordinal, offset in
            let from = first + Days(offset)
            let until = from + Days(length)
            return Window(ordinal: ordinal, from: from, until: until, index: 1, count: 1, opens: from, due: until, gap: 0)
        }
    }

    private func weekly(count: Int, gap: Days, from first: CivilDate, before end: CivilDate) -> [Window] {
        var windows: [Window] = []
        var monday = first.startOfWeek
        while monday < end {
            let until = monday + 7
            // A week entered late asks for no more tests than its remaining days can hold.
            let start = max(monday, first)
            let room = max(1, (until - start).count / max(1, gap.count))
            let asked = min(count, room)
            for index in 1...asked {
                windows.append(
                    Window(
                        ordinal: windows.count, from: monday, until: until, index: index, count: asked,
                        opens: start + Days((index - 1) * gap.count), due: until - Days((asked - index) * gap.count), gap: gap))
            }
            monday = until
        }
        return windows
    }

    private func monthly(from first: CivilDate, before end: CivilDate) -> [Window] {
        var windows: [Window] = []
        var (year, month, _) = first.components
        while let from = CivilDate(year: year, month: month, day: 1), from < end {
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
            let until = CivilDate(year: year, month: month, day: 1) ?? from + 31
            windows.append(
                Window(ordinal: windows.count, from: from, until: until, index: 1, count: 1, opens: max(from, first), due: until, gap: 0))
        }
        return windows
    }
}
