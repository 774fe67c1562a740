import Exchange
import Foundation
import Register
import Vocabulary

/// Passenger lists among the files of an import of arrivals: read as messages, handed on as the table they amount to.
enum PassengerListImport {
    /// The source of a table; a passenger list in EDIFACT becomes the table of its people, and who could not be read is complained about.
    ///
    /// - Parameters:
    ///   - risk: The risk of the origin, which a list does not state.
    ///   - destination: Where its people go: the territory that has the duty.
    /// - Returns: The source and how many people could not be read.
    static func source(
        of file: String, _ kind: TableKind, risk: OriginRisk?, destination: TerritoryCode?
    ) throws -> (source: TableSource, rejected: Int) {
        guard kind == .arrivals, let handle = FileHandle(forReadingAtPath: file) else { return (.file(path: file), 0) }
        defer { try? handle.close() }
        // What cannot be read (a folder) is told of as every table is.
        guard let head = try? handle.read(upToCount: 64), Interchange.isLikely(head) else { return (.file(path: file), 0) }
        guard let data = FileManager.default.contents(atPath: file) else { throw Refusal("\(file) cannot be read.") }
        let list: PassengerList
        do throws(PassengerList.Failure) { list = try PassengerList(Array(data)) } catch { throw Refusal("\(file): \(error.text.en)") }
        guard let risk else {
            let accepted = OriginRisk.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refusal("\(file) is a passenger list, which does not say how risky its origin is. Give --risk, one of \(accepted).")
        }
        for rejection in list.rejected { Output.complain("\(file), \(rejection.text.en)") }
        if let declared = list.declared, declared != list.people.count {
            Output.complain("\(file) says it lists \(declared) people; \(list.people.count) could be read.")
        }
        let table = list.arrivalsTable(risk: risk, destination: destination)
        return (.bytes(Array(table.utf8), name: (file as NSString).lastPathComponent), list.rejected.count)
    }
}
