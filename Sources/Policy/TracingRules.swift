import Vocabulary

/// Measure 2: from whom contacts are sought, who counts as one, how they are held, and the clocks of investigators.
public struct TracingRules: Hashable, Sendable {
    /// How many degrees are traced: 0 none, 1 close contacts, 2 their contacts as well.
    public var degrees: Int
    /// Days before onset from which contacts of a symptomatic case are sought.
    public var lookbackSymptomatic: Days
    /// Days before the first positive specimen from which contacts of an asymptomatic case are sought.
    public var lookbackAsymptomatic: Days
    /// Clocks of the investigation of a case, from its diagnosis.
    public var caseClocks: [CaseTask: Clock]
    /// Who must work on a case side by side; nil: the edition names no lines.
    public var team: TeamRules?
    /// Clocks of a close contact, from its identification.
    public var closeClocks: [ContactTask: Clock]
    /// Clocks of a secondary contact, from its identification.
    public var secondaryClocks: [ContactTask: Clock]
    /// How close contacts are held; nil: not at all.
    public var close: ControlSchedule?
    /// How secondary contacts are held; nil: not determined by this edition.
    public var secondary: ControlSchedule?
    /// What releases a secondary contact besides its own schedule.
    public var secondaryGate: SecondaryGate?
    /// Whether only the contacts of close contacts at higher risk are traced (CN-9).
    public var secondaryOnlyOfHigherRisk: Bool
    /// How people exposed at a place are followed.
    public var exposedAtPlace: ControlSchedule?
    /// How general contacts are followed.
    public var general: ControlSchedule?
    /// Who counts as a contact, by setting and vehicle.
    public var contacts: ContactDefinitions
    /// Whether secondary contacts carried together with close contacts become close contacts (`domain.md` §2.3 rule 6).
    public var mixedTransportMakesClose: Bool
    /// Groups whose members may be held at home instead of centrally (`domain.md` §2.5).
    public var homeInstead: Set<SpecialGroup>
    /// What holds in isolation sites.
    public var sites: IsolationSiteRules?
    /// What one territory owes another (协查).
    public var assistance: AssistanceRules?
    /// Drugs and vaccines that contacts are offered.
    public var prophylaxis: [ProphylaxisRule]
    /// Examine whoever is found unwell while held or followed, from when that is seen; nil: the edition does not ask for it.
    public var unwell: Clock?
    /// Who needs no control because they are immune; nil: nobody.
    public var immuneExempt: ImmunityRules?
    /// Independent sources that must confirm a point of a trajectory.
    public var sourcesPerPoint: Int
    /// Digits of the division code to which a contact's place must be known for the place to be clear (位置清).
    public var locationDigits: Int

    /// What investigators must do for a case. The evidence is an `Act` of the same name.
    public enum CaseTask: String, CaseIterable, Sendable {
        case investigationStarted, coreInformation, firstReport, contactsListed
    }

    /// What must be done for a contact. `transferred` is met by the stay that begins, the others by an `Act`.
    public enum ContactTask: String, CaseIterable, Sendable {
        case located, notified, transferred, prophylaxis
    }

    /// A gate between degrees: the linked close contact's first tests.
    public struct SecondaryGate: Hashable, Sendable {
        /// How many of the linked close contact's first tests must be negative before its contacts are released.
        public var linkedNegatives: Int
    }
}

/// The lines of investigators that a case must have (三公（工）联动; `domain.md` §6).
public struct TeamRules: Hashable, Sendable {
    /// The lines.
    public var lines: Set<InvestigationLine>
    /// By when each must be named, from the diagnosis.
    public var named: Clock
}

/// Who counts as immune: whoever recovered from the disease before the exposure, and whoever by then had completed one of the courses of
/// ``CommunityRules/courses``, its doses judged by number, gaps and age.
public struct ImmunityRules: Hashable, Sendable {
    /// Least days from the last dose of the course to the first exposure.
    public var after: Days
    /// The courses that protect, by key.
    public var courses: Set<String>
    /// Whether recovery from the disease counts.
    public var recovered: Bool
}

/// What holds in isolation sites (`domain.md` §2.3 rule 5, §2.4).
public struct IsolationSiteRules: Hashable, Sendable {
    /// Whether each person has a room.
    public var onePersonPerRoom: Bool
    /// Floors above and below a person found positive whose occupants begin again; nil: nobody does.
    public var restartFloors: Int?
    /// Whether a positive sample of the shared environment makes the whole site begin again.
    public var restartSiteOnEnvironment: Bool
    /// Rooms to be kept ready for 10,000 residents.
    public var roomsPerTenThousand: Int?
    /// Within how long of the order a third, a half and all of the rooms are ready.
    public var readyWithin: [Hours]
}

/// What one territory owes another about people who are with it (协查; `domain.md` §6).
public struct AssistanceRules: Hashable, Sendable {
    /// Send the request for a person who has gone elsewhere, from knowing it.
    public var send: Clock?
    /// Approve a request on its way up or down the line, from its coming there; nil: requests go straight to whom they ask.
    public var approve: Clock?
    /// Check on the spot, from receiving a request.
    public var check: Clock?
    /// Have the person under control, from receiving a request.
    public var control: Clock?
    /// Verify and control people pushed by other systems.
    public var pushed: Clock?
}

/// A drug or vaccine that contacts are offered.
public struct ProphylaxisRule: Hashable, Sendable {
    /// What it is.
    public var agent: LocalizedText
    /// Contacts of which degrees are offered it.
    public var degrees: Set<ContactDegree>
    /// Up to how long after the exposure it helps.
    public var within: Hours
}
