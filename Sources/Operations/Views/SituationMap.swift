import Policy
import Storage
import Vocabulary

/// What a map shows of each territory of one level: cases, people held, what is late.
public struct SituationMap: Hashable, Sendable {
    /// The territories with anything to show.
    public private(set) var areas: [TerritoryCode: Area] = [:]
    /// Specimens taken and arrivals recorded today, for the whole territory; nil for a past moment.
    public let today: Today?

    /// The numbers of one territory.
    public struct Area: Hashable, Sendable {
        /// Infections of the last fourteen days.
        public var cases14 = 0
        /// Of these, found outside control.
        public var outside14 = 0
        /// People held or watched now; nil for a past moment.
        public var held: Int?
        /// Due, unmet, still to be done.
        public var late = 0
    }

    /// What happened today.
    public struct Today: Hashable, Sendable {
        /// Specimens taken.
        public var specimens: Int
        /// The same a day before, until the same hour.
        public var specimensBefore: Int
        /// People who arrived.
        public var arrivals: Int
    }

    /// The numbers of one territory, or none.
    public subscript(code: TerritoryCode) -> Area { areas[code] ?? Area() }

    /// The sum over several territories.
    public func sum(_ codes: some Sequence<TerritoryCode>) -> Area {
        var sum = Area()
        for area in codes.compactMap({ areas[$0] }) {
            sum.cases14 += area.cases14
            sum.outside14 += area.outside14
            sum.late += area.late
            if let held = area.held { sum.held = (sum.held ?? 0) + held }
        }
        return sum
    }
}

extension SituationMap {
    /// The territories of `level` within `territory`, from a situation and the sums of the store.
    init(_ reader: Reader, of situation: Situation, at level: TerritoryCode.Level, isPast: Bool, zone: CivilZone) throws {
        let (territory, moment) = (situation.territory, situation.asOf)
        let day = zone.date(of: moment)
        for line in situation.cases where day - zone.date(of: line.infection.diagnosedAt) < 14 {
            guard let code = line.infection.report.territory.ancestor(at: level) else { continue }
            areas[code, default: Area()].cases14 += 1
            areas[code, default: Area()].outside14 += line.isFoundUnderControl ? 0 : 1
        }
        for tally in try reader.tallies(at: level, in: territory, dueBefore: moment, knownBefore: isPast ? moment : nil) where tally.state == .unmet {
            areas[tally.territory, default: Area()].late += tally.count
        }
        guard !isPast else {
            today = nil
            return
        }
        for sum in try reader.rollCounts(in: territory, at: level).sums where sum.kind == .controlled {
            guard let code = sum.child else { continue }
            areas[code, default: Area()].held = (areas[code]?.held ?? 0) + sum.count
        }
        let start = zone.instant(day)
        let arrived = Storage.LineListQuery(territory: territory, kind: .arrivals, since: start, limit: 0, countCap: 100_000)
        let arrivals: Int =
            switch try reader.lineList(arrived).count {
            case .exactly(let count): count
            case .moreThan(let cap): cap
            }
        today = Today(
            specimens: try reader.specimenCount(in: territory, takenFrom: start, before: moment),
            specimensBefore: try reader.specimenCount(in: territory, takenFrom: start - .hours(24), before: moment - .hours(24)),
            arrivals: arrivals)
    }
}

extension Operations {
    /// A situation with its map by `level`.
    public func mappedSituation(
        of territory: TerritoryCode, at level: TerritoryCode.Level, scope: Scope, asOf: Instant? = nil
    ) async throws -> (situation: Situation, map: SituationMap) {
        let situation = try await situation(of: territory, scope: scope, asOf: asOf)
        let isPast = asOf.map { $0 < clock.now } ?? false
        let zone = policies.zone
        let map = try await store.read(scope) { try SituationMap($0, of: situation, at: level, isPast: isPast, zone: zone) }
        return (situation, map)
    }

    /// The number of the last entry of the audit: it moves with every write.
    public func version() async throws -> Int64 {
        try await store.read(.systemUnrestricted) { try $0.auditEntries(AuditQuery(limit: 1)).first?.id ?? 0 }
    }
}
