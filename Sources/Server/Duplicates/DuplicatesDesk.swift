import Operations
import Register
import Vocabulary

/// What the pages ask about records that may be of one person: who is probably meant, two side by side, merging and taking apart, the pairs of a search.
struct DuplicatesDesk: Sendable {
    /// The record that stands for a person the viewer sees; nil for nobody they see.
    var bearer: @Sendable (Viewer, PersonID) async throws -> PersonID? = { _, person in person }
    /// Who in the viewer's scope may be the one being typed in.
    var matches: @Sendable (Viewer, PersonRecord) async throws -> [MatchesPage.Match] = { _, _ in [] }
    /// Two records side by side; nil where the viewer does not see both.
    var compare: @Sendable (Viewer, PersonID, PersonID) async throws -> ComparisonContent? = { _, _, _ in nil }
    /// The records merged into a person's.
    var merges: @Sendable (Viewer, PersonID) async throws -> [StandingMerge] = { _, _ in [] }
    /// Records a decision about two records; answers with its entry.
    var decide: @Sendable (Viewer, SamenessDecision) async throws -> FactID = { _, _ in throw Refusal.notFound }
    /// Takes one back.
    var takeBack: @Sendable (Viewer, FactID, _ reason: String, _ key: String) async throws -> Void = { _, _, _, _ in throw Refusal.notFound }
    /// Searches for likely pairs.
    var runs: @Sendable (Viewer, Lens) async throws -> DuplicateRunsContent = { _, _ in DuplicateRunsContent(runs: [], orders: []) }
    /// Begins one over a territory, or over those whom an order to look back called.
    var start: @Sendable (Viewer, TerritoryCode, _ order: Int64?) async throws -> String = { _, _, _ in throw Refusal.notFound }
    var run: @Sendable (Viewer, String) async throws -> DuplicateRuns.Sight? = { _, _ in nil }
    /// The first undecided pair of a search from a place on, going one way; nil where there is none.
    var pair: @Sendable (Viewer, String, _ from: Int, _ step: Int) async throws -> (place: Int, content: ComparisonContent)? = { _, _, _, _ in nil }
}

/// What somebody decided about two records.
struct SamenessDecision: Codable, Sendable {
    /// The record that stands for the person where they are one.
    var standing: Int64
    /// The record that gives way.
    var other: Int64
    var isSame: Bool
    var reason: String
    /// The same key twice decides once.
    var key: String
}

/// Two records, as pages name their persons.
struct ComparisonContent: Sendable {
    var comparison: RecordComparison
    var tags: [PersonTag]
    var residences: [LocalizedText?]
}
