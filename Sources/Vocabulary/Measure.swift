/// The ten measures of the founding document, by its numbers.
public enum Measure: Int, CaseIterable, Sendable, Codable, Comparable {
    /// Nucleic-acid testing 核酸检测.
    case testing = 1
    /// Investigation and tracing 流调溯源.
    case tracing
    /// Medical treatment 医疗救治.
    case treatment
    /// Control of entry 入湘管控.
    case arrivals
    /// Look-back over information 信息排查回头看.
    case screening
    /// Key and special places 重点场所.
    case places
    /// Gatherings 聚集性活动.
    case gatherings
    /// Joint command 联防联控.
    case command
    /// Community prevention 群防群控.
    case community
    /// Supervision 督查督导.
    case supervision

    /// The name used in rule keys, policies and addresses.
    public var key: String { String(describing: self) }

    /// The measure of the given key, or nil.
    public init?(key: String) {
        guard let measure = Measure.allCases.first(where: { $0.key == key }) else { return nil }
        self = measure
    }

    /// In the order of the document.
    public static func < (left: Measure, right: Measure) -> Bool { left.rawValue < right.rawValue }
}
