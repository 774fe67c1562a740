import Obligations
import Register
import Storage
import Vocabulary

/// What is done about cases.
extension Filing {
    /// Reports a case; a suspected one may be confirmed or excluded later, an infection makes contacts of everyone exposed to it.
    ///
    /// Whether the person was under control when found is judged from the stays if the report does not say.
    @discardableResult
    public func reportCase(_ report: CaseReport, of person: PersonID, at moment: Instant, knownAt: Instant? = nil) throws -> Reference<CaseReport> {
        let dossier = try dossier(of: person)
        guard !dossier.hasOpenCase else { throw OperationError.alreadyACase }
        try refuseRepositive(dossier, in: report.territory, at: moment)
        var report = report
        if report.foundUnderControl == nil { report.foundUnderControl = dossier.isHeld(at: report.firstPositiveTaken ?? moment) }
        let reference = Reference<CaseReport>(rawValue: try file(.caseReport(report), about: person, at: moment, knownAt: knownAt).entity)
        try exposeFellows(of: person, report, at: moment, knownAt: knownAt)
        return reference
    }

    /// Refuses a new case of somebody who recovered so lately that the policy takes it for the old one (`domain.md` §5.5).
    private func refuseRepositive(_ dossier: Dossier, in territory: TerritoryCode, at moment: Instant) throws {
        guard let policy = try? policies.edition(at: moment, in: territory), let rules = policy.testing.repositive else { return }
        let recovered = dossier.caseChanges.last { $0.value.change == .closed(.recovered) && $0.happenedAt <= moment }
        guard let discharged = recovered.map({ policy.zone.date(of: $0.happenedAt) }),
            !rules.makesNewCase(discharged: discharged, positive: policy.zone.date(of: moment))
        else { return }
        throw OperationError.positiveAgain(discharged: discharged, until: discharged + rules.noNewCaseFor)
    }

    /// Turns a contact, arrival or post holder into a case: the same as reporting one, with the route filled in from what the person was.
    @discardableResult
    public func convertToCase(
        _ person: PersonID, kind: CaseKind, origin: CaseOrigin, onset: CivilDate?, firstPositiveTaken: Instant?, territory: TerritoryCode,
        at moment: Instant
    ) throws -> Reference<CaseReport> {
        let dossier = try dossier(of: person)
        let route: DetectionRoute =
            !dossier.exposures.isEmpty ? .contact : !dossier.arrivals.isEmpty ? .arrival : !dossier.posts.isEmpty ? .post : .clinic
        return try reportCase(
            CaseReport(
                kind: kind, origin: origin, onset: onset, firstPositiveTaken: firstPositiveTaken, detection: route, territory: territory),
            of: person, at: moment)
    }

    /// Records a turn of a case: classed anew, excluded, worse or better, closed.
    @discardableResult
    public func change(
        _ reference: Reference<CaseReport>, _ change: CaseChange.Change, at moment: Instant, knownAt: Instant? = nil, reason: String? = nil
    ) throws -> FactRecord {
        let first = try current(reference.rawValue)
        guard let person = first.subject.person, case .caseReport(var report) = first.fact else { throw OperationError.notFound }
        guard moment >= first.happenedAt else { throw OperationError.wrongOrder(earlier: first.happenedAt, later: moment) }
        if case .classified(let kind) = change, !report.kind.isInfection {
            report.kind = kind
            try exposeFellows(of: person, report, at: moment, knownAt: knownAt)
        }
        return try file(.caseChange(CaseChange(of: reference, change: change)), about: person, at: moment, knownAt: knownAt, reason: reason)
    }

    /// Records a death; an open case is closed by it.
    public func recordDeath(of person: PersonID, fromDisease: Bool?, at moment: Instant) throws {
        try file(.death(Death(fromDisease: fromDisease)), about: person, at: moment)
        for report in try dossier(of: person).openCases { try change(report, .closed(.died), at: moment) }
        if let stay = try dossier(of: person).runningStay(at: moment) { try end(stay.id, at: moment, .died) }
    }
}

extension Filing {
    /// The facts in force about a person, those of this filing included.
    public func dossier(of person: PersonID) throws -> Dossier {
        Dossier(id: person, records: try records(of: person), asOf: now)
    }

    /// The entry in force about a thing.
    public func current(_ entity: Int64) throws -> FactRecord {
        guard let last = try writer.records(ofEntity: entity).last?.record, !last.isWithdrawn else { throw OperationError.notFound }
        return last
    }
}

extension Dossier {
    /// Cases neither excluded nor closed.
    public var openCases: [Reference<CaseReport>] {
        cases.map(\.id).filter { id in
            var isOpen = true
            for change in caseChanges where change.value.of == id {
                switch change.value.change {
                case .excluded, .closed: isOpen = false
                case .classified: isOpen = true
                case .severity, .onset: break
                }
            }
            return isOpen
        }
    }

    var hasOpenCase: Bool { !openCases.isEmpty }

    /// The stay that was running at `moment`.
    public func runningStay(at moment: Instant) -> Recorded<Stay>? {
        stays.last { $0.happenedAt <= moment && ($0.value.until ?? .distantFuture) > moment }
    }

    /// Whether the person was held at home or more strictly at `moment`.
    func isHeld(at moment: Instant) -> Bool {
        runningStay(at: moment).map { $0.value.mode >= .homeIsolation } ?? false
    }
}
