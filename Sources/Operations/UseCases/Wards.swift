import Register
import Storage
import Vocabulary

/// Wards of hospitals: frozen and open again, kept as buffer for new patients (measure 3; `domain.md` §7.4).
extension Filing {
    /// Records a turn of a ward.
    ///
    /// - Throws: `OperationError.wardStands` where the ward stands so already; `wardNotCleared` where it would be open again before everybody in
    ///   it is negative since it was frozen.
    @discardableResult
    public func turnWard(_ step: WardStep, of site: Reference<StaySite>, at moment: Instant, knownAt: Instant? = nil) throws -> FactRecord {
        let founding = try current(site.rawValue)
        guard let value = StaySite.value(in: founding.fact) else { throw OperationError.notFound }
        guard writer.scope.covers(value.territory) else { throw StoreError.territoryOutsideScope(value.territory) }
        guard moment >= founding.happenedAt else { throw OperationError.wrongOrder(earlier: founding.happenedAt, later: moment) }
        let wards = try wards(of: site)
        let changes =
            switch step.kind {
            case .frozen: wards.frozen[step.ward] == nil
            case .reopened: wards.frozen[step.ward] != nil
            case .buffer: !wards.buffers.contains(step.ward)
            case .general: wards.buffers.contains(step.ward)
            }
        guard changes else { throw OperationError.wardStands(step.ward) }
        if step.kind == .reopened, let frozen = wards.frozen[step.ward] {
            let inside = try writer.stays(atSite: value.name, near: value.territory, endingAfter: moment)
                .filter { $0.since <= moment && ($0.room?.hasPrefix(step.ward) ?? false) }
            let uncleared = try Set(inside.map(\.person)).filter { try !isCleared(dossier(of: $0), since: frozen.happenedAt) }
            guard uncleared.isEmpty else { throw OperationError.wardNotCleared(ward: step.ward, people: uncleared.count) }
        }
        return try file(.wardStep(step), about: .site(site), at: moment, knownAt: knownAt)
    }

    /// Refuses to let somebody out of a frozen ward, or out of a buffer ward into another of the hospital before a negative.
    ///
    /// Who is infected leaves to be treated, who stays under control leaves for an isolation site, and another hospital takes over whom this one
    /// cannot treat: care is never refused. Beds change within a ward.
    func requireLeave(_ stay: Recorded<Stay>, of dossier: Dossier, to next: Stay?, at moment: Instant) throws {
        guard stay.value.mode == .hospital, let name = stay.value.site, let room = stay.value.room,
            let site = try writer.site(named: name, near: stay.value.territory)
        else { return }
        let isWithin = next.map { $0.site == name && $0.mode == .hospital } ?? false
        guard next == nil || isWithin, policies.standing(of: dossier).infection == nil else { return }
        let states = try wards(of: site)
        let rules = try policies.edition(at: moment, in: stay.value.territory).treatment.hospital
        if rules?.freezeWard != false, let ward = states.frozenWard(of: room), let frozen = states.frozen[ward], frozen.happenedAt <= moment {
            guard isWithin, next?.room?.hasPrefix(ward) ?? false else { throw OperationError.wardHolds(site: name, ward: ward) }
        }
        if isWithin, rules?.bufferWard != false, let ward = states.bufferWard(of: room), states.bufferWard(of: next?.room) != ward {
            guard isCleared(dossier, since: stay.happenedAt) else { throw OperationError.wardNotCleared(ward: ward, people: 1) }
        }
    }

    /// Whether a negative specimen was taken of a person since a moment, or the person is infected and no longer waits for one.
    private func isCleared(_ dossier: Dossier, since moment: Instant) -> Bool {
        let negative = Set(dossier.results.filter { $0.value.outcome == .negative }.map(\.value.specimen))
        return dossier.specimens.contains { $0.happenedAt >= moment && negative.contains($0.id) }
    }

    /// How the wards of a site stand.
    func wards(of site: Reference<StaySite>) throws -> WardStates {
        let records = try writer.beyondScope(.derivation) { try writer.entries(about: .site(site)).map(\.record) }
        return ThingDossier(subject: .site(site), records: records, surroundings: [], asOf: now).wards
    }
}

extension WardStates {
    /// The buffer ward to which a room or bed belongs; nil if to none.
    func bufferWard(of room: String?) -> String? { room.flatMap { room in buffers.filter { room.hasPrefix($0) }.max() } }

    /// The room of a bed as beds are named: `3病室2床` lies in `3病室`, `ward 3 bed 2` in `ward 3`; what names no bed is the room.
    static func roomOfBed(_ bed: String) -> String {
        let isChinese = bed.hasSuffix("床")
        let named = isChinese ? bed.dropLast() : Substring(bed)
        let digits = named.reversed().prefix { $0.isNumber }.count
        let before = named.dropLast(digits)
        let isEnglish = before.lowercased().hasSuffix("bed ")
        guard digits > 0, isChinese || isEnglish else { return bed }
        let room = isEnglish ? before.dropLast(4) : before
        return String(room.reversed().drop { $0 == " " || $0 == "," }.reversed())
    }
}
