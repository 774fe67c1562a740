import Register
import Storage
import Vocabulary

/// The photographs on the page of a finding. A picture is fetched, and the showing recorded, only when somebody opens it.
struct ThingPhotographs: Sendable {
    /// What they are made from.
    struct Content: Sendable {
        var finding: Reference<Finding>
        var kept: [Kept]
        /// Whether the reader's territory is one of the two ends, permission aside.
        var mayAdd: Bool
    }

    /// One of them.
    struct Kept: Sendable {
        var photograph: KeptPhotograph
        /// Who added it.
        var by: String?
        /// Whether it is the reader's to remove, permission aside.
        var isRemovable: Bool
    }

    /// One ready to show.
    struct Row: Sendable {
        let title: String
        let address: String
        let width: String
        let height: String
        let removeAddress: String?
    }

    let rows: [Row]
    let isEmpty: Bool
    let addAddress: String?

    init(_ content: Content, _ reading: Reading) {
        let path = "/things/finding/\(content.finding.rawValue)/photographs"
        let mayRecord = reading.lens.asOf == nil && reading.may(.rectifyFinding)
        rows = content.kept.enumerated().map { position, kept in
            let address = "\(path)/\(kept.photograph.id)"
            return Row(
                title: reading.words.list(
                    [
                        reading.words("photograph.one", ["n": reading.words.figure(position + 1)]),
                        reading.moments.moment(kept.photograph.knownAt).text, kept.by,
                    ].compactMap(\.self)), address: address, width: "\(kept.photograph.width)", height: "\(kept.photograph.height)",
                removeAddress: mayRecord && kept.isRemovable ? "\(address)/remove" : nil)
        }
        isEmpty = rows.isEmpty
        addAddress = mayRecord && content.mayAdd ? path : nil
    }
}
