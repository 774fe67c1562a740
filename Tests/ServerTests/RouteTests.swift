import Hummingbird
import HummingbirdTesting
import Testing
import Vocabulary

@testable import Server

/// Every route against every role: who may, gets something else than 403; who may not, gets 403; strangers are led to the sign-in page.
struct RouteTests {
    @Test("each role reaches exactly the routes its permissions name", arguments: Role.allCases)
    func everyRoute(role: Role) async throws {
        let console = try PreviewWorld.console()
        let allowed = Permissions.of(role)
        try await console.visit { client async throws in
            let browser = Browser(client)
            _ = try await browser.signIn(role)
            for entry in console.routes where entry.path != "/live" {
                guard entry.access != .anyone else { continue }
                let path = Self.fill(entry.path)
                let response = try await entry.method == .get ? browser.get(path) : browser.post(path, ["text": "x"])
                if !entry.access.admits(allowed) {
                    #expect(response.status == .forbidden, "\(role) \(entry.method) \(entry.path)")
                } else {
                    #expect(response.status != .forbidden && response.status.code < 500, "\(role) \(entry.method) \(entry.path): \(response.status)")
                }
            }
        }
    }

    @Test("a stranger reaches nothing but sign-in, languages, files, health, the doors of places, registration and the decision on a code")
    func strangers() async throws {
        let console = try PreviewWorld.console()
        try await console.visit { client async throws in
            for entry in console.routes where entry.access != .anyone {
                let browser = Browser(client)
                let path = Self.fill(entry.path)
                let response = try await entry.method == .get ? browser.get(path) : browser.post(path)
                #expect([.seeOther, .unauthorized].contains(response.status), "\(entry.method) \(entry.path): \(response.status)")
                if let location = response.headers[.location] { #expect(location.hasPrefix("/sign-in")) }
            }
        }
        let open = Set(console.routes.filter { $0.access == .anyone }.map { "\($0.method) \($0.path)" })
        #expect(
            open == [
                "GET /sign-in", "POST /sign-in", "GET /enter/{token}", "POST /sign-out", "GET /language/{code}", "GET /assets/{file}",
                "GET /worker.js", "GET /health/live", "GET /health/ready", "GET /c/{place}", "POST /c/{place}", "GET /public",
                "GET /public/{territory}",
                "GET /report", "POST /report",
                "GET /register", "POST /register", "GET /register/{link}", "GET /register/{link}/amend",
                "POST /register/{link}/amend", "POST /register/{link}/withdraw", "POST /register/{link}/appeal", "POST /entry/decide",
            ])
    }

    @Test("every permission opens at least one route, and every role has some")
    func tableIsUsed() throws {
        let needed = Set(
            try PreviewWorld.console().routes.compactMap { entry in
                if case .needs(let permission) = entry.access { permission } else { nil }
            })
        #expect(Set(Permission.allCases).subtracting(needed) == [])
        for role in Role.allCases { #expect(!Permissions.of(role).isEmpty) }
        for permission in Permission.allCases { #expect(Role.allCases.contains { Permissions.of($0).contains(permission) }) }
    }

    private static func fill(_ path: String) -> String {
        [
            ("{id}", "8123"), ("{kind}", "cases"), ("{table}", "areas.csv"), ("{figure}", "curve.csv"), ("{target}", "noImport"),
            ("{measure}", "tracing"), ("{token}", "none"),
            ("{run}", "r1"), ("{other}", "8124"), ("{place}", "0"),
            ("{user}", "3"), ("{fact}", "60000"), ("{stop}", "1"), ("{check}", "phone"),
        ].reduce(path) { $0.replacing($1.0, with: $1.1) }
    }
}
