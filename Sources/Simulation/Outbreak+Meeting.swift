/// A potential transmission: with whom, where they live, in which layer.
struct Meeting {
    var partner: UInt32
    var territory: Int
    var layer: Layer
}

extension Outbreak {
    /// With whom a potential transmission would take place.
    ///
    /// - Parameters:
    ///   - bits: Their highest 32 choose the layer; the lowest 32 are the caller's.
    ///   - partner: Choose the partner.
    @inline(__always)
    func meeting(_ spreader: Spreader, _ bits: UInt64, _ partner: UInt64) -> Meeting {
        if setup.isRandom {
            let target = UInt32(truncatingIfNeeded: partner.multipliedFullWidth(by: UInt64(population.count)).high)
            return Meeting(partner: target, territory: population.territories.count == 1 ? 0 : population.territory(of: target), layer: .mixing)
        }
        let territory = Int(spreader.territory)
        if spreader.sphere == .ward { return inWard(territory, bits, partner) }
        if UInt16(truncatingIfNeeded: bits >> 48) < spreader.homeShare { return atHome(spreader.person, territory, partner) }
        let choice = UInt16(truncatingIfNeeded: bits >> 32)
        let row = Int(spreader.occupation.rawValue) &* 7
        let thresholds = setup.rates.thresholds
        var index = 0
        while index < 6, choice >= thresholds[row &+ index] { index &+= 1 }
        switch index {
        case 0: return inGroup(spreader.person, territory, .classroom, partner)
        case 1: return inGroup(spreader.person, territory, .workplace, partner)
        case 2: return inGroup(spreader.person, territory, .careHome, partner)
        case 3: return nearby(spreader.person, territory, .social, partner)
        case 4: return nearby(spreader.person, territory, .venue, partner)
        case 5: return nearby(spreader.person, territory, .gathering, partner)
        default: return nearby(spreader.person, territory, .transport, partner)
        }
    }

    @inline(__always)
    private func atHome(_ person: UInt32, _ territory: Int, _ bits: UInt64) -> Meeting {
        let (member, base) = population.member(person, in: territory)
        let household = population.household(member, base: base, in: territory)
        guard household.size > 1 else { return Meeting(partner: person, territory: territory, layer: .household) }
        var partner = household.first &+ UInt32(bits.multipliedFullWidth(by: UInt64(household.size &- 1)).high)
        if partner >= person { partner &+= 1 }
        return Meeting(partner: partner, territory: territory, layer: .household)
    }

    @inline(__always)
    private func inGroup(_ person: UInt32, _ territory: Int, _ layer: Layer, _ bits: UInt64) -> Meeting {
        let member = population.member(person, in: territory).0
        let group = population.group(person, member, in: territory, size: UInt32(member.occupation.groupSize))
        let position = group.first &+ UInt32(bits.multipliedFullWidth(by: UInt64(group.size)).high)
        return Meeting(partner: population.resident(group.roll, at: position, in: territory), territory: territory, layer: layer)
    }

    /// Friends live near, strangers less so, fellow travellers anywhere. Shares assumed: of 256 meetings so many are with people within some
    /// thousand residents, within the township, in the county, in a near county, anywhere.
    @inline(__always)
    func nearby(_ person: UInt32, _ territory: Int, _ layer: Layer, _ bits: UInt64) -> Meeting {
        let luck = UInt8(truncatingIfNeeded: bits)
        let size = population.sizes[territory]
        let (close, township, county, near): (UInt8, UInt8, UInt8, UInt8) =
            switch layer {
            case .social: (110, 180, 240, 252)
            case .venue: (70, 170, 243, 253)
            case .gathering: (60, 150, 225, 248)
            default: (10, 60, 150, 225)
            }
        if luck < township {
            let reach = min(size, luck < close ? 2_000 : 30_000)
            // Within a stretch of that many residents around the person, kept inside the territory.
            let local = person &- population.starts[territory]
            let first = min(max(local, reach / 2) &- reach / 2, size &- reach)
            return Meeting(
                partner: population.starts[territory] &+ first &+ UInt32((bits >> 8).multipliedFullWidth(by: UInt64(reach) << 8).high),
                territory: territory, layer: layer)
        }
        var place = territory
        if luck >= county, population.territories.count > 1 {
            let elsewhere = Keyring.finish(bits)
            place = luck < near ? population.nearTravel.draw(territory, elsewhere) : population.travel.draw(territory, elsewhere)
        }
        return Meeting(
            partner: population.starts[place] &+ UInt32((bits >> 8).multipliedFullWidth(by: UInt64(population.sizes[place]) << 8).high),
            territory: place, layer: layer)
    }

    /// A patient meets staff, two times of three, or another patient: anybody from 50 in the territory, as near as a few tries find one.
    private func inWard(_ territory: Int, _ bits: UInt64, _ partner: UInt64) -> Meeting {
        if bits >> 48 < 43_690 {
            let roll = population.rolls[territory * Occupation.allCases.count + Int(Occupation.healthcare.rawValue)]
            if roll.inTerritory > 0 {
                let position = UInt32(partner.multipliedFullWidth(by: UInt64(roll.inTerritory)).high)
                return Meeting(partner: population.resident(roll, at: position, in: territory), territory: territory, layer: .ward)
            }
        }
        var mixed = partner
        var patient: UInt32 = 0
        for _ in 0..<6 {
            mixed = Keyring.finish(mixed)
            patient = population.starts[territory] &+ UInt32(mixed.multipliedFullWidth(by: UInt64(population.sizes[territory])).high)
            if population.member(patient, in: territory).0.age >= 50 { break }
        }
        return Meeting(partner: patient, territory: territory, layer: .ward)
    }
}
