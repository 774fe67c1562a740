extension Permissions {
    // swift-format-ignore
    static let supervision: [(Permission, String)] = [
        //                  adm com inv lab hos chk cwk plm ins iso dty vie
        (.viewFindings,    " ·   ●   ·   ·   ·   ·   ·   ●   ●   ●   ●   · "),
        (.recordFinding,   " ·   ·   ·   ·   ·   ·   ·   ·   ●   ·   ·   · "),
        (.rectifyFinding,  " ·   ●   ·   ·   ·   ·   ·   ●   ●   ●   ●   · "),
    ]
}
