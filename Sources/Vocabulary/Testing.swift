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

/// The occasion of a test, where it decides how soon its result must be there (`domain.md` §5).
public enum TestOccasion: String, CaseIterable, Sendable, Codable {
    /// A patient of a fever clinic 发热门诊.
    case feverClinic
    /// A patient or a companion in a hospital 门诊、住院患者及陪护.
    case inpatient
    /// Somebody whose health code is yellow 黄码.
    case yellowCode
    /// Somebody who wishes to be tested 愿检尽检.
    case voluntary
}

/// What a test found.
public enum TestOutcome: String, CaseIterable, Sendable, Codable {
    case negative, positive
    /// Between the cut-offs 灰区: to be repeated.
    case indeterminate
    /// No valid reading.
    case invalid
}
