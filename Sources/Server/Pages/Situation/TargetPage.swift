import Operations
import Vocabulary

/// What breaks or threatens a target: the facts behind a light.
struct TargetPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var light: TargetLight
        var definition: LocalizedText
        var breaches: [Threat]
        var warnings: [Threat]
        /// Numbers that warn before it breaks.
        var indicators: [TargetIndicator] = []
    }
    /// One thing that breaks the target, or a leading indicator that warns.
    struct Threat: Sendable {
        var text: LocalizedText
        /// What leads to a hospital.
        var counted: Nosocomial.Line?
        var at: Instant?
        var person: PersonTag?
        var territory: LocalizedText
    }
    struct Row: Sendable {
        let text: String
        let at: Moment?
        let person: PersonLink?
        let territory: String
    }

    struct IndicatorRow: Sendable {
        let label: String
        let value: String
        let limit: String
        let tone: String
    }

    let title: String
    let definition: String
    let breaches: [Row]
    let hasBreaches: Bool
    let warnings: [Row]
    let hasWarnings: Bool
    let indicators: [IndicatorRow]
    let hasIndicators: Bool
    let backAddress: String
    /// The list of all that is counted; nil where the target has none of its own.
    let listAddress: String?
    /// Where what breaks the target is entered by hand; nil where cases alone tell it.
    let recordAddress: String?

    init(_ content: Content, _ reading: Reading) {
        let words = reading.words
        title = words("target.\(content.light.target.rawValue)")
        definition = words(content.definition)
        func row(_ threat: Threat) -> Row {
            Row(
                text: words.list([words(threat.text), threat.counted?.site, threat.counted.map { words.counted($0) }].compactMap(\.self)),
                at: threat.at.map(reading.moments.moment), person: threat.person.map { PersonLink($0, reading) },
                territory: words(threat.territory))
        }
        breaches = content.breaches.map(row)
        hasBreaches = !breaches.isEmpty
        warnings = content.warnings.map(row)
        hasWarnings = !warnings.isEmpty
        indicators = content.indicators.map { indicator in
            IndicatorRow(
                label: words("indicator.\(indicator.kind.rawValue)"),
                value: "\(words.percent(indicator.count, of: indicator.of)) (\(words.figure(indicator.count)) / \(words.figure(indicator.of)))",
                limit: indicator.limit.map { words("indicator.\(indicator.kind.rawValue)Limit", ["n": Words.decimal($0)]) } ?? "–",
                tone: indicator.warns ? "soon" : "")
        }
        hasIndicators = !indicators.isEmpty
        backAddress = reading.address("/situation")
        let isHospitals = content.light.target == .noNosocomial && reading.may(.viewSites)
        recordAddress =
            content.light.target == .noSpillOver && reading.may(SpillForms.record.permission)
            ? reading.address(SpillForms.record.foundingPath) : nil
        listAddress = isHospitals ? reading.address("/treatment") + "#nosocomial" : nil
    }
}
