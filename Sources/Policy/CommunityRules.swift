import Vocabulary

/// Measure 9: grids, teams, visits, vaccination and the vulnerable (`domain.md` §10.3–10.4, §11).
public struct CommunityRules: Hashable, Sendable {
    /// Households of a grid.
    public var grid: Between?
    /// Households of a micro-grid.
    public var microGrid: Between?
    /// Who works in a grid.
    public var gridTeam: Set<TeamMember>
    /// Who answers for a person held at home.
    public var homeTeam: Set<TeamMember>
    /// Name that team, from when somebody is held at home.
    public var teamWithin: Clock?
    /// Checks of a person held at home on each day.
    public var checksPerDay: Int
    /// Bring what people held at home need, at least once in so many days.
    public var deliverEvery: Days?
    /// Seal the door of a person held at home, from the beginning.
    public var doorSeal: Clock?
    /// Put every household into exactly one grid, from when it is not.
    public var gridMap: Clock?
    /// How the head of a grid is on duty.
    public var gridDuty: CommandRules.DutyRules?
    /// Knock at every door of a grid, from the order.
    public var doorKnock: Clock?
    /// Follow up a resident's or self report.
    public var reports: Clock?
    /// Days between calls on vulnerable people.
    public var vulnerableEvery: Days?
    /// Who counts as vulnerable.
    public var vulnerable: Set<VulnerableGroup>
    /// A dose that has become due, from the day the policy's interval is over.
    public var vaccinate: Clock?
    /// Courses of vaccination by key.
    public var courses: [String: Course]
    /// Booster after a full course.
    public var booster: Booster?
    /// Who comes first.
    public var vaccinationFirst: Set<VaccinationPriority>
    /// Whom the public calls.
    public var hotline: LocalizedText?

    /// People of a team.
    public enum TeamMember: String, CaseIterable, Sendable {
        case gridHead, police, health, party, official, townshipLeader, villageCadre, groupLeader, relative, volunteer
    }

    /// Vulnerable people.
    public enum VulnerableGroup: String, CaseIterable, Sendable {
        case elderlyAlone, over80, chronicallyIll, pregnant, disabled, childAlone, dialysis
    }

    /// A course of vaccination.
    public struct Course: Hashable, Sendable {
        /// Its name.
        public var label: LocalizedText
        /// Doses of the full course.
        public var doses: Int
        /// Least days between one dose and the next.
        public var gaps: [Days]
        /// Most days from the first dose to each later one, where the edition says so.
        public var latest: [Days]
        /// Least age in years.
        public var minAge: Int
    }

    /// A booster after a full course.
    public struct Booster: Hashable, Sendable {
        /// Least days after the full course.
        public var after: Days
        /// Least age in years.
        public var minAge: Int
        /// Whether a different product may follow.
        public var otherProduct: Bool
    }

    /// Who comes first.
    public enum VaccinationPriority: String, CaseIterable, Sendable {
        case children3to11, over60, over80, highRiskPosts, contacts, contactsOfContacts, healthWorkers
    }
}
