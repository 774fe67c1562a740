import Vocabulary

/// Risk areas: the scheme, what holds at each level, how it is lifted (`domain.md` §4).
public struct ZoneRules: Hashable, Sendable {
    /// The scheme.
    public var scheme: Scheme
    /// The smallest unit that is zoned.
    public var unit: ZoneUnit
    /// Who declares and lifts.
    public var decidedBy: TerritoryLevel
    /// What holds at each level that the scheme has.
    public var levels: [ZoneLevel: Level]
    /// Within how long a zone is lowered or lifted once all conditions hold; nil: no clock runs.
    public var liftWithin: Clock?
    /// How often a standing zone is looked at again; nil: not asked for.
    public var reviewEvery: Days?

    /// Schemes of risk areas.
    public enum Scheme: String, CaseIterable, Sendable {
        /// No zones.
        case none
        /// High, medium and low risk by street, 2020–21.
        case riskLevels
        /// Sealed, controlled and precautionary 封控、管控、防范.
        case threeZones
        /// High, medium, low 高中低.
        case highMediumLow
        /// High and low 高低.
        case highLow
        /// High only.
        case highOnly
    }

    /// The smallest unit that is zoned.
    public enum ZoneUnit: String, CaseIterable, Sendable {
        case street, village, compound, building, household
    }

    /// What holds at a level.
    public struct Level: Hashable, Sendable {
        /// Its name.
        public var label: LocalizedText
        /// What holds for everyone in it.
        public var measures: Set<ZoneMeasure>
        /// How its residents are held, counted from the day it was declared.
        public var control: ControlSchedule?
        /// When it may be lowered or lifted.
        public var lift: Lift?
        /// When it may be lowered or lifted if it was lowered from a higher level before; nil: as otherwise.
        public var liftAfterHigher: Lift?
    }

    /// What holds in a zone.
    public enum ZoneMeasure: String, CaseIterable, Sendable {
        case stayHome, doorDelivery, noLeavingArea, staggeredPickup, noGatherings, limitGatherings, certificateToLeave, personalProtection
    }

    /// When a zone may be lowered or lifted: all conditions must hold.
    public struct Lift: Hashable, Sendable {
        /// Days without a new infection.
        public var cleanDays: Days
        /// Days since the last close contact was moved out, if asked for.
        public var lastContactMovedDays: Days?
        /// The full negative round that must precede, if asked for.
        public var fullRound: FullRound?
        /// The level it goes to; nil: it is lifted.
        public var to: ZoneLevel?
    }

    /// The full round of tests before lifting.
    public enum FullRound: Hashable, Sendable {
        /// On this day without a new infection.
        case onDay(Int)
        /// Within so many days before lifting.
        case withinDays(Int)
    }
}
