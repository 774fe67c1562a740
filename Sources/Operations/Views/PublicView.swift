import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// What everybody may know of a territory: its risk areas, where one is tested or treated, the rules in force. Nothing in it is about a person.
public struct PublicView: Sendable {
    /// A place where people are tested, vaccinated or treated.
    public struct Help: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// Where.
        public let territory: TerritoryCode
        /// Street and number, if known.
        public let address: String?
        /// Whether it is a round of testing that all residents of its area come to.
        public let isRound: Bool
        /// What everybody finds there, as far as it was told.
        public var offers: [PublicOffer] = []
    }

    /// Risk areas in force, the strictest first.
    public let zones: [ZoneLine]
    /// Where one is tested, vaccinated or treated; those that say what they offer first.
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
            for record in try inForce(.place) {
                guard let place = record.recorded(as: Place.self)?.value, around.contains(place.territory) else { continue }
                let offers = place.offers ?? []
                guard !offers.isEmpty || clinics.contains(place.placeClass), try reader.isOpen(record) else { continue }
                help.append(
                    PublicView.Help(name: place.name, territory: place.territory, address: place.address, isRound: false, offers: offers))
            }
            help.sort { ($0.isRound ? 0 : 1, $0.offers.isEmpty ? 1 : 0) < ($1.isRound ? 0 : 1, $1.offers.isEmpty ? 1 : 0) }
            for site in try inForce(.site).compactMap({ $0.recorded(as: StaySite.self)?.value }) where site.mode == .hospital && site.closed == nil {
                if around.contains(site.territory), !help.contains(where: { $0.name == site.name }) {
                    help.append(PublicView.Help(name: site.name, territory: site.territory, address: nil, isRound: false))
                }
            }
            return PublicView(zones: try reader.zones(about: territory, asOf: now), help: help, policy: policy)
        }
    }
}

extension Reader {
    /// Whether a place of the register is open.
    fileprivate func isOpen(_ record: FactRecord) throws -> Bool {
        try thing(.place(Reference(rawValue: record.entity))).map { $0.standing.state == PlaceDuties.State.open.rawValue } ?? true
    }
}
