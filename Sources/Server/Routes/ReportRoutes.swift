import Hummingbird
import Operations
import Register
import Vocabulary

/// Reports: written, signed off, printed.
extension RouteTable {
    mutating func addReportRoutes() {
        get("/reports", .needs(.viewSituation)) { visit in
            let sort = visit.query["sort"].flatMap(IssuedReport.Sort.init) ?? .brief
            let movements = visit.query["movements"] != nil && sort == .bulletin
            let page = ReportsPage(try await visit.desk.reports(visit.viewer, visit.lens, sort, movements), visit.reading)
            return try await visit.page("reports", page, title: page.title, live: false)
        }
        post("/reports", .needs(.issueReport)) { visit in try await visit.write(nil) }
        get("/reports/{id}", .needs(.viewSituation)) { visit in
            guard let content = try await visit.desk.report(visit.viewer, visit.lens, try visit.report) else { throw Refusal.notFound }
            let page = ReportPage(content, visit.reading)
            return try await visit.page("report", page, title: page.title, live: false)
        }
        post("/reports/{id}", .needs(.issueReport)) { visit in try await visit.write(try visit.report) }
    }
}

extension Visit {
    /// The number of the path, `/reports/{id}`.
    fileprivate var report: Int64 {
        get throws {
            guard let number = Int64(try parameter("id")) else { throw Refusal.notFound }
            return number
        }
    }

    fileprivate func write(_ entity: Int64?) async throws -> Response {
        guard let zh = form["zh"], let en = form["en"] else {
            throw Refusal.invalid(field: nil, LocalizedText(zh: "中英文均须填写。", en: "Both languages must be filled in."))
        }
        let submission = ReportSubmission(
            text: LocalizedText(zh: zh, en: en), entity: entity, version: form["version"].flatMap { Int64($0) }.map { FactID(rawValue: $0) },
            sort: form["sort"].flatMap(IssuedReport.Sort.init) ?? .brief, moment: form["moment"].flatMap(Instant.init), signs: form["act"] == "sign",
            key: form["key"] ?? "")
        if let number = PublishedTrajectory.identifyingNumber(in: zh) ?? PublishedTrajectory.identifyingNumber(in: en) {
            return try await refuse(
                submission,
                LocalizedText(
                    zh: "文中的号码“\(number)”像是电话或证件号码；报告不得出现个人信息。",
                    en: "“\(number)” looks like a telephone or document number; a report names nobody."))
        }
        let number = try await desk.writeReport(viewer, lens, submission)
        await say(words(submission.signs ? "reports.wasSigned" : "reports.wasSaved"))
        return lead(to: reading.address("/reports/\(number)"))
    }

    /// The page with what was written, and why it was not taken.
    private func refuse(_ submission: ReportSubmission, _ problem: LocalizedText) async throws -> Response {
        if let entity = submission.entity {
            guard var content = try await desk.report(viewer, lens, entity) else { throw Refusal.notFound }
            content.refused = (submission.text, problem)
            let page = ReportPage(content, reading, key: submission.key)
            return try await self.page("report", page, title: page.title, live: false, status: .unprocessableContent)
        }
        var content = try await desk.reports(viewer, lens, submission.sort, false)
        content.draft = (submission.text, submission.moment ?? content.draft?.moment ?? reading.now)
        content.problem = problem
        let page = ReportsPage(content, reading, key: submission.key)
        return try await self.page("reports", page, title: page.title, live: false, status: .unprocessableContent)
    }
}
