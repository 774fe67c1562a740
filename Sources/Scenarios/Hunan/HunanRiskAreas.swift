import Register
import Vocabulary

/// A risk area in another province, as other authorities announced it.
public struct RiskAreaElsewhere: Sendable {
    /// The area as a zone.
    public let zone: Zone
    /// When it was announced.
    public let since: Instant
}

extension HunanMarch2022 {
    /// The places at high or medium risk from which the scenario's travellers come. On which day each had which level is simplified.
    public func riskAreasElsewhere() -> [RiskAreaElsewhere] {
        TravelOrigin.all.compactMap { origin in
            let levels: [OriginRisk: ZoneLevel] = [.high: .high, .medium: .medium]
            guard let level = levels[origin.risk], let code = TerritoryCode(origin.code) else { return nil }
            return RiskAreaElsewhere(
                zone: Zone(name: origin.name, level: level, territory: code, members: [code], grounds: "外省通报"), since: moment - .hours(12 * 24))
        }
    }
}
