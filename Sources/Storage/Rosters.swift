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
    /// Of those reckoned the people on the roster, territory by territory: a roster with too many here makes up for nobody missing there.
    public var listed: Int?
}

extension Reader {
    /// The rosters of a territory, by class: those with holders or an estimate.
    public func rosters(in territory: TerritoryCode, at moment: Instant) throws -> [Roster] {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let (inside, place) = Reader.holders(in: territory)
        var rosters: [String: Roster] = [:]
        for (postClass, holders) in try holders(in: territory) { rosters[postClass] = Roster(postClass: postClass, holders: holders, overdue: 0) }
        let late = """
            SELECT roll.tag, count(*) FROM roll WHERE \(inside) AND roll.person IN (
                SELECT subject FROM duty WHERE subject_kind = 'person' AND reason = 'post' AND due < ?) GROUP BY roll.tag
            """
        for row in try database.rows(late, place + [moment.milliseconds]) { rosters[try row.value(0)]?.overdue = try row.value(1) }
        for (part, people) in try estimates(in: territory) {
            let holders = part == territory ? rosters.mapValues(\.holders) : try holders(in: part)
            for (postClass, reckoned) in people {
                var roster = rosters[postClass] ?? Roster(postClass: postClass, holders: 0, overdue: 0)
                roster.estimated = (roster.estimated ?? 0) + reckoned
                roster.listed = (roster.listed ?? 0) + min(holders[postClass] ?? 0, reckoned)
                rosters[postClass] = roster
            }
        }
        return rosters.values.sorted { $0.postClass < $1.postClass }
    }

    /// How many people are on the roster of each class.
    private func holders(in territory: TerritoryCode) throws -> [String: Int] {
        let (inside, place) = Reader.holders(in: territory)
        var holders: [String: Int] = [:]
        for row in try database.rows("SELECT tag, count(*) FROM roll WHERE \(inside) AND tag IS NOT NULL GROUP BY tag", place) {
            holders[try row.value(0)] = try row.value(1)
        }
        return holders
    }

    /// The condition by which a row of the rosters lies in a territory.
    private static func holders(in territory: TerritoryCode) -> (condition: String, values: [Parameter]) {
        let level = min(territory.level, .township)
        return (
            "roll.\(level.column) = ? AND roll.kind = 'posts' AND roll.territory >= ? AND roll.territory < ?",
            [territory.number(at: level), territory.digits, territory.upperBound]
        )
    }

    /// The newest estimates, by the territory they are of and by class: a territory's own, or else those of the outermost below it.
    private func estimates(in territory: TerritoryCode) throws -> [TerritoryCode: [String: Int]] {
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
        var estimates: [TerritoryCode: [String: Int]] = [:]
        for (postClass, counts) in newest {
            for (part, people) in counts where !counts.keys.contains(where: { $0 != part && $0.contains(part) }) {
                estimates[part, default: [:]][postClass] = people
            }
        }
        return estimates
    }
}
