import Vocabulary

/// What a policy takes to be true of the disease.
public struct DiseaseProfile: Hashable, Sendable {
    /// Key, such as `covid-19`.
    public var id: String
    /// Name.
    public var name: LocalizedText
    /// Longest incubation reckoned with.
    public var incubationMax: Days
    /// Days after onset (or first positive) until which a case is taken to be infectious if not isolated.
    public var infectiousAfter: Days
}
