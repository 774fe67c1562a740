import Vocabulary

extension PolicyDocument {
    /// Where this edition goes further against people than the one it is compared with: the nine prohibitions (九不准) that bind editions
    /// below `base`.
    ///
    /// - Parameters:
    ///   - base: The edition above, usually the national one.
    ///   - prohibitions: Which are checked; by default those that `base` adopts.
    /// - Returns: One warning for each line that goes too far, at that line.
    public func overreach(beyond base: PolicyDocument, prohibitions: Set<Prohibition>? = nil) -> [PolicyProblem] {
        var check = OverreachCheck(local: self, base: base, bound: prohibitions ?? base.policy.limits.prohibitions)
        check.travelAndHolding()
        check.zones()
        check.risk()
        check.control()
        check.places()
        return check.found
    }
}

/// Compares a local edition with the one above, prohibition by prohibition.
private struct OverreachCheck {
    let local: PolicyDocument
    let base: PolicyDocument
    let bound: Set<Prohibition>
    var found: [PolicyProblem] = []

    private var ours: Policy { local.policy }
    private var theirs: Policy { base.policy }

    /// 1 travel, 2 people from low-risk areas, 6 urgent care, 7 students, 8 checkpoints.
    mutating func travelAndHolding() {
        let wider = ours.limits.travelLimitedFrom.subtracting(theirs.limits.travelLimitedFrom).subtracting([.high, .medium])
        if !wider.isEmpty {
            let names = OriginRisk.allCases.filter(wider.contains).map { ChoiceWords.of($0) }
            report(
                .travelLimits, "limits.travelLimitedFrom", zh: "限制了\(names.map(\.zh).joined(separator: "、"))出行",
                en: "travel is limited also \(names.map(\.en).joined(separator: ", "))")
        }
        for risk in [OriginRisk.low, .affectedProvince, .unaffected] {
            guard let control = ours.arrivals.byRisk[risk]?.control, let strictest = control.stages.map(\.mode).max(), strictest.isStay else {
                continue
            }
            let above = theirs.arrivals.byRisk[risk]?.control?.stages.map(\.mode).max()
            if above.map({ strictest > $0 }) ?? true {
                report(
                    .holdingLowRisk, "arrivals.\(risk.rawValue).control.stages.1.mode",
                    zh: "\(ChoiceWords.of(risk).zh)须\(ChoiceWords.of(strictest).zh)",
                    en: "arrivals \(ChoiceWords.of(risk).en) are held (\(ChoiceWords.of(strictest).en))")
            }
        }
        if !ours.limits.urgentCare, theirs.limits.urgentCare {
            report(.refusingCare, "limits.urgentCare", zh: "急危重症患者可被拒诊", en: "urgent care may be refused")
        }
        if !ours.limits.studentsReturn, theirs.limits.studentsReturn {
            report(.isolatingStudents, "limits.studentsReturn", zh: "返乡学生须隔离", en: "returning students are isolated")
        }
        if ours.limits.checkpoints > theirs.limits.checkpoints {
            report(
                .checkpoints, "limits.checkpoints",
                zh: "查验点由“\(ChoiceWords.of(theirs.limits.checkpoints).zh)”扩大到“\(ChoiceWords.of(ours.limits.checkpoints).zh)”",
                en: "checkpoints go from “\(ChoiceWords.of(theirs.limits.checkpoints).en)” to “\(ChoiceWords.of(ours.limits.checkpoints).en)”")
        }
    }

    /// 3 the length of zones.
    mutating func zones() {
        for level in ZoneLevel.allCases {
            let key = "zones.levels.\(level.rawValue).lift"
            guard let lift = ours.zones.levels[level]?.lift else { continue }
            guard let above = theirs.zones.levels[level] else {
                report(.prolongingZones, key + ".cleanDays", zh: "增加了上级没有的风险区级别", en: "a level of zones that the edition above does not have")
                continue
            }
            guard let other = above.lift else { continue }
            longer(
                .prolongingZones, key + ".cleanDays", lift.cleanDays, other.cleanDays, what: LocalizedText(zh: "解除所需天数", en: "days before lifting"))
            longer(
                .prolongingZones, key + ".lastContactMovedDays", lift.lastContactMovedDays ?? 0, other.lastContactMovedDays ?? 0,
                what: LocalizedText(zh: "末例密接转出天数", en: "days since the last contact moved"))
        }
    }

    /// 4 who is at risk.
    mutating func risk() {
        let (tracing, above) = (ours.tracing, theirs.tracing)
        if tracing.degrees > above.degrees {
            report(
                .wideningRisk, "tracing.degrees", zh: "追踪层级 \(above.degrees) → \(tracing.degrees)",
                en: "degrees traced \(above.degrees) → \(tracing.degrees)")
        }
        longer(
            .wideningRisk, "tracing.lookback.symptomatic", tracing.lookbackSymptomatic, above.lookbackSymptomatic,
            what: LocalizedText(zh: "回溯天数（有症状）", en: "look-back before onset"))
        longer(
            .wideningRisk, "tracing.lookback.asymptomatic", tracing.lookbackAsymptomatic, above.lookbackAsymptomatic,
            what: LocalizedText(zh: "回溯天数（无症状）", en: "look-back before the specimen"))
        if above.secondaryOnlyOfHigherRisk, !tracing.secondaryOnlyOfHigherRisk, tracing.degrees > 1 {
            report(
                .wideningRisk, "tracing.secondaryOnlyOfHigherRisk", zh: "所有密接的次密接都被判定", en: "contacts of all close contacts are traced")
        }
        for setting in ContactSetting.allCases {
            guard let rule = tracing.contacts.settings[setting] else { continue }
            if above.contacts.settings[setting].map({ rule.degree > $0.degree }) ?? true {
                report(
                    .wideningRisk, "tracing.contacts.settings.\(setting.rawValue).degree",
                    zh: "“\(ChoiceWords.of(setting).zh)”判为\(ChoiceWords.of(rule.degree).zh)",
                    en: "“\(ChoiceWords.of(setting).en)” now makes a \(ChoiceWords.of(rule.degree).en)")
            }
        }
    }

    /// 5 quarantine and monitoring.
    mutating func control() {
        prolonged("tracing.close", ours.tracing.close, theirs.tracing.close)
        prolonged("tracing.secondary", ours.tracing.secondary, theirs.tracing.secondary)
        prolonged("tracing.exposedAtPlace", ours.tracing.exposedAtPlace, theirs.tracing.exposedAtPlace)
        prolonged("tracing.general", ours.tracing.general, theirs.tracing.general)
        for risk in OriginRisk.allCases {
            prolonged("arrivals.\(risk.rawValue).control", ours.arrivals.byRisk[risk]?.control, theirs.arrivals.byRisk[risk]?.control)
        }
        for kind in CaseKind.allCases {
            prolonged("treatment.\(kind.rawValue).followUp", ours.treatment.cases[kind]?.followUp, theirs.treatment.cases[kind]?.followUp)
        }
        for (key, post) in ours.testing.posts.sorted(by: { $0.key < $1.key }) {
            if let above = theirs.testing.posts[key] { prolonged("testing.posts.\(key).exit", post.exit, above.exit) }
        }
    }

    /// 9 places in low-risk areas.
    mutating func places() {
        if !ours.limits.lowRiskOpen, theirs.limits.lowRiskOpen {
            report(.closingPlaces, "limits.lowRiskOpen", zh: "低风险区场所可关闭", en: "places in low-risk areas may be closed")
        }
        for (key, place) in ours.places.key.sorted(by: { $0.key < $1.key }) where place.closedIn.contains(.low) {
            if theirs.places.key[key]?.closedIn.contains(.low) != true {
                report(
                    .closingPlaces, "places.key.\(key).closedIn", zh: "“\(place.label.zh)”在低风险区关闭",
                    en: "“\(place.label.en)” is closed in low-risk areas")
            }
        }
    }

    /// Compares the whole length, and the time held in one place.
    private mutating func prolonged(_ key: String, _ schedule: ControlSchedule?, _ above: ControlSchedule?) {
        guard let schedule else { return }
        let line = key + ".stages.1.days"
        guard let above else {
            if schedule.stages.contains(where: \.mode.isStay) {
                report(
                    .prolongingControl, line, zh: "上级未规定的管控：\(schedule.words.zh)",
                    en: "a control that the edition above does not have: \(schedule.words.en)")
            }
            return
        }
        func held(_ schedule: ControlSchedule, atLeast mode: ControlMode) -> Days {
            Days(schedule.stages.filter { $0.mode >= mode }.reduce(0) { $0 + $1.days.count })
        }
        if schedule.totalDays > above.totalDays {
            longer(.prolongingControl, line, schedule.totalDays, above.totalDays, what: LocalizedText(zh: "管控总天数", en: "days of control"))
        } else {
            for mode in [ControlMode.central, .homeIsolation] where held(schedule, atLeast: mode) > held(above, atLeast: mode) {
                longer(
                    .prolongingControl, line, held(schedule, atLeast: mode), held(above, atLeast: mode),
                    what: LocalizedText(zh: "\(ChoiceWords.of(mode).zh)天数", en: "days of \(ChoiceWords.of(mode).en) or stricter"))
                return
            }
        }
    }

    private mutating func longer(_ prohibition: Prohibition, _ key: String, _ days: Days, _ above: Days, what: LocalizedText) {
        guard days > above else { return }
        report(prohibition, key, zh: "\(what.zh) \(above.count) → \(days.count)", en: "\(what.en) \(above.count) → \(days.count)")
    }

    private mutating func report(_ prohibition: Prohibition, _ key: String, zh: String, en: String) {
        guard bound.contains(prohibition) else { return }
        found.append(PolicyProblem(.overreach(prohibition, LocalizedText(zh: zh, en: en)), at: local.place(of: key), key: key))
    }
}

extension PolicyDocument {
    /// Where a line stands, or the nearest line around it that stands somewhere.
    func place(of key: String) -> SourcePosition {
        var key = Substring(key)
        while !key.isEmpty {
            if let position = line(String(key))?.position { return position }
            if let position = lines.first(where: { $0.key.hasPrefix(key + ".") && $0.position != nil })?.position { return position }
            key = key.lastIndex(of: ".").map { key[..<$0] } ?? ""
        }
        return SourcePosition(file: policy.id, line: 1, column: 1)
    }
}
