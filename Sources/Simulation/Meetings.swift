/// Who meets whom: reads the population and nothing that changes.
struct Meetings {
    private let population: Population
    private let thresholds: Slab<UInt16>
    private let isRandom: Bool

    init(_ setup: Setup) {
        population = setup.population
        thresholds = setup.rates.thresholds
        isRandom = setup.isRandom
    }

    /// With whom a potential transmission would take place, and in which layer.
    ///
    /// - Parameters:
    ///   - bits: Their highest 32 choose the layer; the lowest 32 are the caller's.
    ///   - partner: Choose the partner.
    @inline(__always)
    func meeting(_ spreader: Spreader, _ bits: UInt64, _ partner: UInt64) -> (partner: UInt32, layer: Layer) {
        if isRandom { return (UInt32(truncatingIfNeeded: partner.multipliedFullWidth(by: UInt64(population.count)).high), .mixing) }
        let territory = Int(spreader.territory)
        if spreader.isInWard { return (inWard(territory, bits, partner), .ward) }
        if UInt16(truncatingIfNeeded: bits >> 48) < spreader.homeShare { return (atHome(spreader.person, territory, partner), .household) }
        // How many thresholds lie below, without a branch: which layer comes next cannot be foreseen.
        let choice = UInt16(truncatingIfNeeded: bits >> 32)
        let row = thresholds.base + Int(spreader.occupation.rawValue) &* Rates.outsideLayers.count
        var index = 0
        for layer in 0..<6 { index &+= choice >= row[layer] ? 1 : 0 }
        if index >= 3 {
            let layer = Layer(rawValue: Layer.social.rawValue &+ UInt8(truncatingIfNeeded: index &- 3)) ?? .transport
            return (nearby(spreader.person, territory, layer, partner), layer)
        }
        let roll = population.roll(spreader.occupation, in: territory)
        let position = spreader.group &+ UInt32(partner.multipliedFullWidth(by: UInt64(roll.size(ofGroupAt: spreader.group))).high)
        return (population.resident(roll, at: position, in: territory), Layer(rawValue: Layer.classroom.rawValue &+ UInt8(index)) ?? .workplace)
    }

    @inline(__always)
    private func atHome(_ person: UInt32, _ territory: Int, _ bits: UInt64) -> UInt32 {
        let (member, base) = population.member(person, in: territory)
        let household = population.household(member, base: base, in: territory)
        guard household.size > 1 else { return person }
        let partner = household.first &+ UInt32(bits.multipliedFullWidth(by: UInt64(household.size &- 1)).high)
        return partner >= person ? partner &+ 1 : partner
    }

    /// Of 256 meetings with friends, among strangers, at gatherings and on the way so many are with people within some thousand residents,
    /// within the township besides, in the county, in a near county; the rest anywhere. Assumed: friends live near, strangers less so, fellow
    /// travellers anywhere.
    private static let shares = Slab<UInt8>([110, 180, 240, 252, 70, 170, 243, 253, 60, 150, 225, 248, 10, 60, 150, 225])

    /// Whom one meets in a layer in which one meets whoever happens to be there.
    @inline(__always)
    func nearby(_ person: UInt32, _ territory: Int, _ layer: Layer, _ bits: UInt64) -> UInt32 {
        let luck = UInt8(truncatingIfNeeded: bits)
        let share = Meetings.shares.base + 4 * Int(layer.rawValue &- Layer.social.rawValue)
        if luck >= share[2], population.territories.count > 1 {
            let elsewhere = Keyring.finish(bits)
            let place = luck < share[3] ? population.nearTravel.draw(territory, elsewhere) : population.travel.draw(territory, elsewhere)
            return population.starts[place] &+ Meetings.below(population.sizes[place], bits)
        }
        // Within a stretch of that many residents around the person, kept inside the territory.
        let start = population.starts[territory], size = population.sizes[territory]
        let reach = min(size, luck < share[0] ? 2_000 : luck < share[1] ? 30_000 : size)
        let first = min(max(person &- start, reach / 2) &- reach / 2, size &- reach)
        return start &+ first &+ Meetings.below(reach, bits)
    }

    /// A number below a bound from all bits but the lowest eight.
    @inline(__always)
    private static func below(_ bound: UInt32, _ bits: UInt64) -> UInt32 {
        UInt32((bits >> 8).multipliedFullWidth(by: UInt64(bound) << 8).high)
    }

    /// A patient meets staff, two times of three, or another patient: anybody from 50 in the territory, as near as a few tries find one.
    private func inWard(_ territory: Int, _ bits: UInt64, _ partner: UInt64) -> UInt32 {
        if bits >> 48 < 43_690 {
            let roll = population.roll(.healthcare, in: territory)
            if roll.inTerritory > 0 {
                let position = UInt32(partner.multipliedFullWidth(by: UInt64(roll.inTerritory)).high)
                return population.resident(roll, at: position, in: territory)
            }
        }
        var mixed = partner
        var patient: UInt32 = 0
        for _ in 0..<6 {
            mixed = Keyring.finish(mixed)
            patient = population.starts[territory] &+ UInt32(mixed.multipliedFullWidth(by: UInt64(population.sizes[territory])).high)
            if population.member(patient, in: territory).0.age >= 50 { break }
        }
        return patient
    }
}
