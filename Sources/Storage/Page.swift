/// One page of a list.
public struct Page<Row: Sendable>: Sendable {
    /// The rows.
    public let rows: [Row]
    /// Where the next page begins; nil if this is the last.
    public let next: PageCursor?
    /// How many rows there are on all pages.
    public let count: Count

    /// How many there are; counting stops at a cap.
    public enum Count: Hashable, Sendable {
        case exactly(Int)
        case moreThan(Int)

        /// How many there are at least.
        public var least: Int {
            switch self {
            case .exactly(let count): count
            case .moreThan(let cap): cap
            }
        }
    }

    init(rows: [Row], next: PageCursor?, count: Count) {
        self.rows = rows
        self.next = next
        self.count = count
    }
}

/// The place between two pages: the sort value and number of the last row shown. Stable under writes, unlike a page number.
public struct PageCursor: Hashable, Sendable, LosslessStringConvertible {
    let value: Int64
    let id: Int64

    init(value: Int64, id: Int64) {
        self.value = value
        self.id = id
    }

    /// Reads what `description` gave.
    public init?(_ description: String) {
        let parts = description.split(separator: ".", omittingEmptySubsequences: false).compactMap { Int64($0) }
        guard parts.count == 2 else { return nil }
        self.init(value: parts[0], id: parts[1])
    }

    /// A short text for an address; tells no identity.
    public var description: String { "\(value).\(id)" }
}
