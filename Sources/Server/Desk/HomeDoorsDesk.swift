import Operations
import Register
import Storage
import Vocabulary

/// Measure 9 at the doors of people isolated at home, and what residents reported of themselves.
extension OperationsDesk {
    /// How far back reports of oneself are listed, and how many of the province are looked through.
    private static let reported = (since: Span.hours(24 * 14), most: 20_000)

    func homeDoors(_ viewer: Viewer, _ lens: Lens) async throws -> HomeDoorsPage.Content {
        let (moment, names) = (now, names)
        return try await read(viewer) { reader in
            let found = try reader.homeDoors(in: lens.territory, at: moment, limit: HomeDoorsPage.most)
            return HomeDoorsPage.Content(
                doors: found.doors.map { ($0, tag($0.person, $0.identity, $0.listing), names[$0.listing.territory]) }, count: found.count)
        }
    }

    func selfReports(_ viewer: Viewer, _ lens: Lens, _ filter: SelfReportsPage.Filter) async throws -> SelfReportsPage.Content {
        guard viewer.covers(lens.territory) else { throw Refusal.notFound }
        let (moment, names) = (now, names)
        return try await read(viewer) { reader in
            let lines = try reader.selfReports(
                in: lens.territory, since: moment - Self.reported.since, at: moment, limit: Self.reported.most)
            return SelfReportsPage.Content(
                filter: filter,
                lines: try lines.map { line in
                    (line, tag(line.person, line.identity, try reader.listing(of: line.person)), names[line.report.value.territory])
                })
        }
    }
}

extension RecordDesk {
    /// Records what one tap says, once, as the form for it would.
    func tap(_ viewer: Viewer, _ tapped: DoorTapped) async throws -> SubmissionOutcome {
        let now = desk.now
        // Clocks of phones and of a demo differ from the register's.
        let earliest = try await desk.read(viewer) { reader in
            guard try reader.canSee(tapped.person) else { throw Refusal.notFound }
            guard let report = tapped.report else { return try reader.listing(of: tapped.person)?.control?.since }
            return try reader.entry(FactID(rawValue: report)).record.happenedAt
        }
        var submission = Submission(kind: tapped.tap.task == .check ? .followUp : .act)
        submission.key = tapped.key
        submission.people = [tapped.person]
        submission.isTimedHere = true
        submission.facts = [
            Submission.Dated(
                fact: .act(tapped.tap.act(by: tapped.means, concerning: tapped.report)),
                happenedAt: min(max(tapped.at ?? now, earliest ?? .distantPast), now))
        ]
        return try await submit(viewer, submission)
    }
}
