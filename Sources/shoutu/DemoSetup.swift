import Exchange
import Foundation
import Operations
import Policy
import Register
import Scenarios
import Server
import Storage
import Vocabulary

/// Makes the register of a demo: territories, boundaries, the policy, the invented world, the people to sign in as.
struct DemoSetup {
    let scenario: String

    /// The scenarios there are.
    static let scenarios = ["hunan-2022-03", "mers-korea-2015"]

    /// The scenario that a register shows; nil if it is no demo.
    static func scenario(of deployment: Deployment) async throws -> String? {
        try await deployment.operations.store.read(.systemUnrestricted) { try $0.setting(key) }.map { String(decoding: $0, as: UTF8.self) }
    }

    private static let key = "demo.scenario"
    private static let making = "demo.making"
    private static let people = "demo.people"

    /// Whom the guided tour leads to.
    private struct People: Codable {
        var contact: Int64?
        var surprise: Int64?
    }

    /// What the console is told of a demo; nil if the register is none.
    static func consoleDemo(of deployment: Deployment) async throws -> Console.Demo? {
        try await deployment.operations.store.read(.systemUnrestricted) { reader in
            guard let shown = try reader.setting(key) else { return nil }
            let people = try reader.setting(people).map { try JSONDecoder().decode(People.self, from: $0) }
            return Console.Demo(
                people: String(decoding: shown, as: UTF8.self) == scenarios[0] ? .invented : .published,
                contact: people?.contact.map(PersonID.init(rawValue:)), surprise: people?.surprise.map(PersonID.init(rawValue:)),
                names: Dictionary(HunanMarch2022.roles.map { ($0.name.zh, $0.name) }, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// Whether the making of the demo at `location` was cut off.
    static func isUnfinished(at location: StoreLocation) async throws -> Bool {
        guard FileManager.default.fileExists(atPath: location.path) else { return false }
        let store = try await Deployment.open(at: location).operations.store
        let isUnfinished = try await store.read(.systemUnrestricted) { try $0.setting(making) != nil && $0.setting(key) == nil }
        await store.close()
        return isUnfinished
    }

    /// Removes a demo with its keys.
    static func remove(at location: StoreLocation) throws {
        for suffix in ["", "-wal", "-shm", ".keys", ".uploads"] where FileManager.default.fileExists(atPath: location.path + suffix) {
            try FileManager.default.removeItem(atPath: location.path + suffix)
        }
    }

    /// Fills an empty register and starts its clock at the scenario's moment.
    func fill(_ location: StoreLocation) async throws {
        if scenario == KoreaSetup.key { _ = try KoreaSetup.file("mers_korea_2015_linelist.csv") }
        // A demo whose making was cut off is made anew, so that nothing of it need be on the disk before the end.
        let deployment = try await Deployment.open(at: location, durability: .atTheEnd)
        let author = Author.systemUnrestricted("demo")
        let store = deployment.operations.store
        let name = Data(scenario.utf8)
        try await store.write(author) { try $0.setSetting(DemoSetup.making, to: name) }
        let isKorea = scenario == KoreaSetup.key
        let moment = isKorea ? KoreaSetup.moment : Instant("2022-03-19T10:00+08:00") ?? .distantPast
        let people = isKorea ? try await fillKorea(deployment) : try await fillHunan(deployment, author)
        try await store.write(author) { writer in
            try writer.setScenarioClock(ScenarioClock(scenario: moment, trueTime: Store.machineTime()))
            try writer.setSetting(DemoSetup.people, to: JSONEncoder().encode(people))
            try writer.setSetting(DemoSetup.key, to: name)
        }
        try await store.sync()
        await store.close()
    }

    private func fillKorea(_ deployment: Deployment) async throws -> People {
        _ = try await KoreaSetup().fill(deployment)
        return People()
    }

    private func fillHunan(_ deployment: Deployment, _ author: Author) async throws -> People {
        let gazetteer = try DemoSetup.hunan()
        let policies = try PolicyFolder.standard()
        let policy = try policies.edition(HunanMarch2022.key)
        let world = HunanMarch2022(gazetteer: gazetteer, policy: policy)
        let root = policy.territory ?? .unstated
        let before = Operations(
            store: deployment.operations.store, clock: .standing(at: world.moment), policies: deployment.operations.policies)

        // Simplified while the world is written.
        async let boundaries = DemoSetup.boundaries()
        let community = world.community()
        let store = before.store
        try await store.write(author) { writer in
            try writer.setTerritories(DemoSetup.entries(gazetteer) + DemoCommunity.entries(community))
        }
        // The practice of the wave's first days was already that of the paper of 19 March (`domain.md` §2.2), so that it governs them too.
        guard let beginning = CivilDate("2022-02-01") else { return People() }
        try await before.adopt(HunanMarch2022.key, from: policies, in: root, effectiveAt: policy.zone.instant(beginning), as: author)

        // Whom the round samples is found by walking the world once more, which need not wait for the writing.
        async let screening = world.screening()
        async let places = world.places()
        async let traces = world.traces()
        let line = ProgressLine("people")
        let numbers = try await before.load(world) { line.show($0, of: nil) }
        line.end()
        try await DemoSites(operations: before, author: author, hospitals: world.hospitals(), root: root, moment: world.moment).play()
        try await DemoSiteStaff(
            operations: before, author: author, staff: world.siteStaff(), territory: TerritoryCode("430111") ?? root, moment: world.moment
        ).play()
        if let ward = try world.ward() { try await DemoWard(operations: before, author: author, ward: ward).play() }
        try await DemoTransfers(
            operations: before, author: author, root: root, moment: world.moment,
            kept: Set([HunanPerson.overdueContact, .locatedLate, .porter].compactMap { numbers[$0.rawValue] })
        ).play()
        try await DemoAssistance(
            operations: before, author: author, root: root, moment: world.moment,
            kept: Set([HunanPerson.overdueContact, .locatedLate, .porter].compactMap { numbers[$0.rawValue] })
        ).play()
        let round = try await screening
        try await DemoRound(operations: before, author: author, round: round).play()
        try await DemoPlaces(
            operations: before, author: author, life: try await places, moment: world.moment,
            visitors: round.tubes.prefix(10).flatMap { $0.members.prefix(4) }
        ).play()
        try await DemoTraces(operations: before, author: author, root: root, traces: try await traces, numbers: numbers).play()
        try await DemoArrivals(
            operations: before, author: author, areas: world.riskAreasElsewhere(), travellers: (400..<420).compactMap { numbers[$0] },
            moment: world.moment
        ).play()
        let orders = world.orders()
        try await DemoHeadquarters(operations: before, author: author, headquarters: world.headquarters(), orders: orders).play()
        try await DemoOrders(operations: before, author: author, orders: orders).play()
        try await DemoCommunity(operations: before, author: author, community: community, province: root).play()
        try await DemoZoneResidents(operations: before, author: author, residents: try world.zoneResidents(), moment: world.moment).play()
        try await DemoLookBack(operations: before, author: author, lookBack: world.lookBack(), moment: world.moment).play()
        try await DemoSelfReports(operations: before, author: author, reports: try world.selfReports()).play()
        try await before.keepSentinelCounts(world.sentinelCounts(), as: author)
        try await Upkeep(before).run()
        if let boundaries = await boundaries { try await store.write(author) { try $0.setBoundary("counties", geoJSON: boundaries) } }
        try await addUsers(before, author)
        return People(
            contact: numbers[HunanPerson.overdueContact.rawValue]?.rawValue, surprise: numbers[HunanPerson.porter.rawValue]?.rawValue)
    }

    /// The territories of Hunan.
    static func hunan() throws -> Gazetteer {
        try Gazetteer(csv: String(contentsOf: ResourceFolder.url(for: "Sources/Scenarios/Resources/territories/hunan.csv"), encoding: .utf8))
    }

    /// A gazetteer as the register keeps it.
    static func entries(_ gazetteer: Gazetteer) -> [TerritoryEntry] {
        gazetteer.territories.map {
            TerritoryEntry(
                code: $0.code, chinese: $0.name.zh, english: $0.name.en, population: $0.population, latitude: $0.position?.latitude,
                longitude: $0.position?.longitude)
        }
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
        guard let url = try? ResourceFolder.url(for: ".setup/boundaries/hunan-counties.geojson"), let data = try? Data(contentsOf: url) else {
            return nil
        }
        return try? BoundaryMap(geoJSON: data).simplified(toAtMost: 200_000).geoJSON()
    }
}
