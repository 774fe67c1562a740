import Obligations
import Register
import Storage
import Vocabulary

/// The way of a contact through the closed loop, hop by hop, each with both its ends: when the one end let go and when the other had the
/// person. Between the two nobody is seen to have them.
public struct ClosedLoop: Hashable, Sendable {
    /// The hops, in their order.
    public enum Hop: String, CaseIterable, Sendable {
        /// From being known as a contact to being found.
        case located
        /// From being found to being told.
        case notified
        /// From being told to sitting in the vehicle.
        case vehicle
        /// From the vehicle to the site.
        case site
        /// From the door of the site to a room, or from being told to isolation at home.
        case room
        /// From the end of the stay to whoever watches at home.
        case home
    }

    /// A hop as it went.
    public struct Leg: Hashable, Sendable {
        /// Which.
        public let hop: Hop
        /// When the end before let go; nil while it has not, or has not said so.
        public let given: Instant?
        /// When the end behind had the person.
        public let taken: Instant?

        /// A hop from its ends.
        public init(_ hop: Hop, given: Instant?, taken: Instant?) {
            (self.hop, self.given, self.taken) = (hop, given, taken)
        }

        /// The time between the ends, the one that runs included; nil where the hop has not begun, or one end never spoke.
        public func gap(at now: Instant) -> Span? { given.map { max(.zero, (taken ?? now) - $0) } }
        /// Whether one end let go and the other does not have the person yet.
        public var isOpen: Bool { given != nil && taken == nil }
        /// Whether the person came through without the first end saying so.
        public var isOneSided: Bool { given == nil && taken != nil }
    }

    /// The hops that apply.
    public let legs: [Leg]

    /// The loop of somebody who is a contact since a moment.
    public init(of dossier: Dossier, contactSince since: Instant) {
        func act(_ deed: Act.Deed, from: Instant) -> Instant? { dossier.acts.first { $0.value.deed == deed && $0.happenedAt >= from }?.happenedAt }
        // What was done within the day before counts: somebody told before the contact was entered was told.
        let from = since - .hours(24)
        let located = act(.located, from: from)
        let notified = act(.notified, from: from)
        let course = dossier.transferCourses.last { $0.calledOff == nil && $0.transfer.happenedAt >= from }
        let stay = dossier.stays.first { $0.value.mode >= .homeIsolation && ($0.value.until ?? .distantFuture) > since }
        var legs = [
            Leg(.located, given: since, taken: located ?? notified ?? stay?.happenedAt),
            Leg(.notified, given: located, taken: notified),
        ]
        if stay?.value.mode == .homeIsolation {
            legs.append(Leg(.room, given: notified ?? located, taken: stay?.happenedAt))
        } else {
            let departed = course?.moment(of: .departed) ?? act(.handedOver, from: from)
            let arrived = course?.moment(of: .arrived) ?? stay?.happenedAt
            legs.append(Leg(.vehicle, given: notified ?? located, taken: departed))
            legs.append(Leg(.site, given: departed, taken: arrived))
            legs.append(Leg(.room, given: arrived, taken: stay?.value.room == nil ? nil : stay?.happenedAt))
        }
        if let stay, let until = stay.value.until, stay.value.ending == .released {
            let kept = dossier.stays.first { $0.happenedAt >= until }?.happenedAt
            legs.append(Leg(.home, given: until, taken: [kept, act(.followedUp, from: until)].compactMap(\.self).min()))
        }
        self.legs = legs
    }
}

/// A hop of somebody's way on which nobody has the person now, or on which one end has not spoken.
public struct LoopGap: Hashable, Sendable {
    /// Who.
    public let person: PersonID
    /// Which hop.
    public let hop: ClosedLoop.Hop
    /// Since when.
    public let since: Instant
    /// By when it was to be closed, if the policy says.
    public let due: Instant?
    /// Who lets go: a territory, with the site if there is one.
    public let from: TerritoryCode
    /// Who is to take the person over.
    public let to: TerritoryCode
    /// Site that sends and site that receives, by name.
    public let sites: (from: String?, to: String?)
    /// Whether the person has arrived and only the end that sent has not said so.
    public let isOneSided: Bool

    /// Equal by who, hop and beginning.
    public static func == (left: LoopGap, right: LoopGap) -> Bool {
        left.person == right.person && left.hop == right.hop && left.since == right.since
    }

    /// By who, hop and beginning.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(person)
        hasher.combine(hop)
        hasher.combine(since)
    }
}

extension Operations {
    /// The open gaps of a territory, the longest first, of whom the scope sees; and how many there are of each hop.
    ///
    /// Who is to be found, told or moved is told by the duties that are open; who is under way by the transfers that a territory sends or receives.
    public func openGaps(
        in territory: TerritoryCode, scope: Scope, limit: Int = 200
    ) async throws -> (gaps: [LoopGap], counts: [ClosedLoop.Hop: Int]) {
        let now = clock.now
        return try await store.read(scope) { reader in
            var gaps: [LoopGap] = []
            let query = WorklistQuery(territories: [territory], measure: .tracing, kind: .clock, openAt: now, limit: 5000, countCap: 0)
            for row in try reader.worklist(query).rows {
                guard let person = row.person, let hop = ClosedLoop.Hop(metBy: row.duty.rule) else { continue }
                gaps.append(
                    LoopGap(
                        person: person, hop: hop, since: row.duty.opens, due: row.duty.due, from: row.duty.territory, to: row.duty.territory,
                        sites: (nil, nil), isOneSided: false))
            }
            var underWay: Set<PersonID> = []
            for row in try reader.transfers(in: territory, endingAfter: now - .hours(24)) where row.calledOff == nil {
                let (departed, arrived) = (row.moments[.departed], row.moments[.arrived])
                let isOneSided = arrived != nil && departed == nil
                guard isOneSided || departed != nil && arrived == nil, try reader.canSee(row.person) else { continue }
                underWay.insert(row.person)
                gaps.append(
                    LoopGap(
                        person: row.person, hop: isOneSided ? .vehicle : .site, since: departed ?? arrived ?? row.requested, due: nil,
                        from: row.value.from, to: row.value.to, sites: (row.value.fromSite, row.value.site), isOneSided: isOneSided))
            }
            // Whoever sits in the vehicle waits for it no longer.
            gaps.removeAll { $0.hop == .vehicle && !$0.isOneSided && underWay.contains($0.person) }
            gaps.sort { ($0.since, $0.person.rawValue) < ($1.since, $1.person.rawValue) }
            return (Array(gaps.prefix(limit)), Dictionary(grouping: gaps, by: \.hop).mapValues(\.count))
        }
    }
}

extension ClosedLoop.Hop {
    /// The hop that ends with what a rule asks for; nil of other rules.
    fileprivate init?(metBy rule: String) {
        guard rule.contains("Clocks.") else { return nil }
        switch rule.split(separator: ".").last {
        case "located": self = .located
        case "notified": self = .notified
        case "transferred": self = .vehicle
        default: return nil
        }
    }
}
