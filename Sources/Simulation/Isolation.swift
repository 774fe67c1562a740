import Policy
import Vocabulary

/// How somebody found infected is isolated, as the event loop asks for it.
struct Isolation: Sendable {
    /// Ticks from the diagnosis.
    let delay: Int32
    /// Days from the onset or, without one, from the diagnosis until the isolation ends at the earliest, and the hour at which it does.
    let days: Int
    let releaseHour: Int
    let mode: ControlMode
    /// Negative tests that discharge asks for.
    let negatives: Int
    /// How people are followed after discharge: what a day costs, how many days, and how many swabs in all.
    let followUp: [(item: UnitCosts.Item?, days: Int)]
    let swabsAfter: Int

    /// By the rules for the first of these kinds of case that has any; nil if none has.
    init?(_ policy: Policy, _ kinds: [CaseKind], _ execution: Execution) {
        guard let rules = kinds.lazy.compactMap({ policy.treatment.cases[$0] }).first else { return nil }
        let clock = rules.clocks[.admitted] ?? rules.clocks[.isolated]
        delay = Tick.span(hours: clock.map { Double($0.within.count) * execution.lateness } ?? execution.hoursWithoutClock.isolation)
        // Two negatives come when the virus is gone, which the policy's own infectious window stands for.
        let cleared = rules.discharge.negatives > 0 ? policy.disease.infectiousAfter.count : 0
        days = max(rules.isolationDays?.count ?? 0, cleared, rules.discharge.earliestDay?.count ?? 0)
        releaseHour = rules.discharge.releaseHour
        mode = rules.isolation
        negatives = rules.discharge.negatives
        let stages = rules.followUp?.stages ?? []
        followUp = stages.map { ($0.mode.counts.item, $0.days.count) }
        swabsAfter = stages.reduce(0) { $0 + $1.tests.reduce(0) { $0 + $1.swabs } }
    }
}

/// What living in a zone does to those who keep to its rules.
struct ZoneEffect: Sendable {
    let staysHome: Bool, staysInArea: Bool, hasNoGatherings: Bool, hasFewerGatherings: Bool
    var isAny: Bool { staysHome || staysInArea || hasNoGatherings || hasFewerGatherings }

    init(_ measures: Set<ZoneRules.ZoneMeasure>) {
        staysHome = measures.contains(.stayHome)
        staysInArea = measures.contains(.noLeavingArea)
        hasNoGatherings = measures.contains(.noGatherings)
        hasFewerGatherings = measures.contains(.limitGatherings)
    }
}

/// Which states the policy counts as controlled when somebody is found.
struct Controlled: Sendable {
    let sealedZone: Bool, controlledZone: Bool, closeContact: Bool, secondaryContact: Bool, arrival: Bool, central: Bool, home: Bool, closedLoop: Bool

    init(_ states: Set<TargetRules.ControlledStatus>) {
        sealedZone = states.contains(.sealedZone)
        controlledZone = states.contains(.controlledZone)
        closeContact = states.contains(.closeContact)
        secondaryContact = states.contains(.secondaryContact)
        arrival = states.contains(.arrivalControl)
        central = states.contains(.centralIsolation)
        home = states.contains(.homeIsolation)
        closedLoop = states.contains(.closedLoop)
    }
}
