import Synchronization

/// What an export hands out, piece by piece.
final class Collected: Sendable {
    private let pieces = Mutex<[UInt8]>([])

    func append(_ piece: [UInt8]) { pieces.withLock { $0 += piece } }

    var bytes: [UInt8] { pieces.withLock { $0 } }
}
