import Policy
import Vocabulary

/// A policy and its execution as the event loop asks for them: every number here is a line of the policy, or of ``Execution``.
final class Measures: Sendable {
    let policy: Policy
    let execution: Execution
    /// Whether there is anything at all that could happen.
    let isActive: Bool
    /// Whether people with symptoms are tested: fever clinics test, or cases have rules.
    let testsSymptoms: Bool
    /// How far contacts are traced: 1 close, 2 their contacts as well.
    let degreesTraced: Int
    /// What releases a secondary contact besides its own schedule.
    let gate: TracingRules.SecondaryGate?
    /// Floors of an isolation site above and below somebody found infected whose occupants begin again; nil: nobody does.
    let restartFloors: Int?
    /// How often everybody in an isolation site begins again when somebody is found infected there.
    let siteRestarts: Double
    /// Whether it is kept who is in which room of an isolation site.
    let keepsRooms: Bool
    /// Luck in the draw of potential transmissions in a site below which there are none, whoever it is.
    let luckWithoutSiteContact: Double
    /// The posts of those who work in isolation sites.
    let sitePost: Post?
    /// Whether any posts are in a closed loop, and which share of an occupation holds one, by its number.
    let hasLoops: Bool
    let loopShares: Slab<Double>
    /// Tests of post holders that are taken in a day in all territories, in the mean.
    let postTestsADay: Double
    /// What each item costs, by its number.
    let prices: Slab<Double>
    /// What a swab due under control costs in the mean, since not all are taken.
    let swabCost: (single: Double, antigen: Double)
    /// Tubes that the laboratories of each territory run in a day, and of those the post holders' usual ones; nil: as many as there are.
    let laboratories: [(tubes: Double, usual: Double)]?
    /// Whether contacts known to be immune are let go.
    let exemptsImmune: Bool
    /// Share of the tests of people under control that are taken.
    let controlCoverage: Double
    /// The schedules by ``Chart/Reason``, and their plans by reason and days passed.
    private let schedules: [LaidSchedule?]
    private let plans: Slab<LaidSchedule.Plan?>
    /// What a case's meeting in each layer makes of the other.
    let namings: Slab<Naming>
    /// What a close contact's does.
    let namingsBehind: Slab<Naming>
    let isSecondaryLayer: [Bool]
    /// Contacts whom the tracers of each territory reach in a day; nil: all.
    let mostReached: [Int32]?
    let adherence: [Float]
    /// Ticks from sample to result, single and pooled.
    let singleResult: Int32, pooledResult: Int32
    /// Ticks from a pooled sample to a positive result: those of the tube, and those of its members, who are sampled singly.
    let pooledPositive: Int32
    let listDelay: Int32, closeDelay: Int32, secondaryDelay: Int32
    /// People in a tube in routine tests and rounds.
    let poolSize: Int
    let posts: [Post]
    let places: PlaceLimits
    /// What living in a zone does, by the level's number in ``PlaceLimits/levels``, and whether rounds go there.
    let zoneEffects: [ZoneEffect]
    let isScreened: [Bool]
    /// Clean days after which a zone of a level is lifted, by the level's number; nil: never.
    let cleanDays: [Int?]
    /// Whether residents of a zone are pooled by household, by the level's number.
    let arePooledByHousehold: [Bool]
    /// Ticks from the first infection found in a territory to the first round; nil: there are no rounds.
    let firstRound: Int32?
    /// Acquaintances and strangers met in a day, by layer.
    let contactsPerDay: [Double]
    let stayHome: Double
    let wardProtection: Float
    /// How a case is isolated who has symptoms when found, and who has none (yet).
    let symptomatic: Isolation?, asymptomatic: Isolation?
    /// Which states count as controlled.
    let controlled: Controlled

    /// What a meeting in a layer makes of the other.
    struct Naming: BitwiseCopyable {
        /// The share of those met whom an investigation finds.
        var elicited: Float
        /// What somebody met becomes; ``Chart/Reason/none``: nothing.
        var near: Chart.Reason
        /// What somebody becomes who was in the same place and did not meet them: half of those in the same shop or restaurant (assumed).
        var distant: Chart.Reason

        var isAny: Bool { near != .none || distant != .none }
    }

    /// A class of posts.
    struct Post: Sendable {
        let frequency: TestFrequency
        let withCases: TestFrequency?
        let share: Double
        let occupation: PostHolders
        let isInLoop: Bool
    }

    /// Among whom a class of posts is found.
    enum PostHolders: Sendable {
        case healthcare, careHome, workers
    }

    init(_ scenario: Scenario) {
        let policy = scenario.policy, execution = scenario.execution
        self.policy = policy
        self.execution = execution
        let tracing = policy.tracing
        testsSymptoms = policy.testing.mustTest.contains(.feverClinicPatients) || !policy.treatment.cases.isEmpty
        degreesTraced = tracing.degrees
        gate = tracing.degrees >= 2 ? tracing.secondaryGate : nil
        restartFloors = tracing.sites?.restartFloors
        siteRestarts = tracing.sites?.restartSiteOnEnvironment == true ? execution.surfacePositive : 0
        keepsRooms = restartFloors != nil || siteRestarts > 0 || execution.siteTransmissions > 0
        luckWithoutSiteContact = Measures.luckWithoutSiteContact(scenario)
        prices = Slab(UnitCosts.Item.allCases.sorted { $0.number < $1.number }.map { policy.costs.prices[$0] ?? 0 })
        let sampling = policy.costs.prices[.sampling] ?? 0
        swabCost = (
            single: execution.testCoverage.control * ((policy.costs.prices[.singleTest] ?? 0) + sampling),
            antigen: execution.testCoverage.control * ((policy.costs.prices[.antigenTest] ?? 0) + sampling)
        )
        exemptsImmune = tracing.immuneExempt != nil
        controlCoverage = execution.testCoverage.control
        schedules = Chart.Reason.allCases.map { Measures.schedule($0, policy).map(LaidSchedule.init) }
        plans = Slab(schedules.flatMap { schedule in (0...LaidSchedule.longest).map { schedule?.plan($0) } })
        let settings = tracing.contacts.settings
        func reason(_ setting: ContactSetting?) -> Chart.Reason { setting.flatMap { settings[$0] }.map { Chart.Reason($0.degree) } ?? .none }
        let elicited = Layer.allCases.map { layer in Float(layer.setting.flatMap { execution.elicited[$0] } ?? 0) }
        namings = Slab(
            zip(Layer.allCases, elicited).map { layer, share in
                Naming(elicited: share, near: reason(layer.setting), distant: layer == .venue ? reason(.venue) : reason(layer.setting))
            })
        namingsBehind = Slab(elicited.map { Naming(elicited: $0, near: .secondary, distant: .secondary) })
        isSecondaryLayer = Layer.allCases.map { layer in layer.setting.map(tracing.contacts.secondary.contains) ?? false }
        mostReached = execution.tracedPerDay.map { share in
            scenario.population.territories.map { Int32(clamping: Int((share * Double($0.population) / 100_000).rounded())) }
        }
        adherence = ControlMode.allCases.map { Float(execution.adherence[$0] ?? 1) }
        func ticks(_ clock: Hours?, _ otherwise: Double) -> Int32 {
            Tick.span(hours: clock.map { Double($0.count) * execution.lateness } ?? otherwise)
        }
        let single = policy.testing.resultWithin[.feverClinic] ?? policy.testing.resultWithinSingle
        singleResult = ticks(single, execution.hoursWithoutClock.result)
        pooledResult = ticks(policy.testing.resultWithinPooled ?? single, execution.hoursWithoutClock.result)
        listDelay = ticks(tracing.caseClocks[.contactsListed]?.within, execution.hoursWithoutClock.list)
        closeDelay = ticks(tracing.clocks(for: .close)[.transferred]?.within, execution.hoursWithoutClock.control)
        secondaryDelay = ticks(tracing.clocks(for: .secondary)[.transferred]?.within, execution.hoursWithoutClock.control)
        poolSize = policy.testing.pools.flatMap { $0.sizes.filter { $0 <= 10 }.max() } ?? 1
        func post(_ key: String) -> Post? {
            guard let rules = policy.testing.posts[key] else { return nil }
            let (holders, share) = execution.postHolders(key)
            return Post(
                frequency: rules.frequency, withCases: rules.frequencyWithCases, share: share, occupation: holders, isInLoop: rules.closedLoop)
        }
        // Those in a closed loop come first: who is in one follows from a single comparison.
        let all = policy.testing.posts.keys.sorted().compactMap(post)
        posts = all.filter(\.isInLoop) + all.filter { !$0.isInLoop }
        loopShares = Slab(
            Occupation.allCases.map { [posts] occupation in
                posts.reduce(0) { $0 + ($1.isInLoop && $1.occupation.holds(occupation) ? $1.share : 0) }
            })
        sitePost = post(Measures.sitePosts)
        hasLoops = posts.contains(where: \.isInLoop)
        postTestsADay =
            posts.isEmpty
            ? 0
            : scenario.population.territories.indices.reduce(0) { [posts] in $0 + scenario.population.tests(of: posts, in: $1) }
                * execution.testCoverage.post
        laboratories = execution.tubesPerDay.map { [posts, poolSize] share in
            scenario.population.territories.indices.map { territory in
                let usual = scenario.population.tests(of: posts, in: territory) * execution.testCoverage.post / Double(poolSize)
                return (share * Double(scenario.population.territories[territory].population) / 100_000, usual)
            }
        }
        places = PlaceLimits(policy, execution)
        zoneEffects = PlaceLimits.levels.map { level in ZoneEffect(level.flatMap { policy.zones.levels[$0]?.measures } ?? []) }
        isScreened = PlaceLimits.levels.map { level in level.map { policy.testing.rounds?.firstRoundWithin[$0] != nil } ?? false }
        cleanDays = ZoneLevel.allCases.map { policy.zones.levels[$0]?.lift?.cleanDays.count }
        arePooledByHousehold = ZoneLevel.allCases.map { policy.testing.pools?.householdIn.contains($0) == true }
        firstRound = policy.testing.rounds?.firstRoundWithin.values.min().map { Tick.span(hours: Double($0.count) * execution.lateness) }
        pooledPositive =
            pooledResult + singleResult + Tick.span(hours: Double(policy.testing.pools?.retestWithin.count ?? 0) * execution.lateness)
        contactsPerDay = Layer.allCases.map { execution.contactsPerDay[$0] ?? 0 }
        stayHome = execution.stayHome
        wardProtection = Float(execution.wardProtection)
        symptomatic = Isolation(policy, [.confirmed, .probable, .asymptomatic], execution)
        asymptomatic = Isolation(policy, [.asymptomatic, .confirmed, .probable], execution)
        controlled = Controlled(policy.targets.controlled)
        isActive =
            testsSymptoms || !posts.isEmpty || !policy.arrivals.byRisk.isEmpty || places.areLimited || policy.zones.scheme != .none
    }

    /// The class of posts of those who work in isolation sites, as editions call it.
    static let sitePosts = "isolation_site"

    /// e^(−m), m being the mean number of potential transmissions in a site of whoever has most of them; where that has no bound, 0.
    private static func luckWithoutSiteContact(_ scenario: Scenario) -> Double {
        if scenario.execution.siteTransmissions <= 0 { return 1 }
        if case .period = scenario.pathogen.timing { return 0 }
        let kinds = Rates.infectiousness(scenario.pathogen)
        return Logarithm.exponential(-scenario.execution.siteTransmissions * max(kinds.symptomatic, kinds.asymptomatic))
    }

    /// The schedule of a contact of a degree.
    func schedule(_ degree: ContactDegree) -> LaidSchedule? { schedules[Int(Chart.Reason(degree).rawValue)] }

    /// What is left of the schedule by which somebody is held for a reason, when control begins so many days after the anchor; nil if there is none.
    @inline(__always)
    func plan(_ reason: Chart.Reason, _ elapsed: Int) -> LaidSchedule.Plan? {
        plans[Int(reason.rawValue) &* (LaidSchedule.longest + 1) &+ min(LaidSchedule.longest, max(0, elapsed))]
    }

    /// The schedule by which a policy holds somebody for a reason.
    private static func schedule(_ reason: Chart.Reason, _ policy: Policy) -> ControlSchedule? {
        switch reason {
        case .none: nil
        case .close: policy.tracing.schedule(for: .close)
        case .secondary: policy.tracing.schedule(for: .secondary)
        case .exposedAtPlace: policy.tracing.schedule(for: .exposedAtPlace)
        case .general: policy.tracing.schedule(for: .general)
        case .high: policy.arrivals.byRisk[.high]?.control
        case .medium: policy.arrivals.byRisk[.medium]?.control
        case .low: policy.arrivals.byRisk[.low]?.control
        case .affectedProvince: policy.arrivals.byRisk[.affectedProvince]?.control
        case .unaffected: policy.arrivals.byRisk[.unaffected]?.control
        case .abroad: policy.arrivals.byRisk[.abroad]?.control
        case .sealedZone: policy.zones.levels[.high]?.control
        case .controlledZone: policy.zones.levels[.medium]?.control
        }
    }
}

extension Execution {
    /// Among whom the holders of a class of posts are found and which share of them they are. Assumed; healthcare by department.
    func postHolders(_ key: String) -> (Measures.PostHolders, Double) {
        switch key {
        case "designated_isolation_ward": (.healthcare, 0.05)
        case "fever_clinic": (.healthcare, 0.05)
        case "designated_hospital_other": (.healthcare, 0.12)
        case "other_hospital_key_departments": (.healthcare, 0.25)
        case "other_hospital_staff": (.healthcare, 0.53)
        case "elderly_home": (.careHome, 0.25)
        case "express": (.workers, 0.015)
        case "public_transport": (.workers, 0.012)
        case "market": (.workers, 0.03)
        case "community_worker": (.workers, 0.008)
        case "port_frontline", "imported_cold_chain", "entrant_transport", "port_other", "prison", Measures.sitePosts: (.workers, 0.0008)
        default: (.workers, 0.002)
        }
    }
}
