import Hummingbird
import Vocabulary

extension ConsoleParts {
    /// The page for everybody.
    func addPublicRoutes(_ table: inout RouteTable) {
        let parts = self
        table.open(.get, "/public") { request, context in try await parts.publicPage(request, context) }
        table.open(.get, "/public/{territory}") { request, context in try await parts.publicPage(request, context) }
    }

    private func publicPage(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let digits = context.parameters.get("territory")
        let code = digits.flatMap { TerritoryCode($0) }
        guard digits == nil || code != nil else { throw HTTPError(.notFound) }
        let content: PublicPage.Content
        do { content = try await desk.publicPage(code) } catch Refusal.notFound { throw HTTPError(.notFound) }
        let words = catalogue.words(language(request))
        let page = PublicPage(content, words, Moments(language: words.language, zone: desk.zone, now: desk.now()))
        await desk.countPublicView(desk.zone.date(of: desk.now()))
        // Light: no script beyond the page's own, nothing of the console's.
        var frame = bareFrame(words.language, title: page.title, path: request.uri.path)
        (frame.htmx, frame.outbox, frame.photographs) = (nil, nil, nil)
        return Response.html(try templates.render("public", page: page, frame: frame, words: words))
    }
}
