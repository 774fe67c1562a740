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
    /// Whether contacts known to be immune are let go.
    let exemptsImmune: Bool
    /// Share of the tests of people under control that are taken.
    let controlCoverage: Double
    let close: LaidSchedule?
    let secondary: LaidSchedule?
    let exposedAtPlace: LaidSchedule?
    let general: LaidSchedule?
    let arrivals: [OriginRisk: LaidSchedule]
    let zones: [ZoneLevel: LaidSchedule]
    /// What a meeting in each layer makes of the other; ``Layer/venue`` for those found to have been close.
    let degrees: [ContactDegree?]
    /// What having been in the same venue without meeting makes of somebody.
    let venueDegree: ContactDegree?
    let isSecondaryLayer: [Bool]
    let elicited: [Float]
    let adherence: [Float]
    /// Ticks from sample to result, single and pooled.
    let singleResult: Int32, pooledResult: Int32
    let listDelay: Int32, closeDelay: Int32, secondaryDelay: Int32
    /// People in a tube in routine tests and rounds.
    let poolSize: Int
    let posts: [Post]
    let places: PlaceLimits

    /// A class of posts.
    struct Post: Sendable {
        let frequency: TestFrequency
        let withCases: TestFrequency?
        let share: Double
        let occupation: PostHolders
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
        exemptsImmune = tracing.immuneExempt != nil
        controlCoverage = execution.testCoverage.control
        close = tracing.schedule(for: .close).map(LaidSchedule.init)
        secondary = tracing.schedule(for: .secondary).map(LaidSchedule.init)
        exposedAtPlace = tracing.schedule(for: .exposedAtPlace).map(LaidSchedule.init)
        general = tracing.schedule(for: .general).map(LaidSchedule.init)
        arrivals = policy.arrivals.byRisk.compactMapValues { $0.control.map(LaidSchedule.init) }
        zones = policy.zones.levels.compactMapValues { $0.control.map(LaidSchedule.init) }
        let settings = tracing.contacts.settings
        degrees = Layer.allCases.map { layer in layer.setting.flatMap { settings[$0]?.degree } }
        venueDegree = settings[.venue]?.degree
        isSecondaryLayer = Layer.allCases.map { layer in layer.setting.map(tracing.contacts.secondary.contains) ?? false }
        elicited = Layer.allCases.map { layer in Float(layer.setting.flatMap { execution.elicited[$0] } ?? 0) }
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
        posts = policy.testing.posts.keys.sorted().compactMap { key in
            guard let rules = policy.testing.posts[key] else { return nil }
            let (holders, share) = execution.postHolders(key)
            return Post(frequency: rules.frequency, withCases: rules.frequencyWithCases, share: share, occupation: holders)
        }
        places = PlaceLimits(policy, execution)
        isActive =
            testsSymptoms || !posts.isEmpty || !policy.arrivals.byRisk.isEmpty || places.areLimited || policy.zones.scheme != .none
    }

    /// The layer's chance of an infected contact being named.
    func schedule(_ degree: ContactDegree) -> LaidSchedule? {
        switch degree {
        case .close: close
        case .secondary: secondary
        case .exposedAtPlace: exposedAtPlace
        case .general: general
        }
    }

    /// Ticks from the diagnosis of a case to isolation.
    func isolationDelay(_ rules: TreatmentRules.CaseRules?) -> Int32 {
        let clock = rules?.clocks[.admitted] ?? rules?.clocks[.isolated]
        return Tick.span(hours: clock.map { Double($0.within.count) * execution.lateness } ?? execution.hoursWithoutClock.isolation)
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
        case "port_frontline", "imported_cold_chain", "entrant_transport", "port_other", "prison", "isolation_site": (.workers, 0.0008)
        default: (.workers, 0.002)
        }
    }
}

/// What the rules on places and gatherings leave of the meetings there, by level of zone.
struct PlaceLimits: Sendable {
    /// Share of venue meetings left: outside zones, low, medium, high.
    let venue: [Float]
    /// Share of transmissions on the way that masks in stations and vehicles leave.
    let transport: Float
    /// Whether classes meet.
    let classroom: [Float]
    /// Chance that a gathering is held: by level of zone, then by kind and size (``sizes``).
    private let gatherings: [[Float]]
    let areLimited: Bool

    static let levels: [ZoneLevel?] = [nil, .low, .medium, .high]
    static let sizes = [4, 8, 15, 30, 60, 120, 300]
    /// Relative frequency of meetings at gatherings of those sizes, of 256, cumulative. Assumed: most meet at meals of ten and less.
    private static let sizeShares: [UInt8] = [60, 120, 170, 205, 230, 248, 255]
    private static let kinds: [GatheringRules.Kind] = [.familyMeal, .banquet, .meeting, .performance]

    init(_ policy: Policy, _ execution: Execution) {
        let rules = policy.gatherings, keyPlaces = policy.places.key
        // Shares of meetings among strangers by class of place. Assumed.
        let weights: [String: Double] = [
            "market": 0.22, "mall": 0.25, "entertainment": 0.13, "cinema": 0.04, "religious": 0.03, "hotel": 0.05, "station": 0.08,
            "construction_site": 0.05,
        ]
        func share(_ percent: Double) -> Double { min(1, percent / 100 / execution.usualOccupancy) }
        venue = PlaceLimits.levels.map { level in
            var left = 1.0
            for (key, weight) in weights.sorted(by: { $0.key < $1.key }) {
                let place = keyPlaces[key]
                if let level, place?.closedIn.contains(level) == true {
                    left -= weight
                    continue
                }
                var kept = (place?.occupancy ?? rules.enclosedShare).map(share) ?? 1
                if place?.measures.contains(.mask) == true { kept *= 1 - execution.maskEffect }
                left -= weight * (1 - kept)
            }
            return Float(max(0, left))
        }
        transport = keyPlaces["station"]?.measures.contains(.mask) == true ? Float(1 - execution.maskEffect) : 1
        classroom = PlaceLimits.levels.map { level in
            level.map { keyPlaces["school"]?.closedIn.contains($0) == true ? Float(execution.defiance) : 1 } ?? 1
        }
        gatherings = PlaceLimits.levels.map { level in
            PlaceLimits.kinds.flatMap { kind in
                PlaceLimits.sizes.map { size in
                    switch rules.decision(kind: kind, people: size, isIndoors: true, zone: level)?.limit.decision {
                    case .refuse: Float(execution.defiance)
                    case .approve: Float(execution.approved)
                    default: 1
                    }
                }
            }
        }
        areLimited = venue[0] < 1 || transport < 1 || classroom[0] < 1 || gatherings[0].contains { $0 < 1 }
    }

    /// The chance that the gathering a meeting happened at is held, from 16 random bits and the level's number in ``levels``.
    @inline(__always)
    func gathering(_ bits: UInt64, level: Int) -> Float {
        let luck = UInt8(truncatingIfNeeded: bits)
        let size = PlaceLimits.sizeShares.firstIndex { luck <= $0 } ?? 0
        // Small ones are family meals more often than not.
        let kind = size < 2 ? Int(bits >> 8 & 1) : 1 + Int(bits >> 8) % 3
        return gatherings[level][kind * PlaceLimits.sizes.count + size]
    }

    /// Mean share of gatherings refused at a level.
    func refused(level: Int) -> Double {
        let row = gatherings[level]
        return Double(row.reduce(0) { $0 + (1 - $1) }) / Double(row.count)
    }
}
