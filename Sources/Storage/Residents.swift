import GRDB
import Register
import Vocabulary

/// Who lives where, by the index of residences.
extension Reader {
    /// The persons of the register who live in the territories or below, each once, by number.
    public func residents(of territories: [TerritoryCode]) throws -> [PersonID] {
        let outermost = territories.filter { code in !territories.contains { $0 != code && $0.contains(code) } }
        var found: Set<PersonID> = []
        for code in outermost {
            guard scope.covers(code) else { throw StoreError.territoryOutsideScope(code) }
            for row in try database.rows(ResidentsQuery.within, [code.digits, code.upperBound]) {
                found.insert(PersonID(rawValue: try row.value(0)))
            }
        }
        return found.sorted()
    }

    /// How many persons of the register live in the territories or below, and how many of them are held in a mode of stay now.
    public func countResidents(of territories: [TerritoryCode]) throws -> (known: Int, held: Int) {
        let outermost = Set(territories).filter { code in !territories.contains { $0 != code && $0.contains(code) } }
        var (known, held) = (0, 0)
        for code in outermost.sorted() {
            guard scope.covers(code) else { throw StoreError.territoryOutsideScope(code) }
            guard let row = try database.row(ResidentsQuery.count, [code.digits, code.upperBound]) else { continue }
            known += try row.value(0)
            held += try row.value(1)
        }
        return (known, held)
    }
}

private enum ResidentsQuery {
    static let within = "SELECT person FROM listing WHERE residence >= ? AND residence < ? ORDER BY person"
    static let count = "SELECT count(*), count(control) FROM listing WHERE residence >= ? AND residence < ?"
}
