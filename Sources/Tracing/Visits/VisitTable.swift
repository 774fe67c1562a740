/// Visits in columns: the same stays once ordered by place and time, once by person, with the names of both.
///
/// One contiguous block holds everything; it is built in memory by a ``VisitReader`` or taken as it is from a column file, byte for byte the
/// same, so that a mapped file answers at once. 24 bytes a visit. People and places are numbered in the order of their names.
public struct VisitTable: Sendable {
    /// What its moments are counted in.
    public let scale: TimeScale
    /// How many visits there are.
    public let visitCount: Int
    /// How many people made them.
    public let personCount: Int
    /// At how many places.
    public let placeCount: Int

    let block: VisitBlock
    let layout: VisitLayout

    init(block: VisitBlock, layout: VisitLayout, scale: TimeScale) {
        self.block = block
        self.layout = layout
        self.scale = scale
        visitCount = layout.rows
        personCount = layout.people
        placeCount = layout.places
    }

    /// Where each place's rows begin, and behind the last place their number.
    var placeStarts: UnsafeBufferPointer<UInt32> { block.view(layout.placeStarts) }
    /// The longest stay at each place, in ticks: how far before a moment a stay that still lasts can have begun.
    var placeLongest: UnsafeBufferPointer<Int32> { block.view(layout.placeLongest) }
    /// The stays by place, and within a place by their beginning; the other end is the person.
    var byPlace: UnsafeBufferPointer<Presence> { block.view(layout.byPlace) }
    /// The beginning of the first of each ``VisitLayout/blockSize`` rows of `byPlace`: where to look is found here, without touching rows.
    var blockStarts: UnsafeBufferPointer<Int32> { block.view(layout.blockStarts) }
    /// The latest end within each ``VisitLayout/blockSize`` rows of `byPlace`: whole blocks over before a moment are stepped over.
    var blockEnds: UnsafeBufferPointer<Int32> { block.view(layout.blockEnds) }
    /// Where each person's rows begin.
    var personStarts: UnsafeBufferPointer<UInt32> { block.view(layout.personStarts) }
    /// The stays by person; the other end is the place.
    var byPerson: UnsafeBufferPointer<Presence> { block.view(layout.byPerson) }
    private var personNames: NameView { NameView(starts: block.view(layout.personNameStarts), bytes: block.view(layout.personNames)) }
    private var placeNames: NameView { NameView(starts: block.view(layout.placeNameStarts), bytes: block.view(layout.placeNames)) }
}

extension VisitTable {
    /// The name of a person, as the file writes it. `number` must be below ``personCount``.
    public func person(_ number: UInt32) -> String { personNames[number] }

    /// The name of a place. `number` must be below ``placeCount``.
    public func place(_ number: UInt32) -> String { placeNames[number] }

    /// The number of the person of the given name, nil if they made no visit. Binary search.
    public func number(ofPerson name: String) -> UInt32? { personNames.number(of: Array(name.utf8)) }

    /// The number of the place of the given name, nil if nobody visited it. Binary search.
    public func number(ofPlace name: String) -> UInt32? { placeNames.number(of: Array(name.utf8)) }

    /// The stays of a person; the other end is the place. `number` must be below ``personCount``.
    public func stays(ofPerson number: UInt32) -> [Presence] {
        Array(byPerson[Int(personStarts[Int(number)])..<Int(personStarts[Int(number) + 1])])
    }

    /// The stays at a place by their beginning; the other end is the person. `number` must be below ``placeCount``.
    public func stays(atPlace number: UInt32) -> [Presence] {
        Array(byPlace[Int(placeStarts[Int(number)])..<Int(placeStarts[Int(number) + 1])])
    }

    /// Appends a person's name to a text of bytes without making a `String` of it.
    public func appendPerson(_ number: UInt32, to output: inout [UInt8]) { output.append(contentsOf: personNames.bytes(number)) }
}

/// Ordered names in a block.
private struct NameView {
    let starts: UnsafeBufferPointer<UInt32>
    let bytes: UnsafeBufferPointer<UInt8>

    func bytes(_ number: UInt32) -> Slice<UnsafeBufferPointer<UInt8>> { bytes[Int(starts[Int(number)])..<Int(starts[Int(number) + 1])] }

    subscript(number: UInt32) -> String { String(decoding: bytes(number), as: UTF8.self) }

    func number(of name: [UInt8]) -> UInt32? {
        var low = 0
        var high = starts.count - 1
        while low < high {
            let middle = (low + high) / 2
            let found = bytes(UInt32(middle))
            if found.elementsEqual(name) { return UInt32(middle) }
            let isBefore = found.count != name.count ? found.count < name.count : found.lexicographicallyPrecedes(name)
            if isBefore { low = middle + 1 } else { high = middle }
        }
        return nil
    }
}

/// The bytes of a table and whatever keeps them alive. Nothing writes to them once a table has been made, which is what lets tasks share it.
final class VisitBlock: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer
    private let release: @Sendable () -> Void

    init(bytes: UnsafeRawBufferPointer, release: @escaping @Sendable () -> Void) {
        self.bytes = bytes
        self.release = release
    }

    deinit { release() }

    func view<Element>(_ section: VisitLayout.Section) -> UnsafeBufferPointer<Element> {
        let part = UnsafeRawBufferPointer(rebasing: bytes[section.offset..<section.offset + section.count * MemoryLayout<Element>.stride])
        return part.assumingMemoryBound(to: Element.self)
    }
}
