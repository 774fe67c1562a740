import Vocabulary

extension ValueKind<ZoneRules> {
    static var zones: ValueKind<ZoneRules> {
        .object(LocalizedText(zh: "风险区规则", en: "rules of risk areas")) { fields in
            let fullRound = ValueKind<ZoneRules.FullRound>.object(
                LocalizedText(zh: "{onDay: n} 或 {withinDays: n}", en: "{onDay: n} or {withinDays: n}")
            ) {
                fields in
                let onDay = fields.take("onDay", .integer(1...60)).map { ZoneRules.FullRound.onDay($0) }
                let within = fields.take("withinDays", .integer(1...60)).map { ZoneRules.FullRound.withinDays($0) }
                if (onDay == nil) == (within == nil), !fields.hasProblem {
                    fields.contradict("onDay", zh: "onDay 与 withinDays 须二选一", en: "one of onDay and withinDays is expected")
                }
                return onDay ?? within
            }.asOneLine { round in
                switch round {
                case .onDay(let day): .label(LocalizedText(zh: "第 \(day) 天", en: "on day \(day)"))
                case .withinDays(let days): .label(LocalizedText(zh: "解除前 \(days) 天内", en: "within the last \(days) days"))
                }
            }
            let lift = ValueKind<ZoneRules.Lift>.object(LocalizedText(zh: "解除条件", en: "when it is lifted")) {
                ZoneRules.Lift(
                    cleanDays: $0.need("cleanDays", .days(1...60), else: 1), lastContactMovedDays: $0.take("lastContactMovedDays", .days(1...60)),
                    fullRound: $0.take("fullRound", fullRound), to: $0.take("to", .choice(ZoneLevel.self)))
            }
            let level = ValueKind<ZoneRules.Level>.object(LocalizedText(zh: "风险区级别", en: "a level of zones")) { fields in
                let label = fields.need("label", .label, else: LocalizedText(zh: "", en: ""))
                fields.reading.name(fields.key, label)
                return ZoneRules.Level(
                    label: label, measures: fields.take("measures", .choices(ZoneRules.ZoneMeasure.self), default: []),
                    control: fields.take("control", .schedule), lift: fields.take("lift", lift), liftAfterHigher: fields.take("liftAfterHigher", lift)
                )
            }
            let rules = ZoneRules(
                scheme: fields.need("scheme", .choice(ZoneRules.Scheme.self), else: .none),
                unit: fields.take("unit", .choice(ZoneRules.ZoneUnit.self), default: .village),
                decidedBy: fields.take("decidedBy", .choice(TerritoryLevel.self), default: .prefecture),
                levels: fields.take("levels", level.keyed(by: ZoneLevel.self)) ?? [:], liftWithin: fields.take("liftWithin", .clock),
                reviewEvery: fields.take("reviewEvery", .days(1...60)))
            for (from, level) in rules.levels {
                if let to = level.lift?.to, rules.levels[to] == nil || to == from {
                    fields.contradict(
                        "levels", zh: "\(from.rawValue) 降为 \(to.rawValue)，而本方案没有该级别",
                        en: "\(from.rawValue) goes to \(to.rawValue), which this scheme does not have")
                }
            }
            if rules.scheme == .none, !rules.levels.isEmpty {
                fields.contradict("levels", zh: "方案为 none，却规定了级别", en: "the scheme is none, but there are levels")
            }
            return rules
        }
    }
}

extension ValueKind<TargetRules> {
    static var targets: ValueKind<TargetRules> {
        .object(LocalizedText(zh: "目标", en: "targets")) { fields in
            TargetRules(
                controlled: fields.take("controlled", .choices(TargetRules.ControlledStatus.self), default: []),
                zeroDays: fields.take("zeroDays", .days(1...60), default: 3),
                breachesCountFor: fields.take("breachesCountFor", .days(1...366), default: 14),
                basicallyZeroBelow: fields.take("basicallyZeroBelow", .number(0...100_000)),
                importRule: fields.take("importRule", .choice(TargetRules.ImportRule.self), default: .foundInSociety),
                unsentWarning: fields.take("unsentWarning", .hours(1...240)),
                controlledShareWarning: fields.take("controlledShareWarning", .number(0...100, .percent)),
                unknownSourceWarning: fields.take("unknownSourceWarning", .number(0...100, .percent)))
        }
    }
}

extension ValueKind<UnitCosts> {
    static var costs: ValueKind<UnitCosts> {
        .object(LocalizedText(zh: "单价", en: "unit costs")) { fields in
            UnitCosts(
                currency: fields.need("currency", .key, else: ""),
                prices: fields.take("prices", ValueKind<Double>.number(0...10_000_000, .money).keyed(by: UnitCosts.Item.self)) ?? [:])
        }
    }
}

extension ValueKind<AccessRules> {
    static var access: ValueKind<AccessRules> {
        .object(LocalizedText(zh: "查看权限", en: "access")) { fields in
            AccessRules(
                daysAfterLastLink: fields.take("daysAfterLastLink", .days(0...3660), default: AccessRules.standard.daysAfterLastLink),
                deleteAfter: fields.take("deleteAfter", .days(1...36_600)))
        }
    }
}

extension ValueKind<OverreachLimits> {
    static var limits: ValueKind<OverreachLimits> {
        .object(LocalizedText(zh: "不得层层加码的界限", en: "limits against piling on")) { fields in
            OverreachLimits(
                prohibitions: fields.take("prohibitions", .choices(Prohibition.self), default: []),
                travelLimitedFrom: fields.take("travelLimitedFrom", .choices(OriginRisk.self), default: []),
                urgentCare: fields.take("urgentCare", .flag, default: true), studentsReturn: fields.take("studentsReturn", .flag, default: true),
                checkpoints: fields.take("checkpoints", .choice(OverreachLimits.Checkpoints.self), default: .none),
                lowRiskOpen: fields.take("lowRiskOpen", .flag, default: true))
        }
    }
}

extension AccessRules {
    /// What holds where an edition is silent.
    static let standard = AccessRules(daysAfterLastLink: 30, deleteAfter: nil)
}
