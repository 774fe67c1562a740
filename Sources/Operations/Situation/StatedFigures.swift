/// A sentence of a report taken apart: what it says, and the figures it says it of; so that two days' sentences are compared figure by figure.
///
/// Dates and times of day are no figures: that yesterday's sentence speaks of yesterday is no change.
public struct StatedFigures: Hashable, Sendable {
    /// The sentence with a sign in the place of each figure and of each date.
    public let pattern: String
    /// The figures as they are written, in order.
    public let figures: [String]

    /// Takes a sentence apart, Chinese or English.
    public init(_ sentence: String) {
        let months = "January|February|March|April|May|June|July|August|September|October|November|December"
        let dates = try? Regex("\\d{4}-\\d{2}-\\d{2}|\\d+年|\\d+月|\\d+日|\\d+时|\\d{1,2}:\\d{2}|\\d{1,2} (?:\(months))")
        let undated = dates.map { sentence.replacing($0, with: "@") } ?? sentence
        let figure = #/\d+(?:,\d{3})*(?:\.\d+)?/#
        figures = undated.matches(of: figure).map { String($0.output) }
        pattern = undated.replacing(figure, with: "#")
    }

    /// What of a former sentence has another figure now; nil where it says something else.
    public func changes(since former: StatedFigures) -> [Change]? {
        guard pattern == former.pattern else { return nil }
        return zip(former.figures, figures).filter { $0 != $1 }.map { Change(before: $0, after: $1) }
    }

    /// A figure that is another.
    public struct Change: Hashable, Sendable {
        /// What it was.
        public let before: String
        /// What it is.
        public let after: String
    }
}
