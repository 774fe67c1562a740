extension Permissions {
    // swift-format-ignore
    static let policy: [(Permission, String)] = [
        //                  adm com inv lab hos chk cwk plm ins iso dty vie
        (.adoptPolicy,     " ●   ●   ·   ·   ·   ·   ·   ·   ·   ·   ·   · "),
    ]
}
