/// Why an estimate cannot be made from what was given.
public enum EstimationError: Error, Hashable, Sendable {
    /// There are fewer observations than the method needs.
    case tooFew(what: String, given: Int, needed: Int)
    /// A value lies outside what the method accepts; `accepted` says what would do.
    case unacceptable(what: String, value: Double, accepted: String)
    /// Two series that belong together are not equally long.
    case unequalLengths(what: String, left: Int, right: Int)
    /// The likelihood has no maximum that can be found: the data do not determine the parameters.
    case undetermined(what: String)
}

extension EstimationError: CustomStringConvertible {
    /// What is wrong and what would be accepted, in English.
    public var description: String {
        switch self {
        case .tooFew(let what, let given, let needed): "too few \(what): \(given) given, at least \(needed) needed"
        case .unacceptable(let what, let value, let accepted): "\(what) is \(value); expected \(accepted)"
        case .unequalLengths(let what, let left, let right): "\(what) differ in length: \(left) and \(right)"
        case .undetermined(let what): "the data do not determine \(what)"
        }
    }
}
