#if canImport(Glibc)
import Glibc
#endif

/// A block of memory of fixed length, read and written without checks: what the event loop walks through millions of times a second.
///
/// Whoever indexes keeps within `count`. A slab that is shared between replicates is filled once and only read thereafter, which is what
/// makes it sendable; the engine's own slabs never leave it.
final class Slab<Element: BitwiseCopyable>: @unchecked Sendable {
    let base: UnsafeMutablePointer<Element>
    let count: Int

    init(_ elements: [Element]) {
        count = elements.count
        base = Slab.allocate(count)
        elements.withUnsafeBufferPointer { if let source = $0.baseAddress { base.initialize(from: source, count: count) } }
    }

    init(repeating element: Element, count: Int) {
        self.count = count
        base = Slab.allocate(count)
        base.initialize(repeating: element, count: count)
    }

    /// Memory that is written before it is read.
    init(uninitialized count: Int, of type: Element.Type) {
        self.count = count
        base = Slab.allocate(count)
    }

    deinit { base.deallocate() }

    /// Large blocks lie on large pages where the system has them: what is read at random is then found without walking its tables.
    private static func allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
        let bytes = count * MemoryLayout<Element>.stride, page = 1 << 21
        guard bytes >= 2 * page else { return .allocate(capacity: max(1, count)) }
        let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: page)
        #if canImport(Glibc)
        // Advice: where it is not taken, pages are small and everything is as it was.
        _ = madvise(memory, bytes, Int32(MADV_HUGEPAGE))
        #endif
        return memory.bindMemory(to: Element.self, capacity: count)
    }

    @inline(__always)
    subscript(index: Int) -> Element {
        get { base[index] }
        set { base[index] = newValue }
    }

    /// Overwrites everything.
    func fill(_ element: Element) { base.update(repeating: element, count: count) }
}

/// A row of elements that grows, in a ``Slab`` that is used again: adding one checks nothing but the room.
///
/// It cannot be copied: a copy would share the memory and not the count.
struct Pile<Element: BitwiseCopyable>: ~Copyable {
    private var slab = Slab(uninitialized: 0, of: Element.self)
    private(set) var count = 0

    @inline(__always)
    subscript(index: Int) -> Element {
        get { slab.base[index] }
        nonmutating set { slab.base[index] = newValue }
    }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == slab.count { grow() }
        (slab.base + count).initialize(to: element)
        count &+= 1
    }

    /// Appends it, or writes it where the next one will be written: without a branch.
    @inline(__always)
    mutating func append(_ element: Element, if isKept: Bool) {
        if count == slab.count { grow() }
        (slab.base + count).initialize(to: element)
        count &+= isKept ? 1 : 0
    }

    /// Where an element lies until another is added.
    @inline(__always)
    func address(of index: Int) -> UnsafeMutablePointer<Element> { slab.base + index }

    mutating func removeLast(_ number: Int) { count -= number }

    mutating func removeAll() { count = 0 }

    private mutating func grow() {
        let larger = Slab(uninitialized: max(64, count * 2), of: Element.self)
        larger.base.update(from: slab.base, count: count)
        slab = larger
    }
}
