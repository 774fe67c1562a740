import Operations
import Policy
import Register
import Scenarios
import Storage
import Vocabulary

/// A look back that runs in the demo: on 17 March the province has 岳阳 look for everyone who came from 上海 or 深圳 since the 6th.
///
/// Most were found within the day, some after it, and some nobody has reached; two never came, one went on to another province. Three counties have
/// left a list out, and two lists leave blanks that somebody has to fill.
struct DemoLookBack {
    let operations: Operations
    let author: Author
    let root: TerritoryCode
    /// When the scenario stands.
    let moment: Instant

    private static let city = "4306"
    private static let origins = ["31", "4403"]

    func play() async throws {
        guard let city = TerritoryCode(DemoLookBack.city) else { return }
        let (zone, root, ordered) = (operations.policies.zone, root, moment - .hours(49))
        let first = zone.date(of: moment) - 13
        let origins = DemoLookBack.origins.compactMap(TerritoryCode.init)
        let counties = try await operations.store.read(.systemUnrestricted) { reader in
            try reader.territories(within: city).map(\.code).filter { $0.level == .county }
        }
        let arrivals = try await operations.store.read(.systemUnrestricted) { reader in
            try reader.entries(FactsQuery(kind: .arrival, from: zone.instant(first), before: ordered)).compactMap { entry -> Came? in
                guard case .arrival(let arrival) = entry.record.fact, let person = entry.record.subject.person, city.contains(arrival.destination),
                    let origin = arrival.originTerritory, origins.contains(where: { $0.contains(origin) })
                else { return nil }
                return Came(person: person, arrival: arrival, day: zone.date(of: entry.record.happenedAt))
            }
        }
        let came = Dictionary(arrivals.map { ($0.person, $0) }, uniquingKeysWith: { $0.day < $1.day ? $1 : $0 }).values
            .sorted { $0.person < $1.person }
        let order = LookBackOrder(
            title: "3月6日以来上海、深圳来岳人员回头看", issuer: root, territories: [city], from: first, until: zone.date(of: ordered),
            due: moment + .hours(32), origins: origins, sources: [.registration, .manifest, .checkpoint, .hotel, .doorKnock])
        try await operations.perform(as: author) { filing in
            let reference = try filing.orderLookBack(order, at: ordered, knownAt: ordered)
            try handIn(to: reference, came, city, counties, ordered, filing)
            for (number, one) in came.enumerated() {
                let call = LookBackCall(
                    order: reference, sources: one.arrival.isRegistered ? [.registration, .checkpoint] : [.checkpoint],
                    territory: one.arrival.destination, arrived: one.day, risk: one.arrival.risk)
                let called = ordered + .minutes(40)
                let record = try filing.file(.lookBackCall(call), about: one.person, at: called, knownAt: called)
                guard let answer = DemoLookBack.answer(number) else { continue }
                try filing.record(
                    Act(deed: answer.deed, concerning: record.entity, means: .telephone), for: one.person, at: called + answer.after,
                    knownAt: called + answer.after + .minutes(3))
            }
        }
    }

    private struct Came: Sendable {
        let person: PersonID
        let arrival: Arrival
        let day: CivilDate
    }

    /// What came of a call: of twelve nine are found within the day and one after it; nobody has reached the rest.
    private static func answer(_ number: Int) -> (deed: Act.Deed, after: Span)? {
        switch (number, number % 12) {
        case (17, _), (52, _): (.notArrived, .hours(9))
        case (31, _): (.controlledElsewhere, .hours(14))
        case (_, 0..<9): (.located, .minutes(70 + number * 37 % 1200))
        case (_, 9): (.located, .hours(25 + number % 14))
        default: nil
        }
    }

    /// The lists as they came in: the passengers' leave two rows without a name, and the hotels of one county three that nobody can place.
    private func handIn(
        to order: Reference<LookBackOrder>, _ came: [Came], _ city: TerritoryCode, _ counties: [TerritoryCode], _ ordered: Instant, _ filing: Filing
    ) throws {
        let registered = came.count { $0.arrival.isRegistered }
        var reports = [
            (LookBackReport(territory: city, source: .registration, records: registered), Span.hours(1)),
            (LookBackReport(territory: city, source: .checkpoint, records: came.count), Span.hours(2)),
            (LookBackReport(territory: city, source: .manifest, records: came.count / 2, withoutIdentity: 2), Span.hours(6)),
        ]
        for (number, county) in counties.enumerated() {
            let arrived = came.count { county.contains($0.arrival.destination) }
            if !["430626", "430623"].contains(county.digits) {
                let unplaced = county.digits == "430602" ? 3 : 0
                reports.append(
                    (LookBackReport(territory: county, source: .hotel, records: 2 + number, withoutLocation: unplaced), .minutes(400 + 83 * number)))
            }
            if county.digits != "430621" {
                reports.append((LookBackReport(territory: county, source: .doorKnock, records: arrived), .minutes(700 + 61 * number)))
            }
        }
        for (report, after) in reports {
            try filing.handIn(report, to: order, at: ordered + after, knownAt: ordered + after)
        }
    }
}
