import Vocabulary

/// A policy as it is shown to people: sections in the order of the ten measures, in each the lines with their names and values.
public struct PolicyOutline: Hashable, Sendable {
    /// Key of the edition.
    public var id: String
    /// Its title.
    public var title: LocalizedText
    /// The sections that say anything.
    public var sections: [Section]

    /// A section: the frame, a measure, or what belongs to none.
    public struct Section: Hashable, Sendable {
        /// Its key in the document; empty for the frame.
        public var key: String
        /// The measure, if it is one.
        public var measure: Measure?
        /// What it is called.
        public var title: LocalizedText
        /// Its parts, in order.
        public var parts: [Part]
    }

    /// Lines that belong together: a schedule, a class of posts, an origin.
    public struct Part: Hashable, Sendable {
        /// The rule key they share.
        public var key: String
        /// What the part is called; nil for the lines of the section itself.
        public var title: LocalizedText?
        /// Its lines.
        public var lines: [Line]
    }

    /// A line.
    public struct Line: Hashable, Sendable {
        /// The rule key.
        public var key: String
        /// What it is called within its part.
        public var label: LocalizedText
        /// Its value.
        public var value: LocalizedText
        /// Where it is set; nil for a default.
        public var position: SourcePosition?
        /// The lines that this one sums up: the stages of a schedule.
        public var details: [Line]
    }

    /// The outline of a document.
    public init(_ document: PolicyDocument) {
        id = document.policy.id
        title = document.policy.title
        var sections: [Section] = []
        for line in document.lines where !line.key.hasSuffix(".label") && !["id", "title"].contains(line.key) {
            let parts = line.key.split(separator: ".")
            let key = parts.count > 1 ? String(parts[0]) : ""
            let part = parts.count > 1 ? PolicyDiff.part(of: line.key) : ""
            let index: Int
            if let known = sections.firstIndex(where: { $0.key == key }) {
                index = known
            } else {
                index = sections.count
                sections.append(Section(key: key, measure: Measure(key: key), title: PolicyOutline.title(of: key, names: document.names), parts: []))
            }
            if !sections[index].parts.contains(where: { $0.key == part }) {
                let title = part == key ? nil : PolicyOutline.title(of: part, names: document.names)
                sections[index].parts.append(Part(key: part, title: title, lines: []))
            }
            guard let place = sections[index].parts.firstIndex(where: { $0.key == part }) else { continue }
            sections[index].parts[place].add(line, of: document)
        }
        self.sections = sections
    }

    private static func title(of key: String, names: [String: LocalizedText]) -> LocalizedText {
        guard !key.isEmpty else { return LocalizedText(zh: "总则", en: "Frame") }
        let labels = KeyWords.labels(key, names: names)
        let own = labels.count > 1 ? Array(labels.dropFirst()) : labels
        return LocalizedText(zh: own.map(\.zh).joined(separator: "·"), en: own.map(\.en).joined(separator: " · ").capitalisedFirst)
    }
}

extension PolicyOutline.Part {
    /// Adds a line; the stages of a schedule become the details of one line that sums them up.
    fileprivate mutating func add(_ line: PolicyLine, of document: PolicyDocument) {
        let depth = key.isEmpty ? 0 : KeyWords.labels(key, names: document.names).count
        func label(_ key: String) -> LocalizedText {
            let own = KeyWords.labels(key, names: document.names).dropFirst(depth)
            return own.isEmpty
                ? LocalizedText(zh: "阶段", en: "stages")
                : LocalizedText(zh: own.map(\.zh).joined(separator: "·"), en: own.map(\.en).joined(separator: " · "))
        }
        let shown = PolicyOutline.Line(key: line.key, label: label(line.key), value: line.value.words, position: line.position, details: [])
        guard let range = line.key.firstRange(of: ".stages.") else {
            lines.append(shown)
            return
        }
        let schedule = String(line.key[..<range.lowerBound])
        if let known = lines.firstIndex(where: { $0.key == schedule }) {
            lines[known].details.append(shown)
        } else {
            lines.append(
                PolicyOutline.Line(
                    key: schedule, label: label(schedule), value: document.summary(of: schedule), position: document.place(of: schedule),
                    details: [shown]))
        }
    }
}

extension PolicyDocument {
    /// What a rule key, or the key of an obligation, rests on: the lines that say so, the nearest first. Empty if nothing does.
    ///
    /// Obligations name the rule of a duty (`tracing.close.stages.1.tests.4`, `tracing.close.clocks.located`); the line of the document may
    /// stand a level above or under another key.
    public func lines(explaining rule: String) -> [PolicyLine] {
        for key in PolicyDocument.spellings(of: rule) {
            if let line = line(key) { return [line] }
            let below = lines.filter { $0.key.hasPrefix(key + ".") }
            if !below.isEmpty { return below }
        }
        return []
    }

    /// What a line is called, from the measure down.
    public func label(of key: String) -> LocalizedText { KeyWords.label(key, names: names) }

    /// A rule key as obligations write it, and the document's keys it can rest on, the most exact first.
    private static func spellings(of rule: String) -> [String] {
        var keys = [rule]
        let rewritten: [(String, String)] = [
            ("tracing.case.clocks.", "tracing.caseClocks."), ("tracing.close.clocks.", "tracing.closeClocks."),
            ("tracing.secondary.clocks.", "tracing.secondaryClocks."), ("testing.results.clocks.pooled", "testing.resultWithinPooled"),
            ("testing.results.clocks.single", "testing.resultWithinSingle"), ("treatment.cases.", "treatment."), ("arrivals.byRisk.", "arrivals."),
        ]
        for (from, to) in rewritten where rule.hasPrefix(from) { keys.append(to + rule.dropFirst(from.count)) }
        for key in keys {
            if key.hasPrefix("arrivals.") {
                keys.append(key.replacing(".clocks.checks", with: ".checkWithin").replacing(".clocks.control", with: ".controlWithin"))
            }
            if let range = key.firstRange(of: ".followUps.") { keys.append(key[..<range.lowerBound] + ".followUpsPerDay") }
            if let range = key.firstRange(of: ".release.") { keys.append(key[..<range.lowerBound] + ".stages." + key[range.upperBound...]) }
            if let range = key.firstRange(of: ".discharge.tests") { keys.append(key[..<range.lowerBound] + ".discharge") }
        }
        // A number at the end that is no line of its own: the fourth day of a list of test days, the second of the tests of a span.
        for key in keys {
            if let dot = key.lastIndex(of: "."), key[..<dot].contains(".") {
                let last = key[key.index(after: dot)...]
                if last.first?.isNumber == true || last.hasPrefix("atOnce") { keys.append(String(key[..<dot])) }
            }
        }
        return keys
    }
}
