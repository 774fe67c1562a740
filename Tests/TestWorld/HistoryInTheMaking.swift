import Register
import Vocabulary

/// The state while a history is made: what exists so far, and the moment reached.
struct HistoryInTheMaking {
    private let generator: HistoryGenerator
    private var dice: Dice
    private var chronicle = Chronicle()
    private var now: Instant
    private var living: [Int64] = []

    init(_ generator: HistoryGenerator) {
        self.generator = generator
        dice = Dice(seed: generator.seed)
        now = generator.start
    }

    mutating func finished() -> Chronicle {
        for person in generator.everyone { record(person, .person(Person(residence: territory(), groups: groups()))) }
        while chronicle.entries.count < generator.length {
            // Several things can become known at the same moment.
            if !dice.chance(0.2) { now = now + .minutes(dice.number(3...400)) }
            step()
        }
        return chronicle
    }

    private mutating func step() {
        guard let person = dice.one(of: generator.everyone) else { return }
        switch dice.number(0...99) {
        case 0..<8: reportCase(of: person)
        case 8..<15: changeCase(of: person)
        case 15..<33: expose(person)
        case 33..<43: hold(person)
        case 43..<50: endStay(of: person)
        case 50..<72: test(person)
        case 72..<77: arrive(person)
        case 77..<81: holdPost(person)
        case 81..<89: act(for: person)
        case 89..<90: record(person, .vaccination(Vaccination(product: dice.chance(0.5) ? "inactivated" : "any", dose: dice.number(1...3))))
        case 90..<91:
            if dice.chance(0.3) {
                record(person, .death(Death()))
            } else {
                let territory = territory()
                record(person, .selfReport(SelfReport(about: .symptoms, territory: territory)))
                record(person, .appeal(Appeal(text: "x", territory: territory)))
                record(
                    person,
                    .loopStep(
                        LoopStep(
                            place: Reference(rawValue: 1_000_002), kind: .entered, stage: dice.chance(0.5) ? "duty" : "preIsolation",
                            placeClass: "prison", territory: territory)))
                record(person, .recall(Recall(pool: Reference(rawValue: 1_000_000), territory: territory)))
                let arrived = CivilZone.shanghai.date(of: now) - 3
                record(
                    person,
                    .lookBackCall(
                        LookBackCall(
                            order: Reference(rawValue: 1_000_001), sources: [.manifest], territory: territory, arrived: arrived, risk: .high)))
            }
        case 91..<95: correct()
        case 95..<97: move(person)
        default: withdraw()
        }
    }
}

// MARK: - What people write

extension HistoryInTheMaking {
    private mutating func reportCase(of person: PersonID) {
        let kind = dice.one(of: CaseKind.allCases) ?? .confirmed
        record(person, .caseReport(CaseReport(kind: kind, onset: kind == .asymptomatic ? nil : recentDay(), territory: territory())))
    }

    private mutating func changeCase(of person: PersonID) {
        guard let report = thing(of: person, where: { if case .caseReport = $0 { true } else { false } }) else { return }
        let change: CaseChange.Change =
            switch dice.number(0...9) {
            case 0..<3: .classified(dice.one(of: CaseKind.allCases) ?? .confirmed)
            case 3..<5: .excluded
            case 5..<6: .severity(.severe)
            case 6..<7: .onset(recentDay())
            default: .closed(dice.chance(0.7) ? .recovered : dice.one(of: CaseOutcome.allCases) ?? .recovered)
            }
        record(person, .caseChange(CaseChange(of: Reference(rawValue: report), change: change)))
    }

    private mutating func expose(_ person: PersonID) {
        guard let index = dice.one(of: generator.everyone.filter { $0 != person }) else { return }
        let last = recentDay()
        record(
            person,
            .exposure(
                Exposure(
                    index: index, nearness: dice.one(of: [.close, .close, .close, .exposedAtPlace, .general]) ?? .close,
                    first: dice.chance(0.3) ? last - Days(dice.number(0...3)) : nil, last: last, isHigherRisk: dice.chance(0.7),
                    territory: dice.chance(0.5) ? territory() : nil)))
    }

    private mutating func hold(_ person: PersonID) {
        let mode = dice.one(of: [.central, .central, .hospital, .homeIsolation, .homeMonitoring]) ?? ControlMode.central
        record(person, .stay(Stay(mode: mode, territory: territory())))
    }

    private mutating func endStay(of person: PersonID) {
        let isOpen: (Fact) -> Bool = { if case .stay(let stay) = $0 { stay.until == nil } else { false } }
        guard let entity = thing(of: person, where: isOpen), let entry = chronicle.inForce(entity), case .stay(var stay) = entry.fact else { return }
        stay.until = max(entry.happenedAt, now - .minutes(dice.number(0...2000)))
        stay.ending = dice.one(of: Stay.Ending.allCases)
        chronicle.correct(entity, to: .stay(stay), known: now)
    }

    /// A transfer asked for, or a turn of one, possible as it stands or not.
    private mutating func move(_ person: PersonID) {
        guard dice.chance(0.7), let transfer = thing(of: person, where: { if case .transfer = $0 { true } else { false } }) else {
            record(person, .transfer(Transfer(from: territory(), to: territory(), mode: dice.chance(0.5) ? .central : .hospital)))
            return
        }
        let kind = dice.one(of: [.accepted, .accepted, .departed, .arrived, .withdrawn, .declined]) ?? TransferStep.Kind.accepted
        record(person, .transferStep(TransferStep(of: Reference(rawValue: transfer), kind: kind)))
    }

    /// A specimen, mostly with its result, which may come later or never.
    private mutating func test(_ person: PersonID) {
        if dice.chance(0.3), let specimen = thing(of: person, where: { if case .specimen = $0 { true } else { false } }) {
            report(specimen, of: person)
            return
        }
        let specimen = record(person, .specimen(Specimen(method: dice.chance(0.9) ? .nucleicAcid : .antigen, swabs: dice.number(1...2))))
        if dice.chance(0.7) { report(specimen, of: person) }
    }

    private mutating func report(_ specimen: Int64, of person: PersonID) {
        let outcome: TestOutcome = dice.one(of: [.negative, .negative, .negative, .negative, .positive, .indeterminate, .invalid]) ?? .negative
        let ct = outcome == .positive ? Double(dice.number(18...39)) : nil
        record(person, .result(TestResult(specimen: Reference(rawValue: specimen), outcome: outcome, ctN: ct, ctORF1ab: ct)))
    }

    private mutating func arrive(_ person: PersonID) {
        record(
            person,
            .arrival(
                Arrival(
                    origin: "elsewhere", risk: dice.one(of: OriginRisk.allCases) ?? .low, leftOrigin: dice.chance(0.7) ? recentDay() : nil,
                    destination: territory(), certificateTaken: dice.chance(0.6) ? now - .hours(dice.number(1...90)) : nil,
                    isRegistered: dice.chance(0.7))))
    }

    private mutating func holdPost(_ person: PersonID) {
        guard let postClass = dice.one(of: generator.postClasses) else { return }
        let from = recentDay()
        let until = dice.chance(0.5) ? from + Days(dice.number(0...20)) : nil
        record(person, .post(PostHolding(postClass: postClass, territory: territory(), from: from, until: until)))
    }

    private mutating func act(for person: PersonID) {
        let deed = dice.one(of: Act.Deed.allCases) ?? .located
        let checks: Set<ArrivalCheck> = dice.chance(0.5) ? Set(ArrivalCheck.allCases) : [.temperature, .mask]
        let concerned = dice.chance(0.4) ? thing(of: person, where: { _ in true }) : nil
        record(person, .act(Act(deed: deed, concerning: concerned, finding: dice.one(of: [.well, .unwell, .notSeen]) ?? .well, checks: checks)))
    }

    /// Moves something in time, or changes its last day.
    private mutating func correct() {
        guard let entity = dice.one(of: living), let entry = chronicle.inForce(entity) else { return }
        if case .exposure(var exposure) = entry.fact, dice.chance(0.7) {
            exposure.last = exposure.last + Days(dice.number(-3...3))
            chronicle.correct(entity, to: .exposure(exposure), known: now)
        } else {
            chronicle.correct(entity, at: min(now, entry.happenedAt + .minutes(dice.number(-3000...300))), known: now)
        }
    }

    private mutating func withdraw() {
        guard let entity = dice.one(of: living) else { return }
        if case .person = chronicle.inForce(entity)?.fact { return }
        living.removeAll { $0 == entity }
        chronicle.withdraw(entity, known: now)
    }
}

// MARK: - Parts

extension HistoryInTheMaking {
    @discardableResult
    private mutating func record(_ person: PersonID, _ fact: Fact) -> Int64 {
        let isLate = dice.chance(0.15)
        let late = dice.chance(0.5) ? 0 : dice.number(0...(isLate ? 9000 : 240))
        let entity = chronicle.record(fact, of: person, at: now - .minutes(late), known: now)
        living.append(entity)
        return entity
    }

    private mutating func thing(of person: PersonID, where isFit: (Fact) -> Bool) -> Int64? {
        dice.one(
            of: living.filter { entity in
                chronicle.inForce(entity).map { $0.subject.person == person && isFit($0.fact) } ?? false
            })
    }

    private mutating func recentDay() -> CivilDate { generator.zone.date(of: now) - Days(dice.number(0...12)) }

    private mutating func groups() -> Set<SpecialGroup> { dice.chance(0.2) ? Set(dice.one(of: SpecialGroup.allCases).map { [$0] } ?? []) : [] }

    private mutating func territory() -> TerritoryCode {
        dice.one(of: ["430102", "430103001", "430211", "430302001002"]).flatMap { TerritoryCode($0) } ?? .unstated
    }
}
