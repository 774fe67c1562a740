import Register
import Vocabulary

extension LocalCases {
    /// The local cases that the entries about some persons tell of, through time: established infections not from abroad, each in the county of
    /// its duty, from when it was known until it was known to be ruled out, withdrawn or somewhere else.
    ///
    /// - Parameter records: All entries about each person, in any order.
    public init(of persons: some Sequence<[FactRecord]>) {
        self.init(persons.flatMap(LocalCases.cases))
    }

    private static func cases(_ records: [FactRecord]) -> [Case] {
        guard let person = records.first?.subject.person else { return [] }
        let turns = records.filter { record in
            switch record.fact {
            case .caseReport, .caseChange: true
            default: false
            }
        }
        var open: [Case] = []
        var ended: [Case] = []
        for moment in Set(turns.map(\.knownAt)).sorted() {
            let dossier = Dossier(id: person, records: turns, asOf: moment)
            let known = dossier.caseHistories.compactMap { history -> Case? in
                guard let established = history.established, history.excluded == nil, history.report.value.origin != .importedFromAbroad,
                    let county = history.report.value.territory.ancestor(at: .county)
                else { return nil }
                return Case(county: county, diagnosedAt: established.from, knownFrom: moment)
            }
            func isSame(_ left: Case, _ right: Case) -> Bool { left.county == right.county && left.diagnosedAt == right.diagnosedAt }
            ended += open.filter { former in !known.contains { isSame($0, former) } }.map { former in
                Case(county: former.county, diagnosedAt: former.diagnosedAt, knownFrom: former.knownFrom, knownUntil: moment)
            }
            open = known.map { found in open.first { isSame($0, found) } ?? found }
        }
        return ended + open
    }
}
