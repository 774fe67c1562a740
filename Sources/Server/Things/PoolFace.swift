import Obligations
import Operations
import Register
import Storage
import Vocabulary

/// Tubes that came out positive or grey (measure 1).
extension ThingFace {
    static let pool = ThingFace(
        kind: .pool, permission: .viewTesting, states: ["positive", "indeterminate"], forms: [], facts: facts,
        factNames: ["code", "filled", "members", "meaning"],
        related: { view in view.dossier.founding(Pool.self)?.value.round.map { [.round($0)] } ?? [] })

    private static let facts: @Sendable (ThingView, Reading, (TerritoryCode) -> LocalizedText) -> [LabelledText] = { view, reading, name in
        guard let pool = view.dossier.founding(Pool.self) else { return [] }
        let words = reading.words
        return [
            LabelledText(label: words("pool.code"), value: pool.value.code),
            LabelledText(label: words("pool.filled"), value: words(name(pool.value.territory))),
            LabelledText(label: words("pool.members"), value: words.figure(pool.value.members.count)),
            LabelledText(label: words("pool.meaning"), value: words("testing.noCase")),
        ]
    }
}
