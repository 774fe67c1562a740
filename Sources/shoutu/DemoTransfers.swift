import Operations
import Register
import Scenarios
import Storage
import Vocabulary

/// People on their way in the demo: some of the contacts who wait for a room have been asked for, accepted, sent off.
struct DemoTransfers {
    let operations: Operations
    let author: Author
    let root: TerritoryCode
    /// When the scenario stands.
    let moment: Instant
    /// Who is to go on waiting: the guided tour tells their story.
    let kept: Set<PersonID>

    /// How far each of them has come, with the minutes since each turn; the first is the request.
    private static let courses: [[Int]] = [[95, 70, 20], [50, 35], [40], [150, 140], [30, 20, 5], [85]]

    /// The county of the isolation site that the demo signs in as.
    private static let first = TerritoryCode("430111")

    func play() async throws {
        let (root, moment, kept) = (root, moment, kept)
        try await Operations(store: operations.store, clock: .standing(at: moment), policies: operations.policies).perform(as: author) { filing in
            let waiting = try filing.writer.worklist(
                Storage.WorklistQuery(territories: [root], measure: .tracing, openAt: moment, limit: 1000, countCap: 0)
            ).rows.filter { $0.duty.rule.hasSuffix("Clocks.transferred") }
            let sites = Dictionary(grouping: try filing.writer.sites(in: root, at: moment).filter { $0.mode == .central && ($0.free ?? 0) > 0 }) {
                $0.territory.ancestor(at: .county)
            }
            var seen: Set<TerritoryCode> = []
            var courses = DemoTransfers.courses[...]
            // One a county, the last that is due there: the late ones stay what they are.
            let ofTheDemosSite = { (row: WorklistRow) in DemoTransfers.first?.contains(row.duty.territory) ?? false }
            for row in waiting.reversed().filter(ofTheDemosSite) + waiting.reversed().filter({ !ofTheDemosSite($0) }) {
                guard let county = row.duty.territory.ancestor(at: .county), let person = row.person, let site = sites[county]?.last,
                    !kept.contains(person), let turns = courses.first, !seen.contains(county)
                else { continue }
                seen.insert(county)
                courses.removeFirst()
                try DemoTransfers.move(person, to: site, turns.map { moment - .minutes($0) }, filing)
            }
        }
    }

    private static func move(_ person: PersonID, to site: SiteOccupancy, _ moments: [Instant], _ filing: Filing) throws {
        let transfer = try filing.requestTransfer(
            of: person, to: site.territory, site: site.name, mode: .central, at: moments[0], knownAt: moments[0])
        for (turn, at) in zip([TransferStep.Kind.accepted, .departed], moments.dropFirst()) {
            try filing.takeStep(turn, of: transfer, by: turn == .departed ? "转运专班" : nil, at: at, knownAt: at)
        }
    }
}
