/// A block of memory of fixed length, read and written without checks: what the event loop walks through millions of times a second.
///
/// Whoever indexes keeps within `count`. A slab that is shared between replicates is filled once and only read thereafter, which is what
/// makes it sendable; the engine's own slabs never leave it.
final class Slab<Element: BitwiseCopyable>: @unchecked Sendable {
    let base: UnsafeMutablePointer<Element>
    let count: Int

    init(_ elements: [Element]) {
        count = elements.count
        base = .allocate(capacity: max(1, count))
        elements.withUnsafeBufferPointer { if let source = $0.baseAddress { base.initialize(from: source, count: count) } }
    }

    init(repeating element: Element, count: Int) {
        self.count = count
        base = .allocate(capacity: max(1, count))
        base.initialize(repeating: element, count: count)
    }

    /// Memory that is written before it is read.
    init(uninitialized count: Int, of type: Element.Type) {
        self.count = count
        base = .allocate(capacity: max(1, count))
    }

    deinit { base.deallocate() }

    @inline(__always)
    subscript(index: Int) -> Element {
        get { base[index] }
        set { base[index] = newValue }
    }

    /// Overwrites everything.
    func fill(_ element: Element) { base.update(repeating: element, count: count) }
}
