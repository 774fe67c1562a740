import Vocabulary

/// What a round of mass screening needs, as the policy reckons it (`domain.md` §5.3).
public struct RoundProposal: Hashable, Sendable {
    /// Residents to be tested.
    public var population: Int
    /// The fewest and the most sampling sites.
    public var sites: ClosedRange<Int>
    /// Samplers.
    public var samplers: Int
    /// People at each site where there are as many sites as proposed at most, and at least.
    public var load: ClosedRange<Int>
}

extension RoundRules {
    /// Sites and samplers for a population: one site to so many residents, one sampler to so many; both rounded up.
    public func proposal(population: Int) -> RoundProposal {
        let people = max(population, 0)
        func parts(_ size: Int) -> Int { max((people + max(size, 1) - 1) / max(size, 1), 1) }
        let sites = parts(max(residentsPerSite.most, residentsPerSite.least))...parts(min(residentsPerSite.least, residentsPerSite.most))
        return RoundProposal(
            population: people, sites: sites, samplers: parts(residentsPerSampler),
            load: (people + sites.upperBound - 1) / sites.upperBound...(people + sites.lowerBound - 1) / sites.lowerBound)
    }
}

/// What comes after the rounds held so far in an area.
public enum NextRound: Hashable, Sendable {
    /// Another round on this day.
    case on(CivilDate)
    /// A last round, after the pause, on this day.
    case finally(CivilDate)
    /// None: the rounds have done what they are for.
    case none
}

extension RoundRules.Stopping {
    /// What comes after rounds begun on these days, each clean (no positive in society) or not; unfinished ones count as not clean.
    ///
    /// Daily until so many in a row are clean, then the pause, then so many more; a positive in one of those starts the count anew
    /// (`domain.md` §5.3, CN-9: three clean, three days, one more).
    ///
    /// - Parameter rounds: In the order of their days.
    public func next(after rounds: [(day: CivilDate, isClean: Bool)]) -> NextRound? {
        guard let last = rounds.last else { return nil }
        var clean = 0
        for round in rounds.reversed() {
            guard round.isClean else { break }
            clean += 1
        }
        if clean >= cleanRounds + finalRounds { return NextRound.none }
        if clean >= cleanRounds { return .finally(last.day + max(pause, 1)) }
        return .on(last.day + 1)
    }
}

/// Percentiles of how long results took.
public struct Turnaround: Hashable, Sendable {
    /// Half of the results took no longer.
    public var median: Span
    /// Nine in ten took no longer.
    public var ninetieth: Span
    /// Ninety-nine in a hundred took no longer.
    public var ninetyNinth: Span
    /// Results that took longer than the limit.
    public var late: Int
    /// Results in all.
    public var count: Int

    /// From times in any order, by the nearest rank (ISO 16269-4); nil where there are none.
    public init?(_ spans: [Span], limit: Span?) {
        guard !spans.isEmpty else { return nil }
        let sorted = spans.sorted()
        func rank(_ percent: Int) -> Span { sorted[max((percent * sorted.count + 99) / 100 - 1, 0)] }
        (median, ninetieth, ninetyNinth) = (rank(50), rank(90), rank(99))
        late = limit.map { limit in spans.count { $0 > limit } } ?? 0
        count = spans.count
    }
}

/// How a laboratory's backlog will go.
public struct LaboratoryForecast: Hashable, Sendable {
    /// Tubes waiting now.
    public var waiting: Int
    /// Tubes resolved in an hour, as lately measured.
    public var perHour: Double
    /// Tubes that come in an hour, as lately measured.
    public var arrivingPerHour: Double
    /// When the last of those waiting will be resolved; nil while nothing gets less.
    public var clearIn: Span?

    /// From counts over the last `hours`: what was resolved and what came in that time.
    ///
    /// A queue that grows is never cleared; one that shrinks is by its difference. Fluid approximation, good for queues much longer than one.
    public init(waiting: Int, resolved: Int, arrived: Int, hours: Double) {
        let hours = max(hours, 1e-9)
        self.waiting = waiting
        perHour = Double(resolved) / hours
        arrivingPerHour = Double(arrived) / hours
        let net = perHour - arrivingPerHour
        clearIn =
            waiting == 0 ? .zero : net > 0 ? Span(milliseconds: Int64((Double(waiting) / net * 3_600_000).rounded())) : nil
    }
}

extension RepositiveRules {
    /// Whether a positive taken so long after discharge makes a new case, or is the old one again (`domain.md` §5.5).
    public func makesNewCase(discharged: CivilDate, positive: CivilDate) -> Bool { positive > discharged + noNewCaseFor }
}
