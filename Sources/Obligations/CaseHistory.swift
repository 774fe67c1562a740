import Register
import Vocabulary

/// One case through its turns: the classes it passed through, its exclusion, its end.
struct CaseHistory {
    let report: Recorded<CaseReport>
    /// Classes from the first report on, each from the moment it was established.
    let periods: [Period]
    /// When the case was ruled out, and by which entry.
    let excluded: (at: Instant, fact: FactID)?
    let closed: Closing?
    let onset: CivilDate?
    let severity: Severity?

    struct Period {
        let kind: CaseKind
        let from: Instant
        let fact: FactID
        /// The number of the report or change that began it.
        let entity: Int64
    }

    struct Closing {
        let at: Instant
        let outcome: CaseOutcome
        let fact: FactID
    }

    /// When the case was ruled out.
    var excludedAt: Instant? { excluded?.at }

    /// The class now.
    var kind: CaseKind { periods.last?.kind ?? report.value.kind }

    /// When the infection itself was established, and by which entry; nil while only suspected.
    var established: Period? { periods.first { $0.kind.isInfection } }

    init(_ report: Recorded<CaseReport>, changes: [Recorded<CaseChange>]) {
        self.report = report
        var periods = [Period(kind: report.value.kind, from: report.happenedAt, fact: report.fact, entity: report.id.rawValue)]
        var excluded: (at: Instant, fact: FactID)?
        var closed: Closing?
        var onset = report.value.onset
        var severity = report.value.severity
        for change in changes where change.value.of == report.id {
            switch change.value.change {
            case .classified(let kind):
                excluded = nil
                if kind != periods.last?.kind {
                    periods.append(Period(kind: kind, from: change.happenedAt, fact: change.fact, entity: change.id.rawValue))
                }
            case .excluded: excluded = (change.happenedAt, change.fact)
            case .severity(let now): severity = now
            case .onset(let date): onset = date
            case .closed(let outcome): closed = Closing(at: change.happenedAt, outcome: outcome, fact: change.fact)
            }
        }
        self.periods = periods
        self.excluded = excluded
        self.closed = closed
        self.onset = onset
        self.severity = severity
    }
}

extension Dossier {
    /// The person's cases, each with its turns, by diagnosis.
    var caseHistories: [CaseHistory] {
        cases.map { CaseHistory($0, changes: caseChanges) }
    }
}
