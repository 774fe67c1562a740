import Policy
import Register
import Storage
import Vocabulary

/// What is missing, contradictory or late for entry in a territory: real checks over what is recorded.
public struct DataQualityView: Sendable {
    /// The checks, each with whom it found.
    public var findings: [Finding]
    /// How every source reports.
    public var sources: [SourceReport]
    /// Whether `sources` tells of everything that came, and not of the newest entries alone.
    public var isAllSources: Bool

    /// One check.
    public struct Finding: Hashable, Sendable {
        /// What was looked for.
        public var check: Check
        /// How many were found, by child of the territory; those on its own level under itself.
        public var counts: [TerritoryCode: Int]
        /// How many were found, by where what is wrong, or the first entry about the person, came from; who was found through two sources counts in
        /// both. Nil where there are too many to look at each.
        public var sources: [String: Int]?
        /// A few of them.
        public var examples: [PersonID]
    }

    /// What is looked for.
    public enum Check: Hashable, Sendable {
        /// Something that lists show is missing.
        case gap(Gap)
        /// A contact without a word about where they met.
        case contactWithoutSetting
        /// A contact of somebody who is neither a case nor a contact.
        case contactWithoutCase
        /// A specimen whose result is not there when the policy's time for it has passed.
        case resultOverdue
        /// Something that became known more than a day after it happened.
        case enteredLate
        /// A first positive specimen taken after the diagnosis, a result before its specimen, an exposure after it was identified.
        case impossibleOrder
        /// Held in two places at once.
        case heldTwice

        /// The checks of what became known lately.
        static let ofEntries: [Check] = [.contactWithoutSetting, .contactWithoutCase, .resultOverdue, .enteredLate, .impossibleOrder, .heldTwice]

        /// All checks.
        public static var all: [Check] { Gap.allCases.map(Check.gap) + ofEntries }

        /// Its name in addresses.
        public var key: String {
            switch self {
            case .gap(let gap): gap.rawValue
            case .contactWithoutSetting: "contactWithoutSetting"
            case .contactWithoutCase: "contactWithoutCase"
            case .resultOverdue: "resultOverdue"
            case .enteredLate: "enteredLate"
            case .impossibleOrder: "impossibleOrder"
            case .heldTwice: "heldTwice"
            }
        }
    }

    /// The days looked at where a check goes through entries.
    public static let days: Days = 4
}

extension Operations {
    /// The quality of what is recorded about a territory.
    public func dataQuality(of territory: TerritoryCode, scope: Scope) async throws -> DataQualityView {
        let now = clock.now
        let policies = policies
        return try await store.read(scope) { reader in
            let from = now - .hours(24 * DataQualityView.days.count)
            let findings =
                try reader.gaps(in: territory).map {
                    DataQualityView.Finding(check: .gap($0.gap), counts: $0.counts, sources: $0.sources, examples: $0.examples)
                }
                + DataQualityView.Check.ofEntries.map { check in
                    try DataQualityView.Finding(
                        check, reader.flawed(check, in: territory, from: from, now: now, policies: policies), in: territory)
                }
            let (sources, isAll) = try reader.sourceReports(in: territory, knownFrom: from)
            return DataQualityView(findings: findings, sources: sources, isAllSources: isAll)
        }
    }

    /// Whom a check found in a territory, in scope, by number after `last`: what a number of the page of data quality opens.
    public func dataQuality(
        _ check: DataQualityView.Check, in territory: TerritoryCode, scope: Scope, after last: PersonID?, limit: Int
    ) async throws -> [PersonID] {
        let now = clock.now
        let policies = policies
        return try await store.read(scope) { reader in
            if case .gap(let gap) = check { return try reader.persons(lacking: gap, in: territory, after: last, limit: limit) }
            let from = now - .hours(24 * DataQualityView.days.count)
            let found = try reader.flawed(check, in: territory, from: from, now: now, policies: policies)
            return Array(Set(found.map(\.person)).filter { $0 > last ?? PersonID(rawValue: 0) }.sorted().prefix(limit))
        }
    }
}

extension DataQualityView.Finding {
    /// Each person counts once, and once for each source.
    fileprivate init(_ check: DataQualityView.Check, _ entries: [FlawedEntry], in territory: TerritoryCode) {
        let homes = Dictionary(entries.map { ($0.person, territory.child(toward: $0.territory)) }, uniquingKeysWith: { first, _ in first })
        let sources = Dictionary(grouping: entries, by: \.source).mapValues { Set($0.map(\.person)).count }
        self.init(
            check: check, counts: Dictionary(grouping: homes.values) { $0 }.mapValues(\.count), sources: sources,
            examples: Array(homes.keys.sorted().prefix(3)))
    }
}

extension Reader {
    /// The entries that a check finds among what became known lately.
    fileprivate func flawed(
        _ check: DataQualityView.Check, in territory: TerritoryCode, from: Instant, now: Instant, policies: PolicyShelf
    ) throws -> [FlawedEntry] {
        func entries(with flaw: Flaw) throws -> [FlawedEntry] { try self.entries(with: flaw, in: territory, knownFrom: from) }
        switch check {
        case .gap: return []
        case .contactWithoutSetting: return try entries(with: .meetingNotDescribed)
        case .contactWithoutCase: return try entries(with: .metNobodyKnown)
        case .resultOverdue:
            let turnaround = try policies.edition(at: now, in: territory).testing.resultWithinSingle ?? 24
            return try entries(with: .noResult(takenBefore: now - turnaround.span))
        case .enteredLate: return try entries(with: .enteredLate)
        case .impossibleOrder:
            return try entries(with: .metLaterThanKnown(policies.zone)) + entries(with: .resultBeforeSpecimen)
                + contradictoryCases(in: territory, zone: policies.zone)
        case .heldTwice: return try entries(with: .heldTwice)
        }
    }

    /// Reports of cases whose first positive specimen is later than the diagnosis, or whose onset is later than the report; however old.
    private func contradictoryCases(in territory: TerritoryCode, zone: CivilZone) throws -> [FlawedEntry] {
        var inForce: [Int64: FactEntry] = [:]
        for entry in try entries(FactsQuery(kind: .caseReport, limit: .max)) { inForce[entry.record.entity] = entry }
        return try inForce.values.compactMap { entry in
            guard !entry.record.isWithdrawn, let person = entry.record.subject.person, case .caseReport(let report) = entry.record.fact,
                report.firstPositiveTaken.map({ $0 > entry.record.happenedAt }) ?? false
                    || report.onset.map({ zone.instant($0) > entry.record.knownAt }) ?? false,
                let duty = try listing(of: person)?.territory, territory.contains(duty)
            else { return nil }
            return FlawedEntry(person: person, territory: duty, source: entry.source)
        }
    }
}
