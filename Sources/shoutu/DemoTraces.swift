import Operations
import Policy
import Register
import Scenarios
import Storage
import Vocabulary

/// Plays the timelines of the demo's cases: each confirmed by its investigators at its own moment, others who came through the same doors.
struct DemoTraces {
    let operations: Operations
    let author: Author
    let root: TerritoryCode
    let traces: HunanTraces
    /// The register's numbers by the world's.
    let numbers: [Int: PersonID]

    func play() async throws {
        for venue in traces.venues {
            try await at(venue.registered) { _ = try $0.found(.place(venue.place), at: $0.now) }
        }
        let root = root
        let listed = try await operations.store.read(.systemUnrestricted) { reader in
            try reader.things(ThingListQuery(kind: .place, territory: root, limit: 500)).rows
        }
        let places = Dictionary(
            listed.map { ($0.label, Reference<Place>(rawValue: $0.subject.number)) }, uniquingKeysWith: { first, _ in first })
        let checks = traces.venues.flatMap { venue in venue.checks.map { (at: $0.at, place: places[venue.place.name]) } }
        for check in checks.sorted(by: { $0.at < $1.at }) {
            guard let place = check.place else { continue }
            try await at(check.at) { _ = try $0.checkPlace(place, inOrder: PlaceMeasure.allCases, at: $0.now) }
        }
        for traced in traces.cases {
            guard let person = numbers[traced.number] else { continue }
            let points = traced.points.map { stop in
                var point = stop.point
                point.registered = stop.venue.flatMap { places[$0] }
                return ConfirmedInvestigation.Point(point, at: stop.at)
            }
            // Known then, derived now: of the case and its contacts later facts are on file already.
            try await operations.perform(as: author) {
                _ = try $0.confirm(ConfirmedInvestigation(points: points), of: person, at: traced.confirmed, knownAt: traced.confirmed)
            }
        }
        try await at(operations.clock.now) { [guests = traces.guests] filing in
            for guest in guests {
                guard let place = places[guest.venue] else { continue }
                let person = try filing.person(guest.identity, Person(residence: guest.home)).id
                try filing.passDoor(of: place, person, isEntering: true, at: guest.entered)
                try filing.passDoor(of: place, person, isEntering: false, at: guest.left)
            }
        }
    }

    private func at<T: Sendable>(_ moment: Instant, _ body: @escaping @Sendable (Filing) throws -> T) async throws -> T {
        try await Operations(store: operations.store, clock: .standing(at: moment), policies: operations.policies).perform(as: author, body)
    }
}
