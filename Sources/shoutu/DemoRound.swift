import Operations
import Register
import Scenarios
import Storage
import Vocabulary

/// Plays the demo's round of screening through the operations, each step at its own moment.
struct DemoRound {
    let operations: Operations
    let author: Author
    let round: HunanRound

    func play() async throws {
        let round = round
        let reference = try await at(round.began) { filing in
            for estimate in round.estimates { try filing.file(.rosterEstimate(estimate), about: .territory(estimate.territory), at: filing.now) }
            return try filing.openRound(round.round, at: filing.now)
        }
        let end = round.tubes.map(\.filledAt).max() ?? round.began
        try await at(end) { filing in
            _ = try filing.bind(
                round.tubes.map {
                    TubeSheet(
                        code: $0.code, capacity: 10, territory: $0.territory, site: $0.site, filledAt: $0.filledAt, members: $0.members)
                }, in: reference)
            for (batch, tubes) in Dictionary(grouping: round.tubes, by: \.batch) {
                guard let batch else { continue }
                try filing.writer.sendTubes(tubes.map(\.code), batch: batch, at: filing.now)
                try filing.writer.receiveBatch(batch, laboratory: "长沙市核酸检测基地", at: filing.now)
            }
        }
        for tube in round.tubes.sorted(by: { ($0.reportedAt ?? .distantFuture) < ($1.reportedAt ?? .distantFuture) }) {
            guard let outcome = tube.outcome, let reported = tube.reportedAt else { continue }
            _ = try await at(max(reported, end)) { try $0.reportTubes([tube.code], outcome, at: $0.now) }
        }
        try await followUp(reference)
        try await operations.perform(as: author) { filing in
            for member in round.tubes.lazy.flatMap(\.members) { if let person = try filing.match(member) { filing.deriveAnew(person) } }
        }
    }

    /// Some members of the positive tube are held, some sampled singly; the others stand on the worklist.
    private func followUp(_ reference: Reference<ScreeningRound>) async throws {
        let held = round.held
        try await at(held) { filing in
            let members = try filing.writer.tubes(of: reference, outcome: .positive).flatMap { try filing.writer.swabs(in: $0) }.compactMap(\.person)
            for (index, person) in members.enumerated() where index < 7 {
                let territory = try filing.dossier(of: person).recalls.last?.value.territory ?? .unstated
                try filing.begin(Stay(mode: .homeIsolation, territory: territory), of: person, at: held - .minutes(20))
                guard index < 4 else { continue }
                try filing.take(Specimen(territory: territory), from: person, at: held - .minutes(5))
                try filing.name(round.team(for: index, in: territory), for: person, at: held - .minutes(2))
            }
        }
    }

    private func at<T: Sendable>(_ moment: Instant, _ body: @escaping @Sendable (Filing) throws -> T) async throws -> T {
        try await Operations(store: operations.store, clock: .standing(at: moment), policies: operations.policies).perform(as: author, body)
    }
}
