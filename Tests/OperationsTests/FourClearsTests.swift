import Operations
import Register
import Storage
import TestWorld
import Testing
import Vocabulary

@Suite("The four clears are accounts that balance")
struct FourClearsTests {
    static let yuhua = TerritoryCode("430111") ?? .unstated

    private static func contact(
        _ number: Int64, own: Bool = true, duty: String = "430111", known: Bool = true, located: Bool = true, _ standing: FourClears.Standing
    ) -> FourClears.Contact {
        FourClears.Contact(
            person: PersonID(rawValue: number), metIn: own ? [Self.yuhua] : [], duty: TerritoryCode(duty) ?? .unstated, isIdentified: known,
            isLocated: located,
            standing: standing)
    }

    private static func numbers(_ clears: FourClears, _ name: String) -> String {
        guard let identity = clears.identities.first(where: { $0.name == name }) else { return "–" }
        return identity.terms.map { "\($0.count)" }.joined(separator: "+") + "=\(identity.total)"
    }

    @Test("who was met here and who was pushed here, where the duty lies, how each stands")
    func table() {
        let clears = FourClears(
            of: Self.yuhua,
            contacts: [
                Self.contact(1, .central), Self.contact(2, .awaitingTransfer), Self.contact(3, located: false, .traced), Self.contact(4, .released),
                Self.contact(5, duty: "430104", .central), Self.contact(6, duty: "430304", .traced), Self.contact(7, .handedOver),
                Self.contact(8, own: false, known: false, .home), Self.contact(9, own: false, located: false, .lost),
                Self.contact(10, own: false, duty: "430104", .central), Self.contact(11, .positive),
            ])
        #expect(Self.numbers(clears, "identified") == "8+2=10")
        // Here, another county, another prefecture, another province.
        #expect(Self.numbers(clears, "own") == "5+1+1+1=8")
        #expect(Self.numbers(clears, "due") == "5+2=7")
        #expect(Self.numbers(clears, "standing") == "5+1+1=7")
        #expect(Self.numbers(clears, "landed") == "3+1+1+0=5")
        #expect(Self.numbers(clears, "held") == "1+1+1+0=3")
        #expect(clears.broken[.number]?.map(\.rawValue) == [6])
        #expect(clears.broken[.heads]?.map(\.rawValue) == [8])
        #expect(clears.broken[.places]?.map(\.rawValue) == [3, 9])
        #expect(clears.broken[.control]?.map(\.rawValue) == [2, 3, 9])
    }

    @Test(
        "of generated contacts every identity holds, at every level, and those of the parts add up where each has one part", arguments: UInt64(0)..<60
    )
    func balance(seed: UInt64) {
        var dice = Dice(seed: seed)
        let duties = ["430111", "430104", "430304", "430524", "360103"]
        let contacts = (1...Int64(dice.number(1...60))).map { number in
            Self.contact(
                number, own: dice.chance(0.6), duty: dice.one(of: duties) ?? "430111", known: dice.chance(0.8), located: dice.chance(0.7),
                dice.one(of: FourClears.Standing.allCases) ?? .central)
        }
        for level in ["43", "4301", "430111", "430304"].compactMap(TerritoryCode.init) {
            let clears = FourClears(of: level, contacts: contacts)
            for identity in clears.identities { #expect(identity.holds, "\(level) \(identity.name)") }
            #expect(clears.standings.values.reduce(0, +) == clears.due)
        }
        let counties = ["430111", "430104", "430304", "430524"].compactMap(TerritoryCode.init).map { FourClears(of: $0, contacts: contacts) }
        let province = TerritoryCode("43").map { FourClears(of: $0, contacts: contacts) }
        #expect(counties.reduce(0) { $0 + $1.due } == province?.due)
        for clear in [FourClears.Clear.heads, .places, .control] {
            #expect(counties.reduce(0) { $0 + $1.count(clear) } == province?.count(clear))
        }
    }

    @Test("from the register: a case's contacts stand as they were recorded, and the territory's accounts agree with its lists")
    func register() async throws {
        let start = Instant.shanghai("2022-03-15T08:00")
        let register = try await TemporaryRegister(at: start)
        let day = try #require(CivilDate("2022-03-14"))
        let (index, contacts) = try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            let index = try filing.register(Identity(name: "甲", phones: ["13800000001"]), Person(residence: .yuhua), knownAt: start)
            try filing.reportCase(
                CaseReport(kind: .confirmed, origin: .local, onset: day, firstPositiveTaken: start, detection: .clinic, territory: .yuhua),
                of: index, at: start)
            let contacts = try (0..<5).map { number in
                let residence: TerritoryCode = number == 4 ? .yuetang : .yuhua
                let identity = Identity(name: "乙\(number)", phones: number == 3 ? [] : ["1380000010\(number)"])
                let contact = try filing.register(identity, Person(residence: residence), knownAt: start)
                try filing.identifyContact(contact, Exposure(index: index, last: day, setting: .meal), at: start)
                return contact
            }
            try filing.begin(Stay(mode: .central, site: "隔离点", territory: .yuhua), of: contacts[0], at: start)
            try filing.locate(contacts[1], in: .yuhua, means: .telephone, at: start)
            try filing.record(Act(deed: .lost), for: contacts[2], at: start)
            return (index, contacts)
        }
        let clears = try await register.at(start + .hours(1)).fourClears(of: .yuhua, scope: .systemUnrestricted).whole
        #expect(clears.identities.allSatisfy { $0.holds })
        #expect(Self.numbers(clears, "own") == "4+0+1+0=5")
        #expect(clears.standings == [.central: 1, .awaitingTransfer: 1, .lost: 1, .traced: 1])
        #expect(clears.broken[.number] == [contacts[4]])
        #expect(clears.broken[.heads] == [contacts[3]])
        #expect(Set(clears.broken[.control] ?? []) == Set(contacts[1...3]))
        let ofCase = try #require(try await register.at(start + .hours(1)).fourClears(ofCase: index, scope: .systemUnrestricted))
        #expect(ofCase == clears)
        let there = try await register.at(start + .hours(1)).fourClears(of: .yuetang, scope: .systemUnrestricted).whole
        #expect(there.received == 1 && there.due == 1 && there.own == 0)
        // The contact who turns positive is accounted for as a case.
        _ = try await register.at(start + .hours(2)).perform(as: .systemUnrestricted("test")) { filing in
            try filing.convertToCase(
                contacts[0], kind: .confirmed, origin: .local, onset: day, firstPositiveTaken: start + .hours(2), territory: .yuhua,
                at: start + .hours(2))
        }
        let later = try await register.at(start + .hours(3)).fourClears(of: .yuhua, scope: .systemUnrestricted).whole
        #expect(later.standings[.positive] == 1 && later.due == 4 && later.identities.allSatisfy { $0.holds })
    }

    /// The contacts of a territory counted person by person, from what lists, identities and links say of each.
    private static func counted(_ reader: Reader, in territory: TerritoryCode, everyone: [PersonID]) throws -> [PersonID: FourClears.Contact] {
        var met: [PersonID: Set<TerritoryCode>] = [:]
        for person in everyone {
            guard let listing = try reader.listing(of: person), let infection = listing.asCase, !infection.isExcluded,
                territory.contains(listing.territory)
            else { continue }
            for contact in try reader.contacts(exposedTo: person) {
                met[contact, default: []].insert(listing.territory)
                guard try reader.listing(of: contact)?.asContact?.degree == .close else { continue }
                for other in try reader.contacts(exposedTo: contact) { met[other, default: []].insert(listing.territory) }
            }
        }
        var counted: [PersonID: FourClears.Contact] = [:]
        for person in everyone {
            guard let listing = try reader.listing(of: person) else { continue }
            let isCase = listing.asCase.map { !$0.isExcluded } ?? false
            let isContact = [.close, .secondary].contains(listing.asContact?.degree)
            let wasExposed = try reader.hasFacts(of: .exposure, about: person)
            let isListed = territory.contains(listing.territory) && (isContact || isCase && wasExposed)
            guard isCase || isContact, met[person] != nil || isListed else { continue }
            let identity = try reader.maskedIdentity(of: person).identity
            counted[person] = FourClears.Contact(
                person: person, metIn: met[person] ?? [], duty: listing.territory,
                isIdentified: identity.documentNumber != nil || identity.phone != nil,
                standing: isCase ? .positive : listing.control == nil ? .traced : .central)
        }
        return counted
    }

    @Test("counted in a few statements they are the same as person by person", arguments: UInt64(1)...4)
    func sameAsOneByOne(seed: UInt64) async throws {
        let start = Instant.shanghai("2022-03-15T08:00")
        let register = try await TemporaryRegister(at: start)
        let day = try #require(CivilDate("2022-03-14"))
        let everyone = try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            var dice = Dice(seed: seed)
            let homes: [TerritoryCode] = [.yuhua, .yuelu, .yuetang]
            var everyone: [PersonID] = []
            for number in 0..<40 {
                let home = dice.one(of: homes) ?? .yuhua
                let phones = dice.chance(0.7) ? ["1380000\(1000 + number)"] : []
                let person = try filing.register(Identity(name: "人\(number)", phones: phones), Person(residence: home), knownAt: start)
                if number < 4 {
                    try filing.reportCase(
                        CaseReport(kind: .confirmed, origin: .local, onset: day, firstPositiveTaken: start, detection: .clinic, territory: home),
                        of: person, at: start)
                } else {
                    for _ in 0..<dice.number(1...2) {
                        guard let index = dice.one(of: everyone) else { continue }
                        let territory = dice.chance(0.3) ? dice.one(of: homes) : nil
                        try filing.identifyContact(person, Exposure(index: index, last: day, setting: .meal, territory: territory), at: start)
                    }
                    if dice.chance(0.5) { try filing.begin(Stay(mode: .central, site: "隔离点", territory: home), of: person, at: start) }
                }
                everyone.append(person)
            }
            // Two records of one person: whom the one met, the other has met.
            if let one = everyone.dropFirst(5).first, let other = everyone.dropFirst(6).first {
                try filing.declareSame(one, as: other, reason: "同一证件")
            }
            return everyone
        }
        let later = register.at(start + .hours(1))
        for territory in [TerritoryCode.hunan, .yuhua, .yuetang] {
            let clears = try await later.fourClears(of: territory, scope: .systemUnrestricted).whole
            let counted = try await register.store.read(.systemUnrestricted) { try Self.counted($0, in: territory, everyone: everyone) }
            let expected = FourClears(of: territory, contacts: counted.values)
            #expect(clears.identities.allSatisfy { $0.holds })
            func sums(_ clears: FourClears) -> [Int] { [clears.identified, clears.own, clears.received, clears.due] }
            #expect(sums(clears) == sums(expected))
            #expect(clears.pushed == expected.pushed)
            #expect(clears.broken[.heads] == expected.broken[.heads])
            #expect(clears.standings[.central] == expected.standings[.central])
            #expect(clears.standings[.positive] == expected.standings[.positive])
        }
    }
}
