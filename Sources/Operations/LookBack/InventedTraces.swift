import Obligations
import Register
import Scenarios
import Vocabulary

/// Five lists of invented arrivals that contradict each other as real ones do, with the truth of who is who: for tests and benchmarks.
///
/// Each person stands in one to five sources; some lists leave out the document, the telephone or the day of birth, mistype a digit, or write
/// only a family name.
public struct InventedTraces: Sendable {
    /// The lists, one after the other.
    public private(set) var traces: [ArrivalTrace] = []
    /// Of each trace, the person.
    public private(set) var people: [Int] = []
    /// How many people there are.
    public private(set) var persons = 0

    private static let sources: [ArrivalSource] = [.registration, .manifest, .checkpoint, .hotel, .doorKnock]

    /// Lists of about `traces` lines; same seed, same lists.
    public init(traces count: Int, seed: UInt64) {
        var dice = Seeded(seed).stream("traces")
        var identities = InventedIdentities(seed: seed)
        guard let home = TerritoryCode("430111"), let first = CivilDate("2022-03-08") else { return }
        while traces.count < count {
            let birth = CivilDate(daysSinceEpoch: Int32(dice.next(in: -10_000...14_000)))
            let county = TerritoryCode("430\(dice.next(in: 1...9))0\(dice.next(in: 1...5))") ?? home
            guard let one = try? identities.next(sex: dice.chance(0.5) ? .male : .female, birthDate: birth, home: county) else { continue }
            let arrived = first + Days(dice.next(in: 0...13))
            let fate = dice.next(below: 100)
            for (index, source) in InventedTraces.sources.enumerated() where index == persons % 5 || dice.chance(0.45) {
                people.append(persons)
                traces.append(InventedTraces.trace(one, source, arrived, home, fate, &dice))
            }
            persons += 1
        }
    }

    private static func trace(
        _ one: InventedIdentity, _ source: ArrivalSource, _ arrived: CivilDate, _ home: TerritoryCode, _ fate: Int, _ dice: inout Seeded
    ) -> ArrivalTrace {
        func chance(_ percent: Int) -> Bool { dice.next(below: 100) < percent }
        var document: String? = chance(source == .doorKnock ? 30 : 8) ? nil : one.document.number
        if let number = document, chance(3) {
            var digits = Array(number)
            digits[dice.next(in: 14...16)] = Character("\(dice.next(in: 0...9))")
            document = String(digits)
        }
        let mark: LookBackState? =
            switch (source, fate) {
            case (.doorKnock, ..<70), (.hotel, ..<50): .verified
            case (.checkpoint, 70..<78): .controlled
            case (.registration, 78..<82): .left
            case (.manifest, 82..<84): .dataError
            default: nil
            }
        // Half of what says too little says nothing at all of who it is.
        let isBlank = chance(1)
        return ArrivalTrace(
            source: source, name: isBlank ? nil : one.name.chinese, document: isBlank ? nil : document,
            phone: isBlank || chance(12) ? nil : one.phone.digits, birthDate: chance(source == .manifest ? 5 : 40) ? nil : "\(one.birthDate)",
            territory: chance(source == .manifest ? 60 : 5) ? nil : home, arrived: arrived + Days(chance(4) ? 1 : 0), mark: mark)
    }

    /// How well persons were put together: of the pairs of traces held to be one person's, how many are, and of those that are, how many were.
    public func score(_ gathering: LookBackGathering) -> (precision: Double, recall: Double) {
        func pairs(_ count: Int) -> Double { Double(count) * Double(count - 1) / 2 }
        var (found, right) = (0.0, 0.0)
        for person in gathering.persons {
            found += pairs(person.traces.count)
            for count in Dictionary(grouping: person.traces, by: { people[$0] }).values.map(\.count) { right += pairs(count) }
        }
        let known = traces.indices.filter { traces[$0].hasIdentity }
        let all = Dictionary(grouping: known, by: { people[$0] }).values.reduce(0.0) { $0 + pairs($1.count) }
        return (found > 0 ? right / found : 1, all > 0 ? right / all : 1)
    }
}
