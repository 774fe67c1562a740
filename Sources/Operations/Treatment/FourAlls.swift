import Foundation
import Obligations
import Policy
import Register
import Storage
import Vocabulary

import struct Obligations.Calendar

/// The four alls of treatment 应检尽检、应管尽管、应隔尽隔、应治尽治: of how many something is asked, and who of them is missing (`domain.md` §1, §7.5).
///
/// Of whom it is asked is the policy's: the groups of `testing.mustTest`, the degrees and origins that it holds, the classes of cases it has rules
/// for. Who belongs to two groups counts in each.
public struct FourAlls: Hashable, Sendable {
    /// What is asked of all.
    public enum Ask: String, CaseIterable, Sendable {
        /// Everyone who must be tested is 应检尽检.
        case tested
        /// Everyone who must be found, told and controlled is 应管尽管.
        case managed
        /// Everyone who must be held apart is 应隔尽隔.
        case isolated
        /// Everyone who must be treated is, where the policy says 应治尽治.
        case treated
    }

    /// A group with how many of it are asked and missing.
    public struct Group: Hashable, Sendable {
        /// What it is called: `mustTest.closeContacts`, `degree.close`, `risk.high`, `caseKind.confirmed`.
        public let name: String
        /// Of how many it is asked; nil where the register keeps no such people.
        public let due: Int?
        /// How many of them are missing.
        public let missing: Int
    }

    /// One of the four.
    public struct Line: Hashable, Sendable {
        /// What is asked.
        public let ask: Ask
        /// Of whom.
        public let groups: [Group]
        /// Of how many in all.
        public var due: Int { groups.reduce(0) { $0 + ($1.due ?? 0) } }
        /// How many are missing.
        public var missing: Int { groups.reduce(0) { $0 + $1.missing } }
    }

    /// The four.
    public let lines: [Line]
    /// When they were counted.
    public let at: Instant
}

extension FourAlls {
    /// A group as the lists know it, and when somebody of it is missing.
    struct Asked {
        let name: String
        /// Nil where the register keeps no such people.
        let group: CareGroup?
        let gap: Gap
    }

    /// How somebody of a group is found missing.
    enum Gap {
        /// By the lists and the worklist.
        case listed(CareGap)
        /// By the calendar: the last window of a recurring test passed unmet, and no test has been taken since. What was missed stands on no
        /// worklist any more.
        case windowMissed
    }

    /// Of whom something is asked under a policy.
    static func asked(_ ask: Ask, by policy: Policy, at moment: Instant) -> [Asked] {
        switch ask {
        case .tested:
            TestingRules.MustTestGroup.allCases.filter(policy.testing.mustTest.contains).map {
                Asked(name: "mustTest.\($0.rawValue)", group: $0.group(policy.testing), gap: $0.isOfPosts ? .windowMissed : .listed(.testOverdue))
            }
        case .managed:
            held(by: policy) { _ in true }.map { Asked(name: $0.name, group: $0.group, gap: .listed(.taskOverdue(found))) }
                + cases(policy, at: moment) { _ in Set(ControlMode.allCases.filter(\.isStay)) }
        case .isolated:
            held(by: policy) { $0 >= .homeIsolation }.map { Asked(name: $0.name, group: $0.group, gap: .listed(.taskOverdue(moved))) }
                + cases(policy, at: moment) { _ in Set(ControlMode.allCases.filter { $0 >= .homeIsolation }) }
        case .treated:
            cases(policy, at: moment) { rules in Set(ControlMode.allCases.filter { $0 >= rules.isolation }) }
        }
    }

    /// What having somebody in view and under control asks for, and what being held apart does, by the last words of the rules.
    private static let moved: Set<String> = ["transferred", "controlWithin"]
    private static let found = moved.union(["located", "notified"])

    /// Contacts and arrivals whom a policy holds, where the first mode it asks for is fit.
    private static func held(by policy: Policy, _ isFit: (ControlMode) -> Bool) -> [(name: String, group: CareGroup)] {
        func begins(_ schedule: ControlSchedule?) -> Bool { schedule?.stages.first.map { isFit($0.mode) } ?? false }
        var groups: [(name: String, group: CareGroup)] = []
        let degrees: [(ContactDegree, ControlSchedule?, ListKind)] = [
            (.close, policy.tracing.close, .contacts), (.secondary, policy.tracing.secondary, .secondaryContacts),
            (.exposedAtPlace, policy.tracing.exposedAtPlace, .otherContacts), (.general, policy.tracing.general, .otherContacts),
        ]
        for (degree, schedule, kind) in degrees where begins(schedule) {
            groups.append(("degree.\(degree.rawValue)", CareGroup(kind, [degree.rawValue])))
        }
        for risk in OriginRisk.allCases where begins(policy.arrivals.byRisk[risk]?.control) {
            groups.append(("risk.\(risk.rawValue)", CareGroup(.arrivals, [risk.rawValue])))
        }
        return groups
    }

    /// Classes of cases with rules; missing is who is not held as asked once the policy's time for it has passed.
    private static func cases(_ policy: Policy, at moment: Instant, _ modes: (TreatmentRules.CaseRules) -> Set<ControlMode>) -> [Asked] {
        CaseKind.allCases.compactMap { kind in
            guard let rules = policy.treatment.cases[kind] else { return nil }
            let clock = rules.clocks[.admitted] ?? rules.clocks[.isolated]
            return Asked(
                name: "caseKind.\(kind.rawValue)", group: CareGroup(.cases, [kind.rawValue]),
                gap: .listed(.notHeld(modes(rules), diagnosedBefore: moment - (clock?.within.span ?? .hours(0)))))
        }
    }
}

extension TestingRules.MustTestGroup {
    /// Whether it is one of holders of posts, who are tested in recurring windows.
    fileprivate var isOfPosts: Bool { [.medicalStaff, .portStaff, .prisonStaff, .elderlyHomeStaff].contains(self) }

    /// Where the register keeps the people of this group; nil where it does not.
    fileprivate func group(_ rules: TestingRules) -> CareGroup? {
        switch self {
        case .closeContacts: CareGroup(.contacts, [ContactDegree.close.rawValue])
        case .entrantsFromAbroad: CareGroup(.arrivals, [OriginRisk.abroad.rawValue])
        case .feverClinicPatients: nil
        case .inpatientsAndCompanions: CareGroup(.controlled, [ControlMode.hospital.rawValue])
        case .medicalStaff, .portStaff, .prisonStaff, .elderlyHomeStaff:
            CareGroup(.posts, Set(rules.posts.filter { $0.value.mustTestAs == self }.keys))
        }
    }
}

extension Operations {
    /// The four alls of a territory now.
    public func fourAlls(of territory: TerritoryCode, scope: Scope) async throws -> FourAlls {
        let (moment, policies) = (clock.now, policies)
        return try await store.read(scope) { try $0.fourAlls(of: territory, at: moment, policies: policies) }
    }

    /// Who of a group is missing, the longest first, with how many there are; nil for a group the policy does not ask.
    public func missing(
        _ ask: FourAlls.Ask, _ name: String, in territory: TerritoryCode, scope: Scope, limit: Int = 200
    ) async throws -> (rows: [CareMissing], count: Int)? {
        let (moment, policies) = (clock.now, policies)
        return try await store.read(scope) { reader in
            let policy = try policies.edition(at: moment, in: territory)
            guard let asked = FourAlls.asked(ask, by: policy, at: moment).first(where: { $0.name == name }), let group = asked.group else {
                return nil
            }
            return try reader.missing(of: group, asked.gap, in: territory, at: moment, limit: limit)
        }
    }
}

extension Reader {
    /// Who of a group is missing, the longest first, with how many there are.
    func missing(
        of group: CareGroup, _ gap: FourAlls.Gap, in territory: TerritoryCode, at moment: Instant, limit: Int
    ) throws -> (rows: [CareMissing], count: Int) {
        switch gap {
        case .listed(let gap): return try missing(of: group, gap, in: territory, at: moment, limit: limit)
        case .windowMissed:
            let people = try people(of: group, in: territory)
            // The territory answers for everyone of its lists; who may be shown by name is asked where names are.
            let missing = try beyondScope(.verification) {
                try people.compactMap { person -> CareMissing? in
                    guard let stored = try derived(of: person),
                        let calendar = Calendar(packed: stored.calendar, subject: .person(person))
                    else { return nil }
                    return calendar.current.windowMissed(at: moment).map { CareMissing(person: person, since: $0.closes ?? moment, rule: $0.id.rule) }
                }
            }
            return (Array(missing.sorted { ($0.since, $0.person.rawValue) < ($1.since, $1.person.rawValue) }.prefix(limit)), missing.count)
        }
    }

    /// The four alls of a territory.
    func fourAlls(of territory: TerritoryCode, at moment: Instant, policies: PolicyShelf) throws -> FourAlls {
        let policy = try policies.edition(at: moment, in: territory)
        let lines = try FourAlls.Ask.allCases.map { ask in
            FourAlls.Line(
                ask: ask,
                groups: try FourAlls.asked(ask, by: policy, at: moment).map { asked in
                    guard let group = asked.group else { return FourAlls.Group(name: asked.name, due: nil, missing: 0) }
                    return FourAlls.Group(
                        name: asked.name, due: try count(of: group, in: territory),
                        missing: try missing(of: group, asked.gap, in: territory, at: moment, limit: 0).count)
                })
        }
        return FourAlls(lines: lines, at: moment)
    }
}

extension Sequence<Obligation> {
    /// The last test of a post whose window is over, if it was missed and no later one has been met.
    func windowMissed(at moment: Instant) -> Obligation? {
        var last: Obligation?
        for test in self where test.kind == .test && test.id.reason == .post {
            let isMet = test.fulfilment.map { $0.at <= moment } ?? false
            let isOver = (test.closes ?? test.due).map { $0 <= moment } ?? false
            guard isMet || isOver, test.opens >= last?.opens ?? .distantPast else { continue }
            last = test
        }
        return last.flatMap { test in test.fulfilment.map { $0.at <= moment } ?? false ? nil : test }
    }
}
