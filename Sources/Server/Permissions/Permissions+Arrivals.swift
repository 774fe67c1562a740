extension Permissions {
    // swift-format-ignore
    static let arrivals: [(Permission, String)] = [
        //                  adm com inv lab hos chk cwk plm ins iso dty vie
        (.viewArrivals,    " ·   ●   ●   ·   ·   ●   ·   ·   ●   ·   ●   · "),
        (.answerAppeal,    " ·   ●   ●   ·   ·   ·   ·   ·   ·   ·   ●   · "),
        (.confirmTransfer, " ·   ·   ●   ·   ●   ●   ●   ·   ·   ●   ●   · "),
        (.viewLookBacks,   " ·   ●   ●   ·   ·   ·   ●   ·   ●   ·   ●   · "),
        (.orderLookBack,   " ·   ●   ·   ·   ·   ·   ·   ·   ·   ·   ●   · "),
        (.reportLookBack,  " ·   ●   ●   ·   ·   ·   ●   ·   ·   ·   ●   · "),
    ]
}
