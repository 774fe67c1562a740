import Vocabulary

extension PolicyDiff {
    static func paragraph(
        _ part: String, _ changes: [Change], standing: (before: Bool, after: Bool), old: PolicyDocument, new: PolicyDocument,
        names: [String: LocalizedText]
    ) -> Paragraph {
        let labels = KeyWords.labels(part, names: names)
        // The measure stands in the heading of its section; within it the part's own name is enough.
        let own = labels.count > 1 ? Array(labels.dropFirst()) : labels
        let title = LocalizedText(zh: own.map(\.zh).joined(separator: "·"), en: own.map(\.en).joined(separator: " · ").capitalisedFirst)
        let phrases = phrases(part, changes, standing: standing, old: old, new: new, names: names)
        return Paragraph(
            key: part, measure: part.split(separator: ".").first.flatMap { Measure(key: String($0)) }, title: title,
            text: LocalizedText(zh: phrases.map(\.zh).joined(separator: "；"), en: phrases.map(\.en).joined(separator: "; ")), changes: changes)
    }

    private static func phrases(
        _ part: String, _ changes: [Change], standing: (before: Bool, after: Bool), old: PolicyDocument, new: PolicyDocument,
        names: [String: LocalizedText]
    ) -> [LocalizedText] {
        if !standing.before { return [whole(part, in: new, zh: "新增", en: "new")] }
        if !standing.after { return [whole(part, in: old, zh: "取消", en: "no longer set; was")] }
        var phrases: [LocalizedText] = []
        var told: Set<String> = []
        for change in changes where !told.contains(change.key) {
            if let stages = schedule(of: change.key) {
                let inStages = changes.filter { $0.key.hasPrefix(stages + ".stages.") }
                told.formUnion(inStages.map(\.key))
                let name = KeyWords.labels(stages, names: names).dropFirst(KeyWords.labels(part, names: names).count)
                phrases += schedulePhrases(stages, old: old, new: new).map { prefixed($0, by: Array(name)) }
            } else {
                told.insert(change.key)
                phrases.append(phrase(change, part: part, names: names))
            }
        }
        return phrases
    }

    /// The schedule in whose stages a line lies.
    private static func schedule(of key: String) -> String? {
        guard let range = key.firstRange(of: ".stages.") else { return nil }
        return String(key[..<range.lowerBound])
    }

    private static func phrase(_ change: Change, part: String, names: [String: LocalizedText]) -> LocalizedText {
        let labels = Array(KeyWords.labels(change.key, names: names).dropFirst(KeyWords.labels(part, names: names).count))
        let words: LocalizedText
        switch (change.old?.value, change.new?.value) {
        case (let old?, let new?): words = old.change(to: new)
        case (nil, let new?): words = LocalizedText(zh: "新增 \(new.words.zh)", en: "now \(new.words.en)")
        case (let old?, nil): words = LocalizedText(zh: "取消（原 \(old.words.zh)）", en: "no longer set (was \(old.words.en))")
        case (nil, nil): words = LocalizedText(zh: "", en: "")
        }
        return prefixed(words, by: labels)
    }

    private static func prefixed(_ words: LocalizedText, by labels: [LocalizedText]) -> LocalizedText {
        guard !labels.isEmpty else { return words }
        return LocalizedText(
            zh: labels.map(\.zh).joined(separator: "·") + " " + words.zh, en: labels.map(\.en).joined(separator: " · ") + " " + words.en)
    }

    /// A part that is new or gone, in a few words.
    private static func whole(_ part: String, in document: PolicyDocument, zh: String, en: String) -> LocalizedText {
        let summary = document.summary(of: part)
        return LocalizedText(zh: zh + "：" + summary.zh, en: en + ": " + summary.en)
    }

    // MARK: Stages

    /// What changed in a schedule or a shift pattern: new or gone as a whole, or stage by stage.
    private static func schedulePhrases(_ schedule: String, old: PolicyDocument, new: PolicyDocument) -> [LocalizedText] {
        let below = schedule + ".stages."
        let before = old.lines.contains { $0.key.hasPrefix(below) } ? old.summary(of: schedule) : nil
        let after = new.lines.contains { $0.key.hasPrefix(below) } ? new.summary(of: schedule) : nil
        switch (before, after) {
        case (nil, let after?): return [LocalizedText(zh: "新增 \(after.zh)", en: "now \(after.en)")]
        case (let before?, nil): return [LocalizedText(zh: "取消（原 \(before.zh)）", en: "no longer set (was \(before.en))")]
        case (let before?, let after?) where old.stages(of: schedule).isEmpty || new.stages(of: schedule).isEmpty:
            return before == after ? [] : [LocalizedText(zh: "\(before.zh) → \(after.zh)", en: "\(before.en) → \(after.en)")]
        default: return stagePhrases(schedule, old: old, new: new)
        }
    }

    private static func stagePhrases(_ schedule: String, old: PolicyDocument, new: PolicyDocument) -> [LocalizedText] {
        let before = old.stages(of: schedule)
        let after = new.stages(of: schedule)
        var phrases: [LocalizedText] = []
        for index in 0..<max(before.count, after.count) {
            let was = index < before.count ? before[index] : nil
            let now = index < after.count ? after[index] : nil
            switch (was, now) {
            case (let was?, let now?): phrases += changed(was, now, number: index + 1)
            case (nil, let now?): phrases.append(LocalizedText(zh: "增加 \(now.words.zh)", en: "then \(now.words.en)"))
            case (let was?, nil): phrases.append(LocalizedText(zh: "取消 \(was.words.zh)", en: "no more \(was.words.en)"))
            case (nil, nil): break
            }
        }
        return phrases
    }

    private static func changed(_ was: ControlStage, _ now: ControlStage, number: Int) -> [LocalizedText] {
        guard was != now else { return [] }
        var phrases: [LocalizedText] = []
        let mode = ChoiceWords.of(now.mode)
        let days = PolicyValue.number(Double(was.days.count), .days).change(to: .number(Double(now.days.count), .days))
        if was.mode != now.mode {
            let former = ChoiceWords.of(was.mode)
            phrases.append(
                LocalizedText(
                    zh: "\(former.zh) \(was.days.count) 天 → \(mode.zh) \(now.days.count) 天",
                    en: "\(former.en) \(was.days.count) days → \(mode.en) \(now.days.count) days"))
        } else if was.days != now.days {
            phrases.append(LocalizedText(zh: mode.zh + " " + days.zh, en: mode.en + " " + days.en))
        }
        if was.tests != now.tests {
            let name =
                phrases.isEmpty ? LocalizedText(zh: mode.zh + "检测日 ", en: mode.en + ", test days ") : LocalizedText(zh: "检测日 ", en: "test days ")
            let change = PolicyValue.testDays(was.tests).change(to: .testDays(now.tests))
            phrases.append(LocalizedText(zh: name.zh + change.zh, en: name.en + change.en))
        }
        if was.countedFrom != now.countedFrom {
            let change = LocalizedText(
                zh: "\(ChoiceWords.of(was.countedFrom).zh) → \(ChoiceWords.of(now.countedFrom).zh)",
                en: "\(ChoiceWords.of(was.countedFrom).en) → \(ChoiceWords.of(now.countedFrom).en)")
            phrases.append(LocalizedText(zh: "第 \(number) 阶段起算 " + change.zh, en: "stage \(number) counted from " + change.en))
        }
        if was.followUpsPerDay != now.followUpsPerDay {
            phrases.append(
                LocalizedText(
                    zh: "\(mode.zh)每天随访 \(was.followUpsPerDay) → \(now.followUpsPerDay) 次",
                    en: "\(mode.en), follow-ups a day \(was.followUpsPerDay) → \(now.followUpsPerDay)"))
        }
        if was.modeForSpecialGroups != now.modeForSpecialGroups {
            let former = was.modeForSpecialGroups.map { ChoiceWords.of($0) } ?? LocalizedText(zh: "同上", en: "the same")
            let latter = now.modeForSpecialGroups.map { ChoiceWords.of($0) } ?? LocalizedText(zh: "同上", en: "the same")
            phrases.append(LocalizedText(zh: "特殊人群 \(former.zh) → \(latter.zh)", en: "special groups \(former.en) → \(latter.en)"))
        }
        return phrases
    }
}

extension ControlStage {
    /// The stage in words: *central quarantine 14 days, tests on days 1, 4, 7, 14*.
    public var words: LocalizedText {
        let mode = ChoiceWords.of(mode)
        let length = PolicyValue.number(Double(days.count), .days).words
        let tests = PolicyValue.testDays(tests).words
        return LocalizedText(
            zh: mode.zh + " " + length.zh + (self.tests.isEmpty ? "" : "，第 \(tests.zh) 天检测"),
            en: mode.en + " " + length.en
                + (self.tests.isEmpty ? "" : self.tests.count == 1 ? ", test on day \(tests.en)" : ", tests on days \(tests.en)"))
    }
}

extension ControlSchedule {
    /// The schedule in words, stage after stage.
    public var words: LocalizedText {
        LocalizedText(zh: stages.map(\.words.zh).joined(separator: " + "), en: stages.map(\.words.en).joined(separator: " + "))
    }
}

extension PolicyDocument {
    /// The stages of the schedule at a rule key, as its lines say.
    func stages(of schedule: String) -> [ControlStage] {
        var stages: [ControlStage] = []
        while case .choice(let raw, _)? = line("\(schedule).stages.\(stages.count + 1).mode")?.value, let mode = ControlMode(rawValue: raw) {
            let key = "\(schedule).stages.\(stages.count + 1)"
            var stage = ControlStage(mode: mode, modeForSpecialGroups: nil, days: 0, tests: [], countedFrom: .anchor, followUpsPerDay: 0)
            if case .number(let days, _)? = line(key + ".days")?.value { stage.days = Days(Int(days)) }
            if case .testDays(let tests)? = line(key + ".tests")?.value { stage.tests = tests }
            if case .choice(let raw, _)? = line(key + ".countedFrom")?.value { stage.countedFrom = ControlStage.Origin(rawValue: raw) ?? .anchor }
            if case .number(let count, _)? = line(key + ".followUpsPerDay")?.value { stage.followUpsPerDay = Int(count) }
            if case .choice(let raw, _)? = line(key + ".modeForSpecialGroups")?.value { stage.modeForSpecialGroups = ControlMode(rawValue: raw) }
            stages.append(stage)
        }
        return stages
    }

    /// The stages of a shift pattern in words.
    private func turns(of pattern: String) -> [LocalizedText] {
        var turns: [LocalizedText] = []
        while case .choice(_, let kind)? = line("\(pattern).stages.\(turns.count + 1).kind")?.value {
            let days = line("\(pattern).stages.\(turns.count + 1).days")?.value.words
            turns.append(LocalizedText(zh: kind.zh + " " + (days?.zh ?? ""), en: kind.en + " " + (days?.en ?? "")))
        }
        return turns
    }

    /// A part in a few words: its schedule, or its lines that were written.
    func summary(of part: String) -> LocalizedText {
        let stages = stages(of: part)
        if !stages.isEmpty {
            return LocalizedText(zh: stages.map(\.words.zh).joined(separator: " + "), en: stages.map(\.words.en).joined(separator: " + "))
        }
        let turns = turns(of: part)
        if !turns.isEmpty {
            return LocalizedText(zh: turns.map(\.zh).joined(separator: " + "), en: turns.map(\.en).joined(separator: " + "))
        }
        var phrases: [LocalizedText] = []
        let depth = KeyWords.labels(part, names: names).count
        let scheduleKeys = Set(
            lines.compactMap { line in
                line.key.hasPrefix(part + ".") ? line.key.firstRange(of: ".stages.").map { String(line.key[..<$0.lowerBound]) } : nil
            })
        var told: Set<String> = []
        // Of a whole section only its own lines: its parts have paragraphs of their own.
        let own = lines.filter { $0.key.hasPrefix(part + ".") && (part.contains(".") || PolicyDiff.part(of: $0.key) == part) }
        for line in own where line.position != nil && !line.key.hasSuffix(".label") {
            if let schedule = scheduleKeys.first(where: { line.key.hasPrefix($0 + ".") }) {
                guard told.insert(schedule).inserted else { continue }
                let labels = KeyWords.labels(schedule, names: names).dropFirst(depth)
                let words = summary(of: schedule)
                phrases.append(
                    LocalizedText(
                        zh: (labels.map(\.zh) + [words.zh]).joined(separator: " "), en: (labels.map(\.en) + [words.en]).joined(separator: " ")))
            } else {
                let labels = KeyWords.labels(line.key, names: names).dropFirst(depth)
                phrases.append(
                    LocalizedText(
                        zh: (labels.map(\.zh) + [line.value.words.zh]).joined(separator: " "),
                        en: (labels.map(\.en) + [line.value.words.en]).joined(separator: " ")))
            }
        }
        return LocalizedText(zh: phrases.map(\.zh).joined(separator: "，"), en: phrases.map(\.en).joined(separator: ", "))
    }
}

extension String {
    /// With a capital first letter.
    var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
