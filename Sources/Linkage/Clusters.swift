/// Gathers records of one list into persons, best pairs first, and keeps apart what contradicts.
struct Clusters {
    private var parent: [Int32]
    private var members: [Int32: [Int32]] = [:]

    init(count: Int) { parent = (0..<Int32(count)).map { $0 } }

    /// The first record of the cluster that holds `record`.
    mutating func root(_ record: Int) -> Int {
        var root = record
        while Int(parent[root]) != root { root = Int(parent[root]) }
        var step = record
        while Int(parent[step]) != root { (step, parent[step]) = (Int(parent[step]), Int32(root)) }
        return root
    }

    func members(of root: Int) -> [Int32] { members[Int32(root)] ?? [Int32(root)] }

    /// Joins the clusters of two records unless `mayJoin` refuses their members.
    mutating func join(_ first: Int, _ second: Int, mayJoin: ([Int32], [Int32]) -> Bool) {
        let (a, b) = (root(first), root(second))
        guard a != b else { return }
        let left = members(of: a), right = members(of: b)
        guard mayJoin(left, right) else { return }
        let (low, high) = (min(a, b), max(a, b))
        parent[high] = Int32(low)
        members[Int32(low)] = (left + right).sorted()
        members[Int32(high)] = nil
    }

    /// All clusters of two or more, each in ascending order.
    var all: [[Int]] { members.values.map { $0.map(Int.init) }.sorted { $0[0] < $1[0] } }
}
