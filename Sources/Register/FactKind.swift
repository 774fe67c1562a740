import Vocabulary

/// What sort of fact an entry holds: the name of its case in `Fact`, by which storage and imports call it.
public enum FactKind: String, CaseIterable, Sendable, Codable {
    case person, caseReport, caseChange, exposure, stay, specimen, result, arrival, post, act, vaccination, death, note, place, visit, gathering
    case zone, household, householdVisit, pool, environmentSpecimen, manifest, checkpoint, directive, receipt, shift, inspection, finding
    case assistance, infectionElsewhere, appeal
    case findingStep
    case screeningRound
    case lookBack
    case site
    case report
    case recall
    case rosterEstimate
    case zoneEvent, placeCheck, placeChange, loopStep, gatheringStep
    case headquarters, handOver
    case registration, lookBackReport, lookBackCall
    case grid, doorRound
    case inspectionPlan, inspectionSummary, areaLeader
    case transfer, transferStep
    case wardStep
    case sameness
    case selfReport
    case assistanceStep, trajectory
    case homeTeam
    case period, taskForce
    case teamAssignment
    case meeting
}

extension Fact {
    /// What sort of fact it is.
    public var kind: FactKind {
        switch self {
        case .person: .person
        case .caseReport: .caseReport
        case .caseChange: .caseChange
        case .exposure: .exposure
        case .stay: .stay
        case .specimen: .specimen
        case .result: .result
        case .arrival: .arrival
        case .post: .post
        case .act: .act
        case .vaccination: .vaccination
        case .death: .death
        case .note: .note
        case .place: .place
        case .visit: .visit
        case .gathering: .gathering
        case .zone: .zone
        case .household: .household
        case .householdVisit: .householdVisit
        case .pool: .pool
        case .environmentSpecimen: .environmentSpecimen
        case .manifest: .manifest
        case .checkpoint: .checkpoint
        case .directive: .directive
        case .receipt: .receipt
        case .shift: .shift
        case .inspection: .inspection
        case .finding: .finding
        case .assistance: .assistance
        case .infectionElsewhere: .infectionElsewhere
        case .appeal: .appeal
        case .findingStep: .findingStep
        case .screeningRound: .screeningRound
        case .lookBack: .lookBack
        case .site: .site
        case .report: .report
        case .recall: .recall
        case .rosterEstimate: .rosterEstimate
        case .zoneEvent: .zoneEvent
        case .placeCheck: .placeCheck
        case .placeChange: .placeChange
        case .loopStep: .loopStep
        case .gatheringStep: .gatheringStep
        case .headquarters: .headquarters
        case .handOver: .handOver
        case .registration: .registration
        case .lookBackReport: .lookBackReport
        case .lookBackCall: .lookBackCall
        case .grid: .grid
        case .doorRound: .doorRound
        case .inspectionPlan: .inspectionPlan
        case .inspectionSummary: .inspectionSummary
        case .areaLeader: .areaLeader
        case .transfer: .transfer
        case .transferStep: .transferStep
        case .wardStep: .wardStep
        case .sameness: .sameness
        case .selfReport: .selfReport
        case .assistanceStep: .assistanceStep
        case .trajectory: .trajectory
        case .homeTeam: .homeTeam
        case .period: .period
        case .taskForce: .taskForce
        case .teamAssignment: .teamAssignment
        case .meeting: .meeting
        }
    }
}
