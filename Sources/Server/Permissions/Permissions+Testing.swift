extension Permissions {
    // swift-format-ignore
    static let testing: [(Permission, String)] = [
        //                  adm com inv lab hos chk cwk plm ins iso dty vie
        (.viewTesting,     " ·   ●   ●   ●   ●   ·   ●   ·   ●   ·   ●   · "),
        (.openRound,       " ·   ●   ·   ·   ·   ·   ·   ·   ·   ·   ●   · "),
        (.bindTubes,       " ·   ●   ●   ●   ●   ·   ●   ·   ·   ·   ●   · "),
        (.reportTubes,     " ·   ·   ·   ●   ●   ·   ·   ·   ·   ·   ·   · "),
    ]
}
