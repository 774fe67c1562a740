import Register
import Vocabulary

/// The facts of a dossier arranged for the question every rule asks: was it done, when, and which entry shows it?
struct Evidence {
    /// By the taking of the specimen.
    let samples: [Sample]
    /// Samples of room and articles; they show nothing about the person.
    let environment: [Sample]
    let acts: [Recorded<Act>]
    let stays: [Recorded<Stay>]
    /// Of each specimen the first valid result: the one by which the laboratory answered.
    let firstValid: [Reference<Specimen>: Recorded<TestResult>]

    /// A specimen with its decisive result.
    struct Sample {
        let taken: Instant
        let reported: Instant
        let fact: FactID
        let result: TestResult
        let swabs: Int
        let method: TestMethod
        let isPooled: Bool
    }

    init(_ dossier: Dossier) {
        // Of several results for one specimen the last report counts; an invalid reading shows nothing.
        var decisive: [Reference<Specimen>: Recorded<TestResult>] = [:]
        var firstValid: [Reference<Specimen>: Recorded<TestResult>] = [:]
        for result in dossier.results where result.value.outcome != .invalid {
            decisive[result.value.specimen] = result
            if firstValid[result.value.specimen] == nil { firstValid[result.value.specimen] = result }
        }
        // Specimens stand in the order of their taking, so their samples do as well.
        var samples: [Sample] = []
        var environment: [Sample] = []
        samples.reserveCapacity(dossier.specimens.count)
        for specimen in dossier.specimens {
            guard let result = decisive[specimen.id] else { continue }
            let sample = Sample(
                taken: specimen.happenedAt, reported: max(result.happenedAt, specimen.happenedAt), fact: result.fact, result: result.value,
                swabs: specimen.value.swabs, method: specimen.value.method, isPooled: specimen.value.isPooled)
            if specimen.value.kind == .environment { environment.append(sample) } else { samples.append(sample) }
        }
        self.samples = samples
        self.environment = environment
        self.firstValid = firstValid
        acts = dossier.acts
        stays = dossier.stays
    }
}

// MARK: - Tests

extension Evidence {
    /// The specimens of a method taken in a window; `until` nil leaves it open. Complexity: O(log n) to find the first.
    func samples(from: Instant, until: Instant?, method: TestMethod) -> some Sequence<Sample> {
        var low = 0
        var high = samples.count
        while low < high {
            let middle = (low + high) / 2
            if samples[middle].taken < from { low = middle + 1 } else { high = middle }
        }
        let end = until ?? .distantFuture
        return samples[low...].lazy.prefix { $0.taken < end }.filter { $0.method == method }
    }

    /// How a test of `swabs` swabs was met inside a window, and by which sample; two swabs may come from two specimens.
    func test(from: Instant, until: Instant?, swabs: Int, method: TestMethod) -> (fulfilment: Obligation.Fulfilment, sample: Sample)? {
        var taken = 0
        for sample in samples(from: from, until: until, method: method) {
            taken += sample.swabs
            if taken >= swabs { return (Obligation.Fulfilment(at: sample.taken, evidence: sample.fact), sample) }
        }
        return nil
    }

    /// When the last of `swabs` negative swabs taken from `moment` on was reported; anything but a negative among them starts the count
    /// anew, so that one negative of two swabs at once (双采双检) clears nobody.
    func cleared(from moment: Instant, swabs: Int, method: TestMethod) -> Instant? {
        var negative = 0
        var reported = moment
        for sample in samples(from: moment, until: nil, method: method) {
            if sample.result.outcome == .negative {
                negative += sample.swabs
                reported = max(reported, sample.reported)
                if negative >= swabs { return reported }
            } else {
                negative = 0
            }
        }
        return nil
    }
}

// MARK: - Room and articles

extension Evidence {
    /// The first negative sample of room and articles taken at or after `moment` that no other finding follows: a positive one asks for
    /// disinfection and another sample (`domain.md` §2.3 rule 5).
    func environmentCleared(from moment: Instant) -> Sample? {
        var cleared: Sample?
        for sample in environment where sample.taken >= moment {
            if sample.result.outcome != .negative { cleared = nil } else if cleared == nil { cleared = sample }
        }
        return cleared
    }
}

// MARK: - Deeds

extension Evidence {
    /// The first such deed done at or after `from`, for the entity or for the person as such.
    func deed(_ deed: Act.Deed, from: Instant, concerning entity: Int64?, where isFit: (Act) -> Bool = { _ in true }) -> Obligation.Fulfilment? {
        acts.first { act in
            act.value.deed == deed && act.happenedAt >= from && (entity == nil || act.value.concerning == nil || act.value.concerning == entity)
                && isFit(act.value)
        }.map { Obligation.Fulfilment(at: $0.happenedAt, evidence: $0.fact) }
    }

    /// The first such deed: for the entity whenever it was done, for the person as such at or after `from`.
    func deed(_ deed: Act.Deed, of entity: Int64, orFrom from: Instant) -> Obligation.Fulfilment? {
        acts.first { act in
            act.value.deed == deed && (act.value.concerning == entity || act.value.concerning == nil && act.happenedAt >= from)
        }.map { Obligation.Fulfilment(at: $0.happenedAt, evidence: $0.fact) }
    }

    /// The act by which the last of the wanted checks was made; they may be made one after the other.
    func checks(_ wanted: Set<ArrivalCheck>, from: Instant, concerning entity: Int64?) -> Obligation.Fulfilment? {
        var missing = wanted
        for act in acts where act.value.deed == .checked && act.happenedAt >= from && (act.value.concerning ?? entity) == entity {
            missing.subtract(act.value.checks)
            if missing.isEmpty { return Obligation.Fulfilment(at: act.happenedAt, evidence: act.fact) }
        }
        return nil
    }
}

// MARK: - Stays

extension Evidence {
    /// The first stay at least as strict as `mode` that was running at `from` or began later.
    func stay(atLeast mode: ControlMode, from: Instant) -> Obligation.Fulfilment? {
        stays.first { $0.value.mode >= mode && ($0.value.until.map { $0 > from } ?? true) }
            .map { Obligation.Fulfilment(at: max($0.happenedAt, from), evidence: $0.fact) }
    }

    /// The stay by which control of `mode` was kept until `end` without a break longer than `gap` and without absconding; nil if it was not.
    ///
    /// - Parameter isContinued: Whether control was already running at `from`: then the time up to the first stay is a break as well.
    ///   Otherwise the clock of the transfer measures it, and what is asked here is that control was kept once begun.
    func kept(_ mode: ControlMode, from: Instant, until end: Instant, gap: Span, isContinued: Bool) -> Recorded<Stay>? {
        var reached: Instant? = isContinued ? from : nil
        for stay in stays where stay.value.mode >= mode && (stay.value.until ?? .distantFuture) >= from && stay.happenedAt <= end {
            if let reached, stay.happenedAt > reached + gap { return nil }
            let leaves = stay.value.until ?? .distantFuture
            if leaves >= end { return stay }
            if stay.value.ending == .absconded && leaves > from { return nil }
            reached = max(reached ?? leaves, leaves)
        }
        return nil
    }

    /// Whether the person left a stay without leave between two moments.
    func hasAbsconded(from: Instant, until end: Instant) -> Bool {
        stays.contains { $0.value.ending == .absconded && ($0.value.until.map { $0 >= from && $0 < end } ?? false) }
    }

    /// Whether the person was held in a mode at least as strict as `mode` at `moment`, its last included.
    func isHeld(_ mode: ControlMode, at moment: Instant) -> Bool {
        stays.contains { $0.value.mode >= mode && $0.happenedAt <= moment && ($0.value.until.map { $0 >= moment } ?? true) }
    }

    /// The stay of at least `mode` that ended at or after `moment`, having begun before, without one following at once.
    func ended(_ mode: ControlMode, notBefore moment: Instant) -> Obligation.Fulfilment? {
        var ending: Recorded<Stay>?
        for stay in stays where stay.value.mode >= mode && stay.happenedAt <= max(moment, ending?.value.until ?? moment) {
            guard let until = stay.value.until else { return nil }
            if until >= moment, until >= ending?.value.until ?? until { ending = stay }
        }
        return ending.flatMap { stay in stay.value.until.map { Obligation.Fulfilment(at: $0, evidence: stay.fact) } }
    }
}
