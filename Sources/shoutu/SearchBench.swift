import ArgumentParser
import Exchange
import Foundation
import Linkage

extension BenchCommand {
    /// How long the live duplicate search takes over a list of people.
    struct Search: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Look records of one list up in another while they are being entered.")
        @Option(help: "The list that is searched, CSV.") var left: String
        @Option(help: "The list whose records are looked up, CSV.") var right: String
        @Option(help: "How many records are looked up.") var queries = 1000

        func run() throws {
            let threads = ProcessInfo.processInfo.activeProcessorCount
            let both = try LinkLists(left: left, right: right, mapping: nil, threads: threads)
            var records = both.records
            let model = link(&records, options: LinkageOptions(threads: threads)).model
            let watch = Watch()
            let one = try LinkLists(left: left, right: nil, mapping: nil, threads: threads)
            guard one.fields == both.fields else { throw Refusal("\(left) has columns that \(right) has not; take them out first.") }
            var index = SearchIndex(one.records, model: model)
            print("search\tindex of \(index.count) records\t\(Watch.figure(watch.seconds)) s")
            var times: [Double] = [], found = 0
            for values in both.values(isRight: true, atMost: queries) {
                let watch = Watch()
                let matches = index.search(values, limit: 5)
                times.append(watch.seconds * 1000)
                if let best = matches.first, best.probability > 0.5 { found += 1 }
            }
            times.sort()
            guard let worst = times.last else { return }
            let p95 = times[Int(Double(times.count - 1) * 0.95)]
            let figures = "p50 \(Watch.figure(times[times.count / 2])) ms\tp95 \(Watch.figure(p95)) ms\tworst \(Watch.figure(worst)) ms"
            print("search\t\(times.count) look-ups, \(found) found\t\(figures)")
        }
    }
}
