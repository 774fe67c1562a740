import Policy
import Register
import Vocabulary

/// Facts about things in words; those about persons stand in `Words+Facts.swift`. A line a fact: a measure with many has a file of its own.
extension Words {
    /// One fact about a thing as a sentence; nil for one without words of its own. `place` names a territory.
    func thingSentence(_ fact: Fact, _ moments: Moments, _ place: (TerritoryCode?) -> String?) -> String? {
        func joined(_ parts: String?...) -> String { list(parts.compactMap(\.self).filter { !$0.isEmpty }) }
        return switch fact {
        case .directive(let order): joined(self("orderFact.issued", ["title": order.title]), place(order.issuer))
        case .lookBack(let order):
            joined(
                self(order.closing == nil ? "lookBackFact.ordered" : "lookBackFact.closed", ["title": order.title]),
                order.closing.map { self("lookBackFact.residue", ["n": figure($0.residue)]) }, order.closing?.explanation)
        case .lookBackReport(let report):
            joined(
                self("lookBackFact.report", ["source": self(report.source.words), "n": figure(report.records)]), place(report.territory),
                report.withoutIdentity > 0 ? self("lookBackFact.nobody", ["n": figure(report.withoutIdentity)]) : nil,
                report.withoutLocation > 0 ? self("lookBackFact.nowhere", ["n": figure(report.withoutLocation)]) : nil, report.remark)
        case .assistance(let request):
            joined(
                self("assistanceFact.sent", ["n": figure(request.people.count)]), place(request.from), "→ " + (place(request.to) ?? ""),
                request.outside?.authority)
        case .assistanceStep(let step):
            joined(
                self("assistanceStep.\(step.kind.rawValue)"), place(step.territory),
                step.kind.isAboutPeople ? count("assistance.people", step.people.count) : nil, step.text)
        case .trajectory(let point): trajectorySentence(point, place)
        case .teamAssignment(let named): joined(self("lineFact.named", ["line": name(named.line), "who": named.who]), named.task)
        case .receipt(let receipt):
            joined(place(receipt.territory).map { self("orderFact.\(receipt.step.rawValue)", ["place": $0]) }, receipt.evidence)
        case .report(let report): joined(self("reports.fact", ["sort": name(report.sort)]), place(report.territory), report.signedBy)
        case .headquarters(let step):
            joined(
                self("headquartersStep.\(step.kind.rawValue)"), step.response.map { self("territory.level", ["level": $0]) }, step.leader,
                step.grounds)
        case .shift(let shift):
            joined(
                self(
                    "territory.shift",
                    ["holder": shift.holder, "from": shift.begins.map { moments.moment($0).text } ?? "–", "until": moments.moment(shift.until).text]))
        case .handOver(let handOver):
            joined(self("territory.handOver", ["note": handOver.note]), handOver.to.map { self("territory.takenOver", ["holder": $0]) })
        case .period(let period):
            joined(
                self(
                    "periodFact.planned", ["from": moments.moment(period.begins).text, "until": moments.moment(period.until).text]),
                list(period.objectives), period.handOver)
        case .meeting(let meeting):
            joined(
                self("meeting.held", ["title": meeting.title]), meeting.chair,
                self("meeting.attended", ["n": figure(meeting.attended.count), "of": figure(meeting.venues.count)]),
                meeting.absent.isEmpty ? nil : self("meeting.absent", ["places": list(meeting.absent.compactMap(place))]), meeting.minutes)
        case .taskForce(let force):
            joined(
                self(force.lead == nil ? "periodFact.dissolved" : "periodFact.force", ["force": label("force.\(force.force)")]), force.lead,
                list(force.members))
        case .inspection(let inspection):
            joined(self("findingFact.inspected", ["theme": inspection.theme]), place(inspection.territory), list(inspection.inspectors))
        case .finding(let finding):
            joined(self("findingFact.found", ["text": finding.text]), self("findingClass.\(finding.severity.rawValue)"), place(finding.territory))
        case .findingStep(let step): joined(self("findingStep.\(step.step.rawValue)"), step.evidence, step.by)
        case .screeningRound(let round): sentence(round, place(round.territory))
        case .pool(let pool):
            joined(self("poolFact.found", ["code": pool.code, "outcome": pool.outcome.map { name($0) } ?? "–"]), place(pool.territory))
        case .recall: self("recallFact.recalled")
        case .rosterEstimate(let value): joined(self("rosterFact.estimated", ["n": figure(value.people)]), place(value.territory))
        case .zone(let zone):
            joined(
                self(
                    zone.lifted == nil ? "zoneFact.level" : "zoneFact.lifted",
                    ["name": zone.name, "level": self("situation.zone\(zone.level.rawValue.capitalized)")]),
                list(zone.members.compactMap { place($0) }), zone.grounds)
        case .zoneEvent(let event): joined(self("zoneEvent.\(event.kind.rawValue)"), event.evidence)
        case .placeCheck(let check):
            joined(
                self(check.wanting.isEmpty ? "placeFact.inOrder" : "placeFact.wanting", ["what": measures(check.wanting)]),
                check.tested.map { self("placeFact.tested", ["n": figure($0)]) }, check.remark)
        case .placeChange(let change): joined(self(change.isOpen ? "placeFact.opened" : "placeFact.closed"), change.grounds)
        case .loopStep(let step):
            joined(
                self("loop.\(step.kind.rawValue)"), step.stage.flatMap(ShiftPattern.Kind.init(rawValue:)).map { self($0.words) }, step.room,
                step.elsewhere)
        case .gathering(let value): joined(self("gatheringFact.applied", ["title": value.title]), place(value.territory), value.organiser)
        case .gatheringStep(let step):
            joined(
                self("gatheringStep.\(step.kind.rawValue)"), step.rule.map { "§" + $0 }, step.attendees.map { figure($0.count) },
                step.counted.map { figure($0) }, step.remark)
        case .infectionElsewhere(let found): joined(self("spillFact.found", ["place": found.foundIn]), moments.day(found.leftOn))
        case .grid, .household, .householdVisit, .doorRound: communitySentence(fact, place)
        case .inspectionPlan, .inspectionSummary, .areaLeader: supervisionSentence(fact, moments, place)
        case .environmentSpecimen(let swab): joined(self("siteFact.swabbed", ["place": swab.site]), swab.outcome.map(name))
        case .wardStep(let step): joined(self("wardStep.\(step.kind.rawValue)", ["ward": step.ward]), step.grounds)
        case .site(let site):
            joined(
                self(site.closed == nil ? "siteFact.open" : "siteFact.closed", ["name": site.name]), place(site.territory),
                site.capacity.map { self("siteFact.existing", ["n": figure($0)]) })
        case .place(let value): joined(self("placeFact.registered", ["name": value.name]), place(value.territory), value.address)
        default: nil
        }
    }

    private func sentence(_ round: ScreeningRound, _ place: String?) -> String {
        guard let closing = round.closing else { return list([self("roundFact.opened", ["name": round.name]), place].compactMap(\.self)) }
        return self(
            "roundFact.closed",
            ["sampled": figure(closing.sampled), "tubes": figure(closing.positiveTubes), "infections": figure(closing.infections)])
    }
    private func measures(_ raw: [String]) -> String { list(raw.compactMap(PlaceMeasure.init(rawValue:)).map { self($0.words) }) }

    func name(_ value: TerritoryCode.Level) -> String { self("level.\(value)") }
}
