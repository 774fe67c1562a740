import Operations
import Register
import Scenarios
import Storage
import Vocabulary

/// Opens the closed loop of those who work in the demo's first isolation sites and plays their stages and tests, each at its own moment.
struct DemoSiteStaff {
    let operations: Operations
    let author: Author
    let staff: [[HunanSiteWorker]]
    /// Where the sites are looked for.
    let territory: TerritoryCode
    let moment: Instant

    func play() async throws {
        let (territory, moment) = (territory, moment)
        let sites = try await operations.store.read(.systemUnrestricted) { reader in
            try reader.sites(in: territory, at: moment).filter { $0.mode == .central }.compactMap { row in row.site.map { ($0, row.name) } }
        }.sorted { $0.1 < $1.1 }
        for (workers, site) in zip(staff, sites) {
            guard let opened = workers.flatMap(\.stages).map(\.at).min() else { continue }
            let place = try await at(opened - .hours(2)) { try $0.openStaffLoop(of: site.0, at: $0.now) }
            for worker in workers { try await play(worker, in: place) }
        }
    }

    private func play(_ worker: HunanSiteWorker, in place: Reference<Place>) async throws {
        guard let first = worker.stages.first else { return }
        let person = try await at(first.at - .hours(1)) { try $0.person(worker.identity, worker.person).id }
        for (number, stage) in worker.stages.enumerated() {
            let step = LoopStep(place: place, kind: number == 0 ? .entered : .moved, stage: stage.stage, room: number == 0 ? "工作人员楼" : nil)
            try await at(stage.at) { _ = try $0.stepInLoop(step, of: person, at: $0.now) }
        }
        for taken in worker.tests {
            try await at(taken + .hours(9)) { filing in
                let specimen = try filing.take(Specimen(territory: worker.person.residence), from: person, at: taken)
                try filing.record(TestResult(specimen: specimen, outcome: .negative), at: filing.now)
            }
        }
    }

    private func at<T: Sendable>(_ moment: Instant, _ body: @escaping @Sendable (Filing) throws -> T) async throws -> T {
        try await Operations(store: operations.store, clock: .standing(at: moment), policies: operations.policies).perform(as: author, body)
    }
}
