import GRDB
import Register
import Vocabulary

/// What entries that became known lately can have wrong, as far as it can be told without reading them.
public enum Flaw: Hashable, Sendable {
    /// An exposure without a word about where the two met.
    case meetingNotDescribed
    /// An exposure to somebody who is neither a case nor a contact.
    case metNobodyKnown
    /// An exposure that ended on a day that had not begun when it was identified, days being told in this zone.
    case metLaterThanKnown(CivilZone)
    /// A specimen taken before a moment that has no result.
    case noResult(takenBefore: Instant)
    /// A result from before its specimen was taken.
    case resultBeforeSpecimen
    /// Something that became known more than 24 hours after it happened.
    case enteredLate
    /// Held in two places at once.
    case heldTwice
}

/// Somebody with an entry that has something wrong.
public struct FlawedEntry: Hashable, Sendable {
    /// Whom the entry is about.
    public let person: PersonID
    /// Where the duty for the person lies.
    public let territory: TerritoryCode
    /// Where the entry came from.
    public let source: String

    /// From its parts.
    public init(person: PersonID, territory: TerritoryCode, source: String) {
        (self.person, self.territory, self.source) = (person, territory, source)
    }
}

extension Flaw {
    private static let stays = ControlMode.allCases.filter(\.isStay).map { "'\($0.rawValue)'" }.joined(separator: ", ")

    /// A query of `person`, the number of the `entry`, and `extra`, by which `isMeant` decides.
    fileprivate func entries(knownFrom from: Instant) -> (sql: String, parameters: [Parameter]) {
        let start: Parameter = from.milliseconds
        return switch self {
        case .meetingNotDescribed:
            ("SELECT person, id AS entry, 0 AS extra FROM exposure WHERE known_at >= ? AND is_described = 0", [start])
        case .metNobodyKnown:
            (
                """
                SELECT person, id AS entry, index_person AS extra FROM exposure WHERE known_at >= ? AND NOT EXISTS (
                    SELECT 1 FROM listing AS other WHERE other.person = exposure.index_person
                        AND (other.case_kind IS NOT NULL OR other.degree IS NOT NULL))
                """, [start]
            )
        case .metLaterThanKnown(let zone):
            // By the day where clocks are behind most; the zone's own decides.
            (
                "SELECT person, id AS entry, id AS extra FROM exposure WHERE known_at >= ? AND last * 86400000 - ? > known_at",
                [start, zone.offset(at: from).milliseconds - 7_200_000]
            )
        case .noResult(let moment):
            (
                """
                SELECT person, id AS entry, 0 AS extra FROM specimen
                WHERE (reported_at IS NULL OR reported_at < taken_at) AND known_at >= ? AND reported_at IS NULL AND taken_at < ?
                """, [start, moment.milliseconds]
            )
        case .resultBeforeSpecimen:
            (
                """
                SELECT person, id AS entry, 0 AS extra FROM specimen
                WHERE (reported_at IS NULL OR reported_at < taken_at) AND known_at >= ? AND reported_at < taken_at
                """, [start]
            )
        case .enteredLate:
            (
                ["caseReport", "stay", "specimen", "result", "arrival", "act"].map { kind in
                    """
                    SELECT subject AS person, id AS entry, 0 AS extra FROM fact WHERE kind = '\(kind)' AND known_at >= ?
                        AND known_at - happened_at > 86400000 AND subject_kind = 'person' AND supersedes IS NULL AND withdrawn = 0
                    """
                }.joined(separator: " UNION ALL "), Array(repeating: start, count: 6)
            )
        case .heldTwice:
            (
                """
                SELECT person, max(id) AS entry, 0 AS extra FROM stay WHERE until IS NULL AND known_at >= ? AND mode IN (\(Flaw.stays))
                GROUP BY person HAVING count(*) > 1
                """, [start]
            )
        }
    }
}

extension Reader {
    /// Entries known since `from` that have something wrong, about visible people whose duty lies in the territory.
    ///
    /// - Complexity: one walk over the index of the flaw, and two look-ups for each entry found.
    public func entries(with flaw: Flaw, in territory: TerritoryCode, knownFrom from: Instant) throws -> [FlawedEntry] {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let inner = flaw.entries(knownFrom: from)
        let (visible, parameters) = visibility(of: "flawed.person")
        let sql = """
            SELECT flawed.person, listing.territory, fact.source, flawed.extra FROM (\(inner.sql)) AS flawed
            CROSS JOIN listing ON listing.person = flawed.person CROSS JOIN fact ON fact.id = flawed.entry
            WHERE listing.territory >= ? AND listing.territory < ? AND \(visible)
            """
        var found: [FlawedEntry] = []
        var isKnown: [Int64: Bool] = [:]
        try database.forEach(sql, inner.parameters + [territory.digits, territory.upperBound] + parameters) { row in
            switch flaw {
            case .metNobodyKnown:
                let index: Int64 = try row.value(3)
                let known = try isKnown[index] ?? hasRole(PersonID(rawValue: index))
                isKnown[index] = known
                guard !known else { return }
            case .metLaterThanKnown(let zone):
                guard let met = try database.row("SELECT last, known_at FROM exposure WHERE id = ?", [try row.value(3, as: Int64.self)]),
                    zone.instant(CivilDate(daysSinceEpoch: try met.value(0))) > (try met.instant(1))
                else { return }
            default: break
            }
            found.append(FlawedEntry(person: PersonID(rawValue: try row.value(0)), territory: try row.territory(1), source: try row.value(2)))
        }
        return found
    }

    /// Whether the person for whom a record stands is a case or a contact.
    private func hasRole(_ record: PersonID) throws -> Bool {
        let bearer = try bearer(of: record)
        return try bearer != record
            && database.row("SELECT 1 FROM listing WHERE person = ? AND (case_kind IS NOT NULL OR degree IS NOT NULL)", [bearer.rawValue]) != nil
    }
}
