import Operations
import Register
import Scenarios
import Storage
import Vocabulary

/// Files who lives in the demo's sealed area and the specimens taken there; results of this morning are still awaited.
struct DemoZoneResidents {
    let operations: Operations
    let author: Author
    let residents: [HunanZoneResident]
    /// When the scenario stands.
    let moment: Instant

    func play() async throws {
        let (residents, moment) = (residents, moment)
        try await operations.perform(as: author) { filing in
            for resident in residents {
                let person = try filing.register(resident.identity, resident.person, knownAt: resident.registered)
                for test in resident.tests {
                    let specimen = try filing.take(
                        Specimen(territory: resident.person.residence), from: person, at: test.taken, knownAt: test.taken)
                    guard test.reported < moment else { continue }
                    try filing.record(TestResult(specimen: specimen, outcome: .negative), at: test.reported, knownAt: test.reported)
                }
            }
        }
    }
}
