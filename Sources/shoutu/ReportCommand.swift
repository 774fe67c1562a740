import ArgumentParser
import Foundation
import Operations
import Policy
import Storage
import Vocabulary

/// `shoutu report`: the situation as of a moment and the bulletin of the day before, in words or as data.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Print the situation as of a moment, or the bulletin of a day.",
        subcommands: [SituationReport.self, BulletinReport.self])

    struct SituationReport: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "situation", abstract: "The situation of a territory.")
        @OptionGroup var options: DatabaseOptions
        @OptionGroup var question: Question
        @Option(help: "text, json or csv.") var format: OutputFormat = .text
        @Option(help: "Language of the text: en or zh.") var language = "en"

        func run() async throws {
            let operations = try await options.open().operations
            let situation = try await operations.situation(
                of: try question.code ?? operations.policies.root, scope: .systemUnrestricted, asOf: try question.moment)
            let names = try await operations.territoryNames()
            switch format {
            case .json: try Output.json(Document(situation, names: names, zone: operations.policies.zone))
            case .csv: printCSV(situation)
            case .text:
                let measures = try await operations.measures(of: situation, scope: .systemUnrestricted, names: { names[$0] })
                printText(situation, measures, names: names, zone: operations.policies.zone)
            }
        }

        private func printText(_ situation: Situation, _ measures: MeasuresText, names: TerritoryNames, zone: CivilZone) {
            let brief = SituationBrief(situation, zone: zone, names: { names[$0] })
            print((brief.sentences + measures.sentences).map { language == "zh" ? $0.zh : $0.en }.joined(separator: language == "zh" ? "" : " "))
            print("")
            for measure in Measure.allCases {
                let cell = situation.scorecard.total(measure)
                guard cell.due > 0 else { continue }
                let share = Int(((cell.share ?? 0) * 100).rounded())
                print(
                    "\(measure.rawValue < 10 ? " " : "")\(measure.rawValue) \(measure.key.padding(toLength: 12, withPad: " ", startingAt: 0)) \(share) % in time; due \(cell.due), met late \(cell.metLate), overdue \(cell.overdue), of these missed \(cell.missed)"
                )
            }
        }

        private func printCSV(_ situation: Situation) {
            Output.csv(
                ["measure", "due", "met_in_time", "met_late", "overdue", "missed"],
                Measure.allCases.map { measure in
                    let cell = situation.scorecard.total(measure)
                    return [measure.key] + [cell.due, cell.metInTime, cell.metLate, cell.overdue, cell.missed].map(String.init)
                })
        }
    }
}

/// The situation as JSON.
private struct Document: Encodable {
    let asOf: String
    let territory: String
    let text: [String: String]
    let confirmedInHospital: Int
    let confirmedInHospitalImported: Int
    let asymptomatic: Int
    let asymptomaticImported: Int
    let cumulativeConfirmed: Int
    let newToday: Int
    let cities: [City]
    let scorecard: [Row]

    struct City: Encodable {
        let code: String
        let zh: String
        let en: String
    }

    struct Row: Encodable {
        let measure: String
        let number: Int
        let due: Int
        let metInTime: Int
        let metLate: Int
        let overdue: Int
        let missed: Int

        private enum CodingKeys: String, CodingKey {
            case measure, number, due, overdue, missed
            case metInTime = "met_in_time"
            case metLate = "met_late"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case territory, text, asymptomatic, cities, scorecard
        case asOf = "as_of"
        case confirmedInHospital = "confirmed_in_hospital"
        case confirmedInHospitalImported = "confirmed_in_hospital_imported"
        case asymptomaticImported = "asymptomatic_imported"
        case cumulativeConfirmed = "cumulative_confirmed"
        case newToday = "new_today"
    }

    init(_ situation: Situation, names: TerritoryNames, zone: CivilZone) {
        let figures = situation.figures
        asOf = zone.text(of: situation.asOf)
        territory = situation.territory.digits
        let sentences = SituationBrief(situation, zone: zone, names: { names[$0] }).sentences
        text = ["zh": sentences.map(\.zh).joined(), "en": sentences.map(\.en).joined(separator: " ")]
        confirmedInHospital = figures.localConfirmedInHospital
        confirmedInHospitalImported = figures.importedConfirmedInHospital
        asymptomatic = figures.localAsymptomatic + figures.importedAsymptomatic
        asymptomaticImported = figures.importedAsymptomatic
        cumulativeConfirmed = figures.cumulativeConfirmed
        newToday = figures.newToday
        cities = figures.prefectures.map { City(code: $0.digits, zh: names[$0].zh, en: names[$0].en) }
        scorecard = Measure.allCases.map { measure in
            let cell = situation.scorecard.total(measure)
            return Row(
                measure: measure.key, number: measure.rawValue, due: cell.due, metInTime: cell.metInTime, metLate: cell.metLate,
                overdue: cell.overdue,
                missed: cell.missed)
        }
    }
}
