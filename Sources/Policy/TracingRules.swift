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
