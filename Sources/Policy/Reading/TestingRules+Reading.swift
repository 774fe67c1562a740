import Vocabulary

extension ValueKind<TestingRules> {
    static var testing: ValueKind<TestingRules> {
        .object(LocalizedText(zh: "第 1 条措施", en: "measure 1")) { fields in
            let posts = fields.take("posts", ValueKind<TestingRules.PostRules>.post.named()) ?? [:]
            let casesCountFor = fields.take("localCasesCountFor", .days(1...60))
            if casesCountFor == nil, posts.values.contains(where: { $0.frequencyWithCases != nil }) {
                fields.contradict(
                    "posts", zh: "有 frequencyWithCases 时须写明 localCasesCountFor：末例本土病例后多少天内算作有本土病例",
                    en: "with frequencyWithCases, localCasesCountFor must say for how many days after its last case a county counts as having cases")
            }
            return TestingRules(
                posts: posts,
                resultWithinSingle: fields.take("resultWithinSingle", .hours(1...240)),
                resultWithinPooled: fields.take("resultWithinPooled", .hours(1...240)),
                resultWithin: fields.take("resultWithin", ValueKind<Hours>.hours(1...240).keyed(by: TestOccasion.self)) ?? [:],
                localCasesCountFor: casesCountFor,
                certificateFrom: fields.take("certificateFrom", .choice(TestingRules.CertificateOrigin.self), default: .sampling),
                pools: fields.take("pools", .pools), rounds: fields.take("rounds", .rounds), antigen: fields.take("antigen", .antigen),
                repositive: fields.take("repositive", .repositive),
                mustTest: fields.take("mustTest", .choices(TestingRules.MustTestGroup.self), default: []))
        }
    }
}

extension ValueKind<TestingRules.PostRules> {
    static var post: ValueKind<TestingRules.PostRules> {
        .object(LocalizedText(zh: "含 label 与 frequency 的岗位类别", en: "a class of posts with its label and frequency")) { fields in
            let label = fields.need("label", .label, else: LocalizedText(zh: "", en: ""))
            fields.reading.name(fields.key, label)
            return TestingRules.PostRules(
                label: label, frequency: fields.need("frequency", .frequency, else: .monthly), exit: fields.take("exit", .schedule),
                frequencyWithCases: fields.take("frequencyWithCases", .frequency), closedLoop: fields.take("closedLoop", .flag, default: false),
                vaccination: fields.take("vaccination", .choice(VaccinationStatus.self), default: .none),
                codes: fields.take("codes", ValueKind<String>.text.list { .list($0.map { .text($0) }) }) ?? [],
                mustTestAs: fields.take("mustTestAs", .choice(TestingRules.MustTestGroup.self)))
        }
    }
}

extension ValueKind<PoolRules> {
    static var pools: ValueKind<PoolRules> {
        .object(LocalizedText(zh: "混采规则", en: "rules of pooling")) { fields in
            let sizes = fields.need(
                "sizes", ValueKind<Int>.integer(1...100).list(atLeast: 1) { .list($0.map { .number(Double($0), .none) }) }, else: [])
            if sizes != Array(Set(sizes)).sorted() { fields.contradict("sizes", zh: "混采人数须由小到大，且不重复", en: "sizes must rise and not repeat") }
            return PoolRules(
                sizes: sizes, householdIn: fields.take("householdIn", .choices(ZoneLevel.self), default: []),
                singleFor: fields.take("singleFor", .choices(PoolRules.SingleGroup.self), default: []),
                holdOnPositive: fields.take("holdOnPositive", .flag, default: true),
                retestWithin: fields.need("retestWithin", .hours(1...72), else: 1),
                releaseWithin: fields.take("releaseWithin", .hours(1...72)),
                notAbove: fields.take("notAbove", .number(0...100, .percent)))
        }
    }
}

extension ValueKind<RoundRules> {
    static var rounds: ValueKind<RoundRules> {
        .object(LocalizedText(zh: "区域核酸检测规则", en: "rules of mass-screening rounds")) { fields in
            let stopping = ValueKind<RoundRules.Stopping>.object(LocalizedText(zh: "停止条件", en: "when rounds stop")) {
                RoundRules.Stopping(
                    cleanRounds: $0.need("cleanRounds", .integer(1...30), else: 1), pause: $0.take("pause", .days(0...30), default: 0),
                    finalRounds: $0.take("finalRounds", .integer(0...30), default: 0))
            }
            return RoundRules(
                timeLimit: fields.need("timeLimit", .hours(1...240), else: 1),
                residentsPerSite: fields.need("residentsPerSite", ValueKind<Between>.between(1...1_000_000, .people), else: Between(1, 1)),
                residentsPerSampler: fields.need("residentsPerSampler", .integer(1...100_000, .people), else: 1),
                firstRoundWithin: fields.take("firstRoundWithin", ValueKind<Hours>.hours(1...240).keyed(by: ZoneLevel.self)) ?? [:],
                mostPerDay: fields.take("mostPerDay", .integer(1...5), default: 1), stopping: fields.take("stopping", stopping),
                onlyWithUnclearChain: fields.take("onlyWithUnclearChain", .flag, default: false))
        }
    }
}

extension ValueKind<AntigenRules> {
    static var antigen: ValueKind<AntigenRules> {
        .object(LocalizedText(zh: "抗原检测规则", en: "rules of antigen tests")) { fields in
            AntigenRules(
                groups: fields.need("groups", .choices(AntigenRules.Group.self), else: []),
                firstDays: fields.need("firstDays", .days(1...60), else: 1),
                perDay: fields.take("perDay", .integer(1...5), default: 1))
        }
    }
}

extension ValueKind<RepositiveRules> {
    static var repositive: ValueKind<RepositiveRules> {
        .object(LocalizedText(zh: "复阳规则", en: "rules for people positive again")) { fields in
            RepositiveRules(
                noTestFor: fields.take("noTestFor", .days(0...366), default: 0), testOn: fields.need("testOn", .days(1...366), else: 1),
                returnBelowCt: fields.need("returnBelowCt", .number(10...50), else: 35),
                noNewCaseFor: fields.need("noNewCaseFor", .days(0...366), else: 0))
        }
    }
}
