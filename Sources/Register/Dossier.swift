import Vocabulary

/// The facts in force about one person as known at one moment, with what must be known of the persons this one was exposed to.
///
/// Everything the rules say of a person follows from a dossier; two equal dossiers have equal obligations.
public struct Dossier: Hashable, Sendable {
    /// Whom the dossier is about.
    public let id: PersonID
    /// The moment of knowledge.
    public let asOf: Instant
    /// What is known of the person; nil where nothing is yet.
    public var person: Recorded<Person>?
    /// Reports of cases, by time.
    public var cases: [Recorded<CaseReport>] = []
    /// Later turns of those cases, by time.
    public var caseChanges: [Recorded<CaseChange>] = []
    /// Exposures to others, by identification.
    public var exposures: [Recorded<Exposure>] = []
    /// Stays, by beginning.
    public var stays: [Recorded<Stay>] = []
    /// Specimens, by taking.
    public var specimens: [Recorded<Specimen>] = []
    /// Results, by report.
    public var results: [Recorded<TestResult>] = []
    /// Tubes of theirs that came out positive or grey, by report.
    public var recalls: [Recorded<Recall>] = []
    /// Orders to look back that reached the person, by time.
    public var lookBacks: [Recorded<LookBackCall>] = []
    /// The teams named for the person while held at home, by time.
    public var homeTeams: [Recorded<HomeTeam>] = []
    /// What the person reported of themselves, by time.
    public var selfReports: [Recorded<SelfReport>] = []
    /// Objections to how the person is classed or held, by filing.
    public var appeals: [Recorded<Appeal>] = []
    /// Arrivals, by time.
    public var arrivals: [Recorded<Arrival>] = []
    /// Posts held, by beginning.
    public var posts: [Recorded<PostHolding>] = []
    /// Steps into, within and out of closed loops, by time.
    public var loopSteps: [Recorded<LoopStep>] = []
    /// Acts of officers, by time.
    public var acts: [Recorded<Act>] = []
    /// Where an investigation found the person to have been, by time.
    public var trajectory: [Recorded<TrajectoryPoint>] = []
    /// Who works on the person's case, by time.
    public var team: [Recorded<TeamAssignment>] = []
    /// Requests to be taken over by another place, by time.
    public var transfers: [Recorded<Transfer>] = []
    /// Turns of those, by time.
    public var transferSteps: [Recorded<TransferStep>] = []
    /// Doses received, by time.
    public var vaccinations: [Recorded<Vaccination>] = []
    /// The person's death.
    public var death: Recorded<Death>?
    /// What is known of each person this one was exposed to.
    public var indices: [PersonID: IndexPerson] = [:]
    /// The local cases of the counties in which the person holds posts, where the frequency of tests hangs on them.
    public var localCases = LocalCases()
    /// The risk areas that cover where the person lives, where the edition holds their residents.
    public var zones: [Recorded<Zone>] = []

    /// An empty dossier.
    public init(id: PersonID, asOf: Instant) {
        self.id = id
        self.asOf = asOf
    }
}

/// What a contact's obligations depend on in the person they were exposed to.
public struct IndexPerson: Hashable, Sendable, Codable {
    /// That person's cases, suspected ones as well; excluded ones with the moment of their exclusion.
    public var infections: [Infection]
    /// The times at which that person was a close contact, by exposure.
    public var contacts: [Contact]
    /// That person's nucleic-acid tests since the first of those exposures, by the taking of the specimen.
    public var tests: [Test]

    /// A time at which an index person was a close contact.
    public struct Contact: Hashable, Sendable, Codable {
        /// When that person was identified as one.
        public var since: Instant
        /// When that person ceased to be one because every case behind it was excluded.
        public var ended: Instant?
        /// First day of that person's own exposure to a case.
        public var exposedFrom: CivilDate
        /// Whether that contact ran a higher risk.
        public var isHigherRisk: Bool

        /// A time as a close contact from its parts.
        public init(since: Instant, ended: Instant? = nil, exposedFrom: CivilDate, isHigherRisk: Bool = true) {
            self.since = since
            self.ended = ended
            self.exposedFrom = exposedFrom
            self.isHigherRisk = isHigherRisk
        }
    }

    /// What a test of an index person showed.
    public struct Test: Hashable, Sendable, Codable {
        /// When the specimen was taken.
        public var takenAt: Instant
        /// When the result was reported.
        public var reportedAt: Instant
        /// Whether it was negative.
        public var isNegative: Bool

        /// A test from its parts.
        public init(takenAt: Instant, reportedAt: Instant, isNegative: Bool) {
            self.takenAt = takenAt
            self.reportedAt = reportedAt
            self.isNegative = isNegative
        }
    }

    /// A case of an index person.
    public struct Infection: Hashable, Sendable, Codable {
        /// The case.
        public var of: Reference<CaseReport>
        /// The entry that reported it.
        public var fact: FactID
        /// When it was diagnosed or suspected.
        public var establishedAt: Instant
        /// When it was ruled out, if it was.
        public var excludedAt: Instant?

        /// An infection from its parts.
        public init(of: Reference<CaseReport>, fact: FactID, establishedAt: Instant, excludedAt: Instant? = nil) {
            self.of = of
            self.fact = fact
            self.establishedAt = establishedAt
            self.excludedAt = excludedAt
        }
    }

    /// What is known of an index person.
    public init(infections: [Infection] = [], contacts: [Contact] = [], tests: [Test] = []) {
        self.infections = infections
        self.contacts = contacts
        self.tests = tests
    }
}

extension Dossier {
    /// The dossier of `id` as known at `moment`, from all entries about that person in any order.
    ///
    /// Of each thing the last entry known by then is in force; a withdrawing entry leaves nothing. Complexity: O(n log n).
    public init(id: PersonID, records: [FactRecord], asOf moment: Instant, indices: [PersonID: IndexPerson] = [:]) {
        self.init(id: id, asOf: moment)
        for record in records.inForce(asOf: moment) { admit(record) }
        self.indices = indices
    }

    private mutating func admit(_ record: FactRecord) {
        switch record.fact {
        case .person(let value): person = record.recorded(value)
        case .caseReport(let value): cases.append(record.recorded(value))
        case .caseChange(let value): caseChanges.append(record.recorded(value))
        case .exposure(let value): exposures.append(record.recorded(value))
        case .stay(let value): stays.append(record.recorded(value))
        case .specimen(let value): specimens.append(record.recorded(value))
        case .result(let value): results.append(record.recorded(value))
        case .recall(let value): recalls.append(record.recorded(value))
        case .lookBackCall(let value): lookBacks.append(record.recorded(value))
        case .homeTeam(let value): homeTeams.append(record.recorded(value))
        case .selfReport(let value): selfReports.append(record.recorded(value))
        case .appeal(let value): appeals.append(record.recorded(value))
        case .arrival(let value): arrivals.append(record.recorded(value))
        case .post(let value): posts.append(record.recorded(value))
        case .loopStep(let value): loopSteps.append(record.recorded(value))
        case .act(let value): acts.append(record.recorded(value))
        case .trajectory(let value): trajectory.append(record.recorded(value))
        case .teamAssignment(let value): team.append(record.recorded(value))
        case .transfer(let value): transfers.append(record.recorded(value))
        case .transferStep(let value): transferSteps.append(record.recorded(value))
        case .vaccination(let value): vaccinations.append(record.recorded(value))
        case .death(let value): death = record.recorded(value)
        default: break
        }
    }
}

extension FactRecord {
    /// This entry as a fact in force with the given value.
    func recorded<Value>(_ value: Value) -> Recorded<Value> {
        Recorded(id: Reference(rawValue: entity), fact: id, happenedAt: happenedAt, knownAt: knownAt, value: value)
    }
}
