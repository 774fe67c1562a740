import Obligations
import Policy
import Register
import Storage
import Tracing
import Vocabulary

/// A leg of a case's journey with a number under which others are listed.
private struct Leg {
    let vehicle: VehicleKind
    let number: String
    let place: SeatPlace?
    let from: Instant
    let until: Instant
}

extension Reader {
    /// Who arrived in the vehicles that a case travelled in while it could pass the infection on, judged by the policy's rule for their seats.
    ///
    /// The list at hand is that of the arrivals recorded under the vehicle's number around the leg, of whom the scope sees. A map of the seats is
    /// guessed from it: a row that stood empty is missing.
    func aboard(
        with view: PersonView, during window: Range<Instant>, by policy: Policy, recorded: Set<PersonID>
    ) throws -> [ContactCandidates.Candidate] {
        var found: [PersonID: ContactCandidates.Candidate] = [:]
        for leg in view.legs(during: window) {
            let rows = try entries(FactsQuery(kind: .arrival, from: leg.from - .hours(72), before: leg.until + .hours(72))).map(\.record)
            let fellows = rows.compactMap { record -> Aboard<PersonID>? in
                guard case .arrival(let arrival) = record.fact, !record.isWithdrawn, let person = record.subject.person, person != view.dossier.id,
                    arrival.transportNumber?.uppercased() == leg.number, record.happenedAt > leg.from - .hours(18),
                    record.happenedAt < leg.until + .hours(18)
                else { return nil }
                return Aboard(person, place: SeatPlace(arrival.seat, coach: nil, in: leg.vehicle))
            }
            let places = (fellows.map(\.place) + [leg.place]).compactMap(\.self)
            guard let contacts = VehicleContacts<PersonID>(leg.vehicle, policy.tracing.contacts, map: SeatMap(guessedFrom: places)) else { continue }
            for contact in contacts.contacts(of: Aboard(view.dossier.id, place: leg.place), among: fellows) {
                let candidate = ContactCandidates.Candidate(
                    person: contact.person, degree: contact.degree, minutes: Int((leg.until - leg.from).milliseconds / 60_000), place: leg.number,
                    first: leg.from, last: leg.until, isRecorded: recorded.contains(contact.person),
                    aboard: .init(vehicle: leg.vehicle, reason: contact.reason))
                if (found[contact.person]?.degree ?? .general) <= (contact.degree ?? .general) { found[contact.person] = candidate }
            }
        }
        return found.values.sorted { ($0.degree ?? .general, $1.person.rawValue) > ($1.degree ?? .general, $0.person.rawValue) }
    }
}

extension PersonView {
    /// The legs of the timeline that name a vehicle and its number, and the arrivals that no leg tells of.
    fileprivate func legs(during window: Range<Instant>) -> [Leg] {
        var legs: [Leg] = []
        for point in dossier.trajectory {
            guard let journey = point.value.journey, let vehicle = journey.vehicle, let number = journey.number?.uppercased() else { continue }
            let until = point.value.until ?? point.happenedAt + .hours(1)
            guard until > window.lowerBound, point.happenedAt < window.upperBound else { continue }
            legs.append(
                Leg(
                    vehicle: vehicle, number: number, place: SeatPlace(journey.seat, coach: journey.coach, in: vehicle), from: point.happenedAt,
                    until: until))
        }
        for arrival in dossier.arrivals where window.contains(arrival.happenedAt) {
            guard let vehicle = arrival.value.vehicle, let number = arrival.value.transportNumber?.uppercased(),
                !legs.contains(where: { $0.number == number })
            else { continue }
            legs.append(
                Leg(
                    vehicle: vehicle, number: number, place: SeatPlace(arrival.value.seat, coach: nil, in: vehicle),
                    from: arrival.happenedAt - .hours(1), until: arrival.happenedAt))
        }
        return legs
    }
}

extension SeatPlace {
    /// A seat as a ticket or a list writes it; nil where it cannot be read.
    fileprivate init?(_ seat: String?, coach: Int?, in vehicle: VehicleKind) {
        guard let seat, !seat.isEmpty else {
            guard let coach else { return nil }
            self.init(coach: coach)
            return
        }
        if vehicle == .aircraft, let flight = try? FlightSeat(seat) {
            self.init(flight)
        } else if let train = try? TrainSeat(coach.map { "\($0)车\(seat)号" } ?? seat) {
            self.init(train)
        } else if let coach {
            self.init(coach: coach)
        } else {
            return nil
        }
    }
}
