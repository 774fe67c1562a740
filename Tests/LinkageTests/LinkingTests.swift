import Testing

@testable import Linkage

@Suite("Linking without labels")
struct LinkingTests {
    private static let lists = InventedLists(count: 1500, seed: 11)

    @Test("finds the pairs of two lists although families share surname, telephone and city")
    func households() {
        var records = LinkingTests.lists.records
        let result = link(&records, options: LinkageOptions(randomPairs: 200_000))
        let score = LinkingTests.lists.score(result.links)
        #expect(score.f1 >= 0.985, "precision \(score.precision), recall \(score.recall)")
        #expect(result.model.householdShare > 0)
    }

    @Test("gives the same with any number of threads and however the lists are cut")
    func threads() {
        let lists = InventedLists(count: 400, seed: 5)
        var single = lists.records
        var parts = (0..<3).map { _ in RecordEncoder(fields: InventedLists.fields) }
        for (index, values) in lists.left.enumerated() { parts[index * 3 / lists.left.count].append(values) }
        var right = RecordEncoder(fields: InventedLists.fields)
        for values in lists.right { right.append(values) }
        var several = Records(left: parts, right: [right], threads: 3)
        let one = link(&single, options: LinkageOptions(threads: 1, randomPairs: 50_000))
        let three = link(&several, options: LinkageOptions(threads: 3, randomPairs: 50_000))
        #expect(one.links == three.links)
        #expect(one.model == three.model)
    }

    @Test("gives nothing for empty lists, a single record, records without values")
    func nothing() {
        for rows in [[], [["Anna", "Li", "F", nil, nil, nil, nil]], Array(repeating: [nil, nil, nil, nil, nil, nil, nil], count: 3)] as [[[String?]]]
        {
            var encoder = RecordEncoder(fields: InventedLists.fields)
            for row in rows { encoder.append(row) }
            var one = Records(left: [encoder]), two = Records(left: [encoder], right: [encoder])
            #expect(link(&one).links.isEmpty)
            if rows.count != 1 { #expect(link(&two).links.isEmpty) }
        }
    }

    @Test("a block of namesakes does not make the comparisons many")
    func boundedComparisons() {
        var encoder = RecordEncoder(fields: [LinkageField("name", .fullName), LinkageField("born", .birthDate)])
        for index in 0..<6000 { encoder.append(["王伟", "19\(10 + index % 80)-0\(1 + index % 9)-1\(index % 10)"]) }
        var records = Records(left: [encoder])
        let result = link(&records, options: LinkageOptions(randomPairs: 10_000))
        #expect(result.comparisons < 6000 * 200)
    }

    @Test("the parts of an explanation add up to its total, and it to the probability of the link")
    func explanations() throws {
        let lists = InventedLists(count: 500, seed: 3)
        var records = lists.records
        let result = link(&records, options: LinkageOptions(isOneToOne: false, randomPairs: 50_000))
        for link in result.links.prefix(50) {
            let explanation = try #require(records.explanation(left: link.left, right: link.right, model: result.model))
            let sum = explanation.prior + explanation.household + explanation.parts.reduce(0) { $0 + $1.weight + $1.rarity }
            #expect(abs(sum - explanation.total) < 1e-6)
            #expect(abs(explanation.probability - link.probability) < 1e-4)
            #expect(explanation.household <= 1e-9)
        }
    }

    @Test("what was reviewed is certain, and teaches")
    func reviews() throws {
        let lists = InventedLists(count: 500, seed: 8)
        var records = lists.records
        let before = link(&records, options: LinkageOptions(randomPairs: 50_000))
        let first = try #require(before.links.first), stranger = (first.right + 1) % lists.right.count
        let reviews = [
            Review(left: first.left, right: first.right, isSamePerson: false), Review(left: first.left, right: stranger, isSamePerson: true),
        ]
        let after = link(&records, options: LinkageOptions(randomPairs: 50_000), model: before.model, reviews: reviews)
        #expect(!after.links.contains { $0.left == first.left && $0.right == first.right })
        #expect(after.links.contains { $0.left == first.left && $0.right == stranger && $0.probability > 0.99 })
        #expect(after.model != before.model)
    }
}

@Suite("Assignment, clusters, thresholds")
struct SettlingTests {
    private func pair(_ left: UInt32, _ right: UInt32, _ odds: Float) -> ScoredPair { ScoredPair(left: left, right: right, odds: odds) }

    @Test("each record has the best partner that is free")
    func oneToOne() {
        let pairs = [pair(0, 10, 5), pair(0, 11, 9), pair(1, 11, 7), pair(1, 10, 2)]
        #expect(Assignment.oneToOne(pairs, count: 12).map { [$0.left, $0.right] } == [[0, 11], [1, 10]])
    }

    @Test("of two partners equally good neither gets more than one half")
    func rivals() {
        let settled = Assignment.oneToOne([pair(0, 10, 8), pair(0, 11, 8)], count: 12)
        #expect(settled.count == 1)
        #expect(probability(Double(settled[0].odds)) < 0.501)
    }

    @Test("clusters join best first and refuse what may not join")
    func clusters() {
        var clusters = Clusters(count: 5)
        clusters.join(0, 1) { _, _ in true }
        clusters.join(3, 4) { _, _ in true }
        clusters.join(1, 4) { left, right in !(left.contains(0) && right.contains(3)) }
        #expect(clusters.all == [[0, 1], [3, 4]])
        clusters.join(1, 2) { _, _ in true }
        #expect(clusters.all == [[0, 1, 2], [3, 4]])
    }

    @Test("a threshold keeps the expected share of false pairs")
    func threshold() {
        let links = [0.999, 0.99, 0.95, 0.8, 0.6].map { Link(left: 0, right: 0, probability: $0) }
        #expect(Threshold.keeping(0.01, of: links) == 0.99)
        #expect(Threshold.keeping(0.07, of: links) == 0.8)
        #expect(Threshold.keeping(1, of: links) == 0.6)
        #expect(Threshold.keeping(0, of: links) > 1)
        #expect(abs(Threshold.expectedFalseMatchRate(of: links) - 0.1322) < 1e-9)
    }
}
