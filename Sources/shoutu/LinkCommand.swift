import ArgumentParser
import Exchange
import Foundation
import Linkage
import Vocabulary

/// `shoutu link`: which records of two lists are of one person, or which of one list are.
struct LinkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "Find the records of two lists, or within one, that are of the same person.",
        discussion: """
            Columns are recognised in Chinese and English: names, birth date, sex, document, telephone, e-mail, territory, address and its parts. \
            A mapping names others: { "columns": { "HEADER": KIND } }, KIND one of id, \(LinkageField.Kind.allCases.map(\.rawValue).joined(separator: ", ")), \
            or null. No labels are needed. The pairs are written as left, right, probability, by the files' record identifiers.
            """)
    @Option(help: "The first list, CSV.") var left: String
    @Option(help: "The second list, CSV. Without it, duplicates in the first are looked for.") var right: String?
    @Option(help: "Known pairs (columns left, right) or known persons (a record's identifier and its person): prints precision, recall and F1.")
    var truth: String?
    @Option(help: "How columns are to be read, JSON.") var mapping: String?
    @Option(help: "The least probability of a pair, 0 to 1; default 0.5.") var threshold: Double?
    @Option(help: "The largest expected share of false pairs, 0 to 1, instead of a threshold.") var maxFalseMatchRate: Double?
    @Flag(help: "A record may have several partners in the other list.") var many = false
    @Option(help: "The most threads; the result does not depend on it.") var threads = ProcessInfo.processInfo.activeProcessorCount
    @Option(help: "Where the pairs are written, CSV.") var out: String
    @Option(help: "Where the estimated model is written, JSON.") var saveModel: String?
    @Option(help: "text or json.") var format: OutputFormat = .text

    func validate() throws {
        guard (0...1).contains(threshold ?? 0.5) else { throw ValidationError("--threshold: expected a probability from 0 to 1") }
        guard (0...1).contains(maxFalseMatchRate ?? 0.5) else { throw ValidationError("--max-false-match-rate: expected a share from 0 to 1") }
        guard threshold == nil || maxFalseMatchRate == nil else { throw ValidationError("Give --threshold or --max-false-match-rate, not both.") }
        guard threads >= 1, threads <= 64 else { throw ValidationError("--threads: expected 1 to 64") }
        guard format != .csv else { throw ValidationError("--format: expected text or json") }
    }

    func run() throws {
        let lists = try LinkLists(left: left, right: right, mapping: mapping, threads: threads)
        for note in lists.notes { Output.complain(note) }
        var records = lists.records
        let options = LinkageOptions(threshold: maxFalseMatchRate == nil ? threshold ?? 0.5 : 0.01, isOneToOne: !many, threads: threads)
        let result = link(&records, options: options)
        let cut = maxFalseMatchRate.map { Threshold.keeping($0, of: result.links) }
        let links = cut.map { cut in result.links.filter { $0.probability >= cut } } ?? result.links
        try PairFile.write(links, lists, to: out)
        if let saveModel {
            guard FileManager.default.createFile(atPath: saveModel, contents: try JSONEncoder().encode(result.model)) else {
                throw Refusal("\(saveModel) cannot be written.")
            }
        }
        let score = try truth.map { try LinkTruth($0, lists).score(links) }
        try LinkReport(lists, result, links, threshold: cut ?? threshold ?? 0.5, score).show(format)
    }
}

/// What is printed of a linkage.
struct LinkReport: Encodable {
    let left: Int, right: Int?
    let fields: [String]
    let comparisons: Int, pairsLeftOut: Double
    let pairs: Int
    let threshold: Double
    /// The expected share of false pairs among those written.
    let expectedFalseMatchRate: Double
    let truePairs: Int?, precision: Double?, recall: Double?, f1: Double?

    init(_ lists: LinkLists, _ result: LinkageResult, _ links: [Link], threshold: Double, _ score: LinkTruth.Score?) {
        left = lists.records.leftCount
        right = lists.records.hasRight ? lists.records.count - lists.records.leftCount : nil
        fields = lists.fields.map(\.name)
        comparisons = result.comparisons
        pairsLeftOut = result.leftOut
        pairs = links.count
        self.threshold = threshold
        expectedFalseMatchRate = Threshold.expectedFalseMatchRate(of: links)
        truePairs = score?.truePairs
        precision = score?.precision
        recall = score?.recall
        f1 = score?.f1
    }

    func show(_ format: OutputFormat) throws {
        guard format == .text else { return try Output.json(self) }
        print("records      \(left)" + (right.map { " and \($0)" } ?? ""))
        print("compared by  \(fields.joined(separator: ", "))")
        print("comparisons  \(comparisons)" + (pairsLeftOut > 0 ? " (\(Int(pairsLeftOut)) pairs stood in blocks too large)" : ""))
        print("pairs        \(pairs) of probability \(figure(threshold)) or more; expected share of false ones \(figure(expectedFalseMatchRate))")
        if let truePairs, let precision, let recall, let f1 {
            print("true pairs   \(truePairs)")
            print("precision    \(figure(precision))\nrecall       \(figure(recall))\nF1           \(figure(f1))")
        }
    }

    private func figure(_ value: Double) -> String { String(format: "%.5f", value) }
}
