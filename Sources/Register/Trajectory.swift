import Vocabulary

/// That an investigation found a person to have been somewhere; `happenedAt` is when, or the day's beginning where no hour is known.
///
/// Points are confirmed one by one by an investigator; each names the sources that say so, of which the policy asks for several.
public struct TrajectoryPoint: Hashable, Sendable, Codable {
    /// Where, in words.
    public var place: String
    /// In which territory, if known.
    public var territory: TerritoryCode?
    /// The registered place, if it is one.
    public var registered: Reference<Place>?
    /// When the person left, if known.
    public var until: Instant?
    /// Whether the hour is known, and not only the day.
    public var isTimed: Bool
    /// How the person travelled, if it is a leg of a journey.
    public var journey: Journey?
    /// Who was met there, in the words of the investigation.
    public var met: [String]
    /// Who says so.
    public var sources: Set<Source>
    /// The words of the text it was read from.
    public var quote: String?

    /// A leg of a journey.
    public struct Journey: Hashable, Sendable, Codable {
        /// What sort of vehicle, where a rule hangs on it.
        public var vehicle: VehicleKind?
        /// Flight, train, line or plate.
        public var number: String?
        /// Coach of a train.
        public var coach: Int?
        /// Row and seat.
        public var seat: String?

        /// From its parts.
        public init(vehicle: VehicleKind? = nil, number: String? = nil, coach: Int? = nil, seat: String? = nil) {
            self.vehicle = vehicle
            self.number = number
            self.coach = coach
            self.seat = seat
        }
    }

    /// Who says where somebody was: the lines of an investigation team (`domain.md` §6, 三公).
    public enum Source: String, CaseIterable, Sendable, Codable {
        /// Told by the person, or somebody who was there 流调.
        case interview
        /// The police: cameras, tickets 公安.
        case police
        /// Communications data 通信.
        case communications
        /// A code at a door 场所码.
        case placeCode
        /// A receipt, a booking, a payment 票据.
        case document
    }

    /// From its parts.
    public init(
        place: String, territory: TerritoryCode? = nil, registered: Reference<Place>? = nil, until: Instant? = nil, isTimed: Bool = true,
        journey: Journey? = nil, met: [String] = [], sources: Set<Source>, quote: String? = nil
    ) {
        self.place = place
        self.territory = territory
        self.registered = registered
        self.until = until
        self.isTimed = isTimed
        self.journey = journey
        self.met = met
        self.sources = sources
        self.quote = quote
    }
}

/// A stretch of time of which it is not known where a person was.
public struct TrajectoryGap: Hashable, Sendable {
    /// From.
    public var from: Instant
    /// Until.
    public var until: Instant

    /// A stretch of time.
    public init(from: Instant, until: Instant) {
        self.from = from
        self.until = until
    }

    /// What is not known within a window: what lies between the times that points and visits cover. One without an end covers an hour, one
    /// without an hour nothing.
    ///
    /// - Parameters:
    ///   - known: The stretches that are known, in any order; the end is nil where nobody noted it.
    ///   - least: Shorter ones are not told.
    public static func gaps(
        within window: Range<Instant>, known: [(from: Instant, until: Instant?)], least: Span = .hours(1)
    ) -> [TrajectoryGap] {
        var gaps: [TrajectoryGap] = []
        var reached = window.lowerBound
        for stretch in known.sorted(by: { $0.from < $1.from }) where stretch.from < window.upperBound {
            if stretch.from - reached >= least { gaps.append(TrajectoryGap(from: reached, until: stretch.from)) }
            reached = max(reached, stretch.until ?? stretch.from + .hours(1))
        }
        if window.upperBound - reached >= least { gaps.append(TrajectoryGap(from: reached, until: window.upperBound)) }
        return gaps
    }
}
