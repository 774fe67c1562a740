import Register
import Vocabulary

/// Where a new case was, in the form in which a bulletin may say it: a number of the bulletin, an age band, and a list of places and hours.
///
/// Nobody can be told from it (`domain.md` §12.1, §13; notice of the Cyberspace Administration of 9 February 2020). Nothing anybody wrote freely is ever passed
/// on: neither the words of a point nor whom the case met, no seat, no plate, no address. What is said comes from three sources only: registered places
/// that are open to anybody or have so many people that one of them is not found; the numbers of scheduled flights, trains and lines; townships and
/// what lies above. Homes, wards, small workplaces and everything unknown are told by their township, and hours by whole ones around them.
public struct PublishedTrajectory: Hashable, Sendable {
    /// The number of the case in its bulletin, from 1.
    public let number: Int
    /// The ten years in which the age lies; nil where it is not known, open above from 80 on.
    public let ages: Range<Int>?
    /// What the case was reported as.
    public let kind: CaseKind
    /// Where the case was, by time.
    public let stops: [Stop]

    /// A stretch of time at a place, on the way, or in a township.
    public struct Stop: Hashable, Sendable {
        /// The hour from which, and the one until which; nil where only the day is known.
        public var hours: Range<Instant>?
        /// The day on which it began.
        public var day: CivilDate
        /// The township; what lies above where no township is known; nil on the way.
        public var territory: TerritoryCode?
        /// The name of the place, if it may be said.
        public var place: String?
        /// How the case travelled, if on the way.
        public var vehicle: VehicleKind?
        /// The flight, train or line, if scheduled.
        public var service: String?
        var isOnTheWay = false
    }

    /// Fewest people a workplace or school is rated for that may be named; assumed.
    public static let fewest = 200
    /// Classes of places that anybody may enter, by the registers' keys.
    public static let open: Set<String> = [
        "station", "airport", "market", "supermarket", "mall", "shop", "restaurant", "hotel", "entertainment", "cinema", "gym", "park", "scenic_area",
        "museum", "library", "pharmacy", "bank",
    ]
    /// Classes of places where the same people are day by day; of these only the large are named.
    public static let shared: Set<String> = ["office", "school", "university", "factory", "construction_site"]

    /// What of a case's points may be published.
    ///
    /// - Parameters:
    ///   - age: The age in years.
    ///   - points: The points that an investigator confirmed.
    ///   - places: The registered places they name.
    ///   - window: The time in which the case could infect others; nil: nothing is published.
    ///   - sources: Independent sources the policy asks for; a point with fewer is left out.
    public init(
        number: Int, age: Int?, kind: CaseKind, points: [Recorded<TrajectoryPoint>], places: [Reference<Place>: Place], window: Range<Instant>?,
        sources: Int, zone: CivilZone
    ) {
        self.number = number
        ages = age.map { $0 >= 80 ? 80..<Int.max : max(0, $0) / 10 * 10..<max(0, $0) / 10 * 10 + 10 }
        self.kind = kind
        var stops: [Stop] = []
        for point in points.sorted(by: { $0.happenedAt < $1.happenedAt }) {
            guard let window, point.value.sources.count >= sources, point.happenedAt < window.upperBound,
                (point.value.until ?? point.happenedAt) >= window.lowerBound
            else { continue }
            let stop = PublishedTrajectory.stop(point, point.value.registered.flatMap { places[$0] }, window, zone)
            // One stretch after the other in the same township is one: what lay between is nobody's business.
            if let last = stops.last, last.continues(in: stop) {
                if let from = last.hours, let to = stop.hours {
                    stops[stops.count - 1].hours = from.lowerBound..<max(from.upperBound, to.upperBound)
                }
            } else {
                stops.append(stop)
            }
        }
        self.stops = stops
    }

    private static func stop(_ point: Recorded<TrajectoryPoint>, _ place: Place?, _ window: Range<Instant>, _ zone: CivilZone) -> Stop {
        let value = point.value
        let from = max(point.happenedAt, window.lowerBound)
        let until = min(max(value.until ?? from + .hours(1), from), window.upperBound)
        var stop = Stop(hours: nil, day: zone.date(of: from))
        if value.isTimed {
            let hour = Span.hours(1).milliseconds
            let start = from - Span(milliseconds: Int64(zone.timeOfDay(of: from)) % hour)
            let over = Int64(zone.timeOfDay(of: until)) % hour
            let end = over == 0 ? until : until + Span(milliseconds: hour - over)
            stop.hours = start..<max(end, start + .hours(1))
        }
        if let journey = value.journey {
            stop.isOnTheWay = true
            stop.vehicle = journey.vehicle
            stop.service = journey.number.flatMap { isScheduled($0, journey.vehicle) ? $0 : nil }
            return stop
        }
        stop.territory = (place?.territory ?? value.territory).map { $0.ancestor(at: .township) ?? $0 }
        stop.place = place.flatMap { mayBeNamed($0) ? $0.name : nil }
        return stop
    }

    /// Whether a bulletin may name a registered place.
    static func mayBeNamed(_ place: Place) -> Bool {
        let isKnown = open.contains(place.placeClass) || shared.contains(place.placeClass) && (place.ratedCapacity ?? 0) >= fewest
        return isKnown && !place.name.isEmpty && place.name.count <= 40 && !pointsToAnybody(place.name)
    }

    /// Whether words carry what belongs to one person or door: five digits in a row, as telephones and documents have, or the number of a door.
    static func pointsToAnybody(_ text: String) -> Bool {
        var digits = 0
        for character in text {
            if character.isNumber {
                digits += 1
                if digits >= 5 { return true }
            } else {
                if digits > 0, "室栋幢户#".contains(character) { return true }
                digits = 0
            }
        }
        return text.contains("单元")
    }

    /// The first run of digits in a text that is as long as a telephone's or document's; a mobile number may be divided as people do, 3-4-4. Nil: none.
    public static func identifyingNumber(in text: String) -> String? {
        var run = ""
        for character in text + "\n" {
            if character.isASCII, character.isNumber || (character == "X" || character == "x") && run.count >= 17 {
                run.append(character)
            } else if run.first == "1", run.count == 3 || run.count == 7, character == " " || character == "-" {
                continue
            } else {
                if run.count >= 11 { return run }
                run = ""
            }
        }
        return nil
    }

    /// Whether a number is that of a scheduled flight, train or line; plates are not.
    static func isScheduled(_ number: String, _ vehicle: VehicleKind?) -> Bool {
        guard number.allSatisfy(\.isASCII) else { return vehicle.map { $0 == .enclosedBus || $0 == .ventilatedBus } == true && isLine(number) }
        let letters = number.prefix { $0.isLetter }
        let digits = number.dropFirst(letters.count)
        guard digits.allSatisfy(\.isNumber) else { return false }
        switch vehicle {
        case .aircraft: return letters.count == 2 && (3...4).contains(digits.count)
        case .enclosedTrain, .sleeperTrain, .openTrain: return letters.count <= 1 && (1...4).contains(digits.count)
        case .enclosedBus, .ventilatedBus: return letters.isEmpty && (1...3).contains(digits.count)
        case .ship, .taxi, nil: return false
        }
    }

    private static func isLine(_ number: String) -> Bool {
        let digits = number.prefix { $0.isASCII && $0.isNumber }
        return (1...3).contains(digits.count) && number.dropFirst(digits.count) == "路"
    }
}

extension PublishedTrajectory.Stop {
    /// Whether another stretch tells nothing new: the same township, and nothing named.
    fileprivate func continues(in next: PublishedTrajectory.Stop) -> Bool {
        !isOnTheWay && !next.isOnTheWay && place == nil && next.place == nil && territory == next.territory && (hours == nil) == (next.hours == nil)
            && (hours != nil || day == next.day)
    }
}
