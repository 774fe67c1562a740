import HTTPTypes
import Hummingbird

/// What another policy would do: asked by address, simulated beside the pages.
extension RouteTable {
    mutating func addWhatIfRoutes() {
        get("/whatif", .needs(.useWhatIf)) { visit in
            let content = try await visit.desk.whatIf(visit.viewer, visit.lens.territory, WhatIfQuery(visit.query))
            let page = WhatIfPage(content, visit.reading)
            var response = try await visit.page("whatif", page, title: visit.words("nav.whatif"), live: false, charts: true)
            // After a lever was moved the address says so.
            if let asked = HTTPField.Name("HX-Request"), visit.request.headers[asked] != nil, let name = HTTPField.Name("HX-Replace-Url") {
                response.headers[name] = page.address
            }
            return response
        }
        get("/whatif/cheapest", .needs(.useWhatIf)) { visit in
            let content = try await visit.desk.cheapest(visit.viewer, visit.lens.territory, CheapestQuery(visit.query))
            return try await visit.page(
                "cheapest", CheapestPage(content, visit.reading), title: visit.words("cheapest.title"), live: false, charts: true)
        }
        get("/whatif/draft.yaml", .needs(.useWhatIf)) { visit in
            let draft = try await visit.desk.draftPolicy(visit.viewer, visit.lens.territory, WhatIfQuery(visit.query))
            return Response(
                status: .ok,
                headers: [.contentType: "application/yaml; charset=utf-8", .contentDisposition: "attachment; filename=\"\(draft.name)\""],
                body: .init(byteBuffer: ByteBuffer(string: draft.yaml)))
        }
        post("/whatif/stop", .needs(.useWhatIf)) { visit in
            visit.desk.stopWhatIf(visit.viewer)
            var query = WhatIfQuery(visit.query)
            query.isStopped = true
            return visit.lead(to: visit.reading.address("/whatif", query.items))
        }
    }
}
