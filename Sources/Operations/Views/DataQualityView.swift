import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// What is missing, contradictory or late for entry in a territory: real checks over what is recorded.
public struct DataQualityView: Sendable {
    /// The checks, each with whom it found.
    public var findings: [Finding]
    /// How every source reports.
    public var sources: [Source]

    /// One check.
    public struct Finding: Hashable, Sendable {
        /// What was looked for.
        public var check: Check
        /// How many were found, by child of the territory; those on its own level under itself.
        public var counts: [TerritoryCode: Int]
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

        /// All checks.
        public static var all: [Check] {
            Gap.allCases.map(Check.gap) + [.contactWithoutSetting, .contactWithoutCase, .resultOverdue, .enteredLate, .impossibleOrder, .heldTwice]
        }

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

    /// How a source reports.
    public struct Source: Hashable, Sendable {
        /// From where.
        public var name: String
        /// How many entries of the last days.
        public var entries: Int
        /// How many became known more than a day late.
        public var late: Int
        /// Half of them became known sooner than this.
        public var median: Span
        /// When the last came.
        public var lastAt: Instant
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
            var findings = try reader.gaps(in: territory).map {
                DataQualityView.Finding(check: .gap($0.gap), counts: $0.counts, examples: $0.examples)
            }
            findings += try reader.qualityWalk(in: territory, from: from, now: now, policies: policies).findings
            return DataQualityView(findings: findings, sources: try reader.sources(in: territory, from: from))
        }
    }
}

extension Operations {
    /// Whom a check found in a territory, in scope, by number after `last`: what a number of the page of data quality opens.
    public func dataQuality(
        _ check: DataQualityView.Check, in territory: TerritoryCode, scope: Scope, after last: PersonID?, limit: Int
    ) async throws -> [PersonID] {
        let now = clock.now
        let policies = policies
        return try await store.read(scope) { reader in
            if case .gap(let gap) = check { return try reader.persons(lacking: gap, in: territory, after: last, limit: limit) }
            let from = now - .hours(24 * DataQualityView.days.count)
            let walk = try reader.qualityWalk(in: territory, from: from, now: now, policies: policies)
            var persons: [PersonID] = []
            for person in walk.persons(check) where person > last ?? PersonID(rawValue: 0) && persons.count < limit {
                if try reader.canSee(person) { persons.append(person) }
            }
            return persons
        }
    }
}

extension Reader {
    /// Goes through what became known lately.
    fileprivate func qualityWalk(in territory: TerritoryCode, from: Instant, now: Instant, policies: PolicyShelf) throws -> QualityWalk {
        let turnaround = try policies.edition(at: now, in: territory).testing.resultWithinSingle ?? 24
        var walk = QualityWalk(reader: self, territory: territory, zone: policies.zone)
        try walk.exposures(from: from)
        try walk.tests(from: from, now: now, turnaround: turnaround.span)
        try walk.cases()
        try walk.stays(from: from)
        try walk.late(from: from)
        return walk
    }

    fileprivate func sources(in territory: TerritoryCode, from: Instant) throws -> [DataQualityView.Source] {
        var bySource: [String: (delays: [Span], last: Instant)] = [:]
        for kind in [FactKind.caseReport, .exposure, .stay, .specimen, .result, .arrival, .act] {
            for found in try sourceDelays(of: kind, in: territory, knownFrom: from) {
                let former = bySource[found.source] ?? ([], found.lastKnownAt)
                bySource[found.source] = (former.delays + found.delays, max(former.last, found.lastKnownAt))
            }
        }
        return bySource.map { name, found in
            DataQualityView.Source(
                name: name, entries: found.delays.count, late: found.delays.count { $0 > .hours(24) },
                median: found.delays.sorted()[found.delays.count / 2], lastAt: found.last)
        }.sorted { $0.entries > $1.entries }
    }
}

/// Collects findings while entries are gone through; each person counts once a check.
private struct QualityWalk {
    let reader: Reader
    let territory: TerritoryCode
    /// In which days are told.
    let zone: CivilZone
    private var found: [DataQualityView.Check: [PersonID: TerritoryCode]] = [
        .contactWithoutSetting: [:], .contactWithoutCase: [:], .resultOverdue: [:], .enteredLate: [:], .impossibleOrder: [:], .heldTwice: [:],
    ]
    /// Kinds of which there was more than was looked at.
    private var partial: Set<FactKind> = []
    private var homes: [PersonID: TerritoryCode?] = [:]

    init(reader: Reader, territory: TerritoryCode, zone: CivilZone) {
        self.reader = reader
        self.territory = territory
        self.zone = zone
    }

    var findings: [DataQualityView.Finding] {
        let order: [DataQualityView.Check] = [
            .contactWithoutSetting, .contactWithoutCase, .resultOverdue, .enteredLate, .impossibleOrder, .heldTwice,
        ]
        return order.map { check in
            let persons = found[check] ?? [:]
            return DataQualityView.Finding(
                check: check, counts: Dictionary(grouping: persons.values) { $0 }.mapValues(\.count),
                examples: Array(persons.keys.sorted().prefix(3)))
        }
    }

    /// Whom a check found, by number.
    func persons(_ check: DataQualityView.Check) -> [PersonID] { (found[check] ?? [:]).keys.sorted() }

    /// The child of the territory in which the duty for a person lies; nil outside.
    private mutating func home(_ person: PersonID) throws -> TerritoryCode? {
        if let known = homes[person] { return known }
        let code = try reader.listing(of: person)?.territory
        let below = TerritoryCode.Level(rawValue: territory.level.rawValue + 1) ?? .grid
        let home = code.flatMap { territory.contains($0) ? $0.ancestor(at: below) ?? territory : nil }
        homes[person] = .some(home)
        return home
    }

    private mutating func note(_ check: DataQualityView.Check, _ person: PersonID) throws {
        if let home = try home(person) { found[check, default: [:]][person] = home }
    }

    /// So many entries of a kind are looked at; where more became known, the findings are a part of all.
    private static let mostEntries = 40_000

    /// Entries in force of a kind, about people, that became known lately.
    private mutating func entries(_ kind: FactKind, from: Instant) throws -> [FactRecord] {
        var inForce: [Int64: FactRecord] = [:]
        let entries = try reader.entries(FactsQuery(kind: kind, from: from, limit: QualityWalk.mostEntries))
        if entries.count == QualityWalk.mostEntries { partial.insert(kind) }
        for entry in entries { inForce[entry.record.entity] = entry.record }
        return inForce.values.filter { !$0.isWithdrawn }
    }

    mutating func late(from: Instant) throws {
        for kind in [FactKind.caseReport, .stay, .specimen, .result, .arrival, .act] {
            for person in try reader.enteredLate(kind, by: .hours(24), knownFrom: from) { try note(.enteredLate, person) }
        }
    }

    mutating func exposures(from: Instant) throws {
        var isKnown: [PersonID: Bool] = [:]
        for record in try entries(.exposure, from: from) {
            guard let person = record.subject.person, case .exposure(let exposure) = record.fact else { continue }
            if exposure.setting == .other, exposure.circumstance == nil { try note(.contactWithoutSetting, person) }
            if isKnown[exposure.index] == nil {
                isKnown[exposure.index] = try reader.beyondScope(.verification) {
                    try reader.listing(of: exposure.index).map { $0.asCase != nil || $0.asContact != nil } ?? false
                }
            }
            if isKnown[exposure.index] == false { try note(.contactWithoutCase, person) }
            if zone.instant(exposure.last) > record.knownAt { try note(.impossibleOrder, person) }
        }
    }

    mutating func tests(from: Instant, now: Instant, turnaround: Span) throws {
        var taken: [Int64: FactRecord] = [:]
        for record in try entries(.specimen, from: from) { taken[record.entity] = record }
        var reported: Set<Int64> = []
        for record in try entries(.result, from: from) {
            guard case .result(let result) = record.fact else { continue }
            reported.insert(result.specimen.rawValue)
            if let specimen = taken[result.specimen.rawValue], record.happenedAt < specimen.happenedAt, let person = record.subject.person {
                try note(.impossibleOrder, person)
            }
        }
        for (entity, specimen) in taken {
            guard let person = specimen.subject.person else { continue }
            guard !reported.contains(entity), now - specimen.happenedAt > turnaround else { continue }
            // Not all results were looked at: this one's may be among the others.
            if partial.contains(.result), try hasResult(entity, of: person) { continue }
            try note(.resultOverdue, person)
        }
    }

    private func hasResult(_ specimen: Int64, of person: PersonID) throws -> Bool {
        try reader.beyondScope(.verification) {
            try reader.records(of: person).contains { record in
                if case .result(let result) = record.fact { !record.isWithdrawn && result.specimen.rawValue == specimen } else { false }
            }
        }
    }

    mutating func cases() throws {
        for record in try entries(.caseReport, from: .distantPast) {
            guard let person = record.subject.person, case .caseReport(let report) = record.fact else { continue }
            if let taken = report.firstPositiveTaken, taken > record.happenedAt { try note(.impossibleOrder, person) }
            if let onset = report.onset, zone.instant(onset) > record.knownAt { try note(.impossibleOrder, person) }
        }
    }

    mutating func stays(from: Instant) throws {
        var running: [PersonID: Int] = [:]
        for record in try entries(.stay, from: from) {
            guard let person = record.subject.person, case .stay(let stay) = record.fact else { continue }
            if stay.until == nil, stay.mode.isStay { running[person, default: 0] += 1 }
        }
        for (person, count) in running where count > 1 { try note(.heldTwice, person) }
    }
}
