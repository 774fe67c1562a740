import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// Measure 9 at a glance: grids with who is on duty, households that lie in none or in several, rounds of calls, people isolated at home, who
/// needs looking after, vaccination.
struct CommunityPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var view: CommunityView
        var vaccination: VaccinationView
        /// Holders of posts who lack what their class asks for, the first few.
        var lacking: [PersonTag]
        /// Duties of this measure: late, and due today.
        var late: Int
        var today: Int
        /// Of them checks at the doors of people isolated at home that are open now.
        var checksOpen: Int
        var names: @Sendable (TerritoryCode) -> LocalizedText
        var postName: @Sendable (String) -> LocalizedText
        /// How often the public page was opened on the last days.
        var reach: [(day: CivilDate, views: Int)]
    }

    struct GridRow: Sendable {
        let name: String
        let address: String
        let village: String
        let households: String
        let size: String?
        let micro: String?
        let head: String
        let tone: String
        let team: String
    }

    struct GapRow: Sendable {
        let village: String
        let building: String
        let households: String
        let why: String
        let address: String?
    }

    struct RoundRow: Sendable {
        let name: String
        let address: String
        let grid: String
        let ordered: Moment
        let doors: String
        let met: String
        let absent: String
        let refused: String
        let open: String
        let tone: String
    }

    struct DoorRow: Sendable {
        let place: String
        let grid: String
        let why: String
    }

    struct BandRow: Sendable {
        let label: String
        let residents: String
        let begun: String
        let full: String
        let boosted: String
    }

    struct PostRow: Sendable {
        let label: String
        let holders: String
        let lacking: String
        let tone: String
    }

    let figures: [KeyFigure]
    let grids: [GridRow]
    let hasGrids: Bool
    let gaps: [GapRow]
    let hasGaps: Bool
    let rounds: [RoundRow]
    let hasRounds: Bool
    let doors: [DoorRow]
    let hasDoors: Bool
    let bands: [BandRow]
    let posts: [PostRow]
    let hasPosts: Bool
    let lacking: [PersonLink]
    let hasLacking: Bool
    let ageless: String?
    let reach: String
    let layAddress: String?
    let householdsAddress: String?
    let orderAddress: String?
    let worklistAddress: String
    let homeAddress: String
    let reportsAddress: String
    let publicAddress: String
    let refreshAddress: String

    init(_ content: Content, _ reading: Reading) {
        let (words, view) = (reading.words, content.view)
        let nobody = view.grids.count { $0.onDuty.isEmpty }
        figures = CommunityPage.figures(content, nobody: nobody, reading)
        grids = view.grids.map { line in
            let code = line.grid.value.territory
            let isSmall = line.size.map { line.households < $0.least || line.households > $0.most } ?? false
            return GridRow(
                name: line.grid.value.name, address: reading.address(of: .territory(code)),
                village: words(code.parent.map(content.names) ?? LocalizedText(zh: "", en: "")), households: words.figure(line.households),
                size: isSmall ? line.size.map { words("community.offSize", ["from": "\($0.least)", "to": "\($0.most)"]) } : nil,
                micro: line.microGrids.map {
                    $0.least == $0.most
                        ? words("community.microGrid", ["n": "\($0.least)"])
                        : words("community.microGrids", ["from": "\($0.least)", "to": "\($0.most)"])
                },
                head: line.onDuty.isEmpty ? words("community.nobody") : words.list(line.onDuty.map(\.shift.value.holder)),
                tone: line.onDuty.isEmpty ? "late" : "",
                team: words.list(line.grid.value.team.map { "\(words.name(part: $0.part)) \($0.name)" }))
        }
        hasGrids = !grids.isEmpty
        gaps = view.gaps.map { gap in
            GapRow(
                village: words(content.names(gap.village)), building: gap.building.name ?? "–",
                households: words.figure(gap.building.households.count),
                why: gap.building.grids.isEmpty
                    ? words("community.inNone")
                    : words("community.inSeveral", ["grids": words.list(gap.building.grids.map { words(content.names($0)) })]),
                address: reading.may(.keepGrids)
                    ? reading.address("/things/territory/new/gridLay", at: gap.building.grids.first ?? gap.village) : nil)
        }
        hasGaps = !gaps.isEmpty
        rounds = view.rounds.map { entry in
            RoundRow(
                name: entry.round.value.title, address: reading.address("/community/rounds/\(entry.round.id.rawValue)"),
                grid: words(content.names(entry.round.value.grid)), ordered: reading.moments.moment(entry.round.happenedAt),
                doors: words.figure(entry.round.value.doors.count), met: words.figure(entry.progress.count(.met)),
                absent: words.figure(entry.progress.count(.notAtHome)), refused: words.figure(entry.progress.count(.refused)),
                open: words.figure(entry.progress.open.count), tone: entry.progress.open.isEmpty ? "met" : "")
        }
        hasRounds = !rounds.isEmpty
        doors = view.vulnerable.prefix(200).map { door in
            DoorRow(
                place: door.household.value.place, grid: words(content.names(door.grid ?? door.household.value.territory)),
                why: words.care(door.household.value) ?? "")
        }
        hasDoors = !doors.isEmpty
        bands = content.vaccination.bands.map { band in
            BandRow(
                label: band.to.map { words("community.ages", ["from": "\(band.from)", "to": "\($0)"]) }
                    ?? words("community.agesFrom", ["from": "\(band.from)"]),
                residents: words.figure(band.residents),
                begun: words.percent(band.begun, of: band.residents), full: words.percent(band.full, of: band.residents),
                boosted: words.percent(band.boosted, of: band.residents))
        }
        posts = content.vaccination.posts.sorted { ($1.value.lacking, $0.key) < ($0.value.lacking, $1.key) }.map { key, count in
            PostRow(
                label: words(content.postName(key)), holders: words.figure(count.holders), lacking: words.figure(count.lacking),
                tone: count.lacking > 0 ? "late" : "met")
        }
        hasPosts = !posts.isEmpty
        lacking = content.lacking.map { PersonLink($0, reading) }
        hasLacking = !lacking.isEmpty
        ageless = content.vaccination.ageless > 0 ? words.count("community.ageless", content.vaccination.ageless) : nil
        reach =
            content.reach.isEmpty
            ? words("community.noReach") : words.list(content.reach.map { "\(reading.moments.day($0.day)): \(words.figure($0.views))" })
        layAddress = reading.may(.keepGrids) ? reading.address("/things/territory/new/gridLay") : nil
        householdsAddress = reading.may(.keepGrids) ? reading.address("/things/territory/new/householdsRecord") : nil
        orderAddress = reading.may(.orderDoorRound) ? reading.address("/things/doorRound/new/doorRoundOrder") : nil
        worklistAddress = reading.address("/", [("measure", Measure.community.key)])
        homeAddress = reading.address("/community/home")
        reportsAddress = reading.address("/community/reports")
        publicAddress = "/public/\((reading.lens.territory.ancestor(at: .county) ?? reading.lens.territory).digits)"
        refreshAddress = reading.address("/community")
    }

    private static func figures(_ content: Content, nobody: Int, _ reading: Reading) -> [KeyFigure] {
        let (words, view) = (reading.words, content.view)
        func worklist(_ bucket: String) -> String { reading.address("/", [("due", bucket), ("measure", Measure.community.key)]) }
        return [
            KeyFigure(
                label: words("community.grids"), value: words.figure(view.grids.count),
                note: words("community.withoutHead", ["n": words.figure(nobody)]),
                address: "#grids"),
            KeyFigure(
                label: words("community.households"), value: words.figure(view.households),
                note: words("community.unmapped", ["n": words.figure(view.gaps.reduce(0) { $0 + $1.building.households.count })]), address: "#gaps"),
            KeyFigure(label: words("community.late"), value: words.figure(content.late), note: nil, address: worklist("late")),
            KeyFigure(
                label: words("community.today"), value: words.figure(content.today),
                note: words("community.checks", ["n": words.figure(content.checksOpen)]), address: worklist("today")),
            KeyFigure(label: words("community.vulnerable"), value: words.figure(view.vulnerable.count), note: nil, address: "#vulnerable"),
        ]
    }
}
