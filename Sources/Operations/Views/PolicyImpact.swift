import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// Who would be affected if one edition governed everything open instead of another: what stands open under the one beside what would stand
/// open under the other, person by person, counted by the part of the policy that a changed line belongs to.
public struct PolicyImpact: Hashable, Sendable, Codable {
    /// Persons looked at.
    public var persons = 0
    /// Persons for whom something changes.
    public var affected = 0
    /// Persons who would be let go earlier.
    public var releasedEarlier = 0
    /// Persons who would be let go later.
    public var releasedLater = 0
    /// By the key of the part, as ``PolicyDiff/Paragraph/key`` gives it.
    public var parts: [String: Part] = [:]

    /// What a part's changes do.
    public struct Part: Hashable, Sendable, Codable {
        /// Persons with a duty under it that changes.
        public var persons = 0
        /// Duties that come.
        public var new = 0
        /// Duties that fall away.
        public var gone = 0
        /// Duties that are due at another time.
        public var moved = 0

        /// In plain words.
        public var words: LocalizedText {
            func join(_ parts: [(Int, String)], _ separator: String) -> String { parts.filter { $0.0 > 0 }.map(\.1).joined(separator: separator) }
            return LocalizedText(
                zh: "\(persons)人：" + join([(new, "新增\(new)项"), (gone, "取消\(gone)项"), (moved, "改期\(moved)项")], "，"),
                en: "\(persons) people: " + join([(new, "\(new) duties come"), (gone, "\(gone) fall away"), (moved, "\(moved) move")], ", "))
        }
    }

    /// Nobody.
    public init() {}

    /// What the change of a line does, as far as duties of persons hang on its part of the policy; nil where nobody is affected by it.
    public func part(of line: String) -> Part? { parts[PolicyDiff.part(of: line)] }

    /// In plain words.
    public var words: LocalizedText {
        if affected == 0 {
            return LocalizedText(zh: "在册\(persons)人，现有任务无一变化", en: "of \(persons) people on the register nobody's open duties change")
        }
        let (earlier, later) = (releasedEarlier, releasedLater)
        return LocalizedText(
            zh: "在册\(persons)人，\(affected)人的现有任务将变化；\(earlier)人提前解除管控，\(later)人推后",
            en: "of \(persons) people on the register \(affected) have open duties that change; \(earlier) would be let go earlier, \(later) later")
    }

    /// Adds what another share of the persons showed.
    mutating func add(_ other: PolicyImpact) {
        persons += other.persons
        affected += other.affected
        releasedEarlier += other.releasedEarlier
        releasedLater += other.releasedLater
        for (key, part) in other.parts {
            parts[key, default: Part()].persons += part.persons
            parts[key, default: Part()].new += part.new
            parts[key, default: Part()].gone += part.gone
            parts[key, default: Part()].moved += part.moved
        }
    }

    /// Adds one person by the duties that stand open under each edition.
    mutating func add(before: Derivation, after: Derivation, now: Instant) {
        persons += 1
        let old = PolicyImpact.open(before.obligations, now)
        let new = PolicyImpact.open(after.obligations, now)
        var changed: [String: Part] = [:]
        func part(_ id: ObligationID) -> String { PolicyDiff.part(of: id.rule) }
        for (id, obligation) in new {
            guard let former = old[id] else {
                changed[part(id), default: Part()].new += 1
                continue
            }
            if former.opens != obligation.opens || former.due != obligation.due { changed[part(id), default: Part()].moved += 1 }
        }
        for id in old.keys where new[id] == nil { changed[part(id), default: Part()].gone += 1 }
        guard !changed.isEmpty else { return }
        affected += 1
        for (key, part) in changed {
            parts[key, default: Part()].persons += 1
            parts[key, default: Part()].new += part.new
            parts[key, default: Part()].gone += part.gone
            parts[key, default: Part()].moved += part.moved
        }
        if let release = before.standing.demand {
            let (was, would) = (release.until ?? .distantFuture, after.standing.demand.map { $0.until ?? .distantFuture } ?? now)
            if would < was { releasedEarlier += 1 }
            if would > was { releasedLater += 1 }
        } else if after.standing.demand != nil {
            releasedLater += 1
        }
    }

    private static func open(_ obligations: [Obligation], _ now: Instant) -> [ObligationID: Obligation] {
        var open: [ObligationID: Obligation] = [:]
        for obligation in obligations {
            switch obligation.state(at: now) {
            case .upcoming, .open, .pressing, .overdue: open[obligation.id] = obligation
            case .missed, .metInTime, .metLate: break
            }
        }
        return open
    }
}

extension Operations {
    /// Counts who in the scope would be affected if `new` governed everything now open instead of `old`.
    ///
    /// Complexity: two derivations for each person; people are derived in parallel, several readers at a time.
    public func impact(
        of new: Policy, over old: Policy, scope: Scope, parallel: Int = 2,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> PolicyImpact {
        let everyone = try await store.read(scope) { try $0.persons(limit: .max) }
        let chunks = stride(from: 0, to: everyone.count, by: 500).map { Array(everyone[$0..<min($0 + 500, everyone.count)]) }
        let (now, horizon) = (clock.now, policies.horizon(clock.now))
        let store = store
        return try await withThrowingTaskGroup(of: PolicyImpact.self) { group in
            var rest = chunks.makeIterator()
            func next() {
                guard let chunk = rest.next() else { return }
                group.addTask {
                    try await store.read(scope) { reader in
                        var impact = PolicyImpact()
                        for person in chunk {
                            let dossier = try reader.dossier(of: person, asOf: now)
                            let before = Derivation(governedBy: { _ in old }, dossier: dossier, through: horizon)
                            let after = Derivation(governedBy: { _ in new }, dossier: dossier, through: horizon)
                            impact.add(before: before, after: after, now: now)
                        }
                        return impact
                    }
                }
            }
            for _ in 0..<max(1, parallel) { next() }
            var total = PolicyImpact()
            while let part = try await group.next() {
                total.add(part)
                progress(total.persons, everyone.count)
                next()
            }
            return total
        }
    }
}

extension Reader {
    /// What is known of a person at a moment, with how those they were exposed to stood then.
    fileprivate func dossier(of person: PersonID, asOf moment: Instant) throws -> Dossier {
        let records = try records(of: person)
        var indices: [PersonID: IndexPerson] = [:]
        try beyondScope(.derivation) {
            for case .exposure(let exposure) in records.lazy.map(\.fact) where indices[exposure.index] == nil {
                indices[exposure.index] =
                    try indexHistory(of: exposure.index).person(asKnownAt: moment) ?? IndexPerson()
            }
        }
        return Dossier(id: person, records: records, asOf: moment, indices: indices)
    }
}
