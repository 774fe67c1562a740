import ArgumentParser
import Operations
import Storage
import Vocabulary

extension ReportCommand {
    /// `shoutu report bulletin`: the last whole day, 0–24 h, as the province publishes it.
    struct BulletinReport: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "bulletin", abstract: "The daily bulletin, 0–24 h, of the last day that was over.")
        @OptionGroup var options: DatabaseOptions
        @OptionGroup var question: Question
        @Option(help: "text, json or csv.") var format: OutputFormat = .text
        @Option(help: "Language of the text: en or zh.") var language = "en"
        @Flag(help: "With where the new cases were, de-identified (text only).") var movements = false

        func run() async throws {
            let operations = try await options.open().operations
            let bulletin = try await operations.bulletin(
                of: try question.code ?? operations.policies.root, scope: .systemUnrestricted, asOf: try question.moment)
            guard bulletin.breaches.isEmpty else {
                for breach in bulletin.breaches { Output.complain("the bulletin does not balance: \(breach)") }
                throw ExitCode.failure
            }
            let names = try await operations.territoryNames()
            let text = BulletinText(bulletin, names: { names[$0] })
            switch format {
            case .json: try Output.json(Document(bulletin, text.text))
            case .csv: Output.csv(["figure", "local", "imported", "total"], Document.rows(bulletin))
            case .text:
                print(language == "zh" ? text.text.zh : text.text.en)
                let situation = try await operations.situation(
                    of: bulletin.territory, scope: .systemUnrestricted, asOf: operations.policies.zone.instant(bulletin.day + 1))
                for line in try await operations.measures(of: situation, scope: .systemUnrestricted, names: { names[$0] }).sentences {
                    print(language == "zh" ? line.zh : line.en)
                }
                guard movements else { return }
                let moved = try await operations.movements(of: bulletin.territory, scope: .systemUnrestricted, asOf: try question.moment)
                for line in PublishedTrajectory.text(moved, in: operations.policies.zone, names: { names.published($0) }) {
                    print(language == "zh" ? line.zh : line.en)
                }
            }
        }
    }

    /// Of which territory, as known when.
    struct Question: ParsableArguments {
        @Option(help: "As known at this moment, ISO 8601 with offset; default: now by the operating clock.") var at: String?
        @Option(help: "The territory's code; default: the deployment's own.") var territory: String?

        /// The moment asked for.
        var moment: Instant? {
            get throws {
                try at.map { text in
                    guard let moment = Instant(text) else {
                        throw ValidationError("--at: “\(text)” is no moment; expected ISO 8601 with an offset, such as 2022-03-19T10:00+08:00")
                    }
                    return moment
                }
            }
        }

        /// The territory asked for.
        var code: TerritoryCode? {
            get throws {
                try territory.map { text in
                    guard let code = TerritoryCode(text) else {
                        throw ValidationError("--territory: “\(text)” is no code; expected 2, 4, 6, 9 or 12 digits")
                    }
                    return code
                }
            }
        }
    }
}

/// A bulletin as JSON.
private struct Document: Encodable {
    let day: String
    let territory: String
    let text: [String: String]
    let figures: [String: [String: Int]]
    let newConfirmedPlaces: [Place]
    let newAsymptomaticPlaces: [Place]
    let newDischarged: Int
    let newDied: Int
    let severe: Int
    let discharged: Int
    let died: Int
    let quietDays: [String: Int]

    struct Place: Encodable {
        let territory: String
        let inside: Int
        let outside: Int
    }

    private enum CodingKeys: String, CodingKey {
        case day, territory, text, figures, severe, discharged, died
        case newConfirmedPlaces = "new_confirmed_places"
        case newAsymptomaticPlaces = "new_asymptomatic_places"
        case newDischarged = "new_discharged"
        case newDied = "new_died"
        case quietDays = "quiet_days"
    }

    init(_ bulletin: Bulletin, _ text: LocalizedText) {
        day = "\(bulletin.day)"
        territory = bulletin.territory.digits
        self.text = ["zh": text.zh, "en": text.en]
        figures = Dictionary(
            uniqueKeysWithValues: Document.figures(bulletin).map {
                ($0.name, ["local": $0.local, "imported": $0.imported, "total": $0.local + $0.imported])
            })
        func places(_ found: Bulletin.Found) -> [Place] {
            found.places.map { Place(territory: $0.territory.digits, inside: $0.inside, outside: $0.outside) }
        }
        newConfirmedPlaces = places(bulletin.newConfirmed)
        newAsymptomaticPlaces = places(bulletin.newAsymptomatic)
        newDischarged = bulletin.newDischarged
        newDied = bulletin.newDied
        severe = bulletin.after.severe
        discharged = bulletin.after.discharged
        died = bulletin.after.died
        quietDays = Dictionary(uniqueKeysWithValues: bulletin.quiet.map { ($0.territory.digits, $0.days) })
    }

    static func rows(_ bulletin: Bulletin) -> [[String]] {
        figures(bulletin).map { [$0.name, "\($0.local)", "\($0.imported)", "\($0.local + $0.imported)"] }
    }

    private static func figures(_ bulletin: Bulletin) -> [(name: String, local: Int, imported: Int)] {
        func line(_ name: String, _ split: Bulletin.Split) -> (name: String, local: Int, imported: Int) { (name, split.local, split.imported) }
        return [
            ("new_confirmed", bulletin.newConfirmed.local, bulletin.newConfirmed.imported), line("converted", bulletin.converted),
            line("corrections", bulletin.corrections),
            ("new_asymptomatic", bulletin.newAsymptomatic.local, bulletin.newAsymptomatic.imported), line("released", bulletin.released),
            line("ruled_out", bulletin.ruledOut), line("cumulative_confirmed_before", bulletin.before.confirmed),
            line("cumulative_confirmed", bulletin.after.confirmed), line("under_treatment", bulletin.after.open),
            line("asymptomatic_before", bulletin.before.observed), line("asymptomatic", bulletin.after.observed),
        ]
    }
}
