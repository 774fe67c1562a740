import Policy

/// Runs replicates of a scenario.
///
///     let simulator = Simulator(scenario)
///     var bench = simulator.bench()
///     let outcome = simulator.run(0, on: &bench)
///
/// A simulator is shared between threads; each thread has a ``Bench`` of its own. An outcome depends on the scenario, its seed and the number of
/// the replicate, on nothing else.
public final class Simulator: Sendable {
    let setup: Setup

    /// Makes a scenario ready. Some milliseconds for each hundred territories.
    public init(_ scenario: Scenario) { setup = Setup(scenario) }

    /// The scenario.
    public var scenario: Scenario { setup.scenario }

    /// The memory in which one replicate after the other runs.
    public struct Bench: ~Copyable {
        var outbreak: Outbreak
    }

    /// A bench for one thread.
    public func bench() -> Bench { Bench(outbreak: Outbreak(setup)) }

    /// Runs a replicate.
    ///
    /// - Parameters:
    ///   - replicate: Its number, from 0.
    ///   - isCancelled: Asked once a simulated day.
    /// - Returns: What happened; nil if it was cancelled.
    public func run(_ replicate: Int, on bench: inout Bench, isCancelled: () -> Bool = { false }) -> Outcome? {
        bench.outbreak.tree = nil
        return bench.outbreak.run(replicate, isCancelled: isCancelled)
    }

    /// Runs a replicate again for its transmission tree: who was infected by whom, in the order of events.
    public func tree(_ replicate: Int) -> [Transmission] {
        var outbreak = Outbreak(setup)
        outbreak.tree = []
        _ = outbreak.run(replicate)
        return outbreak.tree ?? []
    }

    /// Runs a replicate again for what came of the contacts that cases named: by layer how many there were, and how many of them the case had infected.
    ///
    /// - Parameter replicate: Its number.
    /// - Returns: The layers in which anybody was named.
    public func secondaryAttack(_ replicate: Int) -> [SecondaryAttack] {
        var outbreak = Outbreak(setup)
        outbreak.tree = []
        outbreak.listed = []
        _ = outbreak.run(replicate)
        var source: [UInt32: UInt32] = [:]
        for link in outbreak.tree ?? [] { source[link.infected] = link.by }
        var counts = [(contacts: Int, infected: Int)](repeating: (0, 0), count: Layer.count)
        // A case is investigated once, but may have met the same person twice.
        var seen: Set<Listed> = []
        for named in outbreak.listed ?? [] where seen.insert(named).inserted {
            counts[Int(named.layer.rawValue)].contacts += 1
            if source[named.contact] == named.by { counts[Int(named.layer.rawValue)].infected += 1 }
        }
        return Layer.allCases.compactMap { layer in
            let count = counts[Int(layer.rawValue)]
            return count.contacts > 0 ? SecondaryAttack(layer: layer, contacts: count.contacts, infected: count.infected) : nil
        }
    }
}

/// What came of the contacts that cases named in a layer.
public struct SecondaryAttack: Hashable, Sendable {
    /// Where case and contact met.
    public let layer: Layer
    /// How many were named.
    public let contacts: Int
    /// How many of them the case infected.
    public let infected: Int
}

/// Somebody a case named.
struct Listed: Hashable {
    var contact: UInt32
    var by: UInt32
    var layer: Layer
}
