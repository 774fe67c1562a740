import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// Measure 9 in a territory: its grids with who is on duty, the households that lie in none or in several, rounds of calls, who needs looking
/// after.
public struct CommunityView: Sendable {
    /// A grid as it stands.
    public struct GridLine: Sendable {
        /// The grid.
        public let grid: Recorded<Grid>
        /// Households that lie in it.
        public let households: Int
        /// Who of it is on duty.
        public let onDuty: [DutyRoster.Watch]
        /// How many households a grid has by the policy.
        public let size: Between?
        /// Into how many micro-grids it divides: none too large, and as far as they reach none too small; nil where the policy knows none.
        public let microGrids: Between?

        /// A grid as it stands under the policy's rules.
        init(grid: Recorded<Grid>, households: Int, onDuty: [DutyRoster.Watch], rules: CommunityRules) {
            (self.grid, self.households, self.onDuty, size) = (grid, households, onDuty, rules.grid)
            microGrids = rules.microGrid.flatMap { micro in
                guard households > 0, micro.least > 0 else { return nil }
                let fewest = (households + micro.most - 1) / micro.most
                return Between(fewest, max(fewest, households / micro.least))
            }
        }
    }

    /// Households of a building that lie in no grid, or in several.
    public struct Gap: Sendable {
        /// The village.
        public let village: TerritoryCode
        /// The building and its grids.
        public let building: GridMap.Building
    }

    /// A household that needs looking after.
    public struct Door: Sendable {
        /// The household.
        public let household: Recorded<Household>
        /// Its grid, where it lies in exactly one.
        public let grid: TerritoryCode?
    }

    /// A round of calls.
    public struct Round: Sendable {
        /// The round.
        public let round: Recorded<DoorRound>
        /// How far it has come.
        public let progress: DoorRoundProgress
    }

    /// The grids by code.
    public let grids: [GridLine]
    /// Households recorded.
    public let households: Int
    /// The gaps of the map.
    public let gaps: [Gap]
    /// The rounds, the newest first.
    public let rounds: [Round]
    /// Households that need looking after.
    public let vulnerable: [Door]
}

extension Operations {
    /// The grids, households and rounds of a territory as known now or at a past moment, within a scope.
    public func community(of territory: TerritoryCode, scope: Scope, asOf: Instant? = nil) async throws -> CommunityView {
        let moment = min(asOf ?? clock.now, clock.now)
        let policies = policies
        return try await store.read(scope) { try $0.community(of: territory, asOf: moment, policies: policies) }
    }
}

extension Reader {
    /// How many entries of a kind a page looks through.
    private static let mostEntries = 50_000

    /// The facts of a kind in force within a territory that its subject lies in.
    private func inForce(_ kind: FactKind, in territory: TerritoryCode, asOf moment: Instant) throws -> [FactRecord] {
        try entries(FactsQuery(kind: kind, before: moment + .minutes(1), limit: Reader.mostEntries)).map(\.record).inForce(asOf: moment).filter {
            if case .territory(let code) = $0.subject { territory.contains(code) } else { true }
        }
    }

    /// The grids laid out in a territory, by code.
    public func grids(in territory: TerritoryCode, asOf moment: Instant) throws -> [Grid] {
        try inForce(.grid, in: territory, asOf: moment).compactMap { Grid.value(in: $0.fact) }.sorted { $0.territory < $1.territory }
    }

    func community(of territory: TerritoryCode, asOf moment: Instant, policies: PolicyShelf) throws -> CommunityView {
        let households: [Recorded<Household>] = try inForce(.household, in: territory, asOf: moment).compactMap { $0.recorded(as: Household.self) }
        let grids: [Recorded<Grid>] = try inForce(.grid, in: territory, asOf: moment).compactMap { $0.recorded(as: Grid.self) }
        let ofVillage = Dictionary(grouping: grids, by: { $0.value.territory.ancestor(at: .village) })
        var maps: [(village: TerritoryCode, map: GridMap)] = []
        for (village, doors) in Dictionary(grouping: households, by: \.value.territory).sorted(by: { $0.key < $1.key }) {
            maps.append((village, GridMap(households: doors, grids: (ofVillage[village] ?? []).map(\.value))))
        }
        let counts = Dictionary(
            maps.flatMap { entry in
                (ofVillage[entry.village] ?? []).map { ($0.value.territory, entry.map.households(of: $0.value.territory).count) }
            }, uniquingKeysWith: { $0 + $1 })
        let lines = try grids.sorted { $0.value.territory < $1.value.territory }.map { grid in
            let policy = try policies.edition(at: moment, in: grid.value.territory)
            let shifts: [Recorded<Shift>] = try entries(about: .territory(grid.value.territory)).map(\.record).inForce(asOf: moment)
                .compactMap { $0.recorded(as: Shift.self) }
            let roster = DutyRoster(shifts, longest: policy.community.gridDuty?.longestShift.span)
            return CommunityView.GridLine(
                grid: grid, households: counts[grid.value.territory] ?? 0, onDuty: roster.held(at: moment), rules: policy.community)
        }
        let vulnerable = maps.flatMap { entry in
            entry.map.buildings.flatMap { building in
                building.households.filter { !($0.value.care ?? []).isEmpty }
                    .map { CommunityView.Door(household: $0, grid: building.isWhole ? building.grids[0] : nil) }
            }
        }
        return CommunityView(
            grids: lines, households: households.count,
            gaps: maps.flatMap { entry in entry.map.gaps.map { CommunityView.Gap(village: entry.village, building: $0) } },
            rounds: try rounds(in: territory, asOf: moment), vulnerable: vulnerable)
    }

    private func rounds(in territory: TerritoryCode, asOf moment: Instant) throws -> [CommunityView.Round] {
        try things(ThingListQuery(kind: .doorRound, territory: territory, limit: 50)).rows.compactMap { row in
            let records = try entries(about: row.subject).map(\.record)
            let dossier = ThingDossier(subject: row.subject, records: records, surroundings: [], asOf: moment)
            return dossier.founding(DoorRound.self).map { CommunityView.Round(round: $0, progress: DoorRoundProgress(dossier)) }
        }
    }

    /// The households of a round by their number: which door is meant.
    public func doors(of round: DoorRound) throws -> [Reference<Household>: Household] {
        guard let village = round.grid.parent else { return [:] }
        let wanted = Set(round.doors)
        let records = try beyondScope(.derivation) { try entries(about: .territory(village)).map(\.record) }
        var doors: [Reference<Household>: Household] = [:]
        for record in records {
            let reference = Reference<Household>(rawValue: record.entity)
            if wanted.contains(reference), let household = Household.value(in: record.fact) { doors[reference] = household }
        }
        return doors
    }
}
