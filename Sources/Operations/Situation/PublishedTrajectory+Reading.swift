import Register
import Storage
import Vocabulary

extension Operations {
    /// Where the new cases of the last day that was over at `moment` were, as far as it is known now and may be published.
    ///
    /// New are those who were no case at all when the day began; whoever was converted had their number in an earlier bulletin.
    public func movements(of territory: TerritoryCode, scope: Scope, asOf: Instant? = nil) async throws -> [PublishedTrajectory] {
        let now = clock.now
        let moment = min(asOf ?? now, now)
        let policies = policies
        return try await store.read(scope) { reader in
            let zone = try policies.edition(at: moment, in: territory).zone
            let today = zone.date(of: moment)
            let before = Set(try reader.caseLines(in: territory, asOf: zone.instant(today - 1), policies: policies).map(\.person))
            let new = try reader.caseLines(in: territory, asOf: zone.instant(today), policies: policies)
                .filter { !before.contains($0.person) && ($0.isConfirmed || $0.isObserved) }
                .sorted {
                    ($0.infection.report.territory, $0.infection.diagnosedAt, $0.person)
                        < ($1.infection.report.territory, $1.infection.diagnosedAt, $1.person)
                }
            return try new.enumerated().map { index, line in
                let dossier = Dossier(id: line.person, records: try reader.records(of: line.person), asOf: moment)
                let policy = try policies.edition(at: line.infection.diagnosedAt, in: line.infection.report.territory)
                return PublishedTrajectory(
                    number: index + 1, age: dossier.person?.value.birthDate.map { $0.years(until: today - 1) }, kind: line.infection.kind,
                    points: dossier.trajectory, places: try reader.places(of: dossier.trajectory),
                    window: dossier.infectiousTime(of: line.infection, by: policy, until: moment), sources: policy.tracing.sourcesPerPoint, zone: zone
                )
            }
        }
    }
}

extension Reader {
    /// The registered places that points name, as far as the scope sees them.
    fileprivate func places(of points: [Recorded<TrajectoryPoint>]) throws -> [Reference<Place>: Place] {
        var places: [Reference<Place>: Place] = [:]
        for reference in Set(points.compactMap(\.value.registered)) where try canSee(.place(reference)) {
            guard let record = try records(ofEntity: reference.rawValue).last?.record, !record.isWithdrawn else { continue }
            places[reference] = Place.value(in: record.fact)
        }
        return places
    }
}
