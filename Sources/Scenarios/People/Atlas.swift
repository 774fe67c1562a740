import Register
import Vocabulary

/// The counties of a world with their townships, arranged for drawing by population.
struct Atlas: Sendable {
    let counties: [County]
    private let positions: [TerritoryCode: Int]
    private let cumulative: [Int]

    struct County: Sendable {
        let code: TerritoryCode
        let name: LocalizedText
        let population: Int
        let townships: [Territory]

        /// The prefecture it lies in.
        var prefecture: TerritoryCode { code.parent ?? code }
    }

    init(_ gazetteer: Gazetteer) {
        counties = gazetteer.territories(at: .county).map { county in
            County(
                code: county.code, name: county.name, population: max(1, county.population ?? 1),
                townships: gazetteer.children(of: county.code))
        }
        positions = Dictionary(uniqueKeysWithValues: counties.enumerated().map { ($1.code, $0) })
        var sum = 0
        cumulative = counties.map { county in
            sum += county.population
            return sum
        }
    }

    /// The county of a code of its level or below.
    subscript(code: TerritoryCode) -> County? { code.ancestor(at: .county).flatMap { positions[$0] }.map { counties[$0] } }

    /// A county with a likelihood in proportion to its people. Logarithmic.
    func index(using dice: inout Seeded) -> Int {
        let drawn = dice.next(below: cumulative.last ?? 1)
        var low = 0, high = cumulative.count - 1
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] <= drawn { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// A county of a prefecture in proportion to its people.
    func county(in prefecture: TerritoryCode, using dice: inout Seeded) -> County? {
        dice.pick(counties.filter { prefecture.contains($0.code) }) { $0.population }
    }
}

extension Atlas.County {
    /// A township, the county itself where it has none.
    func township(using dice: inout Seeded) -> TerritoryCode { dice.pick(townships)?.code ?? code }
}
