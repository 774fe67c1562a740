import Vocabulary

extension ValueKind<TracingRules> {
    static var tracing: ValueKind<TracingRules> {
        .object(LocalizedText(zh: "第 2 条措施", en: "measure 2")) { fields in
            let lookback = ValueKind<Lookback>.object(LocalizedText(zh: "回溯天数", en: "days looked back")) {
                Lookback(
                    symptomatic: $0.need("symptomatic", .days(-60...60), else: 0), asymptomatic: $0.need("asymptomatic", .days(-60...60), else: 0))
            }
            let gate = ValueKind<TracingRules.SecondaryGate>.object(LocalizedText(zh: "解除条件", en: "a gate")) {
                TracingRules.SecondaryGate(linkedNegatives: $0.need("linkedNegatives", .integer(1...10, .tests), else: 1))
            }
            let degrees = fields.take("degrees", .integer(0...2), default: 0)
            let back = degrees > 0 ? fields.need("lookback", lookback, else: Lookback()) : fields.take("lookback", lookback) ?? Lookback()
            let contactClock = ValueKind<Clock>.clock.keyed(by: TracingRules.ContactTask.self)
            let rules = TracingRules(
                degrees: degrees, lookbackSymptomatic: back.symptomatic, lookbackAsymptomatic: back.asymptomatic,
                caseClocks: fields.take("caseClocks", ValueKind<Clock>.clock.keyed(by: TracingRules.CaseTask.self)) ?? [:],
                team: fields.take("team", .team),
                closeClocks: fields.take("closeClocks", contactClock) ?? [:], secondaryClocks: fields.take("secondaryClocks", contactClock) ?? [:],
                close: fields.take("close", .schedule), secondary: fields.take("secondary", .schedule),
                secondaryGate: fields.take("secondaryGate", gate),
                secondaryOnlyOfHigherRisk: fields.take("secondaryOnlyOfHigherRisk", .flag, default: false),
                exposedAtPlace: fields.take("exposedAtPlace", .schedule), general: fields.take("general", .schedule),
                contacts: fields.take("contacts", .contacts) ?? .none,
                mixedTransportMakesClose: fields.take("mixedTransportMakesClose", .flag, default: false),
                homeInstead: fields.take("homeInstead", .choices(SpecialGroup.self), default: []), sites: fields.take("sites", .sites),
                assistance: fields.take("assistance", .assistance),
                prophylaxis: fields.take("prophylaxis", ValueKind<ProphylaxisRule>.prophylaxis.each()) ?? [],
                unwell: fields.take("unwell", .clock), immuneExempt: fields.take("immuneExempt", .immunity),
                sourcesPerPoint: fields.take("sourcesPerPoint", .integer(1...5), default: 1),
                locationDigits: fields.take("locationDigits", .integer(2...15), default: 12))
            if degrees < 2, rules.secondary != nil {
                fields.contradict(
                    "secondary", zh: "只追踪 \(degrees) 层，却管控次密接", en: "secondary contacts are held but only \(degrees) degree(s) are traced")
            }
            if degrees < 1, rules.close != nil {
                fields.contradict("close", zh: "不追踪接触者，却管控密接", en: "close contacts are held but none are traced")
            }
            if rules.secondaryGate != nil, rules.secondary == nil {
                fields.contradict("secondaryGate", zh: "没有次密接管控方案，解除条件无从适用", en: "a gate without a schedule for secondary contacts")
            }
            if let gate = rules.secondaryGate, let close = rules.close {
                let tests = close.stages.reduce(0) { $0 + $1.tests.count }
                if gate.linkedNegatives > tests {
                    fields.contradict(
                        "secondaryGate", zh: "要求密接前 \(gate.linkedNegatives) 次检测阴性，但密接只检测 \(tests) 次",
                        en: "the gate waits for \(gate.linkedNegatives) tests of the close contact, who has only \(tests)")
                }
            }
            return rules
        }
    }
}

private struct Lookback {
    var symptomatic: Days = 0
    var asymptomatic: Days = 0
}

extension ContactDefinitions {
    /// Nobody becomes a contact by rule.
    static let none = ContactDefinitions(settings: [:], vehicles: [:], secondary: [], minOverlap: .zero, lingering: .zero, cell: nil, dwelling: nil)
}

extension ValueKind<ContactDefinitions> {
    static var contacts: ValueKind<ContactDefinitions> {
        .object(LocalizedText(zh: "接触者判定", en: "who counts as a contact")) { fields in
            let cell = ValueKind<ContactDefinitions.CellRule>.object(LocalizedText(zh: "时空伴随", en: "a rule of map cells")) {
                ContactDefinitions.CellRule(
                    metres: $0.need("metres", .integer(10...100_000, .metres), else: 10),
                    minimum: $0.need("minimum", .minutes(1...1440), else: .zero),
                    days: $0.need("days", .days(1...60), else: 1))
            }
            let degree = ValueKind<ContactDegree>.choice(ContactDegree.self)
            let dwelling = ValueKind<ContactDefinitions.DwellingRule>.object(LocalizedText(zh: "同楼判定", en: "a rule for neighbours")) {
                ContactDefinitions.DwellingRule(
                    floors: $0.take("floors", .integer(0...50), default: 0), neighbours: $0.need("neighbours", degree, else: .secondary),
                    sharing: $0.need("sharing", degree, else: .close), building: $0.take("building", degree))
            }
            return ContactDefinitions(
                settings: fields.take("settings", ValueKind<ContactDefinitions.SettingRule>.setting.keyed(by: ContactSetting.self)) ?? [:],
                vehicles: fields.take("vehicles", ValueKind<ContactDefinitions.VehicleRule>.vehicle.keyed(by: VehicleKind.self)) ?? [:],
                secondary: fields.take("secondary", .choices(ContactSetting.self), default: []),
                minOverlap: fields.take("minOverlap", .minutes(0...1440), default: .minutes(1)),
                lingering: fields.take("lingering", .minutes(0...1440), default: .zero), cell: fields.take("cell", cell),
                dwelling: fields.take("dwelling", dwelling))
        }
    }
}

extension ValueKind<ContactDefinitions.SettingRule> {
    static var setting: ValueKind<ContactDefinitions.SettingRule> {
        let expected = LocalizedText(zh: "接触等级，或 {degree: …, minimum: …}", en: "a degree, or {degree: …, minimum: …}")
        let degree = ValueKind<ContactDegree>.choice(ContactDegree.self)
        let full = ValueKind<ContactDefinitions.SettingRule>.object(expected) { fields in
            let rule = ContactDefinitions.SettingRule(
                degree: fields.need("degree", degree, else: .close), minimum: fields.take("minimum", .minutes(0...14_400)),
                cumulativeIn: fields.take("cumulativeIn", .hours(1...336)), distance: fields.take("distance", .number(0.1...1000, .metres)),
                unprotectedOnly: fields.take("unprotectedOnly", .flag, default: false), tables: fields.take("tables", .integer(0...20)))
            if rule.cumulativeIn != nil, rule.minimum == nil {
                fields.contradict("cumulativeIn", zh: "没有 minimum，cumulativeIn 无从累计", en: "cumulativeIn adds up to a minimum, but there is none")
            }
            return rule
        }
        return ValueKind<ContactDefinitions.SettingRule>(
            expected: expected,
            read: { node, key, reading in
                if case .mapping = node.content { return full.read(node, key, reading) }
                return degree.read(node, key, reading)
                    .map {
                        ContactDefinitions.SettingRule(
                            degree: $0, minimum: nil, cumulativeIn: nil, distance: nil, unprotectedOnly: false, tables: nil)
                    }
            }, show: nil)
    }
}

extension ValueKind<ContactDefinitions.VehicleRule> {
    static var vehicle: ValueKind<ContactDefinitions.VehicleRule> {
        .object(LocalizedText(zh: "交通工具规则", en: "a rule for a vehicle")) { fields in
            ContactDefinitions.VehicleRule(
                close: fields.need("close", .extent, else: .everyone),
                crew: fields.take("crew", .choice(ContactDefinitions.Crew.self), default: .none),
                others: fields.take("others", .choice(ContactDegree.self)), minimum: fields.take("minimum", .minutes(0...14_400)))
        }
    }
}

extension ValueKind<ContactDefinitions.Extent> {
    /// `everyone`, `coach`, `compartment`, `cabin`, `{rows: 3}`, `{bays: 1}` or `{seats: 2}`.
    static var extent: ValueKind<ContactDefinitions.Extent> {
        let expected = LocalizedText(
            zh: "everyone、coach、compartment、cabin、{rows: n}、{bays: n} 或 {seats: n}",
            en: "everyone, coach, compartment, cabin, {rows: n}, {bays: n} or {seats: n}")
        let words: [String: ContactDefinitions.Extent] = ["everyone": .everyone, "coach": .coach, "compartment": .compartment, "cabin": .cabin]
        let word = ValueKind<ContactDefinitions.Extent>.scalar(
            expected, choices: Array(words.keys), parse: { words[$0] }, show: { .label($0.words) })
        let full = ValueKind<ContactDefinitions.Extent>.object(expected) { fields in
            let chosen = [
                fields.take("rows", .integer(0...50)).map { ContactDefinitions.Extent.rows($0) },
                fields.take("bays", .integer(0...50)).map { ContactDefinitions.Extent.bays($0) },
                fields.take("seats", .integer(0...50)).map { ContactDefinitions.Extent.seats($0) },
            ].compactMap { $0 }
            if chosen.count != 1, !fields.hasProblem {
                fields.reading.report(
                    .wrong(found: LocalizedText(zh: "\(chosen.count) 种范围", en: "\(chosen.count) extents"), expected: expected, suggestion: nil),
                    at: fields.position, key: fields.key)
            }
            return chosen.first
        }.asOneLine { .label($0.words) }
        return ValueKind<ContactDefinitions.Extent>(
            expected: expected,
            read: { node, key, reading in
                if case .mapping = node.content { return full.read(node, key, reading) }
                return word.read(node, key, reading)
            }, show: { .label($0.words) })
    }
}

extension ContactDefinitions.Extent {
    /// How far, in both languages.
    public var words: LocalizedText {
        switch self {
        case .everyone: LocalizedText(zh: "全体", en: "everyone on board")
        case .coach: LocalizedText(zh: "同车厢", en: "the whole coach")
        case .compartment: LocalizedText(zh: "同包厢", en: "the same compartment")
        case .cabin: LocalizedText(zh: "同舱室", en: "the same cabin")
        case .rows(let rows): LocalizedText(zh: "同排及前后各 \(rows) 排", en: "the same row and \(rows) rows in front and behind")
        case .bays(let bays): LocalizedText(zh: "同隔间及前后各 \(bays) 个隔间", en: "the same bay and \(bays) in front and behind")
        case .seats(let seats): LocalizedText(zh: "各方向 \(seats) 个座位", en: "\(seats) seats in every direction")
        }
    }
}

extension ValueKind<IsolationSiteRules> {
    static var sites: ValueKind<IsolationSiteRules> {
        .object(LocalizedText(zh: "隔离点规则", en: "rules of isolation sites")) { fields in
            let ready = fields.take("readyWithin", ValueKind<Hours>.hours(1...720).list { .list($0.map { .number(Double($0.count), .hours) }) }) ?? []
            if ready != ready.sorted() || ![0, 3].contains(ready.count) {
                fields.contradict(
                    "readyWithin", zh: "须为三个递增的时限：三分之一、二分之一、全部", en: "three rising limits are expected: a third, a half, all of the rooms")
            }
            return IsolationSiteRules(
                onePersonPerRoom: fields.take("onePersonPerRoom", .flag, default: true),
                restartFloors: fields.take("restartFloors", .integer(0...50)),
                restartSiteOnEnvironment: fields.take("restartSiteOnEnvironment", .flag, default: false),
                roomsPerTenThousand: fields.take("roomsPerTenThousand", .integer(0...10_000)), readyWithin: ready)
        }
    }
}

extension ValueKind<ImmunityRules> {
    static var immunity: ValueKind<ImmunityRules> {
        .object(LocalizedText(zh: "{after: …, courses: […], recovered: …}", en: "{after: …, courses: […], recovered: …}")) { fields in
            let courses = fields.take("courses", ValueKind<String>.key.list { .list($0.map { .text($0) }) }) ?? []
            return ImmunityRules(
                after: fields.take("after", .days(0...366), default: 0), courses: Set(courses),
                recovered: fields.take("recovered", .flag, default: true))
        }
    }
}

extension ValueKind<TeamRules> {
    static var team: ValueKind<TeamRules> {
        .object(LocalizedText(zh: "流调协同", en: "lines of investigators")) { fields in
            TeamRules(
                lines: fields.need("lines", .choices(InvestigationLine.self), else: []),
                named: fields.need("named", .clock, else: Clock(within: 2, role: .investigator)))
        }
    }
}

extension ValueKind<AssistanceRules> {
    static var assistance: ValueKind<AssistanceRules> {
        .object(LocalizedText(zh: "协查时限", en: "clocks of assistance")) { fields in
            AssistanceRules(
                send: fields.take("send", .clock), approve: fields.take("approve", .clock), check: fields.take("check", .clock),
                control: fields.take("control", .clock), pushed: fields.take("pushed", .clock))
        }
    }
}

extension ValueKind<ProphylaxisRule> {
    static var prophylaxis: ValueKind<ProphylaxisRule> {
        .object(LocalizedText(zh: "预防用药或接种", en: "a drug or vaccine")) { fields in
            let agent = fields.need("agent", .label, else: LocalizedText(zh: "", en: ""))
            fields.reading.name(fields.key, agent)
            return ProphylaxisRule(
                agent: agent, degrees: fields.need("degrees", .choices(ContactDegree.self), else: []),
                within: fields.need("within", .hours(1...8784), else: 1))
        }
    }
}
