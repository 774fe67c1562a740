extension Permissions {
    // swift-format-ignore
    static let community: [(Permission, String)] = [
        //                  adm com inv lab hos chk cwk plm ins iso dty vie
        (.viewCommunity,   " ·   ●   ●   ·   ·   ·   ●   ·   ●   ·   ●   · "),
        (.keepGrids,       " ·   ●   ·   ·   ·   ·   ●   ·   ·   ·   ●   · "),
        (.orderDoorRound,  " ·   ●   ·   ·   ·   ·   ·   ·   ·   ·   ●   · "),
        (.callAtDoors,     " ·   ·   ·   ·   ·   ·   ●   ·   ·   ·   ●   · "),
        (.viewSupervision, " ·   ●   ·   ·   ·   ·   ·   ·   ●   ·   ●   · "),
        (.drawPlan,        " ·   ●   ·   ·   ·   ·   ·   ·   ●   ·   ·   · "),
        (.assignArea,      " ·   ●   ·   ·   ·   ·   ·   ·   ·   ·   ●   · "),
    ]
}
