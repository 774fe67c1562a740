import Foundation
import GRDB
import Vocabulary

/// How many people stand on the lists of a territory and of its children.
public struct RollCounts: Hashable, Sendable {
    /// One sum: a list, its class, and how the people on it are held.
    public struct Sum: Hashable, Sendable {
        /// The child of the territory in which the duty lies; nil for duties that lie on the territory's own level.
        public let child: TerritoryCode?
        /// The list.
        public let kind: ListKind
        /// The list's own class.
        public let tag: String?
        /// How the people are held or watched.
        public let control: ControlMode?
        /// How many.
        public let count: Int
    }

    /// The sums.
    public let sums: [Sum]

    /// How many people fit.
    public func count(_ kind: ListKind, tag: String? = nil, control: ControlMode? = nil, in child: TerritoryCode? = nil) -> Int {
        sums.lazy.filter {
            $0.kind == kind && (tag == nil || $0.tag == tag) && (control == nil || $0.control == control) && (child == nil || $0.child == child)
        }.reduce(0) { $0 + $1.count }
    }
}

extension Reader {
    static func rollCountsQuery(of territory: TerritoryCode, at children: TerritoryCode.Level? = nil) -> String {
        let level = min(territory.level, .township)
        let below = min(children ?? TerritoryCode.Level(rawValue: level.rawValue + 1) ?? .township, .township)
        return """
            SELECT \(below.column), kind, tag, control, count(*) FROM roll WHERE \(level.column) = ?
            GROUP BY \(below.column), kind, tag, control
            """
    }

    /// The people on every list of a territory, summed by child, class and control.
    ///
    /// - Parameter children: The level of what counts as a child; by default the one below, for a map the counties.
    /// - Complexity: one walk over the territory's part of the lists' index.
    public func rollCounts(in territory: TerritoryCode, at children: TerritoryCode.Level? = nil) throws -> RollCounts {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let level = min(territory.level, .township)
        return RollCounts(
            sums: try database.rows(Reader.rollCountsQuery(of: territory, at: children), [territory.number(at: level)]).map { row in
                RollCounts.Sum(
                    child: try row.optional(0, as: Int64.self).flatMap { TerritoryCode(String($0)) }, kind: try row.word(1), tag: try row.optional(2),
                    control: try row.optional(3, as: String.self).flatMap(ControlMode.init(rawValue:)), count: try row.value(4))
            })
    }
}
