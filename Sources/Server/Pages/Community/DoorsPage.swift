import Obligations
import Register
import Vocabulary

/// A round of calls at work, on the stair: the doors still to be called at, one tap a call; works without a network and sends later.
struct DoorsPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var number: Int64
        var round: DoorRound
        var ordered: Instant
        var due: Instant?
        var grid: LocalizedText
        var progress: DoorRoundProgress
        var doors: [Reference<Household>: Household]
        /// Whether the reader works in the grid.
        var canCall: Bool
    }

    struct DoorCard: Sendable {
        let number: String
        let place: String
        let care: String?
        let before: String?
        /// Tells one call from another, however often it is sent.
        let key: String
    }

    struct Outcome: Sendable {
        let value: String
        let label: String
        let isPrimary: Bool
    }

    let title: String
    let grid: String
    let due: Moment?
    let isLate: Bool
    let figures: [KeyFigure]
    let doors: [DoorCard]
    let hasDoors: Bool
    let more: String?
    let outcomes: [Outcome]
    let action: String?
    let back: String
    let thingAddress: String
    let problem: String?

    /// As many doors as a page for a weak network may hold; a grid worker's morning.
    private static let mostDoors = 120

    init(_ content: Content, _ reading: Reading, key: () -> String, problem: String? = nil) {
        let (words, progress) = (reading.words, content.progress)
        title = content.round.title
        grid = words(content.grid)
        due = content.due.map { reading.moments.moment($0) }
        isLate = content.due.map { $0 < reading.now } ?? false && !progress.open.isEmpty
        figures =
            [
                KeyFigure(
                    label: words("community.settled"), value: words.percent(progress.doors.count - progress.open.count, of: progress.doors.count),
                    note: "\(words.figure(progress.doors.count - progress.open.count)) / \(words.figure(progress.doors.count))", address: nil)
            ]
            + HouseholdVisit.Outcome.allCases.map {
                KeyFigure(label: words("call.\($0.rawValue)"), value: words.figure(progress.count($0)), note: nil, address: nil)
            }
        // Stair by stair: doors that were called at in vain stay in their place.
        let order = Dictionary(uniqueKeysWithValues: progress.doors.enumerated().map { ($1, $0) })
        let open = progress.open.sorted { (order[$0] ?? 0) < (order[$1] ?? 0) }
        doors = open.prefix(DoorsPage.mostDoors).compactMap { reference in
            content.doors[reference].map { household in
                let last = progress.last[reference]
                return DoorCard(
                    number: "\(reference.rawValue)", place: household.place, care: words.care(household),
                    before: last.map { "\(words("call.\($0.value.outcome.rawValue)")) \(reading.moments.moment($0.happenedAt).text)" }, key: key())
            }
        }
        hasDoors = !doors.isEmpty
        more = open.count > doors.count ? words.count("community.moreDoors", open.count - doors.count) : nil
        outcomes = HouseholdVisit.Outcome.allCases.map { Outcome(value: $0.rawValue, label: words("call.\($0.rawValue)"), isPrimary: $0 == .met) }
        action = content.canCall && reading.may(.callAtDoors) ? reading.address("/community/rounds/\(content.number)") : nil
        back = reading.address("/community")
        thingAddress = reading.address("/things/doorRound/\(content.number)")
        self.problem = problem
    }
}

/// A call at a door, once it is read.
struct DoorCall: Sendable {
    var round: Reference<DoorRound>
    var door: Reference<Household>
    var outcome: HouseholdVisit.Outcome
    /// When, by the device; nil: now.
    var at: Instant?
    /// The same key twice records once.
    var key: String
}
