import Foundation
import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

extension ArrivalsDesk {
    /// The pages of arrivals on a register.
    init(_ desk: OperationsDesk, live: LiveEvents) async throws {
        let operations = desk.operations
        let keys = operations.store.entryKeys
        decisions = EntryDecisions(
            keys: keys, zone: desk.zone, now: { operations.clock.now }, appeal: { ArrivalsDesk.appeal },
            policy: { try? operations.policies.edition(at: $0, in: $1 ?? desk.province) })
        let decisions = decisions
        // A code lives for hours; what was used longer ago is refused for its age.
        for use in try await operations.usedRegistrations(since: desk.now - .hours(200)) {
            decisions.use(use.0, at: use.at, checkpoint: use.checkpoint)
        }
        decisions.inform()
        areas = { try await operations.riskAreas() }
        let counties = desk.names.territories(at: .county, within: desk.province).map { ($0, desk.names[$0]) }
        destinations = { counties }
        announce = { try await desk.announce($0, keys: keys) }
        journey = { try await desk.journey($0, keys: keys, decisions: decisions) }
        amend = { link, registration, area in
            let reference = try ArrivalsDesk.reference(link, keys)
            let assessed = try await desk.assessed(registration, area: area)
            try await desk.changeJourney { try $0.amend(reference, to: assessed) }
        }
        withdraw = { link in
            let reference = try ArrivalsDesk.reference(link, keys)
            try await desk.changeJourney { try $0.withdraw(reference, reason: "旅客撤销报备 / withdrawn by the traveller") }
        }
        appeal = { link, text in
            let reference = try ArrivalsDesk.reference(link, keys)
            try await desk.changeJourney { try $0.appeal(reference, text) }
        }
        look = { _, text in try await desk.look(text, decisions: decisions) }
        admit = { viewer, submission in
            let person = try await desk.admit(viewer, submission, keys: keys, decisions: decisions)
            await live.publish([.duties, .situation, .subject(.person(person))])
            return person
        }
        offline = { territory in
            let risks: [OriginRisk?] = [nil] + OriginRisk.allCases
            let decided = risks.compactMap { risk -> (risk: OriginRisk?, decision: EntryDecision)? in
                decisions.decision(.init(risk: risk, isRegistered: true, destination: territory), at: desk.now).map { (risk, $0) }
            }
            return (decided, keys.publicKey.base64EncodedString())
        }
        appeals = { try await desk.appeals($0) }
        answer = { viewer, appeal, text, key in
            let person = try await desk.answer(viewer, appeal, text, key: key)
            await live.publish([.duties, .situation])
            if let person { await live.publish([.subject(.person(person))]) }
        }
        board = { try await desk.checkpointBoard($0, $1) }
    }

    /// Where to turn against a verdict.
    private static let appeal = LocalizedText(
        zh: "如有异议，可在报备页面提出申诉，或要求查验点复核。",
        en: "Whoever objects can appeal on the page of the registration, or ask the checkpoint for a second look.")

    private static func reference(_ link: String, _ keys: EntryKeys) throws -> Reference<Registration> {
        guard let reference = keys.registration(of: link) else { throw Refusal.notFound }
        return reference
    }
}

extension OperationsDesk {
    /// The province whose register this is.
    var province: TerritoryCode { names.roots.first ?? .unstated }

    fileprivate func announce(_ announced: JourneyAnnounced, keys: EntryKeys) async throws -> String {
        let assessed = try await assessed(announced.registration, area: announced.area)
        let key = IdempotencyKey("journey:" + announced.key, request: try JSONEncoder().encode(announced.content))
        do {
            let outcome = try await operations.perform(as: .systemUnrestricted("registration"), idempotency: key) { filing in
                try filing.announce(announced.identity, Person(residence: announced.residence), assessed)
            }
            return keys.link(to: outcome.result)
        } catch StoreError.idempotencyConflict {
            throw Refusal.invalid(
                field: nil, LocalizedText(zh: "这张表已经提交过。请重新打开报备页面。", en: "This form was sent already. Open the registration page anew."))
        }
    }

    /// The registration with the risk of its origin at the time of leaving, as the register's zones tell it.
    fileprivate func assessed(_ registration: Registration, area: Int64?) async throws -> Registration {
        var registration = registration
        if let area { registration.originTerritory = try await operations.riskAreas().first { $0.number == area }?.territory }
        let left = registration.leftOrigin.map { zone.instant($0, hour: 12) } ?? registration.arriving
        registration.risk = try await operations.risk(
            of: registration.originTerritory, left: min(left, registration.arriving), isAbroad: registration.abroad != nil)
        return registration
    }

    fileprivate func changeJourney(_ change: @escaping @Sendable (Filing) throws -> Void) async throws {
        do {
            try await operations.perform(as: .systemUnrestricted("registration"), change)
        } catch let refusal as EntryCodeRefusal {
            throw Refusal.invalid(field: nil, refusal.message(zone: zone))
        } catch OperationError.notFound, StoreError.outsideScope {
            throw Refusal.notFound
        }
    }

    fileprivate func journey(_ link: String, keys: EntryKeys, decisions: EntryDecisions) async throws -> Journey? {
        guard let reference = keys.registration(of: link), let view = try await operations.registration(reference) else { return nil }
        let (value, now) = (view.value, now)
        let traveller = EntryDecision.Traveller(
            risk: value.risk, leftOrigin: value.leftOrigin, certificateTaken: value.certificateTaken, isRegistered: true,
            destination: value.destination)
        guard let decision = decisions.decision(traveller, at: max(value.arriving, now)) else { throw OperationError.noPolicy(now) }
        var journey = Journey(view: view, destination: names[value.destination], decision: decision)
        guard !view.isWithdrawn, view.entered == nil else { return journey }
        let rules = try operations.policies.edition(at: now, in: value.destination).arrivals
        let code = EntryCode(
            registration: reference, issued: now, validity: rules.codeValid, risk: value.risk, leftOrigin: value.leftOrigin,
            certificateTaken: value.certificateTaken, destination: value.destination)
        journey.code = try keys.text(of: code)
        journey.expires = code.expires
        return journey
    }

    fileprivate func look(_ text: String, decisions: EntryDecisions) async throws -> EntryLook {
        let code = try decisions.code(text, at: now)
        guard let decision = decisions.decision(.init(code), at: now) else { throw OperationError.noPolicy(now) }
        var look = EntryLook(code: code, decision: decision)
        // The code answers by itself; the register adds who is meant, and the last word on whether it was used.
        if let view = try? await operations.registration(code.registration) {
            if view.isWithdrawn { throw EntryCodeRefusal.withdrawn }
            if let entered = view.entered { throw EntryCodeRefusal.used(at: entered.at, checkpoint: entered.checkpoint) }
            (look.name, look.origin, look.destination) = (view.name, view.value.origin, names[view.value.destination])
        }
        return look
    }

    fileprivate func admit(
        _ viewer: Viewer, _ submission: AdmissionSubmission, keys: EntryKeys, decisions: EntryDecisions
    ) async throws -> PersonID {
        let key = IdempotencyKey("form:" + submission.key, request: try JSONEncoder().encode(submission.content))
        let admission = submission.admission
        var registration: Reference<Registration>?
        do {
            if let text = submission.code {
                // Sent later from a device without a network, it is held against the moment of the check.
                let code = try keys.code(text)
                try code.check(at: admission.at)
                registration = code.registration
            }
            let entered = registration
            let outcome = try await operations.perform(as: author(viewer, source: "checkpoint"), idempotency: key) { filing -> PersonID in
                if let entered { return try filing.admit(entered, admission) }
                guard let newcomer = submission.newcomer else { throw OperationError.notFound }
                let arrival = Arrival(
                    origin: newcomer.origin, risk: newcomer.risk, leftOrigin: newcomer.leftOrigin, destination: newcomer.destination)
                return try filing.admit(newcomer.identity, Person(residence: newcomer.destination), arrival, admission)
            }
            if let entered { decisions.use(entered, at: admission.at, checkpoint: admission.checkpoint) }
            return outcome.result
        } catch let refusal as EntryCodeRefusal {
            throw Refusal.invalid(field: "code", refusal.message(zone: zone))
        } catch StoreError.idempotencyConflict {
            throw Refusal.invalid(
                field: nil, LocalizedText(zh: "这条记录已经提交过，内容与这次不同。", en: "This check was sent already, with other content."))
        } catch let error as OperationError {
            throw Refusal.invalid(field: error == .originUnknown ? "risk" : nil, error.message(zone: zone))
        }
    }

    fileprivate func checkpointBoard(_ viewer: Viewer, _ lens: Lens) async throws -> CheckpointBoard.Content {
        let since = now - .hours(24)
        let entries = try await operations.entries(since: since, scope: scope(of: viewer))
        return CheckpointBoard.Content(since: since, now: now, zone: zone, entries: entries)
    }
}
