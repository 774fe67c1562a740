import Obligations
import Storage
import Vocabulary

/// Targets, measures, what is late and who holds it, and the next twenty-four hours, in words: as a brief and a bulletin go on after the counts.
public struct MeasuresText: Hashable, Sendable {
    /// The sentences, in this order.
    public let sentences: [LocalizedText]

    /// States how a territory stands.
    ///
    /// - Parameters:
    ///   - due: What has fallen due by the moment, what falls due with it included.
    ///   - next: What will have fallen due a day later, as known at the situation's moment.
    ///   - names: Gives the territories' names.
    public init(_ situation: Situation, due: Scorecard, next: Scorecard, names: (TerritoryCode) -> LocalizedText) {
        let broken = situation.targets.filter { $0.breaches > 0 }
        var sentences = [
            LocalizedText(
                zh: broken.isEmpty
                    ? "四项目标均未突破。" : "目标突破：\(broken.map { "\(MeasuresText.title($0.target).zh)\($0.breaches)次" }.joined(separator: "、"))。",
                en: broken.isEmpty
                    ? "None of the four targets is broken."
                    : "Targets broken: \(broken.map { "\(MeasuresText.title($0.target).en) (\($0.breaches))" }.joined(separator: ", ")).")
        ]
        let card = situation.scorecard
        let shares = Measure.allCases.compactMap { measure -> (Measure, Int)? in
            card.total(measure).share.map { (measure, Int(($0 * 100).rounded(.down))) }
        }
        if !shares.isEmpty {
            sentences.append(
                LocalizedText(
                    zh: "十条措施按时完成率：\(shares.map { "第\($0.0.rawValue)条\($0.1)%" }.joined(separator: "、"))。",
                    en: "Met in time, by measure: \(shares.map { "no. \($0.0.rawValue) \($0.1) %" }.joined(separator: ", "))."))
        }
        let late = card.children.map { child in (child, Measure.allCases.reduce(0) { $0 + card.cell($1, in: child).late }) }
            .filter { $0.1 > 0 }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
        if !late.isEmpty {
            let worst = late.prefix(5)
            let all = Measure.allCases.reduce(0) { $0 + card.total($1).late }
            sentences.append(
                LocalizedText(
                    zh: "逾期未办\(all)项，其中\(worst.map { "\(names($0.0).zh)\($0.1)项" }.joined(separator: "、"))。",
                    en: "\(all) duties are late, of these \(worst.map { "\(names($0.0).en) \($0.1)" }.joined(separator: ", "))."))
        }
        // A recurring duty whose window closes within the day counts as missed at its end: what comes is all that is not met yet.
        let coming = Measure.allCases.map { ($0, next.total($0).overdue - due.total($0).overdue) }.filter { $0.1 > 0 }
        if !coming.isEmpty {
            let all = coming.reduce(0) { $0 + $1.1 }
            let most = coming.sorted { ($1.1, $0.0.rawValue) < ($0.1, $1.0.rawValue) }.prefix(3)
            sentences.append(
                LocalizedText(
                    zh: "未来24小时内还有\(all)项到期，其中\(most.map { "第\($0.0.rawValue)条\($0.1)项" }.joined(separator: "、"))。",
                    en:
                        "\(all) more fall due within the next 24 hours, of these \(most.map { "no. \($0.0.rawValue) \($0.1)" }.joined(separator: ", "))."
                ))
        }
        self.sentences = sentences
    }

    private static func title(_ target: Situation.Light.Target) -> LocalizedText {
        switch target {
        case .noSpillOver: LocalizedText(zh: "零外溢", en: "no spill-over")
        case .noImport: LocalizedText(zh: "零输入", en: "no import")
        case .noNosocomial: LocalizedText(zh: "零院感", en: "no infection in hospitals")
        case .zeroOutside: LocalizedText(zh: "社会面清零", en: "none outside control")
        }
    }
}

extension Operations {
    /// Targets, measures, what is late and what is coming in a territory as known at a moment, in words.
    public func measures(
        of situation: Situation, scope: Scope, names: (TerritoryCode) -> LocalizedText
    ) async throws -> MeasuresText {
        let (territory, moment) = (situation.territory, situation.asOf)
        // Whole hours are counted, and days end with one: what falls due at midnight is of the day that ends.
        let hour = Span.hours(1)
        let (due, next) = try await store.read(scope) { reader in
            func card(_ end: Instant) throws -> Scorecard {
                Scorecard(of: territory, try reader.tallies(in: territory, dueBefore: end, knownBefore: situation.rolls == nil ? moment : nil))
            }
            return (try card(moment + hour), try card(moment + .hours(24) + hour))
        }
        return MeasuresText(situation, due: due, next: next, names: names)
    }
}
