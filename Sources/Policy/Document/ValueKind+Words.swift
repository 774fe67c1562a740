import Vocabulary

// The kinds of values that lines of a policy have, each with what it accepts. Numbers may carry their unit: `2 h`, `14 d`, `50 %`.

extension ValueKind<Int> {
    /// A whole number.
    static func integer(_ range: ClosedRange<Int>, _ unit: PolicyValue.Unit = .none) -> ValueKind<Int> {
        .scalar(
            Written.range(range, zh: "整数", en: "a whole number"), parse: { Written.integer($0, range, units: unit.written) },
            show: { .number(Double($0), unit) })
    }

    /// An hour of the day, `8` or `08:00`.
    static var hourOfDay: ValueKind<Int> {
        .scalar(
            LocalizedText(zh: "0 到 23 之间的整点（如 8 或 08:00）", en: "an hour of the day from 0 to 23 (8 or 08:00)"),
            parse: { text in
                var text = text
                if text.hasSuffix(":00") { text.removeLast(3) }
                return Written.integer(text, 0...23, units: [])
            }, show: { .number(Double($0), .hourOfDay) })
    }
}

extension ValueKind<Double> {
    /// A number.
    static func number(_ range: ClosedRange<Double>, _ unit: PolicyValue.Unit = .none) -> ValueKind<Double> {
        .scalar(
            LocalizedText(
                zh: "\(PolicyValue.plain(range.lowerBound)) 到 \(PolicyValue.plain(range.upperBound)) 之间的数",
                en: "a number from \(PolicyValue.plain(range.lowerBound)) to \(PolicyValue.plain(range.upperBound))"),
            parse: { Written.number($0, range, units: unit.written) }, show: { .number($0, unit) })
    }
}

extension ValueKind<Days> {
    /// Civil days, `14` or `14 d`.
    static func days(_ range: ClosedRange<Int>) -> ValueKind<Days> {
        .scalar(
            Written.range(range, zh: "天数（如 7 或 7 d）", en: "a number of days (7 or 7 d)"),
            parse: { Written.integer($0, range, units: PolicyValue.Unit.days.written).map { Days($0) } }, show: { .number(Double($0.count), .days) })
    }
}

extension ValueKind<Hours> {
    /// Hours, `2`, `2 h` or `1 d`.
    static func hours(_ range: ClosedRange<Int>) -> ValueKind<Hours> {
        .scalar(
            Written.range(range, zh: "小时数（如 2 或 2 h）", en: "a number of hours (2 or 2 h)"),
            parse: { text in
                let days = Written.units(PolicyValue.Unit.days.written, in: text).flatMap { Written.integer($0, 0...10_000, units: []) }
                if let days { return range.contains(days * 24) ? Hours(days * 24) : nil }
                return Written.integer(text, range, units: PolicyValue.Unit.hours.written).map { Hours($0) }
            }, show: { .number(Double($0.count), .hours) })
    }
}

extension ValueKind<Span> {
    /// Minutes, `15`, `15 min` or `2 h`.
    static func minutes(_ range: ClosedRange<Int>) -> ValueKind<Span> {
        .scalar(
            Written.range(range, zh: "分钟数（如 15 或 15 min）", en: "a number of minutes (15 or 15 min)"),
            parse: { text in
                let hours = Written.units(PolicyValue.Unit.hours.written, in: text).flatMap { Written.integer($0, 0...10_000, units: []) }
                if let hours { return range.contains(hours * 60) ? .minutes(hours * 60) : nil }
                return Written.integer(text, range, units: PolicyValue.Unit.minutes.written).map { .minutes($0) }
            }, show: { .number(Double($0.wholeMinutes), .minutes) })
    }
}

extension ValueKind<Bool> {
    /// `yes` or `no`.
    static var flag: ValueKind<Bool> {
        .scalar(
            LocalizedText(zh: "yes 或 no", en: "yes or no"), choices: ["yes", "no", "true", "false"],
            parse: { ["yes": true, "true": true, "no": false, "false": false][$0] }, show: { .flag($0) })
    }
}

extension ValueKind<String> {
    /// Any text.
    static var text: ValueKind<String> {
        .scalar(
            LocalizedText(zh: "文字", en: "a text"), parse: { $0.isEmpty || $0.utf8.count > 2000 ? nil : $0 }, show: { .text($0) })
    }

    /// A key that other lines or facts refer to.
    static var key: ValueKind<String> {
        .scalar(
            LocalizedText(zh: "由字母、数字、“_”和“-”组成的键", en: "a key of letters, digits, “_” and “-”"), parse: { isKey($0) ? $0 : nil }, show: { .text($0) }
        )
    }
}

extension ValueKind<LocalizedText> {
    /// `{zh: …, en: …}`, or one text for both.
    static var label: ValueKind<LocalizedText> {
        let expected = LocalizedText(zh: "名称 {zh: 中文, en: English}", en: "a label {zh: 中文, en: English}")
        let both = ValueKind<LocalizedText>.object(expected) { fields in
            LocalizedText(zh: fields.need("zh", .text, else: ""), en: fields.need("en", .text, else: ""))
        }
        return ValueKind<LocalizedText>(
            expected: expected,
            read: { node, key, reading in
                if case .scalar(let text) = node.content {
                    let label = LocalizedText(zh: text, en: text)
                    reading.record(key, .label(label), at: node.position)
                    return label
                }
                return both.asOneLine { .label($0) }.read(node, key, reading)
            }, show: { .label($0) })
    }
}

extension ValueKind<CivilDate> {
    /// A day.
    static var date: ValueKind<CivilDate> {
        .scalar(
            LocalizedText(zh: "日期（如 2022-03-19）", en: "a day such as 2022-03-19"), parse: { CivilDate($0) }, show: { .date($0) })
    }
}

extension ValueKind<TerritoryCode> {
    /// A division code.
    static var territory: ValueKind<TerritoryCode> {
        .scalar(
            LocalizedText(zh: "2、4、6、9、12 或 15 位区划代码", en: "a division code of 2, 4, 6, 9, 12 or 15 digits"), parse: { TerritoryCode($0) },
            show: { .text($0.digits) })
    }
}

extension ValueKind<CivilZone> {
    /// A time zone.
    static var timeZone: ValueKind<CivilZone> {
        .scalar(
            LocalizedText(zh: "IANA 时区名（如 Asia/Shanghai）", en: "an IANA time zone such as Asia/Shanghai"),
            parse: { $0 == CivilZone.shanghai.identifier ? .shanghai : CivilZone($0) }, show: { .text($0.identifier) })
    }
}

extension ValueKind where Value: PolicyChoice {
    /// One of a closed set of words.
    static func choice(_ type: Value.Type = Value.self) -> ValueKind<Value> {
        let choices = Value.allCases.map(\.rawValue)
        return .scalar(
            LocalizedText(zh: "下列之一：\(choices.joined(separator: "、"))", en: "one of \(choices.joined(separator: ", "))"), choices: choices,
            parse: { Value(rawValue: $0) }, show: { .choice($0.rawValue, ChoiceWords.of($0)) })
    }
}

extension ValueKind {
    /// Several of a closed set of words, in any order.
    static func choices<Element: PolicyChoice>(_ type: Element.Type) -> ValueKind<Set<Element>> where Value == Set<Element> {
        let show: (Set<Element>) -> PolicyValue = { chosen in
            .list(Element.allCases.filter { chosen.contains($0) }.map { .choice($0.rawValue, ChoiceWords.of($0)) })
        }
        let list = ValueKind<Element>.choice(type).list { show(Set($0)) }
        return ValueKind<Set<Element>>(expected: list.expected, read: { list.read($0, $1, $2).map(Set.init) }, show: show)
    }

    /// `[least, most]`.
    static func between(_ range: ClosedRange<Int>, _ unit: PolicyValue.Unit) -> ValueKind<Between> where Value == Between {
        let expected = LocalizedText(zh: "[最少, 最多]", en: "[least, most]")
        let list = ValueKind<Int>.integer(range).list(atLeast: 2) { .range(Double($0.first ?? 0), Double($0.last ?? 0), unit) }
        return ValueKind<Between>(
            expected: expected,
            read: { node, key, reading in
                guard let numbers = list.read(node, key, reading) else { return nil }
                guard numbers.count == 2, numbers[0] <= numbers[1] else {
                    reading.report(.wrong(found: node.found, expected: expected, suggestion: nil), at: node.position, key: key)
                    return nil
                }
                return Between(numbers[0], numbers[1])
            }, show: { .range(Double($0.least), Double($0.most), unit) })
    }
}

/// From so many to so many.
public struct Between: Hashable, Sendable {
    /// The least.
    public var least: Int
    /// The most.
    public var most: Int

    /// From `least` to `most`.
    public init(_ least: Int, _ most: Int) {
        self.least = least
        self.most = most
    }
}

extension PolicyValue.Unit {
    /// How the unit may be written after a number.
    var written: [String] {
        switch self {
        case .days: ["days", "day", "d", "天", "日"]
        case .hours: ["hours", "hour", "h", "小时"]
        case .minutes: ["minutes", "min", "分钟"]
        case .percent: ["%"]
        case .metres: ["m", "米"]
        case .people: ["people", "人"]
        case .households: ["households", "户"]
        default: []
        }
    }
}

/// Numbers as people write them.
private enum Written {
    /// `text` without one of `units` at its end; nil if none stands there.
    static func units(_ units: [String], in text: String) -> String? {
        units.lazy.compactMap { unit -> String? in
            guard text.hasSuffix(unit) else { return nil }
            var number = text.dropLast(unit.count)
            while number.last == " " { number.removeLast() }
            return number.last.map { $0.isNumber } == true ? String(number) : nil
        }.first
    }

    static func integer(_ text: String, _ range: ClosedRange<Int>, units: [String]) -> Int? {
        let number = self.units(units, in: text) ?? text
        guard number.utf8.count <= 12, number.utf8.allSatisfy({ (48...57).contains($0) || $0 == 45 }), let value = Int(number) else { return nil }
        return range.contains(value) ? value : nil
    }

    static func number(_ text: String, _ range: ClosedRange<Double>, units: [String]) -> Double? {
        let number = self.units(units, in: text) ?? text
        let accepted = number.utf8.allSatisfy { (48...57).contains($0) || $0 == 45 || $0 == 46 }
        guard number.utf8.count <= 20, accepted, let value = Double(number) else { return nil }
        return range.contains(value) ? value : nil
    }

    static func range(_ range: ClosedRange<Int>, zh: String, en: String) -> LocalizedText {
        LocalizedText(zh: "\(range.lowerBound) 到 \(range.upperBound) 之间的\(zh)", en: "\(en) from \(range.lowerBound) to \(range.upperBound)")
    }
}
