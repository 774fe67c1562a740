import Hummingbird
import Vocabulary

/// Putting a policy edition into force.
extension RouteTable {
    mutating func addAdoptionRoutes() {
        get("/policy/adopt", .needs(.adoptPolicy)) { visit in
            try await visit.adoption(visit.chosen(visit.query), counting: visit.query["affected"] == "1")
        }
        post("/policy/adopt", .needs(.adoptPolicy)) { visit in
            let chosen = visit.chosen(visit.form)
            guard visit.form["confirmed"] == "1" else { return try await visit.adoption(chosen, problem: visit.words("adoption.confirmFirst")) }
            do {
                try await visit.desk.adopt(visit.viewer, chosen, visit.form["key"] ?? "")
            } catch Refusal.invalid(_, let text) {
                return try await visit.adoption(chosen, problem: visit.words(text))
            }
            await visit.say(visit.words("adoption.done"))
            return visit.lead(to: visit.reading.address("/policy", [("edition", chosen.edition ?? "")]))
        }
    }
}

extension Visit {
    /// What was chosen, from an address or a form.
    fileprivate func chosen(_ query: Query) -> AdoptionPage.Query {
        AdoptionPage.Query(
            edition: query["edition"], territory: query["territory"].flatMap(TerritoryCode.init) ?? lens.territory,
            from: query["from"].flatMap(CivilTime.init).map { reading.moments.zone.instant($0) })
    }

    fileprivate func adoption(_ chosen: AdoptionPage.Query, counting: Bool = false, problem: String? = nil) async throws -> Response {
        let content = try await desk.adoption(viewer, chosen, counting)
        let page = AdoptionPage(content, reading, key: form["key"] ?? Secret.token(), problem: problem)
        return try await self.page(
            "adoption", page, title: page.title, live: false, status: problem == nil ? .ok : .unprocessableContent)
    }
}
