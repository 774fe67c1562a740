/// Thresholds by what they let through: the expected share of false pairs among those at or above one is the mean of the probabilities that
/// they are false (T. R. Belin, D. B. Rubin, JASA 90, 1995, for why a model must be well calibrated to be used so).
public enum Threshold {
    /// The expected share of false pairs among these; 0 of none.
    public static func expectedFalseMatchRate(of links: [Link]) -> Double {
        links.isEmpty ? 0 : links.reduce(0) { $0 + (1 - $1.probability) } / Double(links.count)
    }

    /// The least threshold whose pairs are expected to hold at most this share of false ones; just above 1 if no pair is good enough.
    public static func keeping(_ rate: Double, of links: [Link]) -> Double {
        let ordered = links.map(\.probability).sorted(by: >)
        var sum = 0.0, threshold = 1.0.nextUp
        var index = 0
        while index < ordered.count {
            var end = index
            while end < ordered.count, ordered[end] == ordered[index] {
                sum += 1 - ordered[end]
                end += 1
            }
            // Probabilities only fall from here on, so that the mean of what is false only rises.
            guard sum / Double(end) <= rate else { break }
            threshold = ordered[index]
            index = end
        }
        return threshold
    }
}
