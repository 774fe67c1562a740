import Policy
import Register
import Storage
import Vocabulary

/// Tubes on their way to a result: sent, received, plated, resolved, and how the backlog will go.
struct LaboratoryPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var waiting: [Tube]
        var names: [TerritoryCode: LocalizedText]
        var forecast: LaboratoryForecast
        var limit: Span?
    }

    struct Row: Sendable {
        let code: String
        let stage: String
        let filled: Moment
        let territory: String
        let batch: String
        let swabs: String
        let due: String
        let tone: String
    }

    struct Problem: Sendable {
        let text: String
    }

    let rows: [Row]
    let hasRows: Bool
    let figures: [KeyFigure]
    let sendAction: String?
    let receiveAction: String?
    let plateAction: String?
    let reportAction: String?
    let sendKey: String
    let receiveKey: String
    let plateKey: String
    let reportKey: String
    let outcomes: [Option]
    let problems: [Problem]
    let hasProblems: Bool

    init(_ content: Content, _ reading: Reading, key: String, problems: [String] = []) {
        let (words, moments) = (reading.words, reading.moments)
        rows = content.waiting.map { tube in
            let due = content.limit.map { tube.filledAt + $0 }
            return Row(
                code: tube.code, stage: words("tubeStage.\(tube.stage.rawValue)"), filled: moments.brief(tube.filledAt),
                territory: content.names[tube.territory].map { words($0) } ?? tube.territory.digits, batch: tube.batch ?? "–",
                swabs: "\(tube.swabs) / \(tube.capacity)", due: due.map { moments.brief($0).text } ?? "–",
                tone: due.map { $0 < reading.now } ?? false ? "late" : "none")
        }
        hasRows = !rows.isEmpty
        let forecast = content.forecast
        figures = [
            KeyFigure(label: words("testing.waiting"), value: words.figure(forecast.waiting), note: nil, address: nil),
            KeyFigure(
                label: words("testing.perHour"), value: Words.decimal(forecast.perHour),
                note: words("testing.arriving", ["n": Words.decimal(forecast.arrivingPerHour)]), address: nil),
            KeyFigure(
                label: words("testing.clearIn"), value: forecast.clearIn.map { moments.length($0) } ?? words("testing.never"), note: nil, address: nil
            ),
        ]
        func action(_ name: String, _ permission: Permission) -> String? {
            reading.may(permission) ? reading.address("/testing/laboratory/\(name)") : nil
        }
        sendAction = action("send", .bindTubes)
        receiveAction = action("receive", .reportTubes)
        plateAction = action("plate", .reportTubes)
        reportAction = action("report", .reportTubes)
        (sendKey, receiveKey, plateKey, reportKey) = (key + "-s", key + "-r", key + "-p", key + "-o")
        outcomes = TestOutcome.allCases.map { Option($0.rawValue, words.name($0)) }
        self.problems = problems.map(Problem.init)
        hasProblems = !problems.isEmpty
    }
}
