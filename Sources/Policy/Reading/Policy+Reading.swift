import Vocabulary

extension ValueKind<Policy> {
    /// A whole edition. A measure that is not there asks for nothing.
    static var policy: ValueKind<Policy> {
        .object(LocalizedText(zh: "一份政策文件", en: "a policy document")) { fields in
            let id = fields.need("id", .key, else: "")
            let title = fields.need("title", .label, else: LocalizedText(zh: "", en: ""))
            let extends = fields.take("extends", .key)
            let territory = fields.take("territory", .territory)
            let zone = fields.take("timeZone", .timeZone, default: .shanghai)
            let from = fields.need("from", .date, else: CivilDate(daysSinceEpoch: 0))
            let until = fields.take("until", .date)
            if let until, until < from {
                fields.contradict("until", zh: "止于 \(until)，早于始于 \(from)", en: "it ends on \(until), before it begins on \(from)")
            }
            let application = fields.take("application", .choice(Policy.Application.self), default: .newTriggers)
            let disease = fields.need("disease", .disease, else: .unknown)
            let testing = fields.section("testing", .testing)
            let tracing = fields.section("tracing", .tracing)
            let treatment = fields.section("treatment", .treatment)
            let arrivals = fields.section("arrivals", .arrivals)
            let screening = fields.section("screening", .screening)
            let places = fields.section("places", .places)
            let gatherings = fields.section("gatherings", .gatherings)
            let command = fields.section("command", .command)
            let community = fields.section("community", .community)
            let supervision = fields.section("supervision", .supervision)
            let zones = fields.take("zones", .zones) ?? ZoneRules(scheme: .none, unit: .village, decidedBy: .prefecture, levels: [:])
            let targets = fields.section("targets", .targets)
            let costs = fields.take("costs", .costs) ?? UnitCosts(currency: "", prices: [:])
            let access = fields.take("access", .access) ?? .standard
            let limits = fields.section("limits", .limits)
            guard let testing, let tracing, let treatment, let arrivals, let screening, let places, let gatherings, let command, let community,
                let supervision, let targets, let limits
            else { return nil }
            return Policy(
                Policy.Content(
                    id: id, title: title, extends: extends, territory: territory, zone: zone, from: from, until: until, application: application,
                    disease: disease, testing: testing, tracing: tracing, treatment: treatment, arrivals: arrivals, screening: screening,
                    places: places, gatherings: gatherings, command: command, community: community, supervision: supervision, zones: zones,
                    targets: targets, costs: costs, access: access, limits: limits))
        }
    }
}

extension DiseaseProfile {
    /// A stand-in while problems are collected.
    fileprivate static let unknown = DiseaseProfile(
        id: "", name: LocalizedText(zh: "", en: ""), incubationMax: 0, infectiousAfter: 0, incubationMin: 0, incubationUsual: nil,
        infectiousBefore: 0,
        infectiousFrom: .onset, routes: [], positiveBelowCt: nil, dynamics: nil)
}
