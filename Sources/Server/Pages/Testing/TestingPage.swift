import Policy
import Register
import Storage
import Vocabulary

/// Measure 1 at a glance: rounds, what tubes should hold, the rosters of high-risk posts.
struct TestingPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var rounds: [Round]
        var advice: PoolingAdvice?
        var rosters: [Roster]
        /// The classes of posts of the policy.
        var classes: [(key: String, label: LocalizedText)]
    }

    struct Round: Sendable {
        var tag: ThingTag
        var territory: LocalizedText
        var at: Instant
        var population: Int?
        var sampled: Int
        var positive: Int
    }

    struct Roster: Sendable {
        var label: LocalizedText
        var holders: Int
        var estimated: Int?
        /// Of those reckoned the people on the roster.
        var listed: Int?
        var overdue: Int
    }

    struct RoundRow: Sendable {
        let name: String
        let address: String
        let state: String
        let territory: String
        let began: Moment
        let coverage: String
        let positive: String
    }

    struct RosterRow: Sendable {
        let label: String
        let holders: String
        let estimated: String
        let completeness: String
        let inTime: String
        let overdue: String
        let tone: String
    }

    let rounds: [RoundRow]
    let hasRounds: Bool
    let openAddress: String?
    let laboratoryAddress: String
    let advice: String?
    let rosters: [RosterRow]
    let hasRosters: Bool
    let estimateAddress: String?
    let classes: [Option]

    init(_ content: Content, _ reading: Reading) {
        let words = reading.words
        rounds = content.rounds.map { round in
            RoundRow(
                name: words(round.tag.label), address: reading.address("/testing/rounds/\(round.tag.subject.number)"),
                state: words("roundState.\(round.tag.state)"), territory: words(round.territory), began: reading.moments.moment(round.at),
                coverage: round.population.map { words.percent(min(round.sampled, $0), of: $0) } ?? words.figure(round.sampled),
                positive: words.figure(round.positive))
        }
        hasRounds = !rounds.isEmpty
        openAddress = reading.may(.openRound) ? reading.address("/things/round/new/roundOpen") : nil
        laboratoryAddress = reading.address("/testing/laboratory")
        advice = content.advice.map { words.text($0) }
        rosters = content.rosters.map { roster in
            RosterRow(
                label: words(roster.label), holders: words.figure(roster.holders),
                estimated: roster.estimated.map { words.figure($0) } ?? "–",
                completeness: roster.estimated.map { words.percent(roster.listed ?? 0, of: $0) } ?? "–",
                inTime: words.percent(roster.holders - roster.overdue, of: roster.holders), overdue: words.figure(roster.overdue),
                tone: roster.overdue > 0 ? "late" : "none")
        }
        hasRosters = !rosters.isEmpty
        estimateAddress = reading.may(.recordPost) ? reading.address("/testing/estimate") : nil
        classes = content.classes.map { Option($0.key, words($0.label)) }
    }
}

extension Words {
    /// Which size tubes should have, and why, in a sentence.
    func text(_ advice: PoolingAdvice) -> String {
        let costs = advice.costs.map { "\($0.size): \(Words.thousandths($0.testsPerPerson))" }.joined(separator: " · ")
        return self(
            advice.reason == .aboveLimit ? "testing.adviceSingle" : advice.reason == .onlySize ? "testing.adviceOnly" : "testing.advice",
            ["size": figure(advice.size), "prevalence": Words.thousandths(advice.prevalence * 100), "costs": costs])
    }

    /// A small number to three decimals.
    static func thousandths(_ number: Double) -> String {
        let parts = Int((number * 1000).rounded())
        return "\(parts / 1000)." + String(repeating: "0", count: 3 - min(String(parts % 1000).count, 3)) + "\(parts % 1000)"
    }
}
