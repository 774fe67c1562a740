import HTTPTypes
import Hummingbird

/// The headers that keep browsers strict, on every answer, errors included.
struct SecurityHeaders<Context: RequestContext>: RouterMiddleware {
    let isTLS: Bool

    /// Nothing but our own files; no inline script or style, no frame, no base, no form to elsewhere.
    static var policy: String {
        [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'", "font-src 'self'",
            "manifest-src 'self'", "worker-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
        ].joined(separator: "; ")
    }

    /// Those of an answer that no browser shows: JSON for a program.
    static func ofData(isTLS: Bool) -> HTTPFields {
        var headers: HTTPFields = [
            .contentType: "application/json; charset=utf-8", .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy: "default-src 'none'",
        ]
        if isTLS { headers[.strictTransportSecurity] = always }
        return headers
    }

    private static var always: String { "max-age=31536000; includeSubDomains" }

    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = Self.policy
        response.headers[.xContentTypeOptions] = "nosniff"
        for (name, value) in [
            ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(self), geolocation=(), microphone=()"),
        ] {
            if let name = HTTPField.Name(name) { response.headers[name] = value }
        }
        if isTLS { response.headers[.strictTransportSecurity] = Self.always }
        // A page may show people: no cache on the way or on a shared computer keeps it. Field pages are kept by their own worker, which forgets
        // them when whoever used them signs out.
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}
