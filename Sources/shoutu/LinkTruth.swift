import Exchange
import Linkage

/// What is known of the records: which pairs are of one person.
struct LinkTruth {
    /// How good the pairs are.
    struct Score {
        let truePairs: Int
        let precision: Double, recall: Double, f1: Double
    }

    /// The pairs by position: the left record in the upper, the right one in the lower half.
    private var pairs: Set<UInt64> = []
    /// Known pairs of which a record is in no list; they can only be missed.
    private var strangers = 0
    private let isOneList: Bool

    /// Reads pairs (columns `left` and `right`) or persons (a column that names the record, and one that names its person).
    init(_ path: String, _ lists: LinkLists) throws {
        isOneList = !lists.records.hasRight
        let table = try ByteTable(.file(path: path))
        let headers = table.headers.map(LinkColumns.normalised)
        func column(_ names: String) -> Int? { headers.firstIndex { names.split(separator: " ").contains(Substring($0)) } }
        let left = lists.positions(isRight: false), right = isOneList ? left : lists.positions(isRight: true)
        if let first = column("left leftid idleft uidleft 左"), let second = column("right rightid idright uidright 右") {
            LinkTruth.read(table, first, second) { a, b in add(left[a], right[b]) }
        } else if let record = column("id uid uniqueid recid recordid record 编号 记录编号"),
            let person = column("person personid cluster clusterid entity entityid truth 人员 人员编号")
        {
            var persons: [String: (left: [Int], right: [Int])] = [:]
            LinkTruth.read(table, record, person) { name, person in
                if let position = left[name] { persons[person, default: ([], [])].left.append(position) }
                if !isOneList, let position = right[name] { persons[person, default: ([], [])].right.append(position) }
            }
            for (left, right) in persons.values {
                for (index, first) in left.enumerated() { for second in isOneList ? left[(index + 1)...] : right[...] { add(first, second) } }
            }
        } else {
            throw Refusal(
                "\(path): the header is \(table.headers.joined(separator: ", ")); expected columns left and right, or a record's id and its person")
        }
    }

    private static func read(_ table: ByteTable, _ first: Int, _ second: Int, _ body: (String, String) -> Void) {
        for part in table.parts {
            _ = table.forEachRow(in: part) { body(String(decoding: $0[first], as: UTF8.self), String(decoding: $0[second], as: UTF8.self)) }
        }
    }

    private mutating func add(_ left: Int?, _ right: Int?) {
        guard let left, let right else {
            strangers += 1
            return
        }
        pairs.insert(number(left, right))
    }

    private func number(_ left: Int, _ right: Int) -> UInt64 {
        isOneList ? UInt64(min(left, right)) << 32 | UInt64(max(left, right)) : UInt64(left) << 32 | UInt64(right)
    }

    /// Precision, recall and F1 of some links.
    func score(_ links: [Link]) -> Score {
        let right = links.count { pairs.contains(number($0.left, $0.right)) }
        let known = pairs.count + strangers
        let precision = links.isEmpty ? 1 : Double(right) / Double(links.count)
        let recall = known == 0 ? 1 : Double(right) / Double(known)
        let f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
        return Score(truePairs: known, precision: precision, recall: recall, f1: f1)
    }
}
