import HTTPTypes
import Hummingbird
import Register
import Vocabulary

/// Measure 9: the overview, and rounds of calls at doors.
extension RouteTable {
    mutating func addCommunityRoutes() {
        let view = Access.needs(.viewCommunity)
        get("/community", view) { visit in
            let page = CommunityPage(try await visit.desk.community(visit.viewer, visit.lens), visit.reading)
            return try await visit.page("community", page, title: visit.words("nav.community"))
        }
        get("/community/rounds/{id}", view) { try await $0.doors() }
        post("/community/rounds/{id}", .needs(.callAtDoors)) { try await $0.callAtDoor() }
        get("/things/place/{id}/code", .needs(.viewPlaces)) { visit in
            guard let number = try Int64(visit.parameter("id")), let place = try await visit.desk.door(number) else { throw Refusal.notFound }
            let page = try PlaceCodePage(number: number, place: place, origin: visit.origin, visit.reading)
            return try await visit.page("placecode", page, title: place, live: false)
        }
    }
}

extension Visit {
    private func round() async throws -> DoorsPage.Content {
        guard let number = try Int64(parameter("id")), let content = try await desk.doorRound(viewer, lens, Reference(rawValue: number)) else {
            throw Refusal.notFound
        }
        return content
    }

    fileprivate func doors(problem: String? = nil, status: HTTPResponse.Status = .ok) async throws -> Response {
        let page = DoorsPage(try await round(), reading, key: { Secret.token() }, problem: problem)
        return try await self.page("doors", page, title: page.title, live: false, status: status)
    }

    fileprivate func callAtDoor() async throws -> Response {
        let content = try await round()
        guard let door = form["door"].flatMap({ Int64($0) }), let outcome = form["outcome"].flatMap(HouseholdVisit.Outcome.init(rawValue:)) else {
            return try await doors(problem: words("problem.badRequestText"), status: .unprocessableContent)
        }
        let call = DoorCall(
            round: Reference(rawValue: content.number), door: Reference(rawValue: door), outcome: outcome,
            at: form["takenAt"].flatMap { Instant($0) },
            key: form["key"] ?? "")
        do {
            try await desk.callAtDoor(viewer, call)
            await say(words("community.called", ["place": form["place"] ?? "", "outcome": words("call.\(outcome.rawValue)")]))
            return lead(to: reading.address("/community/rounds/\(content.number)"))
        } catch Refusal.invalid(_, let text) {
            return try await doors(problem: words(text), status: .unprocessableContent)
        }
    }

    /// Scheme and host by which the console was reached: what a printed code must say.
    fileprivate var origin: String {
        let host = request.head.authority ?? "localhost"
        let forwarded = HTTPField.Name("X-Forwarded-Proto").flatMap { request.headers[$0] }
        return (parts.isTLS || forwarded == "https" ? "https://" : "http://") + host
    }
}
