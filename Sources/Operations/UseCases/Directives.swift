import Register
import Storage
import Vocabulary

/// Orders down the hierarchy, and what comes back (measure 8).
extension Filing {
    /// Issues an order to territories within the issuer's; an order that passes another on (`parent`) is issued by one of its addressees.
    ///
    /// - Throws: `OperationError.notAddressed` for an addressee outside the issuer's territory, or an issuer whom the parent does not address.
    @discardableResult
    public func issueDirective(_ directive: Directive, at moment: Instant, knownAt: Instant? = nil) throws -> Reference<Directive> {
        for addressee in directive.addressees where addressee == directive.issuer || !directive.issuer.contains(addressee) {
            throw OperationError.notAddressed(addressee)
        }
        guard !directive.addressees.isEmpty else { throw OperationError.notAddressed(directive.issuer) }
        if let forces = directive.forces { try requireForces(forces, in: directive.issuer, at: moment) }
        if let meeting = directive.meeting { try requireMeeting(meeting, of: directive.issuer, before: moment) }
        if let parent = directive.parent {
            let (record, order) = try self.directive(parent)
            guard order.addressees.contains(directive.issuer) else { throw OperationError.notAddressed(directive.issuer) }
            guard moment >= record.happenedAt else { throw OperationError.wrongOrder(earlier: record.happenedAt, later: moment) }
        }
        return Reference(rawValue: try found(.directive(directive), at: moment, knownAt: knownAt).number)
    }

    /// Records a step of an order at one addressee: read, acknowledged, reported by the addressee; accepted, returned, urged by the issuer.
    @discardableResult
    public func answerDirective(
        _ reference: Reference<Directive>, of addressee: TerritoryCode, _ step: Receipt.Step, evidence: String? = nil, at moment: Instant,
        knownAt: Instant? = nil
    ) throws -> FactRecord {
        let (record, order) = try directive(reference)
        guard order.addressees.contains(addressee) else { throw OperationError.notAddressed(addressee) }
        guard moment >= record.happenedAt else { throw OperationError.wrongOrder(earlier: record.happenedAt, later: moment) }
        let isIssuers = [.accepted, .returned, .urged].contains(step)
        let author = isIssuers ? order.issuer : addressee
        guard writer.scope.covers(author) else { throw StoreError.territoryOutsideScope(author) }
        if [.accepted, .returned].contains(step) {
            let receipts = try writer.entries(about: .directive(reference)).map(\.record).inForce(asOf: now)
            let last = receipts.compactMap { Receipt.value(in: $0.fact) }.last {
                $0.territory == addressee && [.reported, .accepted, .returned].contains($0.step)
            }
            guard last?.step == .reported else { throw OperationError.nothingToAnswer }
        }
        return try file(
            .receipt(Receipt(directive: reference, territory: addressee, step: step, evidence: evidence)), about: .directive(reference),
            at: moment, knownAt: knownAt)
    }

    /// The order in force of a number, if the author sees it.
    func directive(_ reference: Reference<Directive>) throws -> (record: FactRecord, order: Directive) {
        let record = try current(reference.rawValue)
        guard let order = Directive.value(in: record.fact) else { throw OperationError.notFound }
        return (record, order)
    }
}
