import Obligations
import Register
import Scenarios
import Storage
import Testing
import Vocabulary

@testable import Operations

@Suite("The stored obligations always equal a full derivation from the facts")
struct InvariantTests {
    @Test("whatever is recorded, in whatever order, late, corrected or withdrawn", arguments: [UInt64(1), 2, 3, 4, 5, 6])
    func generatedHistories(seed: UInt64) async throws {
        let start = Instant.shanghai("2022-03-10T08:00")
        let register = try await TemporaryRegister(at: start)
        var random = Seeded(seed)
        let people = try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            try (0..<8).map { number in
                try filing.register(Identity(name: "王\(number)"), Person(residence: number.isMultiple(of: 2) ? .yuhua : .yuetang))
            }
        }
        var now = start
        for round in 0..<60 {
            now = now + .hours(random.next(below: 20))
            let step = Step(seed: random.stream("step", UInt64(round)), people: people, now: now)
            // A step the law of the thing forbids (a case twice) is refused whole; the register stays consistent.
            _ = try? await register.at(now).perform(as: .systemUnrestricted("test")) { try step.carryOut($0) }
            if round % 15 == 14 {
                let report = try await register.at(now).verifyDerivation()
                #expect(report.isGood, "after step \(round): \(report.differing) \(report.differingEntries) differ")
                try await pagesTellTheFacts(register.at(now))
            }
        }
        try await Upkeep(register.at(now + .hours(24 * 3))).run()
        #expect(try await register.at(now + .hours(24 * 3)).verifyDerivation().isGood)
        #expect(try await register.store.verifyAudit().isIntact)
    }

    /// What pages count from ledgers is what counting the facts gives.
    private func pagesTellTheFacts(_ operations: Operations) async throws {
        let situation = try await operations.situation(of: .hunan, scope: .systemUnrestricted)
        try await operations.store.read(.systemUnrestricted) { reader in
            let (told, counted) = (try reader.closeContacts(of: situation), try reader.closeContactsAsKnown(of: situation))
            #expect(told.count == counted.count && Set(told) == Set(counted))
            let span = (from: situation.asOf - .hours(24 * 14), until: situation.asOf)
            for territory in [TerritoryCode.hunan, .yuetang, .yuhua] {
                #expect(
                    try reader.held(in: territory, from: span.from, until: span.until)
                        == reader.heldAsKnown(in: territory, from: span.from, until: span.until))
            }
        }
    }

    /// One random operation.
    private struct Step: Sendable {
        let seed: Seeded
        let people: [PersonID]
        let now: Instant

        func carryOut(_ filing: Filing) throws {
            var random = seed
            let person = people[random.next(below: people.count)]
            let other = people[random.next(below: people.count)]
            let at = now - .hours(random.next(below: 90))
            let day = CivilZone.shanghai.date(of: at) - Days(random.next(below: 6))
            switch random.next(below: 16) {
            case 0:
                try filing.reportCase(
                    CaseReport(kind: random.chance(0.7) ? .confirmed : .suspected, onset: day, territory: .yuhua), of: person, at: at)
            case 1, 2, 3:
                try filing.identifyContact(
                    person, Exposure(index: other, nearness: random.chance(0.9) ? .close : .general, last: day, setting: .household), at: at)
            case 4: try filing.begin(Stay(mode: random.chance(0.7) ? .central : .homeIsolation, territory: .yuetang), of: person, at: at)
            case 5, 6:
                let specimen = try filing.take(Specimen(swabs: 1 + random.next(below: 2)), from: person, at: at)
                try filing.record(TestResult(specimen: specimen, outcome: random.chance(0.8) ? .negative : .positive), at: now)
            case 7: try filing.record(Act(deed: Act.Deed.allCases[random.next(below: Act.Deed.allCases.count)]), for: person, at: at)
            case 8: try filing.registerArrival(of: person, Arrival(origin: "上海", risk: .high, leftOrigin: day, destination: .yuhua), at: at)
            case 9: try filing.assign(PostHolding(postClass: "express", territory: .yuhua, from: day), to: person, at: at)
            case 11, 12: try move(filing, person, &random, at: at)
            case 10: try change(filing, of: person, &random, at: at)
            case 14: try filing.declareSame(person, as: other, reason: "test")
            case 15:
                guard let merge = try filing.writer.recordsMerged(into: filing.writer.bearer(of: person)).first else { return }
                try filing.takeBackSameness(merge.fact, reason: "test")
            default: try correct(filing, of: person, &random)
            }
        }

        private func move(_ filing: Filing, _ person: PersonID, _ random: inout Seeded, at moment: Instant) throws {
            guard let course = try filing.dossier(of: person).transferCourses.last(where: { !$0.possible.isEmpty }) else {
                try filing.requestTransfer(of: person, to: .yuelu, site: nil, mode: random.chance(0.7) ? .central : .hospital, at: moment)
                return
            }
            let kinds = course.possible
            let last = course.moments.values.max() ?? course.transfer.happenedAt
            try filing.takeStep(
                kinds[random.next(below: kinds.count)], of: course.transfer.id, reason: "…", at: random.chance(0.8) ? max(moment, last) : moment)
        }

        private func change(_ filing: Filing, of person: PersonID, _ random: inout Seeded, at moment: Instant) throws {
            guard let report = try filing.writer.records(of: person).first(where: { if case .caseReport = $0.fact { true } else { false } }) else {
                return
            }
            let changes: [CaseChange.Change] = [.excluded, .classified(.confirmed), .closed(.recovered), .severity(.severe)]
            try filing.change(Reference(rawValue: report.entity), changes[random.next(below: changes.count)], at: max(moment, report.happenedAt))
        }

        private func correct(_ filing: Filing, of person: PersonID, _ random: inout Seeded) throws {
            let records = try filing.writer.records(of: person).filter { if case .person = $0.fact { false } else { true } }
            guard !records.isEmpty else { return }
            let record = try filing.current(records[random.next(below: records.count)].entity)
            if random.chance(0.5) {
                try filing.withdraw(record, expected: record.id, reason: "test")
            } else {
                try filing.revise(record, to: record.fact, at: record.happenedAt - .hours(3), expected: record.id, reason: "test")
            }
        }
    }
}
