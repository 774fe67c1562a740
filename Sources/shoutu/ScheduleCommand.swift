import ArgumentParser
import Exchange
import Foundation
import Obligations
import Policy
import Register
import Vocabulary

/// `shoutu schedule`: what would be due for a person of whom only a few days are known, so that anyone can check a policy by hand.
struct ScheduleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "Print what a policy makes due for a contact, an arrival, a case or a post holder.")

    /// Why the person has duties.
    enum Reason: String, CaseIterable, ExpressibleByArgument {
        case contact, secondaryContact = "secondary-contact", arrival, `case`, post
    }

    @Option(help: "A shipped edition's key, or a policy file.") var policy: String
    @Option(help: "Why the person has duties: contact, secondary-contact, arrival, case or post.") var reason: Reason
    @Option(help: "Last day of exposure, YYYY-MM-DD.") var lastExposure: String?
    @Option(help: "When the person was found and control began; a time without offset is civil time of the policy's zone.") var controlStart: String?
    @Option(help: "When the person arrived.") var arrived: String?
    @Option(help: "The day the person left the area at risk, YYYY-MM-DD.") var leftArea: String?
    @Option(help: "Risk of the origin: high, medium, low, affectedProvince, unaffected or abroad.") var originRisk: String?
    @Option(help: "First day of symptoms, YYYY-MM-DD; without it the case is asymptomatic.") var onset: String?
    @Option(help: "When the first positive specimen was taken; the case counts as diagnosed then.") var specimenTaken: String?
    @Option(help: "When the case was discharged: prints the follow-up as well.") var discharged: String?
    @Option(name: .customLong("class"), help: "Class of post, by the policy's key.") var postClass: String?
    @Option(help: "First day in the post, YYYY-MM-DD.") var from: String?
    @Option(help: "Last day in the post, YYYY-MM-DD.") var until: String?
    @Option(help: "text, json or csv.") var format: OutputFormat = .text

    func run() throws {
        let edition = try PolicyFolder.standard().edition(policy)
        let dossier = try DossierOfFlags(command: self, policy: edition).dossier()
        let horizon = dossier.posts.first?.value.until.map { edition.zone.instant($0 + 1) } ?? dossier.asOf + .hours(24 * 28)
        let due = derive(policy: edition, dossier: dossier, through: horizon)
        // A release hangs on its last negative: it is shown as it falls due when every test is taken as its day begins, and negative.
        let releases = derive(policy: edition, dossier: dossier.tested(as: due), through: horizon).filter { $0.kind == .release }
        let planned = Dictionary(releases.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let lines = due.map { Line($0.kind == .release && reason != .case ? planned[$0.id] ?? $0 : $0, policy: edition) }
            .sorted { ($0.opens, $0.due ?? $0.opens, $0.rule) < ($1.opens, $1.due ?? $1.opens, $1.rule) }
        switch format {
        case .json: try Output.json(lines)
        case .csv:
            Output.csv(
                ["rule", "kind", "stage", "day", "what", "opens", "due", "role"],
                lines.map { line in
                    [line.rule, line.kind, line.stage.map(String.init), line.day.map(String.init), line.what, line.opens, line.due, line.role].map {
                        $0 ?? ""
                    }
                })
        case .text:
            for line in lines {
                let place = line.stage.map { "stage \($0)" + (line.day.map { " day \($0)" } ?? "") } ?? ""
                print(
                    [line.opens.shortTime, (line.due ?? "").shortTime.padded(16), line.kind.padded(8), place.padded(14), line.what, "§" + line.rule]
                        .joined(separator: "  "))
            }
        }
    }

    /// One obligation as it is printed.
    struct Line: Encodable {
        let rule: String
        let kind: String
        let stage: Int?
        let day: Int?
        let what: String
        let opens: String
        let due: String?
        let role: String

        init(_ obligation: Obligation, policy: Policy) {
            rule = obligation.id.rule
            kind = obligation.kind.rawValue
            stage = obligation.stage
            day = obligation.day
            what = Explanation(of: obligation, zone: policy.zone).what.en
            opens = policy.zone.text(of: obligation.opens)
            due = obligation.due.map { policy.zone.text(of: $0) }
            role = obligation.role.rawValue
        }

        private enum Key: String, CodingKey {
            case rule, kind, stage, day, what, opens, due, role
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(rule, forKey: .rule)
            try container.encode(kind, forKey: .kind)
            // Absent numbers are null, so that every line has the same keys.
            try container.encode(stage, forKey: .stage)
            try container.encode(day, forKey: .day)
            try container.encode(what, forKey: .what)
            try container.encode(opens, forKey: .opens)
            try container.encode(due, forKey: .due)
            try container.encode(role, forKey: .role)
        }
    }
}

extension String {
    fileprivate var shortTime: String { String(prefix(16)).replacing("T", with: " ") }

    fileprivate func padded(_ width: Int) -> String { count >= width ? self : self + String(repeating: " ", count: width - count) }
}

extension Dossier {
    /// The same person with a negative result for each test that is due, taken as it opens.
    fileprivate func tested(as due: [Obligation]) -> Dossier {
        var dossier = self
        for (index, test) in due.filter({ $0.kind == .test || $0.isEnvironmentSample }).enumerated() {
            let number = Int64(1000 + 2 * index)
            let specimen = Reference<Specimen>(rawValue: number)
            dossier.specimens.append(
                Recorded(
                    id: specimen, fact: FactID(rawValue: number), happenedAt: test.opens, knownAt: test.opens,
                    value: Specimen(kind: test.isEnvironmentSample ? .environment : .nasopharyngealSwab, swabs: 2)))
            dossier.results.append(
                Recorded(
                    id: Reference(rawValue: number + 1), fact: FactID(rawValue: number + 1), happenedAt: test.opens, knownAt: test.opens,
                    value: TestResult(specimen: specimen, outcome: .negative)))
        }
        return dossier
    }
}

/// The dossier that the flags of `shoutu schedule` describe.
private struct DossierOfFlags {
    let command: ScheduleCommand
    let policy: Policy

    func dossier() throws -> Dossier {
        switch command.reason {
        case .contact: try contact(isSecondary: false)
        case .secondaryContact: try contact(isSecondary: true)
        case .arrival: try arrival()
        case .case: try infection()
        case .post: try post()
        }
    }

    private func contact(isSecondary: Bool) throws -> Dossier {
        let last = try date(command.lastExposure, "--last-exposure")
        let identified = try command.controlStart.map { try instant($0, "--control-start") } ?? policy.zone.instant(last + 1)
        var dossier = Dossier(id: PersonID(rawValue: 1), asOf: identified)
        let index = PersonID(rawValue: 2)
        dossier.exposures = [
            Recorded(
                id: Reference(rawValue: 1), fact: FactID(rawValue: 1), happenedAt: identified, knownAt: identified,
                value: Exposure(index: index, first: last, last: last))
        ]
        dossier.indices[index] =
            isSecondary
            ? IndexPerson(
                contacts: [.init(since: policy.zone.instant(last), exposedFrom: last)],
                tests: Array(
                    repeating: .init(takenAt: policy.zone.instant(last), reportedAt: policy.zone.instant(last), isNegative: true), count: 8))
            : IndexPerson(infections: [
                .init(of: Reference(rawValue: 9), fact: FactID(rawValue: 9), establishedAt: min(identified, policy.zone.instant(last)))
            ])
        return dossier
    }

    private func arrival() throws -> Dossier {
        guard let arrived = command.arrived else { throw ValidationError("--reason arrival needs --arrived, such as 2022-03-19T10:00") }
        guard let risk = command.originRisk.flatMap(OriginRisk.init(rawValue:)) else {
            throw ValidationError("--reason arrival needs --origin-risk: " + OriginRisk.allCases.map(\.rawValue).joined(separator: ", "))
        }
        let moment = try instant(arrived, "--arrived")
        var dossier = Dossier(id: PersonID(rawValue: 1), asOf: moment)
        dossier.arrivals = [
            Recorded(
                id: Reference(rawValue: 1), fact: FactID(rawValue: 1), happenedAt: moment, knownAt: moment,
                value: Arrival(
                    origin: "", risk: risk, leftOrigin: try command.leftArea.map { try date($0, "--left-area") },
                    destination: policy.territory ?? .unstated))
        ]
        return dossier
    }

    private func infection() throws -> Dossier {
        let onset = try command.onset.map { try date($0, "--onset") }
        let taken = try command.specimenTaken.map { try instant($0, "--specimen-taken") }
        guard let diagnosed = taken ?? onset.map({ policy.zone.instant($0) }) else {
            throw ValidationError("--reason case needs --specimen-taken or --onset")
        }
        var dossier = Dossier(id: PersonID(rawValue: 1), asOf: diagnosed)
        dossier.cases = [
            Recorded(
                id: Reference(rawValue: 1), fact: FactID(rawValue: 1), happenedAt: diagnosed, knownAt: diagnosed,
                value: CaseReport(
                    kind: onset == nil ? .asymptomatic : .confirmed, onset: onset, firstPositiveTaken: taken, territory: policy.territory ?? .unstated
                ))
        ]
        if let discharged = command.discharged {
            let moment = try instant(discharged, "--discharged")
            dossier.caseChanges = [
                Recorded(
                    id: Reference(rawValue: 2), fact: FactID(rawValue: 2), happenedAt: moment, knownAt: moment,
                    value: CaseChange(of: Reference(rawValue: 1), change: .closed(.recovered)))
            ]
        }
        return dossier
    }

    private func post() throws -> Dossier {
        guard let postClass = command.postClass, policy.testing.posts[postClass] != nil else {
            throw ValidationError(
                "--reason post needs --class, one of " + policy.testing.posts.keys.sorted().joined(separator: ", "))
        }
        let from = try date(command.from, "--from")
        let until = try date(command.until, "--until")
        var dossier = Dossier(id: PersonID(rawValue: 1), asOf: policy.zone.instant(from))
        dossier.posts = [
            Recorded(
                id: Reference(rawValue: 1), fact: FactID(rawValue: 1), happenedAt: policy.zone.instant(from), knownAt: policy.zone.instant(from),
                value: PostHolding(postClass: postClass, territory: policy.territory ?? .unstated, from: from, until: until))
        ]
        return dossier
    }

    private func date(_ text: String?, _ flag: String) throws -> CivilDate {
        guard let text else { throw ValidationError("--reason \(command.reason.rawValue) needs \(flag), a day such as 2022-03-19") }
        guard let date = CivilDate(String(text.prefix(10))), text.count == 10 else {
            throw ValidationError("\(flag): “\(text)” is no day; expected YYYY-MM-DD")
        }
        return date
    }

    private func instant(_ text: String, _ flag: String) throws -> Instant {
        if let instant = Instant(text) { return instant }
        if let time = CivilTime(text) { return policy.zone.instant(time) }
        if let date = CivilDate(text) { return policy.zone.instant(date) }
        throw ValidationError("\(flag): “\(text)” is no moment; expected 2022-03-19T10:00, with an offset such as +08:00 or without, or a day")
    }
}
