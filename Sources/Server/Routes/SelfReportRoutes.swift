import HTTPTypes
import Hummingbird
import Register
import Vocabulary

/// Reports of oneself, without signing in: they go to the worklist of the community, with a clock.
extension ConsoleParts {
    func addSelfReportRoutes(_ table: inout RouteTable) {
        let parts = self
        let budget = DoorBudget()
        table.open(.get, "/report") { request, _ in
            let asked = Query(request.uri.query)["t"].flatMap { TerritoryCode($0) }
            return try await parts.selfReport(request, asked)
        }
        table.open(.post, "/report") { request, context in
            guard await budget.take(context.remoteAddress, at: parts.sessions.now()) else { throw HTTPError(.tooManyRequests) }
            var request = request
            let form = try await parts.readForm(&request, limit: 16 * 1024)
            return try await parts.takeSelfReport(request, form)
        }
    }

    private func reading(_ request: Request) -> Reading {
        Reading(
            language: catalogue.words(language(request)), zone: desk.zone, now: desk.now(), lens: Lens(territory: .unstated, asOf: nil),
            home: .unstated, permissions: [])
    }

    private func content(_ asked: TerritoryCode?) async throws -> PublicPage.Content {
        do { return try await desk.publicPage(asked) } catch Refusal.notFound { throw HTTPError(.notFound) }
    }

    private func selfReport(
        _ request: Request, _ asked: TerritoryCode?, input: Query? = nil, errors: [String: String] = [:], sent: SelfReport? = nil
    ) async throws -> Response {
        let page = SelfReportPage(try await content(asked), reading(request), input: input, errors: errors, sent: sent)
        let words = catalogue.words(language(request))
        var frame = bareFrame(words.language, title: page.title, path: request.uri.path, query: Query(request.uri.query))
        (frame.htmx, frame.outbox, frame.photographs) = (nil, nil, nil)
        return Response.html(
            try templates.render("selfreport", page: page, frame: frame, words: words), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func takeSelfReport(_ request: Request, _ input: Query) async throws -> Response {
        let place = input["territory"].flatMap { TerritoryCode($0) }
        let root = try await content(nil).territory
        var reader = SelfReportReader(input: input, reading: reading(request), home: root)
        // Shown again with the choices of the county that was chosen.
        let around = place.flatMap { root.contains($0) ? $0.ancestor(at: .county) ?? $0 : nil }
        guard let sent = reader.sent() else { return try await selfReport(request, around, input: input, errors: reader.errors) }
        try await desk.takeSelfReport(sent)
        return try await selfReport(request, around, sent: sent.report)
    }
}
