import Vocabulary

/// The policy in words, and what the edition changed.
struct PolicyPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var id: String
        var title: LocalizedText
        var territory: LocalizedText
        var from: CivilDate
        var until: CivilDate?
        var disease: LocalizedText
        /// New triggers only, or everything open.
        var governsOpen: Bool
        var sections: [Section]
        /// The edition compared with, and what differs.
        var comparedWith: (id: String, title: LocalizedText)?
        var changes: [Change]
        /// Who is affected by what differs, once that was counted.
        var affected: LocalizedText?
        /// Editions to read or to compare with.
        var editions: [(id: String, title: LocalizedText)]
        /// Warnings of overreach.
        var warnings: [LocalizedText]
    }
    /// The rules of a measure, or of what belongs to none.
    struct Section: Sendable {
        var measure: Measure?
        var title: LocalizedText
        var lines: [Line]
    }
    /// One rule in words.
    struct Line: Sendable {
        /// Its place in the document, `tracing.close.stages.1.days`.
        var key: String
        var text: LocalizedText
        /// Whether the document says it is a guess.
        var isUncertain: Bool
    }
    /// One rule that differs.
    struct Change: Sendable {
        var key: String
        var label: LocalizedText
        var before: LocalizedText?
        var after: LocalizedText?
        /// Whom it affects.
        var affected: LocalizedText?
    }
    struct SectionRow: Sendable {
        let number: String
        let name: String
        let lines: [LineRow]
    }
    struct LineRow: Sendable {
        let key: String
        let text: String
        let isUncertain: Bool
    }
    struct ChangeRow: Sendable {
        let key: String
        let label: String
        let before: String
        let after: String
        let affected: String?
    }

    let title: String
    let id: String
    let facts: [LabelledText]
    let sections: [SectionRow]
    let editions: [Choice]
    let comparison: String?
    let changes: [ChangeRow]
    let hasChanges: Bool
    /// Who is affected by all of it, and else where to have it counted.
    let affected: String?
    let countAddress: String?
    let wholeAddress: String?
    let warnings: [String]
    let hasWarnings: Bool
    /// Where the edition is put into force; nil for those who may not.
    let adoptAddress: String?

    init(_ content: Content, _ reading: Reading) {
        let (words, moments) = (reading.words, reading.moments)
        title = words(content.title)
        id = content.id
        let until = content.until.map(moments.day) ?? words("policy.untilFurther")
        facts = [
            ("policy.for", words(content.territory)), ("policy.disease", words(content.disease)),
            ("policy.force", moments.day(content.from) + " – " + until),
            ("policy.governs", words(content.governsOpen ? "policy.governsOpen" : "policy.governsNew")),
        ].map { LabelledText(label: words($0.0), value: $0.1) }
        // A comparison shows what differs; the whole stands on a page of its own.
        sections = (content.comparedWith == nil ? content.sections : []).map { section in
            SectionRow(
                number: section.measure.map { "\($0.rawValue)" } ?? "", name: section.measure.map(words.name) ?? words(section.title),
                lines: section.lines.map { LineRow(key: $0.key, text: words($0.text), isUncertain: $0.isUncertain) })
        }
        editions = [
            Choice(
                name: "edition", label: words("policy.edition"), isAuto: true,
                options: content.editions.map { Option($0.id, words($0.title), $0.id == content.id) }),
            Choice(
                name: "against", label: words("policy.against"), isAuto: true,
                options: [Option("", words("policy.nothing"))]
                    + content.editions.filter { $0.id != content.id }.map { Option($0.id, words($0.title), $0.id == content.comparedWith?.id) }),
        ]
        comparison = content.comparedWith.map { words("policy.changes", ["edition": words($0.title)]) }
        changes = content.changes.map {
            ChangeRow(
                key: $0.key, label: words($0.label), before: $0.before.map { words($0) } ?? "–", after: $0.after.map { words($0) } ?? "–",
                affected: $0.affected.map { words($0) })
        }
        affected = content.affected.map { words($0) }
        wholeAddress = content.comparedWith == nil ? nil : reading.address("/policy", [("edition", content.id)])
        countAddress = content.comparedWith.flatMap { other in
            content.affected == nil
                ? reading.address("/policy", [("edition", content.id), ("against", other.id), ("affected", "1")]) : nil
        }
        adoptAddress = reading.may(.adoptPolicy) ? reading.address("/policy/adopt", [("edition", content.id)]) : nil
        hasChanges = !changes.isEmpty
        warnings = content.warnings.map { words($0) }
        hasWarnings = !warnings.isEmpty
    }
}
