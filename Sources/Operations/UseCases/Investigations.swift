import Register
import Storage
import Vocabulary

/// What an investigator confirmed of a case: where it was, whom it met.
public struct ConfirmedInvestigation: Hashable, Sendable, Codable {
    /// A point of the timeline, with its moment.
    public struct Point: Hashable, Sendable, Codable {
        /// Where and how.
        public var point: TrajectoryPoint
        /// When it began.
        public var at: Instant

        /// From its parts.
        public init(_ point: TrajectoryPoint, at: Instant) {
            self.point = point
            self.at = at
        }
    }

    /// Somebody met.
    public struct Met: Hashable, Sendable, Codable {
        /// Who.
        public var identity: Identity
        /// Where the person lives.
        public var residence: TerritoryCode
        /// How near the meeting was judged.
        public var nearness: ContactDegree
        /// Where and how they met.
        public var setting: ContactSetting
        /// The vehicle, when they met in one.
        public var vehicle: VehicleKind?
        /// The day.
        public var day: CivilDate
        /// The place, in words.
        public var circumstance: String

        /// From its parts.
        public init(
            identity: Identity, residence: TerritoryCode, nearness: ContactDegree, setting: ContactSetting, vehicle: VehicleKind? = nil,
            day: CivilDate, circumstance: String
        ) {
            self.identity = identity
            self.residence = residence
            self.nearness = nearness
            self.setting = setting
            self.vehicle = vehicle
            self.day = day
            self.circumstance = circumstance
        }
    }

    /// The points confirmed.
    public var points: [Point]
    /// The people confirmed as contacts.
    public var met: [Met]
    /// The step of the investigation that this completes, if one.
    public var step: Act.Deed?

    /// From its parts.
    public init(points: [Point], met: [Met] = [], step: Act.Deed? = nil) {
        self.points = points
        self.met = met
        self.step = step
    }
}

extension Filing {
    /// Records what an investigator confirmed of a case: each point of its timeline, the visit where the place is registered, and whoever was
    /// met as a contact.
    ///
    /// Somebody met who lives elsewhere is the duty of the case's county until another territory takes them over (协查).
    ///
    /// - Parameter knownAt: When the authority came to know of it; nil for now.
    /// - Returns: How many of those met were not registered before.
    /// - Throws: `OperationError.notFound` where the person is no case; `notYetHappened` for a point that lies ahead.
    @discardableResult
    public func confirm(
        _ investigation: ConfirmedInvestigation, of person: PersonID, at moment: Instant, knownAt: Instant? = nil
    ) throws -> Int {
        let dossier = try dossier(of: person)
        guard let report = dossier.cases.last else { throw OperationError.notFound }
        let county = report.value.territory.ancestor(at: .county) ?? report.value.territory
        for confirmed in investigation.points {
            guard confirmed.at <= moment else { throw OperationError.notYetHappened(confirmed.at) }
            if let until = confirmed.point.until, until < confirmed.at { throw OperationError.wrongOrder(earlier: confirmed.at, later: until) }
            try file(.trajectory(confirmed.point), about: person, at: confirmed.at, knownAt: knownAt)
            guard let place = confirmed.point.registered, confirmed.point.isTimed, try writer.canSee(.place(place)) else { continue }
            try passDoor(of: place, person, isEntering: true, at: confirmed.at)
            if let until = confirmed.point.until { try passDoor(of: place, person, isEntering: false, at: until) }
        }
        var registered = 0
        for met in investigation.met {
            let (contact, isNew) = try self.person(met.identity, Person(residence: met.residence), knownAt: knownAt)
            if isNew { registered += 1 }
            let exposure = Exposure(
                index: person, nearness: met.nearness, last: met.day, setting: met.setting, vehicle: met.vehicle,
                territory: county.contains(met.residence) ? nil : county, circumstance: met.circumstance)
            try aboutAnyone { _ = try identifyContact(contact, exposure, at: moment, knownAt: knownAt) }
        }
        if let step = investigation.step { try record(Act(deed: step, concerning: report.id.rawValue), for: person, at: moment, knownAt: knownAt) }
        return registered
    }

    /// Names who works on a case for one line of its team, in place of whoever did.
    ///
    /// - Throws: `OperationError.notFound` where the person is no case of the scope.
    @discardableResult
    public func assign(_ assignment: TeamAssignment, toCase person: PersonID, at moment: Instant) throws -> FactRecord {
        guard try writer.canSee(person), try !dossier(of: person).cases.isEmpty else { throw OperationError.notFound }
        return try file(.teamAssignment(assignment), about: person, at: moment)
    }

    /// Adds a source to a point of a case's timeline.
    @discardableResult
    public func addSource(_ source: TrajectoryPoint.Source, to point: Reference<TrajectoryPoint>) throws -> FactRecord {
        let former = try current(point.rawValue)
        guard case .trajectory(var value) = former.fact, let person = former.subject.person, try writer.canSee(person) else {
            throw OperationError.notFound
        }
        value.sources.insert(source)
        return try revise(former, to: .trajectory(value), expected: former.id)
    }
}
