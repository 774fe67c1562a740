import ArgumentParser
import Exchange
import Operations
import Policy
import Vocabulary

extension PolicyCommand {
    /// `shoutu policy diff`
    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print what differs between two policies in plain words.",
            discussion: "With --database, or --affected for the database of the environment, also counts who would be affected if the newer one "
                + "governed everything now open instead of the older.")

        @Argument(help: "The older policy: key or file.") var old: String
        @Argument(help: "The newer policy: key or file.") var new: String
        @OptionGroup var options: DatabaseOptions
        @Flag(help: "Count who is affected, on the database of the environment.") var affected = false
        @Option(help: "text, json or csv.") var format: OutputFormat = .text
        @Option(help: "en or zh.") var language: Language = .en

        func run() async throws {
            let before = try PolicyCommand.document(old, language: language)
            let after = try PolicyCommand.document(new, language: language)
            let diff = PolicyDiff(from: before, to: after)
            let impact = try await impact(of: after.policy, over: before.policy)
            switch format {
            case .text: text(diff, before: before, after: after, impact)
            case .json: try Output.json(diff.changes.map { Change($0, impact?.part(of: $0.key)) })
            case .csv:
                Output.csv(
                    ["key", "label", "old", "new"] + (impact == nil ? [] : ["persons_affected"]),
                    diff.changes.map { change in
                        [
                            change.key, language(change.label), (change.old?.value.words).map { language($0) } ?? "",
                            (change.new?.value.words).map { language($0) } ?? "",
                        ] + (impact.map { [String($0.part(of: change.key)?.persons ?? 0)] } ?? [])
                    })
            }
        }

        private func impact(of new: Policy, over old: Policy) async throws -> PolicyImpact? {
            guard affected || options.database != nil else { return nil }
            let line = ProgressLine("persons")
            let impact = try await options.open().operations.impact(of: new, over: old, scope: .systemUnrestricted) { line.show($0, of: $1) }
            line.end()
            return impact
        }

        private func text(_ diff: PolicyDiff, before: PolicyDocument, after: PolicyDocument, _ impact: PolicyImpact?) {
            print(language(before.policy.title) + " → " + language(after.policy.title))
            if let impact { print(language(impact.words)) }
            var measure: Measure??
            for paragraph in diff.paragraphs {
                if measure == nil || measure != .some(paragraph.measure) {
                    measure = .some(paragraph.measure)
                    print("\n" + (paragraph.measure.map { "\($0.rawValue) · \(language(after.label(of: $0.key)).uppercased())" } ?? "–"))
                }
                print("  \(language(paragraph.title)): \(language(paragraph.text))")
                if let part = impact?.parts[paragraph.key] { print("    → \(language(part.words))") }
            }
            if diff.changes.isEmpty { print(language == .zh ? "没有差别" : "no difference") }
        }

        /// A changed line as it is printed.
        struct Change: Encodable {
            let key: String
            let label: LocalizedText
            let old: LocalizedText?
            let new: LocalizedText?
            let setAt: String?
            let affected: PolicyImpact.Part?

            init(_ change: PolicyDiff.Change, _ affected: PolicyImpact.Part?) {
                key = change.key
                label = change.label
                old = change.old?.value.words
                new = change.new?.value.words
                setAt = (change.new?.position ?? change.old?.position)?.description
                self.affected = affected
            }
        }
    }
}
