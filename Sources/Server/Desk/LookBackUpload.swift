import Exchange
import Operations
import Register
import Storage
import Vocabulary

/// A list uploaded for an order to look back.
extension ImportRuns.Run {
    /// The mapping the file is read by. A list that was asked for by where people came from need not say it in every row: what its rows leave
    /// open the mapping fills with what the order and whoever handed it in said, and never more than that.
    func mapping(for desk: OperationsDesk, _ user: User?) async throws -> ColumnMapping? {
        guard let lookBack, let user else { return mapping }
        let scope = Scope(user: user.id, grants: user.grants, at: desk.now)
        guard let (order, _) = try await desk.operations.openLookBack(lookBack.order, scope: scope) else { return mapping }
        var filled = mapping ?? ColumnMapping(kind: kind)
        func fill(_ field: String, _ value: String?) {
            if let value, filled.constants[field] == nil { filled.constants[field] = value }
        }
        fill("originRisk", lookBack.risk?.rawValue)
        if lookBack.isOfOrigins, let origins = order.origins, !origins.isEmpty {
            // A row with the code of its own origin keeps it; of several areas the first stands for all where nothing says which.
            fill("originTerritory", origins.first?.digits)
            fill("originPlace", origins.map { desk.names.knows($0) ? desk.names[$0].zh : $0.digits }.joined(separator: "、"))
        }
        return filled
    }
}

extension OperationsDesk {
    /// What the upload page of an order asks; nil where the reader may not hand in for it.
    func lookBackUpload(_ viewer: Viewer, _ order: Reference<LookBackOrder>) async throws -> LookBackUploadPage.Content? {
        guard let (value, territories) = try await operations.openLookBack(order, scope: scope(of: viewer)) else { return nil }
        return LookBackUploadPage.Content(
            order: order, title: value.title, sources: value.sources ?? ArrivalSource.allCases,
            territories: territories.map { ($0, names[$0]) }, hasOrigins: value.origins?.isEmpty == false)
    }
}
