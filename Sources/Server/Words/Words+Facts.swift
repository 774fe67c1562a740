import Register
import Vocabulary

/// Facts in words, for timelines and explanations.
extension Words {
    /// One fact as a sentence; `places` names the territories it mentions.
    func sentence(_ fact: Fact, _ moments: Moments, _ places: [TerritoryCode: LocalizedText] = [:]) -> String {
        func place(_ code: TerritoryCode?) -> String? { code.map { code in places[code].map { self($0) } ?? code.digits } }
        func joined(_ parts: String?...) -> String { list(parts.compactMap(\.self).filter { !$0.isEmpty }) }
        switch fact {
        case .person: return self("fact.person")
        case .caseReport(let report):
            return joined(
                self("fact.caseReport", ["kind": name(report.kind)]), name(report.origin), name(report.detection),
                report.onset.map { self("fact.onset", ["day": moments.day($0)]) }, report.severity.map(name))
        case .caseChange(let change): return sentence(change.change, moments)
        case .exposure(let exposure):
            return joined(
                self("fact.exposure", ["degree": name(exposure.nearness)]), name(exposure.setting),
                self("fact.lastExposed", ["day": moments.day(exposure.last)]), exposure.circumstance)
        case .stay(let stay):
            let end = stay.until.map { self("fact.until", ["time": moments.moment($0).text]) }
            return joined(self("fact.stay", ["mode": name(stay.mode)]), stay.site, stay.room, end, stay.ending.map(name))
        case .specimen(let specimen):
            return joined(
                self("fact.specimen", ["method": name(specimen.method)]), name(specimen.kind),
                specimen.swabs > 1 ? count("fact.swabs", specimen.swabs) : nil, specimen.code)
        case .result(let result):
            let ct = [result.ctN.map { "N " + Words.decimal($0) }, result.ctORF1ab.map { "ORF1ab " + Words.decimal($0) }].compactMap(\.self)
            return joined(
                self("fact.result", ["outcome": name(result.outcome)]), ct.isEmpty ? nil : "Ct " + ct.joined(separator: " / "), result.laboratory)
        case .arrival(let arrival):
            return joined(
                self("fact.arrival", ["origin": arrival.origin]), name(arrival.risk), arrival.vehicle.map(name), arrival.transportNumber,
                place(arrival.destination).map { self("fact.destination", ["place": $0]) })
        case .post(let post):
            return joined(self("fact.post", ["post": label(post.postClass)]), post.unit, self("fact.from", ["day": moments.day(post.from)]))
        case .act(let act):
            return joined(name(act.deed), act.means.map(name), act.finding.map(name), act.checks.isEmpty ? nil : checks(act.checks), act.by)
        case .vaccination(let dose): return self("fact.vaccination", ["product": label(dose.product), "dose": figure(dose.dose)])
        case .death(let death): return self(death.fromDisease == true ? "fact.deathFromDisease" : "fact.death")
        case .transfer(let transfer):
            return joined(
                self("fact.transfer", ["mode": name(transfer.mode)]), transfer.fromSite ?? place(transfer.from),
                "→ " + (transfer.site ?? place(transfer.to) ?? ""), transfer.grounds)
        case .transferStep(let step):
            return joined(self("fact.transferStep", ["turn": name(step.kind)]), step.room, step.by, step.reason)
        case .registration(let journey):
            return joined(
                self("fact.registration", ["origin": journey.origin]), self("filer.\(journey.by.rawValue)"), journey.risk.map(name),
                journey.transportNumber, place(journey.destination).map { self("fact.destination", ["place": $0]) })
        case .selfReport(let report):
            return joined(
                self("selfReport.fact", ["what": self("selfReport.\(report.about.rawValue)")]),
                report.onset.map { self("fact.onset", ["day": moments.day($0)]) },
                report.from, report.text)
        case .homeTeam(let home): return joined(self("fact.homeTeam", ["team": team(home.members)]), place(home.territory))
        case .appeal(let appeal): return joined(self("fact.appeal", ["text": appeal.text]), appeal.answer)
        case .lookBackCall(let call): return self("fact.lookBackCall", ["day": moments.day(call.arrived)])
        case .sameness(let decision): return self(decision.isSame ? "fact.samePerson" : "fact.otherPerson")
        case .note(let note): return self("fact.note", ["text": note.text])
        default: return thingSentence(fact, moments, place) ?? self("fact.other")
        }
    }

    private func checks(_ checks: Set<ArrivalCheck>) -> String {
        list(ArrivalCheck.allCases.filter(checks.contains).map(name))
    }

    private func sentence(_ change: CaseChange.Change, _ moments: Moments) -> String {
        switch change {
        case .classified(let kind): self("fact.classified", ["kind": name(kind)])
        case .excluded: self("fact.excluded")
        case .severity(let severity): self("fact.severity", ["severity": name(severity)])
        case .onset(let day): self("fact.onset", ["day": moments.day(day)])
        case .closed(let outcome): self("fact.closed", ["outcome": name(outcome)])
        }
    }
}
