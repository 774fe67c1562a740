import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

import struct Exchange.Photograph

/// The names of the vocabulary's closed choices. Their keys are made from the case's own name, so the catalogue's test asks this list what
/// must be there.
extension Words {
    /// Sections whose names are the cases of a type.
    static let families: [String: [String]] = [
        "measure": Measure.allCases.map(\.key),
        "measureShort": Measure.allCases.map(\.key),
        "role": Role.allCases.map(\.rawValue),
        "caseKind": CaseKind.allCases.map(\.rawValue),
        "caseOrigin": CaseOrigin.allCases.map(\.rawValue),
        "severity": Severity.allCases.map(\.rawValue),
        "detection": DetectionRoute.allCases.map(\.rawValue),
        "outcome": CaseOutcome.allCases.map(\.rawValue),
        "degree": ContactDegree.allCases.map(\.rawValue),
        "setting": ContactSetting.allCases.map(\.rawValue),
        "vehicle": VehicleKind.allCases.map(\.rawValue),
        "mode": ControlMode.allCases.map(\.rawValue),
        "modeMark": ControlMode.allCases.map(\.rawValue),
        "group": SpecialGroup.allCases.map(\.rawValue),
        "risk": OriginRisk.allCases.map(\.rawValue),
        "check": ArrivalCheck.allCases.map(\.rawValue),
        "method": TestMethod.allCases.map(\.rawValue),
        "testOccasion": TestOccasion.allCases.map(\.rawValue),
        "specimen": SpecimenKind.allCases.map(\.rawValue),
        "test": TestOutcome.allCases.map(\.rawValue),
        "state": Obligation.State.allCases.map(\.rawValue),
        "deed": Act.Deed.allCases.map(\.rawValue),
        "means": Act.Means.allCases.map(\.rawValue),
        "finding": Act.Finding.allCases.map(\.rawValue),
        "ending": Stay.Ending.allCases.map(\.rawValue),
        "sex": Sex.allCases.map(\.rawValue),
        "form": FormKind.allCases.map(\.rawValue),
        "formDo": FormKind.allCases.map(\.rawValue),
        "level": TerritoryCode.Level.allCases.map { "\($0)" },
        "orderFact": ["issued"] + Receipt.Step.allCases.map(\.rawValue),
        "cascade": Cascade.Kind.allCases.map(\.rawValue),
        "clear": FourClears.Clear.allCases.map(\.rawValue),
        "clearWhat": FourClears.Clear.allCases.map(\.rawValue),
        "clearTotal": ["identified", "own", "due", "standing", "landed", "held"],
        "clearTerm": ["own", "received", "landed", "held"] + FourClears.Distance.allCases.map(\.rawValue)
            + FourClears.Standing.allCases.filter { $0 != .handedOver }.map(\.rawValue),
        "assistanceStep": AssistanceStep.Kind.allCases.map(\.rawValue),
        "line": InvestigationLine.allCases.map(\.rawValue),
        "lineBrings": InvestigationLine.allCases.map(\.rawValue),
        "loopHop": ClosedLoop.Hop.allCases.map(\.rawValue),
        "trajectorySource": TrajectoryPoint.Source.allCases.map(\.rawValue),
        "headquartersStep": HeadquartersStep.Kind.allCases.map(\.rawValue),
        "findingStep": FindingStep.Step.allCases.map(\.rawValue),
        "tubeStage": Tube.Stage.allCases.map(\.rawValue),
        "zoneEvent": ZoneEvent.Kind.allCases.map(\.rawValue),
        "gatheringStep": GatheringStep.Kind.allCases.map(\.rawValue),
        "loop": LoopStep.Kind.allCases.map(\.rawValue),
        "course": MeasurePage.terms.flatMap { [$0, $0 + "Means"] } + ["notMet", "hoursLostDay"],
        "offer": PublicOffer.allCases.map(\.rawValue),
        "call": HouseholdVisit.Outcome.allCases.map(\.rawValue),
        "vulnerable": CommunityRules.VulnerableGroup.allCases.map(\.rawValue),
        "team": CommunityRules.TeamMember.allCases.map(\.rawValue),
        "cost": CostOfControl.Item.allCases.map(\.rawValue),
        "indicator": TargetIndicator.Kind.allCases.flatMap { [$0.rawValue, $0.rawValue + "Limit"] },
        "zoneRule": ZoneRules.ZoneMeasure.allCases.map(\.rawValue),
        "responsible": ResponsibilityView.Part.allCases.map(\.rawValue),
        "photograph": Photograph.Refusal.allCases.map { "\($0)" },
        "transferDo": TransferStep.Kind.allCases.map(\.rawValue),
        "transferGroup": TransfersPage.groupNames,
        "transferAll": TransferStep.Kind.allCases.filter { !$0.isEnd }.map(\.rawValue),
        "allAsk": FourAlls.Ask.allCases.map(\.rawValue),
        "allWhat": FourAlls.Ask.allCases.map(\.rawValue),
        "early": CareTimes.Kind.allCases.map(\.rawValue),
        "earlyWhat": CareTimes.Kind.allCases.map(\.rawValue),
        "mustTest": TestingRules.MustTestGroup.allCases.map(\.rawValue),
        "attribution": Nosocomial.Attribution.allCases.map(\.rawValue),
        "wardTurn": WardStep.Kind.allCases.map(\.rawValue),
        "wardStep": WardStep.Kind.allCases.map(\.rawValue),
        "turn": TransferStep.Kind.allCases.map(\.rawValue),
        "permission": Permission.allCases.map(\.rawValue),
        "target": TargetLight.Target.allCases.map(\.rawValue),
        "doorTap": DoorTap.allCases.map(\.rawValue),
        "reportTap": DoorTap.allCases.filter { $0.task == .check }.map(\.rawValue),
        "reportTopic": SelfReport.Topic.allCases.map(\.rawValue),
        "field": CommunityRules.TeamMember.allCases.map(\.fieldName),
        "selfReport": SelfReport.Topic.allCases.map(\.rawValue),
        "filer": Registration.Filer.allCases.map(\.rawValue),
        "verdict": EntryDecision.Verdict.allCases.map(\.rawValue),
        "occasion": ArrivalRules.Occasion.allCases.map(\.rawValue),
        "duplicateRun": ["running", "finished", "failed"],
        "duplicateField": ["name", "document", "phone", "birthDate", "sex", "residence", "address"],
        "import": ImportKind.allCases.map(\.rawValue),
    ]

    func name(_ value: Measure) -> String { self("measure.\(value.key)") }
    func short(_ value: Measure) -> String { self("measureShort.\(value.key)") }
    func name(_ value: Role) -> String { self("role.\(value.rawValue)") }
    func name(_ value: CaseKind) -> String { self("caseKind.\(value.rawValue)") }
    func name(_ value: CaseOrigin) -> String { self("caseOrigin.\(value.rawValue)") }
    func name(_ value: Severity) -> String { self("severity.\(value.rawValue)") }
    func name(_ value: DetectionRoute) -> String { self("detection.\(value.rawValue)") }
    func name(_ value: CaseOutcome) -> String { self("outcome.\(value.rawValue)") }
    func name(_ value: ContactDegree) -> String { self("degree.\(value.rawValue)") }
    func name(_ value: ContactSetting) -> String { self("setting.\(value.rawValue)") }
    func name(_ value: VehicleKind) -> String { self("vehicle.\(value.rawValue)") }
    func name(_ value: ControlMode) -> String { self("mode.\(value.rawValue)") }
    func name(_ value: SpecialGroup) -> String { self("group.\(value.rawValue)") }
    func name(_ value: OriginRisk) -> String { self("risk.\(value.rawValue)") }
    func name(_ value: ArrivalCheck) -> String { self("check.\(value.rawValue)") }
    func name(_ value: TestMethod) -> String { self("method.\(value.rawValue)") }
    func name(_ value: TestOccasion) -> String { self("testOccasion.\(value.rawValue)") }
    func name(_ value: SpecimenKind) -> String { self("specimen.\(value.rawValue)") }
    func name(_ value: TestOutcome) -> String { self("test.\(value.rawValue)") }
    func name(_ value: Obligation.State) -> String { self("state.\(value.rawValue)") }
    func name(_ value: Act.Deed) -> String { self("deed.\(value.rawValue)") }
    func name(_ value: Act.Means) -> String { self("means.\(value.rawValue)") }
    func name(_ value: Act.Finding) -> String { self("finding.\(value.rawValue)") }
    func name(_ value: Stay.Ending) -> String { self("ending.\(value.rawValue)") }
    func name(_ value: TransferStep.Kind) -> String { self("turn.\(value.rawValue)") }
    func name(_ value: Sex) -> String { self("sex.\(value.rawValue)") }
}
