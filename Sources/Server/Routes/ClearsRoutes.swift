import Hummingbird
import Operations
import Register

/// The four clears of a territory, of a case, and who breaks each.
extension RouteTable {
    mutating func addClearsRoutes() {
        get("/clears", .needs(.viewFourClears)) { try await $0.clears() }
        get("/clears/{clear}", .needs(.viewFourClears)) { try await $0.clears(try $0.clear) }
        get("/people/{id}/clears", .needs(.viewFourClears)) { try await $0.clears(ofCase: try $0.personID) }
        get("/people/{id}/clears/{clear}", .needs(.viewFourClears)) { try await $0.clears(try $0.clear, ofCase: try $0.personID) }
        get("/gaps", .needs(.viewFourClears)) { visit in
            let content = try await visit.desk.gaps(visit.viewer, visit.lens)
            return try await visit.page("gaps", GapsPage(content, visit.reading), title: visit.words("loop.gaps"))
        }
    }
}

extension Visit {
    fileprivate var clear: FourClears.Clear {
        get throws {
            guard let clear = FourClears.Clear(rawValue: try parameter("clear")) else { throw Refusal.notFound }
            return clear
        }
    }

    fileprivate func clears(_ clear: FourClears.Clear? = nil, ofCase person: PersonID? = nil) async throws -> Response {
        guard let content = try await desk.clears(viewer, lens, person, clear) else { throw Refusal.notFound }
        let page = ClearsPage(content, reading)
        return try await self.page("clears", page, title: page.title)
    }
}
