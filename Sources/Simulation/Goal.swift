import Policy
import Vocabulary

/// What `optimize` is to find: which lines may move, what must hold, what is to be least.
///
/// ```yaml
/// minimise: cost
/// levers:
///   - {key: tracing.lookback.symptomatic, values: [2, 3, 4]}
///   - {key: testing.posts.*.frequency, from: 1, to: 7, step: 2}
/// constraints:
///   - {contained: day 60, probability: 80 %}
///   - {quantity: peakWard, atMost: 200}
/// replicates: 200
/// candidates: 60
/// ```
public struct Goal: Hashable, Sendable {
    /// What is to be least.
    public var minimise: Quantity
    /// The levers, by key or pattern, with their values. A pattern's lines all move together.
    public var levers: [Line]
    /// What must hold, all of it.
    public var constraints: [Constraint]
    /// Replicates that the best candidates are given at most.
    public var replicates: Int
    /// Candidates tried at most; more combinations than these are sampled.
    public var candidates: Int

    /// A lever and its values.
    public struct Line: Hashable, Sendable {
        /// The line's key, or a pattern with `*`.
        public var key: String
        /// What it may be set to.
        public var values: [Double]
        /// Where it stands in the goal file.
        public var position: SourcePosition

        /// A lever and its values.
        public init(key: String, values: [Double], position: SourcePosition = SourcePosition(file: "", line: 1, column: 1)) {
            self.key = key
            self.values = values
            self.position = position
        }
    }

    /// What must hold.
    public enum Constraint: Hashable, Sendable {
        /// The outbreak is over by the end of a day (from 1) with at least this probability.
        case contained(day: Int, probability: Double)
        /// The mean of a quantity is at most so much.
        case atMost(Quantity, Double)
    }

    /// A goal from its parts.
    public init(minimise: Quantity = .cost, levers: [Line], constraints: [Constraint], replicates: Int = 200, candidates: Int = 64) {
        self.minimise = minimise
        self.levers = levers
        self.constraints = constraints
        self.replicates = replicates
        self.candidates = candidates
    }
}

extension Goal {
    /// Reads a goal file.
    ///
    /// - Throws: ``SimulationInputError`` for the first thing that cannot stand.
    public init(_ source: PolicySource) throws(SimulationInputError) {
        let root = try PolicyNode.root(of: source)
        try root.check(["minimise", "levers", "constraints", "replicates", "candidates"])
        minimise = try root["minimise"].map { node throws(SimulationInputError) in try Goal.quantity(node) } ?? .cost
        guard case .sequence(let lines)? = root["levers"]?.content, !lines.isEmpty else {
            throw SimulationInputError(
                position: root["levers"]?.position ?? root.position,
                message: LocalizedText(
                    zh: "levers 应为列表，如 - {key: tracing.degrees, values: [1, 2]}",
                    en: "levers: expected a list such as - {key: tracing.degrees, values: [1, 2]}"))
        }
        levers = []
        for line in lines { levers.append(try Goal.line(line)) }
        constraints = []
        if case .sequence(let nodes)? = root["constraints"]?.content { for node in nodes { constraints.append(try Goal.constraint(node)) } }
        replicates = try root["replicates"].map { node throws(SimulationInputError) in Int(try node.number()) } ?? 200
        candidates = try root["candidates"].map { node throws(SimulationInputError) in Int(try node.number()) } ?? 64
        guard (1...100_000).contains(replicates), (1...10_000).contains(candidates) else {
            throw SimulationInputError(
                position: root.position,
                message: LocalizedText(zh: "replicates 与 candidates 应为正数", en: "replicates: 1 to 100000; candidates: 1 to 10000"))
        }
    }

    private static func line(_ node: PolicyNode) throws(SimulationInputError) -> Line {
        try node.check(["key", "values", "from", "to", "step"])
        guard case .scalar(let key)? = node["key"]?.content else {
            throw SimulationInputError(
                position: node.position, message: LocalizedText(zh: "缺少 key", en: "a lever needs a key, the key of a policy line"))
        }
        if case .sequence(let nodes)? = node["values"]?.content {
            var values: [Double] = []
            for value in nodes { values.append(try value.number()) }
            return Line(key: key, values: values, position: node.position)
        }
        guard let from = node["from"], let to = node["to"] else {
            throw SimulationInputError(
                position: node.position, message: LocalizedText(zh: "需要 values，或 from 与 to", en: "a lever needs values: […], or from and to"))
        }
        let least = try from.number(), most = try to.number()
        let step = try node["step"].map { node throws(SimulationInputError) in try node.number() } ?? 1
        guard step > 0, most >= least, (most - least) / step < 1000 else {
            throw SimulationInputError(
                position: from.position, message: LocalizedText(zh: "from 应不大于 to，step 应为正", en: "from must not exceed to, step must be positive"))
        }
        return Line(key: key, values: Array(stride(from: least, through: most + step / 1000, by: step)), position: node.position)
    }

    private static func constraint(_ node: PolicyNode) throws(SimulationInputError) -> Constraint {
        try node.check(["contained", "probability", "quantity", "atMost"])
        if let contained = node["contained"] {
            let share = try node["probability"].map { node throws(SimulationInputError) in try node.number() } ?? 90
            return .contained(day: Int(try contained.number()), probability: share > 1 ? share / 100 : share)
        }
        guard let name = node["quantity"], let most = node["atMost"] else {
            throw SimulationInputError(
                position: node.position,
                message: LocalizedText(
                    zh: "约束应为 {contained: 60, probability: 80 %} 或 {quantity: peakWard, atMost: 200}",
                    en: "expected {contained: 60, probability: 80 %} or {quantity: peakWard, atMost: 200}"))
        }
        return .atMost(try quantity(name), try most.number())
    }

    private static func quantity(_ node: PolicyNode) throws(SimulationInputError) -> Quantity {
        if case .scalar(let text) = node.content, let quantity = Quantity(rawValue: text) { return quantity }
        let list = Quantity.allCases.map(\.rawValue).joined(separator: ", ")
        throw SimulationInputError(position: node.position, message: LocalizedText(zh: "应为其中之一：\(list)", en: "expected one of \(list)"))
    }
}
