import Foundation
import Operations
import Register
import Tracing
import Vocabulary

/// A network laid out, as the page's script takes it: columns of numbers, so that a hundred thousand lines are read at once.
struct NetworkPicture: Encodable, Sendable {
    /// What the nodes are called, what sort each is, where it opens.
    var labels: [String]
    var sorts: [Int]
    var addresses: [String]
    /// Where nodes stand by forces.
    var x: [Float]
    var y: [Float]
    /// Where they stand by time: days since `firstDay`, and a line of their own.
    var days: [Float]
    var lines: [Float]
    var firstDay: String
    /// The lines.
    var from: [Int32]
    var to: [Int32]
    var edgeSorts: [Int]

    /// Lays a network out; takes the processor for a while where there are many nodes.
    init(_ network: ContactNetwork, address: (Subject) -> String) {
        let pairs = network.edges.map { ($0.from, $0.to) }
        let count = network.nodes.count
        let layout = NetworkLayout(count: count, edges: pairs, rounds: count > 20_000 ? 12 : 40)
        labels = network.nodes.map(\.label)
        sorts = network.nodes.map(\.sort.rawValue)
        addresses = network.nodes.map { address($0.subject) }
        (x, y) = (layout.x.map(NetworkPicture.rounded), layout.y.map(NetworkPicture.rounded))
        let first = network.nodes.compactMap(\.day).min()
        firstDay = first.map { "\($0)" } ?? ""
        days = network.nodes.map { node in node.day.flatMap { day in first.map { Float((day - $0).count) } } ?? 0 }
        lines = NetworkPicture.lines(network)
        from = network.edges.map(\.from)
        to = network.edges.map(\.to)
        edgeSorts = network.edges.map(\.sort.rawValue)
    }

    /// A line for each node of the picture by time: cases follow those who infected them, contacts stand around their case, places below all.
    private static func lines(_ network: ContactNetwork) -> [Float] {
        var lines = [Float](repeating: -1, count: network.nodes.count)
        var below: [[Int32]] = Array(repeating: [], count: network.nodes.count)
        var hasSource = [Bool](repeating: false, count: network.nodes.count)
        for edge in network.edges where edge.sort != .visit {
            below[Int(edge.from)].append(edge.to)
            if edge.sort == .link { hasSource[Int(edge.to)] = true }
        }
        var next: Float = 0
        func follow(_ root: Int) {
            var waiting = [Int32(root)]
            while let node = waiting.popLast() {
                guard lines[Int(node)] < 0 else { continue }
                lines[Int(node)] = next
                next += network.nodes[Int(node)].sort == .infection ? 1 : 0.15
                let others = below[Int(node)].filter { lines[Int($0)] < 0 }
                waiting += others.filter { network.nodes[Int($0)].sort == .infection }.reversed()
                waiting += others.filter { network.nodes[Int($0)].sort != .infection }.reversed()
            }
        }
        for node in network.nodes.indices where network.nodes[node].sort == .infection && !hasSource[node] { follow(node) }
        for node in network.nodes.indices where lines[node] < 0 && network.nodes[node].sort != .place { follow(node) }
        for node in network.nodes.indices where lines[node] < 0 { follow(node) }
        return lines.map(rounded)
    }

    private static func rounded(_ value: Float) -> Float { (value * 100).rounded() / 100 }
}
