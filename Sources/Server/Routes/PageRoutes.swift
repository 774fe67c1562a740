import Hummingbird
import Operations
import Register
import Vocabulary

/// The pages that show how things stand.
extension RouteTable {
    mutating func addPageRoutes() {
        get("/", .signedIn) { visit in
            // Who has no worklist is led to the first page there is.
            guard visit.reading.may(.viewWorklist) else {
                let first = Navigation.pages.first { visit.reading.may($0.permission) }
                return visit.lead(to: visit.reading.address(first?.path ?? "/policy"))
            }
            let content = try await visit.desk.home(visit.viewer, visit.lens, WorklistQuery(visit.query))
            return try await visit.page("home", HomePage(content, visit.reading), title: visit.words("nav.home"))
        }
        get("/situation", .needs(.viewSituation)) { visit in
            let content = try await visit.desk.situation(visit.viewer, visit.lens)
            return try await visit.page(
                "situation", SituationPage(content, visit.reading), title: visit.words("nav.situation"), charts: true)
        }
        get("/situation/{table}", .needs(.viewSituation)) { visit in
            let content = try await visit.desk.situation(visit.viewer, visit.lens)
            return try SituationTables(SituationPage(content, visit.reading), visit.words).answer(visit.parameter("table"))
        }
        get("/situation/epidemic", .needs(.viewSituation)) { visit in
            let page = EpidemicPage(try await visit.desk.epidemic(visit.viewer, visit.lens), visit.reading, by: visit.curveCount)
            return try await visit.page("epidemic", page, title: page.title, charts: true)
        }
        get("/situation/epidemic/{figure}", .needs(.viewSituation)) { visit in
            let page = EpidemicPage(try await visit.desk.epidemic(visit.viewer, visit.lens), visit.reading, by: visit.curveCount)
            let name = try visit.parameter("figure")
            guard let rows = page.file(name) else { throw Refusal.notFound }
            return .csv(name, rows: rows)
        }
        get("/situation/cost", .needs(.viewSituation)) { visit in
            let content = try await visit.desk.cost(visit.viewer, visit.lens)
            let page = CostPage(content.cost, lights: content.lights, visit.reading)
            return try await visit.page("cost", page, title: visit.words("nav.cost"), live: false)
        }
        get("/situation/measure/{measure}", .needs(.viewSituation)) { visit in
            let page = try await visit.measurePage()
            return try await visit.page("measure", page, title: page.title)
        }
        get("/situation/measure/{measure}/{figure}", .needs(.viewSituation)) { visit in
            let figure = try visit.parameter("figure")
            if figure.hasSuffix(".csv") {
                guard let rows = try await visit.measurePage().file(figure, visit.words) else { throw Refusal.notFound }
                return .csv(figure, rows: rows)
            }
            guard let counted = CountedDuties(rawValue: figure) else { throw Refusal.notFound }
            let after = visit.query["after"].flatMap { Int64($0) }
            let content = try await visit.desk.duties(visit.viewer, visit.lens, try visit.measure(), counted, after)
            let page = MeasureDutiesPage(content, visit.reading)
            return try await visit.page("measureduties", page, title: page.title)
        }
        get("/situation/target/{target}", .needs(.viewSituation)) { visit in
            guard let target = TargetLight.Target(rawValue: try visit.parameter("target")) else { throw Refusal.notFound }
            let content = try await visit.desk.target(visit.viewer, visit.lens, target)
            let page = TargetPage(content, visit.reading)
            return try await visit.page("target", page, title: page.title)
        }
        get("/list/{kind}", .needs(.listPeople)) { visit in
            guard let kind = ListKind(rawValue: try visit.parameter("kind")) else { throw Refusal.notFound }
            let content = try await visit.desk.list(visit.viewer, visit.lens, ListQuery(kind: kind, visit.query))
            let page = ListPage(content, visit.reading)
            return try await visit.page("list", page, title: page.title)
        }
        post("/list/{kind}/export", .needs(.export)) { visit in
            guard let kind = ListKind(rawValue: try visit.parameter("kind")) else { throw Refusal.notFound }
            let pages = try await visit.desk.export(visit.viewer, visit.lens, ListQuery(kind: kind, visit.query))
            let format = visit.form["format"].flatMap(ListExport.Format.init) ?? .csv
            return ListExport(kind: kind, pages: pages).response(as: format, visit.reading)
        }
        get("/quality", .needs(.viewDataQuality)) { visit in
            let content = try await visit.desk.quality(visit.viewer, visit.lens)
            return try await visit.page("quality", DataQualityPage(content, visit.reading), title: visit.words("nav.quality"))
        }
        get("/quality/{check}", .needs(.viewDataQuality)) { visit in
            let after = visit.query["after"].flatMap { Int64($0) }
            guard let content = try await visit.desk.qualityRows(visit.viewer, visit.lens, try visit.parameter("check"), after) else {
                throw Refusal.notFound
            }
            let page = QualityRowsPage(content, visit.reading)
            return try await visit.page("qualityrows", page, title: page.title)
        }
        get("/quality.csv", .needs(.viewDataQuality)) { visit in
            let page = DataQualityPage(try await visit.desk.quality(visit.viewer, visit.lens), visit.reading)
            let head = [visit.words("quality.check"), visit.words("quality.total")] + page.columns
            return .csv("quality.csv", rows: [head] + page.rows.map { [$0.label, $0.total] + $0.cells.map(\.text) })
        }
        get("/handover", .needs(.viewHandOver)) { visit in
            let since = visit.query["since"].flatMap(CivilTime.init).map { visit.reading.moments.zone.instant($0) }
            let content = try await visit.desk.handOver(visit.viewer, visit.lens, since)
            return try await visit.page("handover", HandOverPage(content, visit.reading), title: visit.words("nav.handover"))
        }
        get("/policy", .needs(.viewPolicy)) { visit in
            let isCounting = visit.query["affected"] == "1"
            guard let content = try await visit.desk.policy(visit.viewer, visit.query["edition"], visit.query["against"], isCounting) else {
                throw Refusal.notFound
            }
            return try await visit.page("policy", PolicyPage(content, visit.reading), title: visit.words("nav.policy"))
        }
        get("/live", .signedIn) { visit in visit.parts.live.answer(for: visit.viewer.session.digest) }
        get("/tour/{stop}", .signedIn) { visit in
            let stop = Int(try visit.parameter("stop"))
            guard let stops = try await visit.tour().map(Tour.stops), let stop, stops.indices.contains(stop - 1) else {
                await visit.parts.memory.setTour(nil, of: visit.viewer.session.digest)
                return visit.lead(to: "/")
            }
            await visit.parts.memory.setTour(stop, of: visit.viewer.session.digest)
            return visit.lead(to: stops[stop - 1].address)
        }
    }
}

extension Visit {
    /// The measure that the address names.
    fileprivate func measure() throws -> Measure {
        guard let measure = Measure(key: try parameter("measure")) else { throw Refusal.notFound }
        return measure
    }

    fileprivate func measurePage() async throws -> MeasurePage {
        let course = try await desk.course(viewer, lens, try measure())
        var names: [TerritoryCode: LocalizedText] = [:]
        for code in [course.territory] + (course.territory.parent.map { [$0] } ?? []) + course.parts.map(\.territory) {
            names[code] = try await desk.territoryName(code)
        }
        return MeasurePage(course, named: { [names] code in names[code] ?? LocalizedText(zh: code.digits, en: code.digits) }, reading)
    }

    /// By what the curve of the epidemic counts.
    fileprivate var curveCount: EpidemicPage.Count { query["by"].flatMap(EpidemicPage.Count.init) ?? .report }
}

/// The tables behind the charts of the situation, as files.
struct SituationTables {
    private let page: SituationPage
    private let words: Words

    init(_ page: SituationPage, _ words: Words) {
        self.page = page
        self.words = words
    }

    func answer(_ name: String) throws -> Response {
        switch name {
        case "areas.csv":
            let head = ["situation.area", "situation.cases14", "situation.outside14", "situation.held", "situation.late"].map { words($0) }
            return .csv(name, rows: [head] + page.areas.map { [$0.name, $0.cases, $0.outside, $0.held, $0.late] })
        case "curve.csv":
            let head = ["situation.day", "situation.inside", "situation.outside", "situation.imported"].map { words($0) }
            return .csv(name, rows: [head] + page.days.map { [$0.iso, "\($0.inside)", "\($0.outside)", "\($0.imported)"] })
        case "scorecard.csv":
            let head = [words("situation.measure")] + page.columns.map(\.name)
            return .csv(name, rows: [head] + page.score.map { ["\($0.number) \($0.name)"] + $0.cells.map(\.share) })
        default: throw Refusal.notFound
        }
    }
}
