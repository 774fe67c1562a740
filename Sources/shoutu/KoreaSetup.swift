import Exchange
import Foundation
import Operations
import Policy
import Scenarios
import Storage
import Vocabulary

/// The demo `mers-korea-2015`: the real line list of the outbreak and who infected whom, as published, through the ordinary importer.
///
/// The territories are those of ISO 3166-2 (82 and the two digits of the province) with the people of the 2015 census. Rows reported after
/// the scenario's moment are left out: nobody knew of them yet.
struct KoreaSetup {
    static let key = "mers-korea-2015"

    /// 15 June 2015, noon in Seoul: the second wave, out of the emergency room of Samsung Medical Center, is at its height.
    static let moment = Instant("2015-06-15T12:00+09:00") ?? .distantPast

    /// Fills an empty register.
    func fill(_ deployment: Deployment) async throws -> Operations {
        let (cases, exposures) = (try KoreaSetup.file("mers_korea_2015_linelist.csv"), try KoreaSetup.file("mers_korea_2015_contacts.csv"))
        let author = Author.systemUnrestricted("demo")
        let operations = Operations(
            store: deployment.operations.store, clock: .standing(at: KoreaSetup.moment), policies: deployment.operations.policies)
        let gazetteer = try Gazetteer(
            csv: String(contentsOf: ResourceFolder.url(for: "Sources/Scenarios/Resources/territories/korea.csv"), encoding: .utf8))
        try await operations.store.write(author) { try $0.setTerritories(DemoSetup.entries(gazetteer)) }
        guard let korea = TerritoryCode("82"), let beginning = CivilDate("2015-04-01") else { return operations }
        let policies = try PolicyFolder.standard()
        let policy = try policies.edition("who-mers")
        try await operations.adopt("who-mers", from: policies, in: korea, effectiveAt: policy.zone.instant(beginning), as: author)

        let finder = MappingFinder(operations: operations)
        var context = try await operations.importContext(territory: korea)
        let list = try await finder.find("mers-korea-2015", kind: .cases)
        let plan = try ImportPlan(.file(path: cases), kind: .cases, mapping: list?.mapping, context: context)
        try await take(plan, operations)
        context.companions = try CompanionCases(plan)
        let links = try await finder.find("mers-korea-2015", kind: .exposures)
        try await take(ImportPlan(.file(path: exposures), kind: .exposures, mapping: links?.mapping, context: context), operations)
        try await Upkeep(operations).run()
        try await operations.store.write(author) { writer in
            for (name, display, role, code) in KoreaSetup.users {
                guard let territory = TerritoryCode(code) else { continue }
                try writer.createUser(NewUser(name: name, display: display, grants: [Grant(role: role, territory: territory)]))
            }
        }
        return operations
    }

    private func take(_ plan: ImportPlan, _ operations: Operations) async throws {
        let report = try await operations.importTable(
            ImportRequest(plan, source: KoreaSetup.key, language: .english), as: .systemUnrestricted("import:\(plan.source.name)"))
        Output.complain(
            "\(plan.source.name): \(report.counts.rows) rows, \(report.counts.new) taken, \(report.counts.rejected) left out"
                + (report.mistakes.first.map { " (the first: \($0.text.en))" } ?? ""))
    }

    private static let users: [(String, String, Role, String)] = [
        ("commander", "Central headquarters", .commander, "82"), ("investigator", "Epidemic intelligence, Korea", .investigator, "82"),
        ("hospital", "Designated hospitals", .hospital, "82"), ("laboratory", "National laboratory", .laboratory, "82"),
        ("inspector", "Inspection", .inspector, "82"), ("duty", "Duty officer", .dutyOfficer, "82"), ("viewer", "Observer", .viewer, "82"),
        ("administrator", "Administrator", .administrator, "82"),
    ]

    /// A published file: in `SHOUTU_DATA`, else beside the checkout.
    static func file(_ name: String) throws -> String {
        var folders: [String] = []
        if let data = ProcessInfo.processInfo.environment["SHOUTU_DATA"], !data.isEmpty { folders += [data, data + "/linelists"] }
        if let checkout = try? ResourceFolder.url(for: "policies").deletingLastPathComponent() {
            folders.append(checkout.deletingLastPathComponent().appending(path: "shared/data/linelists").path)
        }
        if let found = folders.map({ "\($0)/\(name)" }).first(where: FileManager.default.fileExists) { return found }
        throw Refusal(
            "The scenario \(key) needs \(name), the published line list, which is not here. Looked in \(folders.joined(separator: ", ")). "
                + "Set SHOUTU_DATA to the folder that holds it.")
    }
}
