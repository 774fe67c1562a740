/// One stay at a place, as the columns hold it: from when to when, and its other end — the person in rows ordered by place, the place in
/// rows ordered by person.
///
/// Moments are counted in the ticks of the table's ``TimeScale``.
public struct Presence: Hashable, Sendable {
    /// The tick at which it began.
    public let start: Int32
    /// The tick at which it ended, not before `start`.
    public let end: Int32
    /// The other end: a person's or a place's number.
    public let other: UInt32

    /// A stay from `start` to `end`.
    public init(start: Int32, end: Int32, other: UInt32) {
        self.start = start
        self.end = end
        self.other = other
    }
}

/// A visit as it was read: who, where, from when to when, by numbers in the order of their first appearance.
struct VisitRow: Hashable, Sendable {
    let person: UInt32
    let place: UInt32
    let start: Int32
    let end: Int32
}

/// Visits in the order of their file, in pieces that never move, so that growing needs no second copy of what is there.
struct VisitRows: Sendable {
    /// Rows of a piece, 64 MB: what is larger than 32 MB the C library takes from the system by itself and gives back at once (`mallopt(3)`,
    /// `M_MMAP_THRESHOLD`), while smaller pieces, once let go, stay with the process. What is not written takes no memory.
    static let pieceSize = 1 << 22

    private(set) var pieces: [[VisitRow]] = []
    private(set) var count = 0

    /// The rows read so far; the last piece is filled before a new one begins.
    mutating func append(_ row: VisitRow) {
        if count % VisitRows.pieceSize == 0 {
            pieces.append([])
            pieces[pieces.count - 1].reserveCapacity(VisitRows.pieceSize)
        }
        pieces[pieces.count - 1].append(row)
        count += 1
    }
}
