import Policy
import Register
import Vocabulary

/// Hunan on 19 March 2022, 10:00, as the province stated it: sporadic infections among people returned from other provinces in six cities
/// (湘潭 长沙 岳阳 邵阳 怀化 永州), 15 local confirmed cases in hospital, 18 asymptomatic infections, all imported from abroad.
///
/// Behind these figures stands a generated world of more than twenty thousand invented people: the cases' contacts and contacts of contacts in
/// the ratio of Changsha that month (216 and 145 for each local case, `domain.md` §14), arrivals of every risk since 26 February, holders of
/// high-risk posts in all fourteen prefectures. Days and clocks are those of the policy passed in; most duties were met in time, some late, some
/// are overdue at this moment, and counties differ.
///
/// ``surprise()`` and ``tour()`` lead to people worth seeing.
public struct HunanMarch2022: World {
    /// Title of the scenario.
    public let title = LocalizedText(zh: "湖南 2022年3月19日10时", en: "Hunan, 19 March 2022, 10:00")
    /// 19 March 2022, 10:00 in China.
    public let moment: Instant
    /// The key of the scenario on the command line, which is also the policy's.
    public static let key = "hunan-2022-03"

    let gazetteer: Gazetteer
    let policy: Policy
    let seed: UInt64

    /// The scenario.
    ///
    /// - Parameters:
    ///   - gazetteer: The territories of Hunan, counties and townships included.
    ///   - policy: The edition in force, `hunan-2022-03`.
    ///   - seed: Another seed invents other people with the same official figures.
    public init(gazetteer: Gazetteer, policy: Policy, seed: UInt64 = 2022) {
        self.gazetteer = gazetteer
        self.policy = policy
        self.seed = seed
        let date = CivilDate(daysSinceEpoch: 19_070)
        moment = policy.zone.instant(date, hour: 10)
    }

    /// The cities with local cases.
    public static let cities: [TerritoryCode] = ["4301", "4303", "4305", "4306", "4311", "4312"].compactMap { TerritoryCode($0) }

    /// Contacts of local cases, in all; the contacts whose stories are told and those who became cases included.
    static let closeContacts = 15 * 216
    /// Contacts of their contacts, in all.
    static let secondaryContacts = 15 * 145

    /// Counties that fall behind, and by how much of their share done in time.
    static let slow = ["430524": 0.055, "430681": 0.045, "431224": 0.05, "430111": 0.03, "431103": 0.025, "430181": 0.03, "431202": 0.02]

    /// Hands over everyone: cases, people of the stories, contacts, contacts of contacts, general contacts, entrants, arrivals, post holders.
    public func forEachPerson(_ body: (InventedPerson) throws -> Void) throws {
        guard let hunan = HunanStage(self) else { return }
        var stage = hunan
        try stage.localCases(body)
        try stage.importedInfections(body)
        try stage.excludedSuspect(body)
        try stage.story(body)
        try stage.closeContacts(body)
        try stage.secondaryContacts(body)
        try stage.looserContacts(body)
        try stage.entrants(body)
        try stage.arrivals(body)
        try stage.postHolders(body)
    }
}

/// The making of the scenario: the general stage with what its parts hand to each other.
struct HunanStage {
    var stage: WorldStage
    let scripts: [CaseScript]
    /// The local cases as their contacts know them, in the order of the scripts.
    var cases: [LocatedCase] = []
    /// The infections imported from abroad.
    var imported: [ImportedInfection] = []
    /// Close contacts of local cases, for those exposed to them.
    var closes: [CloseContact] = []
    /// Secondary contacts already handed over as people of a story.
    var secondariesTold = 0

    /// A local case with what its contacts share.
    struct LocatedCase {
        let number: Int
        let script: CaseScript
        let household: Household
        let diagnosed: Instant
        let onset: CivilDate
    }

    /// A close contact with what its own contacts depend on.
    struct CloseContact {
        let number: Int
        let caseIndex: Int
        let identified: Instant
        let last: CivilDate
        let household: Household
        /// When its first two tests had been reported negative.
        let gate: Instant?
    }

    /// An entrant found infected.
    struct ImportedInfection {
        let number: Int
        let flight: Int
        let diagnosed: Instant
        let row: Int
    }

    /// Nil if the gazetteer lacks the counties of the cases.
    init?(_ scenario: HunanMarch2022) {
        stage = WorldStage(
            policy: scenario.policy, gazetteer: scenario.gazetteer, moment: scenario.moment, seed: scenario.seed, slow: HunanMarch2022.slow)
        let atlas = stage.atlas
        scripts = CaseScript.all.filter { script in TerritoryCode(script.county).map { atlas[$0] != nil } ?? false }
        guard scripts.count == CaseScript.all.count, Flight.county.map({ atlas[$0] != nil }) ?? false else { return nil }
    }

    /// The county of a code in the scripts.
    func county(_ code: String) -> Atlas.County {
        TerritoryCode(code).flatMap { stage.atlas[$0] } ?? stage.atlas.counties[0]
    }
}
