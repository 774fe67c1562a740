import Exchange
import Foundation
import Register
import Vocabulary

/// A passenger list sent to the import page: read as a message, put in its place as the table it amounts to.
struct PassengerListUpload {
    /// Whoever of the list could not be read.
    let rejected: [PassengerList.Rejection]
    /// How many the list says it holds, where that is not how many could be read.
    let missing: (declared: Int, read: Int)?

    /// Why a list is not taken.
    enum Refused: Error {
        /// It cannot be read as one.
        case unreadable(LocalizedText)
        /// It does not say how risky its origin is, and nobody else did.
        case riskMissing
    }

    /// Turns the file into a table where it is a passenger list; nil where it is not.
    ///
    /// - Parameters:
    ///   - risk: The risk of the origin, which a list does not state.
    ///   - destination: Where its people go: the territory that has the duty.
    init?(_ file: URL, risk: OriginRisk?, destination: TerritoryCode?) throws {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        guard let head = try handle.read(upToCount: 64), Interchange.isLikely(head) else { return nil }
        guard let risk else { throw Refused.riskMissing }
        let bytes = Array(try Data(contentsOf: file))
        let list: PassengerList
        do throws(PassengerList.Failure) { list = try PassengerList(bytes) } catch { throw Refused.unreadable(error.text) }
        try Data(list.arrivalsTable(risk: risk, destination: destination).utf8).write(to: file)
        rejected = list.rejected
        missing = list.declared.flatMap { $0 == list.people.count ? nil : ($0, list.people.count) }
    }
}
