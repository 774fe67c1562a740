import Simulation

/// What is printed of one policy day by day, as CSV: quantiles over the replicates, for all territories together and, if wanted, for each.
///
/// Series are those of ``Simulation/Ensemble/Series``, then infections by where they came about (`infections.household`) and infections found by how (`foundAsContact`). A
/// series of a territory in which it is nothing on any day of any replicate is left out.
struct SimulationDays {
    let ensemble: Ensemble
    let header: SimulationFile.Header
    let isByTerritory: Bool

    private static let probabilities = [0.05, 0.25, 0.5, 0.75, 0.95]
    private static let counts: [(name: String, count: Simulation.Count)] =
        Layer.allCases.compactMap { layer in Simulation.Count(rawValue: Int(layer.rawValue)).map { ("infections.\(layer.key)", $0) } }
        + [Simulation.Count.foundInClinic, .foundAsContact, .foundOnArrival, .foundAtPost, .foundInRound].map { ($0.key, $0) }

    /// One line of the output for each replicate, by day.
    private typealias Runs = [[Double]]

    func print() {
        var rows = rows(of: nil)
        if isByTerritory { for territory in header.territories.indices { rows += self.rows(of: territory) } }
        Output.csv((isByTerritory ? ["territory"] : []) + ["day", "series", "p5", "p25", "p50", "p75", "p95"], rows)
    }

    private func rows(of territory: Int?) -> [[String]] {
        let series = Ensemble.Series.allCases.map { series in
            (series.rawValue, ensemble.outcomes.map { $0.values(of: series, territory: territory) })
        }
        let counts = SimulationDays.counts.map { name, count in
            (name, ensemble.outcomes.map { $0.daily.series(count, territory: territory).map { Double($0) } })
        }
        return (series + counts).flatMap { name, runs in rows(name, runs, territory) }
    }

    private func rows(_ name: String, _ runs: Runs, _ territory: Int?) -> [[String]] {
        if territory != nil, runs.allSatisfy({ $0.allSatisfy { $0 == 0 } }) { return [] }
        let place = isByTerritory ? [territory.map { header.territories[$0] } ?? ""] : []
        return (0..<header.days).map { day in
            let sorted = runs.map { $0[day] }.sorted()
            return place + [String(day + 1), name]
                + SimulationDays.probabilities.map { SimulationOutput.plain((Ensemble.quantile(sorted, $0) * 100).rounded() / 100) }
        }
    }
}
