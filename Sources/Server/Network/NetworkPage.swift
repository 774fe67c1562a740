import Operations
import Register
import Tracing
import Vocabulary

/// Cases, contacts and places as one picture, with the same in tables: generations, who links two cases, places by day.
struct NetworkPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var network: ContactNetwork
        var chain: PersonTag?
    }
    struct Generation: Sendable {
        let generation: String
        let cases: String
    }
    struct CaseRow: Sendable {
        let person: String
        let address: String
        let day: String
        let generation: String
        let infected: String
        let met: String
        let chainAddress: String
    }
    struct SoughtRow: Sendable {
        let person: String
        let address: String
        let day: String
        let candidates: [Likely]
        let rest: String
    }
    struct Likely: Sendable {
        let name: String
        let address: String
        let text: String
    }
    struct PlaceRow: Sendable {
        let name: String
        let address: String
        let cells: [Cell]
    }
    struct Cell: Sendable {
        let count: String
        let tone: String
    }
    struct Step: Sendable {
        let name: String
        let address: String
        let isLast: Bool
    }
    struct Export: Sendable {
        let label: String
        let address: String
    }

    let chainName: String?
    let wholeAddress: String
    let figures: [LabelledText]
    let dataAddress: String
    let script: String?
    let notes: [String]
    let generations: [Generation]
    let hasGenerations: Bool
    let cases: [CaseRow]
    let moreCases: String?
    let sought: [SoughtRow]
    let hasSought: Bool
    let choices: [Option]
    let others: [Option]
    let path: [Step]
    let hasPath: Bool
    let noPath: String?
    let days: [String]
    let places: [PlaceRow]
    let hasPlaces: Bool
    let exports: [Export]
    let isEmpty: Bool

    /// Rows of the table of cases, and days of the matrix.
    private static let casesShown = 200
    private static let daysShown = 21

    init(_ content: Content, _ reading: Reading, query: Query, script: String?) {
        let (words, moments, network) = (reading.words, reading.moments, content.network)
        self.script = script
        let chain = content.chain.map { [("chain", "\($0.id.rawValue)")] } ?? []
        chainName = content.chain.map(\.name)
        wholeAddress = reading.address("/network")
        dataAddress = reading.address("/network/data.json", chain)
        let chains = network.chains
        figures = [
            LabelledText(label: words("network.cases"), value: words.figure(network.cases)),
            LabelledText(label: words("network.contacts"), value: words.figure(network.nodes.count { $0.sort == .contact || $0.sort == .secondary })),
            LabelledText(label: words("network.places"), value: words.figure(network.nodes.count { $0.sort == .place })),
            LabelledText(label: words("network.lines"), value: words.figure(network.edges.count)),
            LabelledText(label: words("network.chains"), value: words.figure(chains.clusters.count)),
            LabelledText(label: words("network.withoutOrigin"), value: words.figure(chains.clustersWithoutOrigin.count)),
            LabelledText(label: words("network.closed", ["days": words.figure(network.quiet.count)]), value: words.figure(network.closed)),
        ]
        notes = [
            network.hidden > 0 ? words.count("network.hidden", network.hidden) : nil,
            network.isCut ? words("network.cut") : nil,
        ].compactMap(\.self)
        generations = chains.generationSizes.enumerated().map { Generation(generation: words.figure($0.offset), cases: words.figure($0.element)) }
        hasGenerations = !generations.isEmpty
        var met = [Int](repeating: 0, count: network.nodes.count)
        for edge in network.edges where edge.sort != .visit { met[Int(edge.from)] += 1 }
        let infections = network.nodes.enumerated().filter { $0.element.sort == .infection }
        cases = infections.prefix(NetworkPage.casesShown).map { position, node in
            let place = node.subject.person.flatMap { chains.position(of: "\($0.rawValue)") }
            return CaseRow(
                person: node.label, address: reading.address(of: node.subject), day: node.day.map(moments.day) ?? "–",
                generation: node.generation.map(words.figure) ?? "–", infected: words.figure(place.map { chains.infected[$0].count } ?? 0),
                met: words.figure(met[position]),
                chainAddress: reading.address("/network", [("chain", "\(node.subject.number)")]))
        }
        moreCases = infections.count > NetworkPage.casesShown ? words.count("network.moreCases", infections.count - NetworkPage.casesShown) : nil
        sought = NetworkPage.sought(network, reading)
        hasSought = !sought.isEmpty
        func options(_ chosen: String?) -> [Option] {
            [Option("", "–")] + infections.map { Option("\($0.element.subject.number)", $0.element.label, "\($0.element.subject.number)" == chosen) }
        }
        choices = options(query["one"])
        others = options(query["two"])
        let steps = NetworkPage.steps(network, query["one"].flatMap { Int64($0) }, query["two"].flatMap { Int64($0) })
        path = (steps ?? []).enumerated().map { index, node in
            Step(name: network.nodes[node].label, address: reading.address(of: network.nodes[node].subject), isLast: index + 1 == steps?.count)
        }
        hasPath = !path.isEmpty
        let isAsked = query["one"]?.isEmpty == false && query["two"]?.isEmpty == false
        noPath = isAsked && path.isEmpty ? words("network.noPath") : nil
        let dates = Set(network.presence.flatMap(\.days.keys)).sorted().suffix(NetworkPage.daysShown)
        days = dates.map(moments.day)
        places = network.presence.map { place in
            PlaceRow(
                name: place.name, address: reading.address(of: .place(place.place)),
                cells: dates.map { date in
                    let count = place.days[date] ?? 0
                    return Cell(count: count > 0 ? words.figure(count) : "", tone: count > 1 ? "overlap" : count == 1 ? "one" : "none")
                })
        }
        hasPlaces = !places.isEmpty
        exports =
            reading.may(.export)
            ? [
                ("GraphML", "graphml"), (words("network.linkTable"), "links"), ("epicontacts: linelist", "linelist"),
                ("epicontacts: contacts", "contacts"),
            ].map { Export(label: $0.0, address: reading.address("/network/export/\($0.1)", chain)) } : []
        isEmpty = network.nodes.isEmpty
    }

    /// Cases without a recorded source and who may have infected them, as far as anybody may have.
    private static func sought(_ network: ContactNetwork, _ reading: Reading) -> [SoughtRow] {
        let words = reading.words
        let names = Dictionary(network.nodes.map { ($0.subject, $0.label) }) { first, _ in first }
        return network.sought.filter { !$0.candidates.isEmpty }.map { sought in
            SoughtRow(
                person: names[.person(sought.person)] ?? "–", address: reading.address(of: .person(sought.person)),
                day: sought.day.map(reading.moments.day) ?? "–",
                candidates: sought.candidates.compactMap { candidate in
                    guard let number = Int64(candidate.source) else { return nil }
                    let subject = Subject.person(PersonID(rawValue: number))
                    let how = candidate.met == true ? words("network.samePlace") : ""
                    return Likely(
                        name: names[subject] ?? "–", address: reading.address(of: subject),
                        text: words(
                            "network.likely",
                            ["share": words.percent(Int((candidate.probability * 1000).rounded()), of: 1000), "days": words.figure(candidate.days)])
                            + how)
                }, rest: words.percent(Int((sought.rest * 1000).rounded()), of: 1000))
        }
    }

    /// Who and what links two persons: the shortest way over all lines; nil if there is none.
    static func steps(_ network: ContactNetwork, _ one: Int64?, _ two: Int64?) -> [Int]? {
        guard let one, let two, let start = network.position(of: PersonID(rawValue: one)), let goal = network.position(of: PersonID(rawValue: two))
        else { return nil }
        var beside: [[Int32]] = Array(repeating: [], count: network.nodes.count)
        for edge in network.edges {
            beside[Int(edge.from)].append(edge.to)
            beside[Int(edge.to)].append(edge.from)
        }
        var previous = [Int](repeating: -1, count: network.nodes.count)
        previous[start] = start
        var queue = [start], next = 0
        while next < queue.count, previous[goal] < 0 {
            for other in beside[queue[next]] where previous[Int(other)] < 0 {
                previous[Int(other)] = queue[next]
                queue.append(Int(other))
            }
            next += 1
        }
        guard previous[goal] >= 0 else { return nil }
        var way = [goal]
        while let last = way.last, last != start { way.append(previous[last]) }
        return way.reversed()
    }
}
