import Policy
import Register
import Vocabulary

extension HunanStage {
    /// The fifteen local confirmed cases, all still in hospital.
    mutating func localCases(_ body: WorldStage.Body) throws {
        for (index, script) in scripts.enumerated() {
            let county = county(script.county)
            let source = script.source.map { cases[$0] }
            let isSpouse = index == 1
            let resident = try stage.residents.next(
                in: county, .exactly(script.age), sex: script.sex, household: isSpouse ? source?.household : nil, occupation: script.occupation)
            let diagnosed = stage.at(script.diagnosed.day, script.diagnosed.hour, script.diagnosed.minute)
            let known = script.returned.map { stage.at($0.day, 14, 20) } ?? source.map { $0.diagnosed + .minutes(150) } ?? diagnosed
            var draft = stage.begin(resident, knownAt: known)
            if let back = script.returned { arrive(&draft, script, back, resident) }
            if let source { fallIll(&draft, resident, contactOf: source, diagnosed: diagnosed) }
            diagnose(&draft, script, resident, diagnosed: diagnosed, index: index)
            try stage.finish(draft, body)
            cases.append(
                LocatedCase(
                    number: draft.number, script: script, household: resident.household, diagnosed: diagnosed, onset: stage.day(script.onset)))
        }
    }

    /// The return from another province, checked and tested as the rules asked, and negative then.
    private mutating func arrive(_ draft: inout PersonDraft, _ script: CaseScript, _ back: CaseScript.Return, _ resident: Resident) {
        let arrived = stage.at(back.day, 14, 20)
        let arrival = Arrival(
            origin: back.origin, originTerritory: TerritoryCode(back.code), risk: back.risk, leftOrigin: stage.day(back.day),
            destination: resident.person.residence, checkpoint: back.checkpoint, vehicle: .enclosedTrain, transportNumber: back.train,
            seat: back.seat, certificateTaken: arrived - .hours(31), isRegistered: true)
        guard let local = draft.record(.arrival(arrival), at: arrived, after: .minutes(6)) else { return }
        let checked = Act(
            deed: .checked, concerning: Int64(local), means: .onSite, checks: Set(ArrivalCheck.allCases), by: back.checkpoint + "防疫检查点")
        draft.record(.act(checked), at: arrived + .minutes(9), after: .minutes(4))
        draft.record(.act(Act(deed: .notified, concerning: Int64(local), means: .onSite)), at: arrived + .minutes(10), after: .minutes(4))
        stage.test(&draft, at: arrived + .minutes(24), in: resident.person.residence)
    }

    /// What happened before the diagnosis of someone who was being held as a contact.
    private mutating func fallIll(_ draft: inout PersonDraft, _ resident: Resident, contactOf source: LocatedCase, diagnosed: Instant) {
        let identified = source.diagnosed + .minutes(150)
        let isHousehold = resident.household.address == source.household.address
        let exposure = Exposure(
            index: PersonID(rawValue: Int64(source.number)), first: source.onset - 2, last: stage.zone.date(of: source.diagnosed),
            setting: isHousehold ? .household : .workplace, territory: resident.person.residence.ancestor(at: .county),
            circumstance: isHousehold ? "同住" : "同一办公室或宿舍，多次近距离交谈")
        guard let local = draft.record(.exposure(exposure), at: identified, after: .minutes(12)) else { return }
        for (deed, minutes) in [(Act.Deed.located, 35), (.notified, 50)] {
            draft.record(.act(Act(deed: deed, concerning: Int64(local), means: .telephone)), at: identified + .minutes(minutes), after: .minutes(8))
        }
        guard let county = stage.atlas[resident.person.residence] else { return }
        let room = stage.sites.room(in: county)
        let moved = identified + .minutes(185)
        var stay = Stay(mode: .central, site: room.site, room: room.room, territory: room.territory)
        guard let held = draft.record(.stay(stay), at: moved, after: .minutes(15)) else { return }
        if diagnosed - moved > .hours(24) { stage.test(&draft, at: moved + .minutes(50), in: room.territory) }
        stay.until = diagnosed + .minutes(25)
        stay.ending = .transferred
        draft.record(.stay(stay), at: moved, knownAt: diagnosed + .minutes(60), revising: held)
    }

    /// Positive, confirmed, reported, admitted, investigated; since then tested in hospital every other day.
    private mutating func diagnose(_ draft: inout PersonDraft, _ script: CaseScript, _ resident: Resident, diagnosed: Instant, index: Int) {
        let county = resident.person.residence.ancestor(at: .county) ?? resident.person.residence
        let home = resident.person.residence
        let ct = 20 + Double(stage.dice.next(below: 80)) / 10
        let taken = diagnosed - .minutes(560)
        stage.test(&draft, at: taken, in: home, outcome: .positive, ct: ct, reported: diagnosed - .minutes(220))
        stage.test(
            &draft, at: diagnosed - .minutes(170), in: home, outcome: .positive, swabs: 2, ct: ct - 0.4, reported: diagnosed - .minutes(30))
        let report = CaseReport(
            kind: .confirmed, origin: script.returned == nil ? .local : .importedFromProvince, onset: stage.day(script.onset),
            firstPositiveTaken: taken, detection: script.detection, foundUnderControl: script.source != nil || script.detection == .arrival,
            severity: script.severity, territory: county, reportedBy: stage.countyName(county) + "疾控中心",
            label: label(script.diagnosed.day, script.diagnosed.hour, index + 1))
        guard let local = draft.record(.caseReport(report), at: diagnosed, after: .minutes(12)) else { return }
        investigate(&draft, local, county: county, diagnosed: diagnosed, isLate: index == 11)
        hospitalise(&draft, home: home, diagnosed: diagnosed, ct: ct, index: index)
        if index == 4 {
            // Found mild, pneumonia on the second day.
            draft.record(
                .caseChange(CaseChange(of: Reference(rawValue: Int64(local)), change: .severity(.moderate))), at: diagnosed + .hours(30),
                after: .minutes(70))
        }
    }

    private func label(_ day: Int, _ hour: Int, _ number: Int) -> String { "03\(day < 10 ? "0" : "")\(day)-\(number)" }

    private mutating func investigate(_ draft: inout PersonDraft, _ local: Int, county: TerritoryCode, diagnosed: Instant, isLate: Bool) {
        let team = stage.countyName(county) + "流调队"
        let tasks: [(Act.Deed, ClosedRange<Int>)] = [
            (.reported, 25...95), (.audited, 100...140), (.investigationStarted, 20...100), (.coreInformation, 150...225),
            (.firstReport, 900...1_350), (.contactsListed, 700...1_300),
        ]
        // One county never named who asks for the communications data.
        let missing: InvestigationLine? = county.digits == "430681" ? .communications : nil
        for (place, line) in InvestigationLine.allCases.enumerated() where line != missing {
            let who = line == .health ? team : stage.countyName(county) + (line == .police ? "公安分局流调专班" : "工信部门数据组")
            draft.record(.teamAssignment(TeamAssignment(line: line, who: who)), at: diagnosed + .minutes(32 + 17 * place), after: .minutes(5))
        }
        for (deed, minutes) in tasks {
            // One county was short of investigators: its core information came after seven hours.
            let delay = isLate && deed == .coreInformation ? .minutes(430) : stage.dice.span(minutes: minutes)
            let act = Act(deed: deed, concerning: Int64(local), means: .onSite, by: deed == .reported || deed == .audited ? nil : team)
            draft.record(.act(act), at: diagnosed + delay, after: stage.dice.span(minutes: 2...15))
        }
    }

    private mutating func hospitalise(_ draft: inout PersonDraft, home: TerritoryCode, diagnosed: Instant, ct: Double, index: Int) {
        let prefecture = home.digits.prefix(4)
        let hospital = county(CaseScript.hospitals[String(prefecture)] ?? "430105").code
        let stay = Stay(
            mode: .hospital, site: stage.prefectureName(hospital) + "定点医院", room: "隔离病区\(index / 4 + 1)病室\(index % 4 + 1)床", territory: hospital)
        draft.record(.stay(stay), at: diagnosed + stage.dice.span(minutes: 45...100), after: .minutes(20))
        var date = stage.zone.date(of: diagnosed) + 2
        var current = ct
        while date <= stage.today {
            current += 1.5 + Double(stage.dice.next(below: 20)) / 10
            let morning = stage.zone.instant(date, hour: 7, minute: 40)
            // Nobody has two negatives yet, so nobody could have been discharged.
            stage.test(&draft, at: morning, in: hospital, outcome: .positive, ct: min(current, 34.2), reported: morning + .hours(5))
            date = date + 2
        }
    }
}

extension HunanStage {
    /// The eighteen asymptomatic infections, all found among entrants from abroad held in closed loop.
    mutating func importedInfections(_ body: WorldStage.Body) throws {
        let rules = stage.policy.arrivals.byRisk[.abroad]
        for (index, flight) in Flight.all.enumerated() {
            for found in flight.infected {
                let home = stage.atlas.counties[stage.atlas.index(using: &stage.dice)]
                let resident = try stage.residents.next(in: home, .mobile)
                let arrived = stage.at(flight.day, 16, 40)
                let diagnosed = stage.at(found.day, found.hour, 10)
                var draft = stage.begin(resident, knownAt: arrived)
                let held = land(&draft, flight, arrived: arrived, seat: "\(found.row)\(["A", "C", "D", "K"][found.row % 4])")
                var day = stage.day(flight.day) + 1
                while stage.zone.instant(day, hour: 8) + .hours(14) < diagnosed {
                    let isTestDay = rules?.control?.stages.first?.tests.contains { $0.day == (day - stage.day(flight.day)).count } ?? false
                    if isTestDay { stage.test(&draft, at: stage.zone.instant(day, hour: 8), in: held?.stay.territory ?? home.code) }
                    day = day + 1
                }
                admit(&draft, held, diagnosed: diagnosed)
                try stage.finish(draft, body)
                imported.append(ImportedInfection(number: draft.number, flight: index, diagnosed: diagnosed, row: found.row))
            }
        }
    }

    /// An entrant's landing: registered, checked, tested on the apron, taken to a site of the airport's county.
    @discardableResult
    mutating func land(_ draft: inout PersonDraft, _ flight: Flight, arrived: Instant, seat: String) -> (local: Int, from: Instant, stay: Stay)? {
        guard let county = Flight.county.flatMap({ stage.atlas[$0] }) else { return nil }
        let room = stage.sites.room(in: county)
        let arrival = Arrival(
            origin: flight.origin, risk: .abroad, leftOrigin: stage.day(flight.day), destination: room.territory, checkpoint: "长沙黄花国际机场",
            vehicle: .aircraft, transportNumber: flight.number, seat: seat, certificateTaken: arrived - .hours(30), isRegistered: true)
        guard let local = draft.record(.arrival(arrival), at: arrived, after: .minutes(15)) else { return nil }
        let checked = Act(
            deed: .checked, concerning: Int64(local), means: .onSite, checks: Set(ArrivalCheck.allCases), by: "长沙黄花国际机场闭环专班")
        draft.record(.act(checked), at: arrived + .minutes(25), after: .minutes(10))
        draft.record(.act(Act(deed: .notified, concerning: Int64(local), means: .onSite)), at: arrived + .minutes(30), after: .minutes(10))
        stage.test(&draft, at: arrived + .minutes(40), in: room.territory)
        let stay = Stay(mode: .central, site: room.site, room: room.room, territory: room.territory)
        let from = arrived + stage.dice.span(minutes: 110...200)
        return draft.record(.stay(stay), at: from, after: .minutes(20)).map { ($0, from, stay) }
    }

    private mutating func admit(_ draft: inout PersonDraft, _ held: (local: Int, from: Instant, stay: Stay)?, diagnosed: Instant) {
        guard let county = Flight.county, let held else { return }
        let ct = 24 + Double(stage.dice.next(below: 90)) / 10
        let taken = diagnosed - .minutes(420)
        stage.test(&draft, at: taken, in: held.stay.territory, outcome: .positive, swabs: 2, ct: ct, reported: diagnosed - .minutes(40))
        let report = CaseReport(
            kind: .asymptomatic, origin: .importedFromAbroad, firstPositiveTaken: taken, detection: .arrival, foundUnderControl: true,
            territory: county, reportedBy: "长沙海关", label: "境外-\(imported.count + 1)")
        guard let local = draft.record(.caseReport(report), at: diagnosed, after: .minutes(12)) else { return }
        investigate(&draft, local, county: county, diagnosed: diagnosed, isLate: false)
        var ended = held.stay
        ended.until = diagnosed + .minutes(40)
        ended.ending = .transferred
        draft.record(.stay(ended), at: held.from, knownAt: diagnosed + .minutes(70), revising: held.local)
        let hospital = self.county("430105").code
        let stay = Stay(
            mode: .hospital, site: stage.prefectureName(hospital) + "定点医院", room: "隔离病区9病室\(imported.count + 1)床", territory: hospital)
        draft.record(.stay(stay), at: diagnosed + .minutes(85), after: .minutes(20))
    }

    /// A suspected case ruled out: history only, in force nowhere.
    mutating func excludedSuspect(_ body: WorldStage.Body) throws {
        let home = county("430105")
        let resident = try stage.residents.next(in: home, .exactly(48), sex: .male, occupation: "民工")
        let suspected = stage.at(8, 11, 30)
        var draft = stage.begin(resident, knownAt: suspected)
        stage.test(&draft, at: suspected - .minutes(200), in: home.code, outcome: .indeterminate, ct: 38.6, reported: suspected - .minutes(30))
        let report = CaseReport(
            kind: .suspected, onset: stage.day(7), detection: .clinic, foundUnderControl: false, severity: .mild, territory: home.code,
            reportedBy: home.name.zh + "人民医院发热门诊", label: "0308-疑1")
        guard let local = draft.record(.caseReport(report), at: suspected, after: .minutes(15)) else { return }
        for (deed, minutes) in [(Act.Deed.reported, 50), (.audited, 120)] {
            draft.record(.act(Act(deed: deed, concerning: Int64(local), means: .onSite)), at: suspected + .minutes(minutes), after: .minutes(5))
        }
        var stay = Stay(mode: .hospital, site: stage.prefectureName(home.code) + "定点医院", room: "疑似病区2室", territory: home.code)
        let begins = suspected + .minutes(70)
        guard let held = draft.record(.stay(stay), at: begins, after: .minutes(10)) else { return }
        stage.test(&draft, at: suspected + .hours(5), in: home.code, swabs: 2, reported: suspected + .hours(9))
        stage.test(&draft, at: suspected + .hours(32), in: home.code, swabs: 2, reported: suspected + .hours(37))
        let excluded = suspected + .hours(39)
        draft.record(.caseChange(CaseChange(of: Reference(rawValue: Int64(local)), change: .excluded)), at: excluded, after: .minutes(20))
        stay.until = excluded + .hours(2)
        stay.ending = .released
        draft.record(.stay(stay), at: begins, knownAt: excluded + .minutes(140), revising: held)
        try stage.finish(draft, body)
    }
}
