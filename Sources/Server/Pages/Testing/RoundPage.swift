import Policy
import Register
import Storage
import Vocabulary

/// A round of mass screening at work: how far it is, who is missing, what was found, how fast.
struct RoundPage: Sendable {
    /// Residents of a grid, or of the smallest territory known of them, who should be tested and are not yet.
    struct Missing: Sendable {
        var place: LocalizedText
        var people: [PersonTag]
    }

    /// What the page is made from.
    struct Content: Sendable {
        var number: Int64
        var round: ScreeningRound
        var began: Instant
        var state: String
        var figures: RoundFigures
        var proposal: RoundProposal?
        var limit: Span?
        var due: Instant?
        var advice: PoolingAdvice?
        var coverage: [Coverage]
        var missing: [Missing]
        var positive: [PositiveTube]
        /// Where tables can stand, for the binding page.
        var tables: [(code: TerritoryCode, name: LocalizedText)]
        /// Validated tube sizes.
        var sizes: [Int]
    }

    /// How far a grid, village or township is.
    struct Coverage: Sendable {
        var name: LocalizedText
        var registered: Int
        var sampled: Int
    }

    /// A tube that came out positive or grey, with the thing it became.
    struct PositiveTube: Sendable {
        var code: String
        var tag: ThingTag?
        var territory: LocalizedText
    }

    struct StageRow: Sendable {
        let label: String
        let count: String
    }

    struct CoverageRow: Sendable {
        let name: String
        let registered: String
        let sampled: String
        let share: String
        let tone: String
    }

    struct PositiveRow: Sendable {
        let code: String
        let territory: String
        let address: String?
    }

    struct MissingRow: Sendable {
        let name: String
        let count: String
        let people: [PersonLink]
    }

    let title: String
    let state: String
    let began: Moment
    let due: Moment?
    let figures: [KeyFigure]
    let proposal: [LabelledText]
    let stages: [StageRow]
    let advice: String?
    let coverage: [CoverageRow]
    let hasCoverage: Bool
    let missing: [MissingRow]
    let missingMore: String?
    let hasMissing: Bool
    let positive: [PositiveRow]
    let hasPositive: Bool
    let tableAddress: String?
    let thingAddress: String
    let laboratoryAddress: String
    let refreshAddress: String

    init(_ content: Content, _ reading: Reading) {
        let (words, moments, found) = (reading.words, reading.moments, content.figures)
        title = content.round.name
        state = words("roundState.\(content.state)")
        began = moments.moment(content.began)
        due = content.due.map { moments.moment($0) }
        var figures = [
            KeyFigure(
                label: words("testing.sampled"), value: words.figure(found.sampled),
                note: content.round.population.map { words.percent(min(found.sampled, $0), of: $0) }, address: nil),
            KeyFigure(label: words("testing.tubes"), value: words.figure(found.allTubes), note: nil, address: nil),
            KeyFigure(
                label: words("testing.resolved"), value: words.percent(found.tubes[.resolved, default: 0], of: found.allTubes), note: nil,
                address: nil), KeyFigure(label: words("testing.positive"), value: words.figure(found.positive), note: nil, address: nil),
        ]
        if let turnaround = Turnaround(found.turnarounds, limit: content.limit) {
            figures += [
                KeyFigure(label: words("testing.median"), value: moments.length(turnaround.median), note: nil, address: nil),
                KeyFigure(label: words("testing.ninetieth"), value: moments.length(turnaround.ninetieth), note: nil, address: nil),
                KeyFigure(
                    label: words("testing.ninetyNinth"), value: moments.length(turnaround.ninetyNinth),
                    note: words("testing.beyond", ["n": words.figure(turnaround.late)]), address: nil),
            ]
        }
        self.figures = figures
        proposal =
            content.proposal.map { plan in
                [
                    LabelledText(label: words("testing.sites"), value: Self.range(plan.sites, words)),
                    LabelledText(label: words("testing.samplers"), value: words.figure(plan.samplers)),
                    LabelledText(label: words("testing.load"), value: Self.range(plan.load, words)),
                    LabelledText(label: words("testing.sitesNow"), value: words.figure(found.sites)),
                ]
            } ?? []
        stages = Tube.Stage.allCases.map {
            StageRow(label: words("tubeStage.\($0.rawValue)"), count: words.figure(found.tubes[$0, default: 0]))
        }
        advice = content.advice.map { words.text($0) }
        coverage = content.coverage.map { row in
            CoverageRow(
                name: words(row.name), registered: words.figure(row.registered), sampled: words.figure(row.sampled),
                share: words.percent(row.sampled, of: row.registered), tone: row.sampled < row.registered ? "late" : "none")
        }
        hasCoverage = !coverage.isEmpty
        missing = content.missing.map { group in
            MissingRow(name: words(group.place), count: words.figure(group.people.count), people: group.people.map { PersonLink($0, reading) })
        }
        hasMissing = !missing.isEmpty
        let rest =
            content.coverage.reduce(0) { $0 + $1.registered - $1.sampled } - content.missing.reduce(0) { $0 + $1.people.count }
        missingMore = hasMissing && rest > 0 ? words("testing.missingMore", ["n": words.figure(rest)]) : nil
        positive = content.positive.map { row in
            PositiveRow(code: row.code, territory: words(row.territory), address: row.tag.map { reading.address(of: $0.subject) })
        }
        hasPositive = !positive.isEmpty
        let isRunning = content.round.closing == nil
        tableAddress = isRunning && reading.may(.bindTubes) ? reading.address("/testing/rounds/\(content.number)/table") : nil
        thingAddress = reading.address("/things/round/\(content.number)")
        laboratoryAddress = reading.address("/testing/laboratory")
        refreshAddress = reading.address("/testing/rounds/\(content.number)")
    }

    private static func range(_ range: ClosedRange<Int>, _ words: Words) -> String {
        range.lowerBound == range.upperBound
            ? words.figure(range.lowerBound) : words.figure(range.lowerBound) + "–" + words.figure(range.upperBound)
    }
}

/// The sampling table: a tube is scanned, and the people whose swabs go into it; works without a network and sends later.
struct TubeTablePage: Sendable {
    struct Problem: Sendable {
        let text: String
    }

    let title: String
    let action: String
    let back: String
    let key: String
    let territories: [Option]
    let sizes: [Option]
    let site: String
    let code: String
    let people: String
    let problems: [Problem]
    let hasProblems: Bool

    init(_ content: RoundPage.Content, _ reading: Reading, key: String, input: Query? = nil, problems: [String] = []) {
        let words = reading.words
        title = content.round.name
        action = reading.address("/testing/rounds/\(content.number)/table")
        back = reading.address("/testing/rounds/\(content.number)")
        self.key = key
        let chosen = input?["territory"] ?? content.tables.first?.code.digits
        territories = content.tables.map { Option($0.code.digits, words($0.name), $0.code.digits == chosen) }
        let size = input?["size"] ?? "\(content.round.tubeSize ?? content.sizes.last ?? 10)"
        sizes =
            content.sizes.map { Option("\($0)", words("testing.ofSize", ["n": "\($0)"]), "\($0)" == size) }
            + [Option("household", words("testing.household"), size == "household")]
        site = input?["site"] ?? ""
        code = input?["code"] ?? ""
        people = input?.all("people").first ?? ""
        self.problems = problems.map(Problem.init)
        hasProblems = !problems.isEmpty
    }
}
