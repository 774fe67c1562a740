import Foundation
import Operations
import Register
import Storage
import Vocabulary

/// The investigation of a case: what is known of where it was, and a text read into a proposed timeline.
extension RecordDesk {
    func investigation(_ viewer: Viewer, _ id: PersonID) async throws -> InvestigationPage.Content? {
        guard let view = try await desk.operations.investigation(of: id, scope: desk.scope(of: viewer)) else { return nil }
        let names = desk.names
        return try await desk.read(viewer) { reader in
            guard let tag = try desk.tag(of: id, reader) else { return nil }
            let codes = Set(view.points.compactMap(\.value.territory) + view.doors.compactMap(\.territory))
            return InvestigationPage.Content(
                person: tag, view: view, names: Dictionary(uniqueKeysWithValues: codes.filter(names.knows).map { ($0, names[$0]) }),
                positions: try reader.positions(around: codes))
        }
    }

    /// A text read into points to confirm.
    func narrative(_ viewer: Viewer, _ id: PersonID, _ text: String) async throws -> NarrativePage.Content? {
        let scope = desk.scope(of: viewer)
        guard let view = try await desk.operations.investigation(of: id, scope: scope) else { return nil }
        let year = desk.zone.date(of: view.diagnosedAt).components.year
        let proposal = try await desk.operations.proposal(from: text, year: year, near: view.territory, names: desk.names, scope: scope)
        let (names, root) = (desk.names, desk.operations.policies.root)
        let county = view.territory.ancestor(at: .county) ?? view.territory
        let codes = Set(names.territories(at: .county, within: root) + names.children(of: county) + proposal.points.compactMap(\.territory))
        return try await desk.read(viewer) { reader in
            guard let tag = try desk.tag(of: id, reader) else { return nil }
            let places = try proposal.points.compactMap(\.registered).compactMap { place in
                try reader.canSee(.place(place)) ? try reader.thing(.place(place)).map { (place, $0.standing.label) } : nil
            }
            return NarrativePage.Content(
                person: tag, text: text, proposal: proposal, county: county,
                territories: codes.sorted().map { ($0, names.path($0, below: root)) },
                places: Dictionary(places, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// Records what was confirmed, whole or not at all, once.
    func confirmInvestigation(_ viewer: Viewer, _ id: PersonID, _ confirmed: ConfirmedInvestigation, key: String) async throws -> InvestigationOutcome
    {
        let once = IdempotencyKey("investigation:" + key, request: try JSONEncoder().encode(confirmed))
        let moment = desk.now
        do {
            let outcome = try await desk.operations.perform(as: desk.author(viewer), idempotency: once) { filing in
                guard try filing.writer.canSee(id) else { throw OperationError.notFound }
                return try filing.confirm(confirmed, of: id, at: moment)
            }
            await live.publish([.duties, .situation, .subject(.person(id))])
            return InvestigationOutcome(
                points: confirmed.points.count, met: confirmed.met.count, fulfilled: outcome.effect.met, new: outcome.effect.new)
        } catch {
            throw try await refusal(error, viewer)
        }
    }

    /// Names who works on a case for a line of its team.
    func assignTeam(_ viewer: Viewer, _ id: PersonID, _ assignment: TeamAssignment, key: String) async throws {
        let once = IdempotencyKey("team:" + key, request: try JSONEncoder().encode(assignment))
        let moment = desk.now
        do {
            _ = try await desk.operations.perform(as: desk.author(viewer), idempotency: once) { filing in
                try filing.assign(assignment, toCase: id, at: moment).id
            }
            await live.publish([.duties, .situation, .subject(.person(id))])
        } catch {
            throw try await refusal(error, viewer)
        }
    }

    /// Adds a source to a point.
    func addSource(_ viewer: Viewer, _ id: PersonID, _ point: Int64, _ source: TrajectoryPoint.Source, key: String) async throws {
        let once = IdempotencyKey("source:" + key, request: Data("\(point) \(source.rawValue)".utf8))
        do {
            _ = try await desk.operations.perform(as: desk.author(viewer), idempotency: once) { filing in
                try filing.addSource(source, to: Reference(rawValue: point)).id
            }
            await live.publish([.subject(.person(id))])
        } catch {
            throw try await refusal(error, viewer)
        }
    }
}

/// What came of a confirmed timeline.
struct InvestigationOutcome: Sendable {
    /// Points and contacts recorded.
    var points: Int
    var met: Int
    /// Obligations met, and new ones.
    var fulfilled: Int
    var new: Int
}
