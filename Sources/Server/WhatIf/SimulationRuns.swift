import Crypto
import Foundation
import Operations
import Policy
import Simulation
import Synchronization
import Vocabulary

/// What is simulated for the console: on a few threads of its own, never on those that answer requests, one replicate at a time for whoever was
/// served longest ago.
///
/// Results are kept by what was asked, so the policy in force is simulated once for everybody. What nobody asks for any more is broken off within
/// a simulated day; its finished replicates stay and are gone on from.
final class SimulationRuns: Sendable {
    /// What is simulated. Equal where everything on which the outcomes depend is: the policy's lines, the disease, the residents, the beginning.
    struct Question: Hashable, Sendable {
        private let policy: Policy
        private let pathogen: Pathogen
        private let residents: [Demography]
        private let infected: Int
        private let days: Int
        private let beginning: PresentOutbreak?
        private let digest: SHA256.Digest

        /// - Parameter beginning: With what cases it begins and how the rules are carried out, in place of the infected nobody knows of and the defaults.
        init(
            policy: PolicyDocument, pathogen: Pathogen, residents: [Demography], infected: Int, days: Int, beginning: PresentOutbreak? = nil
        ) {
            self.policy = policy.policy
            self.pathogen = pathogen
            self.residents = residents
            self.infected = infected
            self.days = days
            self.beginning = beginning
            var hash = SHA256()
            for line in policy.lines { hash.update(data: Data("\(line.key)=\(line.value)\n".utf8)) }
            for place in residents {
                let told = "\(place.code.digits) \(place.population) \(place.householdSize) \(place.singleHouseholds) \(place.ages)\n"
                hash.update(data: Data(told.utf8))
            }
            hash.update(data: Data("\(pathogen.id) \(beginning == nil ? infected : 0) \(days)".utf8))
            if let beginning {
                hash.update(data: Data("\(beginning.start) \(Execution(beginning.carriedOut).digest) \(beginning.known)".utf8))
            }
            digest = hash.finalize()
        }

        static func == (left: Question, right: Question) -> Bool { left.digest == right.digest }

        func hash(into hasher: inout Hasher) { hasher.combine(digest) }

        /// The scenario; a replicate with more than ``limit`` infections is broken off.
        var scenario: Scenario {
            var scenario = Scenario(
                population: Population(residents), pathogen: pathogen, policy: policy, days: days, seeds: [.init(count: infected)],
                stopAbove: Question.limit, seed: 1)
            if let beginning {
                scenario.seeds = []
                scenario.start = beginning.start
                scenario.execution = Execution(beginning.carriedOut)
                scenario.known = beginning.known.map { known in
                    var known = known
                    if let place = known.territory, !residents.contains(where: { place.contains($0.code) }) { known.territory = nil }
                    return known
                }
            }
            return scenario
        }

        /// Infections after which a replicate counts as out of control.
        static let limit = 50_000
    }

    /// The outcomes of a question as they come.
    private struct Run {
        var ensemble = Ensemble()
        var wanted: Int
        /// The replicate that is running, to be broken off by its flag.
        var running: Flag?
        var lastAsked: Int64
    }

    private final class Flag: Sendable {
        private let raised = Atomic(false)
        var isRaised: Bool { raised.load(ordering: .relaxed) }
        func raise() { raised.store(true, ordering: .relaxed) }
    }

    private struct State {
        var queue = FairQueue<Int64, Question>()
        var runs: [Question: Run] = [:]
        var working = 0
        /// When somebody last wanted nothing any more.
        var withdrawn: [Int64: Int64] = [:]
    }

    private let state = Mutex(State())
    private let threads: Int
    private let kept: Int
    private let now: @Sendable () -> Int64

    /// How long somebody who does not ask again is worked for.
    static let patience: Int64 = 60_000
    /// For how long after somebody stopped nothing they ask begins anything: the page that is left asks on its way out. Whoever goes on asks again.
    static let pause: Int64 = 2_000

    /// - Parameters:
    ///   - threads: How many replicates run at once.
    ///   - kept: How many questions' outcomes are kept.
    ///   - now: Milliseconds of a clock that only goes forward.
    init(threads: Int = 2, kept: Int = 40, now: @escaping @Sendable () -> Int64 = { Int64(ProcessInfo.processInfo.systemUptime * 1000) }) {
        self.threads = threads
        self.kept = kept
        self.now = now
    }

    /// A moment by its clock.
    var moment: Int64 { now() }

    /// What there is of each question, after asking for the rest; what the same person asked for before is dropped.
    ///
    /// - Parameter began: The moment at which the question came; of what came before somebody stopped, or within a ``pause`` after, nothing is begun.
    func ask(_ questions: [Question], replicates: Int, for owner: Int64, since began: Int64? = nil) -> [Ensemble] {
        state.withLock { state in
            if let began, let stopped = state.withdrawn[owner], began <= stopped + SimulationRuns.pause {
                return questions.map { state.runs[$0]?.ensemble ?? Ensemble() }
            }
            let now = now()
            state.queue.ask(owner, for: questions, until: now + SimulationRuns.patience)
            for question in questions {
                var run = state.runs[question] ?? Run(wanted: replicates, lastAsked: now)
                run.lastAsked = now
                run.wanted = max(run.wanted, replicates)
                state.runs[question] = run
            }
            breakOffUnwanted(&state)
            forget(&state)
            start(&state)
            return questions.map { state.runs[$0]?.ensemble ?? Ensemble() }
        }
    }

    /// What there is of each question.
    func look(_ questions: [Question]) -> [Ensemble] {
        state.withLock { state in questions.map { state.runs[$0]?.ensemble ?? Ensemble() } }
    }

    /// Someone wants nothing any more; what only they wanted ends.
    func withdraw(_ owner: Int64) {
        state.withLock { state in
            state.queue.withdraw(owner)
            state.withdrawn[owner] = now()
            breakOffUnwanted(&state)
        }
    }

    /// How many replicates run at this moment.
    var working: Int { state.withLock { $0.working } }

    private func breakOffUnwanted(_ state: inout State) {
        for (question, run) in state.runs where run.running != nil && !state.queue.wants(question) { run.running?.raise() }
    }

    /// Drops the outcomes that nobody has asked for the longest.
    private func forget(_ state: inout State) {
        guard state.runs.count > kept else { return }
        let old = state.runs.filter { $0.value.running == nil && !state.queue.wants($0.key) }.sorted { $0.value.lastAsked < $1.value.lastAsked }
        for (question, _) in old.prefix(state.runs.count - kept) { state.runs[question] = nil }
    }

    /// Starts threads as far as there is work for them.
    private func start(_ state: inout State) {
        while state.working < threads, let claim = claim(&state) {
            state.working += 1
            let thread = Thread { [self] in work(claim) }
            thread.name = "shoutu.simulation"
            thread.stackSize = 4 << 20
            thread.start()
        }
    }

    /// A replicate to run.
    private struct Claim {
        let question: Question
        let flag: Flag
        let replicate: Int
    }

    private func claim(_ state: inout State) -> Claim? {
        state.queue.lapse(at: now())
        let runs = state.runs
        let question = state.queue.next { question in
            guard let run = runs[question], run.running == nil, run.ensemble.outcomes.count < run.wanted else { return nil }
            return run.ensemble.outcomes.count
        }
        guard let question else { return nil }
        let flag = Flag()
        state.runs[question]?.running = flag
        return Claim(question: question, flag: flag, replicate: runs[question]?.ensemble.outcomes.count ?? 0)
    }

    /// Gives the calling thread the least weight, so that pages are answered first on a machine that is busy simulating.
    static func yieldToRequests() {
        #if os(Linux)
        // On Linux the weight is the thread's own, and 0 names the calling one (setpriority(2), "C library/kernel differences").
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
        #else
        Thread.current.qualityOfService = .background
        #endif
    }

    /// A simulator with the memory of one thread.
    private final class Place {
        let simulator: Simulator
        var bench: Simulator.Bench

        init(_ question: Question) {
            simulator = Simulator(question.scenario)
            bench = simulator.bench()
        }
    }

    /// Runs replicate after replicate until there is nothing to do. The places of the last questions are kept: making one takes some milliseconds.
    private func work(_ first: Claim) {
        SimulationRuns.yieldToRequests()
        var places: [Question: Place] = [:]
        var next: Claim? = first
        while let claim = next {
            if places.count >= 4, places[claim.question] == nil { places = [:] }
            let place = places[claim.question] ?? Place(claim.question)
            places[claim.question] = place
            let outcome = place.simulator.run(claim.replicate, on: &place.bench) { claim.flag.isRaised }
            next = state.withLock { state in
                state.runs[claim.question]?.running = nil
                // One broken off at its very end is not counted either: what has stopped stands still.
                if let outcome, !claim.flag.isRaised { state.runs[claim.question]?.ensemble.add(outcome) }
                let further = self.claim(&state)
                if further == nil { state.working -= 1 }
                // What this thread was on is free now for one that had ended.
                if further != nil { start(&state) }
                return further
            }
        }
    }
}
