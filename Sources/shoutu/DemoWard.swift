import Operations
import Register
import Scenarios
import Storage
import Vocabulary

/// Files the demo's ward with a suspected infection, each fact known when it happened.
struct DemoWard {
    let operations: Operations
    let author: Author
    let ward: HunanWard

    func play() async throws {
        let ward = ward
        try await operations.perform(as: author) { filing in
            let site = try filing.openSite(ward.hospital, at: ward.opened, knownAt: ward.opened)
            for (number, patient) in ward.patients.enumerated() {
                let person = try filing.register(patient.identity.identity(), patient.person, knownAt: patient.admitted)
                let stay = Stay(mode: .hospital, site: ward.hospital.name, room: patient.bed, territory: ward.hospital.territory)
                try filing.begin(stay, of: person, at: patient.admitted, knownAt: patient.admitted)
                for taken in patient.tested {
                    let moment = max(taken, patient.admitted)
                    let specimen = try filing.take(Specimen(territory: ward.hospital.territory), from: person, at: moment, knownAt: moment)
                    let reported = moment + .hours(7)
                    try filing.record(TestResult(specimen: specimen, outcome: .negative), at: reported, knownAt: reported)
                }
                guard number == 0 else { continue }
                let report = try filing.reportCase(ward.suspicion, of: person, at: ward.suspected, knownAt: ward.suspected)
                for act in ward.acts {
                    try filing.record(
                        Act(deed: act.deed, concerning: report.rawValue, means: .onSite), for: person, at: act.at, knownAt: act.at)
                }
                let single = Specimen(swabs: 2, territory: ward.hospital.territory)
                _ = try filing.take(single, from: person, at: ward.awaited, knownAt: ward.awaited)
            }
            for turn in ward.turns { try filing.turnWard(turn.step, of: site, at: turn.at, knownAt: turn.at) }
        }
    }
}
