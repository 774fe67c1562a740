import Operations
import Policy
import Register
import Vocabulary

/// The page for everybody, without signing in: risk areas near, what one must do, where one is tested or treated, whom to call.
struct PublicPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var territory: TerritoryCode
        var name: LocalizedText
        var above: (code: TerritoryCode, name: LocalizedText)?
        var below: [(code: TerritoryCode, name: LocalizedText)]
        /// Where somebody who reports of themselves can be: the townships of a county, else the counties.
        var communities: [(code: TerritoryCode, name: LocalizedText)]
        var view: PublicView
        /// The name of a territory; nil for one that has none of its own.
        var names: @Sendable (TerritoryCode) -> LocalizedText?
        var now: Instant
    }

    struct ZoneRow: Sendable {
        let name: String
        let level: String
        let tone: String
        /// The territories it takes in; nil where it names none.
        let members: String?
        let since: Moment
        let rules: [Line]
    }

    struct OriginRow: Sendable {
        let from: String
        let rules: [Line]
    }

    struct Line: Sendable {
        let text: String
    }

    struct HelpRow: Sendable {
        let name: String
        let place: String
        /// What one finds there; nil where nobody told.
        let offers: String?
    }

    struct Link: Sendable {
        let label: String
        let address: String
    }

    let title: String
    let asOf: Moment
    let zones: [ZoneRow]
    let hasZones: Bool
    let origins: [OriginRow]
    let help: [HelpRow]
    let hasHelp: Bool
    let hotline: String?
    let reportAddress: String
    let guidance: [Line]
    let above: Link?
    let below: [Link]
    let hasBelow: Bool

    init(_ content: Content, _ words: Words, _ moments: Moments) {
        let policy = content.view.policy
        title = words(content.name)
        asOf = moments.moment(content.now)
        zones = content.view.zones.map { line in
            let level = policy.zones.levels[line.zone.level]
            let members = line.zone.members.compactMap(content.names).map { words($0) }
            return ZoneRow(
                name: line.zone.name, level: level.map { words($0.label) } ?? words("situation.zone\(line.zone.level.rawValue.capitalized)"),
                tone: line.zone.level == .high ? "late" : "none",
                members: members.isEmpty ? nil : words.list(members), since: moments.moment(line.since),
                rules: ZoneRules.ZoneMeasure.allCases.filter { level?.measures.contains($0) ?? false }
                    .map { Line(text: words("zoneRule.\($0.rawValue)")) })
        }
        hasZones = !zones.isEmpty
        origins = OriginRisk.allCases.compactMap { risk in
            guard let rules = policy.arrivals.byRisk[risk] else { return nil }
            let lines = PublicPage.lines(of: rules, policy.arrivals.registerAhead, words)
            return lines.isEmpty ? nil : OriginRow(from: words.name(risk), rules: lines)
        }
        help = content.view.help.map { place in
            HelpRow(
                name: place.isRound ? words("public.round", ["name": place.name]) : place.name,
                place: words.list([content.names(place.territory).map { words($0) }, place.address].compactMap(\.self)),
                offers: place.offers.isEmpty ? nil : words.list(place.offers.map { words("offer.\($0.rawValue)") }))
        }
        hasHelp = !help.isEmpty
        hotline = policy.community.hotline.map { words($0) }
        reportAddress = "/report?t=\(content.territory.digits)"
        guidance = ["public.mask", "public.symptoms", "public.knock", "public.urgent"].map { Line(text: words($0)) }
        above = content.above.map { Link(label: words($0.name), address: "/public/\($0.code.digits)") }
        below = content.below.map { Link(label: words($0.name), address: "/public/\($0.code.digits)") }
        hasBelow = !below.isEmpty
    }

    /// What a traveller must do, in sentences made from the policy's numbers.
    private static func lines(of rules: ArrivalRules.Rules, _ ahead: Hours, _ words: Words) -> [Line] {
        var lines: [String] = []
        if rules.registration {
            lines.append(ahead.count > 0 ? words("public.registerAhead", ["n": words.figure(ahead.count)]) : words("public.register"))
        }
        if let hours = rules.certificate { lines.append(words("public.certificate", ["n": words.figure(hours.count)])) }
        if let hours = rules.landingTest { lines.append(words("public.landingTest", ["n": words.figure(hours.count)])) }
        if let span = rules.spanTests {
            lines.append(words("public.spanTests", ["n": words.figure(span.count), "days": words.figure(span.days.count)]))
        }
        if let control = rules.control {
            let stages = control.stages.map { words("public.stage", ["mode": words.name($0.mode), "days": words.figure($0.days.count)]) }
            lines.append(words("public.control", ["stages": stages.joined(separator: words.language.isChinese ? "，再" : ", then ")]))
        }
        return lines.map { Line(text: $0) }
    }
}
