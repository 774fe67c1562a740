import Vocabulary

/// What the response is to achieve, and which statuses count as controlled when a new infection is found (`domain.md` §1).
public struct TargetRules: Hashable, Sendable {
    /// A person found infected in one of these statuses was found under control.
    public var controlled: Set<ControlledStatus>
    /// Consecutive days without an infection in society for 社会面清零.
    public var zeroDays: Days
    /// Days for which what broke a target counts against it.
    public var breachesCountFor: Days
    /// Daily infections in society for 100,000 residents below which a territory counts as basically clear 基本清零.
    public var basicallyZeroBelow: Double?
    /// What breaks "no import".
    public var importRule: ImportRule
    /// A request for assistance unsent after this long threatens "no spill-over".
    public var unsentWarning: Hours?
    /// Share of new infections found under control below which the target is threatened, in per cent.
    public var controlledShareWarning: Double?
    /// Share of new infections without known source above which tracing is failing, in per cent.
    public var unknownSourceWarning: Double?

    /// Statuses that can count as controlled.
    public enum ControlledStatus: String, CaseIterable, Sendable {
        case closeContact, secondaryContact, arrivalControl, centralIsolation, homeIsolation, hospital, closedLoop, sealedZone, controlledZone
        case dischargeFollowUp
    }

    /// What breaks "no import".
    public enum ImportRule: String, CaseIterable, Sendable {
        /// An imported infection found in society.
        case foundInSociety
        /// Any imported infection.
        case any
    }
}

/// What each action costs, in one currency.
public struct UnitCosts: Hashable, Sendable {
    /// The currency, by its code.
    public var currency: String
    /// The price of each; what is not listed costs nothing.
    public var prices: [Item: Double]

    /// What can be counted.
    public enum Item: String, CaseIterable, Sendable {
        case singleTest, pooledTube, sampling, antigenTest, centralDay, homeIsolationDay, homeMonitoringDay, wardDay, intensiveCareDay
        case zonePersonDay, placeClosedDay, gatheringRefused, tracedContact, investigatedCase, vaccineDose, checkpointDay
    }
}

/// Who may still see a person when the last reason has ended.
public struct AccessRules: Hashable, Sendable {
    /// Days after the last link during which a territory may still see a person.
    public var daysAfterLastLink: Days
    /// Days after the end of all control after which identities are deleted, if the edition says so.
    public var deleteAfter: Days?
}

/// How far an edition goes where people's freedom is concerned, and which of the nine prohibitions bind the editions below it.
public struct OverreachLimits: Hashable, Sendable {
    /// The prohibitions that editions extending this one are checked against.
    public var prohibitions: Set<Prohibition>
    /// Origins people may not leave freely.
    public var travelLimitedFrom: Set<OriginRisk>
    /// Whether urgent care is given whatever the status.
    public var urgentCare: Bool
    /// Whether returning students who meet the rules go home without isolation.
    public var studentsReturn: Bool
    /// Where there are checkpoints.
    public var checkpoints: Checkpoints
    /// Whether places in low-risk areas stay open.
    public var lowRiskOpen: Bool

    /// Where there are checkpoints.
    public enum Checkpoints: String, CaseIterable, Sendable, Comparable {
        case none, riskAreas, entryPoints, anywhere

        /// Fewer checkpoints come first.
        public static func < (left: Checkpoints, right: Checkpoints) -> Bool {
            (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
        }
    }
}

/// The nine prohibitions of June 2022 against piling on (九不准; `domain.md` §4).
public enum Prohibition: String, CaseIterable, Sendable {
    /// 1: no travel limits beyond medium- and high-risk areas.
    case travelLimits
    /// 2: no sending back or holding of people from low-risk areas.
    case holdingLowRisk
    /// 3: no prolonging of zones.
    case prolongingZones
    /// 4: no widening of who is at risk.
    case wideningRisk
    /// 5: no prolonging of quarantine or monitoring.
    case prolongingControl
    /// 6: no refusal of care to urgent and chronic patients.
    case refusingCare
    /// 7: no isolation of returning students who meet the rules.
    case isolatingStudents
    /// 8: no arbitrary checkpoints.
    case checkpoints
    /// 9: no closing of low-risk places at will.
    case closingPlaces

    /// Its number in the list.
    public var number: Int { (Prohibition.allCases.firstIndex(of: self) ?? 0) + 1 }

    /// What it forbids.
    public var words: LocalizedText { ChoiceWords.of(self) }
}
