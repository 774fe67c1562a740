import Vocabulary

extension ValueKind<ArrivalRules> {
    static var arrivals: ValueKind<ArrivalRules> {
        .object(LocalizedText(zh: "第 4 条措施", en: "measure 4")) { fields in
            var byRisk: [OriginRisk: ArrivalRules.Rules] = [:]
            for risk in OriginRisk.allCases {
                fields.reading.name(fields.path(risk.rawValue), ChoiceWords.of(risk))
                byRisk[risk] = fields.take(risk.rawValue, .arrival)
            }
            return ArrivalRules(
                byRisk: byRisk, unzonedSpreadAs: fields.take("unzonedSpreadAs", .choice(OriginRisk.self)),
                registerAhead: fields.take("registerAhead", .hours(0...336), default: 0),
                codeValid: fields.take("codeValid", .hours(1...168), default: 4), answerAppeal: fields.take("answerAppeal", .clock),
                homeCheck: fields.take("homeCheck", .clock))
        }
    }
}

extension ValueKind<ArrivalRules.Rules> {
    static var arrival: ValueKind<ArrivalRules.Rules> {
        .object(LocalizedText(zh: "入境（省）人员规则", en: "rules for arrivals")) { fields in
            let restriction = ValueKind<ArrivalRules.Restriction>.object(LocalizedText(zh: "活动限制", en: "what to keep away from")) {
                ArrivalRules.Restriction(
                    keepFrom: $0.need("keepFrom", .choices(ArrivalRules.Occasion.self), else: []), days: $0.take("days", .days(1...60)))
            }
            let span = ValueKind<ArrivalRules.SpanTests>.object(LocalizedText(zh: "{count: …, days: …, gap: …}", en: "{count: …, days: …, gap: …}")) {
                fields in
                let span = ArrivalRules.SpanTests(
                    count: fields.need("count", .integer(1...30), else: 1), days: fields.need("days", .days(1...60), else: 1),
                    gap: fields.take("gap", .hours(0...240), default: 24))
                if (span.count - 1) * span.gap.count >= span.days.count * 24, !fields.hasProblem {
                    fields.contradict(
                        "gap", zh: "\(span.days.count) 天放不下 \(span.count) 次间隔 \(span.gap.count) 小时的检测",
                        en: "\(span.count) tests \(span.gap.count) h apart do not fit into \(span.days.count) days")
                }
                return span
            }.asOneLine { .spanTests($0) }
            let rules = ArrivalRules.Rules(
                registration: fields.take("registration", .flag, default: false),
                checks: fields.take("checks", .choices(ArrivalCheck.self), default: []),
                checkWithin: fields.take("checkWithin", .hours(1...240), default: 2), certificate: fields.take("certificate", .hours(1...336)),
                landingTest: fields.take("landingTest", .hours(1...240)), spanTests: fields.take("spanTests", span),
                control: fields.take("control", .schedule), anchor: fields.take("anchor", .choice(ArrivalRules.Anchor.self), default: .entry),
                controlWithin: fields.take("controlWithin", .hours(1...240)), restriction: fields.take("restriction", restriction))
            if rules.controlWithin != nil, rules.control == nil {
                fields.contradict("controlWithin", zh: "没有管控方案，时限无从适用", en: "a time limit for control, but no control")
            }
            if rules.checks.contains(.testCertificate), rules.certificate == nil {
                fields.contradict("checks", zh: "要查验核酸证明，但没有规定其时效", en: "a certificate is checked, but `certificate` does not say how old it may be")
            }
            return rules
        }
    }
}

extension ValueKind<ScreeningRules> {
    static var screening: ValueKind<ScreeningRules> {
        .object(LocalizedText(zh: "第 5 条措施", en: "measure 5")) { fields in
            let lookBack = ValueKind<ScreeningRules.LookBack>.object(LocalizedText(zh: "回头看", en: "a look-back")) {
                ScreeningRules.LookBack(
                    period: $0.need("period", .days(1...60), else: 1), sources: $0.need("sources", .choices(ScreeningRules.Source.self), else: []),
                    verify: $0.need("verify", .clock, else: Clock(within: 24, role: .communityWorker)), test: $0.take("test", .clock),
                    control: $0.take("control", .clock), escalateEvery: $0.take("escalateEvery", .hours(1...240), default: 24),
                    escalateTo: $0.take("escalateTo", .choice(TerritoryLevel.self), default: .county),
                    byCounty: $0.take("byCounty", .choices(ScreeningRules.Source.self), default: []))
            }
            return ScreeningRules(lookBack: fields.take("lookBack", lookBack))
        }
    }
}
