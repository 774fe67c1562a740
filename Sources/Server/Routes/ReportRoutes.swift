import Hummingbird
import Register
import Vocabulary

/// Reports: written, signed off, printed.
extension RouteTable {
    mutating func addReportRoutes() {
        get("/reports", .needs(.viewSituation)) { visit in
            let sort = visit.query["sort"].flatMap(IssuedReport.Sort.init) ?? .brief
            let page = ReportsPage(try await visit.desk.reports(visit.viewer, visit.lens, sort), visit.reading)
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
            sort: form["sort"].flatMap(IssuedReport.Sort.init) ?? .brief, moment: form["moment"].flatMap(Instant.init), signs: form["act"] == "sign")
        let number = try await desk.writeReport(viewer, lens, submission)
        await say(words(submission.signs ? "reports.wasSigned" : "reports.wasSaved"))
        return lead(to: reading.address("/reports/\(number)"))
    }
}
