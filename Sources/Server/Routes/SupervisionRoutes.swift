/// Measure 10: the overview with the ledger of responsibilities.
extension RouteTable {
    mutating func addSupervisionRoutes() {
        get("/supervision", .needs(.viewSupervision)) { visit in
            let page = SupervisionPage(try await visit.desk.supervision(visit.viewer, visit.lens), visit.reading)
            return try await visit.page("supervision", page, title: visit.words("nav.supervision"))
        }
    }
}
