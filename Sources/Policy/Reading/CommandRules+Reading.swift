import Vocabulary

extension ValueKind<CommandRules> {
    static var command: ValueKind<CommandRules> {
        .object(LocalizedText(zh: "第 8 条措施", en: "measure 8")) { fields in
            let response = ValueKind<CommandRules.Response>.object(LocalizedText(zh: "响应级别", en: "a response level")) {
                CommandRules.Response(directedBy: $0.need("directedBy", .choice(TerritoryLevel.self), else: .nation))
            }
            let force = ValueKind<CommandRules.TaskForce>.object(LocalizedText(zh: "工作专班", en: "a task force")) { fields in
                let label = fields.need("label", .label, else: LocalizedText(zh: "", en: ""))
                fields.reading.name(fields.key, label)
                return CommandRules.TaskForce(
                    label: label, lead: fields.take("lead", .label), delivers: fields.take("delivers", .label),
                    roundTheClock: fields.take("roundTheClock", .flag, default: false))
            }
            return CommandRules(
                activation: fields.take("activation", .choice(CommandRules.Activation.self), default: .onOrder),
                levels: fields.take("levels", .choices(TerritoryLevel.self), default: []),
                responses: fields.take("responses", response.keyed(by: CommandRules.ResponseLevel.self)) ?? [:], duty: fields.take("duty", .duty),
                directives: fields.take("directives", ValueKind<Clock>.clock.keyed(by: CommandRules.DirectiveTask.self)) ?? [:],
                review: fields.take("review", .clock), urge: fields.take("urge", .clock),
                cascadeWithin: fields.take("cascadeWithin", .hours(1...240)), forces: fields.take("forces", force.named()) ?? [:],
                leaderPresence: fields.take("leaderPresence", .clock),
                leaderAtLevel: fields.take("leaderAtLevel", .choice(CommandRules.ResponseLevel.self)), period: fields.take("period", .hours(1...336)))
        }
    }
}

extension ValueKind<CommunityRules> {
    static var community: ValueKind<CommunityRules> {
        .object(LocalizedText(zh: "第 9 条措施", en: "measure 9")) { fields in
            let households = ValueKind<Between>.between(1...100_000, .households)
            let days = ValueKind<Days>.days(1...1000).list { .list($0.map { .number(Double($0.count), .days) }) }
            let course = ValueKind<CommunityRules.Course>.object(LocalizedText(zh: "免疫程序", en: "a course of vaccination")) { fields in
                let label = fields.need("label", .label, else: LocalizedText(zh: "", en: ""))
                fields.reading.name(fields.key, label)
                let doses = fields.need("doses", .integer(1...10), else: 1)
                let gaps = fields.take("gaps", days) ?? []
                let latest = fields.take("latest", days) ?? []
                if gaps.count != doses - 1 {
                    fields.contradict("gaps", zh: "\(doses) 剂须有 \(doses - 1) 个间隔", en: "\(doses) doses have \(doses - 1) gaps, not \(gaps.count)")
                }
                if !latest.isEmpty, latest.count != doses - 1 {
                    fields.contradict(
                        "latest", zh: "\(doses) 剂须有 \(doses - 1) 个最迟天数", en: "\(doses) doses have \(doses - 1) latest days, not \(latest.count)")
                }
                return CommunityRules.Course(
                    label: label, doses: doses, gaps: gaps, latest: latest, minAge: fields.take("minAge", .integer(0...120), default: 0))
            }
            let booster = ValueKind<CommunityRules.Booster>.object(LocalizedText(zh: "加强免疫", en: "a booster")) {
                CommunityRules.Booster(
                    after: $0.need("after", .days(1...1000), else: 1), minAge: $0.take("minAge", .integer(0...120), default: 0),
                    otherProduct: $0.take("otherProduct", .flag, default: false))
            }
            return CommunityRules(
                grid: fields.take("grid", households), microGrid: fields.take("microGrid", households),
                gridTeam: fields.take("gridTeam", .choices(CommunityRules.TeamMember.self), default: []),
                homeTeam: fields.take("homeTeam", .choices(CommunityRules.TeamMember.self), default: []),
                teamWithin: fields.take("teamWithin", .clock), checksPerDay: fields.take("checksPerDay", .integer(0...24, .times), default: 0),
                deliverEvery: fields.take("deliverEvery", .days(1...60)), doorSeal: fields.take("doorSeal", .clock),
                gridMap: fields.take("gridMap", .clock), gridDuty: fields.take("gridDuty", .duty), doorKnock: fields.take("doorKnock", .clock),
                reports: fields.take("reports", .clock), vulnerableEvery: fields.take("vulnerableEvery", .days(1...366)),
                vulnerable: fields.take("vulnerable", .choices(CommunityRules.VulnerableGroup.self), default: []),
                vaccinate: fields.take("vaccinate", .clock), courses: fields.take("courses", course.named()) ?? [:],
                booster: fields.take("booster", booster),
                vaccinationFirst: fields.take("vaccinationFirst", .choices(CommunityRules.VaccinationPriority.self), default: []),
                hotline: fields.take("hotline", .label))
        }
    }
}

extension ValueKind<SupervisionRules> {
    static var supervision: ValueKind<SupervisionRules> {
        .object(LocalizedText(zh: "第 10 条措施", en: "measure 10")) { fields in
            let finding = ValueKind<SupervisionRules.FindingRules>.object(LocalizedText(zh: "整改规则", en: "what a finding calls for")) {
                SupervisionRules.FindingRules(
                    rectify: $0.need("rectify", .clock, else: Clock(within: 24, role: .placeManager)), recheck: $0.take("recheck", .clock))
            }
            let step = ValueKind<SupervisionRules.EscalationStep>.object(LocalizedText(zh: "{kind: …, after: …}", en: "{kind: …, after: …}")) {
                SupervisionRules.EscalationStep(
                    kind: $0.need("kind", .choice(SupervisionRules.EscalationStep.Kind.self), else: .notice),
                    after: $0.need("after", .hours(0...720), else: 0), within: $0.take("within", .hours(1...720), default: 24),
                    role: $0.take("role", .choice(Role.self), default: .inspector))
            }
            return SupervisionRules(
                planEvery: fields.take("planEvery", .days(1...366)), chanceShare: fields.take("chanceShare", .number(0...100, .percent), default: 0),
                findings: fields.take("findings", finding.keyed(by: SupervisionRules.Gravity.self)) ?? [:],
                escalation: fields.take("escalation", step.each()) ?? [], assignedAreas: fields.take("assignedAreas", .flag, default: false),
                assignWithin: fields.take("assignWithin", .clock), planTargets: fields.take("planTargets", .integer(1...1000), default: 3),
                dailySummary: fields.take("dailySummary", .flag, default: false))
        }
    }
}

extension ValueKind<CommandRules.DutyRules> {
    static var duty: ValueKind<CommandRules.DutyRules> {
        .object(LocalizedText(zh: "值守规则", en: "rules of duty")) {
            CommandRules.DutyRules(
                hoursPerDay: $0.need("hoursPerDay", .integer(1...24, .hours), else: 24),
                people: $0.take("people", .integer(1...1000, .people), default: 1),
                longestShift: $0.take("longestShift", .hours(1...48), default: 12), handOver: $0.take("handOver", .flag, default: true))
        }
    }
}
