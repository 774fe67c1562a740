import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// Places: their own checks, closing and opening, the closed loop, who comes and goes (measure 6).
extension Filing {
    /// Records that whoever answers for a place looked at its measures; those the policy asks for and that were not in order are wanting.
    @discardableResult
    public func checkPlace(
        _ place: Reference<Place>, inOrder: [PlaceMeasure], tested: Int? = nil, remark: String? = nil, at moment: Instant, knownAt: Instant? = nil
    ) throws -> FactRecord {
        let value = try self.place(place, at: moment)
        let asked = try policies.edition(at: moment, in: value.territory).places.key[value.placeClass]?.measures ?? []
        let wanting = PlaceMeasure.allCases.filter { asked.contains($0) && !inOrder.contains($0) }
        let check = PlaceCheck(inOrder: inOrder.map(\.rawValue), wanting: wanting.map(\.rawValue), tested: tested, remark: remark)
        return try file(.placeCheck(check), about: .place(place), at: moment, knownAt: knownAt)
    }

    /// Records that a place was closed, or opened again.
    @discardableResult
    public func changePlace(
        _ place: Reference<Place>, isOpen: Bool, grounds: String? = nil, at moment: Instant, knownAt: Instant? = nil
    ) throws -> FactRecord {
        _ = try self.place(place, at: moment)
        let last = try writer.entries(about: .place(place)).map(\.record).inForce(asOf: now).compactMap { PlaceChange.value(in: $0.fact) }.last
        guard (last?.isOpen ?? true) != isOpen else { throw OperationError.nothingToAnswer }
        return try file(.placeChange(PlaceChange(isOpen: isOpen, grounds: grounds)), about: .place(place), at: moment, knownAt: knownAt)
    }

    /// Records a step of a person into, within or out of the closed loop of a place.
    ///
    /// Whoever enters must have the negative tests that the policy asks for; nobody is in two loops, and nobody leaves one not entered.
    @discardableResult
    public func stepInLoop(
        _ step: LoopStep, of person: PersonID, at moment: Instant, knownAt: Instant? = nil
    ) throws -> FactRecord {
        let place = try self.place(step.place, at: moment)
        let running = try loop(of: person, at: moment)
        switch step.kind {
        case .entered:
            guard running == nil else { throw OperationError.inLoop }
            try requireEntryTests(of: person, in: place, at: moment)
        case .expected:
            guard running == nil else { throw OperationError.inLoop }
            guard let enters = step.enters, enters >= moment else { throw OperationError.wrongOrder(earlier: moment, later: step.enters ?? moment) }
        case .moved, .left, .seenOutside:
            guard running == step.place else { throw OperationError.notInLoop }
        }
        let stages = try policies.edition(at: moment, in: place.territory).places.special[place.placeClass]?.shift?.stages.map(\.kind.rawValue) ?? []
        if let stage = step.stage, !stages.contains(stage) { throw OperationError.unknown(stage, accepted: stages) }
        var step = step
        (step.placeClass, step.territory) = (place.placeClass, place.territory)
        return try file(.loopStep(step), about: .person(person), at: moment, knownAt: knownAt)
    }

    /// Lets a person in by the code of a place, or out. A person who must be inside a closed loop elsewhere is noted as seen outside it.
    ///
    /// - Complexity: three statements for someone who is in no loop; nothing is derived.
    public func passDoor(of place: Reference<Place>, _ person: PersonID, isEntering: Bool, at moment: Instant) throws {
        guard isEntering else { return try writer.leave(place, person, at: moment) }
        try writer.enter(place, person, at: moment)
        try noteOutsideLoop(person, in: place, at: moment)
    }

    /// Notes a visit as a list tells it; of somebody who must be inside a closed loop elsewhere, that too.
    func noteVisit(of person: PersonID, to place: Reference<Place>, from entered: Instant, until left: Instant?) throws -> RowOutcome {
        guard let isNew = try writer.noteVisit(of: person, to: place, from: entered, until: left) else { return .unchanged }
        if isNew { try noteOutsideLoop(person, in: place, at: entered) }
        return isNew ? .new : .changed
    }

    private func noteOutsideLoop(_ person: PersonID, in place: Reference<Place>, at moment: Instant) throws {
        guard try writer.hasFacts(of: .loopStep, about: person), let loop = try loop(of: person, at: moment), loop != place else { return }
        let value = try self.place(loop, at: moment)
        let policy = try policies.edition(at: moment, in: value.territory)
        let last = try loopSteps(of: person, at: moment).last { $0.step.kind.isTurn }
        let stages = policy.places.special[value.placeClass]?.shift?.stages ?? []
        let stage = stages.first { $0.kind.rawValue == last?.step.stage }
        // In home isolation and rest the person is out of the loop by right.
        guard stage.map({ $0.kind == .preIsolation || $0.kind == .duty }) ?? true else { return }
        let seen = (try? self.place(place, at: moment))?.name
        try file(.loopStep(LoopStep(place: loop, kind: .seenOutside, elsewhere: seen)), about: .person(person), at: moment)
    }

    private func place(_ reference: Reference<Place>, at moment: Instant) throws -> Place {
        let record = try current(reference.rawValue)
        guard let place = Place.value(in: record.fact) else { throw OperationError.notFound }
        guard moment >= record.happenedAt else { throw OperationError.wrongOrder(earlier: record.happenedAt, later: moment) }
        return place
    }

    private func loopSteps(of person: PersonID, at moment: Instant) throws -> [(at: Instant, step: LoopStep)] {
        try records(of: person).inForce(asOf: now).filter { $0.happenedAt <= moment }.compactMap { record in
            LoopStep.value(in: record.fact).map { (record.happenedAt, $0) }
        }
    }

    /// The loop a person is in; nil if in none.
    private func loop(of person: PersonID, at moment: Instant) throws -> Reference<Place>? {
        let last = try loopSteps(of: person, at: moment).last { $0.step.kind.isTurn }
        return last.flatMap { $0.step.kind == .left ? nil : $0.step.place }
    }

    /// So many negatives, taken so far apart, within the policy's hours before entry.
    private func requireEntryTests(of person: PersonID, in place: Place, at moment: Instant) throws {
        let policy = try policies.edition(at: moment, in: place.territory)
        guard let rule = policy.places.special[place.placeClass]?.entry else { return }
        let dossier = try dossier(of: person)
        var taken: [Instant] = []
        for specimen in dossier.specimens where specimen.happenedAt <= moment && specimen.happenedAt >= moment - rule.within.span {
            let isNegative = dossier.results.contains {
                $0.value.specimen == specimen.id && $0.value.outcome == .negative && $0.happenedAt <= moment
            }
            guard isNegative, taken.last.map({ specimen.happenedAt >= $0 + rule.gap.span }) ?? true else { continue }
            taken.append(specimen.happenedAt)
        }
        guard taken.count >= rule.count else { throw OperationError.entryTestsMissing(found: taken.count, needed: rule.count) }
    }
}
