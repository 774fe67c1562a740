import Policy
import Register
import Storage
import Vocabulary

/// Requests for assistance between territories, and to other provinces (measure 2; `domain.md` §6).
extension Filing {
    /// Sends a request about people whom the author sees.
    ///
    /// Between territories of different levels it is passed on along the line, if the policy in force asks for that; what another province
    /// asks has come down to whoever records it.
    ///
    /// - Throws: `OperationError.assistanceOpen` where one of them is sought by an open request already; `notAddressed` where a territory asks
    ///   itself.
    @discardableResult
    public func requestAssistance(
        from: TerritoryCode, to: TerritoryCode, about people: [PersonID], text: String, outside: AssistanceRequest.Outside? = nil,
        at moment: Instant, knownAt: Instant? = nil
    ) throws -> Reference<AssistanceRequest> {
        guard from != to else { throw OperationError.notAddressed(to) }
        guard !people.isEmpty else { throw OperationError.notFound }
        for person in people {
            guard try writer.canSee(person) else { throw OperationError.notFound }
            if let open = try openAssistance(about: person) { throw OperationError.assistanceOpen(at: open.request.value.to) }
        }
        let seat = outside?.end == .sender ? to : from
        let asksApproval = try policies.edition(at: moment, in: seat).tracing.assistance?.approve != nil
        let request = AssistanceRequest(
            from: from, to: to, people: people, text: text,
            approvers: asksApproval && outside?.end != .sender ? AssistanceRequest.line(from: from, to: to) : [], outside: outside)
        let reference = Reference<AssistanceRequest>(rawValue: try found(.assistance(request), at: moment, knownAt: knownAt).number)
        for person in people {
            try record(Act(deed: .assistanceSent, territory: seat, ticket: reference), for: person, at: moment, knownAt: knownAt)
        }
        return reference
    }

    /// Says something of a request: the territories on its way pass it on or refuse, the one asked receives, controls, returns or refuses,
    /// whoever asked sends it again or cancels it, either remarks. An end outside the register speaks through the other.
    ///
    /// With the first handshake the people become visible to the territory asked and count as being there; what is returned goes back.
    ///
    /// - Parameters:
    ///   - people: Of whom; empty: of everybody it is said of by its nature.
    ///   - control: How people are held, for those who are in no stay yet when control is confirmed.
    /// - Throws: `OperationError.assistanceStep` where it does not stand so; `StoreError.territoryOutsideScope` where it is another's to say.
    @discardableResult
    public func sayOfAssistance(
        _ reference: Reference<AssistanceRequest>, _ kind: AssistanceStep.Kind, of people: [PersonID] = [], text: String? = nil,
        control: Stay? = nil, at moment: Instant, knownAt: Instant? = nil
    ) throws -> FactRecord {
        let course = try assistance(reference)
        // People write moments to the minute: one within the minute of the turn before is that turn's.
        let sent = course.request.happenedAt
        guard sent - moment < .minutes(1) else { throw OperationError.wrongOrder(earlier: sent, later: moment) }
        let last = try writer.entries(about: .assistance(reference)).map(\.record.happenedAt).max() ?? sent
        let moment = last - moment < .minutes(1) ? max(moment, last) : moment
        if kind.needsText, text?.isEmpty ?? true { throw OperationError.reasonMissing }
        guard course.admits(kind) else { throw OperationError.assistanceStep(kind, status: course.status) }
        let speaker = try speaker(of: kind, course)
        let meant = kind.isAboutPeople ? people.isEmpty ? course.sought : course.sought.filter(people.contains) : []
        if kind.isAboutPeople, meant.isEmpty { throw OperationError.assistanceStep(kind, status: course.status) }
        // Whoever answers about people has received the request.
        if kind.isReceivers, course.received == nil, kind != .refused { try accept(course, at: moment, knownAt: knownAt) }
        switch kind {
        case .controlled: try confirmControl(of: meant, course, control, by: text, at: moment, knownAt: knownAt)
        case .returned: try giveBack(meant, course, at: moment, knownAt: knownAt)
        default: break
        }
        return try file(
            .assistanceStep(AssistanceStep(kind, by: speaker, people: meant, text: text)), about: .assistance(reference), at: moment, knownAt: knownAt
        )
    }

    /// A request with how far it has come, if the author sees it.
    public func assistance(_ reference: Reference<AssistanceRequest>) throws -> AssistanceCourse {
        guard try writer.canSee(.assistance(reference)) else { throw OperationError.notFound }
        let records = try writer.entries(about: .assistance(reference)).map(\.record)
        guard let course = ThingDossier(subject: .assistance(reference), records: records, surroundings: [], asOf: now).assistance else {
            throw OperationError.notFound
        }
        return course
    }

    /// The open request by which a person is sought; nil where there is none.
    func openAssistance(about person: PersonID) throws -> AssistanceCourse? {
        for act in try dossier(of: person).acts where act.value.deed == .assistanceSent {
            guard let ticket = act.value.ticket else { continue }
            let course = writer.beyondScope(.derivation) { try? assistance(ticket) }
            if let course, course.isOpen(for: person) { return course }
        }
        return nil
    }

    /// Who says it, which must be for the author to say.
    private func speaker(of kind: AssistanceStep.Kind, _ course: AssistanceCourse) throws -> TerritoryCode {
        let request = course.request.value
        let speakers: [TerritoryCode] =
            switch kind {
            case .approved: [course.nextApprover].compactMap(\.self)
            case .refused: [course.nextApprover ?? request.speaker(for: .receiver)]
            case .received, .controlled, .returned: [request.speaker(for: .receiver)]
            case .sentAgain, .cancelled: [request.speaker(for: .sender)]
            case .remarked: [request.speaker(for: .sender), request.speaker(for: .receiver)] + request.approvers
            }
        guard let speaker = speakers.first(where: { writer.scope.covers($0) }) else {
            throw StoreError.territoryOutsideScope(speakers.first ?? request.to)
        }
        return speaker
    }

    /// Takes the people over: they are visible to, and the duty of, the territory asked.
    private func accept(_ course: AssistanceCourse, at moment: Instant, knownAt: Instant?) throws {
        let request = course.request.value
        try writer.beyondScope(.derivation) {
            for person in course.sought {
                let act = Act(deed: .assistanceAccepted, territory: request.to, by: request.outside?.authority, ticket: course.request.id)
                try record(act, for: person, at: moment, knownAt: knownAt)
                guard request.outside?.end != .receiver else { continue }
                try place(person, in: request.to, at: moment, knownAt: knownAt)
                try handOver(person, from: request.from, to: request.to, knownAt: knownAt)
            }
        }
    }

    /// Second handshake: who is in no stay yet begins one as stated; where an authority outside holds them, its word is the evidence.
    private func confirmControl(
        of people: [PersonID], _ course: AssistanceCourse, _ control: Stay?, by text: String?, at moment: Instant, knownAt: Instant?
    ) throws {
        let request = course.request.value
        try writer.beyondScope(.derivation) {
            for person in people {
                if let outside = request.outside, outside.end == .receiver {
                    let act = Act(deed: .controlledElsewhere, territory: request.to, by: outside.authority, ticket: course.request.id)
                    try record(act, for: person, at: moment, knownAt: knownAt)
                    continue
                }
                if let running = try dossier(of: person).runningStay(at: moment), running.value.mode.isStay { continue }
                guard var stay = control else { throw OperationError.modeMissing }
                if !request.to.contains(stay.territory) { stay.territory = request.to }
                try begin(stay, of: person, at: moment, knownAt: knownAt)
            }
        }
    }

    /// People who are not there are no longer taken to be.
    private func giveBack(_ people: [PersonID], _ course: AssistanceCourse, at moment: Instant, knownAt: Instant?) throws {
        let request = course.request.value
        guard request.outside?.end != .receiver else { return }
        try writer.beyondScope(.derivation) {
            for person in people {
                try handOver(person, from: request.to, to: request.from, knownAt: knownAt)
                guard let known = try dossier(of: person).person, known.value.location == request.to else { continue }
                try place(person, in: nil, at: moment, knownAt: knownAt)
            }
        }
    }

    /// The duty of a contact goes from one territory to another, where it was not left to wherever the contact is.
    private func handOver(_ person: PersonID, from: TerritoryCode, to: TerritoryCode, knownAt: Instant?) throws {
        for exposure in try dossier(of: person).exposures {
            guard let duty = exposure.value.territory, from.contains(duty) else { continue }
            var moved = exposure.value
            moved.territory = to
            try revise(try current(exposure.id.rawValue), to: .exposure(moved), expected: exposure.fact, knownAt: knownAt)
        }
    }

    /// Changes where a person is taken to be; nil: at home.
    private func place(_ person: PersonID, in territory: TerritoryCode?, at moment: Instant, knownAt: Instant?) throws {
        guard let known = try dossier(of: person).person else { return }
        if let territory, territory.contains(known.value.location ?? known.value.residence) { return }
        var described = known.value
        described.location = territory.flatMap { $0.contains(known.value.residence) ? nil : $0 }
        guard described != known.value else { return }
        try revise(try current(known.id.rawValue), to: .person(described), at: moment, expected: known.fact, knownAt: knownAt)
    }
}

extension AssistanceStep.Kind {
    /// Whether it is said by the territory asked.
    public var isReceivers: Bool { [.received, .controlled, .returned, .refused].contains(self) }

    /// Whether it is said of people, one by one.
    public var isAboutPeople: Bool { self == .controlled || self == .returned }
}

extension AssistanceCourse {
    /// Whether it stands so that this can be said of it.
    public func admits(_ kind: AssistanceStep.Kind) -> Bool {
        switch kind {
        case .approved: status == .underApproval
        case .received: status == .sent
        case .controlled, .returned: [.sent, .received].contains(status)
        case .refused: [.underApproval, .sent].contains(status)
        case .sentAgain: [.returned, .refused].contains(status)
        case .cancelled: [.underApproval, .sent, .received, .returned, .refused].contains(status)
        case .remarked: true
        }
    }
}
