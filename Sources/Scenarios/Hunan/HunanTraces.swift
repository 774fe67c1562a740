import Policy
import Register
import Vocabulary

/// Where the fifteen local cases were, as far as their investigators found out, and who passed the same doors.
///
/// Everything is invented. Hours nobody could account for are left out; some points rest on one source only. What the cases' stories say of
/// them (a training, a taxi, a private room, a canteen) stands here too.
public struct HunanTraces: Sendable {
    /// A case with its timeline.
    public struct Traced: Sendable {
        /// The case's number in the world.
        public let number: Int
        /// When the investigators confirmed the timeline.
        public let confirmed: Instant
        /// Its points by time.
        public let points: [Stop]
    }

    /// A point of a timeline.
    public struct Stop: Sendable {
        /// From when.
        public let at: Instant
        /// Where and how.
        public var point: TrajectoryPoint
        /// The registered place, by its name.
        public let venue: String?
    }

    /// Somebody who passed a door while a case was there.
    public struct Guest: Sendable {
        /// Who.
        public let identity: Identity
        /// Where the person lives.
        public let home: TerritoryCode
        /// The place, by its name.
        public let venue: String
        /// In.
        public let entered: Instant
        /// Out.
        public let left: Instant
    }

    /// Places that the timelines name and that are registered nowhere else.
    public let venues: [HunanPlaces.KeptPlace]
    /// The cases.
    public let cases: [Traced]
    /// The others.
    public let guests: [Guest]
}

extension HunanMarch2022 {
    /// The timelines of the local cases; the same seed makes the same.
    ///
    /// **Worth finding:** on 11 March at noon the case of 雨花区 and that of 湘潭县 sat in one restaurant beside Changsha South for the better part
    /// of an hour. One is held to have come from Shanghai and the other from Shenzhen, each investigated by its own county; nobody has linked
    /// them. The network's matrix of places and days shows the two on one line, and *Who links these two* answers with the restaurant.
    public func traces() throws -> HunanTraces {
        var dice = Seeded(seed).stream("traces")
        let clock = TraceClock(zone: policy.zone, today: policy.zone.date(of: moment))
        let venues = TraceVenue.all.map { venue in
            let place = Place(
                name: venue.name, placeClass: venue.sort, territory: TerritoryCode(venue.territory) ?? .unstated, ratedCapacity: venue.capacity,
                responsible: venue.responsible)
            let isChecked = policy.places.key[venue.sort]?.measures.isEmpty == false
            let checks = (10..<19).map { (at: clock.at($0, 18, dice.next(below: 60)), isGood: true) }
            return HunanPlaces.KeptPlace(place: place, registered: clock.at(isChecked ? 10 : 1, 9), checks: isChecked ? checks : [], closed: nil)
        }
        let people = try people(first: CaseScript.all.count)
        let cases = CaseScript.all.indices.map { index in
            TraceMaking(policy: policy, clock: clock, index: index, home: people[index].described?.residence, moment: moment).traced()
        }
        return HunanTraces(venues: venues, cases: cases, guests: try guests(clock, &dice))
    }

    private func guests(_ clock: TraceClock, _ dice: inout Seeded) throws -> [HunanTraces.Guest] {
        var identities = InventedIdentities(seed: 311_430, phones: 311_430)
        return try TraceCrowd.all.flatMap { crowd in
            let home = TerritoryCode(crowd.home) ?? .unstated
            return try (0..<crowd.count).map { _ in
                let entered = clock.at(crowd.day, crowd.hour) + .minutes(dice.next(below: 70))
                let identity = try identities.next(
                    sex: dice.chance(0.5) ? .female : .male, birthDate: clock.today - Days(7000 + dice.next(below: 14_000)), home: home)
                return HunanTraces.Guest(
                    identity: identity.identity(), home: home, venue: crowd.venue, entered: entered,
                    left: entered + .minutes(12 + dice.next(below: 55)))
            }
        }
    }
}

extension InventedPerson {
    /// The description of the person, as first recorded.
    fileprivate var described: Person? {
        for case .person(let person) in facts.lazy.map(\.fact) { return person }
        return nil
    }
}

/// The clock of the scenario's month.
struct TraceClock: Sendable {
    let zone: CivilZone
    let today: CivilDate

    func day(_ number: Int) -> CivilDate { today + Days(number - today.components.day) }
    func at(_ day: Int, _ hour: Int, _ minute: Int = 0) -> Instant { zone.instant(self.day(day), hour: hour, minute: minute) }
    func at(_ day: Int, _ clock: String) -> Instant {
        let parts = clock.split(separator: ":").compactMap { Int($0) }
        return at(day, parts.first ?? 0, parts.count > 1 ? parts[1] : 0)
    }
}

/// One timeline in the making: the journey home, the stops of the script, nights and spare hours at home, the clinic.
private struct TraceMaking {
    let policy: Policy
    let clock: TraceClock
    let index: Int
    let home: TerritoryCode?
    let moment: Instant

    private var script: CaseScript { CaseScript.all[index] }
    private var diagnosed: Instant { clock.at(script.diagnosed.day, script.diagnosed.hour, script.diagnosed.minute) }

    func traced() -> HunanTraces.Traced {
        let opens = clock.zone.instant(clock.day(script.onset) - policy.tracing.lookbackSymptomatic)
        var stops = journey(from: opens)
        var here = stops.last.map { ($0.point.until ?? $0.at) + .minutes(50) } ?? opens
        // Whoever was held as a contact was fetched from home; the others waited for their result where they were swabbed.
        let source = script.source.map { CaseScript.all[$0].diagnosed }
        let held = source.map { clock.at($0.day, $0.hour, $0.minute) + .minutes(150 + 185) }
        let ends = held ?? diagnosed - .minutes(580)
        let day = clock.zone.date(of: here)
        for stop in TraceStop.all where stop.index == index && clock.day(stop.day) >= day {
            let (from, until) = (clock.at(stop.day, stop.from), min(clock.at(stop.day, stop.until), ends))
            guard from >= here, from < until else { continue }
            stops.append(atHome(from: here, until: stop.sources.isEmpty ? from : from - .minutes(20)))
            if let point = stop.point(until: until) {
                stops.append(HunanTraces.Stop(at: from, point: point, venue: stop.venue))
            }
            here = stop.sources.isEmpty ? until : until + .minutes(20)
        }
        stops.append(atHome(from: here, until: ends))
        if held == nil {
            let clinic = TrajectoryPoint(
                place: "发热门诊，采样后留观", territory: TerritoryCode(script.county), until: diagnosed + .minutes(40), sources: [.interview, .document])
            stops.append(HunanTraces.Stop(at: ends, point: clinic, venue: nil))
        }
        let confirmed = min(max(diagnosed + .hours(17 + index % 6), ends + .hours(2)), moment - .minutes(25 + index * 3))
        return HunanTraces.Traced(
            number: index + 1, confirmed: confirmed, points: stops.filter { stop in stop.point.until.map { $0 > stop.at } ?? true })
    }

    private func atHome(from: Instant, until: Instant) -> HunanTraces.Stop {
        let isThin = (index + Int(from.milliseconds / 3_600_000)) % 9 == 0
        let point = TrajectoryPoint(place: "家中", territory: home, until: until, sources: isThin ? [.interview] : [.interview, .communications])
        return HunanTraces.Stop(at: from, point: point, venue: nil)
    }

    /// Where they came from and the train, for those who returned from another province.
    private func journey(from opens: Instant) -> [HunanTraces.Stop] {
        guard let back = script.returned else { return [] }
        let arrived = clock.at(back.day, 14, 20)
        let left = arrived - .minutes(340)
        let parts = back.seat.split(separator: "车")
        let train = TrajectoryPoint.Journey(
            vehicle: .enclosedTrain, number: back.train, coach: parts.first.flatMap { Int($0) },
            seat: parts.last.map { $0.filter { $0 != "号" } })
        let leg = TrajectoryPoint(
            place: back.origin + "至" + back.checkpoint, until: arrived, journey: train, sources: [.interview, .police, .document])
        let before = TrajectoryPoint(
            place: back.origin, territory: TerritoryCode(back.code), until: left - .minutes(45), sources: [.interview, .communications])
        return [HunanTraces.Stop(at: min(opens, left - .hours(1)), point: before, venue: nil), HunanTraces.Stop(at: left, point: leg, venue: nil)]
    }
}
