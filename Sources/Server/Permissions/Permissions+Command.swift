extension Permissions {
    // swift-format-ignore
    static let command: [(Permission, String)] = [
        //                  adm com inv lab hos chk cwk plm ins iso dty vie
        (.viewOrders,      " ·   ●   ●   ·   ·   ·   ●   ·   ●   ·   ●   · "),
        (.issueOrder,      " ·   ●   ·   ·   ·   ·   ·   ·   ·   ·   ●   · "),
        (.answerOrder,     " ·   ●   ·   ·   ·   ·   ●   ·   ·   ·   ●   · "),
        (.viewCommand,     " ·   ●   ●   ·   ·   ·   ●   ·   ●   ·   ●   ● "),
        (.turnHeadquarters," ·   ●   ·   ·   ·   ·   ·   ·   ·   ·   ·   · "),
        (.keepRoster,      " ·   ●   ·   ·   ·   ·   ·   ·   ·   ·   ●   · "),
    ]
}
