extension Permissions {
    // swift-format-ignore
    static let network: [(Permission, String)] = [
        //                  adm com inv lab hos chk cwk plm ins iso dty vie
        (.viewNetwork,     " ·   ●   ●   ·   ·   ·   ·   ·   ●   ·   ●   · "),
    ]
}
