import Obligations
import Policy
import Register
import Testing
import Vocabulary

@Suite("Late entry")
struct LateEntryTests {
    @Test("exposed on the 10th, controlled on the 18th: released on the 24th after one test at once and an exit test")
    func lateEntry() throws {
        let policy = Editions.policy("cn-8")
        let zone = policy.zone
        let controlled = try #require(CivilTime("2022-03-18T09:00")).instant(in: zone)
        var dossier = Dossier(id: PersonID(rawValue: 1), asOf: controlled)
        let index = PersonID(rawValue: 2)
        dossier.exposures = [
            Recorded(
                id: Reference(rawValue: 1), fact: FactID(rawValue: 1), happenedAt: controlled, knownAt: controlled,
                value: Exposure(index: index, last: try #require(CivilDate("2022-03-10"))))
        ]
        dossier.indices[index] = IndexPerson(infections: [.init(of: Reference(rawValue: 9), fact: FactID(rawValue: 9), establishedAt: controlled - .hours(5))])
        let obligations = derive(policy: policy, dossier: dossier, through: controlled)
        for o in obligations.sorted(by: { $0.opens < $1.opens }) {
            print(zone.text(of: o.opens), o.due.map { zone.text(of: $0) } ?? "-", o.kind, o.id.rule)
        }
        #expect(obligations.count == 12)
    }
}

extension CivilTime {
    func instant(in zone: CivilZone) -> Instant { zone.instant(self) }
}
