import Obligations
import Policy
import Register
import TestWorld
import Testing
import Vocabulary

/// What became known of one thing and around it, in the order of recording; moments are civil times of March 2022 in Shanghai.
struct ThingScene {
    var records: [FactRecord] = []
    var surroundings: [FactRecord] = []
    let policy = Editions.policy("hunan-2022-03")
    private(set) var subject = Subject.territory(.unstated)

    /// The moment of `20 10:00`.
    static func at(_ text: String) -> Instant {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let time = CivilTime("2022-03-\(parts[0])T\(parts[1])") else { preconditionFailure("no time: \(text)") }
        return CivilZone.shanghai.instant(time)
    }

    /// Founds the thing; it bears the number 1.
    init(founding fact: Fact, at time: String) {
        guard let kind = fact.founds, let subject = Subject(kind: kind, number: 1) else { preconditionFailure("founds nothing") }
        self.subject = subject
        record(fact, at: time)
    }

    /// A thing that no fact founds: a territory.
    init(about subject: Subject) {
        self.subject = subject
    }

    /// Records a fact about the thing.
    @discardableResult
    mutating func record(_ fact: Fact, at time: String, known: String? = nil, revising entity: Int64? = nil, isWithdrawn: Bool = false) -> Int64 {
        let record = FactRecord(
            id: FactID(rawValue: Int64(records.count + 1)), entity: entity, subject: subject, happenedAt: ThingScene.at(time),
            knownAt: ThingScene.at(known ?? time), isWithdrawn: isWithdrawn, fact: fact)
        records.append(record)
        return record.id.rawValue
    }

    /// Records a fact about another subject that bears on the thing.
    mutating func surround(_ fact: Fact, about other: Subject, at time: String) {
        surroundings.append(
            FactRecord(
                id: FactID(rawValue: Int64(1000 + surroundings.count)), subject: other, happenedAt: ThingScene.at(time),
                knownAt: ThingScene.at(time), fact: fact))
    }

    /// Everything derived by `now`; recurring duties as far ahead as asked for.
    func history(now: String, ahead: Span = .zero) -> ThingHistory {
        let policy = policy
        return ThingHistory(
            of: subject, records: records, surroundings: surroundings, governedBy: { _ in { _ in policy } }, now: ThingScene.at(now),
            through: ThingScene.at(now) + ahead)
    }

    /// The obligations known at `now`, one line each: where, the end of the rule, its due time and its state.
    func rows(now: String, ahead: Span = .zero, whose territory: TerritoryCode? = nil) -> [String] {
        history(now: now, ahead: ahead).calendar.current.filter { territory == nil || $0.territory == territory }.map { obligation in
            let due = obligation.due.map { String($0.civilText(in: .shanghai).dropFirst(8).prefix(8)).replacing("T", with: " ") } ?? "–"
            let task = obligation.id.rule.split(separator: ".").last.map(String.init) ?? ""
            return "\(obligation.territory.digits) \(task) \(due) \(obligation.state(at: ThingScene.at(now)).rawValue)"
        }
    }
}
