import Policy
import Vocabulary

extension Situation {
    /// A province-wide target as far as cases alone tell it (`domain.md` §1), with what holds it or breaks it.
    public struct Light: Hashable, Sendable {
        /// Which target.
        public let target: Target
        /// Whether it holds.
        public let holds: Bool
        /// Whole days for which it has held; nil where nothing has happened yet.
        public let days: Int?
        /// For how many days it must hold to be reached; nil where it holds as soon as nothing breaks it.
        public let daysNeeded: Int?
        /// How many things break it.
        public let breaches: Int
        /// For how many days what broke it counts.
        public let breachesCountFor: Days

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
    }
}

extension Situation.Light {
    /// The four lights of a situation.
    ///
    /// - Parameters:
    ///   - spillOvers: Infections found elsewhere with their source here.
    ///   - rules: For how many days a breach counts, and how many clear days reach the target of none outside control.
    static func all(
        _ figures: CaseFigures, cases: [CaseLine], spillOvers: Int, rules: TargetRules, at moment: Instant, zone: CivilZone
    ) -> [Situation.Light] {
        let today = zone.date(of: moment)
        let clearDays = rules.zeroDays.count
        let began = figures.curve.first?.date
        /// Days since the last case that breaks a target, or since the first case of all.
        func quiet(_ breaks: (CaseLine) -> Bool) -> Int? {
            let last = cases.filter(breaks).map { zone.date(of: $0.infection.diagnosedAt) }.max()
            return (last ?? began).map { (today - $0).count }
        }
        let clear = figures.daysSinceOutside.map { min($0, clearDays) } ?? clearDays
        return [
            Situation.Light(
                target: .noSpillOver, holds: spillOvers == 0, days: began.map { (today - $0).count }, daysNeeded: nil, breaches: spillOvers,
                breachesCountFor: rules.breachesCountFor),
            Situation.Light(
                target: .noImport, holds: figures.importedFoundOutside == 0, days: quiet(\.isImportFoundOutside), daysNeeded: nil,
                breaches: figures.importedFoundOutside, breachesCountFor: rules.breachesCountFor),
            Situation.Light(
                target: .noNosocomial, holds: figures.fromHospitals == 0, days: quiet(\.isFromHospital), daysNeeded: nil,
                breaches: figures.fromHospitals, breachesCountFor: rules.breachesCountFor),
            Situation.Light(
                target: .zeroOutside, holds: clear >= clearDays, days: figures.daysSinceOutside ?? began.map { (today - $0).count },
                daysNeeded: clearDays, breaches: figures.newTodayOutside, breachesCountFor: rules.breachesCountFor),
        ]
    }

    /// Whether a case is one of those that break the target at `moment`.
    public func isBroken(by line: CaseLine, at moment: Instant, zone: CivilZone) -> Bool {
        let age = zone.date(of: moment) - zone.date(of: line.infection.diagnosedAt)
        guard age >= 0, age < breachesCountFor else { return false }
        return switch target {
        case .noSpillOver: false
        case .noImport: line.isImportFoundOutside
        case .noNosocomial: line.isFromHospital
        case .zeroOutside: age < Days(daysNeeded ?? 1) && !line.isFoundUnderControl
        }
    }
}

extension CaseLine {
    /// Whether the infection came from abroad or another province and was found outside control.
    var isImportFoundOutside: Bool {
        !isFoundUnderControl && [.importedFromAbroad, .importedFromProvince].contains(infection.report.origin)
    }
}
