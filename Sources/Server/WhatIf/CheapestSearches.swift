import Foundation
import Policy
import Simulation
import Synchronization

/// Searches for the cheapest policy that contains an outbreak: one for each person, one at a time, on a thread of its own.
///
/// A search is asked for by its question; asking again tells how far it has come. One that nobody asks after is broken off.
final class CheapestSearches: Sendable {
    /// What is searched: the policy in force and how the outbreak begins, what may move and what must hold.
    struct Question: Sendable, Equatable {
        let simulation: SimulationRuns.Question
        let document: PolicyDocument
        let goal: Goal
        /// The texts of the editions that the policy is made of.
        let source: @Sendable (String) -> PolicySource?

        static func == (left: Question, right: Question) -> Bool { left.simulation == right.simulation && left.goal == right.goal }

        /// Infections after which a replicate counts as out of control: a search asks only whether and at what cost an outbreak is contained.
        static let limit = 5_000

        func race() -> Race? {
            var scenario = simulation.scenario
            scenario.stopAbove = Question.limit
            return try? Race(goal, document, base: document.policy.id, scenario: scenario, source: source)
        }
    }

    /// How far a search has come.
    struct Progress: Sendable {
        /// The race after its last lap; nil before the first.
        var race: Race?
        var isDone = false
        /// How many searches come before it.
        var before = 0
    }

    private struct Search {
        let id: Int
        let question: Question
        var progress = Progress()
        var lastAsked: Int64
    }

    private struct State {
        var searches: [Int64: Search] = [:]
        var waiting: [Int64] = []
        var isWorking = false
        var last = 0
        /// When somebody last wanted nothing any more.
        var withdrawn: [Int64: Int64] = [:]
    }

    private let state = Mutex(State())
    private let now: @Sendable () -> Int64

    /// - Parameter now: Milliseconds of a clock that only goes forward.
    init(now: @escaping @Sendable () -> Int64 = { Int64(ProcessInfo.processInfo.systemUptime * 1000) }) {
        self.now = now
    }

    /// A moment by its clock.
    var moment: Int64 { now() }

    /// Begins the search of somebody, unless it is theirs already, and tells how far it is. Another search of theirs is dropped.
    ///
    /// - Parameter began: The moment at which the question came; of what came before somebody stopped, or within a ``SimulationRuns/pause`` after,
    ///   nothing is begun.
    func ask(_ question: Question, for owner: Int64, since began: Int64? = nil) -> Progress {
        state.withLock { state in
            if let began, let stopped = state.withdrawn[owner], began <= stopped + SimulationRuns.pause { return Progress() }
            if state.searches[owner]?.question == question {
                state.searches[owner]?.lastAsked = now()
            } else {
                state.last += 1
                state.searches[owner] = Search(id: state.last, question: question, lastAsked: now())
                if !state.waiting.contains(owner) { state.waiting.append(owner) }
            }
            if !state.isWorking, !state.waiting.isEmpty {
                state.isWorking = true
                let thread = Thread { [self] in work() }
                thread.name = "shoutu.cheapest"
                thread.stackSize = 4 << 20
                thread.start()
            }
            var progress = state.searches[owner]?.progress ?? Progress()
            progress.before = state.waiting.firstIndex(of: owner) ?? 0
            return progress
        }
    }

    /// Whether anything is searched at this moment.
    var isSearching: Bool { state.withLock { $0.isWorking } }

    /// Somebody wants nothing any more.
    func withdraw(_ owner: Int64) {
        state.withLock { state in
            state.searches[owner] = nil
            state.withdrawn[owner] = now()
            state.waiting.removeAll { $0 == owner }
        }
    }

    /// Whether a search is still what its owner wants, and has been asked after in time.
    private func isWanted(_ id: Int, of owner: Int64) -> Bool {
        state.withLock { state in
            guard let search = state.searches[owner], search.id == id else { return false }
            return search.lastAsked + SimulationRuns.patience >= now()
        }
    }

    /// Runs search after search until none waits.
    private func work() {
        SimulationRuns.yieldToRequests()
        while let (owner, id, question) = next() {
            var race = question.race()
            race?.run(
                threads: 1, isCancelled: { [self] in !isWanted(id, of: owner) },
                onLap: { [self] race in
                    tell(race, isDone: false, id, of: owner)
                    return isWanted(id, of: owner)
                })
            if isWanted(id, of: owner) {
                tell(race, isDone: true, id, of: owner)
            } else {
                state.withLock { state in
                    // Left alone: the next question begins it anew.
                    if state.searches[owner]?.id == id { state.searches[owner] = nil }
                }
            }
        }
    }

    private func next() -> (Int64, Int, Question)? {
        state.withLock { state in
            while !state.waiting.isEmpty {
                let owner = state.waiting.removeFirst()
                if let search = state.searches[owner] { return (owner, search.id, search.question) }
            }
            state.isWorking = false
            return nil
        }
    }

    private func tell(_ race: Race?, isDone: Bool, _ id: Int, of owner: Int64) {
        state.withLock { state in
            guard state.searches[owner]?.id == id else { return }
            state.searches[owner]?.progress = Progress(race: race, isDone: isDone)
        }
    }
}
