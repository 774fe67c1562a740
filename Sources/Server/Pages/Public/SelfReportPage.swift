import Register
import Vocabulary

/// The open page on which people report of themselves: symptoms, a return, having been where a case was, a need.
struct SelfReportPage: Sendable {
    let title: String
    let intro: String
    let action: String
    let submit: String
    let key: String
    let fields: [FieldRow]
    let problem: String?
    /// What happens next, once it is sent.
    let done: String?
    let hotline: String?
    let backAddress: String

    init(_ content: PublicPage.Content, _ reading: Reading, input: Query? = nil, errors: [String: String] = [:], sent: SelfReport? = nil) {
        let words = reading.words
        let community = content.view.policy.community
        title = words("selfReport.title")
        intro = words("selfReport.intro", ["place": words(content.name)])
        action = "/report"
        submit = words("selfReport.send")
        key = input?["key"] ?? Secret.token()
        problem = errors.isEmpty ? nil : words.count("fill.problems", errors.count)
        done = sent.map { report in
            words.list(
                [
                    words("selfReport.sent"), community.reports.map { words("selfReport.within", ["n": words.figure($0.within.count)]) } ?? "",
                    report.about == .symptoms ? words("public.symptoms") : "",
                ].filter { !$0.isEmpty })
        }
        hotline = community.hotline.map { words($0) }
        backAddress = "/public/\(content.territory.digits)"
        let places = content.communities.isEmpty ? [(content.territory, content.name)] : content.communities
        fields = SelfReportPage.fields(places, reading).map { field in
            FieldRow(field, values: input.map { $0.all(field.name) } ?? field.values, error: errors[field.name], words)
        }
    }

    /// The fields, in the order of filling in.
    static func fields(_ places: [(code: TerritoryCode, name: LocalizedText)], _ reading: Reading) -> [FormField] {
        let words = reading.words
        return [
            .choice("topic", SelfReport.Topic.allCases) { words("selfReport.\($0.rawValue)") }, .text("personName", isRequired: true),
            .text("phone", isRequired: true),
            FormField(
                name: "territory", kind: .choice(places.map { Option($0.code.digits, words($0.name)) }), isRequired: true,
                value: places.first?.code.digits ?? ""), .text("address", isRequired: true), FormField(name: "onset", kind: .day), .text("origin"),
            .area("ownWords"),
        ]
    }
}

/// A report as it was filled in.
struct SelfReportSent: Sendable {
    var identity: Identity
    var report: SelfReport
    /// The same key twice records once.
    var key: String
    var content: [[String]]
}

/// Reads a report of oneself.
struct SelfReportReader: ReadsFields {
    let input: Query
    let reading: Reading
    let home: TerritoryCode
    var errors: [String: String] = [:]

    /// What was sent; nil where something is wrong.
    mutating func sent() -> SelfReportSent? {
        var identity = Identity(name: text("personName", required: true) ?? "")
        if let written = text("phone", required: true) {
            do { identity.phones = [try PhoneNumber(written).digits] } catch { errors["phone"] = words("journey.badPhone") }
        }
        identity.address = text("address", required: true)
        let place = territory("territory")
        if !home.contains(place) { errors["territory"] = words("field.required") }
        let onset = day("onset")
        if let onset, onset > reading.moments.today { errors["onset"] = words("field.future") }
        let report = SelfReport(about: choice("topic") ?? .help, territory: place, text: text("ownWords"), onset: onset, from: text("origin"))
        guard errors.isEmpty else { return nil }
        return SelfReportSent(
            identity: identity, report: report, key: input["key"] ?? Secret.token(),
            content: input.pairs.filter { $0.name != "key" }.map { [$0.name, $0.value] })
    }
}
