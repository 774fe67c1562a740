import Operations
import Register
import Scenarios
import Storage
import Vocabulary

/// Registers the demo's hospitals, and the isolation sites that its stays name, with what they can hold.
struct DemoSites {
    let operations: Operations
    let author: Author
    let hospitals: [StaySite]
    let root: TerritoryCode
    /// When the scenario stands.
    let moment: Instant

    func play() async throws {
        let (hospitals, root, moment) = (hospitals, root, moment)
        let opened = CivilZone.shanghai.instant(CivilDate(daysSinceEpoch: 19_024), hour: 9)
        try await Operations(store: operations.store, clock: .standing(at: moment), policies: operations.policies).perform(as: author) { filing in
            for hospital in hospitals { try filing.openSite(hospital, at: opened, knownAt: opened) }
            for site in try filing.writer.sites(in: root, at: moment) where site.site == nil && site.mode == .central {
                let value = StaySite(name: site.name, mode: .central, territory: site.territory, capacity: HunanMarch2022.roomsOfSite)
                try filing.openSite(value, at: opened, knownAt: opened)
            }
        }
    }
}
