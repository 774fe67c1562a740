import Vocabulary

/// What a zone would do, asked before it is set: level and members chosen, the impact beside them, the way on to setting it.
struct ZonePreviewPage: Sendable {
    let levels: [Option]
    let members: [Option]
    let codes: String
    let problem: String?
    let impact: ThingPanelRows?
    let setAddress: String?

    init(_ context: ThingFormContext, query: Query, impact: ThingPanel?, problem: String?, _ reading: Reading) {
        let chosen = Set(query.all("members"))
        let level = query["zoneLevel"] ?? context.classes.first?.key
        levels = context.classes.map { Option($0.key, reading.words($0.label), $0.key == level) }
        members = context.territories.filter { $0.code.level >= .county && $0.code != context.territory }.map {
            Option($0.code.digits, reading.words($0.name), chosen.contains($0.code.digits))
        }
        codes = query["memberCodes"] ?? ""
        self.problem = problem
        self.impact = impact.map { ThingPanelRows($0, reading) }
        let items = query.pairs.filter { ["zoneLevel", "members", "memberCodes"].contains($0.name) }.map { ($0.name, $0.value) }
        setAddress = impact != nil && reading.may(.setZone) ? reading.address("/things/zone/new/zoneSet", items) : nil
    }
}

extension RouteTable {
    /// The impact of a zone before it is set.
    mutating func addZoneRoutes() {
        get("/zones/preview", .needs(.viewZones)) { visit in
            let request = ThingFormRequest(form: ZoneForms.set, subject: nil, territory: visit.lens.territory)
            guard let context = try await visit.desk.thingForm(visit.viewer, request) else { throw Refusal.notFound }
            var reader = FieldReader(input: visit.query, reading: visit.reading, home: context.territory)
            let members = reader.zoneMembers()
            let level: ZoneLevel = reader.choice("zoneLevel") ?? .high
            let impact = reader.errors.isEmpty ? try await visit.desk.zoneImpact(visit.viewer, level, members) : nil
            var problem = reader.errors["memberCodes"]
            if problem == nil, !members.isEmpty, impact == nil { problem = visit.words("zone.outside") }
            let page = ZonePreviewPage(context, query: visit.query, impact: impact, problem: problem, visit.reading)
            return try await visit.page("zonepreview", page, title: visit.words("zone.preview"))
        }
    }
}
