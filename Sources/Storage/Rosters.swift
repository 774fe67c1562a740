import Foundation
import GRDB
import Register
import Vocabulary

/// The roster of a class of high-risk posts in a territory.
public struct Roster: Hashable, Sendable {
    /// The class, by the policy's key.
    public var postClass: String
    /// People on the roster.
    public var holders: Int
    /// Of them with a window that passed without a test and can still be caught up on, or just passed.
    public var overdue: Int
    /// How many people the territory reckons hold such posts; nil where nobody said.
    public var estimated: Int?
}

extension Reader {
    /// The rosters of a territory, by class: those with holders or an estimate.
    public func rosters(in territory: TerritoryCode, at moment: Instant) throws -> [Roster] {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let level = min(territory.level, .township)
        let inside = "roll.\(level.column) = ? AND roll.kind = 'posts' AND roll.territory >= ? AND roll.territory < ?"
        let place: [Parameter] = [territory.number(at: level), territory.digits, territory.upperBound]
        var rosters: [String: Roster] = [:]
        for row in try database.rows("SELECT tag, count(*) FROM roll WHERE \(inside) AND tag IS NOT NULL GROUP BY tag", place) {
            let postClass: String = try row.value(0)
            rosters[postClass] = Roster(postClass: postClass, holders: try row.value(1), overdue: 0)
        }
        let late = """
            SELECT roll.tag, count(*) FROM roll WHERE \(inside) AND roll.person IN (
                SELECT subject FROM duty WHERE subject_kind = 'person' AND reason = 'post' AND due < ?) GROUP BY roll.tag
            """
        for row in try database.rows(late, place + [moment.milliseconds]) { rosters[try row.value(0)]?.overdue = try row.value(1) }
        for (postClass, people) in try estimates(in: territory) {
            rosters[postClass, default: Roster(postClass: postClass, holders: 0, overdue: 0)].estimated = people
        }
        return rosters.values.sorted { $0.postClass < $1.postClass }
    }

    /// The newest estimate of each class: a territory's own, or else the sum of the outermost below it.
    private func estimates(in territory: TerritoryCode) throws -> [String: Int] {
        var newest: [String: [TerritoryCode: Int]] = [:]
        let decoder = JSONDecoder()
        for row in try database.rows(
            "SELECT payload FROM fact WHERE kind = ? AND withdrawn = 0 ORDER BY known_at, id", [FactKind.rosterEstimate.rawValue])
        {
            guard case .rosterEstimate(let value)? = try? decoder.decode(Fact.self, from: row.value(0, as: Data.self)),
                territory.contains(value.territory)
            else { continue }
            newest[value.postClass, default: [:]][value.territory] = value.people
        }
        return newest.mapValues { counts in
            counts.filter { entry in !counts.keys.contains { $0 != entry.key && $0.contains(entry.key) } }.values.reduce(0, +)
        }
    }
}
