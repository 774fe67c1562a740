import Epidemiology
import Obligations
import Policy
import Register
import Simulation
import Storage
import Vocabulary

/// How well and how fast the rules are being carried out in a territory: what fell due in the last two weeks against what was done.
///
/// Where there is too little to go by, a figure is nil and the simulator keeps its default; what a register cannot tell (who sees a doctor, who keeps to
/// staying at home) is not measured at all.
public struct CarriedOut: Hashable, Sendable {
    /// A figure with how many it rests on.
    public struct Figure: Hashable, Sendable {
        /// The figure; nil of fewer than ``CarriedOut/fewest``.
        public let value: Double?
        /// How many.
        public let count: Int

        init(_ values: [Double]) {
            count = values.count
            value = count >= CarriedOut.fewest ? values.reduce(0, +) / Double(count) : nil
        }
    }

    /// Time taken as a share of the time allowed, in the mean over the clocks that have run out; of what is still undone the time so far counts.
    public let lateness: Figure
    /// Share of the due tests of people under control that were taken.
    public let controlTests: Figure
    /// The same of post holders.
    public let postTests: Figure
    /// Days from onset to the first positive specimen, else the diagnosis, of local cases found outside control: mean and standard deviation of a gamma
    /// distribution, right-truncated; nil of too few.
    public let onsetToCare: DiseaseProfile.Distribution?
    /// How many cases that rests on.
    public let onsets: Int

    /// Clocks and tests below which a default stands.
    public static let fewest = 30
    /// Days that count as now.
    public static let days = 14
    /// The most people of one kind whose duties are looked at.
    static let people = 2000

    private static let clocked: Set<ObligationID.Reason> = [.infection, .closeContact, .secondaryContact, .specimen]
    private static let controlled: Set<ObligationID.Reason> = [.closeContact, .secondaryContact, .exposedAtPlace, .arrival, .homeControl]

    /// What obligations and cases say at a moment.
    public init(_ obligations: some Sequence<Obligation>, cases: [CaseLine], at moment: Instant, zone: CivilZone) {
        var clocks: [Double] = []
        var control: [Double] = []
        var post: [Double] = []
        for obligation in obligations {
            guard let due = obligation.due, due <= moment, due > moment - .hours(24 * CarriedOut.days) else { continue }
            let reason = obligation.id.reason
            let met = obligation.fulfilment.flatMap { $0.at <= moment ? $0.at : nil }
            switch obligation.kind {
            case .clock where CarriedOut.clocked.contains(reason) && due > obligation.opens:
                let taken = (met ?? moment) - obligation.opens
                clocks.append(max(0, Double(taken.milliseconds)) / Double((due - obligation.opens).milliseconds))
            case .test where CarriedOut.controlled.contains(reason): control.append(met == nil ? 0 : 1)
            case .test where reason == .post: post.append(met == nil ? 0 : 1)
            default: continue
            }
        }
        lateness = Figure(clocks)
        controlTests = Figure(control)
        postTests = Figure(post)
        let last = zone.date(of: moment) - 1
        let delays = cases.compactMap { line -> DelayObservation? in
            guard line.isLocal, !line.isFoundUnderControl, let onset = line.infection.onset else { return nil }
            let seen = zone.date(of: line.infection.report.firstPositiveTaken ?? line.infection.diagnosedAt)
            guard onset <= seen, seen <= last, (last - onset).count < 28 else { return nil }
            return .days((seen - onset).count, untilDay: (last - onset).count)
        }
        onsets = delays.count
        let fit = delays.count >= Estimates.fewestCases ? try? DelayFit(.gamma, delays) : nil
        onsetToCare = fit.map { DiseaseProfile.Distribution(.gamma, mean: $0.posterior.mean.estimate, deviation: $0.posterior.sd.estimate) }
    }
}

extension Execution {
    /// The defaults, with what was measured in their place.
    public init(_ measured: CarriedOut) {
        self.init()
        if let lateness = measured.lateness.value { self.lateness = lateness }
        if let control = measured.controlTests.value { testCoverage.control = control }
        if let post = measured.postTests.value { testCoverage.post = post }
        if let onsetToCare = measured.onsetToCare { self.onsetToCare = onsetToCare }
    }
}

/// How an outbreak stands in a register: what a simulation goes on from.
public struct PresentOutbreak: Hashable, Sendable {
    /// As known at.
    public let asOf: Instant
    /// Its local cases of the last four weeks; not those of the day itself, with which the simulation begins.
    public let known: [Scenario.KnownCase]
    /// How well and how fast the rules are being carried out.
    public let carriedOut: CarriedOut
    /// The day on which a simulation begins.
    public let start: CivilDate

    /// An outbreak from its parts.
    public init(asOf: Instant, known: [Scenario.KnownCase], carriedOut: CarriedOut, start: CivilDate) {
        self.asOf = asOf
        self.known = known
        self.carriedOut = carriedOut
        self.start = start
    }
}

extension Operations {
    /// What a simulation of a territory goes on from: its line list and how its rules are carried out, as known at a moment.
    public func presentOutbreak(of territory: TerritoryCode, scope: Scope, asOf: Instant? = nil) async throws -> PresentOutbreak {
        let situation = try await situation(of: territory, scope: scope, asOf: asOf)
        let contacts = try await contacts(of: situation)
        let zone = policies.zone
        let moment = situation.asOf
        let obligations = try await store.read(.systemUnrestricted) { reader in
            let posts = try reader.lineList(LineListQuery(territory: territory, kind: .posts, limit: CarriedOut.people, countCap: 0)).rows.map(\.id)
            let met = Set(
                contacts.exposed.sorted { ($0.last, $0.person.rawValue) > ($1.last, $1.person.rawValue) }.prefix(CarriedOut.people).map(\.person))
            let people = Set(situation.cases.suffix(CarriedOut.people).map(\.person)).union(met).union(posts)
            return try people.sorted { $0.rawValue < $1.rawValue }.flatMap { person -> [Obligation] in
                guard let stored = try reader.derived(of: person),
                    let calendar = Obligations.Calendar(packed: stored.calendar, subject: .person(person))
                else {
                    return []
                }
                return calendar.obligations(asKnownAt: moment)
            }
        }
        let start = zone.date(of: moment)
        let known = situation.cases.filter(\.isLocal).compactMap { line -> Scenario.KnownCase? in
            let report = zone.date(of: line.infection.diagnosedAt)
            guard report < start, (start - report).count <= 28 else { return nil }
            let onset = line.infection.onset.flatMap { $0 <= report ? $0 : nil }
            return Scenario.KnownCase(
                territory: line.infection.report.territory.ancestor(at: .county), onset: onset, report: report,
                isFoundUnderControl: line.isFoundUnderControl)
        }
        return PresentOutbreak(
            asOf: moment, known: known, carriedOut: CarriedOut(obligations, cases: situation.cases, at: moment, zone: zone), start: start)
    }
}
