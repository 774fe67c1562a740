/// Where the sections of a table lie in its block: a header of ``headerSize`` bytes, then each section at a multiple of eight.
struct VisitLayout: Hashable, Sendable {
    /// A run of elements from a byte offset on.
    struct Section: Hashable, Sendable {
        var offset: Int
        var count: Int
    }

    static let headerSize = 128
    /// Rows for which one beginning and one latest end are kept: few enough of them to stay in the processor's cache.
    static let blockSize = 32

    let rows: Int
    let people: Int
    let places: Int
    let personNameBytes: Int
    let placeNameBytes: Int
    let placeStarts: Section
    let placeLongest: Section
    let byPlace: Section
    let blockStarts: Section
    let blockEnds: Section
    let personStarts: Section
    let byPerson: Section
    let personNameStarts: Section
    let personNames: Section
    let placeNameStarts: Section
    let placeNames: Section
    /// The bytes between sections, which are zero.
    let gaps: [Range<Int>]
    /// Bytes of the whole block.
    let size: Int

    init(rows: Int, people: Int, places: Int, personNameBytes: Int, placeNameBytes: Int) {
        self.rows = rows
        self.people = people
        self.places = places
        self.personNameBytes = personNameBytes
        self.placeNameBytes = placeNameBytes
        var end = VisitLayout.headerSize
        var gaps: [Range<Int>] = []
        func section(_ count: Int, _ stride: Int) -> Section {
            let section = Section(offset: end, count: count)
            let behind = end + count * stride
            end = (behind + 7) & ~7
            gaps.append(behind..<end)
            return section
        }
        placeStarts = section(places + 1, 4)
        placeLongest = section(places, 4)
        byPlace = section(rows, MemoryLayout<Presence>.stride)
        let blocks = (rows + VisitLayout.blockSize - 1) / VisitLayout.blockSize
        blockStarts = section(blocks, 4)
        blockEnds = section(blocks, 4)
        personStarts = section(people + 1, 4)
        byPerson = section(rows, MemoryLayout<Presence>.stride)
        personNameStarts = section(people + 1, 4)
        personNames = section(personNameBytes, 1)
        placeNameStarts = section(places + 1, 4)
        placeNames = section(placeNameBytes, 1)
        self.gaps = gaps
        size = end
    }
}
