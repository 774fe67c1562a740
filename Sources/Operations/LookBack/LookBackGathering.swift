import Linkage
import Obligations
import Register
import Vocabulary

/// A line of what a source hands in for a look-back: somebody who came, as that source knows them.
public struct ArrivalTrace: Hashable, Sendable {
    /// The source.
    public var source: ArrivalSource
    /// Name as written there.
    public var name: String?
    /// Document as written there.
    public var document: String?
    /// Telephone as written there.
    public var phone: String?
    /// Day of birth as written there.
    public var birthDate: String?
    /// Where the person is; nil where the source cannot say.
    public var territory: TerritoryCode?
    /// The day of arrival.
    public var arrived: CivilDate
    /// What the source says became of the person.
    public var mark: LookBackState?

    /// From its parts.
    public init(
        source: ArrivalSource, name: String? = nil, document: String? = nil, phone: String? = nil, birthDate: String? = nil,
        territory: TerritoryCode? = nil, arrived: CivilDate, mark: LookBackState? = nil
    ) {
        self.source = source
        self.name = name
        self.document = document
        self.phone = phone
        self.birthDate = birthDate
        self.territory = territory
        self.arrived = arrived
        self.mark = mark
    }

    /// Whether it says who the person is: by document, or by a name with telephone or day of birth.
    public var hasIdentity: Bool {
        func isStated(_ text: String?) -> Bool { text?.isEmpty == false }
        return isStated(document) || isStated(name) && (isStated(phone) || isStated(birthDate))
    }
}

/// All traces of a look-back, put together into persons of whom each is in exactly one state.
///
/// Sources contradict each other: the same person stands in five lists with four spellings. What ties two traces is said by `Linkage`, and
/// before it by an equal document, then an equal telephone with an equal name (`domain.md` §8.4: by identity, then by telephone). The result does
/// not depend on the order in which lists came in. Complexity: O(*n* log *n*) for *n* traces.
public struct LookBackGathering: Sendable {
    /// One person with all that is known.
    public struct Person: Hashable, Sendable {
        /// The traces, by their place in what was handed in, ascending.
        public var traces: [Int]
        /// In which state.
        public var state: LookBackState
        /// Where, by the source that is nearest to the person.
        public var territory: TerritoryCode?
        /// The last day of arrival.
        public var arrived: CivilDate
    }

    /// What a source brought.
    public struct Tally: Hashable, Sendable {
        /// Traces.
        public var records = 0
        /// Traces that do not say who it is.
        public var withoutIdentity = 0
        /// Persons it knows.
        public var persons = 0
        /// Persons it alone knows.
        public var alone = 0
    }

    /// The persons.
    public let persons: [Person]
    /// Traces that do not say who the person is: a blank each.
    public let withoutIdentity: [Int]
    /// What each source brought.
    public let tallies: [ArrivalSource: Tally]

    /// Persons by state.
    public var states: [LookBackState: Int] { persons.reduce(into: [:]) { $0[$1.state, default: 0] += 1 } }

    /// Persons whom no source can place: a blank each.
    public var withoutLocation: [Person] { persons.filter { $0.territory == nil } }

    /// Puts traces together.
    public init(_ traces: [ArrivalTrace], threads: Int = 1) {
        // The order of import must not matter: everything works on the traces in an order of their own.
        let order = traces.indices.sorted { traces[$0].isBefore(traces[$1]) }
        let known = order.filter { traces[$0].hasIdentity }
        withoutIdentity = order.filter { !traces[$0].hasIdentity }.sorted()
        var groups = Groups(count: known.count)
        LookBackGathering.tieExact(traces, known, &groups)
        for person in LookBackGathering.linked(traces, known, threads: threads) {
            for other in person.dropFirst() where !groups.contradict(person[0], other, { traces[known[$0]].documentKey }) {
                groups.join(person[0], other)
            }
        }
        var members: [Int: [Int]] = [:]
        for place in known.indices { members[groups.root(place), default: []].append(known[place]) }
        persons = members.values.map { Person($0.sorted(), traces) }.sorted { $0.traces.lexicographicallyPrecedes($1.traces) }
        tallies = LookBackGathering.tallies(traces, persons)
    }

    private static func tieExact(_ traces: [ArrivalTrace], _ known: [Int], _ groups: inout Groups) {
        var byDocument: [String: Int] = [:]
        var byPhone: [String: Int] = [:]
        for (place, number) in known.enumerated() {
            if let document = traces[number].documentKey {
                if let first = byDocument[document] { groups.join(first, place) } else { byDocument[document] = place }
            }
        }
        for (place, number) in known.enumerated() {
            guard let phone = traces[number].phone, let name = traces[number].name, !phone.isEmpty, !name.isEmpty else { continue }
            let key = phone.filter(\.isNumber).suffix(11) + "|" + name
            if let first = byPhone[String(key)] {
                if !groups.contradict(first, place, { traces[known[$0]].documentKey }) { groups.join(first, place) }
            } else {
                byPhone[String(key)] = place
            }
        }
    }

    /// Those whom `Linkage` holds for one person, by place among the known.
    private static func linked(_ traces: [ArrivalTrace], _ known: [Int], threads: Int) -> [[Int]] {
        guard known.count > 1 else { return [] }
        let fields = [
            LinkageField("name", .fullName), LinkageField("document", .document), LinkageField("phone", .phone),
            LinkageField("birthDate", .birthDate),
        ]
        var encoder = RecordEncoder(fields: fields)
        for number in known {
            let trace = traces[number]
            encoder.append([trace.name, trace.document, trace.phone, trace.birthDate])
        }
        var records = Records(left: [encoder], threads: threads)
        return link(&records, options: LinkageOptions(threshold: 0.9, threads: threads)).persons
    }

    private static func tallies(_ traces: [ArrivalTrace], _ persons: [Person]) -> [ArrivalSource: Tally] {
        var tallies: [ArrivalSource: Tally] = [:]
        for trace in traces {
            tallies[trace.source, default: Tally()].records += 1
            if !trace.hasIdentity { tallies[trace.source, default: Tally()].withoutIdentity += 1 }
        }
        for person in persons {
            let sources = Set(person.traces.map { traces[$0].source })
            for source in sources {
                tallies[source, default: Tally()].persons += 1
                if sources.count == 1 { tallies[source, default: Tally()].alone += 1 }
            }
        }
        return tallies
    }
}

extension LookBackGathering.Person {
    fileprivate init(_ numbers: [Int], _ traces: [ArrivalTrace]) {
        self.traces = numbers
        let marks = Set(numbers.compactMap { traces[$0].mark })
        // Control answers more than a test does; a departure more than a list that was wrong elsewhere. Nobody is a mistake whom somebody found.
        state = [LookBackState.controlled, .left, .verified, .dataError].first(where: marks.contains) ?? .notFound
        let nearest: [ArrivalSource] = [.doorKnock, .hotel, .checkpoint, .placeCode, .registration, .healthCode, .pushedList, .manifest]
        let placed = numbers.filter { traces[$0].territory != nil }
        let best = placed.min {
            let (left, right) = (traces[$0], traces[$1])
            let (first, second) = (nearest.firstIndex(of: left.source) ?? nearest.count, nearest.firstIndex(of: right.source) ?? nearest.count)
            return first != second ? first < second : left.isBefore(right)
        }
        territory = best.flatMap { traces[$0].territory }
        arrived = numbers.map { traces[$0].arrived }.max() ?? CivilDate(daysSinceEpoch: 0)
    }
}

extension ArrivalTrace {
    /// The document as it is compared: letters and digits, upper case; nil without one.
    fileprivate var documentKey: String? {
        guard let document else { return nil }
        let key = document.uppercased().filter { $0.isLetter || $0.isNumber }
        return key.isEmpty ? nil : key
    }

    /// An order of traces by what they say alone.
    fileprivate func isBefore(_ other: ArrivalTrace) -> Bool {
        func key(_ trace: ArrivalTrace) -> (String, String, String, String) {
            (trace.document ?? "", trace.phone ?? "", trace.name ?? "", trace.birthDate ?? "")
        }
        let (left, right) = (key(self), key(other))
        if left != right { return left < right }
        func rest(_ trace: ArrivalTrace) -> (String, Int32, Int64, String) {
            (trace.source.rawValue, trace.arrived.daysSinceEpoch, trace.territory?.number ?? 0, trace.mark?.rawValue ?? "")
        }
        return rest(self) < rest(other)
    }
}

/// Disjoint groups of numbers (union–find with halving paths).
private struct Groups {
    private var parents: [Int]

    init(count: Int) { parents = Array(0..<count) }

    mutating func root(_ number: Int) -> Int {
        var number = number
        while parents[number] != number {
            parents[number] = parents[parents[number]]
            number = parents[number]
        }
        return number
    }

    mutating func join(_ first: Int, _ second: Int) {
        let (a, b) = (root(first), root(second))
        guard a != b else { return }
        parents[max(a, b)] = min(a, b)
    }

    /// Whether two numbers bear documents of the same length that differ: then an equal name and telephone are a family's.
    func contradict(_ first: Int, _ second: Int, _ document: (Int) -> String?) -> Bool {
        guard let left = document(first), let right = document(second) else { return false }
        return left != right && left.count == right.count && zip(left, right).count(where: { $0 != $1 }) > 2
    }
}
