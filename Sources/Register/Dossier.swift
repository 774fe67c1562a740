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
    /// Arrivals, by time.
    public var arrivals: [Recorded<Arrival>] = []
    /// Posts held, by beginning.
    public var posts: [Recorded<PostHolding>] = []
    /// Acts of officers, by time.
    public var acts: [Recorded<Act>] = []
    /// Doses received, by time.
    public var vaccinations: [Recorded<Vaccination>] = []
    /// The person's death.
    public var death: Recorded<Death>?
    /// What is known of each person this one was exposed to.
    public var indices: [PersonID: IndexPerson] = [:]

    /// An empty dossier.
    public init(id: PersonID, asOf: Instant) {
        self.id = id
        self.asOf = asOf
    }
}

/// What a contact's obligations depend on in the person they were exposed to.
public struct IndexPerson: Hashable, Sendable, Codable {
    /// The established infections of that person, excluded ones included with the moment of their exclusion.
    public var infections: [Infection]
    /// When that person was identified as a close contact; nil if never one.
    public var contactSince: Instant?
    /// When that person ceased to be one because every case behind it was excluded.
    public var contactEnded: Instant?
    /// First day of that person's own exposure to a case.
    public var exposedFrom: CivilDate?
    /// Whether that contact ran a higher risk.
    public var isHigherRisk: Bool
    /// Results of that person's tests since the exposure, by the taking of the specimen; true for negative.
    public var testsNegative: [Bool]

    /// An infection of an index person.
    public struct Infection: Hashable, Sendable, Codable {
        /// The case.
        public var of: Reference<CaseReport>
        /// The entry that established it.
        public var fact: FactID
        /// When it was established.
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
    public init(
        infections: [Infection] = [], contactSince: Instant? = nil, contactEnded: Instant? = nil, exposedFrom: CivilDate? = nil,
        isHigherRisk: Bool = false, testsNegative: [Bool] = []
    ) {
        self.infections = infections
        self.contactSince = contactSince
        self.contactEnded = contactEnded
        self.exposedFrom = exposedFrom
        self.isHigherRisk = isHigherRisk
        self.testsNegative = testsNegative
    }
}

extension Dossier {
    /// The dossier of `id` as known at `moment`, from all entries about that person in any order.
    ///
    /// Of each thing the last entry known by then is in force; a withdrawing entry leaves nothing. Complexity: O(n log n).
    public init(id: PersonID, records: some Sequence<FactRecord>, asOf moment: Instant, indices: [PersonID: IndexPerson] = [:]) {
        self.init(id: id, asOf: moment)
        var inForce: [Int64: FactRecord] = [:]
        for record in records where record.knownAt <= moment {
            if let other = inForce[record.entity], other.id > record.id { continue }
            inForce[record.entity] = record
        }
        for record in inForce.values.sorted(by: { ($0.happenedAt, $0.entity) < ($1.happenedAt, $1.entity) }) where !record.isWithdrawn {
            admit(record)
        }
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
        case .arrival(let value): arrivals.append(record.recorded(value))
        case .post(let value): posts.append(record.recorded(value))
        case .act(let value): acts.append(record.recorded(value))
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
