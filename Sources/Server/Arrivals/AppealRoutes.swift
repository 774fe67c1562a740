import HTTPTypes
import Hummingbird
import Register
import Vocabulary

/// Objections to entry decisions: listed with their clock, answered with a reason.
extension RouteTable {
    mutating func addAppealRoutes() {
        get("/appeals", .needs(.viewArrivals)) { try await $0.appeals() }
        post("/appeals/{id}", .needs(.answerAppeal), body: 16 * 1024) { visit in
            guard let number = Int64(try visit.parameter("id")) else { throw Refusal.notFound }
            let text = visit.form["answer"] ?? ""
            do {
                try await visit.desk.arrivals.answer(visit.viewer, number, String(text.prefix(4000)), visit.form["key"] ?? Secret.token())
                await visit.say(visit.words("appeal.answeredNow"))
                return visit.lead(to: visit.reading.address("/appeals"))
            } catch Refusal.invalid(_, let problem) {
                return try await visit.appeals(written: ("\(number)", text), problem: visit.words(problem), status: .unprocessableContent)
            }
        }
    }
}

extension Visit {
    fileprivate func appeals(
        written: (number: String, text: String)? = nil, problem: String? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let page = AppealsPage(try await desk.arrivals.appeals(viewer), reading, written: written, problem: problem)
        return try await self.page("appeals", page, title: words("nav.appeals"), status: status)
    }
}
