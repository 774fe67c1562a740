import HTTPTypes
import Hummingbird

/// Who may use a route.
enum Access: Hashable, Sendable {
    /// Strangers too.
    case anyone
    /// Whoever is signed in.
    case signedIn
    /// Whose roles have the permission.
    case needs(Permission)
    /// Whose roles have one of the permissions.
    case needsAny([Permission])

    /// Whether someone signed in with these permissions may pass.
    func admits(_ permissions: Set<Permission>) -> Bool {
        switch self {
        case .anyone, .signedIn: true
        case .needs(let permission): permissions.contains(permission)
        case .needsAny(let any): any.contains(where: permissions.contains)
        }
    }
}

/// Every address of the console, with who may use it: what is not in this table does not exist.
struct RouteTable {
    struct Entry: Sendable {
        let method: HTTPRequest.Method
        let path: String
        let access: Access
    }

    private(set) var entries: [Entry] = []
    private let router: Router<ConsoleContext>
    private let parts: ConsoleParts

    init(router: Router<ConsoleContext>, parts: ConsoleParts) {
        self.router = router
        self.parts = parts
    }

    /// A route for strangers.
    mutating func open(
        _ method: HTTPRequest.Method, _ path: String, _ handler: @escaping @Sendable (Request, ConsoleContext) async throws -> Response
    ) {
        entries.append(Entry(method: method, path: path, access: .anyone))
        router.on(RouterPath(path), method: method, use: handler)
    }

    /// A route for people who are signed in; unsafe methods must carry the session's token.
    mutating func route(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access, body limit: Int = 256 * 1024,
        _ handler: @escaping @Sendable (Visit) async throws -> Response
    ) {
        entries.append(Entry(method: method, path: path, access: access))
        let parts = parts
        router.on(RouterPath(path), method: method) { request, context in
            try await parts.visit(request, context, access: access, body: limit, handler)
        }
    }

    mutating func get(_ path: String, _ access: Access, _ handler: @escaping @Sendable (Visit) async throws -> Response) {
        route(.get, path, access, handler)
    }

    mutating func post(
        _ path: String, _ access: Access, body limit: Int = 256 * 1024, _ handler: @escaping @Sendable (Visit) async throws -> Response
    ) {
        route(.post, path, access, body: limit, handler)
    }
}
