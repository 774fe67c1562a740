import Operations
import Policy
import Register
import Scenarios
import Storage
import Vocabulary

/// Plays the demo's places, zones and gatherings through the operations, each step at its own moment.
struct DemoPlaces {
    let operations: Operations
    let author: Author
    let life: HunanPlaces
    /// When the scenario stands.
    let moment: Instant
    /// Who comes through the doors this morning.
    let visitors: [Identity]

    func play() async throws {
        for zone in life.zones { try await play(zone) }
        var numbers: [Reference<Place>] = []
        for place in life.places { numbers.append(try await play(place)) }
        if let prison = numbers.last { for member in life.guards { try await play(member, in: prison) } }
        for gathering in life.gatherings { try await play(gathering) }
        if numbers.count > 1 { try await visit(numbers[1]) }
    }

    private func play(_ course: HunanPlaces.CourseOfZone) async throws {
        let reference = try await at(course.set) { try $0.setZone(course.zone, at: $0.now) }
        var steps: [(at: Instant, body: @Sendable (Filing) throws -> Void)] = []
        for turn in course.turns {
            steps.append((turn.at, { _ = try $0.turnZone(reference, to: turn.level, grounds: turn.grounds, at: $0.now) }))
        }
        for event in course.events {
            steps.append((event.at, { _ = try $0.recordZoneEvent(reference, event.kind, evidence: event.evidence, at: $0.now) }))
        }
        for step in steps.sorted(by: { $0.at < $1.at }) { try await at(step.at, step.body) }
    }

    private func play(_ kept: HunanPlaces.KeptPlace) async throws -> Reference<Place> {
        let reference = try await at(kept.registered) { Reference<Place>(rawValue: try $0.found(.place(kept.place), at: $0.now).number) }
        for check in kept.checks where kept.closed.map({ check.at < $0 }) ?? true {
            let inOrder = check.isGood ? PlaceMeasure.allCases : PlaceMeasure.allCases.filter { $0 != .ventilation }
            try await at(check.at) { _ = try $0.checkPlace(reference, inOrder: inOrder, at: $0.now) }
        }
        if let closed = kept.closed { try await at(closed) { _ = try $0.changePlace(reference, isOpen: false, grounds: "封控区", at: $0.now) } }
        return reference
    }

    private func play(_ member: HunanPlaces.LoopGuard, in prison: Reference<Place>) async throws {
        let person = try await at(member.entered) { filing in
            let home = TerritoryCode("430111") ?? .unstated
            let person = try filing.person(member.identity, Person(residence: home)).id
            for taken in member.tests {
                let specimen = try filing.take(Specimen(territory: home), from: person, at: taken)
                try filing.record(TestResult(specimen: specimen, outcome: .negative), at: min(taken + .hours(6), filing.now))
            }
            try filing.stepInLoop(LoopStep(place: prison, kind: .entered, stage: "preIsolation", room: "隔离楼"), of: person, at: filing.now)
            return person
        }
        for taken in member.later {
            try await at(taken + .hours(8)) { filing in
                let specimen = try filing.take(Specimen(territory: TerritoryCode("430111")), from: person, at: taken)
                try filing.record(TestResult(specimen: specimen, outcome: .negative), at: filing.now)
            }
        }
    }

    private func play(_ planned: HunanPlaces.PlannedGathering) async throws {
        let reference = try await at(planned.applied) { try $0.applyForGathering(planned.gathering, at: $0.now) }
        guard let decided = planned.decided else { return }
        try await at(decided.at) {
            _ = try $0.decideGathering(reference, isApproved: decided.isApproved, remark: decided.remark, at: $0.now)
        }
        guard !planned.attendees.isEmpty else { return }
        try await at(decided.at + .hours(16)) { _ = try $0.handInAttendees(planned.attendees, of: reference, at: $0.now) }
    }

    /// A morning at the door of a market: most have left again.
    private func visit(_ place: Reference<Place>) async throws {
        let (visitors, moment) = (visitors, moment)
        try await at(moment) { filing in
            let home = TerritoryCode("430111") ?? .unstated
            for (number, identity) in visitors.enumerated() {
                let person = try filing.person(identity, Person(residence: home)).id
                let entered = moment - .minutes(170 - number * 4)
                try filing.passDoor(of: place, person, isEntering: true, at: entered)
                if number % 5 != 0 {
                    try filing.passDoor(of: place, person, isEntering: false, at: min(entered + .minutes(35), moment - .minutes(3)))
                }
            }
        }
    }

    private func at<T: Sendable>(_ moment: Instant, _ body: @escaping @Sendable (Filing) throws -> T) async throws -> T {
        try await Operations(store: operations.store, clock: .standing(at: moment), policies: operations.policies).perform(as: author, body)
    }
}
