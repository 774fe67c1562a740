import Vocabulary

/// An edition as it was read: the typed policy, its lines with the places where they are set, and what is questionable about it.
///
/// ```swift
/// let document = try PolicyDocument.read("hunan-2022-03") { key in
///     texts[key].map { PolicySource(file: "policies/\(key).yaml", text: $0) }
/// }
/// document.policy.tracing.close?.totalDays    // 21
/// document.line("tracing.lookback.symptomatic")?.position    // policies/hunan-2022-03.yaml:31:16
/// ```
///
/// Reading is pure: the caller's closure gives the text of an edition; `extends` asks it for the editions below.
public struct PolicyDocument: Hashable, Sendable {
    /// The rules.
    public let policy: Policy
    /// Every line, in the order in which the editions are read; defaults included.
    public let lines: [PolicyLine]
    /// Names of parts that an edition names itself or that are closed choices, by rule key: `testing.posts.market` → 农贸市场.
    public let names: [String: LocalizedText]
    /// Keys of the editions it is made of, the lowest first, itself last.
    public let editions: [String]
    /// What is doubtful or goes beyond the edition below, in the order of the text.
    public let warnings: [PolicyProblem]
    private let index: [String: Int]

    /// The line of a rule key.
    public func line(_ key: String) -> PolicyLine? { index[key].map { lines[$0] } }

    /// What a line is called, with the parts it stands in: “Tracing · look-back · symptomatic”.
    public func title(of key: String) -> LocalizedText {
        let labels = KeyWords.labels(key, names: names)
        return LocalizedText(zh: labels.map(\.zh).joined(separator: " · "), en: labels.map(\.en).joined(separator: " · "))
    }

    /// Reads the edition `id` and those it extends.
    ///
    /// - Parameters:
    ///   - id: Key of the edition; also the name under which `source` is asked for it.
    ///   - known: All keys there are, for suggestions when one is misspelt.
    ///   - source: Gives the text of an edition, or nil if there is none of that key.
    /// - Throws: All problems found, each with its place.
    public static func read(
        _ id: String, known: [String] = [], source: (String) -> PolicySource?
    ) throws(PolicyProblems) -> PolicyDocument {
        let (root, editions) = try merged(id, known: known, source: source)
        let reading = Reading()
        let policy = ValueKind<Policy>.policy.read(root, "", reading)
        var problems = reading.problems
        guard let policy, problems.allSatisfy(\.isWarning) else { throw PolicyProblems(problems: inOrder(problems)) }
        let document = PolicyDocument(policy: policy, reading: reading, editions: editions, warnings: [])
        if policy.territory != nil, editions.count > 1 {
            let base = try read(editions[editions.count - 2], known: known, source: source)
            problems += document.overreach(beyond: base)
        }
        return PolicyDocument(policy: policy, reading: reading, editions: editions, warnings: inOrder(problems))
    }

    private init(policy: Policy, reading: Reading, editions: [String], warnings: [PolicyProblem]) {
        self.policy = policy
        self.lines = reading.lines
        self.names = reading.names
        self.editions = editions
        self.warnings = warnings
        self.index = Dictionary(reading.lines.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Keys that an edition does not take over from the one below.
    private static let own: Set<String> = ["id", "title", "extends", "until"]

    /// The texts of the edition and those below, laid over each other.
    private static func merged(
        _ id: String, known: [String], source: (String) -> PolicySource?
    ) throws(PolicyProblems) -> (PolicyNode, [String]) {
        var chain: [(id: String, root: PolicyNode)] = []
        var next: (id: String, position: SourcePosition) = (id, SourcePosition(file: id, line: 1, column: 1))
        while true {
            if chain.contains(where: { $0.id == next.id }) {
                throw PolicyProblems(problems: [PolicyProblem(.circle(chain.map(\.id) + [next.id]), at: next.position, key: "extends")])
            }
            guard let source = source(next.id) else {
                let suggestion = Spelling.nearest(to: next.id, in: known)
                throw PolicyProblems(problems: [
                    PolicyProblem(.noSuchEdition(next.id, suggestion: suggestion), at: next.position, key: chain.isEmpty ? "" : "extends")
                ])
            }
            let root: PolicyNode
            do throws(PolicyProblem) {
                root = try PolicyNode.compose(source)
            } catch {
                throw PolicyProblems(problems: [error])
            }
            chain.append((next.id, root))
            guard let base = root["extends"], case .scalar(let below) = base.content else { break }
            next = (below, base.position)
        }
        var root = chain[chain.count - 1].root
        for (_, overlay) in chain.dropLast().reversed() { root = root.without(own).overlaid(by: overlay) }
        return (root, chain.reversed().map(\.id))
    }

    private static func inOrder(_ problems: [PolicyProblem]) -> [PolicyProblem] {
        problems.sorted { ($0.isWarning ? 1 : 0, $0.position) < ($1.isWarning ? 1 : 0, $1.position) }
    }
}
