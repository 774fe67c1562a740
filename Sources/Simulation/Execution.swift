import Policy
import Vocabulary

/// How well and how fast the rules are carried out, apart from what they say.
///
/// The defaults are for a province that has prepared itself; each says where it comes from. Where the policy sets a clock, the delay is the
/// clock times ``lateness``; where it sets none, the hours given here. Values measured by a scorecard can be put in their place.
public struct Execution: Hashable, Sendable {
    /// Chance that somebody with symptoms sees a doctor where tests are to be had. Assumed.
    public var careSeeking = 0.6
    /// Days from onset to that visit. Passive detection in Shenzhen took 4.6 days in the mean (Bi 2020); fever clinics of 2022 less: assumed.
    public var onsetToCare = DiseaseProfile.Distribution(.gamma, mean: 2, deviation: 1.5)
    /// Actual time as a multiple of each clock of the policy. 1: what is due is done when it is due.
    public var lateness = 0.7
    /// Hours where the policy sets no clock: to a result, to isolation, to the list of contacts, to control of a contact.
    public var hoursWithoutClock = (result: 24.0, isolation: 24.0, list: 48.0, control: 24.0)
    /// Share of contacts in each setting that an investigation finds. Household nearly all; strangers by place codes. Assumed.
    public var elicited: [ContactSetting: Double] = [
        .household: 0.98, .classroom: 0.97, .workplace: 0.93, .care: 0.95, .ward: 0.95, .meal: 0.85, .entertainment: 0.75, .enclosedSpace: 0.4,
        .venue: 0.4, .transport: 0.5, .other: 0.6, .environment: 0.9,
    ]
    /// Contacts whom the tracers of a territory reach in a day, for 100,000 residents; whoever is named beyond that is left to themselves. Nil: all of
    /// them are reached.
    public var tracedPerDay: Double?
    /// Acquaintances and strangers met in a day who would count as contacts, by layer. Shanghai 18.8 and Wuhan 14.6 contacts a day before
    /// measures (Zhang 2020), households, classes and teams included; the rest is divided by guess.
    public var contactsPerDay: [Layer: Double] = [.social: 2.5, .venue: 3, .gathering: 0.8, .transport: 1.5]
    /// Share of people who keep to a mode of control. Assumed.
    public var adherence: [ControlMode: Double] = [
        .hospital: 1, .central: 0.995, .homeIsolation: 0.9, .homeMonitoring: 0.7, .workAndHome: 0.8, .selfMonitoring: 0.3,
    ]
    /// Share of residents of a sealed zone who stay at home. Assumed.
    public var stayHome = 0.9
    /// Share of the due tests that are taken: of people under control, of post holders, of residents in a round. Assumed.
    public var testCoverage = (control: 0.98, post: 0.95, round: 0.96)
    /// Share of the usual number of visitors at the usual limit of an enclosed place: at 60 % of the rated capacity a limit of 50 % takes off
    /// a sixth. Assumed.
    public var usualOccupancy = 0.6
    /// Share of transmissions that masks prevent where a place's measures ask for them. Assumed.
    public var maskEffect = 0.4
    /// Sensitivity of a pooled test relative to a single one. Assumed.
    public var poolSensitivity = 0.95
    /// Potential transmissions of an unrecognised patient during a stay in a ward. Assumed.
    public var wardTransmissions = 1.0
    /// Share of transmissions in a ward that protection prevents once the patient is recognised. Assumed.
    public var wardProtection = 0.97
    /// Rooms on a floor of an isolation site and in a site, for whom one infects there and who begins again when somebody is found infected. Assumed: a
    /// hotel of ten floors.
    public var roomsPerFloor = 20, roomsPerSite = 200
    /// Potential transmissions in an isolation site of somebody infected who would spend the whole of the infection there unrecognised. The hotels of
    /// Australia and New Zealand let 6.1 (4.0–8.3) infections out for 1,000 infected travellers (Grout 2021, doi:10.5694/mja2.51240), which stands for
    /// ``siteStaffShare`` of them; that there are two among those held for one among the staff is assumed.
    public var siteTransmissions = 0.02
    /// Share of those that meet staff, not others who are held there. Assumed.
    public var siteStaffShare = 1.0 / 3
    /// Share of those whose posts are in a closed loop who keep to it. Assumed.
    public var closedLoop = 0.98
    /// How often a swab of shared surfaces is positive when somebody is found infected in an isolation site. Assumed: of surfaces near the infected a
    /// third are (Jiang 2020, doi:10.3201/eid2609.201435), shared ones are far from them and disinfected.
    public var surfacePositive = 0.02
    /// Tubes that laboratories run in a day, for 100,000 residents; what is taken beyond that waits its turn. Nil: as many as there are.
    public var tubesPerDay: Double?
    /// Key places for 1,000 residents, and gatherings held a day for 1,000 residents: for the costs of closing and refusing. Assumed.
    public var placesPerThousand = 4.0, gatheringsPerThousand = 0.5
    /// Share of applications for a gathering that are approved. Assumed.
    public var approved = 0.7
    /// Share of gatherings that are held though they may not be. Assumed.
    public var defiance = 0.1

    /// Vaccinations during the days simulated.
    public var campaigns: [Campaign] = []

    /// A campaign: the share of residents of some ages who have had a dose rises evenly from what it was to what it reaches.
    public struct Campaign: Hashable, Sendable {
        /// Whether it gives boosters, or full courses.
        public var isBooster: Bool
        /// Ages in years, both included.
        public var ages: ClosedRange<Int>
        /// First and last day, from 0.
        public var days: ClosedRange<Int>
        /// The share that have had the dose when it ends.
        public var reaches: Double
        /// Days from the dose to what it does. 14 unless said otherwise, as counted in most studies of effectiveness.
        public var delay: Int

        /// A campaign that reaches a share of some ages.
        public init(isBooster: Bool, ages: ClosedRange<Int> = 0...120, days: ClosedRange<Int>, reaches: Double, delay: Int = 14) {
            self.isBooster = isBooster
            self.ages = ages
            self.days = days
            self.reaches = reaches
            self.delay = delay
        }
    }

    /// The defaults.
    public init() {}

    /// Equal when all values are.
    public static func == (left: Execution, right: Execution) -> Bool {
        left.numbers == right.numbers && left.onsetToCare == right.onsetToCare && left.campaigns == right.campaigns
    }

    /// Hashes all values.
    public func hash(into hasher: inout Hasher) { hasher.combine(numbers) }

    /// All values in a fixed order, as text: what makes two executions the same in a file.
    public var digest: String { "\(numbers)|\(onsetToCare)|\(campaigns)" }

    private var numbers: [Double] {
        var list = [
            careSeeking, lateness, hoursWithoutClock.result, hoursWithoutClock.isolation, hoursWithoutClock.list, hoursWithoutClock.control, stayHome,
            testCoverage.control, testCoverage.post, testCoverage.round, usualOccupancy, maskEffect, poolSensitivity, wardTransmissions,
            wardProtection,
            placesPerThousand, gatheringsPerThousand, approved, defiance, Double(roomsPerFloor), Double(roomsPerSite),
            siteTransmissions, siteStaffShare, closedLoop, surfacePositive, tracedPerDay ?? -1, tubesPerDay ?? -1,
        ]
        list += ContactSetting.allCases.map { elicited[$0] ?? 0 }
        list += Layer.allCases.map { contactsPerDay[$0] ?? 0 }
        list += ControlMode.allCases.map { adherence[$0] ?? 0 }
        return list
    }
}
