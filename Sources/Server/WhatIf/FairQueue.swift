/// Whose work comes next: of the people who wait, the one who was served longest ago; of that one's pieces, the least advanced.
///
/// Someone who asks anew replaces what they asked for before, so that moving a lever ten times leaves one piece of work, not ten.
struct FairQueue<Owner: Hashable, Piece: Hashable> {
    private struct Demand {
        var pieces: [Piece]
        var turn: Int
        var until: Int64
    }

    private var demands: [Owner: Demand] = [:]
    private var turn = 0

    /// Someone wants pieces of work until a moment, and what they wanted before no more.
    mutating func ask(_ owner: Owner, for pieces: [Piece], until: Int64) {
        // Asking again does not lose the turn, and gains none.
        demands[owner] = Demand(pieces: pieces, turn: demands[owner]?.turn ?? turn, until: until)
    }

    /// Someone wants nothing any more.
    mutating func withdraw(_ owner: Owner) { demands[owner] = nil }

    /// Forgets those who have not asked again in time.
    mutating func lapse(at now: Int64) { demands = demands.filter { $0.value.until >= now } }

    /// Whether anybody wants a piece.
    func wants(_ piece: Piece) -> Bool { demands.values.contains { $0.pieces.contains(piece) } }

    /// The next piece to work on. `progress` tells how far one is; nil where there is nothing to do on it now.
    mutating func next(progress: (Piece) -> Int?) -> Piece? {
        let ready = demands.compactMap { owner, demand -> (owner: Owner, turn: Int, piece: Piece)? in
            let pieces = demand.pieces.compactMap { piece in progress(piece).map { (piece, $0) } }
            return pieces.min { $0.1 < $1.1 }.map { (owner, demand.turn, $0.0) }
        }
        guard let first = ready.min(by: { $0.turn < $1.turn }) else { return nil }
        turn += 1
        demands[first.owner]?.turn = turn
        return first.piece
    }
}
