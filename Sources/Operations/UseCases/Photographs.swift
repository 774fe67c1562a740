import Exchange
import Register
import Storage
import Vocabulary

/// Photographs of what inspections found, and of how it was put right (measure 10).
extension Filing {
    /// The most photographs that a finding may have.
    public static let mostPhotographs = 24

    /// Adds a photograph to a finding: whoever found it, or whoever puts it right. The same one again changes nothing.
    ///
    /// - Throws: `OperationError.notFound` where there is no such finding in scope; `OperationError.tooManyPhotographs`;
    ///   `StoreError.territoryOutsideScope` for an author of neither end.
    /// - Returns: Its number.
    @discardableResult
    public func add(_ photograph: Photograph, to finding: Reference<Finding>) throws -> Int64 {
        let (subject, _) = try photographed(finding)
        guard try writer.photographs(of: subject, asOf: now).count < Filing.mostPhotographs else {
            throw OperationError.tooManyPhotographs(limit: Filing.mostPhotographs)
        }
        return try writer.keepPhotograph(
            photograph.bytes, mediaType: photograph.format.mediaType, width: photograph.width, height: photograph.height, of: subject, at: now)
    }

    /// Destroys a photograph that should not have been taken; that there was one, and why it went, stays in the audit.
    ///
    /// - Throws: `OperationError.reasonMissing`; `notFound` where there is no such photograph in scope, or one that is not the author's to remove:
    ///   whoever is inspected does not remove what the inspectors took.
    public func removePhotograph(_ id: Int64, of finding: Reference<Finding>, reason: String) throws {
        guard !reason.isEmpty else { throw OperationError.reasonMissing }
        let (subject, value) = try photographed(finding)
        let own = try writer.photographs(of: subject, asOf: now).first { $0.id == id }?.account
        guard writer.scope.covers(value.inspector ?? value.territory) || (own != nil && own == writer.scope.user) else {
            throw OperationError.notFound
        }
        try writer.removePhotograph(id, of: subject, reason: reason, at: now)
    }

    /// The finding as a subject, if the author may add to it.
    private func photographed(_ finding: Reference<Finding>) throws -> (subject: Subject, value: Finding) {
        guard try writer.canSee(.finding(finding)), case .finding(let value) = try current(finding.rawValue).fact else {
            throw OperationError.notFound
        }
        guard ([value.territory] + [value.inspector].compactMap(\.self)).contains(where: writer.scope.covers) else {
            throw StoreError.territoryOutsideScope(value.territory)
        }
        return (.finding(finding), value)
    }
}
