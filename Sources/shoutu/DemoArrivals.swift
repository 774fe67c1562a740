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
                let announced = moment - .hours(6 + number % 30)
                let registration = try filing.file(.registration(journey), about: person, at: announced, knownAt: announced)
                if let objection = objections.first(where: { $0.journey == number }) {
                    try object(objection, to: registration, of: person, goingTo: journey.destination, filing)
                }
            }
        }
    }

    /// What a traveller objects, and the answer where there is one.
    private struct Objection {
        /// Which of the journeys.
        let journey: Int
        /// How long ago it was filed.
        let filed: Span
        let text: String
        var answer: (text: String, before: Span)?
    }

    /// One waits for the duty officer of the city, one was answered in time.
    private var objections: [Objection] {
        [
            Objection(journey: 0, filed: .hours(3), text: "我只在该市火车站换乘，未出站，有车票和行程卡为证，不应按高风险区来湘人员集中隔离。"),
            Objection(
                journey: 1, filed: .hours(5), text: "我3月1日已离开该区，至今超过14天，请核实。",
                answer: ("经核对车票和行程卡，离开日期属实，入境时按查验结果判定，不再按来源地风险管控。", before: .hours(2))),
        ]
    }

    private func object(
        _ objection: Objection, to registration: FactRecord, of person: PersonID, goingTo destination: TerritoryCode, _ filing: Filing
    ) throws {
        let filed = moment - objection.filed
        var appeal = Appeal(against: registration.entity, text: objection.text, territory: destination)
        let record = try filing.file(.appeal(appeal), about: person, at: filed, knownAt: filed)
        guard let answer = objection.answer else { return }
        (appeal.answer, appeal.answered) = (answer.text, moment - answer.before)
        try filing.revise(record, to: .appeal(appeal), expected: record.id, knownAt: moment - answer.before)
    }
}

extension TerritoryCode {
    /// One of a few counties that travellers go to.
    fileprivate static func destination(_ number: Int) -> TerritoryCode {
        TerritoryCode(["430111", "430104", "430302", "430602", "431202"][number % 5]) ?? .unstated
    }
}
