import ArgumentParser
import Exchange
import Foundation
import Operations
import Register
import Storage
import Vocabulary

/// `shoutu export`: writes the register's rows as files that import back.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Export cases, contacts, tests, places and the like as CSV, Excel or FHIR.",
        discussion: """
            Tables about people hold whole identities and need a --purpose, which the audit records with every one that leaves. A CSV imports back to \
            the same facts; in a workbook days are days and codes are text. A FHIR R4 bundle is made of \(fhirKinds); without --purpose its people are \
            masked.
            """)
    @OptionGroup var options: DatabaseOptions
    @Argument(help: "What the rows are about; report-card for the report card of one case.") var kind: String
    @Option(name: .customLong("case"), help: "For report-card: the case's label, the number of its entry, or the person's number.") var caseName:
        String?
    @Option(help: "Only people whose duty lies in this territory.") var territory: String?
    @Option(help: "csv, xlsx or fhir; of a report-card csv, text or json.") var format = "csv"
    @Option(help: "Language of headers and choices: zh or en.") var language = "zh"
    @Option(help: "For what, in words; recorded with every identity that leaves.") var purpose: String?
    @Option(help: "The file to write; default: standard output.") var output: String?

    func validate() throws {
        guard TableKind(rawValue: kind) != nil || kind == ExportCommand.card else {
            let kinds = TableKind.allCases.map(\.rawValue) + [ExportCommand.card]
            throw ValidationError("“\(kind)” is no kind of file; expected one of \(kinds.joined(separator: ", "))")
        }
        guard (kind == ExportCommand.card) == (caseName != nil) else {
            throw ValidationError("report-card is exported of one case: shoutu export report-card --case 0412-7")
        }
        guard territory == nil || territory.flatMap(TerritoryCode.init) != nil else {
            throw ValidationError("--territory: “\(territory ?? "")” is no code; expected 2, 4, 6, 9 or 12 digits")
        }
        let formats = kind == ExportCommand.card ? OutputFormat.allCases.map(\.rawValue) : TableFormat.allCases.map(\.rawValue)
        guard formats.contains(format) else {
            throw ValidationError("--format: “\(format)” is none; expected one of \(formats.joined(separator: ", "))")
        }
        guard format != TableFormat.fhir.rawValue || TableKind(rawValue: kind).map(ResourceBundle.kinds.contains) == true else {
            throw ValidationError("--format: nothing in FHIR stands for \(kind); expected one of \(ExportCommand.fhirKinds)")
        }
        guard purpose?.allSatisfy(\.isWhitespace) != true else { throw ValidationError("--purpose: say for what the identities are") }
        guard purpose != nil || !showsIdentities else {
            throw ValidationError(
                "\(kind) holds whole identities: say with --purpose for what, such as --purpose \"hand-over to the city's CDC\"; it is recorded with every one that leaves"
            )
        }
        guard TableLanguage(rawValue: language) != nil else { throw ValidationError("--language: expected zh or en") }
    }

    /// Whether the file shows who people are: a report card and every table about people do, a bundle without a purpose does not.
    private var showsIdentities: Bool {
        format != TableFormat.fhir.rawValue && TableKind(rawValue: kind)?.isAboutPersons ?? true
    }

    private static let card = "report-card"
    private static let fhirKinds = ResourceBundle.kinds.map(\.rawValue).joined(separator: ", ")

    func run() async throws {
        let operations = try await options.open().operations
        if let caseName { return try await exportCard(of: caseName, operations) }
        guard let kind = TableKind(rawValue: kind) else { return }
        let format = TableFormat(rawValue: format) ?? .csv
        let request = ExportRequest(
            kind: kind, format: format, territory: territory.flatMap(TerritoryCode.init), language: TableLanguage(rawValue: language) ?? .chinese,
            purpose: purpose)
        let file = try output.map { path in
            guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
                let handle = FileHandle(forWritingAtPath: path)
            else { throw Refusal("\(path) cannot be written.") }
            return handle
        }
        let handle = file ?? FileHandle.standardOutput
        let count = try await operations.exportTable(request, as: .systemUnrestricted("command line")) { try handle.write(contentsOf: Data($0)) }
        try file?.close()
        if let output { print("\(output): \(count) rows of \(kind.label.en)") }
        await operations.store.close()
    }

    private func exportCard(of name: String, _ operations: Operations) async throws {
        let author = Author.systemUnrestricted("command line")
        guard let person = try await operations.person(ofCase: name, scope: author.scope),
            let card = try await operations.reportCard(of: person, purpose: purpose ?? "", as: author)
        else { throw Refusal("There is no case \(name); shoutu export cases lists their labels.") }
        let language = TableLanguage(rawValue: language) ?? .chinese
        let zone = operations.policies.zone
        let fields = card.fields(in: language, zone: zone)
        let bytes: [UInt8]
        switch OutputFormat(rawValue: format) ?? .csv {
        case .csv:
            let writer = ReportCardWriter(language: language, zone: zone)
            var written = writer.beginning()
            writer.append(card, to: &written)
            bytes = written
        case .json:
            let object = fields.map { ["field": language == .chinese ? $0.label.zh : $0.label.en, "value": $0.value] }
            bytes = Array(try JSONEncoder().encode(object)) + [10]
        case .text:
            bytes = Array(fields.map { "\(language == .chinese ? $0.label.zh : $0.label.en): \($0.value)\n" }.joined().utf8)
        }
        if let output {
            guard FileManager.default.createFile(atPath: output, contents: Data(bytes), attributes: [.posixPermissions: 0o600]) else {
                throw Refusal("\(output) cannot be written.")
            }
            print("\(output): the report card of case \(name)")
        } else {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        }
        await operations.store.close()
    }
}
