import Policy
import Vocabulary

/// A line of a policy that can be moved: its key, what it is called, where it stands and what it can be set to.
///
/// Levers are found in a policy document (``Lever/all(of:)``); setting some of them gives the text of an overlay, which is read like any edition.
/// What is simulated is therefore exactly what can be adopted.
public struct Lever: Hashable, Sendable {
    /// The line's key, such as `tracing.lookback.symptomatic`.
    public let key: String
    /// What the line says, in both languages.
    public let label: LocalizedText
    /// What its number counts.
    public let unit: PolicyValue.Unit
    /// Where it stands.
    public let current: Double
    /// The least and the most it can sensibly be set to, and the step between.
    public let least: Double, most: Double, step: Double
    let form: Form

    /// How a number of this line is written.
    enum Form: Hashable, Sendable {
        case number
        case clock(role: String)
        case everyDays
    }

    /// The values from the least to the most.
    public var values: [Double] { Array(stride(from: least, through: most + step / 1000, by: step)) }
}

extension Lever {
    /// The lines of a policy that move infections or cost in the simulator, as far as the policy has them.
    public static func all(of document: PolicyDocument) -> [Lever] { document.lines.compactMap { Lever($0, of: document) } }

    /// The levers whose keys match a pattern, in which `*` stands for one part: `testing.posts.*.frequency`.
    public static func matching(_ pattern: String, in document: PolicyDocument) -> [Lever] {
        let wanted = pattern.split(separator: ".")
        return document.lines.filter { line in
            let parts = line.key.split(separator: ".")
            return parts.count == wanted.count && zip(parts, wanted).allSatisfy { $1 == "*" || $0 == $1 }
        }.compactMap { Lever($0, of: document, anyLine: true) }
    }

    /// Prefixes and suffixes of the lines that the simulator acts on, with a range: those of ``all(of:)``.
    private static let known: [(prefix: String, suffix: String, least: Double, most: Double, step: Double)] = [
        ("tracing.degrees", "", 0, 2, 1), ("tracing.lookback.", "", 0, 7, 1), ("tracing.close.stages.", ".days", 0, 21, 1),
        ("tracing.secondary.stages.", ".days", 0, 14, 1), ("tracing.caseClocks.contactsListed", "", 2, 72, 2),
        ("tracing.closeClocks.transferred", "", 2, 48, 2), ("tracing.secondaryClocks.transferred", "", 2, 48, 2),
        ("testing.resultWithinSingle", "", 2, 48, 2), ("testing.resultWithinPooled", "", 4, 48, 4),
        ("testing.resultWithin.feverClinic", "", 2, 48, 2),
        ("testing.posts.", ".frequency", 1, 14, 1), ("treatment.", ".clocks.admitted", 1, 48, 1), ("treatment.", ".clocks.isolated", 1, 48, 1),
        ("treatment.", ".isolationDays", 0, 28, 1), ("arrivals.", ".landingTest", 0, 72, 6), ("arrivals.", ".certificate", 24, 72, 24),
        ("arrivals.", ".days", 0, 21, 1), ("zones.levels.", ".lift.cleanDays", 1, 28, 1), ("gatherings.limits.", ".from", 2, 500, 2),
        ("gatherings.enclosedShare", "", 10, 100, 10), ("places.key.", ".occupancy", 10, 100, 10),
        ("testing.rounds.stopping.cleanRounds", "", 1, 7, 1),
    ]

    private init?(_ line: PolicyLine, of document: PolicyDocument, anyLine: Bool = false) {
        let range = Lever.known.first {
            line.key.hasPrefix($0.prefix) && line.key.hasSuffix($0.suffix)
                && ($0.suffix.isEmpty || $0.prefix.count + $0.suffix.count <= line.key.count)
        }
        guard range != nil || anyLine else { return nil }
        switch line.value {
        case .number(let number, let unit): (current, self.unit, form) = (number, unit, .number)
        case .clock(let clock): (current, unit, form) = (Double(clock.within.count), .hours, .clock(role: clock.role.rawValue))
        case .frequency(.everyDays(let days)): (current, unit, form) = (Double(days), .days, .everyDays)
        default: return nil
        }
        key = line.key
        label = document.title(of: line.key)
        least = range?.least ?? 0
        most = max(range?.most ?? current * 2, current)
        step = range?.step ?? max(1, (most / 20).rounded())
    }

    /// A value as it is written in a policy.
    func text(_ value: Double) -> String {
        let number = value == value.rounded() ? String(Int(value)) : String(value)
        switch form {
        case .clock(let role): return "{within: \(number) h, role: \(role)}"
        case .everyDays: return "{everyDays: \(number)}"
        case .number:
            switch unit {
            case .days: return number + " d"
            case .hours: return number + " h"
            case .minutes: return number + " min"
            case .percent: return number + " %"
            case .metres: return number + " m"
            default: return number
            }
        }
    }
}

/// Some levers set: an edition that extends another and changes these lines.
public struct Overlay: Hashable, Sendable {
    /// Key of the edition it extends.
    public let base: String
    /// The lines and what they are set to.
    public let settings: [Setting]

    /// A lever set to a value.
    public struct Setting: Hashable, Sendable {
        /// The line.
        public let lever: Lever
        /// Its new value.
        public let value: Double

        /// The line set to a value.
        public init(_ lever: Lever, to value: Double) {
            self.lever = lever
            self.value = value
        }
    }

    /// The lines that the settings change in an edition; those that leave a line as it stands are dropped.
    public init(of base: String, _ settings: [Setting]) {
        self.base = base
        self.settings = settings.filter { $0.value != $0.lever.current }
    }

    /// The edition as text, ready to be read and adopted.
    ///
    /// - Parameters:
    ///   - document: The edition below; where a stage becomes shorter its tests after the last day fall away and the last day keeps an exit test.
    ///   - id: Key of the new edition.
    public func yaml(over document: PolicyDocument, id: String) -> String {
        var root = Branch()
        for setting in settings {
            root.set(setting.lever.key.split(separator: ".").map(String.init)[...], to: setting.lever.text(setting.value))
            if setting.lever.key == "tracing.degrees" {
                // Who is no longer traced is no longer held.
                let fallen: [(String, Bool)] = [
                    ("close", setting.value < 1 && document.policy.tracing.close != nil),
                    ("secondary", setting.value < 2 && document.policy.tracing.secondary != nil),
                    ("secondaryGate", setting.value < 2 && document.policy.tracing.secondaryGate != nil),
                ]
                for (key, falls) in fallen where falls { root.set(["tracing", key], to: "none") }
            }
            guard setting.lever.key.contains(".stages."), setting.lever.key.hasSuffix(".days") else { continue }
            let tests = String(setting.lever.key.dropLast(4)) + "tests"
            guard case .testDays(let days)? = document.line(tests)?.value, !days.isEmpty else { continue }
            let last = Int(setting.value)
            var kept = days.map(\.day).filter { $0 < last }
            if last > 0 { kept.append(last) }
            root.set(tests.split(separator: ".").map(String.init)[...], to: "[\(kept.map(String.init).joined(separator: ", "))]")
        }
        var text = "id: \(id)\ntitle: {zh: \"\(document.policy.title.zh)（改）\", en: \"\(document.policy.title.en), changed\"}\nextends: \(base)\n"
        text += "from: \(document.policy.from)\n"
        text += root.text(indent: 0)
        return text
    }

    /// The policy with the settings, read as it would be adopted.
    ///
    /// - Parameters:
    ///   - document: The edition below.
    ///   - source: Gives the texts of the editions it is made of.
    /// - Throws: What the reader finds wrong with it.
    public func policy(over document: PolicyDocument, source: (String) -> PolicySource?) throws(PolicyProblems) -> Policy {
        if settings.isEmpty { return document.policy }
        let id = "\(base)-changed"
        let text = yaml(over: document, id: id)
        return try PolicyDocument.read(id) { $0 == id ? PolicySource(file: "\(id).yaml", text: text) : source($0) }.policy
    }

    /// Lines of the overlay while they are gathered.
    private struct Branch {
        var children: [(key: String, branch: Branch)] = []
        var value: String?

        mutating func set(_ path: ArraySlice<String>, to value: String) {
            guard let first = path.first else {
                self.value = value
                return
            }
            if let index = children.firstIndex(where: { $0.key == first }) {
                children[index].branch.set(path.dropFirst(), to: value)
            } else {
                var branch = Branch()
                branch.set(path.dropFirst(), to: value)
                children.append((first, branch))
            }
        }

        func text(indent: Int) -> String {
            children.map { key, branch in
                let margin = String(repeating: " ", count: indent)
                if let value = branch.value { return "\(margin)\(key): \(value)\n" }
                return "\(margin)\(key):\n\(branch.text(indent: indent + 2))"
            }.joined()
        }
    }
}
