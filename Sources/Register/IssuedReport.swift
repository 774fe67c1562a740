import Vocabulary

/// A report on a territory as its headquarters puts it out; `happenedAt` is the moment of which it speaks.
///
/// Drafts and their turns are revisions of one fact; signing is the last of them. What is changed after signing is a draft again.
public struct IssuedReport: Hashable, Sendable, Codable {
    /// What sort of report.
    public var sort: Sort
    /// The territory.
    public var territory: TerritoryCode
    /// Its text, a sentence a line; no person can be told from it.
    public var text: LocalizedText
    /// Who signed it off; nil while it is a draft.
    public var signedBy: String?

    /// The reports that are put out.
    public enum Sort: String, CaseIterable, Sendable, Codable {
        /// How it stands at a moment 情况简报.
        case brief
        /// A day, 0–24 h 每日通报.
        case bulletin
    }

    /// A report from its parts.
    public init(sort: Sort, territory: TerritoryCode, text: LocalizedText, signedBy: String? = nil) {
        self.sort = sort
        self.territory = territory
        self.text = text
        self.signedBy = signedBy
    }
}

extension IssuedReport: FactValue {
    /// The report, if the fact is one.
    public static func value(in fact: Fact) -> IssuedReport? { if case .report(let value) = fact { value } else { nil } }
}
