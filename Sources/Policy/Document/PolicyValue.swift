import Vocabulary

/// The value of one line of a policy, as it is shown and compared.
public enum PolicyValue: Hashable, Sendable {
    /// A number with its unit.
    case number(Double, Unit)
    /// From so much to so much.
    case range(Double, Double, Unit)
    /// A closed choice, by the raw value in the file.
    case choice(String, LocalizedText)
    /// Yes or no.
    case flag(Bool)
    /// A word that is not translated: a key, a time zone.
    case text(String)
    /// A label in both languages.
    case label(LocalizedText)
    /// A day.
    case date(CivilDate)
    /// Several values.
    case list([PolicyValue])
    /// The test days of a stage.
    case testDays([TestDay])
    /// A time limit and who must keep it.
    case clock(Clock)
    /// How often someone is tested.
    case frequency(TestFrequency)
    /// Several tests in a span of days.
    case spanTests(ArrivalRules.SpanTests)
    /// What is left on late entry.
    case lateEntry(ControlSchedule.LateEntry)

    /// What a number counts.
    public enum Unit: String, CaseIterable, Sendable {
        case none, days, hours, minutes, percent, metres, people, tests, money, hourOfDay, households, times
    }
}

extension PolicyValue {
    /// The value in both languages, with its unit.
    public var words: LocalizedText {
        switch self {
        case .number(let number, let unit): unit.words(PolicyValue.plain(number), isOne: number == 1)
        case .range(let least, let most, let unit): unit.words("\(PolicyValue.plain(least))–\(PolicyValue.plain(most))", isOne: false)
        case .choice(_, let label), .label(let label): label
        case .flag(let flag): flag ? LocalizedText(zh: "是", en: "yes") : LocalizedText(zh: "否", en: "no")
        case .text(let text): LocalizedText(zh: text, en: text)
        case .date(let date): LocalizedText(zh: "\(date)", en: "\(date)")
        case .list(let values): PolicyValue.joined(values.map(\.words))
        case .testDays(let days): PolicyValue.joined(days.map(PolicyValue.words))
        case .clock(let clock):
            LocalizedText(
                zh: "\(clock.within.count) 小时内（\(ChoiceWords.of(clock.role).zh)）",
                en: "within \(clock.within.count) h (\(ChoiceWords.of(clock.role).en))")
        case .frequency(let frequency): frequency.words
        case .spanTests(let span):
            LocalizedText(
                zh: "\(span.days.count) 天 \(span.count) 检，间隔不少于 \(span.gap.count) 小时",
                en: "\(span.count) tests in \(span.days.count) days, at least \(span.gap.count) h apart")
        case .lateEntry(let rule):
            LocalizedText(
                zh: "超过 \(rule.elapsedMoreThan.count) 天：即时检测 \(rule.tests) 次",
                en: "after more than \(rule.elapsedMoreThan.count) days: \(rule.tests) test\(rule.tests == 1 ? "" : "s") at once only")
        }
    }

    /// The value without its unit and role, where another with the same stands beside it: `14` of `14 → 7 days`.
    func change(to new: PolicyValue) -> LocalizedText {
        switch (self, new) {
        case (.number(let old, let unit), .number(let number, let newUnit)) where unit == newUnit:
            let text = unit.words("\(PolicyValue.plain(old)) → \(PolicyValue.plain(number))", isOne: false)
            return text
        case (.clock(let old), .clock(let clock)) where old.role == clock.role:
            return PolicyValue.number(Double(old.within.count), .hours).change(to: .number(Double(clock.within.count), .hours))
        default:
            return LocalizedText(zh: "\(words.zh) → \(new.words.zh)", en: "\(words.en) → \(new.words.en)")
        }
    }

    /// A number as people write it: no fraction where there is none.
    static func plain(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
    }

    private static func joined(_ words: [LocalizedText]) -> LocalizedText {
        words.isEmpty
            ? LocalizedText(zh: "无", en: "none")
            : LocalizedText(zh: words.map(\.zh).joined(separator: "、"), en: words.map(\.en).joined(separator: ", "))
    }

    private static func words(_ test: TestDay) -> LocalizedText {
        var zh: [String] = []
        var en: [String] = []
        if test.swabs > 1 {
            zh.append(test.swabs == 2 ? "双采双检" : "\(test.swabs) 采")
            en.append("\(test.swabs) swabs")
        }
        if test.method != .nucleicAcid {
            zh.append(ChoiceWords.of(test.method).zh)
            en.append(ChoiceWords.of(test.method).en)
        }
        return LocalizedText(
            zh: "\(test.day)" + (zh.isEmpty ? "" : "（\(zh.joined(separator: "，"))）"),
            en: "\(test.day)" + (en.isEmpty ? "" : " (\(en.joined(separator: ", ")))"))
    }
}

extension PolicyValue.Unit {
    func words(_ number: String, isOne: Bool) -> LocalizedText {
        switch self {
        case .none: LocalizedText(zh: number, en: number)
        case .days: LocalizedText(zh: "\(number) 天", en: isOne ? "\(number) day" : "\(number) days")
        case .hours: LocalizedText(zh: "\(number) 小时", en: "\(number) h")
        case .minutes: LocalizedText(zh: "\(number) 分钟", en: "\(number) min")
        case .percent: LocalizedText(zh: "\(number)%", en: "\(number) %")
        case .metres: LocalizedText(zh: "\(number) 米", en: "\(number) m")
        case .people: LocalizedText(zh: "\(number) 人", en: isOne ? "\(number) person" : "\(number) people")
        case .tests: LocalizedText(zh: "\(number) 次检测", en: isOne ? "\(number) test" : "\(number) tests")
        case .money: LocalizedText(zh: number, en: number)
        case .hourOfDay: LocalizedText(zh: "\(number) 时", en: "\(number):00")
        case .households: LocalizedText(zh: "\(number) 户", en: isOne ? "\(number) household" : "\(number) households")
        case .times: LocalizedText(zh: "\(number) 次", en: isOne ? "\(number) time" : "\(number) times")
        }
    }
}

extension TestFrequency {
    /// How often, in both languages.
    public var words: LocalizedText {
        switch self {
        case .everyDays(1): LocalizedText(zh: "每天", en: "daily")
        case .everyDays(let days): LocalizedText(zh: "每 \(days) 天 1 次", en: "every \(days) days")
        case .perWeek(let count, let gap):
            LocalizedText(
                zh: "每周 \(count) 次" + (count > 1 && gap > 1 ? "，间隔 \(gap.count) 天以上" : ""),
                en: (count == 1 ? "weekly" : "\(count) a week") + (count > 1 && gap > 1 ? ", at least \(gap.count) days apart" : ""))
        case .rollingShare(let percent):
            LocalizedText(zh: "每天轮检 \(PolicyValue.plain(percent))%", en: "\(PolicyValue.plain(percent)) % of the roster each day, in turn")
        case .monthly: LocalizedText(zh: "每月 1 次", en: "monthly")
        case .onEvent(let event): LocalizedText(zh: ChoiceWords.of(event).zh + "时", en: "on " + ChoiceWords.of(event).en)
        }
    }
}

/// One line of a policy as it was read: its rule key, its value, and where it is set.
public struct PolicyLine: Hashable, Sendable {
    /// The rule key: the line's place in the document, list elements counted from 1, such as `tracing.close.stages.1.days`.
    public var key: String
    /// The value.
    public var value: PolicyValue
    /// Where it is set; nil where the edition is silent and the program's default holds.
    public var position: SourcePosition?
}
