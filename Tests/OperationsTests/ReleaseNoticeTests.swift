import Obligations
import Operations
import Register
import Storage
import Testing
import Vocabulary

@Suite("The notice of a release")
struct ReleaseNoticeTests {
    private let start = Instant.shanghai("2022-03-19T09:00")
    private let end = Instant.shanghai("2022-04-02T09:00")

    /// An invented traveller: the division 990101 does not exist.
    private static let traveller = Identity(
        name: "测试丙", documentNumber: "990101198805050019", phones: ["10400009917"], address: "曙光路1号")

    /// Somebody from a high-risk area, held and tested as the edition asks; let go at `end` where asked.
    private func scene(_ register: TemporaryRegister, isReleased: Bool = true) async throws -> PersonID {
        let (start, end) = (start, end)
        let system = Author.systemUnrestricted("test")
        let person = try await register.at(start).perform(as: system) { filing in
            let person = try filing.register(Self.traveller, Person(residence: .yuhua))
            let arrival = Arrival(origin: "吉林市", risk: .high, leftOrigin: CivilDate("2022-03-18"), destination: .yuhua)
            try filing.registerArrival(of: person, arrival, at: start)
            try filing.begin(Stay(mode: .central, site: "第一隔离点", territory: .yuhua), of: person, at: start)
            return person
        }
        try await register.at(end).perform(as: system) { filing in
            for day in [0, 1, 2, 6, 9, 13] {
                let taken = start + .hours(24 * day + 1)
                let specimen = try filing.take(Specimen(), from: person, at: taken)
                _ = try filing.record(TestResult(specimen: specimen, outcome: .negative), at: taken + .hours(6))
            }
            if isReleased { try filing.release(person, at: end) }
        }
        return person
    }

    @Test("it says which control ended, when, by which rule of which edition, and bears no more of the identity than it needs")
    func notice() async throws {
        let register = try await TemporaryRegister(at: start)
        let person = try await scene(register)
        let author = Author.user(7, .isolationSite, in: .yuhua, at: end)
        let notice = try #require(try await register.at(end).releaseNotice(of: person, purpose: "handed over", as: author))
        #expect(notice.name == "测试丙" && notice.document == "9901…19")
        #expect(notice.mode == .central && notice.site == "第一隔离点" && notice.since == start && notice.at == end)
        #expect(notice.release.id.rule == "arrivals.high.control.release.1" && notice.release.edition == "hunan-2022-03")
        #expect(notice.edition.zh != notice.release.edition && !notice.edition.en.isEmpty)
        #expect(notice.demand == nil && notice.remaining.isEmpty)
        let audit = try await register.store.read(.systemUnrestricted) { try $0.auditEntries(AuditQuery(limit: 20)) }
        #expect(audit.contains { $0.purpose == "handed over" })
    }

    @Test("whoever was not let go gets none, nor does anybody out of scope; without a purpose nothing is shown")
    func refused() async throws {
        let register = try await TemporaryRegister(at: start)
        let held = try await scene(register, isReleased: false)
        let author = Author.user(7, .isolationSite, in: .yuhua, at: end)
        #expect(try await register.at(end).releaseNotice(of: held, purpose: "handed over", as: author) == nil)

        let other = try await TemporaryRegister(at: start)
        let released = try await scene(other)
        let elsewhere = Author.user(8, .isolationSite, in: .yuetang, at: end)
        #expect(try await other.at(end).releaseNotice(of: released, purpose: "handed over", as: elsewhere) == nil)
        await #expect(throws: StoreError.purposeMissing) {
            _ = try await other.at(end).releaseNotice(of: released, purpose: "", as: author)
        }
    }
}
