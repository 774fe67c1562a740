import Exchange
import Foundation
import Operations
import Policy
import Register
import Scenarios
import Storage
import Vocabulary

/// Makes the register of a demo: territories, boundaries, the policy, the invented world, the people to sign in as.
struct DemoSetup {
    let scenario: String

    /// The scenarios there are.
    static let scenarios = ["hunan-2022-03", "mers-korea-2015"]

    /// Whether the register at `location` holds a demo already.
    static func isReady(_ deployment: Deployment) async throws -> Bool {
        try await deployment.operations.store.read(.systemUnrestricted) { try $0.setting(key) != nil }
    }

    /// The scenario that a register shows; nil if it is no demo.
    static func scenario(of deployment: Deployment) async throws -> String? {
        try await deployment.operations.store.read(.systemUnrestricted) { try $0.setting(key) }.map { String(decoding: $0, as: UTF8.self) }
    }

    private static let key = "demo.scenario"

    /// Fills an empty register and starts its clock at the scenario's moment.
    func fill(_ location: StoreLocation) async throws {
        let gazetteer = try Gazetteer(
            csv: String(contentsOf: ResourceFolder.url(for: "Sources/Scenarios/Resources/territories/hunan.csv"), encoding: .utf8))
        let policies = try PolicyFolder.standard()
        let policy = try policies.edition(HunanMarch2022.key)
        let world = HunanMarch2022(gazetteer: gazetteer, policy: policy)
        let deployment = try await Deployment.open(at: location)
        let author = Author.systemUnrestricted("demo")
        let root = policy.territory ?? .unstated
        let before = Operations(
            store: deployment.operations.store, clock: .standing(at: world.moment), policies: deployment.operations.policies)

        let boundaries = DemoSetup.boundaries()
        try await before.store.write(author) { writer in
            try writer.setTerritories(
                gazetteer.territories.map {
                    TerritoryEntry(
                        code: $0.code, chinese: $0.name.zh, english: $0.name.en, population: $0.population, latitude: $0.position?.latitude,
                        longitude: $0.position?.longitude)
                })
            if let boundaries { try writer.setBoundary("counties", geoJSON: boundaries) }
        }
        // The practice of the wave's first days was already that of the paper of 19 March (`domain.md` §2.2), so that it governs them too.
        guard let beginning = CivilDate("2022-02-01") else { return }
        try await before.adopt(HunanMarch2022.key, from: policies, in: root, effectiveAt: policy.zone.instant(beginning), as: author)

        let line = ProgressLine("people")
        try await before.load(world) { line.show($0, of: nil) }
        line.end()
        try await Upkeep(before).run()
        try await addUsers(before, author)
        let scenario = scenario
        try await before.store.write(author) { writer in
            try writer.setScenarioClock(ScenarioClock(scenario: world.moment, trueTime: Store.machineTime()))
            try writer.setSetting(DemoSetup.key, to: Data(scenario.utf8))
        }
        await before.store.close()
    }

    private func addUsers(_ operations: Operations, _ author: Author) async throws {
        try await operations.store.write(author) { writer in
            for role in HunanMarch2022.roles {
                _ = try writer.createUser(
                    NewUser(name: role.username, display: role.name.zh, grants: [Grant(role: role.role, territory: role.territory)]))
            }
        }
    }

    /// The counties' boundaries as fetched by the set-up, simplified; nil where they were not fetched: the map is then left out.
    private static func boundaries() -> Data? {
        guard let url = try? ResourceFolder.url(for: ".setup/boundaries/hunan-counties.geojson"), let data = try? Data(contentsOf: url) else { return nil }
        return try? BoundaryMap(geoJSON: data).simplified(toAtMost: 200_000).geoJSON()
    }
}
