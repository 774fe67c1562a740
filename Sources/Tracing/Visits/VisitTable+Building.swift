extension VisitTable {
    /// Lays rows out in columns: one pass of a counting (radix) sort puts them in the order of places, a second takes them from there to
    /// the order of people. O(rows), except for the stays of a place that did not come in the order of time, which are sorted by it.
    ///
    /// The rows are let go between the two passes: at its peak, building holds 28 bytes a row.
    static func build(rows: consuming VisitRows, people: consuming NameTable, places: consuming NameTable, scale: TimeScale) -> VisitTable {
        let (personNames, personRanks) = people.ordered()
        let (placeNames, placeRanks) = places.ordered()
        let layout = VisitLayout(
            rows: rows.count, people: personNames.count, places: placeNames.count, personNameBytes: personNames.bytes.count,
            placeNameBytes: placeNames.bytes.count)
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: layout.size, alignment: 16)
        bytes.baseAddress?.initializeMemory(as: UInt8.self, repeating: 0, count: VisitLayout.headerSize)
        for gap in layout.gaps { UnsafeMutableRawBufferPointer(rebasing: bytes[gap]).initializeMemory(as: UInt8.self, repeating: 0) }
        let builder = VisitBlockBuilder(bytes: bytes, layout: layout)
        builder.orderByPlace(rows, personRanks: personRanks, placeRanks: placeRanks)
        rows = VisitRows()
        builder.orderWithinPlaces()
        builder.orderByPerson()
        builder.lay(personNames, at: layout.personNameStarts, layout.personNames)
        builder.lay(placeNames, at: layout.placeNameStarts, layout.placeNames)
        let address = UInt(bitPattern: bytes.baseAddress)
        let block = VisitBlock(bytes: UnsafeRawBufferPointer(bytes)) { UnsafeMutableRawPointer(bitPattern: address)?.deallocate() }
        return VisitTable(block: block, layout: layout, scale: scale)
    }
}

/// Fills the sections of a new block.
private struct VisitBlockBuilder {
    let bytes: UnsafeMutableRawBufferPointer
    let layout: VisitLayout

    func section<Element>(_ section: VisitLayout.Section, of type: Element.Type = Element.self) -> UnsafeMutableBufferPointer<Element> {
        let size = section.count * MemoryLayout<Element>.stride
        return UnsafeMutableRawBufferPointer(rebasing: bytes[section.offset..<section.offset + size]).bindMemory(to: Element.self)
    }

    func orderByPlace(_ rows: borrowing VisitRows, personRanks: [UInt32], placeRanks: [UInt32]) {
        let starts = section(layout.placeStarts, of: UInt32.self)
        starts.initialize(repeating: 0)
        for piece in rows.pieces { for row in piece { starts[Int(placeRanks[Int(row.place)]) + 1] += 1 } }
        for place in 0..<layout.places { starts[place + 1] += starts[place] }
        var next = Array(starts)
        let target = section(layout.byPlace, of: Presence.self)
        for piece in rows.pieces {
            for row in piece {
                let place = Int(placeRanks[Int(row.place)])
                target[Int(next[place])] = Presence(start: row.start, end: row.end, other: personRanks[Int(row.person)])
                next[place] += 1
            }
        }
    }

    /// Orders each place's stays by their beginning where they are not, and keeps the longest stay and the blocks' latest ends.
    func orderWithinPlaces() {
        let starts = section(layout.placeStarts, of: UInt32.self)
        let longest = section(layout.placeLongest, of: Int32.self)
        let rows = section(layout.byPlace, of: Presence.self)
        for place in 0..<layout.places {
            let range = Int(starts[place])..<Int(starts[place + 1])
            var isOrdered = true
            var most: Int32 = 0
            for row in range {
                if row > range.lowerBound, rows[row].start < rows[row - 1].start { isOrdered = false }
                most = max(most, Int32(clamping: Int(rows[row].end) - Int(rows[row].start)))
            }
            longest[place] = most
            if !isOrdered { rows[range].sort { ($0.start, $0.end, $0.other) < ($1.start, $1.end, $1.other) } }
        }
        let beginnings = section(layout.blockStarts, of: Int32.self)
        let ends = section(layout.blockEnds, of: Int32.self)
        for block in 0..<ends.count {
            beginnings[block] = rows[block * VisitLayout.blockSize].start
            var latest = Int32.min
            for row in block * VisitLayout.blockSize..<min(rows.count, (block + 1) * VisitLayout.blockSize) { latest = max(latest, rows[row].end) }
            ends[block] = latest
        }
    }

    func orderByPerson() {
        let places = section(layout.placeStarts, of: UInt32.self)
        let rows = section(layout.byPlace, of: Presence.self)
        let starts = section(layout.personStarts, of: UInt32.self)
        starts.initialize(repeating: 0)
        for row in rows { starts[Int(row.other) + 1] += 1 }
        for person in 0..<layout.people { starts[person + 1] += starts[person] }
        var next = Array(starts)
        let target = section(layout.byPerson, of: Presence.self)
        for place in 0..<layout.places {
            for row in Int(places[place])..<Int(places[place + 1]) {
                let stay = rows[row]
                let person = Int(stay.other)
                target[Int(next[person])] = Presence(start: stay.start, end: stay.end, other: UInt32(truncatingIfNeeded: place))
                next[person] += 1
            }
        }
    }

    func lay(_ names: OrderedNames, at starts: VisitLayout.Section, _ text: VisitLayout.Section) {
        _ = section(starts, of: UInt32.self).initialize(from: names.starts)
        _ = section(text, of: UInt8.self).initialize(from: names.bytes)
    }
}
