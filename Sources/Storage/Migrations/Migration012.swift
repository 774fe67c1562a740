import Foundation
import GRDB

extension Migration {
    /// The time that was lost is summed with the obligations (``TallyState/delayed``). What a register holds already is added from its calendars,
    /// which the storage does not read: it is noted that this is still to be done.
    static let delays = Migration(
        number: 12, name: "time lost to lateness in the sums", definitions: [],
        fill: { database in
            guard try database.number("SELECT 1 FROM tally LIMIT 1") != nil else { return }
            try database.storeSetting(Reader.missingDelays, Data("missing".utf8))
        })
}

extension Reader {
    static let missingDelays = "storage.delays"

    /// Whether the sums were made before the time lost was among them.
    public func lacksDelays() throws -> Bool { try setting(Reader.missingDelays).map { !$0.isEmpty } ?? false }
}

extension Writer {
    /// Notes whether the sums lack the time that was lost.
    public func noteDelays(areMissing: Bool) throws {
        try database.storeSetting(Reader.missingDelays, areMissing ? Data("missing".utf8) : Data())
        account.note("derived.tallies")
    }
}
