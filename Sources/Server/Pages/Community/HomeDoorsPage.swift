import Obligations
import Operations
import Register
import Storage
import Vocabulary

/// The doors of people isolated at home, on the stair: what is open at each, one tap for what was found; works without a network and sends later.
struct HomeDoorsPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var doors: [(door: HomeDoor, tag: PersonTag, territory: LocalizedText)]
        var count: Page<LineListRow>.Count
    }

    struct Card: Sendable {
        let person: PersonLink
        let number: String
        let name: String
        let place: String
        let course: String
        let seen: String?
        let team: String
        let teamAddress: String?
        let due: [Due]
        let isDone: Bool
        let taps: [Tap]
        /// Tells one tap from another, however often it is sent.
        let key: String
    }

    struct Due: Sendable {
        let what: String
        let when: String
        let tone: String
    }

    struct Tap: Sendable {
        let value: String
        let label: String
        let isPrimary: Bool
    }

    let figures: [KeyFigure]
    let cards: [Card]
    let hasCards: Bool
    let more: String?
    let action: String?
    let back: String
    let problem: String?

    /// As many doors as a page for a weak network may hold.
    static let most = 120

    init(_ content: Content, _ reading: Reading, key: () -> String, problem: String? = nil) {
        let words = reading.words
        cards = content.doors.map { HomeDoorsPage.card($0.door, $0.tag, $0.territory, key(), reading) }
        hasCards = !cards.isEmpty
        let open = content.doors.filter { !$0.door.open.isEmpty }
        let late = open.count { $0.door.due.map { $0 < reading.now } ?? false }
        let count =
            switch content.count {
            case .exactly(let number): number
            case .moreThan(let number): number
            }
        figures = [
            KeyFigure(label: words("homeDoors.held"), value: words.figure(count), note: nil, address: nil),
            KeyFigure(
                label: words("homeDoors.open"), value: words.figure(open.count), note: words("homeDoors.late", ["n": words.figure(late)]),
                address: nil),
        ]
        more = count > cards.count ? words.count("community.moreDoors", count - cards.count) : nil
        action = reading.lens.asOf == nil && reading.may(.recordContact) ? reading.address("/community/home") : nil
        back = reading.address("/community")
        self.problem = problem
    }

    private static func card(_ door: HomeDoor, _ tag: PersonTag, _ territory: LocalizedText, _ key: String, _ reading: Reading) -> Card {
        let (words, moments) = (reading.words, reading.moments)
        let tasks = Set(door.open.compactMap(DoorTap.Task.init))
        let taps = DoorTap.allCases.filter { tap in tap.task == .check || tasks.contains(tap.task) }
        let control = door.listing.control
        return Card(
            person: PersonLink(tag, reading), number: "\(door.person.rawValue)", name: tag.name,
            place: words.list([words(territory), control?.site ?? "", control?.room ?? ""].filter { !$0.isEmpty }),
            course: words.list(
                [
                    control.map { words("homeDoors.since", ["day": moments.moment($0.since).text]) } ?? "",
                    control?.releaseAt.map { words("homeDoors.until", ["day": moments.moment($0).text]) } ?? "",
                ].filter { !$0.isEmpty }),
            seen: door.missed.map { words("homeDoors.missed", ["time": moments.moment($0).text]) }
                ?? door.seen.map { words("homeDoors.seen", ["time": moments.moment($0).text]) },
            team: words("homeDoors.teamIs", ["team": door.team?.text(words) ?? words("homeDoors.noTeam")]),
            teamAddress: door.team == nil && reading.may(.recordContact)
                ? reading.address("/people/\(door.person.rawValue)/record/homeTeam") : nil,
            due: door.open.map { duty in
                let isLate = duty.due.map { $0 < reading.now } ?? false
                return Due(
                    what: words(Explanation(of: duty, zone: moments.zone).what),
                    when: duty.due.map { due in
                        isLate
                            ? words("duty.late", ["time": moments.length(reading.now - due)])
                            : words("duty.in", ["time": moments.length(due - reading.now)])
                    } ?? "", tone: isLate ? "late" : duty.state(at: reading.now) == .pressing ? "soon" : "open")
            },
            isDone: door.open.isEmpty,
            taps: taps.map { tap in
                // What is to be done stands out: the check where one is open, else the seal or the delivery.
                let isPrimary = tasks.contains(.check) ? tap == .well : tasks.contains(tap.task)
                return Tap(value: tap.rawValue, label: words("doorTap.\(tap.rawValue)"), isPrimary: isPrimary)
            }, key: key)
    }
}

/// What one tap at a door or on a report says.
enum DoorTap: String, CaseIterable, Sendable {
    case well, unwell, notSeen, delivered, sealed

    /// What is owed at a door.
    enum Task: Sendable {
        case check, deliver, seal

        /// Nil for what is not done at the door: naming the team.
        init?(_ duty: Obligation) {
            switch duty.id.rule.split(separator: ".").last {
            case "doorSeal": self = .seal
            case "deliverEvery": self = .deliver
            default:
                guard duty.kind == .followUp else { return nil }
                self = .check
            }
        }
    }

    var task: Task {
        switch self {
        case .well, .unwell, .notSeen: .check
        case .delivered: .deliver
        case .sealed: .seal
        }
    }

    /// The act that it records.
    func act(by means: Act.Means, concerning: Int64?) -> Act {
        switch self {
        case .well: Act(deed: .followedUp, concerning: concerning, means: means, finding: .well)
        case .unwell: Act(deed: .followedUp, concerning: concerning, means: means, finding: .unwell)
        case .notSeen: Act(deed: .followedUp, concerning: concerning, means: means, finding: .notSeen)
        case .delivered: Act(deed: .delivered, concerning: concerning, means: means)
        case .sealed: Act(deed: .doorSealed, concerning: concerning, means: means)
        }
    }
}

/// A tap, once it is read.
struct DoorTapped: Sendable {
    var person: PersonID
    var tap: DoorTap
    /// How the person was reached.
    var means: Act.Means
    /// The report of oneself that it answers, by number; nil: at the door as such.
    var report: Int64?
    /// When, by the device; nil: now.
    var at: Instant?
    /// The same key twice records once.
    var key: String
}
