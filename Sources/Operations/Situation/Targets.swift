import Vocabulary

/// The province-wide targets as far as cases alone tell them (`domain.md` §1), each with what holds it or breaks it.
public struct TargetLight: Hashable, Sendable {
    /// Which target.
    public let target: Target
    /// Whether it holds.
    public let holds: Bool
    /// Whole days for which it has held, of those it must hold; nil where days are not counted.
    public let days: Int?
    /// How many things break it.
    public let breaches: Int

    /// The targets of the founding document.
    public enum Target: String, CaseIterable, Sendable {
        /// Nothing spills out 零外溢.
        case noSpillOver
        /// Nothing comes in 零输入.
        case noImport
        /// No infection in hospitals 零院感.
        case noNosocomial
        /// No new infection outside control 社会面清零.
        case zeroOutside
    }

    /// The four lights of a situation.
    ///
    /// - Parameters:
    ///   - spillOvers: Infections found elsewhere with their source here.
    ///   - clearDays: Days without an infection found outside control after which that target holds.
    static func all(_ figures: CaseFigures, spillOvers: Int, clearDays: Int) -> [TargetLight] {
        let clear = figures.daysSinceOutside.map { min($0, clearDays) } ?? clearDays
        return [
            TargetLight(target: .noSpillOver, holds: spillOvers == 0, days: nil, breaches: spillOvers),
            TargetLight(target: .noImport, holds: figures.importedFoundOutside == 0, days: nil, breaches: figures.importedFoundOutside),
            TargetLight(target: .noNosocomial, holds: figures.fromCare == 0, days: nil, breaches: figures.fromCare),
            TargetLight(target: .zeroOutside, holds: clear >= clearDays, days: clear, breaches: figures.newTodayOutside),
        ]
    }
}
