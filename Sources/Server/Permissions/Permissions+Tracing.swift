extension Permissions {
    // swift-format-ignore
    static let tracing: [(Permission, String)] = [
        //                    adm com inv lab hos chk cwk plm ins iso dty vie
        (.viewAssistance,    " ·   ●   ●   ·   ·   ·   ●   ·   ●   ●   ●   · "),
        (.sendAssistance,    " ·   ●   ●   ·   ·   ·   ·   ·   ·   ·   ●   · "),
        (.approveAssistance, " ·   ●   ·   ·   ·   ·   ·   ·   ·   ·   ●   · "),
        (.answerAssistance,  " ·   ●   ●   ·   ·   ·   ●   ·   ·   ●   ●   · "),
        (.investigate,       " ·   ·   ●   ·   ·   ·   ·   ·   ·   ·   ·   · "),
        (.viewFourClears,    " ·   ●   ●   ·   ·   ·   ·   ·   ●   ·   ●   ● "),
    ]
}
