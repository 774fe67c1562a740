import Foundation
import Obligations
import Operations
import Register
import Storage
import Vocabulary

/// What a filled-in form becomes: use cases of one operation.
extension RecordDesk {
    /// Records a submission once, whole or not at all.
    func submit(_ viewer: Viewer, _ submission: Submission) async throws -> SubmissionOutcome {
        let key = try idempotencyKey(of: submission)
        let (author, zone) = (desk.author(viewer), desk.zone)
        do {
            let outcome = try await desk.operations.perform(as: author, idempotency: key) { filing in
                try Recording(filing: filing, submission: submission, viewer: viewer, zone: zone).run()
            }
            await live.publish(Set([.duties, .situation] + outcome.result.people.map { .subject(.person($0)) }))
            return SubmissionOutcome(
                person: outcome.result.shown, met: outcome.effect.met, new: outcome.effect.new, undo: outcome.result.undo)
        } catch {
            throw try await refusal(error, viewer)
        }
    }

    /// Takes back what the reader recorded last, where the law of the thing allows.
    func undo(_ viewer: Viewer, _ fact: FactID) async throws -> Subject? {
        let author = desk.author(viewer)
        let own = UserID(rawValue: viewer.account.id)
        do {
            let subject = try await desk.operations.perform(as: author) { filing in
                let entry = try filing.writer.entry(fact)
                guard entry.recorder == own else { throw OperationError.notFound }
                guard entry.record.fact.mayBeTakenBack else { throw OperationError.notTheLast }
                return try filing.takeBack(fact, reason: "撤销刚才的录入 / undone right after it was recorded")
            }
            await live.publish([.duties, .situation, .subject(subject)])
            return subject
        } catch {
            throw try await refusal(error, viewer)
        }
    }

    /// The form's own key, tied to what was filled in.
    private func idempotencyKey(of submission: Submission) throws -> IdempotencyKey {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return IdempotencyKey(
            submission.key.isEmpty ? Secret.token() : "form:" + submission.key, request: try encoder.encode(SubmissionDigest(submission)))
    }

    /// Why the operation was refused, in words for the reader.
    func refusal(_ error: any Error, _ viewer: Viewer) async throws -> any Error {
        switch error {
        case OperationError.notFound, StoreError.outsideScope: return Refusal.notFound
        case let error as OperationError:
            let field: String? =
                switch error {
                case .knownInFuture, .notYetHappened, .wrongOrder: "at"
                case .reasonMissing: "reason"
                default: nil
                }
            return Refusal.invalid(field: field, error.message(zone: desk.zone))
        case StoreError.territoryOutsideScope:
            return Refusal.forbidden(LocalizedText(zh: "不在您的管辖范围内。", en: "That is not in your territory."))
        case StoreError.stale(let yours, let theirs):
            return Refusal.stale(mine: words.text(yours), theirs: words.text(theirs.record.fact), by: try await name(of: theirs.recorder))
        case StoreError.storageFull:
            return Refusal.invalid(
                field: nil,
                LocalizedText(
                    zh: "磁盘已满，本次内容未作任何记录。请告知管理员，腾出空间后再提交。",
                    en: "The disk is full, and nothing of this was recorded. Tell your administrator, and send it again once there is room."))
        case StoreError.idempotencyConflict:
            return Refusal.sentAlready
        default: return error
        }
    }

    private func name(of user: UserID?) async throws -> String {
        guard let user else { return "system" }
        return try await desk.operations.store.read(.systemUnrestricted) { try $0.user(user)?.display } ?? "\(user.rawValue)"
    }
}

extension Fact {
    /// Whether a slip can be taken back with one click. What is reported upwards is corrected or excluded, with a reason.
    var mayBeTakenBack: Bool {
        switch self {
        case .caseReport, .death, .person: false
        case .caseChange(let change): if case .closed = change.change { false } else { true }
        default: true
        }
    }
}

/// What makes two submissions the same one.
private struct SubmissionDigest: Encodable {
    let kind: String
    let people: [PersonID]
    let identity: Identity?
    let person: Person?
    let known: PersonID?
    let facts: [Fact]
    let moments: [Int64]
    let entity: Int64?
    let reason: String?

    init(_ submission: Submission) {
        kind = submission.kind.rawValue
        people = submission.people
        identity = submission.newPerson?.identity
        person = submission.newPerson?.person
        known = submission.known
        facts = submission.facts.map(\.fact)
        // The moment of a remark is that of its sending.
        moments = submission.kind == .note || submission.isTimedHere ? [] : submission.facts.map(\.happenedAt.milliseconds)
        entity = submission.entity
        reason = submission.reason
    }
}

/// What was recorded.
private struct Recorded: Codable, Sendable {
    var people: [PersonID]
    /// Whom to show next; nil where the reader may not see them.
    var shown: PersonID?
    var undo: FactID?
}

/// One submission being recorded.
private struct Recording {
    let filing: Filing
    let submission: Submission
    let viewer: Viewer
    let zone: CivilZone

    func run() throws -> Recorded {
        var entries: [FactID] = []
        var people: [PersonID] = []
        var isNew = false
        if let known = submission.known {
            guard try filing.writer.canSee(known) else { throw OperationError.notFound }
            people = [try filing.writer.bearer(of: known)]
            entries = try record(about: people[0])
        } else if let new = submission.newPerson {
            let found = try filing.person(new.identity, new.person)
            isNew = found.isNew
            people = [found.id]
            try filing.aboutAnyone { entries = try record(about: found.id) }
        } else {
            guard !submission.people.isEmpty else { throw OperationError.notFound }
            for person in submission.people {
                guard try filing.writer.canSee(person) else { throw OperationError.notFound }
                if submission.people.count == 1 { try checkVersion(of: person) }
                do {
                    entries += try record(about: person)
                } catch let error as OperationError where submission.people.count > 1 {
                    throw try named(error, person)
                }
                people.append(person)
            }
        }
        let undo = people.count == 1 && !isNew && submission.kind != .withdraw && submission.kind != .correct ? entries.last : nil
        let mayUndo = submission.facts.allSatisfy(\.fact.mayBeTakenBack)
        let shown =
            submission.kind == .contact ? submission.people.first : submission.newPerson == nil || isNew ? people.first : try visible(people.first)
        return Recorded(people: people + submission.people.filter { !people.contains($0) }, shown: shown, undo: mayUndo ? undo : nil)
    }

    /// Says for which of many it cannot be: nothing is recorded of the others either.
    private func named(_ error: OperationError, _ person: PersonID) throws -> Refusal {
        let (name, text) = (try filing.writer.maskedIdentity(of: person).identity.name, error.message(zone: zone))
        return .invalid(
            field: nil, LocalizedText(zh: "\(name)：\(text.zh)其余人员也未登记。", en: "\(name): \(text.en) Nothing was recorded of the others either."))
    }

    /// A person found elsewhere in the register is shown once a duty makes them visible here, which the next page decides.
    private func visible(_ person: PersonID?) throws -> PersonID? {
        try person.flatMap { try filing.writer.canSee($0) ? $0 : nil }
    }

    /// Refuses when somebody recorded the same kind of thing about the person since the form was opened.
    private func checkVersion(of person: PersonID) throws {
        guard let version = submission.version else { return }
        let entries = try filing.writer.entries(of: person).filter { $0.record.id.rawValue > version }
        guard !entries.isEmpty else { return }
        let mine = submission.facts.first?.fact
        let theirs = entries.last { entry in
            if let entity = submission.entity, entry.record.entity == entity { return true }
            return mine.map { $0.collides(with: entry.record.fact) } ?? false
        }
        guard let theirs else { return }
        throw StoreError.stale(yours: mine ?? theirs.record.fact, theirs: theirs)
    }

    /// Records the facts about one person; answers with their entries, the telling one last.
    private func record(about person: PersonID) throws -> [FactID] {
        switch submission.kind {
        case .correct, .withdraw: return [try revise()]
        default: break
        }
        return try submission.facts.filter { $0.person.map { $0 == person } ?? true }.compactMap { dated in
            // Clocks of phones and servers differ a little.
            try record(dated.fact, about: person, at: min(dated.happenedAt, filing.now))
        }
    }

    private func record(_ fact: Fact, about person: PersonID, at moment: Instant) throws -> FactID? {
        let entity: Int64?
        switch fact {
        case .act(let act): return try record(act, for: person, at: moment)
        case .stay(let stay):
            if submission.kind == .endStay { return try end(stay, of: person, at: moment) }
            entity = try filing.begin(stay, of: person, at: moment).rawValue
        case .specimen(let specimen): entity = try filing.take(specimen, from: person, at: moment).rawValue
        case .result(let result):
            guard try filing.current(result.specimen.rawValue).subject.person == person else { throw OperationError.notFound }
            entity = try filing.record(result, at: moment).rawValue
        case .arrival(let arrival): entity = try filing.registerArrival(of: person, arrival, at: moment).rawValue
        case .caseReport(let report): entity = try filing.reportCase(report, of: person, at: moment).rawValue
        case .caseChange(let change):
            guard try filing.current(change.of.rawValue).subject.person == person else { throw OperationError.notFound }
            if case .closed(.died) = change.change {
                try filing.recordDeath(of: person, fromDisease: nil, at: moment)
                return nil
            }
            return try filing.change(change.of, change.change, at: moment, reason: submission.reason).id
        case .exposure(let exposure):
            guard try filing.writer.canSee(exposure.index) else { throw OperationError.notFound }
            entity = try filing.identifyContact(person, exposure, at: moment).rawValue
        case .post(let post): entity = try filing.assign(post, to: person, at: moment).rawValue
        case .vaccination(let dose): return try filing.file(.vaccination(dose), about: person, at: moment).id
        case .transfer(let transfer):
            entity = try filing.requestTransfer(
                of: person, to: transfer.to, site: transfer.site, mode: transfer.mode, grounds: transfer.grounds, at: moment
            ).rawValue
        case .transferStep(let step):
            guard try filing.current(step.of.rawValue).subject.person == person else { throw OperationError.notFound }
            entity = try filing.takeStep(step.kind, of: step.of, room: step.room, by: step.by, reason: step.reason, at: moment).entity
        case .homeTeam(let team): return try filing.name(team, for: person, at: moment).id
        case .note(let note): return try filing.file(.note(note), about: person, at: moment).id
        default: throw OperationError.notFound
        }
        return entity.map(FactID.init(rawValue:))
    }

    private func record(_ act: Act, for person: PersonID, at moment: Instant) throws -> FactID {
        if act.deed == .located, let territory = act.territory {
            try filing.locate(person, in: territory, means: act.means, by: act.by, at: moment)
            return try filing.records(of: person).last { if case .act = $0.fact { true } else { false } }.map(\.id) ?? FactID(rawValue: 0)
        }
        if let concerning = act.concerning {
            let former = try filing.current(concerning)
            guard former.subject.person == person else { throw OperationError.notFound }
            guard moment >= former.happenedAt else { throw OperationError.wrongOrder(earlier: former.happenedAt, later: moment) }
        }
        return try filing.record(act, for: person, at: moment).id
    }

    /// Ends the stay named, or where one evidence serves many the one that runs; a release gives its notice too.
    private func end(_ stay: Stay, of person: PersonID, at moment: Instant) throws -> FactID? {
        let dossier = try filing.dossier(of: person)
        guard
            let running = submission.entity.flatMap({ entity in dossier.stays.first { $0.id.rawValue == entity } }) ?? dossier.runningStay(at: moment)
        else { throw OperationError.notFound }
        let ending = stay.ending ?? .released
        try filing.end(running.id, at: moment, ending)
        let last = try filing.current(running.id.rawValue).id
        return ending == .released ? try filing.record(Act(deed: .released), for: person, at: moment).id : last
    }

    /// Corrects or withdraws the entry in force about a thing.
    private func revise() throws -> FactID {
        guard let entity = submission.entity else { throw OperationError.notFound }
        let former = try filing.current(entity)
        let reason = submission.reason ?? ""
        guard let dated = submission.facts.first, submission.kind == .correct else {
            return try filing.withdraw(former, expected: former.id, reason: reason).id
        }
        guard !reason.isEmpty else { throw OperationError.reasonMissing }
        return try filing.revise(
            former, to: dated.fact.keepingUnasked(of: former.fact), at: min(dated.happenedAt, filing.now), expected: former.id, reason: reason
        ).id
    }
}

extension Fact {
    /// Whether recording both by two people at once is likely the same thing twice.
    fileprivate func collides(with other: Fact) -> Bool {
        switch (self, other) {
        case (.act(let mine), .act(let theirs)): mine.deed == theirs.deed
        case (.stay, .stay), (.specimen, .specimen), (.caseReport, .caseReport), (.arrival, .arrival), (.post, .post): true
        case (.result(let mine), .result(let theirs)): mine.specimen == theirs.specimen
        case (.transfer, .transfer): true
        case (.transferStep(let mine), .transferStep(let theirs)): mine.of == theirs.of
        case (.caseChange(let mine), .caseChange(let theirs)): mine.of == theirs.of
        default: false
        }
    }

    /// The fact with what its form does not ask for taken over from the version it corrects.
    fileprivate func keepingUnasked(of former: Fact) -> Fact {
        switch (self, former) {
        case (.act(var act), .act(let old)):
            (act.concerning, act.territory, act.finding, act.checks) = (old.concerning, old.territory, old.finding, old.checks)
            act.ticket = old.ticket
            return .act(act)
        case (.specimen(var specimen), .specimen(let old)):
            (specimen.pool, specimen.territory) = (old.pool, old.territory)
            return .specimen(specimen)
        case (.arrival(var arrival), .arrival(let old)):
            (arrival.originTerritory, arrival.checkpoint, arrival.isRegistered) = (old.originTerritory, old.checkpoint, old.isRegistered)
            return .arrival(arrival)
        case (.exposure(var exposure), .exposure(let old)):
            (exposure.isHigherRisk, exposure.discovery) = (old.isHigherRisk, old.discovery)
            return .exposure(exposure)
        default: return self
        }
    }
}

extension Refusal {
    /// Another submission went under the key of this one.
    static var sentAlready: Refusal {
        .invalid(
            field: nil,
            LocalizedText(
                zh: "这张表已经提交过，内容与这次不同。请重新打开表单。", en: "This form was sent already, with other content. Open it anew to record something else."))
    }
}
