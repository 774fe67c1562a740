extension Permissions {
    // swift-format-ignore
    static let treatment: [(Permission, String)] = [
        //                  adm com inv lab hos chk cwk plm ins iso dty vie
        (.viewSites,       " ·   ●   ●   ·   ●   ·   ·   ·   ●   ●   ●   ● "),
        (.recordSite,      " ·   ●   ·   ·   ●   ·   ·   ·   ·   ●   ●   · "),
    ]
}
