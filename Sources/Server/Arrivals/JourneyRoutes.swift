import HTTPTypes
import Hummingbird
import Register
import Storage
import Vocabulary

/// Registration before travel, for strangers: announced on an open page, changed and taken back by a private link; and the decision service.
extension ConsoleParts {
    func addJourneyRoutes(_ table: inout RouteTable) {
        let parts = self
        let budget = DoorBudget()
        @Sendable func limited(
            _ request: Request, _ context: ConsoleContext, _ answer: @Sendable (Query, String) async throws -> Response
        ) async throws -> Response {
            guard await budget.take(context.remoteAddress, at: parts.sessions.now()) else { throw HTTPError(.tooManyRequests) }
            var request = request
            let form = try await parts.readForm(&request, limit: 16 * 1024)
            return try await answer(form, context.parameters.get("link") ?? "")
        }
        table.open(.get, "/register") { request, _ in try await parts.journeyForm(request) }
        table.open(.post, "/register") { request, context in
            try await limited(request, context) { form, _ in try await parts.announce(request, form) }
        }
        table.open(.get, "/register/{link}") { request, context in
            try await parts.journeyPage(request, context.parameters.get("link") ?? "")
        }
        table.open(.get, "/register/{link}/amend") { request, context in
            try await parts.amendForm(request, context.parameters.get("link") ?? "")
        }
        table.open(.post, "/register/{link}/amend") { request, context in
            try await limited(request, context) { form, link in try await parts.amend(request, form, link) }
        }
        table.open(.post, "/register/{link}/withdraw") { request, context in
            try await limited(request, context) { _, link in
                try await parts.acting(request, link, done: "journey.nowWithdrawn") { try await parts.desk.arrivals.withdraw(link) }
            }
        }
        table.open(.post, "/register/{link}/appeal") { request, context in
            try await limited(request, context) { form, link in
                guard let text = form["text"], text.count >= 4, text.utf8.count <= 4000 else {
                    let words = parts.catalogue.words(parts.language(request))
                    return try await parts.journeyPage(request, link, problem: words("journey.appealShort"), status: .unprocessableContent)
                }
                return try await parts.acting(request, link, done: "journey.appealed") { try await parts.desk.arrivals.appeal(link, text) }
            }
        }
        // The decision service: a code in, a verdict with its reasons out. Here come only questions that stood behind another request.
        table.open(.post, EntryDecisions.path) { request, _ in
            var request = request
            let body = try await request.collectBody(upTo: EntryGate.longest)
            return parts.desk.arrivals.decisions.response(String(buffer: body))
        }
    }

    /// How a stranger reads: in their language, at the operating clock's moment, nobody's permissions.
    private func strangersReading(_ request: Request) -> Reading {
        let province = TerritoryCode.unstated
        return Reading(
            language: catalogue.words(language(request)), zone: desk.zone, now: desk.now(), lens: Lens(territory: province, asOf: nil),
            home: province, permissions: [])
    }

    private func open(
        _ template: String, _ page: some Sendable, title: String, _ request: Request, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let words = catalogue.words(language(request))
        let frame = bareFrame(words.language, title: title, path: request.uri.path, query: Query(nil))
        return Response.html(try templates.render(template, page: page, frame: frame, words: words), status: status)
    }

    private func form(_ request: Request, former: Registration? = nil) async throws -> JourneyForm {
        JourneyForm(
            areas: try await desk.arrivals.areas(), destinations: desk.arrivals.destinations(), reading: strangersReading(request), former: former)
    }

    private func journeyForm(_ request: Request) async throws -> Response {
        let page = JourneyFormPage(try await form(request), action: "/register")
        return try open("journeyform", page, title: page.title, request)
    }

    private func announce(_ request: Request, _ input: Query) async throws -> Response {
        let form = try await form(request)
        var reader = JourneyReader(form, input)
        func again(_ problem: String?) throws -> Response {
            let page = JourneyFormPage(form, action: "/register", input: input, errors: reader.errors, problem: problem)
            return try open("journeyform", page, title: page.title, request, status: .unprocessableContent)
        }
        guard let announced = reader.announced() else { return try again(nil) }
        do {
            let link = try await desk.arrivals.announce(announced)
            return Response(status: .seeOther, headers: [.location: "/register/\(link)"])
        } catch Refusal.invalid(let field, let text) {
            if let field { reader.errors[field] = form.reading.words(text) }
            return try again(form.reading.words(text))
        }
    }

    private func journey(_ link: String) async throws -> Journey {
        guard let journey = try await desk.arrivals.journey(link) else { throw HTTPError(.notFound) }
        return journey
    }

    private func journeyPage(
        _ request: Request, _ link: String, done: String? = nil, problem: String? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let page = JourneyPage(try await journey(link), link: link, strangersReading(request), done: done, problem: problem)
        return try open("journey", page, title: page.title, request, status: status)
    }

    private func amendForm(_ request: Request, _ link: String) async throws -> Response {
        let journey = try await journey(link)
        guard journey.code != nil else { return Response(status: .seeOther, headers: [.location: "/register/\(link)"]) }
        let page = JourneyFormPage(
            try await form(request, former: journey.view.value), action: "/register/\(link)/amend", back: "/register/\(link)")
        return try open("journeyform", page, title: page.title, request)
    }

    private func amend(_ request: Request, _ input: Query, _ link: String) async throws -> Response {
        let former = try await journey(link).view.value
        let form = try await form(request, former: former)
        var reader = JourneyReader(form, input)
        let registration = reader.registration(by: former.by)
        guard reader.errors.isEmpty else {
            let page = JourneyFormPage(form, action: "/register/\(link)/amend", back: "/register/\(link)", input: input, errors: reader.errors)
            return try open("journeyform", page, title: page.title, request, status: .unprocessableContent)
        }
        return try await acting(request, link, done: "journey.amended") {
            try await desk.arrivals.amend(link, registration, input["riskArea"].flatMap { Int64($0) })
        }
    }

    /// Does something about a journey and shows it again.
    private func acting(_ request: Request, _ link: String, done: String, _ act: () async throws -> Void) async throws -> Response {
        let words = catalogue.words(language(request))
        do {
            try await act()
            return try await journeyPage(request, link, done: words(done))
        } catch Refusal.invalid(_, let text) {
            return try await journeyPage(request, link, problem: words(text), status: .unprocessableContent)
        } catch Refusal.notFound {
            throw HTTPError(.notFound)
        }
    }
}

extension EntryDecisions {
    /// Where the service answers.
    static let path = "/entry/decide"

    /// The answer to the text of a code.
    func response(_ text: String) -> Response {
        let (status, body) = answer(text)
        return Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: body))
    }
}
