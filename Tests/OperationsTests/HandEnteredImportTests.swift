import Exchange
import Operations
import Register
import Storage
import Testing
import Vocabulary

@Suite("What people entered by hand, exported and imported again, is known")
struct HandEnteredImportTests {
    let start = Instant.shanghai("2022-03-15T08:00")
    let now = Instant.shanghai("2022-03-17T10:00")
    static let kinds: [TableKind] = [.cases, .contacts, .exposures, .tests, .arrivals, .stays, .posts, .vaccinations]

    /// Somebody of every kind, entered as the pages enter them.
    private func entered() async throws -> TemporaryRegister {
        let register = try await TemporaryRegister(at: start)
        let start = start
        let day = CivilZone.shanghai.date(of: start)
        try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            func person(_ name: String, _ phone: String) throws -> PersonID {
                try filing.register(Identity(name: name, phones: [phone]), Person(sex: .female, residence: .yuhua))
            }
            let index = try person("王一", "13900000001")
            try filing.reportCase(CaseReport(kind: .confirmed, territory: .yuhua), of: index, at: start)
            let contact = try person("李二", "13900000002")
            try filing.identifyContact(contact, Exposure(index: index, last: day - 1, setting: .household), at: start)
            _ = try filing.begin(Stay(mode: .central, site: "一号隔离点", territory: .yuhua), of: contact, at: start)
            let specimen = try filing.take(Specimen(code: "S-1"), from: contact, at: start)
            _ = try filing.record(TestResult(specimen: specimen, outcome: .negative), at: start)
            try filing.registerArrival(
                of: person("张三", "13900000003"), Arrival(origin: "上海市", risk: .high, destination: .yuhua), at: start)
            _ = try filing.assign(
                PostHolding(postClass: "cold_chain", territory: .yuhua, from: day), to: person("赵四", "13900000004"), at: start)
            try filing.file(.vaccination(Vaccination(product: "A", dose: 1)), about: index, at: start)
        }
        return register
    }

    private func request(_ kind: TableKind, _ bytes: [UInt8], _ register: TemporaryRegister) async throws -> ImportRequest {
        let context = try await register.at(now).importContext()
        return try ImportRequest(ImportPlan(.bytes(bytes, name: "\(kind.rawValue).csv"), kind: kind, context: context))
    }

    private func counts(_ report: ImportReport) -> [Int] {
        [report.counts.new, report.counts.changed, report.counts.unchanged, report.counts.rejected]
    }

    @Test("the dry run says so, the import does so, and no entry is added", arguments: kinds, TableLanguage.allCases)
    func known(kind: TableKind, language: TableLanguage) async throws {
        let register = try await entered()
        let operations = register.at(now)
        let file = Collected()
        let rows = try await operations.exportTable(
            ExportRequest(kind: kind, language: language, purpose: "test"), as: .systemUnrestricted("test")
        ) { file.append($0) }
        #expect(rows == 1)
        let before = try await entries(register)
        let dry = try await operations.dryRun(try await request(kind, file.bytes, register), scope: .systemUnrestricted)
        #expect(counts(dry) == [0, 0, rows, 0], "dry run of \(kind): \(String(decoding: dry.errors, as: UTF8.self))")
        let report = try await operations.importTable(try await request(kind, file.bytes, register), as: .systemUnrestricted("test"))
        #expect(counts(report) == [0, 0, rows, 0], "import of \(kind): \(String(decoding: report.errors, as: UTF8.self))")
        #expect(try await entries(register) == before)
    }

    @Test("a row that says more of somebody than is known changes them, in the dry run too")
    func completed() async throws {
        let register = try await entered()
        let text = "姓名,手机号,出生日期,采样时间,检测方法,结果\n李二,13900000002,1980-05-01,2022-03-15 08:00,核酸,阴性\n"
        let dry = try await register.at(now).dryRun(try await request(.tests, Array(text.utf8), register), scope: .systemUnrestricted)
        let report = try await register.at(now)
            .importTable(try await request(.tests, Array(text.utf8), register), as: .systemUnrestricted("test"))
        #expect(counts(dry) == counts(report))
        #expect(counts(report) == [0, 1, 0, 0], "\(String(decoding: report.errors, as: UTF8.self))")
    }

    private func entries(_ register: TemporaryRegister) async throws -> Int {
        try await register.store.read(.systemUnrestricted) { reader in
            try reader.persons(limit: 100).reduce(0) { try $0 + reader.entries(of: $1).count }
        }
    }
}
