import Operations
import Policy
import Register
import Simulation
import Storage
import Vocabulary

import struct Exchange.PolicyFolder

/// The policy in force and an edited one, simulated in a territory.
extension OperationsDesk {
    func whatIf(_ viewer: Viewer, _ territory: TerritoryCode, _ query: WhatIfQuery) async throws -> WhatIfPage.Content {
        var query = query
        let began = simulations.moment
        let ground = try await ground(viewer, territory, &query)
        let (document, residents) = (ground.document, ground.residents)
        let levers = Lever.all(of: document).map { MovedLever($0, typed: query.settings[$0.key]) }
        query.settings = query.settings.filter { setting in levers.contains { $0.lever.key == setting.key && ($0.isChanged || $0.value == nil) } }
        var content = WhatIfPage.Content(
            edition: (document.policy.id, document.policy.title), currency: document.policy.costs.currency, territory: ground.name,
            residents: ground.population, query: query,
            groups: WhatIfPage.groups(levers, in: document), counties: residents.map { ($0.code, $0.name) }, beginning: ground.beginning,
            reproduction: ground.pathogen?.reproduction ?? 0, obstacles: ground.obstacles)
        guard let pathogen = ground.pathogen, ground.obstacles.isEmpty else { return content }
        func question(_ document: PolicyDocument) -> SimulationRuns.Question {
            .init(
                policy: document, pathogen: pathogen, residents: residents, infected: query.infected ?? 1, days: query.days,
                beginning: ground.beginning)
        }
        var questions = [question(document)]
        do {
            if let edited = try WhatIfPage.edited(document, levers, ground.folder) {
                content.changes = PolicyDiff(from: document, to: edited).changes.filter { $0.key.contains(".") }.map {
                    .init(label: $0.label, before: $0.old?.value.words, after: $0.new?.value.words)
                }
                questions.append(question(edited))
            }
        } catch {
            content.obstacles += error.problems.map(\.message)
        }
        // The page that was left may have asked once more.
        if query.isStopped { simulations.withdraw(viewer.account.id) }
        let ensembles =
            query.isStopped
            ? simulations.look(questions) : simulations.ask(questions, replicates: query.replicates, for: viewer.account.id, since: began)
        content.present = ensembles[0]
        content.edited = ensembles.count > 1 ? ensembles[1] : nil
        return content
    }

    func cheapest(_ viewer: Viewer, _ territory: TerritoryCode, _ query: CheapestQuery) async throws -> CheapestPage.Content {
        var query = query
        let began = searches.moment
        let ground = try await ground(viewer, territory, &query.whatIf)
        let document = ground.document
        let levers = Lever.all(of: document)
        var content = CheapestPage.Content(
            edition: document.policy.title, currency: document.policy.costs.currency, territory: ground.name, residents: ground.population,
            query: query,
            measures: WhatIfPage.groups(levers.map { MovedLever($0, typed: nil) }, in: document).compactMap { group in
                group.levers.first.map { (CheapestQuery.measure(of: $0.lever), group.title) }
            }, obstacles: ground.obstacles)
        guard let pathogen = ground.pathogen, ground.obstacles.isEmpty else { return content }
        let goal = query.goal(levers)
        guard !goal.levers.isEmpty else { return content }
        let folder = ground.folder
        let question = CheapestSearches.Question(
            simulation: .init(
                policy: document, pathogen: pathogen, residents: ground.residents, infected: query.whatIf.infected ?? 1, days: query.whatIf.days,
                beginning: ground.beginning),
            document: document, goal: goal, source: { folder.source($0) })
        content.progress = searches.ask(question, for: viewer.account.id, since: began)
        return content
    }

    /// What every simulation of a territory stands on.
    private struct Ground {
        let folder: PolicyFolder
        let document: PolicyDocument
        let name: LocalizedText
        let residents: [Demography]
        let pathogen: Pathogen?
        /// What it goes on from, if it begins with the register's cases.
        let beginning: PresentOutbreak?

        var population: Int { residents.reduce(0) { $0 + $1.population } }

        /// What keeps it from being simulated.
        var obstacles: [LocalizedText] {
            var obstacles: [LocalizedText] = []
            if population == 0 {
                obstacles.append(LocalizedText(zh: "本地区没有常住人口数，无法模拟。", en: "No number of residents is known here, so nothing can be simulated."))
            }
            if let beginning, beginning.known.isEmpty {
                obstacles.append(
                    LocalizedText(
                        zh: "近四周本地区没有本土病例，无从接续。", en: "There is no local case of the last four weeks here from which to go on."))
            }
            if pathogen == nil {
                obstacles.append(LocalizedText(zh: "方案所针对的疾病没有传播模型。", en: "There is no model of how the policy's disease spreads."))
            }
            return obstacles
        }
    }

    /// The policy in force and the residents of a territory; a query that names no beginning begins with the open cases.
    private func ground(_ viewer: Viewer, _ territory: TerritoryCode, _ query: inout WhatIfQuery) async throws -> Ground {
        let (folder, document) = try await adopted(in: territory)
        if query.infected == nil { query.infected = try await openCases(viewer, territory) }
        let residents = try await residents(of: territory)
        let beginning = query.isPresent ? try await beginning(viewer, territory) : nil
        return Ground(
            folder: folder, document: document, name: names[residents.territory], residents: residents.demographies,
            pathogen: Pathogen.standing(for: document.policy.disease)?.adjusted(by: document.policy.disease.dynamics), beginning: beginning)
    }

    /// The outbreak as it was known at the last full hour: what comes in meanwhile does not begin every simulation anew.
    private func beginning(_ viewer: Viewer, _ territory: TerritoryCode) async throws -> PresentOutbreak {
        guard viewer.covers(territory) else { throw Refusal.notFound }
        let hour = Instant(milliseconds: now.milliseconds - now.milliseconds % 3_600_000)
        let operations = operations
        return try await beginnings.find(territory, asOf: hour, version: 0, day: zone.date(of: hour)) {
            let made = try await operations.presentOutbreak(of: territory, scope: .systemUnrestricted, asOf: hour)
            return { made }
        }
    }

    func draftPolicy(_ viewer: Viewer, _ territory: TerritoryCode, _ query: WhatIfQuery) async throws -> (name: String, yaml: String) {
        let (_, document) = try await adopted(in: territory)
        let levers = Lever.all(of: document).map { MovedLever($0, typed: query.settings[$0.key]) }
        let id = document.policy.id + WhatIfPage.draftSuffix
        return (id + ".yaml", WhatIfPage.overlay(of: document, levers).yaml(over: document, id: id))
    }

    /// The edition in force with its lines.
    private func adopted(in territory: TerritoryCode) async throws -> (PolicyFolder, PolicyDocument) {
        let folder = try await editions()
        let id = try operations.policies.edition(at: now, in: territory).id
        guard folder.keys.contains(id) else { throw Refusal.notFound }
        return (folder, try folder.document(id))
    }

    /// The counties of a territory with their residents; for a place below, itself or the first above it whose residents are known.
    private func residents(of territory: TerritoryCode) async throws -> (territory: TerritoryCode, demographies: [Demography]) {
        var place = territory
        while true {
            let level = max(place.level, .county)
            let code = place
            let demographies = try await operations.store.read(.systemUnrestricted) { reader in
                try reader.territories(within: code).filter { $0.code.level == level }.compactMap { entry -> Demography? in
                    guard let population = entry.population, population > 0 else { return nil }
                    let position = entry.longitude.flatMap { longitude in entry.latitude.map { (longitude: longitude, latitude: $0) } }
                    return Demography(
                        code: entry.code, name: LocalizedText(zh: entry.chinese, en: entry.english), population: population, position: position)
                }
            }
            if !demographies.isEmpty { return (place, try demographies.map { try ResidentTables.detailed($0) }) }
            guard let above = place.parent else { return (territory, []) }
            place = above
        }
    }

    /// How many open cases a territory has, as a first guess of how many infections are not yet known.
    private func openCases(_ viewer: Viewer, _ territory: TerritoryCode) async throws -> Int {
        let glance = try await glance(viewer, Lens(territory: territory, asOf: nil))
        return min(max(glance.inHospital + glance.asymptomatic, 1), 200)
    }
}
