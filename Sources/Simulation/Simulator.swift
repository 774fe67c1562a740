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
    public struct Bench {
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
}
