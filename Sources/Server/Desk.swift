import Foundation
import Operations
import Register
import Vocabulary

import struct Exchange.ReportCard

/// Who is looking: the account, its session and what its roles allow.
struct Viewer: Sendable {
    let account: Account
    let session: Session
    let permissions: Set<Permission>

    init(account: Account, session: Session) {
        self.account = account
        self.session = session
        permissions = Permissions.of(account.grants.map(\.role))
    }

    /// The territory that opens.
    var home: TerritoryCode? { account.grants.first?.territory }

    /// Whether a territory lies within one of the grants.
    func covers(_ territory: TerritoryCode) -> Bool { account.grants.contains { $0.territory.contains(territory) } }
}

/// What the pages ask of the floors below: one operation a page or act, each told who asks and through which lens.
///
/// Every operation answers only within the asker's scope; a person outside it is nil, as is one who does not exist.
struct Desk: Sendable {
    /// The operating clock.
    var now: @Sendable () -> Instant
    /// The zone of the province's days.
    var zone = CivilZone.shanghai
    /// Who the people are, of a demo.
    var demo: Console.Demo.People?
    /// Where the guided tour leads; nil where there is none.
    var tour: Tour.Places?
    /// Whether someone may see a person.
    var sees: @Sendable (Viewer, PersonID) async throws -> Bool = { _, _ in true }

    /// What the deployment calls things by their keys: posts and courses of the policy, the accounts of a demo.
    var labels: @Sendable () -> [String: LocalizedText] = { [:] }

    var territoryName: @Sendable (TerritoryCode) async throws -> LocalizedText?
    /// What the territory menu offers: those above within scope, this one, those directly below.
    var territoryChoices: @Sendable (Viewer, TerritoryCode) async throws -> [(code: TerritoryCode, name: LocalizedText)]

    var home: @Sendable (Viewer, Lens, WorklistQuery) async throws -> HomePage.Content
    var situation: @Sendable (Viewer, Lens) async throws -> SituationPage.Content
    var epidemic: @Sendable (Viewer, Lens) async throws -> EpidemicPage.Content
    var reports: @Sendable (Viewer, Lens, IssuedReport.Sort, _ movements: Bool) async throws -> ReportsPage.Content
    var report: @Sendable (Viewer, Lens, Int64) async throws -> ReportPage.Content?
    /// Files a draft, another version or a signature; answers with the report's number.
    var writeReport: @Sendable (Viewer, Lens, ReportSubmission) async throws -> Int64
    var target: @Sendable (Viewer, Lens, TargetLight.Target) async throws -> TargetPage.Content
    var list: @Sendable (Viewer, Lens, ListQuery) async throws -> ListPage.Content
    /// The rows of a list on their way into a file, page by page.
    var export: @Sendable (Viewer, Lens, ListQuery) async throws -> AsyncThrowingStream<[ExportedListRow], any Error>
    var search: @Sendable (Viewer, String) async throws -> SearchPage.Content
    var person: @Sendable (Viewer, Lens, PersonID) async throws -> PersonPage.Content?
    /// The whole identity, after writing the purpose to the audit.
    var reveal: @Sendable (Viewer, PersonID, _ purpose: String) async throws -> (tag: PersonTag, identity: Identity)?

    /// The report card of a person's case, after writing the purpose to the audit; nil if the person is no case.
    var reportCard: @Sendable (Viewer, PersonID, _ purpose: String) async throws -> (tag: PersonTag, card: ReportCard)?

    /// The notice of a person's last release, after writing the purpose to the audit; nil where nobody let them go.
    var releaseNotice: @Sendable (Viewer, PersonID, _ purpose: String) async throws -> ReleaseNoticeShown? = { _, _, _ in nil }

    var form: @Sendable (Viewer, FormRequest) async throws -> FormContext?
    var submit: @Sendable (Viewer, Submission) async throws -> SubmissionOutcome
    var undo: @Sendable (Viewer, FactID) async throws -> Subject?

    /// Things of a kind, and one of them.
    var things: @Sendable (Viewer, Lens, ThingsQuery) async throws -> ThingsPage.Content
    var thing: @Sendable (Viewer, Lens, Subject) async throws -> ThingPage.Content?
    /// What a form about a thing needs to know; nil where there is none for the one who asks.
    var thingForm: @Sendable (Viewer, ThingFormRequest) async throws -> ThingFormContext?
    var submitThing: @Sendable (Viewer, ThingSubmission) async throws -> ThingOutcome

    /// Measure 1: the overview, a round, the laboratory, what is done about tubes.
    var testing: @Sendable (Viewer, Lens) async throws -> TestingPage.Content = { _, _ in throw Refusal.notFound }
    var round: @Sendable (Viewer, Lens, Reference<ScreeningRound>) async throws -> RoundPage.Content? = { _, _, _ in nil }
    var laboratory: @Sendable (Viewer, Lens) async throws -> LaboratoryPage.Content = { _, _ in throw Refusal.notFound }
    var submitTubes: @Sendable (Viewer, TubeSubmission) async throws -> TubeAnswer = { _, _ in throw Refusal.notFound }
    /// What stands over the door of a place, for strangers; nil for no such place.
    var door: @Sendable (Int64) async throws -> String? = { _ in nil }
    /// Lets a stranger in (or out) by name and telephone number.
    var passDoor: @Sendable (Int64, _ name: String, _ phone: String, _ isEntering: Bool) async throws -> DoorPassage = { _, _, _, _ in .refused }
    /// Measure 4: registration, entry codes, checkpoints.
    var arrivals = ArrivalsDesk()
    /// The network of a territory, or of the chain in which a person is a case.
    var network: @Sendable (Viewer, Lens, PersonID?, _ isNamed: Bool) async throws -> NetworkPage.Content = { _, _, _, _ in throw Refusal.notFound }
    /// Records that may be of one person.
    var duplicates = DuplicatesDesk()
    /// Photographs of findings.
    var photographs = PhotographDesk()
    /// What a zone would do; nil where the viewer does not hold its members.
    var zoneImpact: @Sendable (Viewer, ZoneLevel, [TerritoryCode]) async throws -> ThingPanel? = { _, _, _ in nil }

    /// Measure 9: grids and households, a round of calls, a call at a door; the page for everybody.
    var community: @Sendable (Viewer, Lens) async throws -> CommunityPage.Content = { _, _ in throw Refusal.notFound }
    var doorRound: @Sendable (Viewer, Lens, Reference<DoorRound>) async throws -> DoorsPage.Content? = { _, _, _ in nil }
    var callAtDoor: @Sendable (Viewer, DoorCall) async throws -> Void = { _, _ in throw Refusal.notFound }
    /// Doors of people isolated at home, reports of residents, and what one tap says at either.
    var homeDoors: @Sendable (Viewer, Lens) async throws -> HomeDoorsPage.Content = { _, _ in throw Refusal.notFound }
    var selfReports: @Sendable (Viewer, Lens, SelfReportsPage.Filter) async throws -> SelfReportsPage.Content = { _, _, _ in throw Refusal.notFound }
    var tap: @Sendable (Viewer, DoorTapped) async throws -> SubmissionOutcome = { _, _ in throw Refusal.notFound }
    var publicPage: @Sendable (TerritoryCode?) async throws -> PublicPage.Content = { _ in throw Refusal.notFound }
    /// Takes what a stranger reports of themselves.
    var takeSelfReport: @Sendable (SelfReportSent) async throws -> Void = { _ in throw Refusal.notFound }
    var countPublicView: @Sendable (CivilDate) async -> Void = { _ in }
    var publicReach: @Sendable (CivilDate) async throws -> [(day: CivilDate, views: Int)] = { _ in [] }
    /// One measure of a territory by part and day, and the duties behind a figure of it, after a person's number.
    var course: @Sendable (Viewer, Lens, Measure) async throws -> MeasureCourse = { _, _, _ in throw Refusal.notFound }
    var duties: @Sendable (Viewer, Lens, Measure, CountedDuties, Int64?) async throws -> MeasureDutiesPage.Content = { _, _, _, _, _ in
        throw Refusal.notFound
    }
    /// What control cost, beside the targets.
    var cost: @Sendable (Viewer, Lens) async throws -> (cost: CostOfControl, lights: [TargetLight]) = { _, _ in throw Refusal.notFound }
    /// Measure 10: leaders, plans, who was responsible at a moment.
    var supervision: @Sendable (Viewer, Lens) async throws -> SupervisionPage.Content = { _, _ in throw Refusal.notFound }
    /// Hospitals and isolation sites of a territory, how full they are, who waits for a room there.
    var candidates: @Sendable (Viewer, PersonID) async throws -> CandidatesPage.Content? = { _, _ in nil }
    var recordContacts: @Sendable (Viewer, ContactDecision, String) async throws -> (count: Int, new: Int) = { _, _, _ in throw Refusal.notFound }
    /// Whom another territory can be asked about from a person's page, and the asking; answers with the request.
    var assistance: @Sendable (Viewer, PersonID) async throws -> AssistancePage.Content? = { _, _ in nil }
    /// The four clears of the territory looked at or of a case, with who breaks one of them.
    var clears: @Sendable (Viewer, Lens, PersonID?, FourClears.Clear?) async throws -> ClearsPage.Content? = { _, _, _, _ in nil }
    /// The investigation of a case: what is known, a text read, what of it is confirmed, a source more.
    var investigation: @Sendable (Viewer, PersonID) async throws -> InvestigationPage.Content? = { _, _ in nil }
    var narrative: @Sendable (Viewer, PersonID, String) async throws -> NarrativePage.Content? = { _, _, _ in nil }
    var confirmInvestigation: @Sendable (Viewer, PersonID, ConfirmedInvestigation, String) async throws -> InvestigationOutcome = { _, _, _, _ in
        throw Refusal.notFound
    }
    var addSource: @Sendable (Viewer, PersonID, Int64, TrajectoryPoint.Source, String) async throws -> Void = { _, _, _, _, _ in
        throw Refusal.notFound
    }
    /// Names who works on a case for a line of its team.
    var assignTeam: @Sendable (Viewer, PersonID, TeamAssignment, String) async throws -> Void = { _, _, _, _ in throw Refusal.notFound }
    /// Where between two ends nobody has a contact.
    var gaps: @Sendable (Viewer, Lens) async throws -> GapsPage.Content = { _, _ in throw Refusal.notFound }
    var sendAssistance: @Sendable (Viewer, AssistanceLetter, String) async throws -> Subject = { _, _, _ in throw Refusal.notFound }
    var beds: @Sendable (Viewer, Lens) async throws -> BedsPage.Content = { _, _ in throw Refusal.notFound }

    /// The four alls and the four earlies of a territory; who of a group is missing, nil for a group the policy does not ask.
    var treatment: @Sendable (Viewer, Lens) async throws -> TreatmentPage.Content = { _, _ in throw Refusal.notFound }
    var missing: @Sendable (Viewer, Lens, FourAlls.Ask, String) async throws -> MissingPage.Content? = { _, _, _, _ in nil }
    /// People on their way between places, and the door of one; nil where there is none for the one who asks.
    var transfers: @Sendable (Viewer, Lens) async throws -> TransfersPage.Content = { _, _ in throw Refusal.notFound }
    var intake: @Sendable (Viewer, Reference<StaySite>) async throws -> IntakePage.Content? = { _, _ in nil }

    var imports: @Sendable (Viewer) async throws -> ImportPage.Content
    /// Takes over the file and begins its dry run; answers with the run's opaque name.
    var startImport: @Sendable (Viewer, ImportKind, _ name: String, URL, _ notes: [LocalizedText], LookBackList?) async throws -> String
    /// What is asked beside a file that is handed in for an order to look back; nil where the reader may not.
    var lookBackUpload: @Sendable (Viewer, Reference<LookBackOrder>) async throws -> LookBackUploadPage.Content? = { _, _ in nil }
    var importRun: @Sendable (Viewer, String) async throws -> ImportRunPage.Content?
    /// Reads the file anew as chosen and repeats the dry run.
    var remapImport: @Sendable (Viewer, String, ImportChoices) async throws -> Void
    var commitImport: @Sendable (Viewer, String) async throws -> Void
    var importErrors: @Sendable (Viewer, String) async throws -> AsyncThrowingStream<String, any Error>?

    var quality: @Sendable (Viewer, Lens) async throws -> DataQualityPage.Content
    /// Whom a check found, after a person's number.
    var qualityRows: @Sendable (Viewer, Lens, _ check: String, _ after: Int64?) async throws -> QualityRowsPage.Content?
    var handOver: @Sendable (Viewer, Lens, _ since: Instant?) async throws -> HandOverPage.Content
    /// `counting` asks who is affected by what differs, which takes as long as deriving everyone in scope twice.
    var policy: @Sendable (Viewer, _ edition: String?, _ against: String?, _ counting: Bool) async throws -> PolicyPage.Content?
    /// What putting an edition into force would do, and doing it once under a key.
    var adoption: @Sendable (Viewer, AdoptionPage.Query, _ counting: Bool) async throws -> AdoptionPage.Content = { _, _, _ in throw Refusal.notFound
    }
    var adopt: @Sendable (Viewer, AdoptionPage.Query, _ key: String) async throws -> Void = { _, _, _ in throw Refusal.notFound }
    /// What an edited policy would do; asks for what is not yet simulated, unless stopped.
    var whatIf: @Sendable (Viewer, TerritoryCode, WhatIfQuery) async throws -> WhatIfPage.Content
    /// How far the search for the cheapest policy has come; begins it.
    var cheapest: @Sendable (Viewer, TerritoryCode, CheapestQuery) async throws -> CheapestPage.Content = { _, _, _ in throw Refusal.notFound }
    /// Stops simulating for someone.
    var stopWhatIf: @Sendable (Viewer) -> Void
    /// The edited policy as an overlay, ready to be adopted, with its file's name.
    var draftPolicy: @Sendable (Viewer, TerritoryCode, WhatIfQuery) async throws -> (name: String, yaml: String)
    var users: @Sendable (Viewer) async throws -> UsersPage.Content
    var createUser: @Sendable (Viewer, NewUser) async throws -> Account
    var setDisabled: @Sendable (Viewer, _ account: Int64, Bool) async throws -> Void
    var audit: @Sendable (Viewer, AuditFilter) async throws -> AuditPage.Content
    var verifyAudit: @Sendable (Viewer) async throws -> AuditPage.Verdict

    /// What keeps the console from working, in a line each; empty when it is ready.
    var obstacles: @Sendable () async -> [String]
}

/// How a file to be imported is to be read.
struct ImportChoices: Sendable {
    /// Fields by the position of their column.
    var fields: [Int: String] = [:]
    /// What values are to be read as, by the position of their column and their own in it; nil where they are refused.
    var meanings: [Int: [Int: String?]] = [:]
    /// A saved mapping to be used instead.
    var use: String?
    /// The name under which the mapping is to be saved.
    var saveAs: String?
    /// The earlier import whose numbers for people the file goes on.
    var continues: String?
}

/// Which form is opened: for whom, from which obligation, about which entry.
struct FormRequest: Sendable {
    var kind: FormKind
    var person: PersonID?
    var obligations: [String] = []
    var entry: FactID?
    /// Somebody of the register, chosen in place of one to be entered.
    var known: PersonID?
}

/// Someone to be given an account.
struct NewUser: Sendable {
    var userName: String
    var displayName: String
    var grant: Account.Grant
}

/// Why an operation did not do what was asked, in words for the reader.
enum Refusal: Error, Sendable {
    /// No such thing within the reader's scope.
    case notFound
    /// The law of the thing, or the role, forbids.
    case forbidden(LocalizedText)
    /// Somebody else changed it since the form was opened.
    case stale(mine: LocalizedText, theirs: LocalizedText, by: String)
    /// Something in the form cannot be.
    case invalid(field: String?, LocalizedText)
}
