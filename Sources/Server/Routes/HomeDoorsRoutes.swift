import HTTPTypes
import Hummingbird
import Register
import Vocabulary

/// Measure 9 on the stair: doors of people isolated at home, answers to reports of oneself.
extension RouteTable {
    mutating func addHomeDoorsRoutes() {
        get("/community/home", .needs(.viewCommunity)) { try await $0.homeDoors() }
        post("/community/home", .needs(.recordContact)) { visit in
            try await visit.tap(by: .visit, to: visit.reading.address("/community/home")) { try await visit.homeDoors(problem: $0) }
        }
        get("/community/reports", .needs(.viewCommunity)) { try await $0.selfReports() }
        post("/community/reports", .needs(.recordContact)) { visit in
            let back = visit.reading.address("/community/reports", SelfReportsPage.Filter(visit.query).items)
            return try await visit.tap(by: .telephone, to: back) { try await visit.selfReports(problem: $0) }
        }
    }
}

extension Visit {
    fileprivate func homeDoors(problem: String? = nil) async throws -> Response {
        let page = HomeDoorsPage(try await desk.homeDoors(viewer, lens), reading, key: { Secret.token() }, problem: problem)
        return try await self.page(
            "homedoors", page, title: words("homeDoors.title"), live: false, status: problem == nil ? .ok : .unprocessableContent)
    }

    fileprivate func selfReports(problem: String? = nil) async throws -> Response {
        let content = try await desk.selfReports(viewer, lens, SelfReportsPage.Filter(query))
        let page = SelfReportsPage(content, reading, key: { Secret.token() }, problem: problem)
        return try await self.page(
            "selfreports", page, title: words("selfReports.title"), live: false, status: problem == nil ? .ok : .unprocessableContent)
    }

    /// Records one tap and leads back; what could not be recorded is told on the page.
    fileprivate func tap(by means: Act.Means, to address: String, refused: (String) async throws -> Response) async throws -> Response {
        guard let person = form["person"].flatMap({ Int64($0) }), let tap = form["tap"].flatMap(DoorTap.init) else {
            return try await refused(words("problem.badRequestText"))
        }
        let tapped = DoorTapped(
            person: PersonID(rawValue: person), tap: tap, means: means, report: form["report"].flatMap { Int64($0) },
            at: form["takenAt"].flatMap { Instant($0) }, key: form["key"] ?? "")
        do {
            let outcome = try await desk.tap(viewer, tapped)
            await say(
                words("community.called", ["place": form["name"] ?? "", "outcome": words("doorTap.\(tap.rawValue)")]),
                undo: outcome.undo.map { reading.address("/undo/\($0.rawValue)") })
            return lead(to: address)
        } catch Refusal.invalid(_, let text) {
            return try await refused(words(text))
        }
    }
}
