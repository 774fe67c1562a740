import Obligations
import Policy
import Register
import Storage
import Tracing
import Vocabulary

/// Cases, their contacts and the places where cases were, with what ties them together: what an investigator looks at as one picture.
public struct ContactNetwork: Sendable {
    /// A node of the picture.
    public struct Node: Sendable, Hashable {
        /// Who or what.
        public var subject: Subject
        /// What it is called: masked name, case label, place.
        public var label: String
        /// What sort.
        public var sort: Sort
        /// The day it stands on: onset or diagnosis, last exposure, first visit.
        public var day: CivilDate?
        /// How many links lead to it from a case without a source; of cases only.
        public var generation: Int?
    }

    /// Sorts of nodes.
    public enum Sort: Int, Sendable, Codable, CaseIterable {
        case infection, contact, secondary, place
    }

    /// A line between two nodes, by position.
    public struct Edge: Sendable, Hashable {
        /// Who was exposed to: the source.
        public var from: Int32
        /// Who was exposed; or where somebody was.
        public var to: Int32
        /// What it says.
        public var sort: EdgeSort
    }

    /// Sorts of lines.
    public enum EdgeSort: Int, Sendable, Codable, CaseIterable {
        /// One case was exposed to another before: a link of a chain.
        case link
        /// A contact was exposed to a case, or a secondary contact to a contact.
        case exposure
        /// A case was in a place.
        case visit
    }

    /// The nodes: cases by day, then contacts, then places.
    public var nodes: [Node] = []
    /// The lines.
    public var edges: [Edge] = []
    /// Who infected whom as far as it was recorded, by the numbers of persons.
    public var chains = TransmissionChains(cases: [], links: [])
    /// By place and day, how many cases were there, the fullest places first.
    public var presence: [(place: Reference<Place>, name: String, days: [CivilDate: Int])] = []
    /// Cases without a recorded source, the latest first, and who may have infected them.
    public var sought: [Sought] = []
    /// Chains in which nobody has fallen ill for ``quiet`` days, the longest incubation.
    public var closed = 0
    /// The longest incubation that the policy reckons with.
    public var quiet = Days(0)
    /// How many cases are in the picture.
    public var cases: Int { nodes.count { $0.sort == .infection } }
    /// Contacts whom the reader may not see.
    public var hidden = 0
    /// Whether there is more than a picture holds.
    public var isCut = false

    /// The most lines of one picture.
    public static let mostEdges = 150_000
    /// The most cases whose contacts are drawn.
    public static let mostCases = 3000
    /// Places in the matrix of days.
    static let placesShown = 40

    /// No network.
    public init() {}

    /// The position of a person's node.
    public func position(of person: PersonID) -> Int? { nodes.firstIndex { $0.subject == .person(person) } }
}

extension Operations {
    /// The network of the cases of a territory, as known now, of whom the scope sees.
    ///
    /// - Parameters:
    ///   - chain: Only the chain in which this person is a case.
    ///   - isNamed: Whether contacts are called by their masked names; without, they have none, and it is there sooner.
    public func contactNetwork(
        in territory: TerritoryCode, chain: PersonID? = nil, isNamed: Bool = true, scope: Scope
    ) async throws -> ContactNetwork {
        let (now, policies) = (clock.now, policies)
        return try await store.read(scope) { reader in
            var making = NetworkMaking(
                reader: reader, zone: policies.zone, now: now, isNamed: isNamed, disease: try policies.edition(at: now, in: territory).disease)
            return try making.network(in: territory, chain: chain)
        }
    }
}

/// A network in the making.
private struct NetworkMaking {
    let reader: Reader
    let zone: CivilZone
    let now: Instant
    let isNamed: Bool
    let disease: DiseaseProfile
    var network = ContactNetwork()
    var positions: [Subject: Int32] = [:]
    var hidden = 0

    mutating func network(in territory: TerritoryCode, chain: PersonID?) throws -> ContactNetwork {
        let cases = try self.cases(in: territory)
        let meetings = try met(cases.map(\.id))
        let isCase = Set(cases.map(\.id))
        var links: [ChainLink] = []
        for one in cases {
            for met in meetings[one.id] ?? [] where isCase.contains(met.person) {
                links.append(ChainLink("\(one.id.rawValue)", "\(met.person.rawValue)", setting: met.setting.rawValue))
            }
        }
        let listed = cases.map { row in
            ChainCase(
                "\(row.id.rawValue)", onset: day(of: row), isImported: row.listing.asCase.map { $0.origin != .local } ?? false,
                attributes: [.init("label", row.listing.asCase?.label ?? row.identity.name), .init("name", row.identity.name)])
        }
        let chains = TransmissionChains(cases: listed, links: links)
        let shown = chain.flatMap { wanted in
            chains.position(of: "\(wanted.rawValue)").flatMap { position in
                chains.clusters.first { $0.members.contains(position) }.map { Set($0.members.map { chains.cases[$0].id }) }
            }
        }
        let drawn = cases.filter { shown?.contains("\($0.id.rawValue)") ?? true }
        network.chains =
            shown.map { shown in
                TransmissionChains(
                    cases: listed.filter { shown.contains($0.id) }, links: links.filter { shown.contains($0.source) && shown.contains($0.target) })
            } ?? chains
        addCases(drawn)
        network.hidden = shown == nil ? hidden : try reader.meetings(with: drawn.map(\.id)).hidden
        let contacts = isNamed ? Set(drawn.flatMap { meetings[$0.id] ?? [] }.map(\.person)) : []
        let names = try reader.maskedNames(of: contacts)
        for one in drawn { addContacts(of: one.id, meetings[one.id] ?? [], isCase, names) }
        let together = try addPlaces(of: drawn)
        network.seekSources(disease, today: zone.date(of: now), together: together)
        return network
    }

    private mutating func cases(in territory: TerritoryCode) throws -> [LineListRow] {
        var cases: [LineListRow] = []
        var query = LineListQuery(territory: territory, kind: .cases, order: .oldest, limit: 1000, countCap: 0)
        while cases.count < ContactNetwork.mostCases {
            let page = try reader.lineList(query)
            cases += page.rows
            guard let next = page.next else { return cases }
            query.after = next
        }
        network.isCut = true
        return Array(cases.prefix(ContactNetwork.mostCases))
    }

    private func day(of row: LineListRow) -> CivilDate? {
        row.listing.asCase.map { $0.onset ?? zone.date(of: $0.diagnosedAt) }
    }

    /// Those the reader sees who were exposed to persons, by the first exposure in force.
    private mutating func met(_ persons: [PersonID]) throws -> [PersonID: [ExposureLine]] {
        let found = try reader.meetings(with: persons)
        hidden = found.hidden
        return found.seen.mapValues { meetings in
            var seen: Set<PersonID> = []
            return meetings.filter { seen.insert($0.person).inserted }
        }
    }

    private mutating func add(_ node: ContactNetwork.Node) -> Int32 {
        if let known = positions[node.subject] { return known }
        let position = Int32(network.nodes.count)
        positions[node.subject] = position
        network.nodes.append(node)
        return position
    }

    private mutating func addCases(_ cases: [LineListRow]) {
        for row in cases {
            let place = network.chains.position(of: "\(row.id.rawValue)")
            let label = [row.listing.asCase?.label, row.identity.name].compactMap(\.self).joined(separator: " ")
            _ = add(
                ContactNetwork.Node(
                    subject: .person(row.id), label: label, sort: .infection, day: day(of: row),
                    generation: place.flatMap { network.chains.generations[$0] }))
        }
    }

    private mutating func addContacts(
        of person: PersonID, _ meetings: [ExposureLine], _ isCase: Set<PersonID>, _ names: [PersonID: String]
    ) {
        guard let from = positions[.person(person)] else { return }
        for met in meetings {
            guard network.edges.count < ContactNetwork.mostEdges else {
                network.isCut = true
                return
            }
            let sort: ContactNetwork.Sort = isCase.contains(met.person) ? .infection : met.nearness == .secondary ? .secondary : .contact
            // A case that is in another territory or chain stands as what it is here: a contact.
            let to = add(ContactNetwork.Node(subject: .person(met.person), label: names[met.person] ?? "", sort: sort, day: met.last))
            network.edges.append(.init(from: from, to: to, sort: network.nodes[Int(to)].sort == .infection ? .link : .exposure))
        }
    }

    /// Adds the places where cases were.
    ///
    /// - Returns: With whom each of them was in one place on one day.
    private mutating func addPlaces(of cases: [LineListRow]) throws -> [String: Set<String>] {
        var presence: [Reference<Place>: (name: String, days: [CivilDate: Set<PersonID>])] = [:]
        for row in cases {
            guard let position = positions[.person(row.id)], let day = day(of: row) else { continue }
            let from = zone.instant(day - 14)
            var seen: Set<Reference<Place>> = []
            for (place, visit) in try reader.visits(of: row.id, from: from, until: now) {
                guard try reader.canSee(.place(place)) else { continue }
                let name = try presence[place]?.name ?? reader.thing(.place(place))?.standing.label ?? ""
                let entered = zone.date(of: visit.entered)
                let to = add(ContactNetwork.Node(subject: .place(place), label: name, sort: .place, day: entered))
                if seen.insert(place).inserted, network.edges.count < ContactNetwork.mostEdges {
                    network.edges.append(.init(from: position, to: to, sort: .visit))
                }
                var known = presence[place] ?? (name, [:])
                var date = entered
                let last = zone.date(of: min(visit.left ?? visit.entered, now))
                while date <= last {
                    known.days[date, default: []].insert(row.id)
                    date = date + 1
                }
                presence[place] = known
            }
        }
        network.presence = presence.map { (place: $0.key, name: $0.value.name, days: $0.value.days.mapValues(\.count)) }
            .sorted { ($1.days.values.max() ?? 0, $0.place.rawValue) < ($0.days.values.max() ?? 0, $1.place.rawValue) }
            .prefix(ContactNetwork.placesShown).map { $0 }
        var together: [String: Set<String>] = [:]
        for people in presence.values.flatMap(\.days.values) where people.count > 1 {
            for one in people { together["\(one.rawValue)", default: []].formUnion(people.map { "\($0.rawValue)" }) }
        }
        return together
    }
}
