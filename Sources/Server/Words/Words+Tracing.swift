import Register
import Vocabulary

/// What an investigation found, in words.
extension Words {
    func name(_ value: InvestigationLine) -> String { self("line.\(value.rawValue)") }

    func name(_ value: TrajectoryPoint.Source) -> String { self("trajectorySource.\(value.rawValue)") }

    /// A point of a trajectory as a sentence; `place` names a territory.
    func trajectorySentence(_ point: TrajectoryPoint, _ place: (TerritoryCode?) -> String?) -> String {
        let sources = TrajectoryPoint.Source.allCases.filter(point.sources.contains).map(name)
        return list(
            [
                self("trajectoryFact.was", ["place": point.place]), point.journey.map(journey), place(point.territory),
                point.met.isEmpty ? nil : self("trajectoryFact.met", ["people": list(point.met)]), list(sources),
            ].compactMap(\.self).filter { !$0.isEmpty })
    }

    /// A leg of a journey: the train, its coach and seat.
    func journey(_ journey: TrajectoryPoint.Journey) -> String {
        list(
            [
                journey.vehicle.map(name), journey.number, journey.coach.map { self("trajectoryFact.coach", ["n": "\($0)"]) },
                journey.seat.map { self("trajectoryFact.seat", ["seat": $0]) },
            ].compactMap(\.self))
    }
}
