import Policy
import Vocabulary

/// Finds the cheapest policy that meets a goal, by racing candidates on common random numbers.
///
/// All candidates live through the same replicates, so that a difference shows after few of them. After each lap those leave that are very
/// likely not to meet a constraint, and those that very likely cost more than another that meets all; what is left gets as many
/// replicates again (Hoeffding races, Maron and Moore 1994, with paired intervals).
public struct Race: Sendable {
    /// A candidate and how it has done so far.
    public struct Runner: Sendable {
        /// Its settings.
        public let overlay: Overlay
        /// The policy.
        public let policy: Policy
        /// Its outcomes.
        public fileprivate(set) var ensemble = Ensemble()
        /// Why it left, if it did.
        public fileprivate(set) var leftBecause: Reason?
    }

    /// Why a candidate left the race.
    public enum Reason: String, Sendable {
        /// It very likely breaks a constraint.
        case breaksConstraint
        /// It very likely costs more than one that meets all constraints.
        case dearer
    }

    /// The candidates in the order in which they were made.
    public private(set) var runners: [Runner]
    /// Replicates run so far, over all candidates.
    public private(set) var replicates = 0
    private let goal: Goal
    private let scenario: Scenario

    /// The candidates of a goal under a scenario: every combination of the levers' values, or a sample if there are too many. The
    /// policy as it stands is always among them, and so are the ends of each lever alone.
    ///
    /// - Parameters:
    ///   - base: The key by which an overlay names the policy.
    ///   - source: Gives the texts of the editions that the policy is made of.
    /// - Throws: ``SimulationInputError`` for a key that the policy does not have.
    public init(_ goal: Goal, _ document: PolicyDocument, base: String, scenario: Scenario, source: (String) -> PolicySource?)
        throws(SimulationInputError)
    {
        self.goal = goal
        self.scenario = scenario
        var groups: [(levers: [Lever], values: [Double])] = []
        for line in goal.levers {
            let levers = Lever.matching(line.key, in: document)
            guard !levers.isEmpty else {
                throw SimulationInputError(
                    position: line.position,
                    message: LocalizedText(
                        zh: "政策中没有可变动的数值行“\(line.key)”",
                        en: "the policy has no line “\(line.key)” with a number that can be moved; `shoutu policy show` lists its lines"))
            }
            groups.append((levers, line.values))
        }
        var overlays: [Overlay] = []
        func add(_ choice: [Int?]) {
            let settings = zip(groups, choice).flatMap { group, index in
                index.map { i in group.levers.map { Overlay.Setting($0, to: group.values[i]) } } ?? []
            }
            let overlay = Overlay(of: base, settings)
            if overlays.count < goal.candidates, !overlays.contains(overlay) { overlays.append(overlay) }
        }
        add(groups.map { _ in nil })
        let combinations = groups.reduce(1.0) { $0 * Double($1.values.count) }
        if combinations <= Double(goal.candidates) {
            var choice = groups.map { _ in 0 }
            repeat { add(choice.map { $0 }) } while Race.advance(&choice, groups.map(\.values.count))
        } else {
            for position in groups.indices {
                for end in [0, groups[position].values.count - 1] { add(groups.indices.map { $0 == position ? end : nil }) }
            }
            var stream = Stream(state: scenario.seed)
            for _ in 0..<goal.candidates * 20 { add(groups.map { stream.below($0.values.count) }) }
        }
        runners = []
        for overlay in overlays {
            // What the reader refuses (a test after the last day) is no candidate.
            guard let policy = try? overlay.policy(over: document, source: source) else { continue }
            runners.append(Runner(overlay: overlay, policy: policy))
        }
    }

    private static func advance(_ choice: inout [Int], _ counts: [Int]) -> Bool {
        for position in choice.indices {
            choice[position] += 1
            if choice[position] < counts[position] { return true }
            choice[position] = 0
        }
        return false
    }

    /// Runs the race.
    ///
    /// - Parameters:
    ///   - threads: Threads for the replicates of one candidate.
    ///   - onLap: Told after each lap; false ends the race.
    public mutating func run(threads: Int, isCancelled: @escaping @Sendable () -> Bool = { false }, onLap: (Race) -> Bool = { _ in true }) {
        var from = 0
        var to = min(goal.replicates, 8)
        while from < to {
            for index in runners.indices where runners[index].leftBecause == nil {
                var own = scenario
                own.policy = runners[index].policy
                Replication(Simulator(own), threads: threads).run(Array(from..<to), isCancelled: isCancelled) { outcome in
                    runners[index].ensemble.add(outcome)
                    replicates += 1
                    return true
                }
                if isCancelled() { return }
            }
            eliminate()
            if !onLap(self) { return }
            (from, to) = (to, min(goal.replicates, to * 2))
        }
    }

    private mutating func eliminate() {
        for index in runners.indices where runners[index].leftBecause == nil && isHopeless(runners[index]) {
            runners[index].leftBecause = .breaksConstraint
        }
        guard let best = best, let champion = runners.first(where: { $0.overlay == best.overlay }) else { return }
        for index in runners.indices where runners[index].leftBecause == nil && runners[index].overlay != best.overlay {
            if Race.difference(champion, runners[index], goal.minimise).low > 0 { runners[index].leftBecause = .dearer }
        }
    }

    /// What a candidate costs more than another, paired by replicate.
    static func difference(_ first: Runner, _ second: Runner, _ quantity: Quantity) -> Estimate {
        let others = Dictionary(second.ensemble.outcomes.map { ($0.replicate, quantity.value(of: $0)) }, uniquingKeysWith: { $1 })
        return Estimate(first.ensemble.outcomes.compactMap { outcome in others[outcome.replicate].map { $0 - quantity.value(of: outcome) } })
    }

    private func isHopeless(_ runner: Runner) -> Bool {
        goal.constraints.contains { constraint in
            switch constraint {
            case .contained(let day, let probability): runner.ensemble.containment(by: day - 1).interval.high < probability
            case .atMost(let quantity, let most): runner.ensemble.measure(quantity).low > most
            }
        }
    }

    /// Whether a candidate meets all constraints as far as its replicates tell.
    public func meets(_ runner: Runner) -> Bool {
        !runner.ensemble.outcomes.isEmpty
            && goal.constraints.allSatisfy { constraint in
                switch constraint {
                case .contained(let day, let probability): runner.ensemble.containment(by: day - 1).share >= probability
                case .atMost(let quantity, let most): runner.ensemble.measure(quantity).mean <= most
                }
            }
    }

    /// The candidate with the least of what is minimised among those that meet all constraints; nil if none does.
    public var best: Runner? {
        runners.filter { $0.leftBecause == nil && meets($0) }.min {
            $0.ensemble.measure(goal.minimise).mean < $1.ensemble.measure(goal.minimise).mean
        }
    }

    /// The candidates that no other beats in both, what is minimised and infections, cheapest first.
    public var front: [Runner] {
        let points = runners.filter { !$0.ensemble.outcomes.isEmpty }.map {
            (runner: $0, cost: $0.ensemble.measure(goal.minimise).mean, infections: $0.ensemble.measure(.infections).mean)
        }
        return points.filter { point in
            !points.contains {
                $0.cost <= point.cost && $0.infections <= point.infections && ($0.cost < point.cost || $0.infections < point.infections)
            }
        }.sorted { $0.cost < $1.cost }.map(\.runner)
    }
}
