import Foundation
import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// The situation and its targets.
extension OperationsDesk {
    /// A situation not older than the last write; with `grace`, one at most that old will do.
    private func latest(_ viewer: Viewer, _ lens: Lens, grace: Span = .zero) async throws -> LatestSituations.Entry {
        guard viewer.covers(lens.territory) else { throw Refusal.notFound }
        let now = now
        let known = await situations.find(lens.territory, asOf: lens.asOf)
        if let known, now - known.computedAt < grace, now >= known.computedAt { return known }
        let version = try await operations.version()
        // Time alone makes duties late: a minute is the longest that a situation stands without a write.
        if let known, known.version == version, now - known.computedAt < .minutes(1), now >= known.computedAt { return known }
        let level = max(TerritoryCode.Level(rawValue: lens.territory.level.rawValue + 1) ?? .township, .county)
        let (situation, map) = try await operations.mappedSituation(
            of: lens.territory, at: min(level, .township), scope: scope(of: viewer), asOf: lens.asOf)
        let entry = LatestSituations.Entry(situation: situation, map: map, version: version, computedAt: now)
        await situations.keep(entry, lens.territory, asOf: lens.asOf)
        return entry
    }

    /// The few numbers beside a worklist.
    func glance(_ viewer: Viewer, _ lens: Lens) async throws -> HomePage.SituationGlance {
        let situation = try await latest(viewer, lens, grace: Span(milliseconds: 20_000)).situation
        let figures = situation.figures
        return HomePage.SituationGlance(
            inHospital: figures.localConfirmedInHospital + figures.importedConfirmedInHospital,
            asymptomatic: figures.localAsymptomatic + figures.importedAsymptomatic, newSinceYesterday: figures.newToday,
            contactsHeld: situation.rolls.map(heldContacts) ?? 0,
            lateObligations: Measure.allCases.reduce(0) { $0 + situation.scorecard.total($1).late })
    }

    private func heldContacts(_ rolls: RollCounts) -> Int {
        rolls.count(.contacts) - rolls.sums.filter { $0.kind == .contacts && $0.control == nil }.reduce(0) { $0 + $1.count }
    }

    func situation(_ viewer: Viewer, _ lens: Lens) async throws -> SituationPage.Content {
        let entry = try await latest(viewer, lens)
        let (situation, map) = (entry.situation, entry.map)
        let territory = lens.territory
        let children = names.children(of: territory)
        let level = max(TerritoryCode.Level(rawValue: territory.level.rawValue + 1) ?? .township, .county)
        let counties = names.territories(at: min(level, .township), within: territory)
        let threats = try await threats(viewer, situation)
        let columns = [territory] + (children.count <= 16 ? children : situation.scorecard.children.filter(names.knows))
        var path: [(code: TerritoryCode, name: LocalizedText)] = []
        var above = territory.parent
        while let code = above {
            if viewer.covers(code) { path.insert((code, names[code]), at: 0) }
            above = code.parent
        }
        return SituationPage.Content(
            territory: names[territory], inHospital: situation.figures.localConfirmedInHospital,
            elsewhere: situation.figures.confirmedElsewhere,
            asymptomatic: situation.figures.localAsymptomatic + situation.figures.importedAsymptomatic,
            asymptomaticImported: situation.figures.importedAsymptomatic, affected: affected(situation).map { names[$0] },
            lights: situation.targets.map { light($0, warnings: (threats[$0.target]?.count ?? 0) + suspects(of: $0, situation).count) },
            areas: children.map { child in
                area(child, level == child.level || child.level > level ? map[child] : map.sum(counties.filter(child.contains)), situation)
            },
            counties: territory.level <= .prefecture ? counties.map { area($0, map[$0], situation) } : around(territory, situation, map),
            curve: curve(situation),
            figures: figures(situation, map), columns: columns.map { .init(code: $0, name: $0 == territory ? names[$0] : short(names[$0])) },
            rows: Measure.allCases.map { measure in
                SituationPage.ScoreRow(measure: measure, cells: columns.map { cell(measure, in: $0, situation) })
            }, path: path,
            zones: situation.zones.map { line in
                SituationPage.ZoneRow(
                    name: line.zone.name, level: line.zone.level, label: zoneName(line.zone.level, in: territory),
                    territory: names[line.zone.territory],
                    since: line.since)
            })
    }

    /// A county, or the county of a place below, among its neighbours, so that its map shows where it lies: of the others nothing is told.
    private func around(_ territory: TerritoryCode, _ situation: Situation, _ map: SituationMap) -> [SituationPage.Area] {
        guard let county = territory.ancestor(at: .county), let prefecture = county.parent else { return [] }
        // Cases are often known by their county only, and then stand under none of its townships.
        var own = area(county, map.sum(names.children(of: county)), situation)
        let recent = situation.cases.filter { zone.date(of: situation.asOf) - zone.date(of: $0.infection.diagnosedAt) < 14 }
        own.cases14 = recent.count
        own.outside14 = recent.count { !$0.isFoundUnderControl }
        return names.territories(at: .county, within: prefecture).map { code in
            code == county
                ? own : SituationPage.Area(code: code, name: names[code], cases14: 0, outside14: 0, held: nil, late: 0, zone: nil, isNeighbour: true)
        }
    }

    /// What the policy in force calls a level of zones.
    private func zoneName(_ level: ZoneLevel, in territory: TerritoryCode) -> LocalizedText? {
        try? operations.policies.edition(at: now, in: territory).zones.levels[level]?.label
    }

    /// What the cases say of the epidemic, under the disease profile in force.
    func epidemic(_ viewer: Viewer, _ lens: Lens) async throws -> EpidemicPage.Content {
        let entry = try await latest(viewer, lens)
        let (operations, situation, names) = (operations, entry.situation, names)
        return try await epidemics.find(
            lens.territory, asOf: lens.asOf, version: entry.version, day: zone.date(of: situation.asOf)
        ) {
            let counties = try await operations.store.read(.systemUnrestricted) { try $0.territories(within: lens.territory) }
            let contacts = try await operations.contacts(of: situation)
            let tracing = try await operations.tracing(of: situation, contacts: contacts)
            let events = try await operations.timeliness(of: situation, contacts: contacts)
            let warning = try await operations.earlyWarning(of: lens.territory, scope: .systemUnrestricted, asOf: lens.asOf)
            return {
                let estimates = try operations.estimates(of: situation, among: counties, contacts: contacts)
                let told =
                    estimates.places.map(\.territory) + estimates.counties.map(\.territory) + events.map(\.territory)
                    + warning.lines.map(\.count.territory)
                return EpidemicPage.Content(
                    territory: names[lens.territory], estimates: estimates, tracing: tracing, events: events, warning: warning,
                    names: Dictionary(told.map { ($0, names[$0]) }, uniquingKeysWith: { first, _ in first }))
            }
        }
    }

    /// 长沙 for 长沙市, Changsha as it is: columns are narrow.
    private func short(_ name: LocalizedText) -> LocalizedText {
        let endings = ["土家族苗族自治州", "市", "区", "县", "街道", "镇"]
        let ending = endings.first { name.zh.hasSuffix($0) && name.zh.count > $0.count + 1 } ?? ""
        let words = name.en.split(separator: " ")
        let generic: Set<Substring> = ["District", "County", "City", "Subdistrict", "Town", "Prefecture"]
        let english = words.count > 1 && generic.contains(words[words.count - 1]) ? words.dropLast().joined(separator: " ") : name.en
        return LocalizedText(zh: String(name.zh.dropLast(ending.count)), en: english.hasPrefix("Xiangxi") ? "Xiangxi" : english)
    }

    /// The territories directly below with local infections in force.
    private func affected(_ situation: Situation) -> [TerritoryCode] {
        let below = TerritoryCode.Level(rawValue: situation.territory.level.rawValue + 1) ?? .grid
        let codes = situation.cases.filter { $0.isLocal && $0.isOpen }.compactMap { $0.infection.report.territory.ancestor(at: below) }
        return Set(codes).sorted()
    }

    private func area(_ code: TerritoryCode, _ area: SituationMap.Area, _ situation: Situation) -> SituationPage.Area {
        SituationPage.Area(
            code: code, name: names[code], cases14: area.cases14, outside14: area.outside14,
            held: situation.rolls == nil ? nil : area.held ?? 0, late: area.late,
            zone: situation.zones.lazy.filter { $0.touches(code) }.map(\.zone.level).max { $1.isStricter(than: $0) })
    }

    private func curve(_ situation: Situation) -> [SituationPage.CurveDay] {
        let today = zone.date(of: situation.asOf)
        var days: [CivilDate: SituationPage.CurveDay] = [:]
        let first = max(situation.figures.curve.first?.date ?? today, today - 59)
        for offset in 0...(today - first).count {
            let date = first + Days(offset)
            days[date] = .init(date: date, inside: 0, outside: 0, imported: 0, isFilling: date == today)
        }
        for line in situation.cases {
            let date = zone.date(of: line.infection.diagnosedAt)
            if !line.isLocal {
                days[date]?.imported += 1
            } else if line.isFoundUnderControl {
                days[date]?.inside += 1
            } else {
                days[date]?.outside += 1
            }
        }
        return days.values.sorted { $0.date < $1.date }
    }

    private func figures(_ situation: Situation, _ map: SituationMap) -> [SituationPage.Figure] {
        let figures = situation.figures
        let before = figures.curve.dropLast().last
        func text(_ number: Int) -> String { Words.grouped(number) }
        var shown = [
            SituationPage.Figure(
                kind: .newCases, value: text(figures.newToday), previous: before.map { text($0.inside + $0.outside) }, path: "/list/cases?status=new")
        ]
        if let rolls = situation.rolls {
            shown += [
                .init(kind: .closeContacts, value: text(rolls.count(.contacts)), path: "/list/contacts"),
                .init(kind: .secondaryContacts, value: text(rolls.count(.secondaryContacts)), path: "/list/contacts?status=secondary"),
                .init(
                    kind: .heldCentrally, value: text(rolls.count(.controlled, tag: ControlMode.central.rawValue)), path: "/list/held?status=central"),
            ]
        }
        if let today = map.today {
            shown += [
                .init(kind: .arrivals, value: text(today.arrivals), path: "/list/arrivals?status=today"),
                .init(kind: .tests, value: text(today.specimens), previous: text(today.specimensBefore), path: nil),
            ]
        }
        shown.append(.init(kind: .zones, value: text(situation.zones.count), path: situation.zones.isEmpty ? nil : "#zones"))
        if let days = figures.medianOnsetToIsolation {
            shown.append(.init(kind: .onsetToIsolation, value: String(format: "%.1f", days), path: nil))
        }
        return shown
    }

    private func cell(_ measure: Measure, in code: TerritoryCode, _ situation: Situation) -> SituationPage.Cell {
        let cell = situation.scorecard.cell(measure, in: code)
        return SituationPage.Cell(
            due: cell.due, metInTime: cell.metInTime, metLate: cell.metLate, overdue: cell.late,
            shareYesterday: situation.yesterday.cell(measure, in: code).share)
    }
}

/// The four targets: what breaks each, and what warns before it breaks.
extension OperationsDesk {
    private func light(_ light: Situation.Light, warnings: Int) -> TargetLight {
        let target: TargetLight.Target =
            switch light.target {
            case .noSpillOver: .noSpillOver
            case .noImport: .noImport
            case .noNosocomial: .noNosocomial
            case .zeroOutside: .zeroOutside
            }
        let state: TargetLight.State =
            if light.breaches > 0 {
                .broken(count: light.breaches)
            } else if light.holds {
                .holds(days: light.days ?? 0)
            } else {
                .approaching(day: light.days ?? 0, of: light.daysNeeded ?? 0)
            }
        return TargetLight(target: target, state: state, warnings: warnings)
    }

    /// Late obligations that warn of each target's breaking.
    private func threats(_ viewer: Viewer, _ situation: Situation) async throws -> [Situation.Light.Target: [WorklistRow]] {
        let (territory, now, isPast) = (situation.territory, situation.asOf, situation.rolls == nil)
        guard !isPast else { return [:] }
        return try await read(viewer) { reader in
            func late(_ measure: Measure, _ isThreat: (DutyRow) -> Bool) throws -> [WorklistRow] {
                let query = Storage.WorklistQuery(territories: [territory], measure: measure, limit: 500, countCap: 0).late(at: now)
                return try reader.worklist(query).rows.filter { isThreat($0.duty) }
            }
            return [
                .noSpillOver: try late(.tracing) { $0.rule.hasSuffix("Clocks.located") },
                .noImport: try late(.arrivals) {
                    ["high", "medium", "abroad"].contains($0.rule.split(separator: ".").dropFirst().first ?? "")
                        && ($0.rule.hasSuffix("checks") || $0.rule.hasSuffix("controlWithin") || $0.rule.hasSuffix("landingTest"))
                },
                .noNosocomial: try late(.testing) { duty in
                    ["hospital", "ward", "medical", "fever"].contains { duty.rule.lowercased().contains($0) }
                },
                .zeroOutside: try late(.tracing) { $0.rule.hasSuffix("Clocks.transferred") },
            ]
        }
    }

    /// The suspected cases that warn of a hospital's infection.
    private func suspects(of light: Situation.Light, _ situation: Situation) -> [Nosocomial.Line] {
        light.target == .noNosocomial ? situation.hospitalSuspects.filter { $0.attribution > .community } : []
    }

    func target(_ viewer: Viewer, _ lens: Lens, _ target: TargetLight.Target) async throws -> TargetPage.Content {
        let situation = try await latest(viewer, lens).situation
        let threats = try await threats(viewer, situation)
        guard let found = situation.targets.first(where: { light($0, warnings: 0).target == target }) else { throw Refusal.notFound }
        let rows = threats[found.target] ?? []
        let lines = situation.cases.filter { found.isBroken(by: $0, at: situation.asOf, zone: zone) }
        let rules = try operations.policies.edition(at: situation.asOf, in: situation.territory).targets
        let indicators = situation.indicators(rules, zone: zone).filter { $0.target == found.target }
        return try await read(viewer) { reader in
            TargetPage.Content(
                light: light(found, warnings: rows.count + suspects(of: found, situation).count), definition: definition(of: target, found),
                breaches: (found.target == .noSpillOver ? situation.spillOvers : []).map(spillOver)
                    + (try lines.sorted { $0.infection.diagnosedAt > $1.infection.diagnosedAt }.map { line in
                        TargetPage.Threat(
                            text: breach(line, target), counted: line.hospital, at: line.infection.diagnosedAt,
                            person: try tag(of: line.person, reader),
                            territory: names[line.infection.report.territory])
                    }),
                warnings: try suspects(of: found, situation).map { line in
                    TargetPage.Threat(
                        text: LocalizedText(zh: "疑似院内感染，待确诊或排除", en: "suspected infection of a hospital, to be confirmed or ruled out"),
                        counted: line,
                        at: line.diagnosedAt, person: try tag(of: line.person, reader), territory: names[line.territory])
                }
                    + rows.prefix(100).map { row in
                        TargetPage.Threat(
                            text: warning(target), at: row.duty.due, person: try? row.person.flatMap { try tag(of: $0, reader) },
                            territory: names[row.duty.territory])
                    }, indicators: indicators)
        }
    }

    /// What control cost over the days for which a breach counts, beside the targets.
    func cost(_ viewer: Viewer, _ lens: Lens) async throws -> (cost: CostOfControl, lights: [TargetLight]) {
        guard viewer.covers(lens.territory) else { throw Refusal.notFound }
        let days = try operations.policies.edition(at: lens.asOf ?? now, in: lens.territory).targets.breachesCountFor
        let cost = try await operations.cost(of: lens.territory, over: days, scope: scope(of: viewer), asOf: lens.asOf)
        return (cost, try await situation(viewer, lens).lights)
    }

    /// An infection found elsewhere as what breaks the target.
    private func spillOver(_ record: FactRecord) -> TargetPage.Threat {
        let place = if case .infectionElsewhere(let found) = record.fact { found.foundIn } else { "" }
        let seat = if case .territory(let code) = record.subject { code } else { operations.policies.root }
        return TargetPage.Threat(
            text: LocalizedText(zh: "在\(place)发现，源头在本地", en: "found in \(place), with its source here"), at: record.happenedAt, person: nil,
            territory: names[seat])
    }

    private func breach(_ line: CaseLine, _ target: TargetLight.Target) -> LocalizedText {
        switch target {
        case .noSpillOver: LocalizedText(zh: "外地发现，源头在本地", en: "found elsewhere, with its source here")
        case .noImport: LocalizedText(zh: "输入病例在管控外发现", en: "imported and found outside control")
        case .noNosocomial: LocalizedText(zh: "归因为院内感染", en: "attributed to a hospital")
        case .zeroOutside: LocalizedText(zh: "社会面发现", en: "found outside control")
        }
    }

    private func warning(_ target: TargetLight.Target) -> LocalizedText {
        switch target {
        case .noSpillOver: LocalizedText(zh: "接触者逾期未落位：可能已离开本地", en: "a contact not located in time may have left the territory")
        case .noImport:
            LocalizedText(zh: "风险地区来人逾期未查验、未检测或未管控", en: "an arrival from an area at risk was not checked, tested or brought under control in time")
        case .noNosocomial: LocalizedText(zh: "医疗机构岗位逾期未检测", en: "a holder of a hospital post was not tested in time")
        case .zeroOutside: LocalizedText(zh: "接触者逾期未落实管控", en: "a contact was not brought under control in time")
        }
    }

    private func definition(of target: TargetLight.Target, _ light: Situation.Light) -> LocalizedText {
        let days = light.breachesCountFor.count
        let clear = light.daysNeeded ?? 0
        return switch target {
        case .noSpillOver:
            LocalizedText(
                zh: "近\(days)日内，没有在其他地区发现、源头在本地区的感染者。",
                en: "No infection found in another territory in the last \(days) days has its source here.")
        case .noImport:
            LocalizedText(
                zh: "近\(days)日内，从境外或外省输入的感染者没有一例是在管控之外发现的。",
                en: "In the last \(days) days no infection brought in from abroad or another province was found outside control.")
        case .noNosocomial:
            LocalizedText(
                zh: "近\(days)日内没有一例感染归因为院内：按入院至发病天数、院内人员岗位和诊疗暴露判定。",
                en: "No infection of the last \(days) days is a hospital's, by the days from admission to onset, the post held, and exposure in care."
            )
        case .zeroOutside:
            LocalizedText(zh: "连续\(clear)日没有在管控之外（社会面）发现新增感染者。", en: "For \(clear) days in a row no new infection was found outside control.")
        }
    }
}
