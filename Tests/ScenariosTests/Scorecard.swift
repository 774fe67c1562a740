import Obligations
import Policy
import Register
import Scenarios
import Vocabulary

/// The obligations that a world's facts amount to, counted: what the console will show.
struct Scorecard {
    private let people: [InventedPerson]
    private let policy: Policy
    private let moment: Instant
    private var indices: [PersonID: IndexPerson] = [:]
    private(set) var counts: [Key: Count] = [:]

    struct Key: Hashable {
        let measure: Measure
        let county: String
        let rule: String
    }

    struct Count {
        var inTime = 0
        var late = 0
        var overdue = 0
        var missed = 0
        var open = 0
        var due: Int { inTime + late + overdue + missed }
        var share: Double { Double(inTime) / Double(max(1, due)) }

        static func + (left: Count, right: Count) -> Count {
            Count(
                inTime: left.inTime + right.inTime, late: left.late + right.late, overdue: left.overdue + right.overdue,
                missed: left.missed + right.missed, open: left.open + right.open)
        }
    }

    init(of people: [InventedPerson], policy: Policy, at moment: Instant) {
        self.people = people
        self.policy = policy
        self.moment = moment
    }

    mutating func derivation(of number: Int) -> Derivation {
        let person = people[number - 1]
        let records = person.facts.map {
            FactRecord(
                id: FactID(rawValue: Int64($0.local)), entity: $0.revises.map(Int64.init), subject: .person(person.id), happenedAt: $0.happenedAt,
                knownAt: $0.knownAt, isWithdrawn: $0.withdraws, fact: $0.fact)
        }
        var known: [PersonID: IndexPerson] = [:]
        for fact in person.facts {
            guard case .exposure(let exposure) = fact.fact else { continue }
            known[exposure.index] = index(exposure.index)
        }
        let dossier = Dossier(id: person.id, records: records, asOf: moment, indices: known)
        return Derivation(governedBy: { [policy] _ in policy }, dossier: dossier, through: moment)
    }

    private mutating func index(_ id: PersonID) -> IndexPerson {
        if let known = indices[id] { return known }
        let person = derivation(of: Int(id.rawValue)).standing.asIndex
        indices[id] = person
        return person
    }

    /// Counts the obligations of a person.
    mutating func count(_ number: Int) {
        for obligation in derivation(of: number).obligations {
            let key = Key(measure: obligation.measure, county: String(obligation.territory.digits.prefix(6)), rule: obligation.id.rule)
            switch obligation.state(at: moment) {
            case .metInTime: counts[key, default: Count()].inTime += 1
            case .metLate: counts[key, default: Count()].late += 1
            case .overdue: counts[key, default: Count()].overdue += 1
            case .missed: counts[key, default: Count()].missed += 1
            case .open, .pressing, .upcoming: counts[key, default: Count()].open += 1
            }
        }
    }

    func sum(by key: (Key) -> String) -> [String: Count] {
        counts.reduce(into: [:]) { $0[key($1.key)] = ($0[key($1.key)] ?? Count()) + $1.value }
    }
}
