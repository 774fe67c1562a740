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

    /// The class of special place, and of post, under which the policy speaks of those who work in isolation sites.
    public static let siteStaffClass = "isolation_site"

    /// Opens the closed loop of those who work in an isolation site: its premises as a special place of the site's name, whose roster, stages and
    /// breaches are those of every closed loop (measure 6; `domain.md` §9.1).
    ///
    /// - Throws: `OperationError.policyRefuses` where the policy in force has no loop for isolation sites or the site is a hospital's;
    ///   `siteKnown` where the loop is open already.
    public func openStaffLoop(of reference: Reference<StaySite>, responsible: String? = nil, at moment: Instant) throws -> Reference<Place> {
        guard let site = StaySite.value(in: try current(reference.rawValue).fact) else { throw OperationError.notFound }
        guard writer.scope.covers(site.territory) else { throw StoreError.territoryOutsideScope(site.territory) }
        let special = try policies.edition(at: moment, in: site.territory).places.special[Filing.siteStaffClass]
        guard site.mode == .central, special?.closedLoop == true else { throw OperationError.policyRefuses }
        guard try writer.staffLoop(of: site) == nil else { throw OperationError.siteKnown(site.name) }
        let place = Place(name: site.name, placeClass: Filing.siteStaffClass, territory: site.territory, responsible: responsible)
        return Reference(rawValue: try found(.place(place), at: moment).number)
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

extension Reader {
    /// The place whose closed loop is that of a site's staff; nil while there is none.
    public func staffLoop(of site: StaySite) throws -> Reference<Place>? {
        let query = ThingListQuery(kind: .place, territory: site.territory, isOwn: true, thingClass: Filing.siteStaffClass, limit: 200)
        for row in try things(query).rows where row.label == site.name {
            if case .place(let place) = row.subject { return place }
        }
        return nil
    }
}
