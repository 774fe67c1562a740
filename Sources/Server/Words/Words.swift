import Vocabulary

/// The texts of the console in one language.
struct Words: Sendable {
    /// The language.
    let language: Language
    /// The same texts by section and name, as templates reach them.
    let sections: [String: [String: String]]
    private let texts: [String: String]
    /// Names that are not the console's but the deployment's: of the policy's posts and courses, of demo accounts.
    var labels: [String: LocalizedText] = [:]

    init(language: Language, texts: [String: String]) {
        self.language = language
        self.texts = texts
        var sections: [String: [String: String]] = [:]
        for (key, text) in texts {
            let parts = key.split(separator: ".").map(String.init)
            sections[parts[0], default: [:]][parts[1]] = text
        }
        self.sections = sections
    }

    /// The text of a key; the key itself where there is none, which a test forbids.
    func callAsFunction(_ key: String) -> String { texts[key] ?? key }

    /// The text of a key with `{name}` replaced.
    func callAsFunction(_ key: String, _ values: KeyValuePairs<String, String>) -> String {
        var text = self(key)
        for (name, value) in values { text = text.replacing("{\(name)}", with: value) }
        return text
    }

    /// The text of a key for a number, `{n}` replaced; an English text gives `singular|plural`.
    func count(_ key: String, _ number: Int, _ values: KeyValuePairs<String, String> = [:]) -> String {
        let forms = self(key, values).split(separator: "|").map(String.init)
        let form = number == 1 ? forms.first : forms.last
        return (form ?? key).replacing("{n}", with: figure(number))
    }

    /// The text of a key, or nil where the table has none: for words that a policy may bring itself.
    func find(_ key: String) -> String? { texts[key] }

    /// The deployment's name of a key; the key itself where it has none.
    func label(_ key: String) -> String { labels[key].map { self($0) } ?? key }

    /// A label of the data in this language.
    func callAsFunction(_ text: LocalizedText) -> String {
        switch language {
        case .english: text.en
        case .simplified: text.zh
        case .traditional: Catalogue.traditional(text.zh)
        }
    }

    /// Parts of a sentence side by side.
    func list(_ parts: [String]) -> String { parts.joined(separator: language.isChinese ? "，" : ", ") }

    /// Sentences one after the other; those that are missing are left out.
    func sentences(_ parts: [String?]) -> String { parts.compactMap { $0 }.joined(separator: language.isChinese ? "" : " ") }

    /// A number with its thousands apart.
    func figure(_ number: Int) -> String { Words.grouped(number) }

    /// The same in every language.
    static func grouped(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? "−" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// A measured number to one decimal.
    static func decimal(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10)" + (tenths % 10 == 0 ? "" : ".\(abs(tenths % 10))")
    }

    /// A share as a whole per cent; `–` of nothing. Never 100 while something is missing.
    func percent(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "–" }
        let share = Double(part) / Double(whole) * 100
        let rounded = part < whole ? min(share.rounded(), 99) : 100
        return "\(Int(rounded)) %"
    }
}
