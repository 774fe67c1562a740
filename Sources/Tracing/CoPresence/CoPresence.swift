import Vocabulary

/// Who was in one place with whom, for how long: the engine behind contacts and secondary contacts.
///
/// ```swift
/// let search = CoPresence(table, CoPresenceRule(minimum: .minutes(15)))
/// let close = search.meetings(of: cases)
/// let secondary = search.meetings(of: search.exposed(close, cases: cases))
/// ```
///
/// Both degrees are one question. A source's stays are clipped to its window; at each stay's place the people are found who were there for
/// at least the minimum *of the clipped stay*. An episode is one such overlap of two stays; those of a pair are counted and added up, never
/// merged, so that two records of one stay count twice (as an SQL join would count them).
///
/// Each search takes O(log n) to find where to begin and then looks only at stays that began within the place's longest stay before the
/// minimum could have been reached, stepping over blocks of stays that had all ended: its cost follows the people found.
public struct CoPresence: Sendable {
    /// The visits searched.
    public let table: VisitTable
    /// What counts.
    public let rule: CoPresenceRule

    let minimum: Int
    let lingering: Int

    /// A search over a table by a rule.
    public init(_ table: VisitTable, _ rule: CoPresenceRule) {
        self.table = table
        self.rule = rule
        minimum = max(0, table.scale.ticks(rule.minimum))
        lingering = max(0, table.scale.ticks(rule.lingering))
    }

    /// Everybody who met a source within its window by the rule. Rows of one source lie together, in the order of sources; a source may
    /// appear with several windows, whose episodes are added up. Nobody is their own contact.
    public func meetings(of sources: [Source]) -> [Meeting] {
        let ordered = sources.sorted { ($0.person, $0.from, $0.until) < ($1.person, $1.from, $1.until) }
        if let window = rule.cumulativeIn { return cumulativeMeetings(of: ordered, window: max(1, table.scale.ticks(window))) }
        var tally = MeetingTally(minimum: minimum)
        search(ordered, least: minimum) { tally.add($0, $1, $2, from: $3, to: $4) }
        return tally.meetings
    }

    /// The exposed of the first degree as sources of the second: each contact that is no case itself, from its earliest exposure onwards.
    ///
    /// Cases are not taken as contacts that pass exposure on: their own contacts are found as such. `isolatedAt` ends a contact's window
    /// at the tick of its isolation, as in operations; a contact isolated before the exposure was complete passes nothing on.
    public func exposed(_ meetings: [Meeting], cases: [Source], isolatedAt: [UInt32: Int32] = [:]) -> [Source] {
        let isCase = Set(cases.map(\.person))
        var earliest: [UInt32: Int32] = [:]
        for meeting in meetings where !isCase.contains(meeting.contact) {
            earliest[meeting.contact] = min(earliest[meeting.contact] ?? .max, meeting.exposed)
        }
        return earliest.compactMap { person, from in
            let until = isolatedAt[person] ?? .max
            return until >= from ? Source(person: person, from: from, until: until) : nil
        }
        .sorted { $0.person < $1.person }
    }
}

extension CoPresence {
    /// Walks every overlap of at least `least` ticks between a source's clipped stays and other people's stays, sources in the given order.
    ///
    /// - Parameter found: Source, contact, place, and the ticks between which both were there.
    func search(_ sources: [Source], least: Int, found: (UInt32, UInt32, UInt32, Int, Int) -> Void) {
        let personStarts = table.personStarts
        let byPerson = table.byPerson
        for source in sources where Int(source.person) < table.personCount {
            for row in Int(personStarts[Int(source.person)])..<Int(personStarts[Int(source.person) + 1]) {
                let stay = byPerson[row]
                let start = max(Int(stay.start), Int(source.from))
                let end = min(Int(stay.end), Int(source.until))
                guard end >= start, end + lingering - start >= least else { continue }
                search(place: stay.other, start: start, end: end + lingering, not: source.person, least: least) {
                    found(source.person, $0, stay.other, $1, $2)
                }
            }
        }
    }

    @inline(__always)
    private func search(place: UInt32, start: Int, end: Int, not source: UInt32, least: Int, found: (UInt32, Int, Int) -> Void) {
        let rows = table.byPlace
        let blockEnds = table.blockEnds
        let first = Int(table.placeStarts[Int(place)])
        let behind = Int(table.placeStarts[Int(place) + 1])
        // An overlap of `least` needs a stay that began by `end - least` and lasts at least until `start + least`.
        let latest = end - least
        let longest = table.placeLongest[Int(place)]
        // The longest stay is cut off at 32 bits; then it bounds nothing.
        var row = longest == .max ? first : firstRow(in: first..<behind, toFind: start + least - Int(longest))
        while row < behind {
            let block = row / VisitLayout.blockSize
            let next = min(behind, (block + 1) * VisitLayout.blockSize)
            guard Int(blockEnds[block]) >= start + least else {
                row = next
                continue
            }
            while row < next {
                let stay = rows[row]
                row += 1
                if Int(stay.start) > latest { return }
                if Int(stay.end) < start + least || stay.other == source { continue }
                let from = max(start, Int(stay.start))
                let until = min(end, Int(stay.end))
                if until - from >= least { found(stay.other, from, until) }
            }
        }
    }

    /// A row of a place's range, at most a block before the first that begins at `tick` or later.
    @inline(__always)
    private func firstRow(in range: Range<Int>, toFind tick: Int) -> Int {
        let starts = table.blockStarts
        // Blocks whose first row lies in the range; what comes before the first of them lies in no more than one block.
        let first = range.lowerBound / VisitLayout.blockSize + 1
        var low = first
        var high = max(first, (range.upperBound + VisitLayout.blockSize - 1) / VisitLayout.blockSize)
        while low < high {
            let middle = (low + high) / 2
            if Int(starts[middle]) >= tick { high = middle } else { low = middle + 1 }
        }
        return low == first ? range.lowerBound : (low - 1) * VisitLayout.blockSize
    }
}
