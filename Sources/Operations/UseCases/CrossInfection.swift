import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// Infections inside isolation sites (measure 3; `domain.md` §2.3 rule 5): whoever was held near somebody found infected begins again.
///
/// What follows is a fact like any other, an exposure to the infected person or to the contaminated site, so that stages, tests and releases come
/// from the rules of contacts, and one that proves wrong is withdrawn.
extension Filing {
    /// Exposes those who shared the room, or the floors that the policy names, of an isolation site with somebody found infected.
    ///
    /// The time in which they met is that of the infectious window in which both were there. Who is a case themselves, or is exposed to the person
    /// already in that time, is left as they are.
    @discardableResult
    func exposeFellows(of person: PersonID, _ report: CaseReport, at moment: Instant, knownAt: Instant?) throws -> [PersonID] {
        guard report.kind.isInfection else { return [] }
        return try writer.beyondScope(.derivation) {
            let own = try dossier(of: person).stays.filter { $0.value.mode == .central && $0.value.site != nil && $0.value.room != nil }
            guard let last = own.last, let policy = try? policies.edition(at: moment, in: last.value.territory), let sites = policy.tracing.sites
            else {
                return []
            }
            let taken = policy.zone.date(of: report.firstPositiveTaken ?? moment)
            let window = policy.infectiousWindow(onset: report.onset, firstPositive: taken)
            var exposed: [PersonID: Exposure] = [:]
            for stay in own {
                guard let name = stay.value.site, let room = stay.value.room else { continue }
                let since = max(stay.happenedAt, window.map { policy.zone.instant($0.lowerBound) } ?? stay.happenedAt)
                let until = min(stay.value.until ?? moment, moment)
                guard since < until else { continue }
                for fellow in try writer.stays(atSite: name, near: stay.value.territory, endingAfter: since)
                where fellow.person != person && fellow.overlaps(from: since, until: until) {
                    guard let nearness = Nearness(of: room, to: fellow.room, floors: sites.restartFloors) else { continue }
                    let (first, last) = (max(since, fellow.since), min(until, fellow.until ?? until))
                    exposed[fellow.person] = Exposure(
                        index: person, first: policy.zone.date(of: first), last: policy.zone.date(of: last),
                        setting: nearness == .room ? .dormitory : .enclosedSpace, territory: stay.value.territory,
                        circumstance: "\(name)：" + (nearness == .room ? "同住\(room)" : "与\(room)在同层或相邻楼层"))
                }
            }
            return try file(exposed, at: moment, knownAt: knownAt)
        }
    }

    /// Records what a swab of shared surfaces of an isolation site showed; a positive one has everybody in it begin again where the policy says so.
    ///
    /// Whose the contamination is: of whoever was last found infected in the site within the longest incubation; where nobody was, those held as
    /// contacts are exposed anew to whom they are held for, and those held for another reason (arrivals, members of a tube) to whom the nearest
    /// contact there is held for. The order is a guess, since no protocol names the source of a swab.
    ///
    /// - Returns: Who begins again; and who is held there and cannot, since nobody in the site could be the source.
    @discardableResult
    public func recordEnvironment(
        of reference: Reference<StaySite>, _ place: String, _ outcome: TestOutcome, at moment: Instant, knownAt: Instant? = nil
    ) throws -> (record: FactRecord, exposed: [PersonID], unexplained: [PersonID]) {
        guard let site = StaySite.value(in: try current(reference.rawValue).fact) else { throw OperationError.notFound }
        guard writer.scope.covers(site.territory) else { throw StoreError.territoryOutsideScope(site.territory) }
        let record = try file(
            .environmentSpecimen(EnvironmentSpecimen(site: place, territory: site.territory, outcome: outcome)), about: .site(reference), at: moment,
            knownAt: knownAt)
        let policy = try policies.edition(at: moment, in: site.territory)
        guard outcome == .positive, policy.tracing.sites?.restartSiteOnEnvironment == true else { return (record, [], []) }
        return try writer.beyondScope(.derivation) {
            var (exposed, unexplained): ([PersonID: Exposure], [PersonID]) = ([:], [])
            let begin = moment - .hours(24 * policy.disease.incubationMax.count)
            let inside = try writer.stays(atSite: site.name, near: site.territory, endingAfter: moment).filter { $0.since <= moment }
            let infected = try lastInfected(in: site, since: begin, at: moment)
            let held = try inside.compactMap { stay in try latestExposure(of: stay.person).map { (stay: stay, exposure: $0) } }
            let heldBy = Dictionary(held.map { ($0.stay.person, $0.exposure) }, uniquingKeysWith: { first, _ in first })
            for stay in inside {
                let own = heldBy[stay.person]
                let source = (infected == stay.person ? nil : infected) ?? own?.index ?? nearest(to: stay, among: held)
                guard let source, source != stay.person else {
                    if try own == nil && !dossier(of: stay.person).hasOpenCase { unexplained.append(stay.person) }
                    continue
                }
                let day = policy.zone.date(of: moment)
                exposed[stay.person] = Exposure(
                    index: source, nearness: own?.nearness ?? .close, first: day, last: day, setting: .environment, territory: site.territory,
                    circumstance: "\(site.name)环境标本阳性：\(place)")
            }
            return (record, try file(exposed, at: moment, knownAt: knownAt), unexplained.sorted())
        }
    }

    /// Whom the nearest contact is held for; nil where there is no other.
    private func nearest(to stay: RoomStay, among held: [(stay: RoomStay, exposure: Exposure)]) -> PersonID? {
        held.filter { $0.stay.person != stay.person }.min { distance(stay, $0.stay) < distance(stay, $1.stay) }?.exposure.index
    }

    private func latestExposure(of person: PersonID) throws -> Exposure? {
        try dossier(of: person).exposures.max { $0.value.last < $1.value.last }?.value
    }

    /// Whoever was found infected last while in a site, or after it, since a moment.
    private func lastInfected(in site: StaySite, since begin: Instant, at moment: Instant) throws -> PersonID? {
        var last: (at: Instant, person: PersonID)?
        for stay in try writer.stays(atSite: site.name, near: site.territory, endingAfter: begin) where stay.since <= moment {
            let reports = try dossier(of: stay.person).cases.filter {
                $0.value.kind.isInfection && $0.happenedAt >= max(begin, stay.since) && $0.happenedAt <= moment
            }
            guard let found = reports.last?.happenedAt, last.map({ found > $0.at }) ?? true else { continue }
            last = (found, stay.person)
        }
        return last?.person
    }

    /// How far apart two rooms are: the same, by floors, or unknown as the farthest.
    private func distance(_ one: RoomStay, _ other: RoomStay) -> Int {
        guard let room = one.room, let second = other.room else { return .max }
        if room == second { return 0 }
        guard let floor = Nearness.floor(of: room), let next = Nearness.floor(of: second) else { return .max }
        return 1 + abs(floor - next)
    }

    /// Files the exposures of those who are no case and not so exposed already, by number.
    private func file(_ exposed: [PersonID: Exposure], at moment: Instant, knownAt: Instant?) throws -> [PersonID] {
        try exposed.sorted { $0.key.rawValue < $1.key.rawValue }.compactMap { fellow, exposure in
            let dossier = try dossier(of: fellow)
            guard !dossier.hasOpenCase,
                !dossier.exposures.contains(where: { $0.value.index == exposure.index && $0.value.last >= exposure.last })
            else { return nil }
            try file(.exposure(exposure), about: fellow, at: moment, knownAt: knownAt)
            return fellow
        }
    }

    /// How near two rooms of a site are.
    enum Nearness {
        /// The same room.
        case room
        /// The same floor, or one of those above and below that the policy names.
        case floor

        /// Nil for rooms that have nothing to do with each other, or whose floors nobody can tell.
        init?(of room: String, to other: String?, floors: Int?) {
            guard let other else { return nil }
            if room == other {
                self = .room
                return
            }
            guard let floors, let own = Nearness.floor(of: room), let others = Nearness.floor(of: other), abs(own - others) <= floors else {
                return nil
            }
            self = .floor
        }

        /// The floor that the number of a room begins with: `512`, `1203室`; nil for fewer than three digits.
        static func floor(of room: String) -> Int? {
            let digits = room.drop { !$0.isASCII || !$0.isNumber }.prefix { $0.isASCII && $0.isNumber }
            return digits.count >= 3 ? Int(digits).map { $0 / 100 } : nil
        }
    }
}
