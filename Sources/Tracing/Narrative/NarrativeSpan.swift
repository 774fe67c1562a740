/// A stretch of an investigation's text that means something: when, where, by whom treated.
///
/// Labels are those of the CCIE corpus of case reports (abcdefg3381/COVID_19_China_case_reports, CC BY 4.0); offsets count Unicode scalars.
public struct NarrativeSpan: Hashable, Sendable, Codable {
    /// The first scalar.
    public var start: Int
    /// Behind the last scalar.
    public var end: Int
    /// What it is, in its role.
    public var label: Label
    /// The words themselves.
    public var text: String

    /// What a stretch is.
    public enum Label: String, CaseIterable, Sendable, Codable {
        /// The place left.
        case placeLeft = "QYL"
        /// The destination.
        case destination = "MDL"
        /// A place of transit.
        case transit = "ZZL"
        /// A place passed or stayed at.
        case passed = "SGL"
        /// Another place, such as the residence.
        case otherPlace = "OTL"
        /// When the destination was reached.
        case arrived = "MDT"
        /// When the illness began.
        case onset = "FBT"
        /// When care was first sought.
        case firstVisit = "JZT"
        /// When isolation began.
        case isolated = "GLT"
        /// When it was confirmed.
        case confirmed = "QZT"
        /// Another time.
        case otherTime = "OTT"
        /// A hospital.
        case hospital = "ZSI"
        /// Another institution.
        case otherInstitution = "OTI"

        /// What kind of thing it is, the role aside.
        public var kind: Kind {
            switch self {
            case .placeLeft, .destination, .transit, .passed, .otherPlace: .place
            case .arrived, .onset, .firstVisit, .isolated, .confirmed, .otherTime: .time
            case .hospital: .hospital
            case .otherInstitution: .institution
            }
        }
    }

    /// Kinds of things, their role aside.
    public enum Kind: String, CaseIterable, Sendable, Codable {
        case place, time, hospital, institution
    }
}
