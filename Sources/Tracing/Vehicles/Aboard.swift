import Policy
import Vocabulary

/// Somebody aboard a vehicle, from its manifest, its tickets or its crew list.
public struct Aboard<Person: Hashable & Sendable>: Hashable, Sendable {
    /// Who.
    public var person: Person
    /// Where they sat; nil if nobody knows.
    public var place: SeatPlace?
    /// What they did aboard, if they were crew.
    public var duty: CrewDuty?
    /// When they boarded; nil: with the vehicle's departure.
    public var boarded: Instant?
    /// When they left; nil: at its arrival.
    public var left: Instant?

    /// Somebody aboard, from the parts.
    public init(_ person: Person, place: SeatPlace? = nil, duty: CrewDuty? = nil, boarded: Instant? = nil, left: Instant? = nil) {
        self.person = person
        self.place = place
        self.duty = duty
        self.boarded = boarded
        self.left = left
    }
}

/// What a member of the crew did.
public enum CrewDuty: Hashable, Sendable {
    /// Drove or sold tickets, near everyone.
    case driverOrConductor
    /// Served a coach.
    case coach(Int)
    /// Served these rows.
    case rows(ClosedRange<Int>)
    /// Served, nobody wrote where.
    case unknown
    /// Did not meet passengers (flight deck, engine driver).
    case apart
}

/// That somebody aboard is a contact, and why.
public struct AboardContact<Person: Hashable & Sendable>: Hashable, Sendable {
    /// Who.
    public let person: Person
    /// What they are; nil where a seat would decide that nobody knows: a person has to.
    public let degree: ContactDegree?
    /// Why.
    public let reason: AboardReason
}

/// Why somebody aboard is a contact.
public enum AboardReason: Hashable, Sendable {
    /// Everyone aboard is.
    case everyone
    /// In the same coach.
    case coach(Int)
    /// In the same compartment.
    case compartment
    /// In the same cabin.
    case cabin
    /// So many existing rows away.
    case rows(Int)
    /// So many bays away.
    case bays(Int)
    /// So many rows and seats away.
    case seats(rows: Int, across: Int)
    /// As crew that served the case's section, or all of it.
    case crew
    /// Aboard, but farther away.
    case others
    /// The case's seat or theirs is not known.
    case seatUnknown

    /// The reason in words.
    public var text: LocalizedText {
        switch self {
        case .everyone: LocalizedText(zh: "同乘，全体判定", en: "aboard, where everyone counts")
        case .coach(let coach): LocalizedText(zh: "同 \(coach) 号车厢", en: "in the same coach, \(coach)")
        case .compartment: LocalizedText(zh: "同包厢", en: "in the same compartment")
        case .cabin: LocalizedText(zh: "同舱室", en: "in the same cabin")
        case .rows(0): LocalizedText(zh: "同排", en: "in the same row")
        case .rows(let rows): LocalizedText(zh: "相隔 \(rows) 排", en: "\(rows) rows away")
        case .bays(0): LocalizedText(zh: "同隔间", en: "in the same bay")
        case .bays(let bays): LocalizedText(zh: "相隔 \(bays) 个隔间", en: "\(bays) bays away")
        case .seats(let rows, let across): LocalizedText(zh: "前后 \(rows) 排、左右 \(across) 座以内", en: "\(rows) rows and \(across) seats away")
        case .crew: LocalizedText(zh: "服务该区域的乘务人员", en: "crew that served the section")
        case .others: LocalizedText(zh: "同乘其他人员", en: "aboard, farther away")
        case .seatUnknown: LocalizedText(zh: "同乘，座位不明，需核实", en: "aboard, the seat unknown: to be clarified")
        }
    }
}

/// Who aboard a vehicle is a contact of a case, by the policy's rule for its kind (`domain.md` §3, §15.1).
public struct VehicleContacts<Person: Hashable & Sendable>: Sendable {
    /// The policy's rule.
    public let rule: ContactDefinitions.VehicleRule
    /// How the seats are arranged.
    public let map: SeatMap

    /// A search by a rule; nil if the policy has none for this kind of vehicle, which makes nobody a contact by rule.
    public init?(_ kind: VehicleKind, _ definitions: ContactDefinitions, map: SeatMap) {
        guard let rule = definitions.vehicles[kind] else { return nil }
        self.rule = rule
        self.map = map
    }

    /// The contacts among those aboard, in their order. Who was not aboard at the same time as the case, or for less than the rule's
    /// minimum, is none.
    public func contacts(of index: Aboard<Person>, among aboard: [Aboard<Person>]) -> [AboardContact<Person>] {
        aboard.compactMap { other in
            guard other.person != index.person, wereTogether(index, other) else { return nil }
            guard let duty = other.duty else { return passenger(other, index) }
            guard duty != .apart, rule.crew == .all || rule.crew == .serving && serves(duty, index.place) else { return others(other) }
            return AboardContact(person: other.person, degree: .close, reason: .crew)
        }
    }

    private func others(_ other: Aboard<Person>) -> AboardContact<Person>? {
        rule.others.map { AboardContact(person: other.person, degree: $0, reason: .others) }
    }

    private func passenger(_ other: Aboard<Person>, _ index: Aboard<Person>) -> AboardContact<Person>? {
        switch nearness(other.place, index.place) {
        case .close(let reason): AboardContact(person: other.person, degree: .close, reason: reason)
        case .far: others(other)
        case .unknown: AboardContact(person: other.person, degree: nil, reason: .seatUnknown)
        }
    }

    /// Moments that nobody wrote down do not part people.
    private func wereTogether(_ left: Aboard<Person>, _ right: Aboard<Person>) -> Bool {
        let start = max(left.boarded ?? .distantPast, right.boarded ?? .distantPast)
        let end = min(left.left ?? .distantFuture, right.left ?? .distantFuture)
        let isKnown = start != .distantPast && end != .distantFuture
        return end > start && (!isKnown || end - start >= rule.minimum ?? .zero)
    }

    private func serves(_ duty: CrewDuty, _ place: SeatPlace?) -> Bool {
        switch duty {
        case .driverOrConductor, .unknown: true
        case .coach(let coach): place?.coach.map { $0 == coach } ?? true
        case .rows(let rows): place?.row.map(rows.contains) ?? true
        case .apart: false
        }
    }

    private enum Nearness {
        case close(AboardReason)
        case far
        case unknown
    }

    private func nearness(_ other: SeatPlace?, _ index: SeatPlace?) -> Nearness {
        if rule.close == .everyone { return .close(.everyone) }
        guard let other, let index else { return .unknown }
        if let left = other.coach, let right = index.coach, left != right { return .far }
        switch rule.close {
        case .everyone: return .close(.everyone)
        case .coach:
            guard let coach = other.coach, index.coach != nil else { return .unknown }
            return .close(.coach(coach))
        case .compartment: return same(other.cabin, index.cabin) ?? within(0, bays(other, index)) { _ in .compartment }
        case .cabin:
            guard let left = other.cabin, let right = index.cabin else { return .unknown }
            return left == right ? .close(.cabin) : .far
        case .rows(let rows): return within(rows, map.rowsApart(other, index)) { .rows($0) }
        case .bays(let count): return within(count, bays(other, index)) { .bays($0) }
        case .seats(let count):
            guard let rows = map.rowsApart(other, index), let across = map.seatsAcross(other, index) else { return .unknown }
            return max(rows, across) <= count ? .close(.seats(rows: rows, across: across)) : .far
        }
    }

    private func same(_ left: String?, _ right: String?) -> Nearness? {
        guard let left, let right else { return nil }
        return left == right ? .close(.compartment) : .far
    }

    private func bays(_ left: SeatPlace, _ right: SeatPlace) -> Int? {
        guard let a = map.bay(left), let b = map.bay(right) else { return nil }
        return abs(a - b)
    }

    private func within(_ most: Int, _ distance: Int?, _ reason: (Int) -> AboardReason) -> Nearness {
        guard let distance else { return .unknown }
        return distance <= most ? .close(reason(distance)) : .far
    }
}
