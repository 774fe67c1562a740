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

    /// When it is missing, as a condition over `listing` or `identity`: the very words of the gap's index.
    var condition: String {
        switch self {
        case .phone: "masked_phone IS NULL"
        case .document: "masked_document IS NULL"
        case .birthDate: "birth_year IS NULL"
        case .residence: "length(residence) < 9"
        case .onset: "case_kind = 'confirmed' AND onset IS NULL AND excluded = 0"
        case .room: "control IN ('hospital', 'central') AND (site IS NULL OR room IS NULL)"
        case .destination: "arrival_risk IS NOT NULL AND case_kind IS NULL AND length(territory) < 9"
        }
    }

    /// The index by which those who lack it are found without looking at anybody: with every column of the condition.
    var index: (name: String, table: String) {
        switch self {
        case .phone: ("identity_without_phone", "identity (masked_phone)")
        case .document: ("identity_without_document", "identity (masked_document, masked_phone)")
        case .birthDate: ("listing_without_birth", "listing (territory, birth_year)")
        case .residence: ("listing_without_residence", "listing (territory, residence)")
        case .onset: ("listing_without_onset", "listing (territory, case_kind, onset, excluded)")
        case .room: ("listing_without_room", "listing (territory, control, site, room)")
        case .destination: ("listing_without_destination", "listing (territory, arrival_risk, case_kind)")
        }
    }

    /// Everyone who lacks it, with the territory: `person`, `territory`.
    fileprivate var lacking: String {
        switch self {
        case .phone, .document:
            """
            SELECT listing.person, listing.territory FROM identity CROSS JOIN listing ON listing.person = identity.person
            WHERE \(condition) AND listing.territory >= ? AND listing.territory < ?
            """
        default: "SELECT person, territory FROM listing WHERE \(condition) AND territory >= ? AND territory < ?"
        }
    }
}

/// How many people lack something, by territory, with the first few.
public struct GapCount: Hashable, Sendable {
    /// What is lacking.
    public let gap: Gap
    /// How many, by child of the territory; those on its own level under itself.
    public let counts: [TerritoryCode: Int]
    /// How many, by where the first entry about them came from; nil where there are too many to look at each.
    public let sources: [String: Int]?
    /// A few of them, in scope.
    public let examples: [PersonID]
}

extension GapCount {
    /// Sources are told of no more people than these.
    public static let mostBySource = 20_000
}

extension Reader {
    /// Those whose duty lies in the territory and who lack something, in scope, by number after `last`.
    ///
    /// - Complexity: one walk over those who lack it.
    public func persons(lacking gap: Gap, in territory: TerritoryCode, after last: PersonID?, limit: Int) throws -> [PersonID] {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let (visible, parameters) = visibility(of: "lacking.person")
        return try database.rows(
            "SELECT person FROM (\(gap.lacking)) AS lacking WHERE person > ? AND \(visible) ORDER BY person LIMIT ?",
            [territory.digits, territory.upperBound, last?.rawValue ?? 0] + parameters + [limit]
        ).map { PersonID(rawValue: try $0.value(0)) }
    }

    /// What the people whose duty lies in the territory lack, by child.
    ///
    /// - Complexity: one walk over those who lack something, and for the sources a look-up for each of them.
    public func gaps(in territory: TerritoryCode, examples limit: Int = 3, sourcesUpTo most: Int = GapCount.mostBySource) throws -> [GapCount] {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let within: [Parameter] = [territory.digits, territory.upperBound]
        return try Gap.allCases.map { gap in
            var counts: [TerritoryCode: Int] = [:]
            for row in try database.rows("SELECT territory, count(*) FROM (\(gap.lacking)) AS lacking GROUP BY territory", within) {
                counts[territory.child(toward: try row.territory(0)), default: 0] += try row.value(1, as: Int.self)
            }
            let total = counts.values.reduce(0, +)
            return GapCount(
                gap: gap, counts: counts, sources: total > most ? nil : total == 0 ? [:] : try sources(lacking: gap, within),
                examples: total == 0 ? [] : try persons(lacking: gap, in: territory, after: nil, limit: limit))
        }
    }

    private func sources(lacking gap: Gap, _ within: [Parameter]) throws -> [String: Int] {
        let sql = """
            SELECT (SELECT source FROM fact WHERE subject = lacking.person AND subject_kind = 'person' ORDER BY id LIMIT 1) AS origin, count(*)
            FROM (\(gap.lacking)) AS lacking GROUP BY origin
            """
        return Dictionary(
            try database.rows(sql, within).map { (try $0.optional(0) ?? "", try $0.value(1)) }, uniquingKeysWith: +)
    }
}

extension TerritoryCode {
    /// The child of this territory in which another one lies; itself for what lies on its own level.
    public func child(toward other: TerritoryCode) -> TerritoryCode {
        Level(rawValue: level.rawValue + 1).flatMap { other.ancestor(at: $0) } ?? self
    }
}
