import Register
import Vocabulary

/// People found by name, document or phone. Reached under an opaque address: what was searched for stands in no address and no log.
struct SearchPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var rows: [Row]
        /// Whether there are more than are shown.
        var isCapped: Bool
    }
    struct Row: Sendable {
        var person: PersonTag
        var territory: LocalizedText
        var age: Int?
        var sex: Sex?
        /// 4301…12, 138…34.
        var document: String?
        var phone: String?
    }
    struct Line: Sendable {
        let person: PersonLink
        let who: String
        let territory: String
        let document: String
        let phone: String
    }

    let title: String
    let count: String
    let rows: [Line]
    let isEmpty: Bool
    let cappedText: String?

    init(_ content: Content, _ reading: Reading) {
        let words = reading.words
        title = words("search.title")
        count = words.count("list.count", content.rows.count)
        rows = content.rows.map { row in
            Line(
                person: PersonLink(row.person, reading),
                who: words.list([row.sex.map(words.name), row.age.map { words.count("person.age", $0) }].compactMap(\.self)),
                territory: words(row.territory), document: row.document ?? "–", phone: row.phone ?? "–")
        }
        isEmpty = rows.isEmpty
        cappedText = content.isCapped ? words("search.capped") : nil
    }
}
