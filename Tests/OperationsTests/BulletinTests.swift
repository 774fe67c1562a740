import Obligations
import Operations
import Policy
import Register
import Scenarios
import TestWorld
import Testing
import Vocabulary

@Suite("The daily bulletin")
struct BulletinTests {
    /// A case of one person.
    private static func line(
        _ person: Int64, _ kind: CaseKind, _ outcome: CaseOutcome? = nil, imported: Bool = false, inside: Bool = true, severe: Bool = false
    ) -> CaseLine {
        let report = CaseReport(
            kind: kind, origin: imported ? .importedFromAbroad : .local, foundUnderControl: inside, territory: .yuhua)
        return CaseLine(
            person: PersonID(rawValue: person),
            infection: Standing.Infection(
                of: Reference(rawValue: person), report: report, kind: kind, diagnosedAt: .shanghai("2022-03-18T09:00"),
                severity: severe ? .severe : nil,
                outcome: outcome))
    }

    private static func bulletin(_ before: [CaseLine], _ after: [CaseLine]) -> Bulletin {
        Bulletin(of: .hunan, day: CivilZone.shanghai.date(of: .shanghai("2022-03-18T00:00")), before: before, after: after, zone: .shanghai)
    }

    /// How a case stood in the morning and at night; new confirmed, corrections, new asymptomatic, released, converted.
    private struct Turn: Sendable, CustomTestStringConvertible {
        var text: String
        var before: CaseLine?
        var after: CaseLine?
        var flows: [Int]
        var testDescription: String { text }
    }

    private static let turns = [
        Turn(text: "a confirmed case is found", after: line(1, .confirmed), flows: [1, 0, 0, 0, 0]),
        Turn(text: "a probable case counts as confirmed", after: line(1, .probable), flows: [1, 0, 0, 0, 0]),
        Turn(text: "an asymptomatic infection is found", after: line(1, .asymptomatic), flows: [0, 0, 1, 0, 0]),
        Turn(text: "one is converted: moved, not added", before: line(1, .asymptomatic), after: line(1, .confirmed), flows: [1, 0, 0, 0, 1]),
        Turn(text: "one is released", before: line(1, .asymptomatic), after: line(1, .asymptomatic, .recovered), flows: [0, 0, 0, 1, 0]),
        Turn(text: "one is found and released within the day", after: line(1, .asymptomatic, .recovered), flows: [0, 0, 1, 1, 0]),
        Turn(text: "an asymptomatic infection is ruled out", before: line(1, .asymptomatic), flows: [0, 0, 0, 1, 0]),
        Turn(text: "a confirmed case is ruled out", before: line(1, .confirmed), flows: [0, 1, 0, 0, 0]),
        Turn(text: "a confirmed case turns out asymptomatic", before: line(1, .confirmed), after: line(1, .asymptomatic), flows: [0, 1, 1, 0, 0]),
        Turn(
            text: "a released one falls ill: no conversion", before: line(1, .asymptomatic, .recovered), after: line(1, .confirmed),
            flows: [1, 0, 0, 0, 0]),
        Turn(
            text: "a case is discharged: still counted", before: line(1, .confirmed), after: line(1, .confirmed, .recovered), flows: [0, 0, 0, 0, 0]),
        Turn(
            text: "the origin is judged anew", before: line(1, .confirmed), after: line(1, .confirmed, imported: true), flows: [1, 1, 0, 0, 0]),
        Turn(text: "a reopened observation", before: line(1, .asymptomatic, .recovered), after: line(1, .asymptomatic), flows: [0, 0, 1, 0, 0]),
    ]

    @Test("moves a case from where it stood to where it stands", arguments: turns)
    private func turn(_ turn: Turn) {
        let bulletin = Self.bulletin([turn.before].compactMap(\.self), [turn.after].compactMap(\.self))
        let flows = [
            bulletin.newConfirmed.total, bulletin.corrections.total, bulletin.newAsymptomatic.total, bulletin.released.total,
            bulletin.converted.total,
        ]
        #expect(flows == turn.flows)
        #expect(bulletin.breaches == [])
    }

    @Test("balances day by day over generated histories, and the days add up")
    func generatedHistories() throws {
        var turned = (converted: 0, corrected: 0, unplaced: 0)
        for seed in UInt64(1)...4 { try checkHistory(HistoryGenerator(seed: seed, persons: 12, length: 500), &turned) }
        // Histories in which nothing ever turned would prove nothing.
        #expect(turned.converted > 0 && turned.corrected > 0 && turned.unplaced > 0)
    }

    /// `turned` counts what had to be moved or taken off.
    private func checkHistory(_ generator: HistoryGenerator, _ turned: inout (converted: Int, corrected: Int, unplaced: Int)) throws {
        let zone = generator.zone
        let records = generator.records()
        let edition = try TemporaryRegister.editions.edition("hunan-2022-03")
        func lines(_ moment: Instant) -> [CaseLine] {
            records.compactMap { person, records in
                let dossier = Dossier(id: person, records: records, asOf: moment)
                return CaseLine(dossier, standing: Derivation(governedBy: { _ in edition }, dossier: dossier, through: moment).standing)
            }
        }
        let first = zone.date(of: generator.start)
        var before = lines(zone.instant(first))
        var (new, corrections) = (0, 0)
        for offset in 0..<28 {
            let night = zone.instant(first + Days(offset + 1))
            let after = lines(night)
            let bulletin = Bulletin(of: .hunan, day: first + Days(offset), before: before, after: after, zone: zone)
            #expect(bulletin.breaches == [], "seed \(generator.seed), \(first + Days(offset))")
            let figures = CaseFigures(after, at: night, zone: zone, recent: 14)
            #expect(figures.cumulativeConfirmed == bulletin.after.confirmed.total)
            // Every confirmed case is somewhere: in hospital, open without a stay, or discharged, dead or handed over (`domain.md` §12.3).
            let inHospital = figures.localConfirmedInHospital + figures.importedConfirmedInHospital
            let gone = figures.discharged + figures.died + bulletin.after.left
            #expect(figures.cumulativeConfirmed == inHospital + figures.confirmedElsewhere + gone)
            turned.unplaced += figures.confirmedElsewhere
            #expect(figures.localAsymptomatic == bulletin.after.observed.local)
            new += bulletin.newConfirmed.total
            corrections += bulletin.corrections.total
            turned.converted += bulletin.converted.total
            before = after
        }
        turned.corrected += corrections
        #expect(Bulletin.Totals(before).confirmed.total == new - corrections)
    }

    @Test("says in the province's words where cases were found")
    func words() {
        let after = [
            Self.line(1, .confirmed), Self.line(2, .confirmed, inside: false), Self.line(3, .confirmed, imported: true), Self.line(4, .asymptomatic),
        ]
        let bulletin = Self.bulletin([Self.line(1, .asymptomatic)], after)
        let text = BulletinText(bulletin, names: { LocalizedText(zh: $0 == .hunan ? "湖南省" : "长沙市", en: $0 == .hunan ? "Hunan" : "Changsha") })
        #expect(
            text.sentences[0].zh
                == "2022年3月18日0—24时，湖南省报告新增确诊病例3例，其中境外输入1例，本土2例（长沙市2例，管控人员中发现1例、社会面发现1例），其中无症状感染者转确诊1例。")
        #expect(
            text.sentences[0].en.contains("3 new confirmed cases: 1 imported from abroad, 2 local (Changsha 2, 1 found under control and 1 outside)"))
        #expect(text.sentences[2].zh.hasPrefix("当日转为确诊病例1例，当日解除医学观察0例，尚在医学观察的无症状感染者1例"))
    }
}
