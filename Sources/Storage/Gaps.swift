import Foundation
import GRDB
import Register
import Vocabulary

/// Something that what lists show of people can lack.
public enum Gap: String, CaseIterable, Sendable {
    /// No telephone number.
    case phone
    /// No document number.
    case document
    /// No date of birth.
    case birthDate
    /// The residence is not known down to the township.
    case residence
    /// A confirmed case without first day of symptoms.
    case onset
    /// Held in a hospital or an isolation site without site or room.
    case room
    /// An arrival whose destination, where the duty lies, is not known down to the township.
    case destination

    /// When it is missing, as a condition over `listing AS l` and `identity AS i`.
    fileprivate var condition: String {
        switch self {
        case .phone: "i.masked_phone IS NULL"
        case .document: "i.masked_document IS NULL"
        case .birthDate: "l.birth_year IS NULL"
        case .residence: "length(l.residence) < 9"
        case .onset: "l.case_kind = 'confirmed' AND l.onset IS NULL AND l.excluded = 0"
        case .room: "l.control IN ('hospital', 'central') AND (l.site IS NULL OR l.room IS NULL)"
        case .destination: "l.arrival_risk IS NOT NULL AND l.case_kind IS NULL AND length(l.territory) < 9"
        }
    }
}

/// How many people lack something, by territory, with the first few.
public struct GapCount: Hashable, Sendable {
    /// What is lacking.
    public let gap: Gap
    /// How many, by child of the territory; those on its own level under itself.
    public let counts: [TerritoryCode: Int]
    /// A few of them, in scope.
    public let examples: [PersonID]
}

extension Reader {
    /// Those whose duty lies in the territory and who lack something, in scope, by number after `last`.
    public func persons(lacking gap: Gap, in territory: TerritoryCode, after last: PersonID?, limit: Int) throws -> [PersonID] {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let level = min(territory.level, .township)
        let (visible, parameters) = visibility(of: "r.person")
        return try database.rows(
            """
            SELECT r.person FROM roll AS r JOIN listing AS l ON l.person = r.person LEFT JOIN identity AS i ON i.person = r.person
            WHERE r.\(level.column) = ? AND r.kind = 'person' AND r.person > ? AND \(gap.condition) AND \(visible) ORDER BY r.person LIMIT ?
            """, [territory.number(at: level), last?.rawValue ?? 0] + parameters + [limit]
        ).map { PersonID(rawValue: try $0.value(0)) }
    }

    /// What the people whose duty lies in the territory lack, by child.
    ///
    /// - Complexity: one walk over the people of the territory. For the page of data quality, not for lists.
    public func gaps(in territory: TerritoryCode, examples limit: Int = 3) throws -> [GapCount] {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let level = min(territory.level, .township)
        let below = min(TerritoryCode.Level(rawValue: level.rawValue + 1) ?? .township, .township)
        let from = """
            FROM roll AS r JOIN listing AS l ON l.person = r.person LEFT JOIN identity AS i ON i.person = r.person
            WHERE r.\(level.column) = ? AND r.kind = 'person'
            """
        let sums = Gap.allCases.map { "sum(CASE WHEN \($0.condition) THEN 1 ELSE 0 END)" }.joined(separator: ", ")
        let rows = try database.rows("SELECT r.\(below.column), \(sums) \(from) GROUP BY r.\(below.column)", [territory.number(at: level)])
        return try Gap.allCases.enumerated().map { index, gap in
            var counts: [TerritoryCode: Int] = [:]
            for row in rows {
                let code = try row.optional(0, as: Int64.self).flatMap { TerritoryCode(String($0)) } ?? territory
                counts[code, default: 0] += try row.value(index + 1, as: Int.self)
            }
            let total = counts.values.reduce(0, +)
            let (visible, parameters) = visibility(of: "r.person")
            let examples =
                total == 0
                ? []
                : try database.rows(
                    "SELECT r.person \(from) AND \(gap.condition) AND \(visible) LIMIT ?", [territory.number(at: level)] + parameters + [limit])
            return GapCount(gap: gap, counts: counts.filter { $0.value > 0 }, examples: try examples.map { PersonID(rawValue: try $0.value(0)) })
        }
    }
}
