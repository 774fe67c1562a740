import Vocabulary

/// That a person received a dose; `happenedAt` is the moment.
public struct Vaccination: Hashable, Sendable, Codable {
    /// Product, by the policy's key.
    public var product: String
    /// Which dose of the course, from 1.
    public var dose: Int

    /// A dose.
    public init(product: String, dose: Int) {
        self.product = product
        self.dose = dose
    }
}
