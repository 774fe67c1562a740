import Foundation
import Synchronization

/// Something that another core works out while the thread that will need it goes on with what only it may do, such as writing.
///
/// Nobody is waited for who has not begun: where the value is needed before another core has come to it, whoever needs it works it out.
///
/// ```swift
/// let sums = levels.map { level in Ahead { sum(level) } }
/// Ahead.begin(sums)
/// for sum in sums { write(sum.value) }
/// ```
public final class Ahead<Value: Sendable>: Sendable {
    private enum State {
        case waiting(@Sendable () -> Value)
        case running
        case done(Value)
    }

    private let state: Mutex<State>
    private let finished = DispatchSemaphore(value: 0)

    /// What is to be worked out; nothing is until ``begin(_:)`` or ``value``.
    public init(_ body: @escaping @Sendable () -> Value) {
        state = Mutex(.waiting(body))
    }

    /// Has another core work out what nobody has begun yet, one after the other.
    public static func begin(_ batch: [Ahead]) {
        guard !batch.isEmpty else { return }
        DispatchQueue.global(qos: .userInitiated).async {
            for one in batch { one.work() }
        }
    }

    /// The value; waits for it if another core is at it.
    public var value: Value {
        work()
        while true {
            if case .done(let value) = state.withLock({ $0 }) { return value }
            finished.wait()
            finished.signal()
        }
    }

    private func work() {
        let body = state.withLock { state -> (@Sendable () -> Value)? in
            guard case .waiting(let body) = state else { return nil }
            state = .running
            return body
        }
        guard let body else { return }
        let value = body()
        state.withLock { $0 = .done(value) }
        finished.signal()
    }
}

extension Ahead where Value == Void {
    /// Lets go of what nobody needs any more: another core gives back its memory, which of thousands of people takes as long as writing hundreds.
    public static func letGo<Leavings: Sendable>(_ leavings: Leavings) {
        DispatchQueue.global(qos: .utility).async { withExtendedLifetime(leavings) {} }
    }
}
