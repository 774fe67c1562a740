/// A label in the languages of the console. Traditional Chinese is derived from `zh`, never written.
public struct LocalizedText: Hashable, Sendable, Codable {
    /// Simplified Chinese.
    public let zh: String
    /// English.
    public let en: String

    /// A label in both languages.
    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }
}
