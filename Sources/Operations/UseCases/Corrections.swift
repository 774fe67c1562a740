import Register
import Storage
import Vocabulary

/// Corrections of what was recorded about a thing: with a reason, the former version readable beside the new one.
extension Filing {
    /// Puts right what an entry says, or when it happened.
    ///
    /// - Parameter expected: The version its author saw; where another has come since, nothing is written.
    /// - Throws: `OperationError.reasonMissing` without a reason; `nothingToAnswer` where nothing would change; `notYetHappened` for a moment that lies
    ///   ahead; `wrongOrder` for one before the thing itself.
    @discardableResult
    public func correct(_ former: FactRecord, to fact: Fact, at moment: Instant, expected: FactID, reason: String) throws -> FactRecord {
        guard fact.kind == former.fact.kind, !former.isWithdrawn else { throw OperationError.notFound }
        guard !reason.allSatisfy(\.isWhitespace) else { throw OperationError.reasonMissing }
        guard fact != former.fact || moment != former.happenedAt else { throw OperationError.nothingToAnswer }
        guard moment <= now else { throw OperationError.notYetHappened(moment) }
        if former.fact.founds == nil, former.subject.number > 0, former.subject.person == nil, former.subject.isFounded {
            let founded = try current(former.subject.number).happenedAt
            guard moment >= founded else { throw OperationError.wrongOrder(earlier: founded, later: moment) }
        }
        return try revise(former, to: fact, at: moment, expected: expected, reason: reason)
    }
}

extension Subject {
    /// Whether it is a thing that a fact founded, whose number it bears.
    fileprivate var isFounded: Bool {
        switch self {
        case .person, .territory: false
        default: true
        }
    }
}
