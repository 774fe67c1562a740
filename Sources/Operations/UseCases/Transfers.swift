import Policy
import Register
import Storage
import Vocabulary

/// Moving people between homes, hospitals and isolation sites: each hop is confirmed by its end, either end may call it off (measure 3).
extension Filing {
    /// Asks another place to take a person over. The end that sends is the one given, or where the person is held, or else was last seen or lives.
    ///
    /// - Throws: `OperationError.transferOpen` while another transfer of the person is open; `siteClosed` where the site asked is closed.
    @discardableResult
    public func requestTransfer(
        of person: PersonID, from sender: (territory: TerritoryCode, name: String)? = nil, to: TerritoryCode, site: String?, mode: ControlMode,
        grounds: String? = nil, at moment: Instant, knownAt: Instant? = nil
    ) throws -> Reference<Transfer> {
        let dossier = try dossier(of: person)
        guard !dossier.transferCourses.contains(where: \.isOpen) else { throw OperationError.transferOpen }
        let running = dossier.runningStay(at: moment)
        let described = dossier.person?.value
        let transfer = Transfer(
            from: sender?.territory ?? running?.value.territory ?? described?.location ?? described?.residence ?? to,
            fromSite: sender?.name ?? running?.value.site, to: to, site: site, mode: mode, grounds: grounds)
        guard writer.scope.covers(transfer.from) || writer.scope.covers(to) else { throw StoreError.territoryOutsideScope(transfer.from) }
        if let site = try registered(site, in: to), let closed = site.closed, closed <= moment { throw OperationError.siteClosed(site.name) }
        return Reference(rawValue: try file(.transfer(transfer), about: person, at: moment, knownAt: knownAt).entity)
    }

    /// Confirms a hop, or calls the transfer off.
    ///
    /// Accepting promises a place, and is refused where every one that exists is taken or promised. With the departure the stay that was
    /// running ends, with the arrival the next begins.
    ///
    /// - Throws: `OperationError.transferStep` where the turn is not possible as the transfer stands; `StoreError.territoryOutsideScope` where it
    ///   is the other end's to say.
    @discardableResult
    public func takeStep(
        _ kind: TransferStep.Kind, of reference: Reference<Transfer>, room: String? = nil, by: String? = nil, reason: String? = nil,
        at moment: Instant, knownAt: Instant? = nil
    ) throws -> FactRecord {
        let record = try current(reference.rawValue)
        guard case .transfer(let transfer) = record.fact, let person = record.subject.person else { throw OperationError.notFound }
        guard let course = try dossier(of: person).transferCourses.first(where: { $0.transfer.id == reference }) else {
            throw OperationError.notFound
        }
        guard course.possible.contains(kind) else { throw OperationError.transferStep(kind, possible: course.possible) }
        let speaker = kind.isReceivers ? transfer.to : transfer.from
        guard writer.scope.covers(speaker) else { throw StoreError.territoryOutsideScope(speaker) }
        // People write moments to the minute: one within the minute of the turn before is that turn's.
        let before = latest(course, before: kind)
        guard before - moment < .minutes(1) else { throw OperationError.wrongOrder(earlier: before, later: moment) }
        let moment = max(moment, before)
        if let arrived = course.moment(of: .arrived), moment > arrived { throw OperationError.wrongOrder(earlier: moment, later: arrived) }
        if kind.isEnd, reason?.isEmpty ?? true { throw OperationError.reasonMissing }
        switch kind {
        case .accepted: try promise(transfer, for: person, at: moment)
        case .departed:
            if course.moment(of: .arrived) == nil, let running = try dossier(of: person).runningStay(at: moment) {
                try end(running.id, at: moment, .transferred, knownAt: knownAt)
            }
        case .arrived:
            try begin(
                Stay(mode: transfer.mode, site: transfer.site, room: room, territory: transfer.to), of: person, at: moment, knownAt: knownAt)
        case .withdrawn, .declined: break
        }
        let step = TransferStep(of: reference, kind: kind, room: room, by: by, reason: reason)
        return try file(.transferStep(step), about: person, at: moment, knownAt: knownAt)
    }

    /// The last turn that must lie before one of this kind.
    private func latest(_ course: TransferCourse, before kind: TransferStep.Kind) -> Instant {
        let before: [TransferStep.Kind] = kind == .departed ? [.accepted] : [.accepted, .departed]
        return before.compactMap { course.moment(of: $0) }.reduce(course.transfer.happenedAt, max)
    }

    /// Refuses where the site asked has no place that is neither taken nor promised.
    private func promise(_ transfer: Transfer, for person: PersonID, at moment: Instant) throws {
        guard let name = transfer.site, let site = try registered(name, in: transfer.to) else { return }
        if let closed = site.closed, closed <= moment { throw OperationError.siteClosed(name) }
        guard let existing = site.capacity else { return }
        let taken = try writer.stays(atSite: name, near: transfer.to, endingAfter: moment).filter { $0.person != person }
            .mostAtOnce(from: moment, until: nil)
        let promised = try writer.transfers(toSite: name, near: transfer.to, endingAfter: moment).filter { $0.isExpected && $0.person != person }
        guard taken + promised.count < existing else { throw OperationError.siteFull(site: name, existing: existing) }
    }

    /// The site that a name in a territory means, as it stands; nil where there is none registered.
    func registered(_ name: String?, in territory: TerritoryCode) throws -> StaySite? {
        guard let name, let reference = try writer.site(named: name, near: territory) else { return nil }
        return StaySite.value(in: try writer.beyondScope(.derivation) { try current(reference.rawValue) }.fact)
    }
}
