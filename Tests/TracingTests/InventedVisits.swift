import TestWorld

@testable import Tracing

/// Visits written in a test, `person place in out` separated by slashes.
enum Written {
    static func visits(_ text: String) -> [(person: String, place: String, start: Int32, end: Int32)] {
        text.split(separator: "/").compactMap { row in
            let cells = row.split(separator: " ").map(String.init)
            guard cells.count == 4, let start = Int32(cells[2]), let end = Int32(cells[3]) else { return nil }
            return (cells[0], cells[1], start, end)
        }
    }
}

/// A few people and places with many chances to collide: equal beginnings, touching stays, doubled rows, stays over midnight and of no
/// length, cases with several windows and without a visit. The oracle goes through every pair of rows.
struct InventedVisits {
    struct Case {
        let person: String
        let from: Int32
        let until: Int32
    }

    struct Named: Hashable {
        var start: Int32
        var exposed: Int32
        var episodes: Int32
        var ticks: Int64
    }

    var visits: [(person: String, place: String, start: Int32, end: Int32)] = []
    var cases: [Case] = []
    let minimum: Int
    let lingering: Int

    init(seed: UInt64) {
        var dice = Dice(seed: seed)
        minimum = dice.one(of: [0, 1, 5, 15, 30]) ?? 15
        lingering = dice.chance(0.2) ? 20 : 0
        let people = dice.number(2...14)
        let places = dice.number(1...4)
        for _ in 0..<dice.number(0...220) {
            let start = Int32(dice.number(0...120) * (dice.chance(0.5) ? 15 : 23))
            let length = dice.one(of: [0, 1, 5, 15, 15, 30, 45, 120, 700]) ?? 15
            let row = ("p\(dice.number(1...people))", "l\(dice.number(1...places))", start, start + Int32(length))
            visits.append(row)
            if dice.chance(0.1) { visits.append(row) }
        }
        for _ in 0..<dice.number(1...5) {
            let from = Int32(dice.number(-100...2000))
            cases.append(Case(person: "p\(dice.number(1...people + 2))", from: from, until: from + Int32(dice.number(0...2000))))
        }
    }

    func meetings(of sources: [Case]) -> [String: Named] {
        var found: [String: Named] = [:]
        forEachOverlap(of: sources, lingering: lingering, least: minimum) { source, contact, start, end in
            let key = source + ">" + contact
            let exposed = Int32(start + minimum)
            var known = found[key] ?? Named(start: Int32(start), exposed: exposed, episodes: 0, ticks: 0)
            known.start = min(known.start, Int32(start))
            known.exposed = min(known.exposed, exposed)
            known.episodes += 1
            known.ticks += Int64(end - start)
            found[key] = known
        }
        return found
    }

    private func forEachOverlap(of sources: [Case], lingering: Int, least: Int, _ body: (String, String, Int, Int) -> Void) {
        for source in sources {
            for own in visits where own.person == source.person {
                let start = max(Int(own.start), Int(source.from))
                let end = min(Int(own.end), Int(source.until))
                guard end >= start else { continue }
                for other in visits where other.place == own.place && other.person != own.person {
                    let from = max(start, Int(other.start))
                    let until = min(end + lingering, Int(other.end))
                    if until - from >= least { body(source.person, other.person, from, until) }
                }
            }
        }
    }

    func exposed(_ meetings: [String: Named]) -> [Case] {
        let isCase = Set(cases.map(\.person))
        var earliest: [String: Int32] = [:]
        for (key, meeting) in meetings {
            let contact = String(key.split(separator: ">")[1])
            if !isCase.contains(contact) { earliest[contact] = min(earliest[contact] ?? .max, meeting.exposed) }
        }
        return earliest.map { Case(person: $0.key, from: $0.value, until: .max) }
    }

    /// When the minutes together within the last `window` first came to `minimum`, minute by minute.
    func reached(minimum: Int, window: Int) -> [String: Int32] {
        var together: [String: Set<Int>] = [:]
        forEachOverlap(of: cases, lingering: 0, least: 1) { source, contact, start, end in
            together[source + ">" + contact, default: []].formUnion(start..<end)
        }
        var reached: [String: Int32] = [:]
        for (key, minutes) in together {
            let ends = minutes.map { $0 + 1 }.sorted()
            if let end = ends.first(where: { end in minutes.count { $0 < end && $0 >= end - window } >= minimum }) { reached[key] = Int32(end) }
        }
        return reached
    }

    static func named(_ meetings: [Meeting], _ table: VisitTable) -> [String: Named] {
        var found: [String: Named] = [:]
        for meeting in meetings {
            found[table.person(meeting.source) + ">" + table.person(meeting.contact)] = Named(
                start: meeting.start, exposed: meeting.exposed, episodes: meeting.episodes, ticks: meeting.ticks)
        }
        return found
    }
}
