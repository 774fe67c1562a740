import Register
import Storage
import Tracing
import Vocabulary

/// What an investigation text says of where a case was: a proposed timeline, to be confirmed point by point.
public struct NarrativeProposal: Sendable {
    /// The points, in the order of the text.
    public let points: [Point]

    /// A proposed point.
    public struct Point: Hashable, Sendable {
        /// The day; nil where the text does not say.
        public let day: CivilDate?
        /// The hour it began, `20:30`.
        public let from: String?
        /// The hour it ended.
        public let until: String?
        /// Where, in the words of the text; empty where it names no place.
        public let place: String
        /// The territory that those words name, where they name one.
        public let territory: TerritoryCode?
        /// The registered place that those words name, where they name one.
        public let registered: Reference<Place>?
        /// How the person travelled.
        public let journey: TrajectoryPoint.Journey?
        /// People met, in the words of the text.
        public let people: [String]
        /// Where in the text it says so, in Unicode scalars.
        public let span: Range<Int>
        /// Its words.
        public let quote: String
    }
}

extension Operations {
    /// Reads an investigation text about a case into a proposed timeline; nothing is recorded.
    ///
    /// - Parameters:
    ///   - year: The year of dates that name none.
    ///   - near: Where the case is: of several territories of one name the nearest is meant.
    public func proposal(
        from text: String, year: Int, near: TerritoryCode, names: TerritoryNames, scope: Scope
    ) async throws -> NarrativeProposal {
        let events = NarrativeReader().read(text, year: year).events
        let places = try await store.read(scope) { reader in
            let within = near.ancestor(at: .prefecture).flatMap { scope.covers($0) ? $0 : nil } ?? scope.outermost ?? near
            return try reader.things(ThingListQuery(kind: .place, territory: within, limit: 1000, countCap: 0)).rows
        }
        var day: CivilDate?
        let points = events.map { event -> NarrativeProposal.Point in
            // A time by itself is of the day last named.
            day = event.date.flatMap { CivilDate($0) } ?? day
            let words = (event.places + event.institutions).sorted { $0.start < $1.start }.map(\.text)
            let registered = words.lazy.compactMap { word in
                places.first { word.count >= 3 && ($0.label == word || $0.label.hasSuffix(word)) }
            }.first
            return NarrativeProposal.Point(
                day: day, from: event.time.map(NarrativeProposal.clock), until: event.untilTime.map(NarrativeProposal.clock),
                place: words.reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }.joined(separator: " → "),
                territory: words.reversed().lazy.compactMap { names.territory(named: $0, near: near) }.first,
                registered: registered.map { Reference(rawValue: $0.subject.number) }, journey: event.transports.first.map(NarrativeProposal.journey),
                people: event.people, span: event.start..<event.end, quote: event.text)
        }
        return NarrativeProposal(points: points)
    }
}

extension NarrativeProposal {
    /// `20` as `20:00`.
    fileprivate static func clock(_ text: String) -> String { text.contains(":") ? text : text + ":00" }

    /// Number and seat as the text gives them; high-speed trains are enclosed.
    fileprivate static func journey(_ transport: NarrativeTransport) -> TrajectoryPoint.Journey {
        let vehicle: VehicleKind? =
            switch transport.kind {
            case .flight: .aircraft
            case .train: .enclosedTrain
            case .bus: .enclosedBus
            case .taxi: .taxi
            case .ship: .ship
            case .car: nil
            }
        return TrajectoryPoint.Journey(vehicle: vehicle, number: transport.number, coach: transport.coach, seat: transport.seat)
    }
}

extension TerritoryNames {
    /// The territory of a name, in Chinese or English, the general word at its end left out or not: the one of the highest level, or of
    /// several there the one in the same prefecture as `near`; none where that does not decide.
    public func territory(named name: String, near: TerritoryCode) -> TerritoryCode? {
        let found = codes(named: name)
        let highest = found.map(\.level).min()
        let best = found.filter { $0.level == highest }
        if best.count == 1 { return best.first }
        let prefecture = near.ancestor(at: .prefecture) ?? near
        let local = best.filter { prefecture.contains($0) }
        return local.count == 1 ? local.first : nil
    }
}
