import Register
import Vocabulary

/// Where people are treated and held: the designated hospital of each prefecture, and what sites that stays name can hold.
extension HunanMarch2022 {
    /// The designated hospitals with the beds kept free for infections.
    public func hospitals() -> [StaySite] {
        gazetteer.territories(at: .prefecture).compactMap { prefecture in
            let named = CaseScript.hospitals[prefecture.code.digits].flatMap { TerritoryCode($0) }
            let seat = named ?? gazetteer.children(of: prefecture.code).first?.code
            return seat.map {
                StaySite(name: prefecture.name.zh + "定点医院", mode: .hospital, territory: $0, capacity: prefecture.code.digits == "4301" ? 600 : 200)
            }
        }
    }

    /// Rooms of an isolation site: eight floors of eighteen.
    public static let roomsOfSite = IsolationSites.roomsPerSite
}
