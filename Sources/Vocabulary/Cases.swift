/// What a case is, by the protocol's classes (`domain.md` §7.1).
public enum CaseKind: String, CaseIterable, Sendable, Codable {
    /// Suspected 疑似.
    case suspected
    /// Clinically diagnosed or probable.
    case probable
    /// Confirmed 确诊.
    case confirmed
    /// Asymptomatic infection 无症状感染者.
    case asymptomatic

    /// Whether the infection itself is established, so that it is investigated and the person ceases to be a mere contact. Contacts are held
    /// for a suspected case as well.
    public var isInfection: Bool { self != .suspected }
}

/// Where an infection was acquired.
public enum CaseOrigin: String, CaseIterable, Sendable, Codable {
    /// Abroad 境外输入.
    case importedFromAbroad
    /// In another province 省外输入 (a local case of the country).
    case importedFromProvince
    /// Here 本土.
    case local
    /// Here, from someone infected abroad 境外输入关联本土.
    case importRelated
    /// Not known (yet).
    case unknown
}

/// Clinical severity (`domain.md` §7.1).
public enum Severity: String, CaseIterable, Sendable, Codable, Comparable {
    case mild, moderate, severe, critical

    /// Milder forms come first.
    public static func < (left: Severity, right: Severity) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}

/// How a case was found.
public enum DetectionRoute: String, CaseIterable, Sendable, Codable {
    /// While held or followed as a contact.
    case contact
    /// By the checks on entry.
    case arrival
    /// By the routine test of a post.
    case post
    /// In a fever clinic or hospital, by symptoms.
    case clinic
    /// In a mass-screening round.
    case screeningRound
    /// By a test someone asked for.
    case voluntary
}

/// How a case ended.
public enum CaseOutcome: String, CaseIterable, Sendable, Codable {
    case recovered, died, leftTerritory
}
