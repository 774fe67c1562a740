import Register
import Storage
import Vocabulary

/// Wards of hospitals: frozen and open again, kept as buffer for new patients (measure 3; `domain.md` §7.4).
extension Filing {
    /// Records a turn of a ward.
    ///
    /// - Throws: `OperationError.wardStands` where the ward stands so already.
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
        return try file(.wardStep(step), about: .site(site), at: moment, knownAt: knownAt)
    }

    /// How the wards of a site stand.
    func wards(of site: Reference<StaySite>) throws -> WardStates {
        let records = try writer.beyondScope(.derivation) { try writer.entries(about: .site(site)).map(\.record) }
        return ThingDossier(subject: .site(site), records: records, surroundings: [], asOf: now).wards
    }
}
