import Epidemiology
import Operations
import Register
import Storage
import Testing
import Vocabulary

@Suite("Whether tracing, and the answer to an outbreak, are in time")
struct TracingFiguresTests {
    private static let now = Instant.shanghai("2022-03-19T10:00")

    /// A case of two days ago with two contacts: one told after an hour and found unwell since, one whom nobody has told.
    private func register() async throws -> TemporaryRegister {
        let register = try await TemporaryRegister(at: Self.now)
        let began = Self.now - .hours(48)
        let day = CivilZone.shanghai.date(of: began)
        try await register.at(began).perform(as: .systemUnrestricted("test")) { filing in
            let index = try filing.register(Identity(name: "王一"), Person(residence: .yuhua))
            let report = CaseReport(kind: .confirmed, origin: .local, onset: day - 2, territory: .yuhua)
            _ = try filing.reportCase(report, of: index, at: began)
            try filing.record(Act(deed: .reported), for: index, at: began)
            for name in ["李二", "张三"] {
                let contact = try filing.register(Identity(name: name), Person(residence: .yuhua))
                try filing.identifyContact(contact, Exposure(index: index, last: day - 1, setting: .household), at: began)
            }
        }
        let contacts = try await register.store.read(.systemUnrestricted) { try $0.persons(after: nil, limit: 10) }.dropFirst()
        let told = try #require(contacts.first)
        for (hours, act) in [
            (1, Act(deed: .notified, means: .telephone)), (20, Act(deed: .followedUp, means: .telephone, finding: .unwell)),
        ] {
            _ = try await register.at(began + .hours(hours)).perform(as: .systemUnrestricted("test")) {
                try $0.record(act, for: told, at: began + .hours(hours))
            }
        }
        return register
    }

    private func figures(_ register: TemporaryRegister, asOf: Instant? = nil) async throws -> (TracingFigures, [EventTimeliness]) {
        let operations = register.at(Self.now)
        let situation = try await operations.situation(of: .hunan, scope: .systemUnrestricted, asOf: asOf)
        let contacts = try await operations.contacts(of: situation)
        return (try await operations.tracing(of: situation, contacts: contacts), try await operations.timeliness(of: situation, contacts: contacts))
    }

    @Test("steps are timed by the obligations, shares count cases and contacts; the week before had none")
    func tracing() async throws {
        let (figures, _) = try await figures(register())
        #expect(figures.recent.notification.inTime == Proportion(1, of: 2) && figures.recent.notification.overdue == 1)
        #expect(figures.recent.withContacts == Proportion(1, of: 1) && figures.recent.contactsPerCase == 2)
        #expect(figures.recent.withoutSource == Proportion(1, of: 1) && figures.recent.interviewed == Proportion(0, of: 1))
        // Unwell for 28 hours, and not examined: the clock of 24 has run out.
        #expect(figures.recent.evaluation.overdue == 1 && figures.limits.evaluation == 24)
        #expect(figures.before.notification.inTime.total == 0 && figures.before.contactsPerCase == nil)
    }

    @Test("as known at a past moment nothing later counts")
    func past() async throws {
        let (figures, _) = try await figures(register(), asOf: Self.now - .hours(40))
        #expect(figures.recent.notification.inTime == Proportion(1, of: 2) && figures.recent.evaluation.inTime.total == 0)
    }

    @Test("an outbreak emerges with its first symptoms; what of the answer is missing is named")
    func events() async throws {
        let (_, events) = try await figures(register())
        #expect(events.map(\.territory.digits) == ["43", "4301"])
        let event = try #require(events.first)
        #expect(event.cases == 1 && event.measure.detection == .met(days: 2))
        #expect(event.actions[.investigation] == .some(.none) && event.actions[.countermeasures] == .some(.none))
        #expect(event.measure.response == .running(days: 2) && event.measure.isMet == nil)
    }

    @Test("a quiet time longer than the longest incubation ends an outbreak: only the latest counts")
    func latest() async throws {
        let register = try await register()
        let before = Self.now - .hours(24 * 40)
        try await register.at(before).perform(as: .systemUnrestricted("test")) { filing in
            let old = try filing.register(Identity(name: "赵四"), Person(residence: .yuhua))
            _ = try filing.reportCase(CaseReport(kind: .confirmed, origin: .local, territory: .yuhua), of: old, at: before)
        }
        let (_, events) = try await figures(register)
        #expect(events.first?.cases == 1)
    }
}
