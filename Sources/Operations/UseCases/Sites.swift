import Policy
import Register
import Storage
import Vocabulary

/// Hospitals and isolation sites: what they can hold, and that no bed or room is given twice (measure 3; `domain.md` §2.3, §7).
///
/// Writers follow one another, so that what is asked here before a stay is written still holds when it is.
extension Filing {
    /// Registers a site; its name means one site within the prefecture.
    @discardableResult
    public func openSite(_ site: StaySite, at moment: Instant, knownAt: Instant? = nil) throws -> Reference<StaySite> {
        guard try writer.site(named: site.name, near: site.territory) == nil else { throw OperationError.siteKnown(site.name) }
        return Reference(rawValue: try found(.site(site), at: moment, knownAt: knownAt).number)
    }

    /// Says how many beds or rooms exist, or that the site is closed or open again; refused where people in it would have no place.
    @discardableResult
    public func changeSite(_ reference: Reference<StaySite>, existing: Int?, isClosed: Bool, at moment: Instant) throws -> FactRecord {
        let former = try current(reference.rawValue)
        guard var site = StaySite.value(in: former.fact) else { throw OperationError.notFound }
        let inside = try writer.stays(atSite: site.name, near: site.territory, endingAfter: moment)
        let occupied = inside.mostAtOnce(from: moment, until: nil)
        guard occupied == 0 || !isClosed, existing.map({ $0 >= occupied }) ?? true else {
            throw OperationError.siteOccupied(site: site.name, occupied: occupied)
        }
        site.capacity = existing
        site.closed = isClosed ? site.closed ?? moment : nil
        return try revise(former, to: .site(site), expected: former.id)
    }

    /// Refuses a stay in a registered site where the bed or room, or every one that exists, is another's at the time.
    ///
    /// Beds are never shared; rooms of isolation sites are as the policy in force says. A revision that only shortens a stay needs no room.
    func requireRoom(for fact: Fact, about subject: Subject, at since: Instant, replacing former: FactRecord? = nil) throws {
        guard case .stay(let stay) = fact, stay.mode.isInSite, let name = stay.site, let person = subject.person else { return }
        if let former, case .stay(let old) = former.fact, stay.isWithin(old, since: since, from: former.happenedAt) { return }
        guard let site = try registered(name, in: stay.territory) else { return }
        if let closed = site.closed, stay.until.map({ closed < $0 }) ?? true { throw OperationError.siteClosed(name) }
        let states = try writer.site(named: name, near: stay.territory).map { try wards(of: $0) }
        // Whoever lies in a frozen ward may change beds in it.
        if let ward = states?.frozenWard(of: stay.room), try !isInWard(person, ward, of: name, at: since) {
            throw OperationError.wardFrozen(site: name, ward: ward)
        }
        // Who moves within a site takes no second place in it.
        let others = try writer.stays(atSite: name, near: stay.territory, endingAfter: since)
            .filter { $0.person != person && $0.overlaps(from: since, until: stay.until) }
        if let existing = site.capacity, others.mostAtOnce(from: since, until: stay.until) >= existing {
            throw OperationError.siteFull(site: name, existing: existing)
        }
        guard let room = stay.room else { return }
        // In a buffer ward one to a room, whatever its beds.
        let isBuffer = states?.bufferWard(of: room) != nil
        guard others.contains(where: { $0.room == room || isBuffer && $0.room.map(WardStates.roomOfBed) == WardStates.roomOfBed(room) }) else {
            return
        }
        let rules = try policies.edition(at: since, in: stay.territory).tracing.sites
        if stay.mode == .hospital || isBuffer || rules?.onePersonPerRoom != false { throw OperationError.roomTaken(site: name, room: room) }
    }
}

extension Filing {
    /// Whether somebody lay in a ward at a moment, or until it: the stay before ends when the next begins.
    private func isInWard(_ person: PersonID, _ ward: String, of site: String, at moment: Instant) throws -> Bool {
        try dossier(of: person).stays.contains {
            $0.value.site == site && ($0.value.room?.hasPrefix(ward) ?? false) && $0.happenedAt <= moment && ($0.value.until ?? moment) >= moment
        }
    }
}

extension Stay {
    /// Whether it takes no bed or room at a time at which `other` did not.
    fileprivate func isWithin(_ other: Stay, since: Instant, from begun: Instant) -> Bool {
        (mode, site, room, territory) == (other.mode, other.site, other.room, other.territory) && since >= begun
            && (other.until.map { end in until.map { $0 <= end } ?? false } ?? true)
    }
}
