/// A language of the console. Traditional Chinese is derived from Simplified, never written.
enum Language: String, CaseIterable, Sendable, Codable {
    case english = "en"
    case simplified = "zh-Hans"
    case traditional = "zh-Hant"

    /// What the language calls itself, in the switch.
    var ownName: String {
        switch self {
        case .english: "English"
        case .simplified: "简体中文"
        case .traditional: "繁體中文"
        }
    }

    /// Whether it is written in Chinese characters, which need neither plurals nor spaces.
    var isChinese: Bool { self != .english }

    /// The language to answer in, from the browser's `Accept-Language`; Chinese where nothing fits, for that is who works here.
    static func negotiated(_ header: String?) -> Language {
        guard let header else { return .simplified }
        let wishes = header.split(separator: ",").map { wish -> (tag: String, weight: Double) in
            let parts = wish.split(separator: ";").map { $0.drop(while: \.isWhitespace) }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            return (String(parts.first ?? "").lowercased(), weight)
        }
        for wish in wishes.sorted(by: { $0.weight > $1.weight }) {
            if wish.tag.hasPrefix("en") { return .english }
            if ["zh-hant", "zh-tw", "zh-hk", "zh-mo"].contains(where: wish.tag.hasPrefix) { return .traditional }
            if wish.tag.hasPrefix("zh") { return .simplified }
        }
        return .simplified
    }
}
