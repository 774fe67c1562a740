import Vocabulary

/// How well contacts are traced: the indicators of the contact-tracing playbooks (Resolve to Save Lives 2020; WHO, *Contact tracing and quarantine*,
/// 2022), as shares of what is known by now.
public struct TracingIndicators: Hashable, Sendable {
    /// What is known of a case's tracing.
    public struct TracedCase: Hashable, Sendable {
        /// When its specimen was taken.
        public var specimenTaken: Instant?
        /// When it was reported.
        public var reported: Instant?
        /// When it was interviewed.
        public var interviewed: Instant?
        /// When it was isolated.
        public var isolated: Instant?
        /// Whether it was a known contact before.
        public var wasContact: Bool
        /// Whether it was in quarantine when found.
        public var wasQuarantined: Bool
        /// Whether its source is known.
        public var hasSource: Bool
        /// How many contacts it named.
        public var contacts: Int

        /// A case as it was traced.
        public init(
            specimenTaken: Instant? = nil, reported: Instant? = nil, interviewed: Instant? = nil, isolated: Instant? = nil,
            wasContact: Bool = false, wasQuarantined: Bool = false, hasSource: Bool = false, contacts: Int = 0
        ) {
            self.specimenTaken = specimenTaken
            self.reported = reported
            self.interviewed = interviewed
            self.isolated = isolated
            self.wasContact = wasContact
            self.wasQuarantined = wasQuarantined
            self.hasSource = hasSource
            self.contacts = contacts
        }
    }

    /// What is known of a contact.
    public struct TracedContact: Hashable, Sendable {
        /// When the case named it.
        public var named: Instant
        /// When its case was confirmed.
        public var caseConfirmed: Instant?
        /// When it was notified.
        public var notified: Instant?
        /// When its quarantine began.
        public var quarantined: Instant?
        /// First symptoms while followed up.
        public var symptomatic: Instant?
        /// When it was then examined.
        public var evaluated: Instant?
        /// Days of follow-up that were due by now.
        public var followUpsDue: Int
        /// Those of them that were done.
        public var followUpsDone: Int
        /// Whether it was lost.
        public var isLost: Bool

        /// A contact as it was traced.
        public init(
            named: Instant, caseConfirmed: Instant? = nil, notified: Instant? = nil, quarantined: Instant? = nil, symptomatic: Instant? = nil,
            evaluated: Instant? = nil, followUpsDue: Int = 0, followUpsDone: Int = 0, isLost: Bool = false
        ) {
            self.named = named
            self.caseConfirmed = caseConfirmed
            self.notified = notified
            self.quarantined = quarantined
            self.symptomatic = symptomatic
            self.evaluated = evaluated
            self.followUpsDue = followUpsDue
            self.followUpsDone = followUpsDone
            self.isLost = isLost
        }
    }

    /// How long each step may take. The clocks are the policy's.
    public struct Clocks: Hashable, Sendable {
        /// Specimen to report.
        public var report: Span
        /// Report to interview and isolation.
        public var interview: Span
        /// Naming to notification.
        public var notification: Span
        /// Naming to quarantine.
        public var contactQuarantine: Span
        /// Confirmation of the case to quarantine of its contacts.
        public var quarantine: Span
        /// Symptoms of a contact to examination.
        public var evaluation: Span

        /// The six clocks.
        public init(report: Span, interview: Span, notification: Span, contactQuarantine: Span, quarantine: Span, evaluation: Span) {
            self.report = report
            self.interview = interview
            self.notification = notification
            self.contactQuarantine = contactQuarantine
            self.quarantine = quarantine
            self.evaluation = evaluation
        }
    }

    /// Specimen to report.
    public let report: Timeliness
    /// Report to interview.
    public let interview: Timeliness
    /// Report to isolation.
    public let isolation: Timeliness
    /// Naming to notification.
    public let notification: Timeliness
    /// Naming to quarantine.
    public let quarantine: Timeliness
    /// Confirmation of the case to quarantine of the contact.
    public let quarantineAfterConfirmation: Timeliness
    /// Symptoms to examination.
    public let evaluation: Timeliness
    /// Cases that were interviewed.
    public let interviewed: Proportion
    /// Cases for whom contacts were named.
    public let withContacts: Proportion
    /// Cases that were known contacts.
    public let amongContacts: Proportion
    /// Cases found among quarantined contacts.
    public let amongQuarantined: Proportion
    /// Cases without a known source.
    public let withoutSource: Proportion
    /// Contacts for each case; nil without cases.
    public let contactsPerCase: Double?
    /// Follow-up days that were kept.
    public let followUps: Proportion
    /// Contacts that were lost.
    public let lost: Proportion

    /// The indicators as of `now`.
    public init(cases: [TracedCase], contacts: [TracedContact], clocks: Clocks, now: Instant) {
        func caseSteps(_ from: KeyPath<TracedCase, Instant?>, _ to: KeyPath<TracedCase, Instant?>) -> [Timeliness.Step] {
            cases.compactMap { traced in traced[keyPath: from].map { Timeliness.Step(start: $0, done: traced[keyPath: to]) } }
        }
        func contactSteps(_ from: (TracedContact) -> Instant?, _ to: KeyPath<TracedContact, Instant?>) -> [Timeliness.Step] {
            contacts.compactMap { contact in from(contact).map { Timeliness.Step(start: $0, done: contact[keyPath: to]) } }
        }
        report = Timeliness(caseSteps(\.specimenTaken, \.reported), clock: clocks.report, now: now)
        interview = Timeliness(caseSteps(\.reported, \.interviewed), clock: clocks.interview, now: now)
        isolation = Timeliness(caseSteps(\.reported, \.isolated), clock: clocks.interview, now: now)
        notification = Timeliness(contactSteps({ $0.named }, \.notified), clock: clocks.notification, now: now)
        quarantine = Timeliness(contactSteps({ $0.named }, \.quarantined), clock: clocks.contactQuarantine, now: now)
        quarantineAfterConfirmation = Timeliness(contactSteps({ $0.caseConfirmed }, \.quarantined), clock: clocks.quarantine, now: now)
        evaluation = Timeliness(contactSteps({ $0.symptomatic }, \.evaluated), clock: clocks.evaluation, now: now)
        interviewed = Proportion(cases.count { $0.interviewed.map { $0 <= now } ?? false }, of: cases.count)
        withContacts = Proportion(cases.count { $0.contacts > 0 }, of: cases.count)
        amongContacts = Proportion(cases.count { $0.wasContact }, of: cases.count)
        amongQuarantined = Proportion(cases.count { $0.wasContact && $0.wasQuarantined }, of: cases.count)
        withoutSource = Proportion(cases.count { !$0.hasSource }, of: cases.count)
        contactsPerCase = cases.isEmpty ? nil : Double(cases.reduce(0) { $0 + $1.contacts }) / Double(cases.count)
        followUps = Proportion(contacts.reduce(0) { $0 + $1.followUpsDone }, of: contacts.reduce(0) { $0 + $1.followUpsDue })
        lost = Proportion(contacts.count { $0.isLost }, of: contacts.count)
    }
}
