import Testing

@testable import Linkage

@Suite("Live duplicate search")
struct SearchIndexTests {
    private static let lists = InventedLists(count: 800, seed: 21)

    private static func index() -> SearchIndex {
        var records = lists.records
        let model = link(&records, options: LinkageOptions(randomPairs: 50_000)).model
        var left = RecordEncoder(fields: InventedLists.fields)
        for values in lists.left { left.append(values) }
        return SearchIndex(Records(left: [left]), model: model)
    }

    @Test("finds the person a new record is of, and says why")
    func search() throws {
        var index = SearchIndexTests.index()
        var found = 0
        for (left, right) in SearchIndexTests.lists.pairs {
            guard let best = index.search(SearchIndexTests.lists.right[right], limit: 3).first else { continue }
            if best.record == left { found += 1 }
            #expect(abs(best.explanation.probability - best.probability) < 1e-6)
        }
        #expect(Double(found) >= 0.97 * Double(SearchIndexTests.lists.pairs.count))
    }

    @Test("what was asked leaves nothing behind; what is added is found; what is removed is not")
    func change() {
        var index = SearchIndexTests.index()
        let newcomer: [String?] = ["Quillanoma", "Brandywine", "F", "1971-03-09", "19900112233", "E99887766", "Atlantis"]
        let before = index.search(newcomer, floor: 0.5).map(\.record)
        #expect(before.isEmpty)
        #expect(index.search(newcomer, floor: 0.5).isEmpty)
        let number = index.add(newcomer)
        #expect(number == 800)
        #expect(index.search(["Quilanoma", "Brandywine", nil, "1971-03-09", nil, "E99887766", nil]).map(\.record) == [800])
        index.remove(number)
        #expect(index.search(newcomer, floor: 0.5).isEmpty)
    }

    @Test("an index grown record by record finds what one made at once finds")
    func growth() {
        let made = SearchIndexTests.index()
        var grown = SearchIndex(Records(left: [RecordEncoder(fields: InventedLists.fields)]), model: made.model)
        for values in SearchIndexTests.lists.left { _ = grown.add(values) }
        var whole = made
        for right in SearchIndexTests.lists.right.prefix(200) {
            let a = whole.search(right, limit: 1, floor: 0.9).map(\.record), b = grown.search(right, limit: 1, floor: 0.9).map(\.record)
            #expect(a == b)
        }
    }
}
