extension CoPresence {
    /// Meetings whose times add up: a pair counts once the time together within any `window` reaches the minimum (ECDC and CDC: 15 minutes
    /// in 24 hours). Time that two records both cover counts once. Episodes and ticks are those of the pair's every overlap.
    func cumulativeMeetings(of sources: [Source], window: Int) -> [Meeting] {
        var meetings: [Meeting] = []
        var overlaps: [Overlap] = []
        var index = 0
        while index < sources.count {
            let person = sources[index].person
            let end = sources[index...].firstIndex { $0.person != person } ?? sources.count
            overlaps.removeAll(keepingCapacity: true)
            search(Array(sources[index..<end]), least: min(minimum, 1)) { overlaps.append(Overlap(contact: $1, place: $2, start: $3, end: $4)) }
            overlaps.sort { ($0.contact, $0.start, $0.end) < ($1.contact, $1.start, $1.end) }
            var first = 0
            while first < overlaps.count {
                let contact = overlaps[first].contact
                let behind = overlaps[first...].firstIndex { $0.contact != contact } ?? overlaps.count
                if let meeting = meeting(person, overlaps[first..<behind], window: window) { meetings.append(meeting) }
                first = behind
            }
            index = end
        }
        return meetings
    }

    /// One stretch of time at one place together with a contact.
    struct Overlap {
        let contact: UInt32
        let place: UInt32
        let start: Int
        let end: Int
    }

    private func meeting(_ source: UInt32, _ overlaps: ArraySlice<Overlap>, window: Int) -> Meeting? {
        guard let contact = overlaps.first?.contact else { return nil }
        var union: [Range<Int>] = []
        for overlap in overlaps {
            if let last = union.last, overlap.start <= last.upperBound {
                union[union.count - 1] = last.lowerBound..<max(last.upperBound, overlap.end)
            } else {
                union.append(overlap.start..<overlap.end)
            }
        }
        guard let reached = CoPresence.moment(reaching: minimum, within: window, of: union) else { return nil }
        // The first stretch that is part of what reached the minimum.
        guard let opening = overlaps.first(where: { $0.end > reached - window || ($0.end == reached - window && minimum == 0) }) else { return nil }
        return Meeting(
            source: source, contact: contact, place: opening.place, start: Int32(clamping: max(opening.start, reached - window)),
            exposed: Int32(clamping: reached), episodes: Int32(clamping: overlaps.count),
            ticks: overlaps.reduce(Int64(0)) { $0 + Int64($1.end - $1.start) })
    }

    /// The first tick at which the time covered within the `window` before it comes to `minimum`; nil if it never does.
    ///
    /// While a stretch lasts, what is covered grows by what comes in at its head and shrinks by what falls out at the window's tail: it
    /// only rises, and stands still where both are covered. `union` is disjoint and in order.
    static func moment(reaching minimum: Int, within window: Int, of union: [Range<Int>]) -> Int? {
        var tail = 0
        for (index, stretch) in union.enumerated() {
            // What the window holds of the earlier stretches when this one begins.
            var moment = stretch.lowerBound
            while tail < index, union[tail].upperBound <= moment - window { tail += 1 }
            var held = 0
            for earlier in union[tail..<index] { held += earlier.upperBound - max(earlier.lowerBound, moment - window) }
            var leaving = tail
            while true {
                if held >= minimum { return moment }
                // Up to where the tail changes from uncovered to covered or back, or the stretch ends.
                while leaving < index, union[leaving].upperBound <= moment - window { leaving += 1 }
                let tailStretch = leaving <= index ? union[leaving] : stretch
                let isCovered = moment - window >= tailStretch.lowerBound && moment - window < tailStretch.upperBound
                let change = (isCovered ? tailStretch.upperBound : tailStretch.lowerBound) + window
                let next = min(stretch.upperBound, max(change, moment))
                if !isCovered {
                    if held + (next - moment) >= minimum { return moment + (minimum - held) }
                    held += next - moment
                }
                if next >= stretch.upperBound { break }
                moment = next
            }
        }
        return nil
    }
}
