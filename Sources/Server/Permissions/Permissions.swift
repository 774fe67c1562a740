import Vocabulary

/// What someone can be allowed to do in the console. Scope (whose people, which territory) is enforced below, by the storage; this table
/// says only which kinds of pages and acts a role has at all.
enum Permission: String, CaseIterable, Sendable {
    case viewWorklist, viewSituation, viewPerson, searchPeople, listPeople, export, revealIdentity
    case recordContact, recordStay, recordSpecimen, recordResult, recordArrival, recordCase, recordPost, recordNote, correctFacts
    case importFiles, viewDataQuality, viewHandOver, viewPolicy, manageUsers, viewAudit
    case issueReport
    // Measure 1, testing.
    case viewTesting, openRound, bindTubes, reportTubes
    // Measure 2, the work of investigators.
    case viewAssistance, sendAssistance, approveAssistance, answerAssistance, investigate, viewFourClears
    // Measure 4, arrivals.
    case viewArrivals, answerAppeal, confirmTransfer
    // Measure 5, looking back.
    case viewLookBacks, orderLookBack, reportLookBack
    // Records of one person.
    case mergePeople
    // The network of measure 2.
    case viewNetwork
    // Measure 3, treatment.
    case viewSites, recordSite
    // Measure 6, places; risk areas; measure 7, gatherings.
    case viewPlaces, recordPlace
    case viewZones, setZone, recordZone
    case viewGatherings, applyGathering, decideGathering, checkGathering
    // Measure 8, command.
    case viewOrders, issueOrder, answerOrder
    case viewCommand, turnHeadquarters, keepRoster
    // Measure 9, community.
    case viewCommunity, keepGrids, orderDoorRound, callAtDoors
    // Measure 10, supervision.
    case viewFindings, recordFinding, rectifyFinding
    case viewSupervision, drawPlan, assignArea
    // What another policy would do; putting one into force.
    case useWhatIf, adoptPolicy
}

/// Which role may do what: one table, read across. `●` may. What belongs to one measure stands in that measure's own file, under the same
/// columns: `Permissions+Command.swift`.
enum Permissions {
    private static let columns: [Role] = [
        .administrator, .commander, .investigator, .laboratory, .hospital, .checkpoint,
        .communityWorker, .placeManager, .inspector, .isolationSite, .dutyOfficer, .viewer,
    ]

    // swift-format-ignore
    private static let common: [(Permission, String)] = [
        //                  adm com inv lab hos chk cwk plm ins iso dty vie
        (.viewWorklist,    " ●   ●   ●   ●   ●   ●   ●   ●   ●   ●   ●   · "),
        (.viewSituation,   " ●   ●   ●   ·   ●   ·   ·   ·   ●   ·   ●   ● "),
        (.viewPerson,      " ·   ●   ●   ●   ●   ●   ●   ·   ●   ●   ●   · "),
        (.searchPeople,    " ·   ●   ●   ●   ●   ●   ●   ·   ·   ●   ●   · "),
        (.listPeople,      " ·   ●   ●   ●   ●   ●   ●   ·   ●   ●   ●   · "),
        (.export,          " ·   ●   ●   ·   ·   ·   ·   ·   ●   ·   ●   · "),
        (.revealIdentity,  " ·   ·   ●   ●   ●   ●   ●   ·   ·   ●   ●   · "),
        (.recordContact,   " ·   ·   ●   ·   ·   ·   ●   ·   ·   ●   ●   · "),
        (.recordStay,      " ·   ·   ●   ·   ●   ·   ●   ·   ·   ●   ●   · "),
        (.recordSpecimen,  " ·   ·   ●   ●   ●   ●   ●   ·   ·   ●   ·   · "),
        (.recordResult,    " ·   ·   ·   ●   ●   ·   ·   ·   ·   ·   ·   · "),
        (.recordArrival,   " ·   ·   ●   ·   ·   ●   ●   ·   ·   ·   ●   · "),
        (.recordCase,      " ·   ·   ●   ·   ●   ·   ·   ·   ·   ·   ●   · "),
        (.recordPost,      " ·   ·   ●   ●   ●   ●   ·   ●   ·   ●   ·   · "),
        (.recordNote,      " ·   ●   ●   ●   ●   ●   ●   ·   ●   ●   ●   · "),
        (.correctFacts,    " ·   ·   ●   ●   ●   ●   ·   ·   ·   ·   ●   · "),
        (.importFiles,     " ●   ·   ●   ●   ●   ●   ·   ·   ·   ·   ●   · "),
        (.viewDataQuality, " ●   ●   ●   ●   ·   ·   ·   ·   ●   ·   ●   · "),
        (.viewHandOver,    " ·   ●   ●   ●   ●   ●   ●   ·   ·   ●   ●   · "),
        (.viewPolicy,      " ●   ●   ●   ●   ●   ●   ●   ●   ●   ●   ●   ● "),
        (.manageUsers,     " ●   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   · "),
        (.viewAudit,       " ●   ·   ·   ·   ·   ·   ·   ·   ●   ·   ·   · "),
    ]

    /// The parts of the table, one line each.
    private static let table: [(Permission, String)] = [
        common,
        reports,
        testing,
        tracing,
        arrivals,
        duplicates,
        network,
        treatment,
        places,
        command,
        community,
        supervision,
        whatIf,
        policy,
    ].flatMap(\.self)

    private static let byRole: [Role: Set<Permission>] = {
        var byRole: [Role: Set<Permission>] = [:]
        for (permission, row) in table {
            for (role, mark) in zip(columns, row.filter { $0 == "●" || $0 == "·" }) where mark == "●" {
                byRole[role, default: []].insert(permission)
            }
        }
        return byRole
    }()

    /// What a role may.
    static func of(_ role: Role) -> Set<Permission> { byRole[role] ?? [] }

    /// What someone with several roles may.
    static func of(_ roles: some Sequence<Role>) -> Set<Permission> { roles.reduce(into: []) { $0.formUnion(of($1)) } }
}
