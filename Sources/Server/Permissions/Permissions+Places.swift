extension Permissions {
    // swift-format-ignore
    static let places: [(Permission, String)] = [
        //                  adm com inv lab hos chk cwk plm ins iso dty vie
        (.viewPlaces,      " ·   ●   ●   ·   ·   ·   ●   ●   ●   ●   ●   · "),
        (.recordPlace,     " ·   ●   ●   ·   ·   ·   ●   ●   ·   ●   ●   · "),
        (.viewZones,       " ·   ●   ●   ·   ●   ●   ●   ●   ●   ●   ●   ● "),
        (.setZone,         " ·   ●   ·   ·   ·   ·   ·   ·   ·   ·   ·   · "),
        (.recordZone,      " ·   ●   ●   ·   ·   ·   ●   ·   ·   ·   ●   · "),
        (.viewGatherings,  " ·   ●   ●   ·   ·   ·   ●   ●   ●   ·   ●   · "),
        (.applyGathering,  " ·   ●   ·   ·   ·   ·   ●   ●   ·   ·   ●   · "),
        (.decideGathering, " ·   ●   ·   ·   ·   ·   ·   ·   ·   ·   ·   · "),
        (.checkGathering,  " ·   ●   ·   ·   ·   ·   ●   ·   ●   ·   ●   · "),
    ]
}
