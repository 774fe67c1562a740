import Operations
import Register
import Storage
import Testing
import Vocabulary

@Suite("The closed loop of a contact")
struct ClosedLoopTests {
    let start = Instant.shanghai("2022-03-15T08:00")
    typealias Hop = ClosedLoop.Hop

    private func scene(_ register: TemporaryRegister) async throws -> (index: PersonID, contact: PersonID) {
        let start = start
        return try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            let index = try filing.register(Identity(name: "王一"), Person(residence: .yuhua))
            let contact = try filing.register(Identity(name: "李二"), Person(residence: .yuhua))
            try filing.reportCase(CaseReport(kind: .confirmed, territory: .yuhua), of: index, at: start)
            let last = CivilZone.shanghai.date(of: start) - 1
            try filing.identifyContact(contact, Exposure(index: index, last: last, setting: .household), at: start)
            return (index, contact)
        }
    }

    private func loop(_ register: TemporaryRegister, _ person: PersonID, at moment: Instant) async throws -> [Hop: ClosedLoop.Leg] {
        let view = try #require(try await register.at(moment).person(person, scope: .systemUnrestricted))
        let since = try #require(view.standing.contact?.since)
        return Dictionary(uniqueKeysWithValues: ClosedLoop(of: view.dossier, contactSince: since).legs.map { ($0.hop, $0) })
    }

    @Test("each hop has both its ends; between them the gap runs, and the list of gaps tells who it is")
    func hops() async throws {
        let register = try await TemporaryRegister(at: start)
        let contact = try await scene(register).contact
        func minute(_ minutes: Int) -> Instant { start + .minutes(minutes) }
        var legs = try await loop(register, contact, at: minute(30))
        #expect(legs[.located]?.isOpen == true)
        #expect(legs[.located]?.gap(at: minute(30)) == Span.minutes(30))
        #expect(legs[.notified]?.given == nil)
        var gaps = try await register.at(minute(30)).openGaps(in: .yuhua, scope: .systemUnrestricted)
        #expect(gaps.counts[.located] == 1)
        #expect(Set(gaps.gaps.map(\.person)) == [contact])

        let at = minute(60)
        let transfer = try await register.at(at).perform(as: .systemUnrestricted("test")) { filing in
            try filing.locate(contact, in: .yuhua, means: .telephone, at: at - .minutes(20))
            try filing.record(Act(deed: .notified, means: .telephone), for: contact, at: at - .minutes(15))
            return try filing.requestTransfer(of: contact, to: .yuhua, site: "第一隔离点", mode: .central, at: at)
        }
        for (kind, minutes) in [(TransferStep.Kind.accepted, 70), (.departed, 90)] {
            let moment = minute(minutes)
            try await register.at(moment).perform(as: .systemUnrestricted("test")) { _ = try $0.takeStep(kind, of: transfer, at: moment) }
        }
        legs = try await loop(register, contact, at: minute(120))
        #expect(legs[.located]?.gap(at: minute(120)) == Span.minutes(40))
        #expect(legs[.vehicle]?.gap(at: minute(120)) == Span.minutes(45))
        #expect(legs[.site]?.isOpen == true)
        #expect(legs[.site]?.gap(at: minute(120)) == Span.minutes(30))
        gaps = try await register.at(minute(120)).openGaps(in: .yuhua, scope: .systemUnrestricted)
        #expect(gaps.counts == [.site: 1], "who sits in the vehicle waits for it no longer")

        let arrived = minute(150)
        try await register.at(arrived).perform(as: .systemUnrestricted("test")) {
            _ = try $0.takeStep(.arrived, of: transfer, room: "302", at: arrived)
        }
        legs = try await loop(register, contact, at: minute(160))
        #expect(legs[.site]?.gap(at: minute(160)) == Span.minutes(60))
        #expect(legs[.room]?.taken == arrived)
        #expect(try await register.at(minute(160)).openGaps(in: .yuhua, scope: .systemUnrestricted).gaps.isEmpty)
    }

    @Test("somebody received whom nobody sent off is told as one-sided")
    func oneSided() async throws {
        let register = try await TemporaryRegister(at: start)
        let contact = try await scene(register).contact
        let at = start + .minutes(40)
        let transfer = try await register.at(at).perform(as: .systemUnrestricted("test")) { filing in
            try filing.locate(contact, in: .yuhua, means: .telephone, at: at)
            try filing.record(Act(deed: .notified, means: .telephone), for: contact, at: at)
            let transfer = try filing.requestTransfer(of: contact, to: .yuhua, site: "第一隔离点", mode: .central, at: at)
            try filing.takeStep(.accepted, of: transfer, at: at)
            try filing.takeStep(.arrived, of: transfer, at: at)
            return transfer
        }
        #expect(try await loop(register, contact, at: at + .minutes(5))[.site]?.isOneSided == true)
        let gaps = try await register.at(at + .minutes(5)).openGaps(in: .yuhua, scope: .systemUnrestricted)
        #expect(gaps.gaps.contains { $0.hop == .vehicle && $0.isOneSided })
        let later = at + .minutes(6)
        try await register.at(later).perform(as: .systemUnrestricted("test")) { _ = try $0.takeStep(.departed, of: transfer, at: at) }
        #expect(try await register.at(later).openGaps(in: .yuhua, scope: .systemUnrestricted).gaps.allSatisfy { !$0.isOneSided })
    }

    @Test("who is found in another county stays the duty of this one, which owes a request")
    func foundElsewhere() async throws {
        let register = try await TemporaryRegister(at: start)
        let contact = try await scene(register).contact
        let at = start + .minutes(40)
        try await register.at(at).perform(as: .systemUnrestricted("test")) { try $0.locate(contact, in: .yuetang, means: .telephone, at: at) }
        let view = try #require(try await register.at(at + .minutes(1)).person(contact, scope: .systemUnrestricted))
        #expect(view.listing?.territory == .yuhua)
        let send = view.obligations.first { $0.obligation.id.rule == "tracing.assistance.send" }?.obligation
        #expect(send?.territory == TerritoryCode.yuhua)
        #expect(send?.opens == at)
        #expect(send?.due == at + Span.hours(24))
        #expect(try await register.at(at + .minutes(1)).verifyDerivation().isGood)
    }

    @Test("a merge and an infection in a site are told to those whom they touch")
    func announced() async throws {
        let register = try await TemporaryRegister(at: start)
        let people = try await scene(register)
        let later = start + .hours(2)
        let (twin, fellow) = try await register.at(later).perform(as: .systemUnrestricted("test")) { filing in
            let twin = try filing.register(Identity(name: "王一"), Person(residence: .yuhua))
            try filing.declareSame(twin, as: people.index, reason: "同一证件")
            let fellow = try filing.register(Identity(name: "赵五"), Person(residence: .yuhua))
            let last = CivilZone.shanghai.date(of: later) - 1
            try filing.identifyContact(fellow, Exposure(index: people.index, last: last, setting: .meal), at: later)
            for (person, room) in [(people.contact, "301"), (fellow, "302")] {
                try filing.begin(Stay(mode: .central, site: "第一隔离点", room: room, territory: .yuhua), of: person, at: later)
            }
            return (twin, fellow)
        }
        _ = twin
        let found = start + .hours(30)
        try await register.at(found).perform(as: .systemUnrestricted("test")) { filing in
            _ = try filing.convertToCase(
                people.contact, kind: .asymptomatic, origin: .local, onset: nil, firstPositiveTaken: found, territory: .yuhua, at: found)
        }
        let view = try await register.at(found + .minutes(1)).handOver(
            of: .yuhua, roles: [], scope: .systemUnrestricted, since: start + .hours(1))
        let merged = view.cascades.first { $0.kind == .merged }
        #expect(merged?.person == people.index)
        #expect(merged?.touched.contains(people.contact) == true)
        let cross = view.cascades.first { $0.kind == .crossInfection }
        #expect(cross?.person == people.contact)
        #expect(cross?.touched == [fellow])
    }
}
