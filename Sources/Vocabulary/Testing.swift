/// What a specimen is tested by.
public enum TestMethod: String, CaseIterable, Sendable, Codable {
    /// Nucleic-acid amplification 核酸.
    case nucleicAcid
    /// Rapid antigen 抗原.
    case antigen
    /// Antibody in serum.
    case serology
    /// Virus culture or another method.
    case other
}

/// Where a specimen was taken from.
public enum SpecimenKind: String, CaseIterable, Sendable, Codable {
    case nasopharyngealSwab, oropharyngealSwab, nasalSwab, sputum, blood, stool, environment, other
}

/// What a test found.
public enum TestOutcome: String, CaseIterable, Sendable, Codable {
    case negative, positive
    /// Between the cut-offs 灰区: to be repeated.
    case indeterminate
    /// No valid reading.
    case invalid
}
