import Vocabulary

extension ValueKind<TreatmentRules> {
    static var treatment: ValueKind<TreatmentRules> {
        .object(LocalizedText(zh: "第 3 条措施", en: "measure 3")) { fields in
            var cases: [CaseKind: TreatmentRules.CaseRules] = [:]
            for kind in CaseKind.allCases {
                fields.reading.name(fields.path(kind.rawValue), ChoiceWords.of(kind))
                cases[kind] = fields.take(kind.rawValue, .caseRules)
            }
            let nosocomial = ValueKind<NosocomialRules>.object(LocalizedText(zh: "院感归因", en: "attribution of hospital infections")) { fields in
                let rules = NosocomialRules(
                    communityUpTo: fields.need("communityUpTo", .integer(0...400), else: 0),
                    indeterminateUpTo: fields.need("indeterminateUpTo", .integer(0...400), else: 0),
                    probableUpTo: fields.need("probableUpTo", .integer(0...400), else: 0),
                    afterDischarge: fields.take("afterDischarge", .days(0...400), default: 0))
                if !(rules.communityUpTo <= rules.indeterminateUpTo && rules.indeterminateUpTo <= rules.probableUpTo), !fields.hasProblem {
                    fields.contradict("probableUpTo", zh: "三个天数须依次递增", en: "the three days must rise in this order")
                }
                return rules
            }
            return TreatmentRules(
                cases: cases, triage: fields.take("triage", ValueKind<TreatmentRules.CareSite>.choice().keyed(by: Severity.self)) ?? [:],
                transfers: fields.take("transfers", ValueKind<Clock>.clock.keyed(by: TreatmentRules.TransferHop.self)) ?? [:],
                nosocomial: fields.take("nosocomial", nosocomial), hospital: fields.take("hospital", .hospital))
        }
    }
}

extension ValueKind<TreatmentRules.CaseRules> {
    static var caseRules: ValueKind<TreatmentRules.CaseRules> {
        .object(LocalizedText(zh: "病例规则", en: "rules for a class of cases")) { fields in
            let discharge = ValueKind<TreatmentRules.DischargeRules>.object(LocalizedText(zh: "出院标准", en: "what ends isolation")) { fields in
                TreatmentRules.DischargeRules(
                    negatives: fields.need("negatives", .integer(0...10), else: 0), gap: fields.take("gap", .hours(0...240), default: 24),
                    ctAtLeast: fields.take("ctAtLeast", .number(10...50)), earliestDay: fields.take("earliestDay", .days(0...366)),
                    within: fields.take("within", .hours(1...240), default: 24), releaseHour: fields.take("releaseHour", .hourOfDay, default: 8))
            }
            let exclusion = ValueKind<TreatmentRules.ExclusionRules>.object(LocalizedText(zh: "排除标准", en: "what rules a case out")) { fields in
                TreatmentRules.ExclusionRules(
                    negatives: fields.need("negatives", .integer(1...10), else: 1), gap: fields.take("gap", .hours(0...240), default: 24),
                    antibodyAfter: fields.take("antibodyAfter", .days(0...60)))
            }
            return TreatmentRules.CaseRules(
                clocks: fields.take("clocks", ValueKind<Clock>.clock.keyed(by: TreatmentRules.Task.self)) ?? [:],
                isolation: fields.need("isolation", .choice(ControlMode.self), else: .hospital),
                isolationDays: fields.take("isolationDays", .days(0...366)),
                discharge: fields.need(
                    "discharge", discharge,
                    else: TreatmentRules.DischargeRules(negatives: 0, gap: 0, ctAtLeast: nil, earliestDay: nil, within: 24, releaseHour: 8)),
                followUp: fields.take("followUp", .schedule), exclusion: fields.take("exclusion", exclusion))
        }
    }
}

extension ValueKind<HospitalRules> {
    static var hospital: ValueKind<HospitalRules> {
        .object(LocalizedText(zh: "医院规则", en: "rules of hospitals")) { fields in
            HospitalRules(
                admissionTest: fields.take("admissionTest", .hours(1...240)), inpatients: fields.take("inpatients", .frequency),
                companions: fields.take("companions", .integer(0...10, .people), default: 1),
                bufferWard: fields.take("bufferWard", .flag, default: false),
                holdUntilResult: fields.take("holdUntilResult", .flag, default: false), freezeWard: fields.take("freezeWard", .flag, default: false),
                staffLoop: fields.take("staffLoop", .shift))
        }
    }
}
