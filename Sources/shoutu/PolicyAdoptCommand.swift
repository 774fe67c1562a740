import ArgumentParser
import Exchange
import Operations
import Policy
import Storage
import Vocabulary

extension PolicyCommand {
    /// `shoutu policy adopt`: from then on the register runs by it.
    struct Adopt: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a policy into force in a territory and everything below it.",
            discussion: """
                The texts are kept in the register: later changes of the file change nothing. What is open is derived anew where the policy \
                changes it. A running server takes it up within a quarter of a minute.
                """)

        @OptionGroup var options: DatabaseOptions
        @Argument(help: "Key of a shipped edition, such as hunan-2022-03, or the path of a YAML file.") var policy: String
        @Option(help: "Where it holds: a division code. Default: the policy's own territory.") var territory: String?
        @Option(name: .customLong("from"), help: "From when on: a date or a time, such as 2022-03-19 or 2022-03-19T18:00+08:00. Default: now.")
        var start: String?
        @Option(help: "Language of what is found wrong: en or zh.") var language: Language = .en

        func run() async throws {
            let document = try PolicyCommand.document(policy, language: language)
            let zone = document.policy.zone
            guard let code = territory.map({ TerritoryCode($0) }) ?? document.policy.territory else {
                throw ValidationError(
                    territory.map { "--territory: “\($0)” is no code; expected 2, 4, 6, 9 or 12 digits" }
                        ?? "\(document.policy.id) names no territory: say where it is to hold with --territory")
            }
            let deployment = try await options.open()
            let operations = deployment.operations
            let moment = try start.map { try PolicyCommand.Adopt.moment($0, zone) } ?? operations.clock.now
            try await operations.adopt(
                policy, from: try PolicyFolder.standard(), in: code, effectiveAt: moment, knownAt: operations.clock.now,
                as: .systemUnrestricted("policy adopt"))
            try await Upkeep(operations).run()
            await operations.store.close()
            let what = "\(language(document.policy.title)) (\(document.policy.id))"
            if let until = document.policy.until, zone.instant(until + 1) <= operations.clock.now {
                print(
                    """
                    \(what) is adopted in \(code), but ended on \(until) by its own text: it governs what began before then, and nothing now. \
                    For today, extend it in a file of your own with another `until:`.
                    """)
            } else {
                print("\(what) is in force in \(code) from \(zone.text(of: moment)) on.")
            }
        }

        static func moment(_ text: String, _ zone: CivilZone) throws -> Instant {
            if let date = CivilDate(text) { return zone.instant(date) }
            guard let moment = Instant(text) else {
                throw ValidationError("--from: “\(text)” is no date or time; expected such as 2022-03-19 or 2022-03-19T18:00+08:00")
            }
            return moment
        }
    }
}
