import Foundation
import GRDB
import Register
import Vocabulary

/// Who of the residents of a territory had which doses: the resident register is the denominator of every coverage (`domain.md` §11).
public struct VaccinationRegister: Hashable, Sendable {
    /// A resident with at least one dose, or with a high-risk post.
    public struct Line: Hashable, Sendable {
        /// Who.
        public let person: PersonID
        /// Year of birth, if known.
        public let birthYear: Int?
        /// The class of the post held, if one.
        public let postClass: String?
        /// Product of the first dose; nil: no dose.
        public internal(set) var product: String?
        /// Doses received.
        public internal(set) var doses: Int
    }

    /// Residents by year of birth; nil: not known.
    public let residents: [Int?: Int]
    /// The lines, by person.
    public let lines: [Line]
}

extension Reader {
    /// The register of vaccination of a territory. Complexity: one walk over its residents, one over its doses.
    public func vaccinationRegister(in territory: TerritoryCode) throws -> VaccinationRegister {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let inside = "listing.residence >= ? AND listing.residence < ?"
        let bounds: [Parameter] = [territory.digits, territory.upperBound]
        var residents: [Int?: Int] = [:]
        for row in try database.rows("SELECT birth_year, count(*) FROM listing WHERE \(inside) GROUP BY birth_year", bounds) {
            residents[try row.optional(0)] = try row.value(1, as: Int.self)
        }
        var lines: [PersonID: VaccinationRegister.Line] = [:]
        let holders = "SELECT person, birth_year, post_class FROM listing WHERE \(inside) AND post_class IS NOT NULL"
        for row in try database.rows(holders, bounds) {
            let person = PersonID(rawValue: try row.value(0))
            lines[person] = VaccinationRegister.Line(
                person: person, birthYear: try row.optional(1), postClass: try row.optional(2), product: nil, doses: 0)
        }
        // Of a corrected dose only the newest entry counts.
        let doses = """
            SELECT listing.person, listing.birth_year, listing.post_class, fact.payload FROM fact JOIN listing ON listing.person = fact.subject
            WHERE fact.kind = ? AND fact.subject_kind = 'person' AND fact.withdrawn = 0 AND \(inside)
                AND NOT EXISTS (SELECT 1 FROM fact AS later WHERE later.supersedes = fact.id)
            ORDER BY fact.happened_at, fact.id
            """
        let decoder = JSONDecoder()
        for row in try database.rows(doses, [FactKind.vaccination.rawValue] + bounds) {
            let payload: Data = try row.value(3)
            guard case .vaccination(let dose)? = try? decoder.decode(Fact.self, from: payload) else { continue }
            let person = PersonID(rawValue: try row.value(0))
            let fresh = VaccinationRegister.Line(
                person: person, birthYear: try row.optional(1), postClass: try row.optional(2), product: nil, doses: 0)
            var line = lines[person] ?? fresh
            if line.product == nil { line.product = dose.product }
            line.doses = max(line.doses + 1, dose.dose)
            lines[person] = line
        }
        return VaccinationRegister(residents: residents, lines: lines.values.sorted { $0.person.rawValue < $1.person.rawValue })
    }
}
