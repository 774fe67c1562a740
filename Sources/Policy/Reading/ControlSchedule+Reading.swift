import Vocabulary

extension ValueKind<ControlSchedule> {
    /// Stages with what ends them.
    static var schedule: ValueKind<ControlSchedule> {
        .object(LocalizedText(zh: "含 stages 的管控方案", en: "a control schedule with its stages")) { fields in
            let stages = fields.need("stages", ValueKind<ControlStage>.stage.each(atLeast: 1), else: [])
            let releaseHour = fields.take("releaseHour", .hourOfDay, default: 8)
            let releaseWithin = fields.take("releaseWithin", .hours(1...240), default: 4)
            let testAtOnceWithin = fields.take("testAtOnceWithin", .hours(1...240), default: 24)
            let moveWithin = fields.take("moveWithin", .hours(1...240), default: 24)
            let lateEntry = fields.take("lateEntry", ValueKind<ControlSchedule.LateEntry>.lateEntry)
            let environment = fields.take("environmentNegative", .flag, default: false)
            let startsOn = fields.take("startsOn", .days(1...60))
            if let startsOn, startsOn.count > stages.reduce(0, { $0 + $1.days.count }) {
                fields.contradict("startsOn", zh: "管控自第 \(startsOn.count) 天开始，晚于期满", en: "control begins on day \(startsOn.count), after its end")
            }
            return ControlSchedule(
                stages: stages, releaseHour: releaseHour, releaseWithin: releaseWithin, testAtOnceWithin: testAtOnceWithin,
                moveWithin: moveWithin, lateEntry: lateEntry, environmentNegative: environment, startsOn: startsOn)
        }
    }
}

extension ValueKind<ControlSchedule.LateEntry> {
    static var lateEntry: ValueKind<ControlSchedule.LateEntry> {
        ValueKind<ControlSchedule.LateEntry>.object(LocalizedText(zh: "elapsedMoreThan 与 tests", en: "the keys elapsedMoreThan and tests")) {
            fields in
            ControlSchedule.LateEntry(
                elapsedMoreThan: fields.need("elapsedMoreThan", .days(0...366), else: 0), tests: fields.need("tests", .integer(1...10), else: 1))
        }.asOneLine { .lateEntry($0) }
    }
}

extension ValueKind<ControlStage> {
    static var stage: ValueKind<ControlStage> {
        .object(LocalizedText(zh: "含 mode 与 days 的阶段", en: "a stage with its mode and days")) { fields in
            let mode = fields.need("mode", .choice(ControlMode.self), else: .central)
            let special = fields.take("modeForSpecialGroups", .choice(ControlMode.self))
            let days = fields.need("days", .days(1...366), else: 366)
            let tests = fields.take("tests", ValueKind<TestDay>.testDay.list { .testDays($0) }) ?? []
            let countedFrom = fields.take("countedFrom", .choice(ControlStage.Origin.self), default: .anchor)
            let followUps = fields.take("followUpsPerDay", .integer(0...24, .times), default: 0)
            for (index, test) in tests.enumerated() {
                if test.day > days.count {
                    fields.contradict(
                        "tests", zh: "第 \(test.day) 天的检测在只有 \(days.count) 天的阶段之外", en: "a test on day \(test.day) of a stage of \(days.count) days")
                }
                if index > 0, test.day <= tests[index - 1].day {
                    fields.contradict(
                        "tests", zh: "检测日须由小到大，且不重复：\(tests[index - 1].day)、\(test.day)",
                        en: "test days must rise and not repeat: \(tests[index - 1].day), \(test.day)")
                }
            }
            if let last = tests.last, last.day < days.count, mode >= .homeIsolation, days < 366 {
                fields.doubt(
                    "tests", zh: "末次检测在第 \(last.day) 天，阶段第 \(days.count) 天结束：解除前没有检测",
                    en: "the last test is on day \(last.day) of \(days.count): there is no exit test")
            }
            return ControlStage(
                mode: mode, modeForSpecialGroups: special, days: days, tests: tests, countedFrom: countedFrom, followUpsPerDay: followUps)
        }
    }
}

extension ValueKind<TestDay> {
    /// A bare day, or a day with swabs and method.
    static var testDay: ValueKind<TestDay> {
        let day = ValueKind<Int>.integer(1...366)
        let expected = LocalizedText(
            zh: "检测日（1 到 366）或 {day: …, swabs: …, method: …}", en: "a test day from 1 to 366, or {day: …, swabs: …, method: …}")
        let full = ValueKind<TestDay>.object(expected) { fields in
            TestDay(
                day: fields.need("day", day, else: 1), swabs: fields.take("swabs", .integer(1...3), default: 1),
                method: fields.take("method", .choice(TestMethod.self), default: .nucleicAcid))
        }
        return ValueKind<TestDay>(
            expected: expected,
            read: { node, key, reading in
                if case .mapping = node.content { return full.read(node, key, reading) }
                return ValueKind<Int>(expected: expected, read: day.read, show: nil).read(node, key, reading)
                    .map { TestDay(day: $0, swabs: 1, method: .nucleicAcid) }
            }, show: nil)
    }
}

extension ValueKind<Clock> {
    /// `{within: 2 h, role: hospital}`.
    static var clock: ValueKind<Clock> {
        ValueKind<Clock>.object(LocalizedText(zh: "时限 {within: …, role: …}", en: "a clock {within: …, role: …}")) { fields in
            Clock(within: fields.need("within", .hours(1...8784), else: 1), role: fields.need("role", .choice(Role.self), else: .investigator))
        }.asOneLine { .clock($0) }
    }
}

extension ValueKind<TestFrequency> {
    /// `daily`, `weekly`, `monthly`, `{everyDays: 2}`, `{perWeek: 2, minGap: 2}`, `{rollingShare: 20 %}` or `{onEvent: admission}`.
    static var frequency: ValueKind<TestFrequency> {
        let expected = LocalizedText(
            zh: "daily、weekly、monthly、{everyDays: n}、{perWeek: n, minGap: d}、{rollingShare: n %} 或 {onEvent: …}",
            en: "daily, weekly, monthly, {everyDays: n}, {perWeek: n, minGap: d}, {rollingShare: n %} or {onEvent: …}")
        let words: [String: TestFrequency] = ["daily": .everyDays(1), "weekly": .perWeek(1, minGap: 1), "monthly": .monthly]
        let word = ValueKind<TestFrequency>.scalar(expected, choices: Array(words.keys), parse: { words[$0] }, show: { .frequency($0) })
        let full = ValueKind<TestFrequency>.object(expected) { fields in
            let everyDays = fields.take("everyDays", .integer(1...366)).map { TestFrequency.everyDays($0) }
            let perWeek = fields.take("perWeek", .integer(1...7))
            let gap = fields.take("minGap", .days(1...7))
            let share = fields.take("rollingShare", .number(0.1...100, .percent)).map { TestFrequency.rollingShare(percentPerDay: $0) }
            let event = fields.take("onEvent", .choice(TestFrequency.Event.self)).map { TestFrequency.onEvent($0) }
            if let perWeek, let gap, (perWeek - 1) * gap.count >= 7 {
                fields.contradict(
                    "minGap", zh: "一周放不下 \(perWeek) 次间隔 \(gap.count) 天的检测", en: "\(perWeek) tests \(gap.count) days apart do not fit into a week")
            }
            if gap != nil, perWeek == nil { fields.contradict("minGap", zh: "minGap 只与 perWeek 同用", en: "minGap goes with perWeek only") }
            let chosen = [everyDays, perWeek.map { TestFrequency.perWeek($0, minGap: gap ?? 1) }, share, event].compactMap { $0 }
            if chosen.count != 1, !fields.hasProblem {
                fields.reading.report(
                    .wrong(
                        found: LocalizedText(zh: "\(chosen.count) 种频次", en: chosen.isEmpty ? "no frequency" : "\(chosen.count) frequencies"),
                        expected: expected, suggestion: nil),
                    at: fields.position, key: fields.key)
            }
            return chosen.first
        }.asOneLine { .frequency($0) }
        return ValueKind<TestFrequency>(
            expected: expected,
            read: { node, key, reading in
                if case .mapping = node.content { return full.read(node, key, reading) }
                return word.read(node, key, reading)
            }, show: { .frequency($0) })
    }
}

extension ValueKind<ShiftPattern> {
    static var shift: ValueKind<ShiftPattern> {
        .object(LocalizedText(zh: "含 stages 的轮班方案", en: "a shift pattern with its stages")) { fields in
            let stage = ValueKind<ShiftPattern.Stage>.object(LocalizedText(zh: "轮班阶段", en: "a stage with its kind and days")) { fields in
                let days = fields.need("days", .days(1...366), else: 366)
                let tests = fields.take("tests", ValueKind<Int>.integer(1...366).list { .list($0.map { .number(Double($0), .none) }) }) ?? []
                if let late = tests.first(where: { $0 > days.count }) {
                    fields.contradict(
                        "tests", zh: "第 \(late) 天的检测在只有 \(days.count) 天的阶段之外", en: "a test on day \(late) of a stage of \(days.count) days")
                }
                return ShiftPattern.Stage(
                    kind: fields.need("kind", .choice(ShiftPattern.Kind.self), else: .duty), days: days, tests: tests,
                    frequency: fields.take("frequency", .frequency))
            }
            return ShiftPattern(stages: fields.need("stages", stage.each(atLeast: 1), else: []))
        }
    }
}
