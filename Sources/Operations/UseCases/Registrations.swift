import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// People who announce a journey, and their entry.
extension Filing {
    /// Registers the journey of somebody, who is entered in the register if nobody of that identity is there: what hosts, hotels and travellers
    /// announce of one person joins by itself.
    @discardableResult
    public func announce(_ identity: Identity, _ person: Person, _ registration: Registration) throws -> Reference<Registration> {
        let id = try self.person(identity, person).id
        return try aboutAnyone { Reference(rawValue: try file(.registration(registration), about: id, at: now).entity) }
    }

    /// Changes a registration that nobody has entered with yet.
    public func amend(_ reference: Reference<Registration>, to registration: Registration) throws {
        try aboutAnyone {
            let former = try unused(reference)
            try revise(former, to: .registration(registration), expected: former.id)
        }
    }

    /// Takes a registration back.
    public func withdraw(_ reference: Reference<Registration>, reason: String) throws {
        try aboutAnyone {
            let former = try unused(reference)
            try withdraw(former, expected: former.id, reason: reason)
        }
    }

    /// Files an objection of the traveller to what the registration brought them.
    public func appeal(_ reference: Reference<Registration>, _ text: String) throws {
        try aboutAnyone {
            let (_, person, value) = try registration(reference)
            try file(.appeal(Appeal(against: reference.rawValue, text: text, territory: value.destination)), about: person, at: now)
        }
    }

    /// The registration in force.
    private func registration(_ reference: Reference<Registration>) throws -> (record: FactRecord, person: PersonID, value: Registration) {
        guard let last = try writer.records(ofEntity: reference.rawValue).last?.record, case .registration(let value) = last.fact,
            let person = last.subject.person
        else { throw OperationError.notFound }
        guard !last.isWithdrawn else { throw EntryCodeRefusal.withdrawn }
        return (last, person, value)
    }

    /// The registration in force, refused once somebody entered with it.
    private func unused(_ reference: Reference<Registration>) throws -> FactRecord {
        let (record, person, _) = try registration(reference)
        if let entry = try arrival(of: person, with: reference) { throw entry }
        return record
    }

    /// The entry made with a registration, as the reason to refuse another.
    private func arrival(of person: PersonID, with reference: Reference<Registration>) throws -> EntryCodeRefusal? {
        for record in try records(of: person).inForce(asOf: now) {
            if case .arrival(let arrival) = record.fact, arrival.registration == reference {
                return .used(at: record.happenedAt, checkpoint: arrival.checkpoint)
            }
        }
        return nil
    }
}

/// What a checkpoint records of one person in one gesture.
public struct Admission: Hashable, Sendable {
    /// The checkpoint.
    public var checkpoint: String
    /// The risk of the origin as judged there; nil: as registered.
    public var risk: OriginRisk?
    /// What was looked at.
    public var checks: Set<ArrivalCheck>
    /// Whether a specimen was taken at once.
    public var isSampled: Bool
    /// Whether a vehicle is asked for where the person is to be held.
    public var needsTransport: Bool
    /// The vehicle people came in together.
    public var vehicle: VehicleKind?
    /// Its train, flight or plate number.
    public var transportNumber: String?
    /// When.
    public var at: Instant

    /// From its parts.
    public init(
        checkpoint: String, risk: OriginRisk? = nil, checks: Set<ArrivalCheck>, isSampled: Bool, needsTransport: Bool = false,
        vehicle: VehicleKind? = nil, transportNumber: String? = nil, at: Instant
    ) {
        self.checkpoint = checkpoint
        self.risk = risk
        self.checks = checks
        self.isSampled = isSampled
        self.needsTransport = needsTransport
        self.vehicle = vehicle
        self.transportNumber = transportNumber
        self.at = at
    }
}

extension Filing {
    /// Lets somebody in who registered: the arrival with all that was announced, the checks, the landing test.
    ///
    /// - Throws: `EntryCodeRefusal.used` if somebody entered with this registration before, `OperationError.originUnknown` where neither the
    ///   registration nor the checkpoint says how risky the origin is.
    public func admit(_ reference: Reference<Registration>, _ admission: Admission) throws -> PersonID {
        try aboutAnyone {
            let (_, person, value) = try registration(reference)
            if let entry = try arrival(of: person, with: reference) { throw entry }
            guard let risk = admission.risk ?? value.risk else { throw OperationError.originUnknown }
            let arrival = Arrival(
                origin: value.origin, originTerritory: value.originTerritory, risk: risk, leftOrigin: value.leftOrigin,
                destination: value.destination, vehicle: value.vehicle, transportNumber: value.transportNumber, seat: value.seat,
                certificateTaken: value.certificateTaken, isRegistered: true, registration: reference)
            try admit(person, arrival, admission)
            return person
        }
    }

    /// Lets somebody in who did not register.
    public func admit(_ identity: Identity, _ person: Person, _ arrival: Arrival, _ admission: Admission) throws -> PersonID {
        let id = try self.person(identity, person).id
        try aboutAnyone { try admit(id, arrival, admission) }
        return id
    }

    private func admit(_ person: PersonID, _ arrival: Arrival, _ admission: Admission) throws {
        var arrival = arrival
        arrival.checkpoint = admission.checkpoint
        arrival.vehicle = admission.vehicle ?? arrival.vehicle
        arrival.transportNumber = admission.transportNumber ?? arrival.transportNumber
        let reference = try registerArrival(of: person, arrival, at: admission.at)
        let specimen = admission.isSampled ? Specimen() : nil
        if !admission.checks.isEmpty || specimen != nil { try check(reference, admission.checks, specimen: specimen, at: admission.at) }
        if admission.needsTransport { try askForTransport(person, arrival, admission) }
    }

    /// Asks where the person goes to take them over from the checkpoint, in closed loop: both ends confirm each hop. Nobody is fetched whom no rule
    /// holds, or who is being fetched.
    private func askForTransport(_ person: PersonID, _ arrival: Arrival, _ admission: Admission) throws {
        let traveller = EntryDecision.Traveller(
            risk: arrival.risk, leftOrigin: arrival.leftOrigin, certificateTaken: arrival.certificateTaken, isRegistered: arrival.isRegistered,
            destination: arrival.destination)
        let decision = EntryDecision(traveller, under: try policies.edition(at: admission.at, in: arrival.destination), at: admission.at)
        guard let mode = decision.mode, mode.isStay, !(try dossier(of: person).transferCourses.contains(where: \.isOpen)) else { return }
        try requestTransfer(
            of: person, from: (writer.scope.outermost ?? arrival.destination, admission.checkpoint), to: arrival.destination, site: nil, mode: mode,
            at: admission.at)
    }
}
