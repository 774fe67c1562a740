import Vocabulary

/// What is recorded: one happening or state of the world, as a value.
///
/// `FactRecord.happenedAt` gives each fact its moment, so the values do not repeat it: a case's is the diagnosis, an exposure's the moment
/// the contact was identified, a stay's its beginning, a specimen's the taking, a result's the laboratory's report, an arrival's the
/// arrival, an act's the deed.
public enum Fact: Hashable, Sendable, Codable {
    case person(Person)
    case caseReport(CaseReport)
    case caseChange(CaseChange)
    case exposure(Exposure)
    case stay(Stay)
    case specimen(Specimen)
    case result(TestResult)
    case arrival(Arrival)
    case post(PostHolding)
    case act(Act)
    case vaccination(Vaccination)
    case death(Death)
    case note(Note)
    case place(Place)
    case visit(Visit)
    case gathering(Gathering)
    case zone(Zone)
    case household(Household)
    case householdVisit(HouseholdVisit)
    case pool(Pool)
    case environmentSpecimen(EnvironmentSpecimen)
    case manifest(Manifest)
    case checkpoint(Checkpoint)
    case directive(Directive)
    case receipt(Receipt)
    case shift(Shift)
    case inspection(Inspection)
    case finding(Finding)
    case assistance(AssistanceRequest)
    case infectionElsewhere(InfectionElsewhere)
    case appeal(Appeal)
    case findingStep(FindingStep)
    case screeningRound(ScreeningRound)
    case lookBack(LookBackOrder)
    case site(StaySite)
    case report(IssuedReport)
    case recall(Recall)
    case rosterEstimate(RosterEstimate)
    case zoneEvent(ZoneEvent)
    case placeCheck(PlaceCheck)
    case placeChange(PlaceChange)
    case loopStep(LoopStep)
    case gatheringStep(GatheringStep)
    case headquarters(HeadquartersStep)
    case handOver(HandOver)
    case registration(Registration)
    case lookBackReport(LookBackReport)
    case lookBackCall(LookBackCall)
    case grid(Grid)
    case doorRound(DoorRound)
    case inspectionPlan(InspectionPlan)
    case inspectionSummary(InspectionSummary)
    case areaLeader(AreaLeader)
    case transfer(Transfer)
    case transferStep(TransferStep)
    case wardStep(WardStep)
    case sameness(Sameness)
    case selfReport(SelfReport)
    case assistanceStep(AssistanceStep)
    case trajectory(TrajectoryPoint)
    case homeTeam(HomeTeam)
    case period(OperationalPeriod)
    case taskForce(TaskForce)
    case teamAssignment(TeamAssignment)
    /// A meeting of a headquarters.
    case meeting(CommandMeeting)
}

/// An entry of the register: a fact with its times, its author's source and its place in the chain of revisions.
public struct FactRecord: Hashable, Sendable {
    /// This entry.
    public let id: FactID
    /// The thing described: the number of the first entry about it; equal to `id` for a first entry.
    public let entity: Int64
    /// Whom or what the fact is about.
    public let subject: Subject
    /// When it happened in the world.
    public let happenedAt: Instant
    /// When the authority knew.
    public let knownAt: Instant
    /// Whether this entry withdraws the thing: from `knownAt` on it counts as never recorded.
    public let isWithdrawn: Bool
    /// The fact; of a withdrawing entry, what is withdrawn.
    public let fact: Fact

    /// An entry from its parts; `entity` defaults to the entry itself.
    public init(
        id: FactID, entity: Int64? = nil, subject: Subject, happenedAt: Instant, knownAt: Instant, isWithdrawn: Bool = false, fact: Fact
    ) {
        self.id = id
        self.entity = entity ?? id.rawValue
        self.subject = subject
        self.happenedAt = happenedAt
        self.knownAt = knownAt
        self.isWithdrawn = isWithdrawn
        self.fact = fact
    }
}

/// A fact in force, of a known kind.
public struct Recorded<Value: Hashable & Sendable>: Hashable, Sendable {
    /// The thing described, the same through all its revisions.
    public let id: Reference<Value>
    /// The entry in force.
    public let fact: FactID
    /// When it happened.
    public let happenedAt: Instant
    /// When the entry in force became known.
    public let knownAt: Instant
    /// The value.
    public let value: Value

    /// A fact in force from its parts.
    public init(id: Reference<Value>, fact: FactID, happenedAt: Instant, knownAt: Instant, value: Value) {
        self.id = id
        self.fact = fact
        self.happenedAt = happenedAt
        self.knownAt = knownAt
        self.value = value
    }
}
