import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// What everybody may know of a territory: its risk areas, where one is tested or treated, the rules in force. Nothing in it is about a person.
public struct PublicView: Sendable {
    /// A place where people are tested or treated.
    public struct Help: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// Where.
        public let territory: TerritoryCode
        /// Street and number, if known.
        public let address: String?
        /// Whether it is a round of testing that all residents of its area come to.
        public let isRound: Bool
    }

    /// Risk areas in force, the strictest first.
    public let zones: [ZoneLine]
    /// Where one is tested or treated.
    public let help: [Help]
    /// The edition in force.
    public let policy: Policy
}

extension Operations {
    /// What everybody may know of a territory.
    public func publicView(of territory: TerritoryCode) async throws -> PublicView {
        let now = clock.now
        let policy = try policies.edition(at: now, in: territory)
        // People look around them: a county shows its prefecture's.
        let around = territory.ancestor(at: .prefecture) ?? territory
        return try await store.read(.systemUnrestricted) { reader in
            func inForce(_ kind: FactKind) throws -> [FactRecord] { try reader.entries(FactsQuery(kind: kind)).map(\.record).inForce(asOf: now) }
            var help: [PublicView.Help] = []
            for round in try inForce(.screeningRound).compactMap({ $0.recorded(as: ScreeningRound.self)?.value }) where round.closing == nil {
                for area in round.area where around.contains(area) {
                    help.append(PublicView.Help(name: round.name, territory: area, address: nil, isRound: true))
                }
            }
            let clinics = Set(policy.places.key.keys.filter { $0.contains("hospital") || $0.contains("clinic") })
            for place in try inForce(.place).compactMap({ $0.recorded(as: Place.self)?.value }) where clinics.contains(place.placeClass) {
                if around.contains(place.territory) {
                    help.append(PublicView.Help(name: place.name, territory: place.territory, address: place.address, isRound: false))
                }
            }
            for site in try inForce(.site).compactMap({ $0.recorded(as: StaySite.self)?.value }) where site.mode == .hospital && site.closed == nil {
                if around.contains(site.territory), !help.contains(where: { $0.name == site.name }) {
                    help.append(PublicView.Help(name: site.name, territory: site.territory, address: nil, isRound: false))
                }
            }
            return PublicView(zones: try reader.zones(about: territory, asOf: now), help: help, policy: policy)
        }
    }
}
