import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

import struct Exchange.PolicyFolder

/// The desk of a register: what the pages ask, answered by `Operations` and the store within the asker's scope.
///
/// Each page has its file, which turns what the floors below know into the page's content.
struct OperationsDesk: Sendable {
    let operations: Operations
    /// Whether the people are invented.
    let demo: Console.Demo.People?
    /// The territories and their names, as they were when the console started.
    let names: TerritoryNames
    /// What each account looked at last.
    let looks = LastLooks()
    /// Situations lately computed.
    let situations = LatestSituations()
    /// Estimates lately made.
    let epidemics = LatestEstimates<EpidemicPage.Content>()
    /// With what simulations that go on from the register begin.
    let beginnings = LatestEstimates<PresentOutbreak>()
    /// What is simulated for the What-if page.
    let simulations = SimulationRuns()
    /// The searches for the cheapest policy.
    let searches = CheapestSearches()
    /// How often the public page was opened.
    let reach = PublicReach()
    /// Tells open pages what changed.
    let live: LiveEvents
    /// The policy editions that ship.
    private let shipped: PolicyFolder?

    init(_ operations: Operations, demo: Console.Demo.People?, live: LiveEvents = LiveEvents(), policyFolder: PolicyFolder? = try? .standard())
        async throws
    {
        self.operations = operations
        self.demo = demo
        self.live = live
        shipped = policyFolder
        names = try await operations.territoryNames()
    }

    /// The policy editions that can be read, compared and adopted: the adopted ones as they were adopted, and those that ship.
    func editions() async throws -> PolicyFolder {
        let adoptions = try await operations.store.read(.systemUnrestricted) { try $0.policyAdoptions() }
        guard let folder = adoptions.reduce(shipped, { $0?.holding($1.parents).holding([$1.edition: $1.yaml]) }) else { throw Refusal.notFound }
        return folder
    }

    /// The operating clock's present moment.
    var now: Instant { operations.clock.now }

    /// The zone of the province's days.
    var zone: CivilZone { operations.policies.zone }

    /// Within what someone may read and write at this moment.
    func scope(of viewer: Viewer) -> Scope {
        Scope(
            user: UserID(rawValue: viewer.account.id),
            grants: viewer.account.grants.map { Grant(role: $0.role, territory: $0.territory) }, at: now)
    }

    /// Someone as the author of what is recorded on a page.
    func author(_ viewer: Viewer, source: String = "page", purpose: String? = nil) -> Author {
        Author(scope: scope(of: viewer), source: source, purpose: purpose)
    }

    /// Reads within someone's scope; what is not there and what is not theirs are the same refusal.
    func read<T: Sendable>(_ viewer: Viewer, _ body: @escaping @Sendable (Reader) throws -> T) async throws -> T {
        do {
            return try await operations.store.read(scope(of: viewer), body)
        } catch StoreError.outsideScope, StoreError.territoryOutsideScope {
            throw Refusal.notFound
        }
    }
}

/// People and obligations as all pages show them.
extension OperationsDesk {
    /// A person as pages name one; nil out of scope.
    func tag(of person: PersonID, _ reader: Reader) throws -> PersonTag? {
        guard try reader.canSee(person) else { return nil }
        return tag(person, try reader.maskedIdentity(of: person).identity, try reader.listing(of: person))
    }

    /// A person as pages name one, from what lists show.
    func tag(_ person: PersonID, _ identity: MaskedIdentity, _ listing: Listing?) -> PersonTag {
        PersonTag(id: person, name: identity.name, standings: listing.map(standings) ?? [])
    }

    private func standings(_ listing: Listing) -> [PersonTag.Standing] {
        var standings: [PersonTag.Standing] = []
        if let infection = listing.asCase, !infection.isExcluded {
            standings.append(.infection(infection.kind, label: infection.label))
            if infection.outcome == .died { standings.append(.died) }
            if infection.outcome == .recovered { standings.append(.released) }
        }
        let isOpenCase = listing.asCase.map { !$0.isExcluded && $0.outcome == nil } ?? false
        if let contact = listing.asContact, !isOpenCase {
            standings.append(.contact(contact.degree, ofCases: 1))
            if listing.control == nil, listing.nextDue == nil, !standings.contains(.released) { standings.append(.released) }
        }
        if let arrival = listing.asArrival, listing.asContact == nil, listing.asCase == nil { standings.append(.arrival(arrival.risk)) }
        if let post = listing.asPost { standings.append(.post(postName(post.postClass))) }
        return standings
    }

    /// What the policy calls a class of posts.
    func postName(_ key: String) -> LocalizedText {
        let book = operations.policies.book
        return book.adoptions.lazy.reversed().compactMap { $0.policy.testing.posts[key]?.label }.first
            ?? book.fallback.testing.posts[key]?.label ?? LocalizedText(zh: key, en: key)
    }

    /// What the adopted editions call posts and courses; of several the latest adopted speaks.
    var labels: [String: LocalizedText] {
        let book = operations.policies.book
        var labels: [String: LocalizedText] = [:]
        for policy in [book.fallback] + book.adoptions.map(\.policy) {
            for (key, post) in policy.testing.posts { labels[key] = post.label }
            for (key, force) in policy.command.forces { labels["force." + key] = force.label }
            for (key, course) in policy.community.courses { labels[key] = course.label }
        }
        return labels
    }

    /// An explained obligation as pages are given it.
    func item(
        _ view: ObligationView, subject: PersonTag?, thing: ThingTag? = nil, by viewer: Viewer? = nil, detail: String? = nil
    ) -> ObligationItem {
        let acts = thing.flatMap { thing in
            viewer?.account.grants.map(\.territory).act(in: view.obligation.territory, aboutThingSeatedIn: thing.seat)
        }
        return ObligationItem(
            key: ObligationKey(view.obligation.id).description, obligation: view.obligation, subject: subject, thing: thing,
            territory: names[view.obligation.territory], detail: detail, mode: view.mode, trigger: view.trigger?.fact, evidence: view.evidence?.fact,
            canAct: acts ?? true)
    }

    /// The obligation a key names, explained; nil if it stands no more or its subject is out of scope.
    func item(for key: String, _ reader: Reader, by viewer: Viewer) throws -> ObligationItem? {
        guard let key = ObligationKey(key), try reader.canSee(key.id.subject),
            let obligation = try reader.obligations(of: key.id.subject).first(where: { $0.id == key.id })
        else { return nil }
        let view = try reader.explain(obligation, policies: operations.policies)
        if let person = key.person { return try tag(of: person, reader).map { item(view, subject: $0) } }
        return try thingTag(of: key.id.subject, reader).map { item(view, subject: nil, thing: $0, by: viewer) }
    }

    /// A thing as pages name one; nil out of scope.
    func thingTag(of subject: Subject, _ reader: Reader) throws -> ThingTag? {
        guard try reader.canSee(subject), let row = try reader.thing(subject) else { return nil }
        return ThingTag(subject: subject, label: label(of: subject, row.standing.label), state: row.standing.state, seat: row.standing.territory)
    }

    /// What a thing is called: a territory by its name, a request for assistance by its ends, everything else by its own label.
    func label(of subject: Subject, _ label: String) -> LocalizedText {
        switch subject {
        case .territory(let code): names[code]
        case .assistance: AssistanceLabel(label).map(self.label) ?? LocalizedText(zh: label, en: label)
        default: LocalizedText(zh: label, en: label)
        }
    }
}

extension Desk {
    /// A console's desk on a register.
    init(_ desk: OperationsDesk) {
        let refused: @Sendable () throws -> Never = { throw Refusal.notFound }
        self.init(
            now: { desk.now }, zone: desk.zone, demo: desk.demo, tour: nil, labels: { desk.labels },
            territoryName: { desk.names.knows($0) ? desk.names[$0] : nil },
            territoryChoices: { desk.territoryChoices($0, around: $1) },
            home: { try await desk.home($0, $1, $2) }, situation: { try await desk.situation($0, $1) },
            epidemic: { try await desk.epidemic($0, $1) }, reports: { try await desk.reports($0, $1, $2, movements: $3) },
            report: { try await desk.report($0, $1, $2) }, writeReport: { try await desk.write($0, $1, $2) },
            target: { try await desk.target($0, $1, $2) }, list: { try await desk.list($0, $1, $2) },
            export: { try await desk.export($0, $1, $2) }, search: { try await desk.search($0, $1) },
            person: { try await desk.person($0, $1, $2) }, reveal: { try await desk.reveal($0, $1, $2) },
            reportCard: { try await desk.reportCard($0, $1, $2) },
            form: { _, _ in try refused() }, submit: { _, _ in try refused() }, undo: { _, _ in try refused() },
            things: { try await desk.things($0, $1, $2) }, thing: { try await desk.thing($0, $1, $2) }, thingForm: { _, _ in try refused() },
            submitThing: { _, _ in try refused() },
            testing: { try await desk.testing($0, $1) }, round: { try await desk.round($0, $1, $2) },
            laboratory: { try await desk.laboratory($0, $1) },
            imports: { _ in try refused() }, startImport: { _, _, _, _, _, _ in try refused() }, importRun: { _, _ in try refused() },
            remapImport: { _, _, _ in try refused() }, commitImport: { _, _ in try refused() }, importErrors: { _, _ in try refused() },
            quality: { try await desk.quality($0, $1) }, qualityRows: { try await desk.qualityRows($0, $1, $2, after: $3) },
            handOver: { try await desk.handOver($0, $1, $2) },
            policy: { try await desk.policy($0, $1, $2, counting: $3) },
            adoption: { try await desk.adoption($0, $1, counting: $2) }, adopt: { try await desk.adopt($0, $1, key: $2) },
            whatIf: { try await desk.whatIf($0, $1, $2) },
            cheapest: { try await desk.cheapest($0, $1, $2) },
            stopWhatIf: {
                desk.simulations.withdraw($0.account.id)
                desk.searches.withdraw($0.account.id)
            }, draftPolicy: { try await desk.draftPolicy($0, $1, $2) },
            users: { try await desk.users($0) },
            createUser: { try await desk.createUser($0, $1) },
            setDisabled: { try await desk.setDisabled($0, $1, $2) }, audit: { try await desk.audit($0, $1) },
            verifyAudit: { try await desk.verifyAudit($0) }, obstacles: { await desk.obstacles() })
    }
}

extension OperationsDesk {
    /// What the territory menu offers: those above within scope, this one, those directly below.
    func territoryChoices(_ viewer: Viewer, around code: TerritoryCode) -> [(code: TerritoryCode, name: LocalizedText)] {
        var codes: [TerritoryCode] = []
        var above: TerritoryCode? = code
        while let next = above {
            if viewer.covers(next) { codes.insert(next, at: 0) }
            above = next.parent
        }
        codes += names.children(of: code)
        for grant in viewer.account.grants where !codes.contains(grant.territory) { codes.append(grant.territory) }
        return codes.map { ($0, names[$0]) }
    }
}
