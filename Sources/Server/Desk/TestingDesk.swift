import Foundation
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// Measure 1: rounds, tubes, rosters.
extension OperationsDesk {
    func testing(_ viewer: Viewer, _ lens: Lens) async throws -> TestingPage.Content {
        let policy = try? operations.policies.edition(at: now, in: lens.territory)
        let now = now
        return try await read(viewer) { reader in
            let seated = try reader.things(ThingListQuery(kind: .round, territory: lens.territory, limit: 20)).rows
            let held = try reader.things(ThingListQuery(kind: .round, territory: lens.territory, part: .area, limit: 20)).rows
            var seen: Set<Subject> = []
            let rows = (seated + held).filter { seen.insert($0.subject).inserted }.sorted { $0.at > $1.at }
            var rounds: [TestingPage.Round] = []
            var latest: RoundFigures?
            for row in rows {
                let reference = Reference<ScreeningRound>(rawValue: row.subject.number)
                let figures = try reader.figures(of: reference)
                if latest == nil, figures.tubes[.resolved, default: 0] > 0 { latest = figures }
                let round = try reader.round(reference)
                rounds.append(
                    TestingPage.Round(
                        tag: ThingTag(subject: row.subject, label: label(of: row.subject, row.label), state: row.state, seat: row.seat),
                        territory: names[row.seat], at: row.at, population: round?.population, sampled: figures.sampled, positive: figures.positive))
            }
            let rosters = try reader.rosters(in: lens.territory, at: now)
            return TestingPage.Content(
                rounds: rounds, advice: policy?.testing.pools?.advice(after: latest),
                rosters: rosters.map {
                    TestingPage.Roster(
                        label: postName($0.postClass), holders: $0.holders, estimated: $0.estimated, listed: $0.listed, overdue: $0.overdue)
                },
                classes: (policy?.testing.posts ?? [:]).map { (key: $0.key, label: $0.value.label) }.sorted { $0.key < $1.key })
        }
    }

    func round(_ viewer: Viewer, _ lens: Lens, _ reference: Reference<ScreeningRound>) async throws -> RoundPage.Content? {
        let view = try await operations.thing(.round(reference), scope: scope(of: viewer), asOf: lens.asOf)
        guard let view, let founding = view.dossier.founding(ScreeningRound.self) else { return nil }
        let round = founding.value
        let policy = try? operations.policies.edition(at: founding.happenedAt, in: round.territory)
        return try await read(viewer) { reader in
            let figures = try reader.figures(of: reference)
            let visible = round.area.filter(viewer.covers)
            let within =
                visible.isEmpty ? viewer.account.grants.map(\.territory).filter { inside in round.area.contains { $0.contains(inside) } } : visible
            let coverage: [RoundPage.Coverage] = try reader.coverage(of: reference, in: within).map { row in
                RoundPage.Coverage(name: names.path(row.territory, below: round.territory), registered: row.registered, sampled: row.sampled)
            }
            // They come grid by grid, as whoever goes from door to door needs them.
            var missing: [(at: TerritoryCode, people: [PersonTag])] = []
            for territory in within where missing.reduce(0, { $0 + $1.people.count }) < OperationsDesk.mostMissing {
                for person in try reader.missing(from: reference, in: territory, limit: OperationsDesk.mostMissing) {
                    guard let tag = try tag(of: person, reader), let home = try reader.listing(of: person)?.residence else { continue }
                    if missing.last?.at != home { missing.append((home, [])) }
                    missing[missing.count - 1].people.append(tag)
                }
            }
            var positive: [RoundPage.PositiveTube] = []
            for outcome in [TestOutcome.positive, .indeterminate] {
                for tube in try reader.tubes(of: reference, outcome: outcome) {
                    let tag = try tube.pool.flatMap { try thingTag(of: .pool($0), reader) }
                    positive.append(RoundPage.PositiveTube(code: tube.code, tag: tag, territory: names[tube.territory]))
                }
            }
            return RoundPage.Content(
                number: reference.rawValue, round: round, began: founding.happenedAt, state: view.standing.state, figures: figures,
                proposal: round.population.flatMap { people in policy?.testing.rounds?.proposal(population: people) },
                limit: policy?.testing.resultWithinPooled?.span,
                due: view.obligations.first { $0.obligation.id.rule.hasSuffix(".timeLimit") }?.obligation.due,
                advice: policy?.testing.pools?.advice(after: figures), coverage: coverage,
                missing: missing.map { .init(place: names.path($0.at, below: round.territory), people: $0.people) }, positive: positive,
                tables: tables(in: within).map { (code: $0, name: names.path($0, below: round.territory)) },
                sizes: policy?.testing.pools?.sizes ?? [1, 10])
        }
    }

    /// How many who should be tested a round's page names.
    private static let mostMissing = 100

    /// Where tables can stand: the area itself and what lies directly in it.
    private func tables(in area: [TerritoryCode]) -> [TerritoryCode] {
        Set(area.flatMap { [$0] + names.children(of: $0) }).sorted()
    }

    func laboratory(_ viewer: Viewer, _ lens: Lens) async throws -> LaboratoryPage.Content {
        let (now, hours) = (now, 6)
        let limit = (try? operations.policies.edition(at: now, in: lens.territory))?.testing.resultWithinPooled?.span
        return try await read(viewer) { reader in
            let load = try reader.laboratoryLoad(in: lens.territory, since: now - .hours(hours))
            let waiting = try reader.waitingTubes(in: lens.territory, limit: 200)
            return LaboratoryPage.Content(
                waiting: waiting, names: Dictionary(uniqueKeysWithValues: Set(waiting.map(\.territory)).map { ($0, names[$0]) }),
                forecast: LaboratoryForecast(waiting: load.waiting, resolved: load.resolved, arrived: load.arrived, hours: Double(hours)),
                limit: limit)
        }
    }
}

extension PoolRules {
    /// What tubes should hold after a round: by the prevalence that its tubes show, each size by itself, weighted by its tubes.
    func advice(after figures: RoundFigures?) -> PoolingAdvice? {
        guard let figures else { return nil }
        let resolved = figures.tubes[.resolved, default: 0]
        guard resolved > 0, let common = figures.sizes.max(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key else { return nil }
        return advice(prevalence: PoolRules.prevalence(positive: figures.positive, of: resolved, size: common))
    }
}

extension Reader {
    /// A round in force; nil where it was withdrawn.
    func round(_ reference: Reference<ScreeningRound>) throws -> ScreeningRound? {
        try records(ofEntity: reference.rawValue).last.flatMap { $0.record.isWithdrawn ? nil : ScreeningRound.value(in: $0.record.fact) }
    }
}

/// What a page does about tubes, once it is read.
struct TubeSubmission: Sendable {
    /// The same key twice does it once.
    var key: String
    /// What was filled in, to tell two submissions under one key apart.
    var content: [[String]]
    /// What is done.
    var act: @Sendable (Filing) throws -> TubeAnswer
}

/// What came of it.
struct TubeAnswer: Sendable, Codable {
    var bound: BindingOutcome?
    var report: TubeReport?
    /// Tubes sent, received or plated.
    var tubes: Int?
}

extension RecordDesk {
    /// Does something about tubes once, whole or not at all.
    func submitTubes(_ viewer: Viewer, _ submission: TubeSubmission) async throws -> TubeAnswer {
        let key = IdempotencyKey(
            submission.key.isEmpty ? Secret.token() : "form:" + submission.key, request: try JSONEncoder().encode(submission.content))
        do {
            let outcome = try await desk.operations.perform(as: desk.author(viewer), idempotency: key, submission.act)
            await live.publish([.duties, .situation])
            return outcome.result
        } catch StoreError.taken(let code) {
            throw Refusal.invalid(
                field: "code",
                LocalizedText(zh: "管码\(code)属于另一轮检测，或已封管送检。", en: "Tube \(code) belongs to another round, or has been sealed and sent."))
        } catch StoreError.notFound(let what) {
            throw Refusal.invalid(field: nil, LocalizedText(zh: "没有找到：\(what)。", en: "Not found: \(what)."))
        } catch {
            throw try await refusal(error, viewer)
        }
    }
}
