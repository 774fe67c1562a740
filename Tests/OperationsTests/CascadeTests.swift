import Obligations
import Operations
import Register
import Storage
import Testing
import Vocabulary

@Suite("What follows from a fact is derived in the same transaction")
struct CascadeTests {
    let start = Instant.shanghai("2022-03-15T08:00")

    /// A case, a contact of the case, and a contact of the contact.
    private func chain(_ register: TemporaryRegister) async throws -> (
        index: PersonID, contact: PersonID, secondary: PersonID, report: Reference<CaseReport>
    ) {
        let start = start
        return try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            let index = try filing.register(Identity(name: "王一"), Person(residence: .yuhua))
            let contact = try filing.register(Identity(name: "李二"), Person(residence: .yuhua))
            let secondary = try filing.register(Identity(name: "张三"), Person(residence: .yuelu))
            let report = try filing.reportCase(CaseReport(kind: .confirmed, territory: .yuhua), of: index, at: start)
            let last = CivilZone.shanghai.date(of: start) - 1
            try filing.identifyContact(contact, Exposure(index: index, last: last, setting: .household), at: start)
            try filing.identifyContact(secondary, Exposure(index: contact, last: last, setting: .workplace), at: start)
            return (index, contact, secondary, report)
        }
    }

    private func reasons(of person: PersonID, _ register: TemporaryRegister) async throws -> Set<ObligationID.Reason> {
        try await register.store.read(.systemUnrestricted) { reader in
            let derived = try #require(try reader.derived(of: person))
            let calendar = try #require(Calendar(packed: derived.calendar, subject: .person(person)))
            return Set(calendar.current.map(\.id.reason))
        }
    }

    @Test("a contact of a case is a close contact, a contact of that contact a secondary one")
    func degrees() async throws {
        let register = try await TemporaryRegister(at: start)
        let people = try await chain(register)
        #expect(try await reasons(of: people.index, register) == [.infection])
        #expect(try await reasons(of: people.contact, register) == [.closeContact])
        #expect(try await reasons(of: people.secondary, register) == [.secondaryContact])
        #expect(try await register.at(start).verifyDerivation().isGood)
    }

    @Test("a contact who turns out positive promotes their own contacts")
    func promotion() async throws {
        let register = try await TemporaryRegister(at: start)
        let people = try await chain(register)
        let later = start + .hours(30)
        try await register.at(later).perform(as: .systemUnrestricted("test")) { filing in
            _ = try filing.convertToCase(
                people.contact, kind: .asymptomatic, origin: .local, onset: nil, firstPositiveTaken: later, territory: .yuhua, at: later)
        }
        #expect(try await reasons(of: people.contact, register).contains(.infection))
        #expect(try await reasons(of: people.secondary, register).contains(.closeContact))
        #expect(try await register.at(later).verifyDerivation().isGood)
    }

    @Test("an excluded case releases its contacts, and theirs")
    func demotion() async throws {
        let register = try await TemporaryRegister(at: start)
        let people = try await chain(register)
        let later = start + .hours(1)
        try await register.at(later).perform(as: .systemUnrestricted("test")) { filing in
            _ = try filing.change(people.report, .excluded, at: later)
        }
        for person in [people.contact, people.secondary] { #expect(try await reasons(of: person, register).isEmpty) }
        #expect(try await register.at(later).verifyDerivation().isGood)
    }

    @Test("recording the evidence meets the obligation and moves the scorecard")
    func evidence() async throws {
        let register = try await TemporaryRegister(at: start)
        let people = try await chain(register)
        let later = start + .hours(9)
        let late = try await register.at(later).situation(of: .hunan, scope: .systemUnrestricted).scorecard.total(.tracing)
        #expect(late.late > 0)
        try await register.at(later).perform(as: .systemUnrestricted("test")) { filing in
            try filing.locate(people.contact, in: .yuhua, means: .telephone, at: later)
            try filing.record(Act(deed: .notified, means: .telephone), for: people.contact, at: later)
            try filing.begin(Stay(mode: .central, site: "第一隔离点", territory: .yuhua), of: people.contact, at: later)
        }
        let after = try await register.at(later).situation(of: .hunan, scope: .systemUnrestricted).scorecard.total(.tracing)
        #expect(after.overdue == late.overdue - 3)
        #expect(after.metLate == late.metLate + 3)
    }

    @Test("nobody outside the territory sees the person, and nothing of the attempt is kept")
    func scope() async throws {
        let register = try await TemporaryRegister(at: start)
        let people = try await chain(register)
        let stranger = Author.user(7, .communityWorker, in: .yuetang, at: start)
        await #expect(throws: StoreError.outsideScope) {
            try await register.at(start).perform(as: stranger) { filing in
                try filing.note("…", about: people.contact)
            }
        }
    }

    @Test("of two editors the second is refused and shown both versions")
    func staleEdit() async throws {
        let register = try await TemporaryRegister(at: start)
        let people = try await chain(register)
        let start = start
        let stay = try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            let reference = try filing.begin(Stay(mode: .central, site: "甲", territory: .yuhua), of: people.contact, at: start)
            return try filing.current(reference.rawValue)
        }
        func move(to site: String) async throws {
            try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
                _ = try filing.revise(stay, to: .stay(Stay(mode: .central, site: site, territory: .yuhua)), expected: stay.id, reason: "…")
            }
        }
        try await move(to: "乙")
        await #expect {
            try await move(to: "丙")
        } throws: { error in
            guard case .stale(.stay(let mine), let theirs)? = error as? StoreError, case .stay(let other) = theirs.record.fact else { return false }
            return mine.site == "丙" && other.site == "乙"
        }
    }
}
