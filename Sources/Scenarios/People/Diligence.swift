import Vocabulary

/// How reliably each territory does each thing in time. Counties differ, as they do: most are good, a few fall behind, so that a scorecard has
/// something to show.
struct Diligence: Sendable {
    /// What can be done in time or not.
    enum Duty: UInt64, CaseIterable, Sendable {
        case locate, notify, transfer, test, laboratory, release, followUp, check, registration, certificate, landingTest, entryControl, postTest
        case report, investigation
    }

    private let seed: Seeded
    private let slow: [String: Double]

    /// - Parameter slow: Counties that fall behind, with how much.
    init(seed: Seeded, slow: [String: Double] = [:]) {
        self.seed = seed
        self.slow = slow
    }

    /// The share done in time.
    func share(_ duty: Duty, in territory: TerritoryCode) -> Double {
        let county = String(territory.digits.prefix(6))
        var dice = seed.stream("diligence", (UInt64(county) ?? 0) &* 64 &+ duty.rawValue)
        let base: Double =
            switch duty {
            case .check, .locate, .notify, .report: 0.988
            case .registration, .laboratory, .transfer, .landingTest: 0.982
            case .certificate, .followUp, .investigation, .entryControl: 0.975
            case .test, .release, .postTest: 0.97
            }
        return min(0.995, base - 0.025 + dice.unit() * 0.04 - (slow[county] ?? 0))
    }
}
