import Operations
import Register
import Scenarios
import Storage
import Vocabulary

/// The demo's risk areas elsewhere, and journeys that people have announced for today.
struct DemoArrivals {
    let operations: Operations
    let author: Author
    let areas: [RiskAreaElsewhere]
    /// Who announced a journey, one after the other.
    let travellers: [PersonID]
    /// When the scenario stands.
    let moment: Instant

    func play() async throws {
        let (areas, travellers, moment) = (areas, travellers, moment)
        try await operations.perform(as: author) { filing in
            for area in areas { _ = try filing.found(.zone(area.zone), at: area.since, knownAt: area.since) }
            let filers = Registration.Filer.allCases
            for (number, person) in travellers.enumerated() {
                let area = areas[number % max(areas.count, 1)]
                let journey = Registration(
                    by: filers[number % filers.count], origin: area.zone.name, originTerritory: area.zone.territory,
                    risk: area.zone.level == .high ? .high : .medium, arriving: moment + .hours(1 + number % 9), destination: .destination(number),
                    vehicle: .enclosedTrain, transportNumber: "G\(1280 + number)")
                try filing.file(
                    .registration(journey), about: person, at: moment - .hours(6 + number % 30), knownAt: moment - .hours(6 + number % 30))
            }
        }
    }
}

extension TerritoryCode {
    /// One of a few counties that travellers go to.
    fileprivate static func destination(_ number: Int) -> TerritoryCode {
        TerritoryCode(["430111", "430104", "430302", "430602", "431202"][number % 5]) ?? .unstated
    }
}
