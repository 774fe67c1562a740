import Vocabulary

/// Putting a policy edition into force: which, where, from when; what it changes and for whom; and only then the decision.
struct AdoptionPage: Sendable {
    /// What was chosen so far.
    struct Query: Sendable, Codable {
        var edition: String?
        var territory: TerritoryCode?
        var from: Instant?
    }

    /// What the page is made from.
    struct Content: Sendable {
        var edition: String
        var territory: TerritoryCode
        var from: Instant
        var editions: [(id: String, title: LocalizedText)]
        var territories: [(code: TerritoryCode, name: LocalizedText)]
        var preview: Preview
    }

    /// What adopting it would do.
    struct Preview: Sendable {
        /// The edition in force there at that moment.
        var inForce: (id: String, title: LocalizedText)
        /// How many rules differ.
        var changes: Int
        /// Whether it also governs what is open.
        var governsOpen: Bool
        /// Until when it is in force by its own text.
        var until: CivilDate?
        /// Who is affected, where it was counted.
        var affected: LocalizedText?
        var warnings: [LocalizedText]
    }

    let title: String
    let problem: String?
    let editions: [Option]
    let territories: [Option]
    let fromField: String
    let facts: [LabelledText]
    let warnings: [String]
    let hasWarnings: Bool
    let affected: String?
    let countAddress: String?
    let compareAddress: String?
    let action: String
    /// What is decided, in one sentence.
    let decision: String
    let hidden: [FormPage.Hidden]

    init(_ content: Content, _ reading: Reading, key: String, problem: String? = nil) {
        let (words, moments, preview) = (reading.words, reading.moments, content.preview)
        title = words("adoption.title")
        self.problem = problem
        editions = content.editions.map { Option($0.id, words($0.title), $0.id == content.edition) }
        territories = content.territories.map { Option($0.code.digits, words($0.name), $0.code == content.territory) }
        fromField = moments.fieldValue(content.from)
        let isSame = preview.inForce.id == content.edition
        facts =
            [
                LabelledText(label: words("adoption.inForce"), value: words(preview.inForce.title)),
                LabelledText(label: words("adoption.differs"), value: words.count("adoption.rules", preview.changes)),
                LabelledText(label: words("policy.governs"), value: words(preview.governsOpen ? "policy.governsOpen" : "policy.governsNew")),
            ] + (preview.until.map { [LabelledText(label: words("adoption.ends"), value: moments.day($0))] } ?? [])
        warnings = preview.warnings.map { words($0) }
        hasWarnings = !warnings.isEmpty
        affected = preview.affected.map { words($0) }
        let chosen = [("edition", content.edition), ("territory", content.territory.digits), ("from", fromField)]
        countAddress = preview.affected == nil && !isSame ? reading.address("/policy/adopt", chosen + [("affected", "1")]) : nil
        compareAddress = isSame ? nil : reading.address("/policy", [("edition", content.edition), ("against", preview.inForce.id)])
        action = reading.address("/policy/adopt")
        let names = (
            content.editions.first { $0.id == content.edition }.map { words($0.title) } ?? content.edition,
            content.territories.first { $0.code == content.territory }.map { words($0.name) } ?? content.territory.digits
        )
        decision = words("adoption.decision", ["edition": names.0, "territory": names.1, "from": moments.moment(content.from).text])
        hidden = (chosen + [("key", key)]).map { FormPage.Hidden(name: $0.0, value: $0.1) }
    }
}
