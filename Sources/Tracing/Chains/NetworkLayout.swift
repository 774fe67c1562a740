/// Where the nodes of a network stand on a plane: each part of it by itself, the parts beside each other.
///
///     let layout = NetworkLayout(count: 4, edges: [(0, 1), (0, 2), (0, 3)])
///     layout.x[0], layout.y[0]
///
/// Parts are first drawn as trees around their busiest node, each branch getting an angle in proportion to its leaves (P. Eades, *Drawing free trees*,
/// 1992), and then relaxed by attracting and repelling forces that reach no farther than two cells of a grid (T. Fruchterman, E. Reingold,
/// *Graph drawing by force-directed placement*, Software 21, 1991). Everything is settled by the edges alone: the same network is always drawn alike.
///
/// - Complexity: O(*n* + *m*) for each of `rounds`, with *n* nodes and *m* edges, where nodes are spread evenly.
public struct NetworkLayout: Sendable {
    /// By node, in units of the usual length of an edge.
    public private(set) var x: [Float]
    /// By node.
    public private(set) var y: [Float]
    /// By node, which part of the network it belongs to; the largest is 0.
    public let part: [Int32]

    /// Lays a network out.
    ///
    /// - Parameters:
    ///   - count: How many nodes there are.
    ///   - edges: Pairs of nodes, by position.
    ///   - rounds: How often forces are applied.
    public init(count: Int, edges: [(Int32, Int32)], rounds: Int = 40) {
        x = [Float](repeating: 0, count: count)
        y = x
        let graph = Adjacency(count: count, edges: edges)
        let parts = graph.parts()
        part = parts.number
        for members in parts.members { drawTree(members, graph) }
        let relaxed = relax(graph, edges: edges, rounds: rounds)
        (x, y) = relaxed
        pack(parts.members)
    }

    /// Draws a part as a tree around its busiest node.
    private mutating func drawTree(_ members: [Int32], _ graph: Adjacency) {
        guard let root = members.max(by: { (graph.degree($0), -$0) < (graph.degree($1), -$1) }) else { return }
        var order: [Int32] = [root], parent: [Int32: Int32] = [root: root], depth: [Int32: Int32] = [root: 0]
        var next = 0
        while next < order.count {
            let node = order[next]
            next += 1
            graph.forEach(of: node) { other in
                guard parent[other] == nil else { return }
                parent[other] = node
                depth[other] = (depth[node] ?? 0) + 1
                order.append(other)
            }
        }
        var leaves: [Int32: Float] = [:]
        for node in order.reversed() {
            let own = leaves[node] ?? 1
            leaves[node] = own
            if let above = parent[node], above != node { leaves[above, default: 0] += own }
        }
        // The wider a part, the farther apart its rings, so that leaves keep a distance of about one.
        let all = leaves[root] ?? 1
        let ring = max(1, all / 6.28 / Float(max(1, depth.values.max() ?? 1)))
        var start: [Int32: Float] = [root: 0], width: [Int32: Float] = [root: 6.2831853]
        for node in order {
            let angle = (start[node] ?? 0) + (width[node] ?? 0) / 2
            // Leaves of one node alternate between three rings: a star of many stays compact.
            let radius = ring * (Float(depth[node] ?? 0) + (graph.degree(node) == 1 ? Float(node % 3) * 0.3 : 0))
            x[Int(node)] = radius * NetworkLayout.cosine(angle)
            y[Int(node)] = radius * NetworkLayout.cosine(angle - 1.5707963)
            var from = start[node] ?? 0
            let share = (width[node] ?? 0) / max(1, leaves[node] ?? 1)
            graph.forEach(of: node) { child in
                guard parent[child] == node, child != node, start[child] == nil else { return }
                start[child] = from
                width[child] = share * (leaves[child] ?? 1)
                from += share * (leaves[child] ?? 1)
            }
        }
    }

    /// The plane after some rounds of forces between neighbours and between nodes that come near each other.
    private func relax(_ graph: Adjacency, edges: [(Int32, Int32)], rounds: Int) -> ([Float], [Float]) {
        var (x, y) = (x, y)
        let count = x.count
        guard count > 2 else { return (x, y) }
        var (dx, dy) = (x, x)
        var step: Float = 0.5
        for _ in 0..<rounds {
            for node in 0..<count { (dx[node], dy[node]) = (0, 0) }
            Grid(x, y, part: part).forEachNear { a, b in
                let (ex, ey) = (x[a] - x[b], y[a] - y[b])
                let square = max(ex * ex + ey * ey, 0.01)
                guard square < 4 else { return }
                let push = 0.3 / square
                dx[a] += ex * push
                dy[a] += ey * push
                dx[b] -= ex * push
                dy[b] -= ey * push
            }
            for (first, second) in edges {
                let (a, b) = (Int(first), Int(second))
                guard a != b else { continue }
                let (ex, ey) = (x[b] - x[a], y[b] - y[a])
                let length = (ex * ex + ey * ey).squareRoot()
                // Who has many neighbours holds still; its neighbours come.
                let (pullA, pullB) = (0.2 / Float(graph.degree(first)), 0.2 / Float(graph.degree(second)))
                let wanted = 1 + Float(max(graph.degree(first), graph.degree(second))).squareRoot() * 0.4
                guard length > wanted else { continue }
                let pull = (length - wanted) / length
                dx[a] += ex * pull * pullA
                dy[a] += ey * pull * pullA
                dx[b] -= ex * pull * pullB
                dy[b] -= ey * pull * pullB
            }
            for node in 0..<count {
                let length = (dx[node] * dx[node] + dy[node] * dy[node]).squareRoot()
                let scale = length > step ? step / length : 1
                x[node] += dx[node] * scale
                y[node] += dy[node] * scale
            }
            step *= 0.96
        }
        return (x, y)
    }

    /// Puts the parts beside each other in rows, the largest first.
    private mutating func pack(_ parts: [[Int32]]) {
        var boxes: [(part: Int, left: Float, top: Float, width: Float, height: Float)] = []
        for (number, members) in parts.enumerated() {
            var (left, right, top, bottom) = (Float.infinity, -Float.infinity, Float.infinity, -Float.infinity)
            for node in members {
                (left, right) = (min(left, x[Int(node)]), max(right, x[Int(node)]))
                (top, bottom) = (min(top, y[Int(node)]), max(bottom, y[Int(node)]))
            }
            boxes.append((number, left, top, right - left + 2, bottom - top + 2))
        }
        let area = boxes.reduce(Float(0)) { $0 + $1.width * $1.height }
        let line = max((area * 1.8).squareRoot(), boxes.first?.width ?? 0)
        var (atX, atY, rowHeight): (Float, Float, Float) = (0, 0, 0)
        for box in boxes {
            if atX > 0, atX + box.width > line { (atX, atY, rowHeight) = (0, atY + rowHeight, 0) }
            for node in parts[box.part] {
                x[Int(node)] += atX - box.left + 1
                y[Int(node)] += atY - box.top + 1
            }
            atX += box.width
            rowHeight = max(rowHeight, box.height)
        }
    }

    /// The cosine to some 10⁻⁴, without a library: Bhaskara's formula on each half of the circle.
    private static func cosine(_ angle: Float) -> Float {
        let pi: Float = 3.1415927
        var turned = angle - (angle / (2 * pi)).rounded() * 2 * pi
        let isFar = abs(turned) > pi / 2
        if isFar { turned = pi - abs(turned) }
        let square = turned * turned
        let value = 1 - square / 2 + square * square / 24 - square * square * square / 720
        return isFar ? -value : value
    }
}

/// Who is beside whom, in two arrays.
private struct Adjacency {
    private var starts: [Int32]
    private var others: [Int32]

    init(count: Int, edges: [(Int32, Int32)]) {
        starts = [Int32](repeating: 0, count: count + 1)
        for (a, b) in edges {
            starts[Int(a) + 1] += 1
            starts[Int(b) + 1] += 1
        }
        for node in 0..<count { starts[node + 1] += starts[node] }
        others = [Int32](repeating: 0, count: edges.count * 2)
        var fill = starts
        for (a, b) in edges {
            others[Int(fill[Int(a)])] = b
            fill[Int(a)] += 1
            others[Int(fill[Int(b)])] = a
            fill[Int(b)] += 1
        }
    }

    func degree(_ node: Int32) -> Int { Int(starts[Int(node) + 1] - starts[Int(node)]) }

    func forEach(of node: Int32, _ body: (Int32) -> Void) {
        for place in Int(starts[Int(node)])..<Int(starts[Int(node) + 1]) { body(others[place]) }
    }

    /// The connected parts, the largest first, with each node's part.
    func parts() -> (number: [Int32], members: [[Int32]]) {
        var isSeen = [Bool](repeating: false, count: starts.count - 1)
        var found: [[Int32]] = []
        for start in 0..<Int32(starts.count - 1) where !isSeen[Int(start)] {
            isSeen[Int(start)] = true
            var members = [start], next = 0
            while next < members.count {
                let node = members[next]
                next += 1
                forEach(of: node) { other in
                    guard !isSeen[Int(other)] else { return }
                    isSeen[Int(other)] = true
                    members.append(other)
                }
            }
            found.append(members)
        }
        found.sort { ($1.count, $0[0]) < ($0.count, $1[0]) }
        var number = [Int32](repeating: 0, count: starts.count - 1)
        for (part, members) in found.enumerated() { for node in members { number[Int(node)] = Int32(part) } }
        return (number, found)
    }
}

/// Nodes by the cells of a grid, so that only those near each other are looked at.
private struct Grid {
    /// The most neighbours looked at of a node: crowds are spread over several rounds.
    private static let most = 24
    private let cells: [UInt64: [Int32]]

    init(_ x: [Float], _ y: [Float], part: [Int32]) {
        var cells: [UInt64: [Int32]] = [:]
        cells.reserveCapacity(x.count)
        for node in x.indices { cells[Grid.key(x[node], y[node], part[node]), default: []].append(Int32(node)) }
        self.cells = cells
    }

    private static func key(_ x: Float, _ y: Float, _ part: Int32) -> UInt64 {
        let column = UInt64(UInt32(bitPattern: Int32((x / 2).rounded(.down))) & 0xFFFFF),
            row = UInt64(UInt32(bitPattern: Int32((y / 2).rounded(.down))) & 0xFFFFF)
        return UInt64(UInt32(bitPattern: part)) << 40 | column << 20 | row
    }

    /// Calls `body` once for each pair of nodes in one cell.
    func forEachNear(_ body: (Int, Int) -> Void) {
        for members in cells.values {
            for place in members.indices {
                for other in (place + 1)..<max(place + 1, min(members.count, place + 1 + Grid.most)) {
                    body(Int(members[place]), Int(members[other]))
                }
            }
        }
    }
}
