import Foundation
import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// Lists and pages of things, answered by the register within the asker's scope.
extension OperationsDesk {
    func things(_ viewer: Viewer, _ lens: Lens, _ query: ThingsQuery) async throws -> ThingsPage.Content {
        guard let face = ThingFaces.of(query.kind) else { throw Refusal.notFound }
        let asked = ThingListQuery(
            kind: query.kind, territory: lens.territory, part: query.part, deepest: face.deepest,
            states: query.state.map { [$0] } ?? [], thingClass: query.thingClass,
            after: query.after.flatMap { PageCursor($0) }, limit: 50)
        return try await read(viewer) { reader in
            let page = try reader.things(asked)
            return ThingsPage.Content(
                query: query,
                rows: page.rows.map { row in
                    ThingsPage.Row(
                        tag: ThingTag(subject: row.subject, label: label(of: row.subject, row.label), state: row.state, seat: row.seat),
                        territory: names[row.territory], thingClass: row.thingClass, at: row.at, nextDue: row.nextDue)
                }, count: page.count, next: page.next?.description, classes: classes(of: face, at: now, in: lens.territory),
                founding: face.forms.filter { $0.founds && $0.isListed })
        }
    }

    func thing(_ viewer: Viewer, _ lens: Lens, _ subject: Subject) async throws -> ThingPage.Content? {
        guard let face = ThingFaces.of(subject.kind),
            let view = try await operations.thing(subject, scope: scope(of: viewer), asOf: lens.asOf)
        else { return nil }
        return try await read(viewer) { reader in
            let tag = ThingTag(
                subject: subject, label: label(of: subject, view.standing.label), state: view.standing.state, seat: view.standing.territory)
            var context = formContext(viewer, lens.territory, view: view, tag: tag, kind: subject.kind)
            if case .place = subject { try addLoop(of: view, to: &context, reader) }
            if let site = view.dossier.founding(StaySite.self)?.value { context.staffLoop = try reader.staffLoop(of: site) }
            if case .assistance = subject { context.people = try soughtPeople(of: view, reader) }
            let offered = context
            let next = view.next { obligation in
                ThingFaces.form(meeting: obligation).map {
                    viewer.permissions.contains($0.permission) && $0.isOffered(offered) && offered.acts(in: obligation.territory)
                } ?? false
            }
            return ThingPage.Content(
                view: view, label: tag.label,
                className: classes(of: face, at: view.asOf, in: view.standing.territory).first { $0.key == view.standing.thingClass }?.label,
                names: mentioned(in: view),
                obligations: view.obligations.map { item($0, subject: nil, thing: tag, by: viewer) },
                next: next.map { item($0, subject: nil, thing: tag, by: viewer) }, branches: try branches(of: view, face, depth: 0, reader),
                related: try (face.related(view) + [offered.staffLoop.map { .place($0) }].compactMap(\.self))
                    .compactMap { try thingTag(of: $0, reader) },
                offered: lens.asOf == nil ? face.forms.filter { !$0.founds && $0.isOffered(offered) }.map(\.name) : [],
                canWithdraw: lens.asOf == nil && ThingForm.withdrawal(of: face.kind).isOffered(offered),
                canCorrect: lens.asOf == nil && ThingForm.correction(of: face.kind).isOffered(offered),
                panels: try face.panels(view, reader, self), photographs: try photographs(of: view, viewer, reader),
                topic: live.name(of: .subject(subject)))
        }
    }

    /// The stages of a place's closed loop, and the people in it whom the reader sees.
    func addLoop(of view: ThingView, to context: inout ThingFormContext, _ reader: Reader) throws {
        guard let place = view.dossier.founding(Place.self) else { return }
        let policy = try operations.policies.edition(at: view.asOf, in: place.value.territory)
        context.stages = policy.places.special[place.value.placeClass]?.shift?.stages.map(\.kind) ?? []
        context.people = try view.dossier.loop { _ in policy }.filter { $0.stage != nil }.compactMap { try tag(of: $0.person, reader) }
    }

    /// Every territory the thing is addressed to, with how far it has come, and below each the branches of whatever carried it on from there.
    private func branches(of view: ThingView, _ face: ThingFace, depth: Int, _ reader: Reader) throws -> [ThingPage.Branch] {
        guard depth < TerritoryCode.Level.allCases.count else { return [] }
        let onward = Dictionary(grouping: face.branches(view), by: \.territory)
        let late = Set(
            view.obligations.lazy.map(\.obligation).filter { $0.state(at: view.asOf) == .overdue }.map(\.territory))
        var branches: [ThingPage.Branch] = []
        for concern in view.standing.concerned where concern.part == .addressee {
            let next = onward[concern.territory]?.first?.subject
            branches.append(
                ThingPage.Branch(
                    depth: depth, territory: names[concern.territory], kind: face.kind, state: concern.state,
                    onward: try next.flatMap { try thingTag(of: $0, reader) }, isLate: late.contains(concern.territory)))
            if let next, try reader.canSee(next), let below = try reader.thingView(next, asOf: view.asOf, policies: operations.policies) {
                branches += try self.branches(of: below, face, depth: depth + 1, reader)
            }
        }
        return branches
    }

    /// The territories a thing's page mentions, by name.
    private func mentioned(in view: ThingView) -> [TerritoryCode: LocalizedText] {
        var codes: Set<TerritoryCode> = [view.standing.territory]
        codes.formUnion(view.standing.concerned.map(\.territory))
        for entry in view.entries {
            if let seat = entry.record.fact.seat { codes.insert(seat) }
            if case .receipt(let receipt) = entry.record.fact { codes.insert(receipt.territory) }
            if case .finding(let finding) = entry.record.fact { codes.insert(finding.territory) }
            if case .zone(let zone) = entry.record.fact { codes.formUnion(zone.members) }
            if case .assistance(let request) = entry.record.fact { codes.formUnion([request.from, request.to] + request.approvers) }
            if case .assistanceStep(let step) = entry.record.fact { codes.insert(step.territory) }
        }
        return Dictionary(uniqueKeysWithValues: codes.map { ($0, names[$0]) })
    }

    /// What the policy in force calls the classes of a kind of thing; those of the face where the policy knows none.
    func classes(of face: ThingFace, at moment: Instant, in territory: TerritoryCode) -> [(key: String, label: LocalizedText?)] {
        guard face.kind == .place || face.kind == .zone, let policy = try? operations.policies.edition(at: moment, in: territory) else {
            return face.classes.map { ($0, nil) }
        }
        if face.kind == .zone { return ZoneLevel.allCases.compactMap { level in policy.zones.levels[level].map { (level.rawValue, $0.label) } } }
        let special = policy.places.special.map { (key: $0.key, label: Optional($0.value.label)) }
        let key = policy.places.key.map { (key: $0.key, label: Optional($0.value.label)) }
        return (special + key).sorted { $0.key < $1.key }
    }

    /// What a form about a thing needs to know, of what the desk knows anyway.
    func formContext(
        _ viewer: Viewer, _ territory: TerritoryCode, view: ThingView?, tag: ThingTag?, kind: Subject.Kind
    ) -> ThingFormContext {
        var codes: Set<TerritoryCode> = [territory]
        codes.formUnion(names.children(of: territory))
        for grant in viewer.account.grants { codes.formUnion([grant.territory] + names.children(of: grant.territory)) }
        if let view {
            codes.formUnion(view.standing.concerned.map(\.territory))
            for concern in view.standing.concerned where viewer.covers(concern.territory) { codes.formUnion(names.children(of: concern.territory)) }
        } else if territory.level < .county {
            codes.formUnion(names.territories(at: .county, within: territory))
        }
        var context = ThingFormContext(
            view: view, tag: tag, version: view?.entries.last?.record.id.rawValue, territory: territory,
            grants: viewer.account.grants.map(\.territory), territories: codes.sorted().map { ($0, names.path($0, below: operations.policies.root)) })
        if let face = ThingFaces.of(kind) {
            context.classes = classes(of: face, at: now, in: territory).compactMap { entry in entry.label.map { (entry.key, $0) } }
        }
        if kind == .territory || kind == .directive, let command = try? operations.policies.edition(at: now, in: territory).command {
            context.forces = command.forces.map { ($0.key, $0.value.label) }.sorted { $0.0 < $1.0 }
            context.periodHours = command.period?.count
            let levels = CommandRules.ResponseLevel.allCases
            context.responses = levels.filter { command.responses.isEmpty || command.responses[$0] != nil }.map(\.rawValue)
        }
        return context
    }
}

/// Recording about things.
extension RecordDesk {
    /// The context of a form; nil if its thing is not there for the one who asks.
    func thingForm(_ viewer: Viewer, _ request: ThingFormRequest) async throws -> ThingFormContext? {
        let home = viewer.home ?? desk.operations.policies.root
        guard let subject = request.subject else {
            var context = desk.formContext(viewer, request.territory ?? home, view: nil, tag: nil, kind: request.form.kind)
            if request.form.kind == .directive {
                let territory = context.territory
                context.meetings = try await desk.read(viewer) { try desk.meetings(of: territory, $0) }
            }
            return context
        }
        guard subject.kind == request.form.kind, let view = try await desk.operations.thing(subject, scope: desk.scope(of: viewer)) else {
            return nil
        }
        return try await desk.read(viewer) { reader in
            let tag = try desk.thingTag(of: subject, reader)
            var context = desk.formContext(viewer, request.territory ?? home, view: view, tag: tag, kind: subject.kind)
            if case .place = subject { try desk.addLoop(of: view, to: &context, reader) }
            if case .inspectionPlan = subject { context.draft = try reader.daySummary(of: view, zone: desk.zone)?.text { desk.names[$0] } }
            if case .assistance = subject { context.people = try desk.soughtPeople(of: view, reader) }
            context.entry = request.entry
            context.obligation = try request.obligations.lazy.compactMap { try desk.item(for: $0, reader, by: viewer) }.first
            return context
        }
    }

    /// Records a submission once, whole or not at all.
    func submitThing(_ viewer: Viewer, _ submission: ThingSubmission) async throws -> ThingOutcome {
        let key = IdempotencyKey(
            submission.key.isEmpty ? Secret.token() : "form:" + submission.key,
            request: try JSONEncoder().encode([[submission.form.name, submission.subject?.description ?? ""]] + submission.content))
        do {
            let outcome = try await desk.operations.perform(as: desk.author(viewer), idempotency: key) { filing in
                if let subject = submission.subject, let version = submission.version {
                    try check(version, of: subject, filing)
                }
                return try submission.act(filing)
            }
            await live.publish(
                Set([.duties, .situation, .subject(outcome.result.subject)] + (submission.subject.map { [.subject($0)] } ?? [])))
            return ThingOutcome(
                subject: outcome.result.subject, met: outcome.effect.met, new: outcome.effect.new, undo: outcome.result.undo,
                note: outcome.result.note)
        } catch {
            throw try await refusal(error, viewer)
        }
    }

    /// Refuses when somebody else recorded something about the thing since the form was opened: it may be the same, or have changed the case.
    private func check(_ version: Int64, of subject: Subject, _ filing: Filing) throws {
        guard try filing.writer.canSee(subject) else { throw OperationError.notFound }
        guard let last = try filing.writer.ownEntries(about: subject).last, last.record.id.rawValue > version else { return }
        throw StoreError.stale(yours: last.record.fact, theirs: last)
    }
}
