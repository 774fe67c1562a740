import Policy
import Register
import Vocabulary

/// One person's way through a control schedule: where they are held, which tests were taken, when they were let go.
struct ControlWalk {
    let schedule: ControlSchedule
    /// The day counted from.
    let anchor: CivilDate
    /// When the duty began.
    let entry: Instant
    /// When control began in fact; nil if it has not.
    let begins: Instant?
    /// The room, when held in a site.
    let room: IsolationSites.Room?
    /// Where the person lives.
    let residence: TerritoryCode
    let groups: Set<SpecialGroup>
    /// When the gate of the last stage opened; nil while it is shut.
    var gate: Instant? = .distantPast
    /// What an act of release concerns.
    var concerning: Int?
    /// Draws whether this morning's test has been taken; nil draws, true and false decide.
    var testedToday: Bool?
    /// Whether every test is taken in time.
    var isExemplary = false
}

/// What others need to know of a walk.
struct WalkOutcome {
    /// The samples, by time.
    var samples: [WorldStage.Sample] = []
    /// When the person was let go.
    var released: Instant?

    /// When the `count`-th sample was reported; nil if not yet.
    func reported(_ count: Int) -> Instant? {
        guard count > 0 else { return .distantPast }
        guard samples.count >= count, let last = samples.prefix(count).map(\.reported).max(), last < .distantFuture else { return nil }
        return last
    }
}

extension WorldStage {
    /// Puts down what a control schedule made of a person up to the world's moment.
    mutating func walk(_ draft: inout PersonDraft, _ walk: ControlWalk) -> WalkOutcome {
        guard let begins = walk.begins, begins < moment else { return WalkOutcome() }
        let day = zone.date(of: walk.entry)
        let plan = walk.schedule.plan(anchor: walk.anchor, entry: day)
        var tests = plan.tests.filter { !$0.isPassed }
        if let atOnce = walk.schedule.testAtOnce(after: plan, entry: day) { tests.insert(atOnce, at: 0) }
        var outcome = WalkOutcome()
        var exits: [Int: Instant] = [:]
        for (index, test) in tests.enumerated() where test.date <= today {
            let next = tests.indices.contains(index + 1) ? tests[index + 1].date : nil
            guard let taken = taking(test, walk, begins, next: next) else { continue }
            let place = walk.room?.territory ?? walk.residence
            guard let sample = self.test(&draft, at: taken, in: place, swabs: test.swabs, method: test.method) else { continue }
            outcome.samples.append(sample)
            guard test.isExit, sample.reported < .distantFuture else { continue }
            exits[test.stage] = sample.reported
            if leavesRoom(test.stage, walk) { sampleRoom(&draft, walk, after: sample, from: zone.instant(test.date)) }
        }
        let first = draft.facts.count
        outcome.released = stays(&draft, walk, plan, begins, exits: exits)
        careAtHome(&draft, since: first)
        return outcome
    }

    /// Whether a stage ends with leaving a room that must be sampled before.
    private func leavesRoom(_ index: Int, _ walk: ControlWalk) -> Bool {
        func mode(_ index: Int) -> ControlMode { walk.schedule.stages[index].mode(for: walk.groups) }
        let isLast = index + 1 >= walk.schedule.stages.count
        return walk.schedule.environmentNegative && mode(index) == .central && (isLast || mode(index + 1) != .central)
    }

    /// Room and articles are sampled with the exit test, or on the last day where that came early.
    private mutating func sampleRoom(_ draft: inout PersonDraft, _ walk: ControlWalk, after sample: Sample, from day: Instant) {
        let territory = walk.room?.territory ?? walk.residence
        let taken = max(sample.taken, day) + .minutes(8)
        let specimen = Specimen(kind: .environment, swabs: 2, territory: territory)
        guard let local = draft.record(.specimen(specimen), at: taken, after: .minutes(4)) else { return }
        let result = TestResult(specimen: Reference(rawValue: Int64(local)), outcome: .negative, laboratory: laboratory(territory))
        draft.record(.result(result), at: max(sample.reported, taken), after: .minutes(2))
    }

    /// When a test is taken: mostly in the morning of its day, sometimes a day late, sometimes not at all.
    private mutating func taking(_ test: PlannedTest, _ walk: ControlWalk, _ begins: Instant, next: CivilDate?) -> Instant? {
        let begun = zone.date(of: begins)
        if test.date == today, begun < today {
            guard walk.testedToday ?? dice.chance(0.86) else { return nil }
            return zone.instant(today, hour: 6, minute: 50) + dice.span(minutes: 0...160)
        }
        // The first test follows the admission, at night too.
        if test.date <= begun { return begins + dice.span(minutes: 40...200) }
        let morning = zone.instant(test.date, hour: 7) + dice.span(minutes: 0...210)
        if walk.isExemplary || isInTime(.test, in: walk.residence) { return morning }
        let isRoom = next.map { $0 > test.date + 1 } ?? true
        return isRoom && test.date < today && dice.chance(0.6) ? zone.instant(test.date + 1, hour: 8) + dice.span(minutes: 0...240) : nil
    }

    /// Puts down the stays, stage by stage; gives the moment of the final release.
    private mutating func stays(
        _ draft: inout PersonDraft, _ walk: ControlWalk, _ plan: PlannedControl, _ begins: Instant, exits: [Int: Instant]
    ) -> Instant? {
        var from = begins
        var running: (local: Int, stay: Stay, from: Instant)?
        for (position, planned) in plan.stages.enumerated() {
            let stage = walk.schedule.stages[planned.index]
            let mode = stage.mode(for: walk.groups)
            followUps(&draft, walk, stage, planned, from: from)
            if mode.isStay, running == nil {
                let held = stay(mode, walk)
                guard let local = draft.record(.stay(held), at: from, after: dice.span(minutes: 5...45)) else { return nil }
                running = (local, held, from)
            }
            var clear: Instant? = max(zone.instant(planned.end, hour: walk.schedule.releaseHour), begins)
            if !stage.tests.isEmpty { clear = clear.flatMap { end in exits[planned.index].map { max(end, $0) } } }
            let isLast = position == plan.stages.count - 1
            if isLast { clear = clear.flatMap { end in walk.gate.map { max(end, $0) } } }
            guard let clear, clear < moment else { return nil }
            let nextMode = isLast ? nil : walk.schedule.stages[plan.stages[position + 1].index].mode(for: walk.groups)
            guard let held = running, nextMode != mode else { continue }
            let isInTime = isInTime(.release, in: walk.residence)
            let leaves = clear + dice.part(of: walk.schedule.releaseWithin.span, isInTime ? 0.1 : 1.05, isInTime ? 0.7 : 1.8)
            guard leaves < moment else { return nil }
            var ended = held.stay
            ended.until = leaves
            ended.ending = nextMode?.isStay == true ? .transferred : .released
            draft.record(.stay(ended), at: held.from, knownAt: leaves + dice.span(minutes: 3...30), revising: held.local)
            if ended.ending == .released {
                let act = Act(deed: .released, concerning: walk.concerning.map(Int64.init), means: .onSite, by: held.stay.site)
                draft.record(.act(act), at: leaves, after: dice.span(minutes: 3...30))
            }
            running = nil
            from = leaves + dice.span(minutes: 25...80)
            if isLast { return leaves }
        }
        return nil
    }

    private func stay(_ mode: ControlMode, _ walk: ControlWalk) -> Stay {
        if mode >= .central, let room = walk.room { return Stay(mode: mode, site: room.site, room: room.room, territory: room.territory) }
        return Stay(mode: mode, site: "居家", territory: walk.residence)
    }

    private mutating func followUps(
        _ draft: inout PersonDraft, _ walk: ControlWalk, _ stage: ControlStage, _ planned: PlannedStage, from: Instant
    ) {
        guard stage.followUpsPerDay > 0 else { return }
        let part = Span(milliseconds: 86_400_000 / Int64(stage.followUpsPerDay))
        var date = max(planned.anchor + 1, zone.date(of: from))
        while date <= min(planned.end, today) {
            for turn in 0..<stage.followUpsPerDay {
                let opens = zone.instant(date) + Span(milliseconds: part.milliseconds * Int64(turn))
                let seen = opens + dice.part(of: part, 0.35, 0.8)
                guard seen > from, isInTime(.followUp, in: walk.residence) else { continue }
                let act = Act(deed: .followedUp, concerning: walk.concerning.map(Int64.init), means: .telephone, finding: .well)
                draft.record(.act(act), at: seen, after: dice.span(minutes: 2...20))
            }
            date = date + 1
        }
    }
}
