/// Contiguous storage that grows, is copied only when shared and written, and whose address hot loops may keep while nobody appends.
struct GrowingBuffer<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    private final class Storage {
        let base: UnsafeMutablePointer<Element>
        let capacity: Int

        init(capacity: Int) {
            base = .allocate(capacity: max(1, capacity))
            self.capacity = max(1, capacity)
        }

        deinit { base.deallocate() }
    }

    private var storage: Storage
    private(set) var count: Int

    init(capacity: Int = 0) {
        storage = Storage(capacity: capacity)
        count = 0
    }

    init(repeating element: Element, count: Int) {
        storage = Storage(capacity: count)
        storage.base.initialize(repeating: element, count: count)
        self.count = count
    }

    /// Room for `count` elements whose values are to be written before they are read.
    init(uninitializedCount count: Int) {
        storage = Storage(capacity: count)
        self.count = count
    }

    /// The first element; valid until the next append or copy-and-write of this buffer.
    var base: UnsafePointer<Element> { UnsafePointer(storage.base) }

    /// The same for writing, after making sure that nobody else sees it.
    var mutableBase: UnsafeMutablePointer<Element> {
        mutating get {
            makeRoom(for: 0)
            return storage.base
        }
    }

    subscript(index: Int) -> Element {
        get {
            precondition(index >= 0 && index < count)
            return storage.base[index]
        }
        set {
            precondition(index >= 0 && index < count)
            makeRoom(for: 0)
            storage.base[index] = newValue
        }
    }

    mutating func append(_ element: Element) {
        makeRoom(for: 1)
        storage.base[count] = element
        count += 1
    }

    mutating func append(_ elements: UnsafeBufferPointer<Element>) {
        makeRoom(for: elements.count)
        if let start = elements.baseAddress { (storage.base + count).update(from: start, count: elements.count) }
        count += elements.count
    }

    /// Forgets all elements from `count` on.
    mutating func truncate(to count: Int) {
        precondition(count >= 0 && count <= self.count)
        self.count = count
    }

    private mutating func makeRoom(for more: Int) {
        if count + more <= storage.capacity, isKnownUniquelyReferenced(&storage) { return }
        let larger = Storage(capacity: count + more <= storage.capacity ? storage.capacity : max(count + more, 16, storage.capacity * 2))
        larger.base.update(from: storage.base, count: count)
        storage = larger
    }
}
