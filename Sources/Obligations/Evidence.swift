import Register
import Vocabulary

/// The facts of a dossier arranged for the question every rule asks: was it done, when, and which entry shows it?
struct Evidence {
    let samples: [Sample]
    let acts: [Recorded<Act>]
    let stays: [Recorded<Stay>]

    /// A specimen with its decisive result.
    struct Sample {
        let taken: Instant
        let reported: Instant
        let fact: FactID
        let result: TestResult
        let swabs: Int
        let method: TestMethod
    }

    init(_ dossier: Dossier) {
        let specimens = Dictionary(dossier.specimens.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        // Of several results for one specimen the last report counts; an invalid reading shows nothing.
        var decisive: [Reference<Specimen>: Recorded<TestResult>] = [:]
        for result in dossier.results where result.value.outcome != .invalid { decisive[result.value.specimen] = result }
        samples = decisive.compactMap { id, result in
            specimens[id].map { specimen in
                Sample(
                    taken: specimen.happenedAt, reported: max(result.happenedAt, specimen.happenedAt), fact: result.fact, result: result.value,
                    swabs: specimen.value.swabs, method: specimen.value.method)
            }
        }.sorted { ($0.taken, $0.fact) < ($1.taken, $1.fact) }
        acts = dossier.acts
        stays = dossier.stays
    }

    /// The specimens of a method taken in a window; `until` nil leaves it open.
    func samples(from: Instant, until: Instant?, method: TestMethod) -> some Sequence<Sample> {
        let end = until ?? .distantFuture
        return samples.lazy.filter { $0.taken >= from && $0.taken < end && $0.method == method }
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

    /// The first such deed done at or after `from`, for the entity or for the person as such.
    func deed(_ deed: Act.Deed, from: Instant, concerning entity: Int64?, where isFit: (Act) -> Bool = { _ in true }) -> Obligation.Fulfilment? {
        acts.first { act in
            act.value.deed == deed && act.happenedAt >= from && (entity == nil || act.value.concerning == nil || act.value.concerning == entity)
                && isFit(act.value)
        }.map { Obligation.Fulfilment(at: $0.happenedAt, evidence: $0.fact) }
    }

    /// The first stay at least as strict as `mode` that was running at `from` or began later.
    func stay(atLeast mode: ControlMode, from: Instant) -> Obligation.Fulfilment? {
        stays.first { $0.value.mode >= mode && ($0.value.until.map { $0 > from } ?? true) }
            .map { Obligation.Fulfilment(at: max($0.happenedAt, from), evidence: $0.fact) }
    }

    /// The stay by which control of `mode` was kept without a gap longer than `gap` until `end`, once begun after `from`; nil if it was not.
    func kept(_ mode: ControlMode, from: Instant, until end: Instant, gap: Span) -> Recorded<Stay>? {
        var reached: Instant?
        for stay in stays where stay.value.mode >= mode && (stay.value.until ?? .distantFuture) > from && stay.happenedAt <= end {
            if let reached, stay.happenedAt > reached + gap { return nil }
            let leaves = stay.value.until ?? .distantFuture
            reached = max(reached ?? leaves, leaves)
            if leaves >= end { return stay }
        }
        return nil
    }

    /// The stay of at least `mode` that ended at or after `moment`, having begun before, without one following at once.
    func ended(_ mode: ControlMode, notBefore moment: Instant) -> Obligation.Fulfilment? {
        var ending: Recorded<Stay>?
        for stay in stays where stay.value.mode >= mode && stay.happenedAt <= max(moment, ending?.value.until ?? moment) {
            guard let until = stay.value.until else { return nil }
            if until >= moment { ending = stay }
        }
        return ending.flatMap { stay in stay.value.until.map { Obligation.Fulfilment(at: $0, evidence: stay.fact) } }
    }
}
