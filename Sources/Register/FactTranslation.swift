import Vocabulary

extension Fact {
    /// The same fact with every person and every thing it refers to replaced.
    ///
    /// Facts made apart from a database (an invented world, an import) number people and things among themselves; when they are written down
    /// their references are translated to the numbers the storage gave out. Territories keep their codes.
    ///
    /// - Parameters:
    ///   - person: The number of a person in the register.
    ///   - entity: The number of the entry that first described a thing.
    public func translated(person: (PersonID) -> PersonID, entity: (Int64) -> Int64) -> Fact {
        func thing<Value>(_ reference: Reference<Value>) -> Reference<Value> { Reference(rawValue: entity(reference.rawValue)) }
        switch self {
        case .caseChange(var value):
            value.of = thing(value.of)
            return .caseChange(value)
        case .exposure(var value):
            value.index = person(value.index)
            return .exposure(value)
        case .specimen(var value):
            value.pool = value.pool.map(thing)
            return .specimen(value)
        case .result(var value):
            value.specimen = thing(value.specimen)
            return .result(value)
        case .act(var value):
            value.concerning = value.concerning.map(entity)
            value.ticket = value.ticket.map(thing)
            return .act(value)
        case .assistance(var value):
            value.people = value.people.map(person)
            return .assistance(value)
        case .sameness(var value):
            value.other = person(value.other)
            return .sameness(value)
        case .assistanceStep(var value):
            value.people = value.people.map(person)
            return .assistanceStep(value)
        case .infectionElsewhere(var value):
            value.source = value.source.map(person)
            return .infectionElsewhere(value)
        case .appeal(var value):
            value.against = value.against.map(entity)
            return .appeal(value)
        case .visit, .gathering, .gatheringStep, .loopStep, .household, .householdVisit, .doorRound, .pool, .environmentSpecimen:
            return translatedPlace(person: person, entity: entity)
        case .directive, .receipt, .handOver, .inspection, .finding, .inspectionPlan: return translatedCommand(entity: entity)
        case .arrival(var value):
            value.registration = value.registration.map(thing)
            return .arrival(value)
        case .lookBackCall(var value):
            value.order = thing(value.order)
            return .lookBackCall(value)
        case .person, .caseReport, .stay, .post, .vaccination, .death, .note, .place, .zone, .manifest, .checkpoint, .shift: return self
        case .transferStep(var value):
            value.of = thing(value.of)
            return .transferStep(value)
        case .recall(var value):
            value.pool = thing(value.pool)
            return .recall(value)
        case .findingStep, .screeningRound, .lookBack, .site, .report, .zoneEvent, .placeCheck, .placeChange, .rosterEstimate, .headquarters, .grid,
            .inspectionSummary, .areaLeader, .registration, .lookBackReport, .transfer, .wardStep, .trajectory, .selfReport,
            .homeTeam, .teamAssignment, .period, .taskForce, .meeting:
            return self
        }
    }

    private func translatedPlace(person: (PersonID) -> PersonID, entity: (Int64) -> Int64) -> Fact {
        func thing<Value>(_ reference: Reference<Value>) -> Reference<Value> { Reference(rawValue: entity(reference.rawValue)) }
        switch self {
        case .visit(var value):
            value.place = thing(value.place)
            return .visit(value)
        case .gathering(var value):
            value.place = value.place.map(thing)
            return .gathering(value)
        case .gatheringStep(var value):
            value.attendees = value.attendees.map { $0.map(person) }
            return .gatheringStep(value)
        case .loopStep(var value):
            value.place = thing(value.place)
            return .loopStep(value)
        case .household(var value):
            value.members = value.members.map(person)
            return .household(value)
        case .householdVisit(var value):
            value.household = value.household.map(thing)
            return .householdVisit(value)
        case .doorRound(var value):
            value.doors = value.doors.map(thing)
            return .doorRound(value)
        case .pool(var value):
            value.members = value.members.map(thing)
            value.round = value.round.map(thing)
            return .pool(value)
        case .environmentSpecimen(var value):
            value.stay = value.stay.map(thing)
            return .environmentSpecimen(value)
        default: return self
        }
    }

    private func translatedCommand(entity: (Int64) -> Int64) -> Fact {
        func thing<Value>(_ reference: Reference<Value>) -> Reference<Value> { Reference(rawValue: entity(reference.rawValue)) }
        switch self {
        case .directive(var value):
            value.parent = value.parent.map(thing)
            value.meeting = value.meeting.map(thing)
            return .directive(value)
        case .receipt(var value):
            value.directive = thing(value.directive)
            return .receipt(value)
        case .handOver(var value):
            value.shift = thing(value.shift)
            return .handOver(value)
        case .inspection(var value):
            value.place = value.place.map(thing)
            value.plan = value.plan.map(thing)
            return .inspection(value)
        case .inspectionPlan(var value):
            value.previous = value.previous.map(thing)
            return .inspectionPlan(value)
        case .finding(var value):
            value.inspection = thing(value.inspection)
            value.place = value.place.map(thing)
            return .finding(value)
        default: return self
        }
    }
}
