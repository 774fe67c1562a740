import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// One line a request: method, route, status, milliseconds and the request's number. Neither address nor query nor who asked: those name
/// people.
struct RequestLog: RouterMiddleware {
    typealias Context = ConsoleContext

    func handle(
        _ request: Request, context: ConsoleContext, next: (Request, ConsoleContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let elapsed = ContinuousClock.now - start
        let milliseconds = elapsed.components.seconds * 1000 + elapsed.components.attoseconds / 1_000_000_000_000_000
        let level: Logger.Level = response.status.code >= 500 ? .error : context.endpointPath?.hasPrefix("/assets") == true ? .debug : .info
        context.logger.log(
            level: level, "request",
            metadata: [
                "method": "\(request.method)", "route": "\(context.endpointPath ?? "-")", "status": "\(response.status.code)",
                "ms": "\(milliseconds)",
            ])
        var answer = response
        if let name = HTTPField.Name("X-Request-ID") { answer.headers[name] = context.id }
        return answer
    }
}

/// Gives errors that no page caught a page of their own.
struct ProblemPages: RouterMiddleware {
    typealias Context = ConsoleContext
    let parts: ConsoleParts

    func handle(
        _ request: Request, context: ConsoleContext, next: (Request, ConsoleContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let status =
                error is NIOTooManyBytesError ? .contentTooLarge : (error as? HTTPError)?.status ?? HTTPResponse.Status.internalServerError
            if status == .internalServerError { context.logger.error("request failed", metadata: ["error": "\(type(of: error))"]) }
            let words = parts.catalogue.words(parts.language(request))
            let page = ProblemPage(status: status.code, requestID: context.id, words)
            let frame = parts.bareFrame(words.language, title: page.title, path: "/")
            return .html(try parts.templates.render("problem", page: page, frame: frame, words: words), status: status)
        }
    }
}
