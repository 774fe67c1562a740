import ArgumentParser
import Exchange
import Policy
import Vocabulary

/// `shoutu policy`: read, show, compare and explain control policies.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Check, show, compare, explain and adopt control policies.",
        discussion: "A policy is named by the key of a shipped edition, such as hunan-2022-03, or by the path of a YAML file.",
        subcommands: [Check.self, Show.self, Diff.self, Explain.self, Adopt.self])

    /// The languages of the output.
    enum Language: String, CaseIterable, ExpressibleByArgument {
        case en, zh

        func callAsFunction(_ text: LocalizedText) -> String { self == .zh ? text.zh : text.en }
    }

    /// Reads a document, or prints its problems and ends with failure.
    static func document(_ name: String, language: Language) throws -> PolicyDocument {
        do throws(PolicyProblems) {
            return try folder().document(name)
        } catch {
            for problem in error.problems { Output.complain(line(problem, language) + editions(where: [problem])) }
            throw ExitCode.failure
        }
    }

    /// The shipped editions; an empty folder where the program cannot find them, so that files can still be read.
    private static func folder() -> PolicyFolder {
        (try? PolicyFolder.standard()) ?? PolicyFolder(.init(filePath: "policies"))
    }

    /// The editions there are, where one was named that there is not.
    static func editions(where problems: [PolicyProblem]) -> String {
        let isMissing = problems.contains { if case .noSuchEdition = $0.kind { true } else { false } }
        guard isMissing, let keys = try? PolicyFolder.standard().keys else { return "" }
        return "; there are \(keys.joined(separator: ", ")), or the path of a file"
    }

    static func line(_ problem: PolicyProblem, _ language: Language) -> String {
        "\(problem.position): \(problem.isWarning ? "warning" : "error"): \(problem.key.isEmpty ? "" : problem.key + ": ")\(language(problem.message))"
    }
}

extension PolicyCommand {
    /// `shoutu policy check`
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read policies and report every problem with its place; fails if there is an error.")

        @Argument(help: "Keys of editions or paths of files.") var policies: [String]
        @Option(help: "Also report where a policy goes beyond this edition (the nine prohibitions).") var against: String?
        @Option(help: "text, json or csv.") var format: OutputFormat = .text
        @Option(help: "en or zh.") var language: Language = .en

        func validate() throws {
            if policies.isEmpty { throw ValidationError("name at least one policy: a key such as hunan-2022-03, or a file") }
        }

        func run() throws {
            let base = try against.map { try document($0, language: language) }
            var problems: [PolicyProblem] = []
            var good: [PolicyDocument] = []
            let folder = try? PolicyFolder.standard()
            for name in policies {
                do throws(PolicyProblems) {
                    let document = try (folder ?? PolicyFolder(.init(filePath: "policies"))).document(name)
                    good.append(document)
                    problems += document.warnings
                    if let base {
                        problems += document.overreach(beyond: base, prohibitions: Set(Prohibition.allCases)).filter { !problems.contains($0) }
                    }
                } catch {
                    problems += error.problems
                }
            }
            try print(problems, good)
            if problems.contains(where: { !$0.isWarning }) { throw ExitCode.failure }
        }

        private func print(_ problems: [PolicyProblem], _ good: [PolicyDocument]) throws {
            switch format {
            case .text:
                for problem in problems { Output.complain(line(problem, language)) }
                for document in good {
                    let chain = document.editions.joined(separator: " < ")
                    let lines = document.lines.count
                    Swift.print("\(document.policy.id): " + (language == .zh ? "可用，\(lines) 行（\(chain)）" : "good, \(lines) lines (\(chain))"))
                }
            case .json: try Output.json(problems.map { Problem($0, language) })
            case .csv:
                Output.csv(
                    ["file", "line", "column", "severity", "key", "message"],
                    problems.map { Problem($0, language) }.map { [$0.file, String($0.line), String($0.column), $0.severity, $0.key, $0.message] })
            }
        }

        /// A problem as it is printed.
        struct Problem: Encodable {
            let file: String
            let line: Int
            let column: Int
            let severity: String
            let key: String
            let message: String

            init(_ problem: PolicyProblem, _ language: Language) {
                file = problem.position.file
                line = problem.position.line
                column = problem.position.column
                severity = problem.isWarning ? "warning" : "error"
                key = problem.key
                message = language(problem.message)
            }
        }
    }

    /// `shoutu policy show`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print a policy readably, in the order of the ten measures.")

        @Argument(help: "Key of an edition or path of a file.") var policy: String
        @Option(help: "text, json or csv.") var format: OutputFormat = .text
        @Option(help: "en or zh.") var language: Language = .en
        @Flag(help: "Print where each line is set.") var places = false
        @Flag(help: "Print the lines on which the policy is silent as well, with what then holds.") var defaults = false

        func run() throws {
            let outline = PolicyOutline(try document(policy, language: language))
            switch format {
            case .text: text(outline)
            case .json: try Output.json(OutlineJSON(outline))
            case .csv:
                Output.csv(
                    ["key", "section", "part", "label", "value", "set_at"],
                    outline.sections.flatMap { section in
                        section.parts.flatMap { part in
                            part.lines.flatMap { $0.details.isEmpty ? [$0] : $0.details }.map { line in
                                [
                                    line.key, language(section.title), part.title.map { language($0) } ?? "", language(line.label),
                                    language(line.value),
                                    line.position?.description ?? "",
                                ]
                            }
                        }
                    })
            }
        }

        private func text(_ outline: PolicyOutline) {
            print("\(language(outline.title)) (\(outline.id))")
            for section in outline.sections {
                print("\n" + (section.measure.map { "\($0.rawValue) · " } ?? "") + language(section.title).uppercased())
                for part in section.parts {
                    let shown = part.lines.filter { defaults || $0.position != nil }
                    if shown.isEmpty { continue }
                    if let title = part.title { print("  \(language(title))") }
                    for line in shown { text(line, indent: part.title == nil ? "  " : "    ") }
                }
            }
        }

        private func text(_ line: PolicyOutline.Line, indent: String) {
            print("\(indent)\(language(line.label)): \(language(line.value))" + (places ? "  [\(line.position?.description ?? "default")]" : ""))
            if defaults { for detail in line.details { text(detail, indent: indent + "  ") } }
        }
    }

    /// `shoutu policy explain`
    struct Explain: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print what the policy says under a rule key, and where that is set.")

        @Argument(help: "A rule key, such as tracing.close.stages.1.tests.4.") var rule: String
        @Option(help: "Key of an edition or path of a file.") var policy: String
        @Option(help: "text, json or csv.") var format: OutputFormat = .text
        @Option(help: "en or zh.") var language: Language = .en

        func run() throws {
            let document = try document(policy, language: language)
            let lines = document.lines(explaining: rule)
            guard !lines.isEmpty else {
                Output.complain(
                    "\(document.policy.id): no line says anything under “\(rule)”; `shoutu policy show \(policy) --format csv` lists the keys")
                throw ExitCode.failure
            }
            switch format {
            case .text:
                for line in lines {
                    print("\(language(document.label(of: line.key))): \(language(line.value.words))")
                    print("  \(line.key)  [\(line.position?.description ?? "default of the program")]")
                }
            case .json: try Output.json(lines.map { Rule($0, document) })
            case .csv:
                Output.csv(
                    ["key", "label", "value", "set_at"],
                    lines.map { [$0.key, language(document.label(of: $0.key)), language($0.value.words), $0.position?.description ?? ""] })
            }
        }

        /// A line as it is printed.
        struct Rule: Encodable {
            let key: String
            let label: LocalizedText
            let value: LocalizedText
            let setAt: String?

            init(_ line: PolicyLine, _ document: PolicyDocument) {
                key = line.key
                label = document.label(of: line.key)
                value = line.value.words
                setAt = line.position?.description
            }
        }
    }

    /// An outline as JSON.
    struct OutlineJSON: Encodable {
        let id: String
        let title: LocalizedText
        let sections: [Section]

        struct Section: Encodable {
            let key: String
            let measure: Int?
            let title: LocalizedText
            let parts: [Part]
        }

        struct Part: Encodable {
            let key: String
            let title: LocalizedText?
            let lines: [Line]
        }

        struct Line: Encodable {
            let key: String
            let label: LocalizedText
            let value: LocalizedText
            let setAt: String?
            let details: [Line]?

            init(_ line: PolicyOutline.Line) {
                key = line.key
                label = line.label
                value = line.value
                setAt = line.position?.description
                details = line.details.isEmpty ? nil : line.details.map(Line.init)
            }
        }

        init(_ outline: PolicyOutline) {
            id = outline.id
            title = outline.title
            sections = outline.sections.map { section in
                Section(
                    key: section.key, measure: section.measure?.rawValue, title: section.title,
                    parts: section.parts.map { part in
                        Part(
                            key: part.key, title: part.title,
                            lines: part.lines.map(Line.init))
                    })
            }
        }
    }
}

private func document(_ name: String, language: PolicyCommand.Language) throws -> PolicyDocument {
    try PolicyCommand.document(name, language: language)
}

private func line(_ problem: PolicyProblem, _ language: PolicyCommand.Language) -> String { PolicyCommand.line(problem, language) }
