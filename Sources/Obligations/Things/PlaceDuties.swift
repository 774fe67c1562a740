import Policy
import Register
import Vocabulary

/// What a place owes (measure 6; `domain.md` §9): its own check of the required measures, closing where a zone closes its class, the turns of
/// the closed loop, full rounds in a sealed area.
public struct PlaceDuties: ThingDuties {
    /// Places.
    public var kind: Subject.Kind { .place }
    /// The zones over it.
    public let watches: Set<FactKind> = [.zone]

    /// What a place asks for.
    public let tasks: [String: LocalizedText] = [
        "selfCheckEvery": LocalizedText(zh: "防控措施自查", en: "Self-check of the measures"),
        "closeWithin": LocalizedText(zh: "关闭场所", en: "Close the place"),
        "shift": LocalizedText(zh: "闭环轮班转段", en: "Next stage of the closed loop"),
        "sealed": LocalizedText(zh: "封控区内场所全员检测", en: "Full round in the sealed place"),
        "breachWithin": LocalizedText(zh: "处置闭环违规", en: "Follow up the breach of the loop"),
    ]

    /// The states of a place.
    public enum State: String, CaseIterable, Sendable {
        case open, closed
    }

    /// How it stands.
    public func standing(of dossier: ThingDossier) -> ThingStanding? {
        guard let founding = dossier.founding(Place.self) else { return nil }
        let value = founding.value
        let state: State = dossier.all(PlaceChange.self).last?.value.isOpen == false ? .closed : .open
        return ThingStanding(
            label: value.name, territory: value.territory, thingClass: value.placeClass, state: state.rawValue, at: founding.happenedAt)
    }

    /// Adds what the place owes by its class.
    public func addDuties(to duties: inout ThingDutyList) {
        guard let place = duties.dossier.founding(Place.self) else { return }
        addSelfChecks(of: place, &duties)
        addClosing(of: place, &duties)
        addSealedRounds(of: place, &duties)
        addLoop(of: place, &duties)
    }

    private func reason(_ place: Recorded<Place>, _ policy: Policy, ordinal: Int = 0, trigger: FactID? = nil, ended: Instant? = nil) -> DutyReason {
        DutyReason(
            policy: policy, reason: .place, ordinal: ordinal, measure: .places, rule: "places", trigger: trigger ?? place.fact,
            began: place.happenedAt, ended: ended, territory: place.value.territory, entity: place.id.rawValue)
    }

    /// A check in every window of the policy's days, from the day of registration; what is closed need not be checked.
    private func addSelfChecks(of place: Recorded<Place>, _ duties: inout ThingDutyList) {
        let checks = duties.dossier.all(PlaceCheck.self)
        let changes = duties.dossier.all(PlaceChange.self)
        let civil = duties.policy(at: place.happenedAt).zone
        var day = civil.date(of: place.happenedAt)
        while civil.instant(day) <= duties.horizon {
            let policy = duties.policy(at: max(place.happenedAt, civil.instant(day)))
            guard let every = policy.places.selfCheckEvery, every.count > 0,
                policy.places.key[place.value.placeClass]?.measures.isEmpty == false
            else {
                day = day + 1
                continue
            }
            let (opens, due) = (max(place.happenedAt, civil.instant(day)), civil.instant(day + every))
            let met = checks.first { $0.happenedAt >= opens && $0.happenedAt < due }
            let isClosed = changes.last { $0.happenedAt < due }?.value.isOpen == false
            if met != nil || !isClosed {
                duties.add(
                    reason(place, policy), .clock, rule: "selfCheckEvery", ordinal: Int(day.daysSinceEpoch), role: .placeManager,
                    basis: .window(day, index: 1, of: 1), opens: opens, due: due, closes: due,
                    met: met.map { .init(at: $0.happenedAt, evidence: $0.fact) })
            }
            day = day + every
        }
    }

    /// A zone's level that closes the class calls for closing; whatever was closed already is.
    private func addClosing(of place: Recorded<Place>, _ duties: inout ThingDutyList) {
        let changes = duties.dossier.all(PlaceChange.self)
        for zone in duties.dossier.around(Zone.self) where zone.covers(place.value.territory) {
            for (index, period) in zone.periods.enumerated() {
                let start = max(period.since, place.happenedAt)
                let policy = duties.policy(at: start)
                guard let clock = policy.places.closeWithin, period.until.map({ $0 > start }) ?? true,
                    policy.places.key[place.value.placeClass]?.closedIn.contains(period.level) == true
                else { continue }
                let before = changes.last { $0.happenedAt <= start }
                let closing =
                    before?.value.isOpen == false ? before : changes.first { !$0.value.isOpen && $0.happenedAt > start }
                let inTime = closing.map { closing in period.until.map { closing.happenedAt <= $0 } ?? true } ?? false
                duties.add(
                    reason(place, policy, trigger: zone.fact, ended: period.until), .clock, rule: "closeWithin",
                    ordinal: Int(zone.id.rawValue) * 100 + index, role: clock.role, basis: .hours(clock.within.count), opens: start,
                    due: start + clock.within.span,
                    met: inTime ? closing.map { .init(at: max($0.happenedAt, start), evidence: $0.fact) } : nil)
            }
        }
    }

    /// The full rounds with which a special place in a sealed area begins.
    private func addSealedRounds(of place: Recorded<Place>, _ duties: inout ThingDutyList) {
        let rounds = duties.dossier.all(PlaceCheck.self).filter { $0.value.tested != nil }
        for zone in duties.dossier.around(Zone.self) where zone.covers(place.value.territory) {
            for (index, period) in zone.periods.enumerated() where period.level == .high {
                let start = max(period.since, place.happenedAt)
                let policy = duties.policy(at: start)
                guard let sealed = policy.places.special[place.value.placeClass]?.sealed, period.until.map({ $0 > start }) ?? true else { continue }
                let due = policy.zone.instant(policy.zone.date(of: start) + sealed.within)
                let taken = rounds.filter { round in round.happenedAt >= start && (period.until.map { round.happenedAt <= $0 } ?? true) }
                for number in 0..<sealed.first {
                    duties.add(
                        reason(place, policy, trigger: zone.fact, ended: period.until), .clock,
                        rule: "special.\(place.value.placeClass).sealed", ordinal: (Int(zone.id.rawValue) * 100 + index) * 100 + number,
                        role: .placeManager, basis: .window(policy.zone.date(of: start), index: number + 1, of: sealed.first), opens: start, due: due,
                        met: number < taken.count ? .init(at: taken[number].happenedAt, evidence: taken[number].fact) : nil)
                }
            }
        }
    }
}

// MARK: - The closed loop

/// Where a person of a closed loop stands: the last step, and when the stage it began is over.
public struct LoopMember: Hashable, Sendable {
    /// Who.
    public let person: PersonID
    /// The steps, by time.
    public let steps: [Recorded<LoopStep>]
    /// The stage that runs; nil once the person has left.
    public let stage: ShiftPattern.Stage?
    /// When the running stage began.
    public let since: Instant?
    /// The end of the running stage, by the policy.
    public let until: Instant?

    /// When somebody who has not come in yet is expected; nil for everybody else.
    public var expected: Instant? {
        guard let last = steps.last(where: { $0.value.kind != .seenOutside }), last.value.kind == .expected else { return nil }
        return last.value.enters
    }

    /// Whether the person must be inside now: in isolation before duty, or on duty.
    public var isInside: Bool { stage.map { $0.kind == .preIsolation || $0.kind == .duty } ?? false }
}

extension ThingDossier {
    /// The roster of a place's closed loop, as far as the dossier shows its people, by the policy's pattern.
    public func loop(governedBy edition: (Instant) -> Policy) -> [LoopMember] {
        guard let place = founding(Place.self) else { return [] }
        var steps: [PersonID: [Recorded<LoopStep>]] = [:]
        for record in surroundings {
            guard let person = record.subject.person, let step = LoopStep.value(in: record.fact), step.place.rawValue == subject.number else {
                continue
            }
            steps[person, default: []].append(
                Recorded(
                    id: Reference(rawValue: record.entity), fact: record.id, happenedAt: record.happenedAt, knownAt: record.knownAt, value: step))
        }
        return steps.sorted { $0.key < $1.key }.map { person, steps in
            let last = steps.last { $0.value.kind.isTurn }
            let policy = edition(last?.happenedAt ?? place.happenedAt)
            let pattern = policy.places.special[place.value.placeClass]?.shift
            let kind = last.flatMap { $0.value.kind == .left ? nil : $0.value.stage }.flatMap(ShiftPattern.Kind.init(rawValue:))
            let stage = kind.flatMap { kind in pattern?.stages.first { $0.kind == kind } }
            let until = stage.flatMap { stage in
                last.map { policy.zone.instant(policy.zone.date(of: $0.happenedAt) + stage.days + 1) }
            }
            return LoopMember(person: person, steps: steps, stage: stage, since: stage == nil ? nil : last?.happenedAt, until: until)
        }
    }
}

extension PlaceDuties {
    /// Whoever is in a loop goes on to the next stage when the running one is over; who was seen outside is followed up.
    private func addLoop(of place: Recorded<Place>, _ duties: inout ThingDutyList) {
        for member in duties.dossier.loop(governedBy: { [duties] in duties.policy(at: $0) }) {
            for (index, step) in member.steps.enumerated() { addStep(step, index, of: member, place, &duties) }
        }
    }

    private func addStep(_ step: Recorded<LoopStep>, _ index: Int, of member: LoopMember, _ place: Recorded<Place>, _ duties: inout ThingDutyList) {
        let policy = duties.policy(at: step.happenedAt)
        let later = member.steps[(index + 1)...].first { $0.value.kind.isTurn }
        if step.value.kind == .seenOutside {
            guard let clock = policy.places.breachWithin else { return }
            let followed = later
            duties.add(
                reason(place, policy, trigger: step.fact), .clock, rule: "breachWithin", ordinal: Int(step.id.rawValue), role: clock.role,
                basis: .hours(clock.within.count), opens: step.happenedAt, due: step.happenedAt + clock.within.span,
                met: followed.map { .init(at: $0.happenedAt, evidence: $0.fact) })
            return
        }
        guard let pattern = policy.places.special[place.value.placeClass]?.shift,
            let stage = step.value.stage.flatMap({ name in pattern.stages.first { $0.kind.rawValue == name } }), step.value.kind != .left
        else { return }
        let end = policy.zone.date(of: step.happenedAt) + stage.days
        duties.add(
            reason(place, policy, trigger: step.fact), .clock, rule: "special.\(place.value.placeClass).shift", ordinal: Int(step.id.rawValue),
            role: .placeManager, basis: .dayOfStage(anchor: policy.zone.date(of: step.happenedAt)), opens: policy.zone.instant(end),
            due: policy.zone.instant(end + 1), day: stage.days.count, met: later.map { .init(at: $0.happenedAt, evidence: $0.fact) })
    }
}
