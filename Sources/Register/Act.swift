import Vocabulary

/// That a named person did something a machine cannot see; `happenedAt` is the moment. Acts are evidence.
public struct Act: Hashable, Sendable, Codable {
    /// What was done.
    public var deed: Deed
    /// The case, exposure or arrival it was done for, by its entity number; nil if for the person as such.
    public var concerning: Int64?
    /// How: by telephone, visit, letter, message.
    public var means: Means?
    /// Where the person was found, for `located`.
    public var territory: TerritoryCode?
    /// What a visit or follow-up found.
    public var finding: Finding?
    /// The checks made at entry, for `checked`.
    public var checks: Set<ArrivalCheck>
    /// Who did it, by name or unit, when other than the recorder.
    public var by: String?
    /// The request for assistance under which it was done.
    public var ticket: Reference<AssistanceRequest>?

    /// The deeds that policies ask for.
    public enum Deed: String, CaseIterable, Sendable, Codable {
        /// Reported to the national network.
        case reported
        /// Report audited by the county.
        case audited
        /// Investigators arrived or made first contact.
        case investigationStarted
        /// Core information of the case recorded.
        case coreInformation
        /// Preliminary investigation report handed in.
        case firstReport
        /// Contacts of the case listed.
        case contactsListed
        /// Where the person is has been established.
        case located
        /// The person was told what applies and for how long.
        case notified
        /// Handed over into a vehicle or to a site.
        case handedOver
        /// Checked on entry.
        case checked
        /// Followed up: seen or called about symptoms.
        case followedUp
        /// Home conditions for isolation verified.
        case homeVerified
        /// Prophylaxis or vaccination after exposure given.
        case prophylaxis
        /// Notice of release given.
        case released
        /// Controlled in another territory, confirmed by it.
        case controlledElsewhere
        /// Could not be found.
        case lost
        /// Never came: the record that said so was wrong.
        case notArrived
        /// Food, medicine or whatever was asked for was brought to the door.
        case delivered
        /// The door was sealed or its sensor set.
        case doorSealed
        /// Another territory was asked to find and control the person.
        case assistanceSent
        /// That territory took the request over.
        case assistanceAccepted
    }

    /// How the person was reached.
    public enum Means: String, CaseIterable, Sendable, Codable {
        case visit, telephone, message, letter, onSite
    }

    /// What a follow-up found.
    public enum Finding: String, CaseIterable, Sendable, Codable {
        case well, unwell, notSeen
    }

    /// An act from its parts.
    public init(
        deed: Deed, concerning: Int64? = nil, means: Means? = nil, territory: TerritoryCode? = nil, finding: Finding? = nil,
        checks: Set<ArrivalCheck> = [], by: String? = nil, ticket: Reference<AssistanceRequest>? = nil
    ) {
        self.deed = deed
        self.concerning = concerning
        self.means = means
        self.territory = territory
        self.finding = finding
        self.checks = checks
        self.by = by
        self.ticket = ticket
    }
}
