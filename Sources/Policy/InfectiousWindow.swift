import Vocabulary

extension Policy {
    /// The days on which a case's contacts are sought: from the policy's look-back before its anchor — the onset, or the first positive
    /// specimen of a case without symptoms — to the last day on which the disease's profile takes it to be infectious (`domain.md` §3).
    ///
    /// Isolation ends the window earlier; that is a moment, and the caller's to apply.
    ///
    /// - Returns: The first and the last day; nil if there is neither anchor, or nothing is traced between them.
    public func infectiousWindow(onset: CivilDate?, firstPositive: CivilDate?) -> ClosedRange<CivilDate>? {
        let lookback = onset == nil ? self.tracing.lookbackAsymptomatic : self.tracing.lookbackSymptomatic
        guard let anchor = onset ?? firstPositive else { return nil }
        let first = anchor - lookback
        let last = anchor + self.disease.infectiousAfter
        return first <= last ? first...last : nil
    }
}
