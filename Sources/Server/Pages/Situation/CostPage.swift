import Operations
import Policy
import Vocabulary

/// What control cost, beside the targets it serves: days people were held, days places were closed, tests, money; for a thousand residents and for
/// an infection found.
struct CostPage: Sendable {
    struct Row: Sendable {
        let label: String
        let quantity: String
        let perThousand: String
        let perInfection: String
        let money: String
    }

    let span: String
    let base: String
    let rows: [Row]
    /// The heading of what it came to, with the currency.
    let money: String
    let total: String?
    let note: String?
    let lights: [SituationPage.Light]
    let back: String

    init(_ cost: CostOfControl, lights: [TargetLight], _ reading: Reading) {
        let (words, moments) = (reading.words, reading.moments)
        span = "\(moments.moment(cost.from).text) – \(moments.moment(cost.until).text)"
        base = words.list([
            words("cost.residents", ["n": cost.residents.map { words.figure($0) } ?? "–"]), words.count("cost.infections", cost.infections),
        ])
        func figure(_ value: Double?) -> String {
            guard let value else { return "–" }
            if value > 0, value < 0.05 { return "< 0.1" }
            return abs(value) >= 100 ? words.figure(Int(value.rounded())) : Words.decimal(value)
        }
        rows = CostOfControl.Item.allCases.map { item in
            Row(
                label: words("cost.\(item.rawValue)"), quantity: figure(cost.quantity(item)), perThousand: figure(cost.perThousand(item)),
                perInfection: figure(cost.perInfection(item)), money: figure(cost.money(item)))
        }
        money = words("cost.money") + (cost.currency.map { " (\($0))" } ?? "")
        let sum = CostOfControl.Item.allCases.compactMap(cost.money).reduce(0, +)
        total = cost.currency.map { words("cost.total", ["money": "\(words.figure(Int(sum.rounded()))) \($0)"]) }
        note = cost.hasUncountedZones ? words("cost.uncounted") : nil
        self.lights = lights.map { SituationPage.light($0, reading) }
        back = reading.address("/situation")
    }
}
