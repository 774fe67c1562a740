import Dispatch
import Synchronization

/// Does `count` pieces of work on at most `threads` threads and gives their results in order, so that nothing depends on how many there were.
func inParallel<Result: Sendable>(_ count: Int, threads: Int, _ work: @Sendable (Int) -> Result) -> [Result] {
    guard threads > 1, count > 1 else { return (0..<count).map(work) }
    let results = Results<Result>(count: count)
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
        while true {
            let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard piece < count else { return }
            results.base[piece] = work(piece)
        }
    }
    return (0..<count).compactMap { results.base[$0] }
}

/// A place for each result, written by whoever did the piece.
private final class Results<Result>: @unchecked Sendable {
    let base: UnsafeMutablePointer<Result?>
    private let count: Int

    init(count: Int) {
        base = .allocate(capacity: count)
        base.initialize(repeating: nil, count: count)
        self.count = count
    }

    deinit {
        base.deinitialize(count: count)
        base.deallocate()
    }
}

/// An address that several workers write to, each in a part of its own.
struct SharedAddress<Element>: @unchecked Sendable {
    let base: UnsafeMutablePointer<Element>
}
