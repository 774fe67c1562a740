import Vocabulary

/// Where people are counted who are ill and not yet cases (哨点监测).
public enum SentinelSource: String, CaseIterable, Sendable, Codable {
    /// Visits to fever clinics 发热门诊.
    case feverClinic
    /// Sales of remedies for fever and cough in pharmacies 药店四类药品.
    case pharmacy
    /// Absences from schools and work because of illness 因病缺勤.
    case absence
}

/// How many a source counted in a territory on a day: numbers only, nobody is named.
public struct SentinelCount: Hashable, Sendable, Codable {
    /// Where.
    public var territory: TerritoryCode
    /// Who counted.
    public var source: SentinelSource
    /// The day.
    public var day: CivilDate
    /// How many.
    public var count: Int

    /// A count from its parts.
    public init(territory: TerritoryCode, source: SentinelSource, day: CivilDate, count: Int) {
        self.territory = territory
        self.source = source
        self.day = day
        self.count = count
    }
}
