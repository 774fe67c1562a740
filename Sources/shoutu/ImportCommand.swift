import ArgumentParser
import Exchange
import Foundation
import Operations
import Policy
import Register
import Scenarios
import Storage
import Vocabulary

/// `shoutu import`: takes tables and maps into the register.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import files of cases, contacts, tests and the like, or a map of boundaries.",
        discussion: """
            KIND is one of \(kinds). Headers are recognised in Chinese and English; encoding, separator and the order of dates are detected. \
            People are matched by document, then by telephone and name, then by the numbers of their files. Importing a file twice changes nothing.
            """)
    @OptionGroup var options: DatabaseOptions
    @Argument(help: "What the rows are about.") var kind: String
    @Argument(help: "The files, CSV (or GeoJSON for boundaries).") var files: [String]
    @Option(help: "How columns and values are to be read: a JSON file, or the name of a mapping that is shipped or saved.") var mapping: String?
    @Option(help: "Whose numbers the file uses for people; files with the same source share them. Default: the mapping's name.") var source: String?
    @Option(help: "For exposures without dates: the line list that has them.") var cases: String?
    @Option(help: "The territory that has the duty where a row names none; default: the register's own.") var territory: String?
    @Option(help: "For passenger lists: the risk of the origin where they do not state it, as PAXLST never does.") var risk: String?
    @Flag(help: "Write nothing; say what would change.") var dryRun = false
    @Option(help: "Write the rejected rows to this file, to be corrected and imported again. It holds identities.") var errors: String?
    @Option(help: "text or json.") var format: OutputFormat = .text
    @Option(help: "Language of the error file: zh or en.") var language = "en"

    static let kinds = (TableKind.allCases.map(\.rawValue) + ["manifest", "territories", "boundaries"]).joined(separator: ", ")

    func validate() throws {
        guard PassengerListImport.kind(named: kind) != nil || ["territories", "boundaries"].contains(kind) else {
            throw ValidationError("“\(kind)” is no kind of file; expected one of \(ImportCommand.kinds)")
        }
        guard territory == nil || territory.flatMap(TerritoryCode.init) != nil else {
            throw ValidationError("--territory: “\(territory ?? "")” is no code; expected 2, 4, 6, 9 or 12 digits")
        }
        guard risk == nil || risk.flatMap(OriginRisk.init) != nil else {
            throw ValidationError("--risk: expected one of \(OriginRisk.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        guard format != .csv else { throw ValidationError("--format: expected text or json") }
        guard TableLanguage(rawValue: language) != nil else { throw ValidationError("--language: expected zh or en") }
        guard !files.isEmpty else { throw ValidationError("no file given") }
    }

    func run() async throws {
        let deployment = try await options.open(isFounding: true)
        guard let kind = PassengerListImport.kind(named: kind) else {
            return try await kind == "boundaries" ? importBoundaries(deployment.operations) : importTerritories(deployment.operations)
        }
        var isGood = true
        for file in files {
            let outcome = try await importTable(file, kind, deployment.operations)
            isGood = isGood && outcome
        }
        if !dryRun { try await deployment.operations.keepClock() }
        await deployment.operations.store.close()
        if !isGood { throw ExitCode.failure }
    }

    private func importTable(_ file: String, _ kind: TableKind, _ operations: Operations) async throws -> Bool {
        let named = try await mapping.asyncMap { try await MappingFinder(operations: operations).find($0, kind: kind) }
        var context = try await operations.importContext(territory: territory.flatMap(TerritoryCode.init))
        if let cases {
            let list = try await mapping.asyncMap { try await MappingFinder(operations: operations).find($0, kind: .cases, isOptional: true) } ?? nil
            context.companions = try CompanionCases(ImportPlan(.file(path: cases), kind: .cases, mapping: list?.mapping, context: context))
        }
        let (content, unreadable) = try PassengerListImport.source(
            of: file, kind, risk: risk.flatMap(OriginRisk.init), destination: territory.flatMap(TerritoryCode.init))
        let read = PassengerListImport.mapping(named??.mapping, kind, risk: risk.flatMap(OriginRisk.init))
        let plan = try ImportPlan(content, kind: kind, mapping: read, context: context)
        let request = try ImportRequest(plan, source: source ?? named??.source ?? "", language: TableLanguage(rawValue: language) ?? .english)
        let line = ProgressLine(file)
        let watch = Watch()
        let progress: @Sendable (ImportCounts, Int, Int) -> Void = { counts, read, total in
            line.show(counts.rows, of: read > 0 ? max(counts.rows, counts.rows * total / read) : nil)
        }
        let report =
            dryRun
            ? try await operations.dryRun(request, scope: .systemUnrestricted, progress: progress)
            : try await operations.importTable(request, as: .systemUnrestricted("import:\(plan.source.name)"), progress: progress)
        line.end()
        let seconds = watch.seconds
        if let errors, !report.errors.isEmpty {
            guard FileManager.default.createFile(atPath: errors, contents: Data(report.errors), attributes: [.posixPermissions: 0o600]) else {
                throw Refusal("\(errors) cannot be written.")
            }
        }
        try show(report, plan, seconds)
        return report.counts.rejected + unreadable == 0
    }

    private func show(_ report: ImportReport, _ plan: ImportPlan, _ seconds: Double) throws {
        let counts = report.counts
        if format == .json {
            try Output.json(
                Summary(
                    file: plan.source.name, kind: plan.kind.rawValue, dryRun: dryRun, rows: counts.rows, new: counts.new, changed: counts.changed,
                    unchanged: counts.unchanged, rejected: counts.rejected, matched: counts.matched, seconds: seconds,
                    mistakes: report.mistakes.map(\.text.en)))
            return
        }
        if report.isContinued { print("\(plan.source.name): an import that was cut off goes on") }
        print(
            "\(plan.source.name): \(counts.rows) rows of \(plan.kind.label.en) (\(plan.form)): \(counts.new) new, \(counts.changed) changed, "
                + "\(counts.unchanged) unchanged, \(counts.rejected) rejected; \(counts.matched) about people known before"
                + (dryRun ? "; nothing was written" : "") + String(format: " (%.1f s)", seconds))
        let unread = plan.columns.compactMap { column -> String? in
            guard case .unrecognised(let suggestion)? = column.unread, !column.header.isEmpty else { return nil }
            return "“\(column.header)”" + (suggestion.map { " (\($0.zh), \($0.en)?)" } ?? "")
        }
        if let others = plan.sheet?.others, !others.isEmpty {
            Output.complain("Sheets not read: \(others.map { "“\($0)”" }.joined(separator: ", "))")
        }
        if !unread.isEmpty { Output.complain("Columns not read: \(unread.joined(separator: ", "))") }
        for mistake in report.mistakes.prefix(20) { Output.complain("\(plan.source.name), \(mistake.text.en)") }
        if counts.rejected > report.mistakes.prefix(20).count { Output.complain("… and \(counts.rejected - report.mistakes.prefix(20).count) more") }
        if counts.rejected > 0, errors == nil { Output.complain("Give --errors FILE to have the rejected rows in a file to correct.") }
    }

    private struct Summary: Encodable {
        let file, kind: String
        let dryRun: Bool
        let rows, new, changed, unchanged, rejected, matched: Int
        let seconds: Double
        let mistakes: [String]
    }

    /// Territories with their names in both languages, residents and seats; what is there already is changed.
    private func importTerritories(_ operations: Operations) async throws {
        for file in files {
            guard let data = FileManager.default.contents(atPath: file) else { throw Refusal("\(file) cannot be read.") }
            let gazetteer: Gazetteer
            do { gazetteer = try Gazetteer(csv: String(decoding: data, as: UTF8.self)) } catch { throw Refusal("\(file): \(error.text.en)") }
            print("\(file): \(gazetteer.territories.count) territories")
            guard !dryRun else { continue }
            try await operations.store.write(.systemUnrestricted("import:territories")) { try $0.setTerritories(DemoSetup.entries(gazetteer)) }
        }
    }

    private func importBoundaries(_ operations: Operations) async throws {
        guard files.count == 1, let data = FileManager.default.contents(atPath: files[0]) else { throw Refusal("\(files[0]) cannot be read.") }
        let map: BoundaryMap
        do { map = try BoundaryMap(geoJSON: data) } catch { throw Refusal("\(files[0]): \(error.text.en)") }
        let small = map.simplified(toAtMost: 400_000)
        let known = Set(try await operations.store.read(.systemUnrestricted) { try $0.territories() }.map(\.code))
        let strangers = map.areas.filter { !known.contains($0.code) }
        print("\(files[0]): \(map.areas.count) territories, \(map.pointCount) points, simplified to \(small.pointCount)")
        if !known.isEmpty, !strangers.isEmpty {
            Output.complain(
                "\(strangers.count) are not among the register's territories, such as \(strangers.prefix(3).map(\.code.digits).joined(separator: ", "))"
            )
        }
        guard !dryRun else { return }
        let json = small.geoJSON()
        try await operations.store.write(.systemUnrestricted("import:boundaries")) { try $0.setBoundary("counties", geoJSON: json) }
        print("The map is drawn with them from the next start of the server.")
    }
}

/// Finds mappings: as a file, among the shipped ones, among those saved in the register.
struct MappingFinder {
    let operations: Operations

    func find(_ name: String, kind: TableKind, isOptional: Bool = false) async throws -> (mapping: ColumnMapping, source: String)? {
        if let data = FileManager.default.contents(atPath: name) {
            let mapping: ColumnMapping
            do { mapping = try ColumnMapping(json: data) } catch { throw Refusal("--mapping: \(name): \(error.text.en)") }
            if isOptional, mapping.kind != kind { return nil }
            return (mapping, MappingFinder.source(of: (name as NSString).lastPathComponent.replacing(".json", with: ""), kind))
        }
        for candidate in [name, "\(name)-\(kind.rawValue)"] {
            let path = "Sources/Exchange/Resources/mappings/\(candidate).json"
            guard let url = try? ResourceFolder.url(for: path), let data = try? Data(contentsOf: url) else { continue }
            let mapping = try ColumnMapping(json: data)
            guard mapping.kind == kind else { continue }
            return (mapping, MappingFinder.source(of: candidate, kind))
        }
        if let data = try await operations.store.read(.systemUnrestricted, { try $0.mapping(name, kind: kind.rawValue) }) {
            return (try ColumnMapping(json: data), name)
        }
        if isOptional { return nil }
        let saved = try await operations.store.read(.systemUnrestricted) { try $0.mappingNames(kind: kind.rawValue) }
        let folder = try? ResourceFolder.url(for: "Sources/Exchange/Resources/mappings")
        let shipped = ((try? FileManager.default.contentsOfDirectory(atPath: folder?.path ?? "")) ?? []).map { $0.replacing(".json", with: "") }
            .sorted()
        throw Refusal(
            "--mapping: “\(name)” is neither a file nor a mapping of \(kind.label.en); there are \((shipped + saved).joined(separator: ", ")).")
    }

    /// A line list and its companions share their numbers: `mers-korea-2015-cases` and `mers-korea-2015-exposures` are of one source.
    private static func source(of name: String, _ kind: TableKind) -> String {
        TableKind.allCases.map { "-\($0.rawValue)" }.first { name.hasSuffix($0) }.map { String(name.dropLast($0.count)) } ?? name
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func asyncMap<T>(_ body: (Wrapped) async throws -> T) async rethrows -> T? {
        guard let self else { return nil }
        return try await body(self)
    }
}
