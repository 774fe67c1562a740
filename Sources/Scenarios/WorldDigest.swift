import Register
import Vocabulary

extension World {
    /// A number that two worlds share only if they are equal, the same on every platform: by it a seed's world can be compared across machines.
    public func digest() throws -> UInt64 {
        var digest = WorldDigest()
        try forEachPerson { digest.add($0) }
        return digest.value
    }
}

/// FNV-1a over the people of a world; independent of the order in which sets happen to be stored.
struct WorldDigest {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ person: InventedPerson) {
        add(person.number)
        let identity = person.identity
        add([identity.name, identity.documentNumber, identity.address, identity.guardian, identity.employer] + identity.phones)
        for fact in person.facts { add(fact) }
    }

    private mutating func add(_ entry: InventedFact) {
        for number in [entry.local, Int(entry.happenedAt.milliseconds), Int(entry.knownAt.milliseconds), entry.revises ?? 0] { add(number) }
        add(entry.withdraws ? 1 : 0)
        switch entry.fact {
        case .person(let value):
            add([value.sex?.rawValue, value.residence.digits, value.occupation, value.location?.digits] + value.groups.map(\.rawValue).sorted())
            add(Int(value.birthDate?.daysSinceEpoch ?? 0))
        case .caseReport(let value):
            add([value.kind.rawValue, value.origin.rawValue, value.detection.rawValue, value.territory.digits, value.label])
            add(Int(value.onset?.daysSinceEpoch ?? 0))
        case .caseChange(let value): add(Int(value.of.rawValue))
        case .exposure(let value):
            add([value.nearness.rawValue, value.setting.rawValue, value.territory?.digits, value.circumstance, value.discovery.rawValue])
            for number in [Int(value.index.rawValue), Int(value.first?.daysSinceEpoch ?? 0), Int(value.last.daysSinceEpoch)] { add(number) }
        case .stay(let value):
            add([value.mode.rawValue, value.site, value.room, value.territory.digits, value.ending?.rawValue])
            add(Int(value.until?.milliseconds ?? 0))
        case .specimen(let value): add([value.code, value.method.rawValue, value.kind.rawValue, value.territory?.digits])
        case .result(let value):
            add([value.outcome.rawValue, value.laboratory])
            for number in [Int(value.specimen.rawValue), Int((value.ctN ?? 0) * 10)] { add(number) }
        case .arrival(let value):
            add([value.origin, value.risk.rawValue, value.destination.digits, value.checkpoint, value.transportNumber, value.seat])
            for number in [Int(value.leftOrigin?.daysSinceEpoch ?? 0), Int(value.certificateTaken?.milliseconds ?? 0)] { add(number) }
            add(value.isRegistered ? 1 : 0)
        case .post(let value):
            add([value.postClass, value.unit, value.territory.digits])
            add(Int(value.from.daysSinceEpoch))
        case .act(let value):
            add([value.deed.rawValue, value.means?.rawValue, value.territory?.digits, value.by] + value.checks.map(\.rawValue).sorted())
            add(Int(value.concerning ?? 0))
        case .note(let value): add([value.text])
        default: add(["?"])
        }
    }

    private mutating func add(_ texts: [String?]) {
        for text in texts {
            for byte in (text ?? "").utf8 { add(byte) }
            add(0xFF as UInt8)
        }
    }

    private mutating func add(_ number: Int) {
        var rest = UInt64(bitPattern: Int64(number))
        for _ in 0..<8 {
            add(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    private mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
