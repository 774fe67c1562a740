import HTTPTypes
import Hummingbird
import Vocabulary

/// The page behind a place code: whoever comes through the door says who they are and whether they come or go, without signing in.
struct DoorPage: Sendable {
    let place: String
    let action: String
    let problem: String?
    let done: String?
    let name: String
    let phone: String
}

/// What came of passing a door.
enum DoorPassage: Sendable {
    case entered, left
    /// The name or the telephone number cannot be one.
    case refused
}

/// How often one address may pass doors: a family behind one router may, a flood of invented visitors may not.
actor DoorBudget {
    private var counts: [String: Int] = [:]
    private var minute: Int64 = 0
    private static let perMinute = 120

    /// Whether one more passage from this address is let through at `now`.
    func take(_ address: String, at now: Instant) -> Bool {
        let current = now.milliseconds / 60_000
        if current != minute { (minute, counts) = (current, [:]) }
        counts[address, default: 0] += 1
        return counts[address, default: 0] <= DoorBudget.perMinute
    }
}

extension ConsoleParts {
    func addDoorRoutes(_ table: inout RouteTable) {
        let parts = self
        let budget = DoorBudget()
        table.open(.get, "/c/{place}") { request, context in try await parts.doorPage(request, context) }
        table.open(.post, "/c/{place}") { request, context in
            guard await budget.take(context.remoteAddress, at: parts.sessions.now()) else { throw HTTPError(.tooManyRequests) }
            return try await parts.passDoor(request, context)
        }
    }

    private func doorPage(
        _ request: Request, _ context: ConsoleContext, form: Query? = nil, problem: String? = nil, done: String? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        guard let number = context.parameters.get("place").flatMap({ Int64($0) }), let place = try await desk.door(number) else {
            throw HTTPError(.notFound)
        }
        let words = catalogue.words(language(request))
        let frame = bareFrame(words.language, title: place, path: request.uri.path, query: Query(nil))
        let page = DoorPage(
            place: place, action: request.uri.path, problem: problem, done: done, name: form?["personName"] ?? "", phone: form?["phone"] ?? "")
        return Response.html(try templates.render("door", page: page, frame: frame, words: words), status: status)
    }

    private func passDoor(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        var request = request
        let form = try await readForm(&request, limit: 4096)
        let words = catalogue.words(language(request))
        guard let number = context.parameters.get("place").flatMap({ Int64($0) }) else { throw HTTPError(.notFound) }
        switch try await desk.passDoor(number, form["personName"] ?? "", form["phone"] ?? "", form["way"] != "out") {
        case .entered: return try await doorPage(request, context, done: words("door.entered"))
        case .left: return try await doorPage(request, context, done: words("door.left"))
        case .refused: return try await doorPage(request, context, form: form, problem: words("door.refused"), status: .unprocessableContent)
        }
    }
}
