import Obligations
import Register
import Storage
import Vocabulary

/// An order to look back over many territories, as one of them sees it: the order, and its own part of lists, blanks and duties
/// (`domain.md` §8.4). Whoever answers for the whole sees the whole.
extension ThingView {
    /// The part that a scope answers for; every other thing as it is.
    func part(in scope: Scope) -> ThingView {
        guard case .lookBack = subject, !scope.covers(standing.territory) else { return self }
        var standing = standing
        standing.concerned = standing.concerned.filter { scope.covers($0.territory) }
        // How its own part stands, not the worst of everybody's.
        standing.state =
            LookBackDuties.State.allCases.map(\.rawValue).first { state in standing.concerned.contains { $0.state == state } } ?? standing.state
        return ThingView(
            subject: subject, asOf: asOf, dossier: dossier, standing: standing,
            obligations: obligations.filter { scope.covers($0.obligation.territory) }, entries: entries, recorders: recorders)
    }
}

extension Reader {
    /// The entries about a thing, of an order to look back without what was handed in for territories outside the scope.
    public func ownEntries(about subject: Subject) throws -> [FactEntry] {
        let entries = try entries(about: subject)
        guard case .lookBack = subject else { return entries }
        return entries.filter { LookBackReport.value(in: $0.record.fact).map { scope.covers($0.territory) } ?? true }
    }
}
