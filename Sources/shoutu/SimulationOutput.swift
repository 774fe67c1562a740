import Foundation
import Simulation
import Vocabulary

/// How the results of simulations are printed.
enum SimulationOutput {
    /// One policy.
    ///
    /// - Parameter isByTerritory: Whether CSV and JSON say it day by day of each territory too.
    static func print(_ ensemble: Ensemble, _ header: SimulationFile.Header, format: OutputFormat, isByTerritory: Bool) throws {
        switch format {
        case .text: text(ensemble, header)
        case .json: try Output.json(Report(ensemble, header, isByTerritory: isByTerritory))
        case .csv: SimulationDays(ensemble: ensemble, header: header, isByTerritory: isByTerritory).print()
        }
    }

    /// Two policies.
    static func print(_ comparison: Comparison, names: [String], currency: String, format: OutputFormat) throws {
        switch format {
        case .json: try Output.json(ComparisonReport(comparison, names: names, currency: currency))
        case .csv:
            Output.csv(
                ["quantity", "before", "after", "difference", "low", "high"],
                comparison.lines.map {
                    [$0.quantity.rawValue] + [$0.before.mean, $0.after.mean, $0.difference.mean, $0.difference.low, $0.difference.high].map(plain)
                })
        case .text:
            row(["", names[0], names[1], "difference", "95 % interval"])
            row([
                "Contained", percent(comparison.before), percent(comparison.after), "only \(comparison.onlyBefore) / only \(comparison.onlyAfter)",
                "",
            ])
            for line in comparison.lines {
                let difference = line.difference
                row([
                    name(line.quantity, currency), grouped(line.before.mean), grouped(line.after.mean),
                    (difference.mean > 0 ? "+" : "") + grouped(difference.mean),
                    "\(grouped(difference.low)) … \(grouped(difference.high))",
                ])
            }
        }
    }

    /// Who infected whom.
    static func tree(_ simulator: Simulator, replicate: Int) {
        let territories = simulator.scenario.population.territories
        Output.csv(
            ["infected", "by", "territory", "layer", "day", "onset_day"],
            simulator.tree(replicate).map { link in
                [
                    String(link.infected), link.by.map { String($0) } ?? "", territories[Int(link.territory)].code.digits, link.layer.key,
                    String(format: "%.2f", Double(link.tick) / 96), link.onset.map { String(format: "%.2f", Double($0) / 96) } ?? "",
                ]
            })
    }

    private static func text(_ ensemble: Ensemble, _ header: SimulationFile.Header) {
        Swift.print(
            "\(header.policy) · \(header.disease), R₀ \(plain(header.reproduction)) · \(grouped(Double(header.residents))) residents · "
                + "\(header.days) days · \(ensemble.outcomes.count) replicates · seed \(header.seed)")
        let containment = ensemble.containment()
        let interval = containment.interval
        Swift.print(
            "contained within \(header.days) days: \(percent(containment)) (\(plain((interval.low * 100).rounded()))–\(plain((interval.high * 100).rounded())) %)"
                + " · infection in a ward: \(percent(ensemble.nosocomial))")
        row(["", "mean", "5 %", "50 %", "95 %"])
        for quantity in Quantity.allCases {
            let estimate = ensemble.measure(quantity)
            row([
                name(quantity, header.currency), grouped(estimate.mean), grouped(estimate.p5),
                grouped(estimate.median), grouped(estimate.p95),
            ])
        }
        let dynamics = ensemble.outcomes.map(\.dynamics)
        let reproduction = Estimate(dynamics.compactMap { $0.reproduction(days: 0..<14) })
        let generation = Estimate(dynamics.filter { $0.meanGeneration > 0 }.map(\.meanGeneration))
        let early = Estimate(dynamics.filter { $0.meanGeneration > 0 }.map(\.presymptomaticShare))
        let share = Estimate(dynamics.filter { $0.meanGeneration > 0 }.map(\.shareMaking80Percent))
        Swift.print(
            "realised R of those infected in the first 14 days \(decimals(reproduction.mean)) · generation interval \(decimals(generation.mean)) d · "
                + "before onset \(Int((early.mean * 100).rounded())) % · 80 % of infections from \(Int((share.mean * 100).rounded())) %")
    }

    private static func name(_ quantity: Quantity, _ currency: String) -> String {
        quantity == .cost ? "\(quantity.label.en), \(currency)" : quantity.label.en
    }

    private static func row(_ cells: [String]) {
        let widths = [40, 16, 16, 22, 34]
        Swift.print(
            zip(cells, widths).enumerated().map { index, pair in
                let (cell, width) = pair
                let filling = String(repeating: " ", count: max(0, width - cell.count))
                return index == 0 ? cell + filling : filling + cell
            }.joined(separator: " "))
    }

    private static func percent(_ probability: Ensemble.Probability) -> String { "\(Int((probability.share * 100).rounded())) %" }

    private static func decimals(_ value: Double) -> String { String(format: "%.2f", value) }

    private static func grouped(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        if abs(value) < 100, value != value.rounded() { return String(format: "%.1f", value) }
        var digits = String(Int(value.rounded().magnitude))
        var parts: [String] = []
        while digits.count > 3 {
            parts.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (value < 0 ? "−" : "") + ([digits] + parts).joined(separator: ",")
    }

    static func plain(_ value: Double) -> String { value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value) }
}

/// A mean with its interval and quantiles, as JSON; an interval that is not known (one replicate) is null.
private struct EstimateReport: Encodable {
    let mean: Double
    let low: Double?, high: Double?
    let p5: Double, p50: Double, p95: Double

    init(_ estimate: Estimate) {
        mean = estimate.mean
        low = estimate.low.isFinite ? estimate.low : nil
        high = estimate.high.isFinite ? estimate.high : nil
        p5 = estimate.p5
        p50 = estimate.median
        p95 = estimate.p95
    }
}

private struct ProbabilityReport: Encodable {
    let share: Double, low: Double, high: Double

    init(_ probability: Ensemble.Probability) {
        share = probability.share
        (low, high) = probability.interval
    }
}

/// What is printed of one policy as JSON.
private struct Report: Encodable {
    struct Territory: Encodable {
        let code: String, name: String
        let infections: EstimateReport
        let spillOver: ProbabilityReport, importation: ProbabilityReport
        /// Day by day, if wanted: what is nothing on any day is left out.
        let series: [String: [String: [Double]]]?
    }
    struct Dynamics: Encodable {
        let reproductionFirst14Days: EstimateReport, generationInterval: EstimateReport, presymptomaticShare: EstimateReport,
            shareMaking80Percent: EstimateReport
        /// Mean number of infected people by how many they infected.
        let offspring: [Double]
    }
    let policy: String, disease: String, start: String
    let currency: String
    let reproduction: Double
    let residents: Int, days: Int, replicates: Int
    let seed: UInt64
    let containment: ProbabilityReport, nosocomial: ProbabilityReport
    let quantities: [String: EstimateReport]
    let infectionsByLayer: [String: EstimateReport]
    let foundBy: [String: EstimateReport]
    let series: [String: [String: [Double]]]
    let territories: [Territory]
    let dynamics: Dynamics

    /// Quantiles of the series by day, in all territories or in one.
    private static func series(_ ensemble: Ensemble, territory: Int? = nil) -> [String: [String: [Double]]] {
        let bands = Ensemble.Series.allCases.map { ($0.rawValue, ensemble.band($0, territory: territory).values) }
        return Dictionary(
            uniqueKeysWithValues: bands.filter { _, values in territory == nil || values.contains { $0.contains { $0 != 0 } } }.map { name, values in
                (name, Dictionary(uniqueKeysWithValues: zip(["p5", "p25", "p50", "p75", "p95"], values)))
            })
    }

    init(_ ensemble: Ensemble, _ header: SimulationFile.Header, isByTerritory: Bool) {
        policy = header.policy
        currency = header.currency
        disease = header.disease
        start = header.start
        reproduction = header.reproduction
        residents = header.residents
        days = header.days
        replicates = ensemble.outcomes.count
        seed = header.seed
        containment = ProbabilityReport(ensemble.containment())
        nosocomial = ProbabilityReport(ensemble.nosocomial)
        quantities = Dictionary(uniqueKeysWithValues: Quantity.allCases.map { ($0.rawValue, EstimateReport(ensemble.measure($0))) })
        func total(_ count: Simulation.Count) -> EstimateReport { EstimateReport(Estimate(ensemble.outcomes.map { Double($0.daily.total(count)) })) }
        infectionsByLayer = Dictionary(
            uniqueKeysWithValues: Layer.allCases.compactMap { layer in Simulation.Count(rawValue: Int(layer.rawValue)).map { (layer.key, total($0)) }
            })
        let routes: [Simulation.Count] = [.foundInClinic, .foundAsContact, .foundOnArrival, .foundAtPost, .foundInRound, .foundOutside]
        foundBy = Dictionary(uniqueKeysWithValues: routes.map { ($0.key, total($0)) })
        series = Report.series(ensemble)
        territories = zip(header.territories, header.names).enumerated().map { index, territory in
            Territory(
                code: territory.0, name: territory.1,
                infections: EstimateReport(Estimate(ensemble.outcomes.map { Double($0.daily.infections(territory: index).reduce(0, +)) })),
                spillOver: ProbabilityReport(ensemble.spillOver(from: index)), importation: ProbabilityReport(ensemble.importation(into: index)),
                series: isByTerritory ? Report.series(ensemble, territory: index) : nil)
        }
        let all = ensemble.outcomes.map(\.dynamics)
        let longest = all.map { $0.offspringSizes.lastIndex { $0 > 0 } ?? 0 }.max() ?? 0
        dynamics = Dynamics(
            reproductionFirst14Days: EstimateReport(Estimate(all.compactMap { $0.reproduction(days: 0..<14) })),
            generationInterval: EstimateReport(Estimate(all.map(\.meanGeneration))),
            presymptomaticShare: EstimateReport(Estimate(all.map(\.presymptomaticShare))),
            shareMaking80Percent: EstimateReport(Estimate(all.map(\.shareMaking80Percent))),
            offspring: (0...longest).map { size in all.reduce(0) { $0 + Double($1.offspringSizes[size]) } / Double(max(1, all.count)) })
    }
}

/// What is printed of two policies as JSON.
private struct ComparisonReport: Encodable {
    struct Line: Encodable {
        let quantity: String
        let before: EstimateReport, after: EstimateReport, difference: EstimateReport
    }
    let before: String, after: String
    let currency: String
    let containedBefore: ProbabilityReport, containedAfter: ProbabilityReport
    let onlyBefore: Int, onlyAfter: Int
    let lines: [Line]

    init(_ comparison: Comparison, names: [String], currency: String) {
        self.currency = currency
        before = names[0]
        after = names[1]
        containedBefore = ProbabilityReport(comparison.before)
        containedAfter = ProbabilityReport(comparison.after)
        onlyBefore = comparison.onlyBefore
        onlyAfter = comparison.onlyAfter
        lines = comparison.lines.map {
            Line(
                quantity: $0.quantity.rawValue, before: EstimateReport($0.before), after: EstimateReport($0.after),
                difference: EstimateReport($0.difference))
        }
    }
}
