import Foundation
import Simulation
import Vocabulary

/// The line list with which `shoutu simulate` begins, read from a CSV file.
///
/// Columns `report` and, if known, `onset` (days, YYYY-MM-DD) and `territory` (a code of the residents' table or one above). A row that cannot be read is
/// told with its place and left out; the others stand.
struct SimulatedCases {
    let cases: [Scenario.KnownCase]
    /// The first day of the simulation.
    let start: CivilDate

    init(_ path: String, territories: [Demography], from start: CivilDate?) throws {
        let input = try EstimateInput(path)
        guard let report = input.column("report", "reported", "report_date") else {
            throw EstimateInputError(file: path, line: 1, found: "no column “report”", expected: "a header with report, onset, territory")
        }
        let onset = input.column("onset", "onset_date"), territory = input.column("territory", "code", "territory_code")
        var cases: [Scenario.KnownCase] = []
        for row in input.rows {
            do {
                cases.append(try SimulatedCases.known(row, input, report, onset, territory, territories))
            } catch let error as EstimateInputError {
                Output.complain("\(error); the row is left out")
            }
        }
        guard let last = cases.map(\.report).max() else {
            throw EstimateInputError(file: path, found: "no row that can be read", expected: "at least one case")
        }
        let first = start ?? last + Days(1)
        let later = cases.filter { $0.report >= first }.count
        if later > 0 { Output.complain("\(path): \(later) cases reported on or after the first day, \(first), are left out") }
        self.cases = cases.filter { $0.report < first }
        self.start = first
        if self.cases.isEmpty {
            throw EstimateInputError(file: path, found: "no case reported before \(first)", expected: "at least one")
        }
    }

    private static func known(
        _ row: [EstimateCell], _ input: EstimateInput, _ report: Int, _ onset: Int?, _ territory: Int?, _ territories: [Demography]
    ) throws -> Scenario.KnownCase {
        let reported = try input.cell(row, report, "the day of the report").date()
        var began: CivilDate?
        if let onset, onset < row.count, !row[onset].isEmpty {
            let day = try row[onset].date()
            guard day <= reported else { throw row[onset].error("an onset not after the report") }
            began = day
        }
        var code: TerritoryCode?
        if let territory, territory < row.count, !row[territory].isEmpty {
            guard let named = TerritoryCode(row[territory].text), territories.contains(where: { named.contains($0.code) }) else {
                throw row[territory].error("a code of the territories simulated, such as \(territories.first?.code.digits ?? "430102")")
            }
            code = named
        }
        return Scenario.KnownCase(territory: code, onset: began, report: reported)
    }
}
