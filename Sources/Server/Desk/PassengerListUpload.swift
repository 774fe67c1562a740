import Exchange
import Foundation
import Register
import Vocabulary

/// A passenger list sent to the import page: read as a message, put in its place as the table it amounts to.
struct PassengerListUpload {
    /// Whoever of the list could not be read, the first few, and whether the list holds as many as it says.
    let notes: [LocalizedText]
    /// The most that are told one by one.
    private static let told = 20

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
        var notes = list.rejected.prefix(PassengerListUpload.told).map(\.text)
        let more = list.rejected.count - notes.count
        if more > 0 { notes.append(LocalizedText(zh: "另有\(more)人无法读取", en: "\(more) more could not be read")) }
        if let declared = list.declared, declared != list.people.count {
            let read = list.people.count
            notes.append(
                LocalizedText(zh: "名单称有\(declared)人，读出\(read)人", en: "the list says it holds \(declared) people; \(read) could be read"))
        }
        self.notes = notes
    }
}
