import Vocabulary

extension ValueKind<DiseaseProfile> {
    static var disease: ValueKind<DiseaseProfile> {
        .object(LocalizedText(zh: "疾病", en: "the disease")) { fields in
            let incubation = fields.take("incubationUsual", ValueKind<Between>.between(0...400, .days))
            let least = fields.take("incubationMin", .days(0...400), default: 1)
            let most = fields.need("incubationMax", .days(1...400), else: 400)
            if least > most {
                fields.contradict("incubationMin", zh: "最短潜伏期长于最长潜伏期", en: "the shortest incubation is longer than the longest")
            }
            return DiseaseProfile(
                id: fields.need("id", .key, else: ""), name: fields.need("name", .label, else: LocalizedText(zh: "", en: "")),
                incubationMax: most, infectiousAfter: fields.need("infectiousAfter", .days(0...400), else: 0), incubationMin: least,
                incubationUsual: incubation, infectiousBefore: fields.take("infectiousBefore", .days(-60...60), default: 0),
                infectiousFrom: fields.take("infectiousFrom", .choice(DiseaseProfile.InfectiousAnchor.self), default: .onset),
                routes: fields.take("routes", .choices(DiseaseProfile.Route.self), default: []),
                positiveBelowCt: fields.take("positiveBelowCt", .number(10...50)), dynamics: fields.take("dynamics", .dynamics))
        }
    }
}

extension ValueKind<DiseaseProfile.Dynamics> {
    static var dynamics: ValueKind<DiseaseProfile.Dynamics> {
        .object(LocalizedText(zh: "传播参数", en: "numbers of transmission")) { fields in
            let distribution = ValueKind<DiseaseProfile.Distribution>.object(
                LocalizedText(zh: "分布 {shape: …, mean: …, deviation: …}", en: "a distribution {shape: …, mean: …, deviation: …}")
            ) { fields in
                DiseaseProfile.Distribution(
                    fields.need("shape", .choice(DiseaseProfile.Distribution.Shape.self), else: .gamma),
                    mean: fields.need("mean", .number(0...400), else: 1), deviation: fields.need("deviation", .number(0...400), else: 0))
            }
            let factor = ValueKind<DiseaseProfile.AgeFactor>.object(LocalizedText(zh: "{ages: […], factor: …}", en: "{ages: […], factor: …}")) {
                DiseaseProfile.AgeFactor(
                    ages: $0.need("ages", ValueKind<Between>.between(0...120, .none), else: Between(0, 0)),
                    factor: $0.need("factor", .number(0...100), else: 1))
            }.list { factors in
                .list(
                    factors.map { factor in
                        let ages = "\(factor.ages.least)–\(factor.ages.most)"
                        let number = PolicyValue.plain(factor.factor)
                        return .label(LocalizedText(zh: "\(ages) 岁 \(number)", en: "ages \(ages) × \(number)"))
                    })
            }
            let share = ValueKind<DiseaseProfile.DayShare>.object(LocalizedText(zh: "{day: …, share: …}", en: "{day: …, share: …}")) {
                DiseaseProfile.DayShare(day: $0.need("day", .integer(0...400), else: 0), share: $0.need("share", .number(0...100, .percent), else: 0))
            }.list {
                .list(
                    $0.map {
                        .label(
                            LocalizedText(zh: "第 \($0.day) 天 \(PolicyValue.plain($0.share))%", en: "day \($0.day) \(PolicyValue.plain($0.share)) %"))
                    })
            }
            return DiseaseProfile.Dynamics(
                incubation: fields.take("incubation", distribution), generation: fields.take("generation", distribution),
                serial: fields.take("serial", distribution), reproduction: fields.take("reproduction", .number(0...100)),
                dispersion: fields.take("dispersion", .number(0.001...1000)),
                presymptomaticShare: fields.take("presymptomaticShare", .number(0...100, .percent)),
                attackRate: fields.take("attackRate", ValueKind<Double>.number(0...100, .percent).keyed(by: ContactSetting.self)) ?? [:],
                susceptibility: fields.take("susceptibility", factor) ?? [], sensitivity: fields.take("sensitivity", share) ?? [])
        }
    }
}
