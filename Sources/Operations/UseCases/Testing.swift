import Register
import Storage
import Vocabulary

/// Specimens and results.
extension Filing {
    /// Records that a specimen was taken.
    @discardableResult
    public func take(_ specimen: Specimen, from person: PersonID, at moment: Instant, knownAt: Instant? = nil) throws -> Reference<Specimen> {
        Reference(rawValue: try file(.specimen(specimen), about: person, at: moment, knownAt: knownAt).entity)
    }

    /// Records what a laboratory found.
    @discardableResult
    public func record(_ result: TestResult, at moment: Instant, knownAt: Instant? = nil) throws -> Reference<TestResult> {
        let specimen = try current(result.specimen.rawValue)
        guard let person = specimen.subject.person, case .specimen = specimen.fact else { throw OperationError.notFound }
        guard moment >= specimen.happenedAt else { throw OperationError.wrongOrder(earlier: specimen.happenedAt, later: moment) }
        return Reference(rawValue: try file(.result(result), about: person, at: moment, knownAt: knownAt).entity)
    }
}
