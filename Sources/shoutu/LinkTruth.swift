import Exchange
import Linkage

/// What is known of the records: which pairs are of one person.
struct LinkTruth {
    /// How good the pairs are.
    struct Score {
        let truePairs: Int
        let precision: Double, recall: Double, f1: Double
    }

    private let pairs: Set<[String]>
    private let lists: LinkLists

    /// Reads pairs (columns `left` and `right`) or persons (a column that names the record, and one that names its person).
    init(_ path: String, _ lists: LinkLists) throws {
        self.lists = lists
        let table = try ByteTable(.file(path: path))
        let headers = table.headers.map(LinkColumns.normalised)
        func column(_ names: String) -> Int? { headers.firstIndex { names.split(separator: " ").contains(Substring($0)) } }
        var rows: [(String, String)] = []
        func read(_ first: Int, _ second: Int) {
            for part in table.parts {
                _ = table.forEachRow(in: part) {
                    rows.append((String(decoding: $0[first], as: UTF8.self), String(decoding: $0[second], as: UTF8.self)))
                }
            }
        }
        if let left = column("left leftid idleft uidleft 左"), let right = column("right rightid idright uidright 右") {
            read(left, right)
            pairs = Set(rows.map { lists.records.hasRight ? [$0.0, $0.1] : [$0.0, $0.1].sorted() })
        } else if let record = column("id uid uniqueid recid recordid record 编号 记录编号"),
            let person = column("person personid cluster clusterid entity entityid truth 人员 人员编号")
        {
            read(record, person)
            pairs = LinkTruth.pairs(ofPersons: rows, lists)
        } else {
            throw Refusal(
                "\(path): the header is \(table.headers.joined(separator: ", ")); expected columns left and right, or a record's id and its person")
        }
    }

    private static func pairs(ofPersons rows: [(String, String)], _ lists: LinkLists) -> Set<[String]> {
        let records = lists.records
        let left = Set((0..<records.leftCount).map { lists.identifier($0, isRight: false) })
        let right = records.hasRight ? Set((0..<records.count - records.leftCount).map { lists.identifier($0, isRight: true) }) : left
        var pairs: Set<[String]> = []
        for group in Dictionary(grouping: rows, by: \.1).values where group.count > 1 {
            for (index, first) in group.enumerated() {
                for second in group[(index + 1)...] {
                    let (a, b) = (first.0, second.0)
                    if !records.hasRight {
                        pairs.insert([a, b].sorted())
                    } else if left.contains(a), right.contains(b) {
                        pairs.insert([a, b])
                    } else if left.contains(b), right.contains(a) {
                        pairs.insert([b, a])
                    }
                }
            }
        }
        return pairs
    }

    /// Precision, recall and F1 of some links.
    func score(_ links: [Link]) -> Score {
        let isOne = !lists.records.hasRight
        let right = links.count { link in
            let pair = [lists.identifier(link.left, isRight: false), lists.identifier(link.right, isRight: true)]
            return pairs.contains(isOne ? pair.sorted() : pair)
        }
        let precision = links.isEmpty ? 1 : Double(right) / Double(links.count)
        let recall = pairs.isEmpty ? 1 : Double(right) / Double(pairs.count)
        let f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
        return Score(truePairs: pairs.count, precision: precision, recall: recall, f1: f1)
    }
}
