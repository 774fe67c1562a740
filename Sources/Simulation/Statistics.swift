/// One transmission of a replicate's tree.
public struct Transmission: Hashable, Sendable {
    /// Who was infected.
    public var infected: UInt32
    /// By whom; nil for seeds and arrivals.
    public var by: UInt32?
    /// Number of the territory in which the infected person lives.
    public var territory: UInt16
    /// Where they met.
    public var layer: Layer
    /// When, in ticks of a quarter of an hour since the first midnight; negative before it.
    public var tick: Int32
    /// When symptoms began or begin, in ticks; nil without symptoms.
    public var onset: Int32?
}

/// What is gathered about transmission while a replicate runs.
struct Statistics {
    /// By day of their infection: infected people and how many they infected.
    private(set) var infectors: [Int32]
    private(set) var offspring: [Int64]
    /// How many people infected 0, 1, 2 … others; the last is so many or more.
    private(set) var sizes: [Int]
    /// Transmissions by the day since the infector's infection.
    private(set) var generation: [Int]
    private var generationSum: Int64 = 0
    private var generationSquares: Double = 0
    private(set) var transmissions = 0
    private(set) var beforeOnset = 0
    private(set) var lastInfection: Int32 = 0
    private(set) var spilledFrom: [Int32]
    private(set) var importedInto: [Int32]
    private(set) var nosocomial = 0
    /// Who had transmissions to come when the last day was over.
    private(set) var outlasting: [UInt32] = []

    static let longest = 256

    init(days: Int, territories: Int) {
        infectors = Array(repeating: 0, count: days)
        offspring = Array(repeating: 0, count: days)
        sizes = Array(repeating: 0, count: Statistics.longest)
        generation = Array(repeating: 0, count: 64)
        spilledFrom = Array(repeating: 0, count: territories)
        importedInto = Array(repeating: 0, count: territories)
    }

    mutating func reset() {
        var people = outlasting
        people.removeAll(keepingCapacity: true)
        self = Statistics(days: infectors.count, territories: spilledFrom.count)
        outlasting = people
    }

    @inline(__always)
    mutating func outlasts(_ person: UInt32) { outlasting.append(person) }

    @inline(__always)
    mutating func transmission(after interval: Int32, beforeOnset early: Bool, from: Int, to: Int, layer: Layer) {
        transmissions &+= 1
        generationSum &+= Int64(interval)
        generationSquares += Double(interval) * Double(interval)
        generation[min(63, Int(interval) / Tick.perDay)] &+= 1
        if early { beforeOnset &+= 1 }
        if layer == .ward { nosocomial &+= 1 }
        if from != to {
            spilledFrom[from] &+= 1
            importedInto[to] &+= 1
        }
    }

    @inline(__always)
    mutating func finished(_ spreader: Spreader) {
        let day = max(0, Tick.day(spreader.infectedAt))
        sizes[min(Statistics.longest - 1, Int(spreader.offspring))] &+= 1
        if day < infectors.count {
            infectors[day] &+= 1
            offspring[day] &+= Int64(spreader.offspring)
        }
    }

    mutating func arrived(in territory: Int) { importedInto[territory] &+= 1 }

    /// Mean days from the infector's infection to the transmission.
    var meanGeneration: Double { transmissions > 0 ? Double(generationSum) / Double(transmissions) / Double(Tick.perDay) : 0 }

    var generationDeviation: Double {
        guard transmissions > 1 else { return 0 }
        let mean = Double(generationSum) / Double(transmissions)
        return max(0, generationSquares / Double(transmissions) - mean * mean).squareRoot() / Double(Tick.perDay)
    }
}
