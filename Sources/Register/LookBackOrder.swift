import Vocabulary

/// An order to look back over everyone who came from an area in some days (信息排查回头看); `happenedAt` is when it was given.
public struct LookBackOrder: Hashable, Sendable, Codable {
    /// What is looked for, in a line.
    public var title: String
    /// The territory that ordered it.
    public var issuer: TerritoryCode
    /// The territories that must look.
    public var territories: [TerritoryCode]
    /// First day of arrival looked at.
    public var from: CivilDate
    /// Last day of arrival looked at.
    public var until: CivilDate
    /// By when it must be done.
    public var due: Instant?
    /// The areas people came from; nil or empty: wherever they came from.
    public var origins: [TerritoryCode]?
    /// Where arrivals are looked for; nil: where the policy says.
    public var sources: [ArrivalSource]?
    /// The grids, villages or townships that must each say whom they found at their doors; nil: the territories as wholes.
    public var units: [TerritoryCode]?
    /// The lists that the counties of an addressee above them keep; nil: the addressees hand in everything as wholes.
    public var kept: KeptLists?
    /// The hours of arrival that the sources must cover together, from the first day's beginning to the order's giving at the latest; nil: not
    /// asked for.
    public var hours: LookBackReport.Hours?
    /// How it ended; nil while it runs.
    public var closing: Closing?

    /// Lists that counties keep, each handing in its own.
    public struct KeptLists: Hashable, Sendable, Codable {
        /// Of which sources.
        public var sources: [ArrivalSource]
        /// Which counties.
        public var counties: [TerritoryCode]

        /// From its parts.
        public init(sources: [ArrivalSource], counties: [TerritoryCode]) {
            self.sources = sources
            self.counties = counties
        }
    }

    /// How an order ended.
    public struct Closing: Hashable, Sendable, Codable {
        /// When.
        public var at: Instant
        /// How many persons were looked for.
        public var persons: Int
        /// How many of them were not found.
        public var residue: Int
        /// Why the residue is what it is; needed where there is one.
        public var explanation: String?

        /// From its parts.
        public init(at: Instant, persons: Int, residue: Int, explanation: String? = nil) {
            self.at = at
            self.persons = persons
            self.residue = residue
            self.explanation = explanation
        }
    }

    /// From its parts.
    public init(
        title: String, issuer: TerritoryCode, territories: [TerritoryCode], from: CivilDate, until: CivilDate, due: Instant? = nil,
        origins: [TerritoryCode]? = nil, sources: [ArrivalSource]? = nil, units: [TerritoryCode]? = nil,
        kept: KeptLists? = nil, hours: LookBackReport.Hours? = nil, closing: Closing? = nil
    ) {
        self.title = title
        self.issuer = issuer
        self.territories = territories
        self.from = from
        self.until = until
        self.due = due
        self.origins = origins
        self.sources = sources
        self.units = units
        self.kept = kept
        self.hours = hours
        self.closing = closing
    }
}

/// That a source handed in what it knows for an order to look back, for one territory; `happenedAt` is the count. The newest of a source,
/// a territory and its hours is in force.
public struct LookBackReport: Hashable, Sendable, Codable {
    /// For which territory, as finely as the source knows.
    public var territory: TerritoryCode
    /// Which source.
    public var source: ArrivalSource
    /// How many records it holds of the order's area and days.
    public var records: Int
    /// How many of them do not say who the person is.
    public var withoutIdentity: Int
    /// How many persons among them cannot be placed.
    public var withoutLocation: Int
    /// Of a list whose rows were taken in: how many persons of the order are on it; nil where only the numbers were told.
    public var persons: Int?
    /// Of such a list: rows of people whom the order does not look for.
    public var outside: Int?
    /// The hours of arrival that it covers; nil: all of the order's days.
    public var hours: Hours?
    /// What else there is to say.
    public var remark: String?

    /// Rows of a list that name a person of the order once more; nil where only the numbers were told. A list's records are its persons,
    /// these, those of others, and its blanks.
    public var duplicates: Int? {
        persons.map { records - $0 - (outside ?? 0) - withoutIdentity - withoutLocation }
    }

    /// Some hours, the last not included.
    public struct Hours: Hashable, Sendable, Codable {
        /// From when.
        public var from: Instant
        /// Until when.
        public var until: Instant

        /// From one moment to another.
        public init(from: Instant, until: Instant) {
            self.from = from
            self.until = until
        }
    }

    /// From its parts.
    public init(
        territory: TerritoryCode, source: ArrivalSource, records: Int, withoutIdentity: Int = 0, withoutLocation: Int = 0, persons: Int? = nil,
        outside: Int? = nil, hours: Hours? = nil, remark: String? = nil
    ) {
        self.territory = territory
        self.source = source
        self.records = records
        self.withoutIdentity = withoutIdentity
        self.withoutLocation = withoutLocation
        self.persons = persons
        self.outside = outside
        self.hours = hours
        self.remark = remark
    }
}

/// That a person is among those looked for by an order to look back; `happenedAt` is when the order reached them. What must follow is the
/// policy's.
public struct LookBackCall: Hashable, Sendable, Codable {
    /// The order.
    public var order: Reference<LookBackOrder>
    /// From where the person is known, every source that named them.
    public var sources: [ArrivalSource]
    /// Where the duty lies: where the person is or went.
    public var territory: TerritoryCode
    /// The day of arrival.
    public var arrived: CivilDate
    /// The risk of the origin, if known.
    public var risk: OriginRisk?

    /// From its parts.
    public init(
        order: Reference<LookBackOrder>, sources: [ArrivalSource], territory: TerritoryCode, arrived: CivilDate, risk: OriginRisk? = nil
    ) {
        self.order = order
        self.sources = sources
        self.territory = territory
        self.arrived = arrived
        self.risk = risk
    }
}
