import Policy
import Register
import Storage
import Vocabulary

/// What control has cost a territory over a span: days people were held, days places were closed, tests; beside it residents and infections found,
/// so that territories of different size can be compared (control without losing pace: 最小代价、最大防控效果).
public struct CostOfControl: Hashable, Sendable {
    /// What is counted.
    public enum Item: String, CaseIterable, Sendable {
        case wardDays, centralDays, homeIsolationDays, homeMonitoringDays, zonePersonDays, placeClosedDays, careRefused, tests

        /// What holding somebody in a mode counts as; nil of modes that hold nobody.
        init?(held mode: ControlMode) {
            switch mode {
            case .hospital: self = .wardDays
            case .central: self = .centralDays
            case .homeIsolation: self = .homeIsolationDays
            case .homeMonitoring: self = .homeMonitoringDays
            case .workAndHome, .selfMonitoring: return nil
            }
        }

        /// What the policy prices it as; nil of what has no price.
        var price: UnitCosts.Item? {
            switch self {
            case .wardDays: .wardDay
            case .centralDays: .centralDay
            case .homeIsolationDays: .homeIsolationDay
            case .homeMonitoringDays: .homeMonitoringDay
            case .zonePersonDays: .zonePersonDay
            case .placeClosedDays: .placeClosedDay
            case .careRefused: nil
            case .tests: .singleTest
            }
        }
    }

    /// The beginning of the span.
    public let from: Instant
    /// Its end.
    public let until: Instant
    /// Residents, if known.
    public let residents: Int?
    /// Infections found in the span.
    public let infections: Int
    /// How much of each.
    public let quantities: [Item: Double]
    /// Whether a zone was left out because nobody knows how many live in it.
    public let hasUncountedZones: Bool
    /// The currency of the prices; nil: the policy has none.
    public let currency: String?
    /// The price of each, where the policy has one.
    public let prices: [Item: Double]

    /// A cost from its parts.
    public init(
        from: Instant, until: Instant, residents: Int?, infections: Int, quantities: [Item: Double], hasUncountedZones: Bool = false,
        costs: UnitCosts?
    ) {
        self.from = from
        self.until = until
        self.residents = residents
        self.infections = infections
        self.quantities = quantities
        self.hasUncountedZones = hasUncountedZones
        currency = costs?.currency
        prices = Dictionary(uniqueKeysWithValues: Item.allCases.compactMap { item in item.price.flatMap { costs?.prices[$0] }.map { (item, $0) } })
    }

    /// How much of something.
    public func quantity(_ item: Item) -> Double { quantities[item] ?? 0 }

    /// How much of something for a thousand residents; nil where their number is not known.
    public func perThousand(_ item: Item) -> Double? { residents.flatMap { $0 > 0 ? quantity(item) / Double($0) * 1000 : nil } }

    /// How much of something for an infection found; nil where none was.
    public func perInfection(_ item: Item) -> Double? { infections > 0 ? quantity(item) / Double(infections) : nil }

    /// What something cost; nil where the policy has no price for it.
    public func money(_ item: Item) -> Double? { prices[item].map { $0 * quantity(item) } }

    /// Days between two moments that lie in the span.
    static func days(_ since: Instant, _ end: Instant?, from: Instant, until: Instant) -> Double {
        Double(time(since, end, from: from, until: until).milliseconds) / 86_400_000
    }

    /// The time between two moments that lies in the span.
    static func time(_ since: Instant, _ end: Instant?, from: Instant, until: Instant) -> Span {
        max(min(end ?? until, until) - max(since, from), .zero)
    }
}

extension Operations {
    /// What control cost a territory in the days before now or a past moment, as known then.
    public func cost(of territory: TerritoryCode, over days: Days, scope: Scope, asOf: Instant? = nil) async throws -> CostOfControl {
        let until = min(asOf ?? clock.now, clock.now)
        let isPast = until < clock.now
        let from = until - .hours(24 * days.count)
        let policies = policies
        return try await store.read(scope) { reader in
            let policy = try policies.edition(at: until, in: territory)
            let infections = try reader.caseLines(in: territory, asOf: until, policies: policies).count { $0.infection.diagnosedAt >= from }
            var (quantities, hasUncounted) = try reader.restrictions(in: territory, from: from, until: until, zones: policy.zones)
            let held =
                isPast
                ? try reader.beyondScope(.verification) { try reader.heldAsKnown(in: territory, from: from, until: until) }
                : try reader.held(in: territory, from: from, until: until)
            for (mode, time) in held {
                if let item = CostOfControl.Item(held: mode) { quantities[item] = Double(time.milliseconds) / 86_400_000 }
            }
            quantities[.careRefused] = Double(try reader.careRefused(in: territory, from: from, until: until))
            quantities[.tests] = Double(try reader.specimenCount(in: territory, takenFrom: from, before: until))
            return CostOfControl(
                from: from, until: until, residents: try reader.residents(of: territory), infections: infections, quantities: quantities,
                hasUncountedZones: hasUncounted, costs: policy.costs)
        }
    }
}

extension Reader {
    private static let mostEntries = 1_000_000

    /// Residents of a territory at the census, its own or the sum of those below; nil where nobody knows.
    fileprivate func residents(of territory: TerritoryCode) throws -> Int? {
        let entries = try territories()
        if let own = entries.first(where: { $0.code == territory })?.population { return own }
        let below = entries.filter { $0.code.level == .county && territory.contains($0.code) }.compactMap(\.population)
        return below.isEmpty ? nil : below.reduce(0, +)
    }

    /// For how long people were held in places of the territory in a span, by mode, as was known at its end: from the facts, one by one.
    func heldAsKnown(in territory: TerritoryCode, from: Instant, until: Instant) throws -> [ControlMode: Span] {
        var times: [ControlMode: Span] = [:]
        for record in try inForce(.stay, asOf: until) {
            guard case .stay(let stay) = record.fact, territory.contains(stay.territory) else { continue }
            let time = CostOfControl.time(record.happenedAt, stay.until, from: from, until: until)
            if time > .zero { times[stay.mode] = (times[stay.mode] ?? .zero) + time }
        }
        return times
    }

    private func inForce(_ kind: FactKind, asOf moment: Instant) throws -> [FactRecord] {
        try entries(FactsQuery(kind: kind, before: moment + Span(milliseconds: 1), limit: Reader.mostEntries)).map(\.record).inForce(asOf: moment)
    }

    /// How often urgent care was refused for the sake of control: as inspections found it (the sixth of the nine prohibitions) and as those concerned
    /// reported it.
    fileprivate func careRefused(in territory: TerritoryCode, from: Instant, until: Instant) throws -> Int {
        let isThen = { (record: FactRecord) in record.happenedAt >= from && record.happenedAt < until }
        let found = try inForce(.finding, asOf: until).filter(isThen).count {
            Finding.value(in: $0.fact).map { $0.prohibition == Prohibition.refusingCare.rawValue && territory.contains($0.territory) } ?? false
        }
        let reported = try inForce(.selfReport, asOf: until).filter(isThen).count {
            if case .selfReport(let report) = $0.fact { report.about == .refused && territory.contains(report.territory) } else { false }
        }
        return found + reported
    }

    fileprivate func restrictions(
        in territory: TerritoryCode, from: Instant, until: Instant, zones: ZoneRules
    ) throws -> (quantities: [CostOfControl.Item: Double], hasUncountedZones: Bool) {
        func inForce(_ kind: FactKind) throws -> [FactRecord] { try self.inForce(kind, asOf: until) }
        var quantities: [CostOfControl.Item: Double] = [:]
        let places = Dictionary(
            try inForce(.place).compactMap { $0.recorded(as: Place.self) }.map { (Subject.place($0.id), $0.value.territory) },
            uniquingKeysWith: { first, _ in first })
        for (place, changes) in Dictionary(grouping: try inForce(.placeChange), by: \.subject) {
            guard let seat = places[place], territory.contains(seat) else { continue }
            for (index, change) in changes.enumerated() {
                guard PlaceChange.value(in: change.fact)?.isOpen == false else { continue }
                let reopened = changes[(index + 1)...].first { PlaceChange.value(in: $0.fact)?.isOpen == true }?.happenedAt
                quantities[.placeClosedDays, default: 0] += CostOfControl.days(change.happenedAt, reopened, from: from, until: until)
            }
        }
        let population = Dictionary(try territories().map { ($0.code, $0.population) }, uniquingKeysWith: { first, _ in first })
        var hasUncounted = false
        for zone in try inForce(.zone).compactMap({ $0.recorded(as: Zone.self) }) {
            for period in zone.periods {
                let days = CostOfControl.days(period.since, period.until, from: from, until: until)
                let measures = zones.levels[period.level]?.measures ?? []
                guard days > 0, measures.contains(.stayHome) || measures.contains(.noLeavingArea) else { continue }
                for member in zone.value.members where territory.contains(member) {
                    if let people = population[member] ?? nil {
                        quantities[.zonePersonDays, default: 0] += days * Double(people)
                    } else {
                        hasUncounted = true
                    }
                }
            }
        }
        return (quantities, hasUncounted)
    }
}
