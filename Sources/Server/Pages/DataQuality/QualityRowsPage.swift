import Register
import Vocabulary

/// Whom a check of data quality found: the rows that its numbers open.
struct QualityRowsPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        /// The check's name in addresses.
        var key: String
        var kind: DataQualityPage.Check.Kind
        var label: LocalizedText
        /// People with where their duty lies.
        var rows: [(person: PersonTag, territory: LocalizedText)]
        /// After whom the next page begins; nil on the last.
        var next: Int64?
    }
    struct Row: Sendable {
        let person: PersonLink
        let territory: String
    }

    let title: String
    let kind: String
    let rows: [Row]
    let isEmpty: Bool
    let backAddress: String
    let moreAddress: String?

    init(_ content: Content, _ reading: Reading) {
        let words = reading.words
        title = words(content.label)
        kind = words("quality.\(content.kind.rawValue)")
        rows = content.rows.map { Row(person: PersonLink($0.person, reading), territory: words($0.territory)) }
        isEmpty = rows.isEmpty
        backAddress = reading.address("/quality")
        moreAddress = content.next.map { reading.address("/quality/\(content.key)", [("after", "\($0)")]) }
    }
}
