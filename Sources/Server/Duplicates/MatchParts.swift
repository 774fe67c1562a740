import Linkage
import Operations
import Register
import Vocabulary

/// A probability in words, and the parts it is made of as a small waterfall: what speaks for one person, what against, by how much.
struct MatchParts: Sendable {
    struct Part: Sendable {
        let field: String
        let agreement: String
        /// Bits, signed.
        let weight: String
        /// Length of its bar in tenths of the longest, 0 to 10.
        let length: Int
        /// `for`, `against` or `none`.
        let tone: String
    }

    let likelihood: String
    let percent: String
    let tone: String
    let parts: [Part]
    let prior: String
    let total: String

    init(_ explanation: MatchExplanation, _ words: Words) {
        let probability = explanation.probability
        (likelihood, tone) =
            probability >= LikelyPairs.sure
            ? (words("duplicate.sure"), "late")
            : probability >= 0.7
                ? (words("duplicate.likely"), "soon")
                : probability >= LikelyPairs.lower ? (words("duplicate.possible"), "soon") : (words("duplicate.faint"), "none")
        percent = probability >= 0.995 ? "> 99 %" : "\(Int((probability * 100).rounded())) %"
        var rows = explanation.parts.filter { $0.agreement != .missing }.map { part in
            (words("duplicateField.\(part.field.name)"), words(part.text), part.weight + part.rarity)
        }
        if explanation.household < -0.05 { rows.append((words("duplicate.household"), words("duplicate.householdWhy"), explanation.household)) }
        let longest = rows.map { $0.2.isFinite ? abs($0.2) : 30 }.max() ?? 1
        parts = rows.map { field, agreement, bits in
            let length = bits.isFinite ? Int((abs(bits) / max(longest, 1) * 10).rounded()) : 10
            return Part(
                field: field, agreement: agreement, weight: MatchParts.bits(bits, words), length: length,
                tone: bits > 0.05 ? "for" : bits < -0.05 ? "against" : "none")
        }
        prior = MatchParts.bits(explanation.prior, words)
        total = MatchParts.bits(explanation.total, words)
    }

    /// Bits with their sign; what rules one person out has no number.
    private static func bits(_ value: Double, _ words: Words) -> String {
        guard value.isFinite else { return words("duplicate.ruledOut") }
        let tenths = Int((value * 10).rounded())
        return (tenths < 0 ? "−" : "+") + "\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}

/// Somebody in the register beside what is being typed in.
struct MatchesPage: Sendable {
    struct Match: Sendable {
        var person: PersonTag
        var document: String?
        var phone: String?
        var territory: LocalizedText?
        var age: Int?
        var sex: Sex?
        var explanation: MatchExplanation
    }
    struct Row: Sendable {
        let number: String
        let person: PersonLink
        let details: String
        let match: MatchParts
        let useLabel: String
    }

    let rows: [Row]
    let isEmpty: Bool
    let heading: String
    /// Whether one of them can be chosen instead of entering somebody new.
    let canChoose: Bool

    init(_ matches: [Match], canChoose: Bool = true, _ reading: Reading) {
        self.canChoose = canChoose
        let words = reading.words
        rows = matches.map { match in
            let details = [
                match.sex.map(words.name), match.age.map { words.count("person.age", $0) }, match.document, match.phone,
                match.territory.map { words($0) },
            ]
            return Row(
                number: "\(match.person.id.rawValue)", person: PersonLink(match.person, reading), details: words.list(details.compactMap(\.self)),
                match: MatchParts(match.explanation, words), useLabel: words("duplicate.use", ["name": match.person.name]))
        }
        isEmpty = rows.isEmpty
        heading = words.count("duplicate.found", rows.count)
    }
}
