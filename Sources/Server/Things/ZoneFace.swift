import Foundation
import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// Risk areas: set, raised, lowered, lifted, with the course of their conditions, what they do to people, and what is to be said against them.
extension ThingFace {
    static let zone = ThingFace(
        kind: .zone, permission: .viewZones, parts: [.seat, .area], states: ZoneDuties.State.allCases.map(\.rawValue), forms: ZoneForms.all,
        facts: facts, factNames: ["territory", "members", "since", "grounds"], panels: { try $2.zonePanels($0, $1) })

    private static let facts: @Sendable (ThingView, Reading, (TerritoryCode) -> LocalizedText) -> [LabelledText] = { view, reading, name in
        guard let zone = view.dossier.founding(Zone.self) else { return [] }
        let words = reading.words
        var facts = [
            LabelledText(label: words("zone.territory"), value: words(name(zone.value.territory))),
            LabelledText(label: words("zone.members"), value: words.list(zone.value.members.map { words(name($0)) })),
            LabelledText(label: words("zone.since"), value: reading.moments.moment(zone.happenedAt).text),
        ]
        if let grounds = zone.value.grounds { facts.append(LabelledText(label: words("zone.grounds"), value: grounds)) }
        return facts
    }
}

/// What can be recorded about a zone.
enum ZoneForms {
    static let all: [ThingForm] = [set, turn, event]

    static let set = ThingForm(
        name: "zoneSet", kind: .zone, permission: .setZone, founds: true,
        fieldNames: ["zoneName", "zoneLevel", "territory", "members", "memberCodes", "grounds", "at"],
        fields: { context, reading in
            let words = reading.words
            let below = context.territories.filter { $0.code.level >= .county && $0.code != context.territory }
            return [
                .text("zoneName", isRequired: true),
                FormField(
                    name: "zoneLevel", kind: .choice(context.classes.map { Option($0.key, words($0.label)) }), isRequired: true,
                    value: context.classes.first?.key ?? ""),
                .territory("territory", context, words), FormField(name: "members", kind: .set(below.map { Option($0.code.digits, words($0.name)) })),
                .text("memberCodes"), .area("grounds", isRequired: true), .at(reading),
            ]
        },
        read: { reader, _ in
            let name = reader.text("zoneName", required: true) ?? ""
            let level: ZoneLevel = reader.choice("zoneLevel") ?? .high
            let territory = reader.territory("territory")
            let members = reader.zoneMembers()
            let (grounds, at) = (reader.text("grounds", required: true), reader.moment("at", required: true) ?? reader.reading.now)
            if members.isEmpty, reader.errors["memberCodes"] == nil { reader.errors["members"] = reader.words("field.required") }
            return { filing in
                let zone = Zone(name: name, level: level, territory: territory, members: members, grounds: grounds)
                return ThingFiled(subject: .zone(try filing.setZone(zone, at: min(at, filing.now))), undo: nil)
            }
        })

    static let turn = ThingForm(
        name: "zoneTurn", kind: .zone, permission: .setZone, meets: ["lift", "liftAfterHigher"], fieldNames: ["zoneTurn", "grounds", "at"],
        isOffered: { $0.view?.standing.state == ZoneDuties.State.standing.rawValue },
        fields: { context, reading in
            let level = context.view?.dossier.founding(Zone.self)?.value.level.rawValue
            let levels = context.classes.filter { $0.key != level }.map { Option($0.key, reading.words($0.label)) }
            return [
                FormField(
                    name: "zoneTurn", kind: .choice([Option("lifted", reading.words("zoneState.lifted"))] + levels), isRequired: true, value: "lifted"
                ),
                .area("grounds", isRequired: true), .at(reading),
            ]
        },
        read: { reader, context in
            let level: ZoneLevel? = reader.choice("zoneTurn")
            let (grounds, at) = (reader.text("grounds", required: true), reader.moment("at", required: true) ?? reader.reading.now)
            let reference = Reference<Zone>(rawValue: context.view?.subject.number ?? 0)
            return { filing in
                let record = try filing.turnZone(reference, to: level, grounds: grounds, at: min(at, filing.now))
                return ThingFiled(subject: .zone(reference), undo: record.id)
            }
        })

    static let event = ThingForm(
        name: "zoneEvent", kind: .zone, permission: .recordZone, meets: ["fullRound", "reviewEvery"],
        fieldNames: ["zoneEvent", "evidence", "at"], isOffered: { $0.view?.standing.state == ZoneDuties.State.standing.rawValue },
        fields: { context, reading in
            let task = context.obligation?.obligation.id.rule.split(separator: ".").last
            return [
                .choice("zoneEvent", ZoneEvent.Kind.allCases, first: task == "reviewEvery" ? .reviewed : task == nil ? .infection : .roundNegative) {
                    reading.words("zoneEvent.\($0.rawValue)")
                },
                .area("evidence"), .at(reading),
            ]
        },
        read: { reader, context in
            let kind: ZoneEvent.Kind? = reader.choice("zoneEvent")
            if kind == nil { reader.errors["zoneEvent"] = reader.words("field.required") }
            let (evidence, at) = (reader.text("evidence"), reader.moment("at", required: true) ?? reader.reading.now)
            let reference = Reference<Zone>(rawValue: context.view?.subject.number ?? 0)
            return { filing in
                let record = try filing.recordZoneEvent(reference, kind ?? .reviewed, evidence: evidence, at: min(at, filing.now))
                return ThingFiled(subject: .zone(reference), undo: record.id)
            }
        })
}

extension ReadsFields {
    /// The members of a zone: territories chosen from the list, and codes of villages and grids typed beside it.
    mutating func zoneMembers() -> [TerritoryCode] {
        var members = input.all("members").compactMap(TerritoryCode.init)
        for text in (input["memberCodes"] ?? "").split(whereSeparator: { " ,，、;；\n\t".contains($0) }) {
            guard let code = TerritoryCode(String(text)) else {
                errors["memberCodes"] = words("field.notCode", ["found": String(text)])
                continue
            }
            members.append(code)
        }
        return Set(members).sorted()
    }
}

extension OperationsDesk {
    func zonePanels(_ view: ThingView, _ reader: Reader) throws -> [ThingPanel] {
        guard let zone = view.dossier.founding(Zone.self) else { return [] }
        let shelf = operations.policies
        let fallback = try shelf.edition(at: view.asOf, in: zone.value.territory)
        let edition: (Instant) -> Policy = { (try? shelf.edition(at: $0, in: zone.value.territory)) ?? fallback }
        var panels = view.dossier.zoneCourses(governedBy: edition).reversed().map { course in
            panel(of: course, edition(course.period.since), isLast: course.period == zone.periods.last)
        }
        let warnings = view.dossier.zoneWarnings(governedBy: edition, at: view.asOf)
        if !warnings.isEmpty {
            var panel = ThingPanel(title: LocalizedText(zh: "须注意", en: "To be said against it"))
            for warning in warnings { panel.lines.append(line(of: warning)) }
            panels.insert(panel, at: 0)
        }
        if zone.value.lifted == nil, zone.value.members.allSatisfy(reader.scope.covers) {
            let impact = try reader.zoneImpact(zone.value.level, over: zone.value.members, policy: fallback)
            var panel = impactPanel(impact)
            panel.title = LocalizedText(zh: "影响：解除即放开", en: "What it does: released when it is lifted")
            let pending = try Upkeep.pending(reader)
            if pending > 0 {
                panel.add("后台正在推导义务，尚余人数", "Duties are being derived, people still to go", Words.grouped(pending))
            }
            panels.append(panel)
        }
        return panels
    }

    private func panel(of course: ZoneCourse, _ policy: Policy, isLast: Bool) -> ThingPanel {
        let label =
            policy.zones.levels[course.period.level]?.label ?? LocalizedText(zh: course.period.level.rawValue, en: course.period.level.rawValue)
        var panel = ThingPanel(title: label)
        panel.add("时间", "Time", shown(from: course.period.since, until: course.period.until))
        let measures = ZoneRules.ZoneMeasure.allCases.filter { policy.zones.levels[course.period.level]?.measures.contains($0) == true }.map(\.words)
        if !measures.isEmpty {
            panel.add(
                "措施", "Measures", LocalizedText(zh: measures.map(\.zh).joined(separator: "、"), en: measures.map(\.en).joined(separator: ", ")))
        }
        guard isLast, course.period.until == nil, let lift = course.lift else { return panel }
        panel.add("末例感染", "Last infection", course.lastInfection.map(shown) ?? LocalizedText(zh: "–", en: "–"))
        if let clean = course.cleanFrom {
            panel.add("满\(lift.cleanDays.count)天无新增", "\(lift.cleanDays.count) clean days", shown(clean))
        }
        if let days = lift.lastContactMovedDays {
            panel.add(
                "末例密接转出满\(days.count)天", "Last contact moved out \(days.count) days ago",
                course.contactsFrom.map(shown) ?? LocalizedText(zh: "未登记", en: "not recorded"))
        }
        if let round = course.round {
            panel.add(
                "全员核酸阴性", "Full negative round",
                course.negative.map { shown($0.happenedAt) }
                    ?? LocalizedText(zh: "须在\(shown(round.opens).zh)之后", en: "to be held after \(shown(round.opens).en)"))
        }
        panel.add(
            "可降级或解除", "May be lowered or lifted",
            course.readyAt.map(shown) ?? LocalizedText(zh: "条件未满足", en: "not all conditions hold"),
            isLate: course.readyAt.map { $0 < now } ?? false)
        return panel
    }

    private func line(of warning: ZoneWarning) -> ThingPanel.Line {
        let (label, value): (LocalizedText, LocalizedText) =
            switch warning {
            case .unknownLevel(let level):
                (
                    LocalizedText(zh: "级别", en: "Level"),
                    LocalizedText(zh: "现行方案没有“\(level.rawValue)”级", en: "the policy has no level “\(level.rawValue)”")
                )
            case .wide(let code):
                (
                    LocalizedText(zh: "九不准之四", en: "Prohibition 4"),
                    LocalizedText(zh: "\(names[code].zh)大于方案规定的划定单元", en: "\(names[code].en) is wider than the unit that the policy zones")
                )
            case .prolonged(let since):
                (
                    LocalizedText(zh: "九不准之三", en: "Prohibition 3"),
                    LocalizedText(zh: "自\(shown(since).zh)起条件已满足，仍未解除", en: "all conditions have held since \(shown(since).en), and it still stands")
                )
            case .early(_, let moment):
                (
                    LocalizedText(zh: "过早", en: "Too early"),
                    LocalizedText(zh: "\(shown(moment).zh)降级或解除时条件尚未满足", en: "lowered or lifted at \(shown(moment).en) before its conditions held")
                )
            }
        return ThingPanel.Line(label: label, value: value, isLate: true)
    }

    /// What a zone does to people, in a short table.
    func impactPanel(_ impact: ZoneImpact) -> ThingPanel {
        var panel = ThingPanel(title: LocalizedText(zh: "影响", en: "What it does"))
        func figure(_ number: Int) -> String { Words.grouped(number) }
        panel.add(
            "居民", "Residents", impact.residents.map { LocalizedText(zh: figure($0), en: figure($0)) } ?? LocalizedText(zh: "人口未登记", en: "not known"))
        if let days = impact.days { panel.add("须留在区内（天，无新增时）", "Held, in days, if nothing is found", figure(days)) }
        panel.add("登记在册居民", "Residents in the register", figure(impact.known))
        panel.add("其中已在管控", "Of them under control already", figure(impact.held))
        for (position, stage) in impact.stages.enumerated() {
            let days = stage.tests.map { "\($0.day)" }
            let tests = LocalizedText(
                zh: days.isEmpty ? "" : "，第\(days.joined(separator: "、"))天核酸",
                en: days.isEmpty ? "" : ", tests on day \(days.joined(separator: ", "))")
            panel.add(
                position == 0 ? "居民管控" : "其后", position == 0 ? "How residents are held" : "Then",
                LocalizedText(
                    zh: "\(stage.mode.words.zh)\(stage.days.count)天\(tests.zh)", en: "\(stage.mode.words.en), \(stage.days.count) d\(tests.en)"))
        }
        panel.add("关闭场所", "Places closed", figure(impact.closing))
        panel.add("受影响的聚集性活动", "Gatherings affected", figure(impact.gatherings))
        panel.add("全员核酸轮次", "Full rounds of tests", figure(impact.rounds))
        // Without a number of residents the sums would be those of an empty area.
        let isPriced = impact.residents != nil || impact.costPerDay > 0
        func cost(_ sum: Double) -> LocalizedText {
            isPriced ? LocalizedText(zh: figure(Int(sum)), en: figure(Int(sum))) : LocalizedText(zh: "人口未登记，无法估算", en: "not known without residents")
        }
        panel.add("每日成本（\(impact.currency)）", "Cost a day (\(impact.currency))", cost(impact.costPerDay))
        panel.add("至最早解除的成本（\(impact.currency)）", "Cost until the earliest lifting (\(impact.currency))", cost(impact.costToLift))
        panel.lines += impact.warnings.map(line)
        return panel
    }
}
