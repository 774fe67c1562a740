import ArgumentParser
import Foundation
import Obligations
import Operations
import Register
import Scenarios
import Vocabulary

extension BenchCommand {
    /// A look-back over five sources that contradict each other.
    struct LookBack: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lookback", abstract: "Put the arrivals of five inconsistent sources together into persons, each in one state.")
        @Option(help: "Traces in all sources together.") var traces = 200_000
        @Option(help: "The most threads.") var threads = ProcessInfo.processInfo.activeProcessorCount
        @Option(help: "Where chance begins.") var seed: UInt64 = 1

        func run() throws {
            guard traces >= 100, threads > 0 else { throw ValidationError("expected at least 100 traces and one thread") }
            let invented = InventedTraces(traces: traces, seed: seed)
            let watch = Watch()
            let gathered = LookBackGathering(invented.traces, threads: threads)
            let seconds = watch.seconds
            print(
                "lookback\t\(invented.traces.count) traces of \(invented.persons) people\t\(gathered.persons.count) persons\t\(Watch.figure(seconds)) s"
            )
            for state in LookBackState.allCases { print("lookback\t\(state.rawValue)\t\(gathered.states[state, default: 0])") }
            print("lookback\twithout identity\t\(gathered.withoutIdentity.count)\twithout a place\t\(gathered.withoutLocation.count)")
            let placed = gathered.persons.reduce(0) { $0 + $1.traces.count } + gathered.withoutIdentity.count
            guard placed == invented.traces.count else { throw ValidationError("\(placed) of \(invented.traces.count) traces are accounted for") }
            let (precision, recall) = invented.score(gathered)
            print("lookback\tprecision \(Watch.figure(precision))\trecall \(Watch.figure(recall)) of pairs")
            var turned = invented.traces
            turned.reverse()
            let again = LookBackGathering(turned, threads: threads)
            let same = again.persons.count == gathered.persons.count && again.states == gathered.states && again.tallies == gathered.tallies
            print("lookback\tthe lists the other way round: \(same ? "the same result" : "ANOTHER RESULT")")
            guard same else { throw ExitCode.failure }
        }
    }
}
