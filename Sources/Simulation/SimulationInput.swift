import Policy
import Vocabulary

/// What is wrong with a goal or a file of execution, and where.
public struct SimulationInputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where.
    public let position: SourcePosition
    /// What was found and what would be accepted.
    public let message: LocalizedText

    /// As a line for people: `goal.yaml:3:5: error: …`.
    public var description: String { "\(position): error: \(message.en)" }
}

extension PolicyNode {
    /// The tree of a file.
    static func root(of source: PolicySource) throws(SimulationInputError) -> PolicyNode {
        do throws(PolicyProblem) {
            return try PolicyNode.compose(source)
        } catch {
            throw SimulationInputError(position: error.position, message: error.message)
        }
    }

    /// Refuses keys that nothing reads.
    func check(_ keys: [String]) throws(SimulationInputError) {
        let list = keys.joined(separator: ", ")
        guard case .mapping(let entries) = content else {
            throw SimulationInputError(position: position, message: LocalizedText(zh: "应为键的集合：\(list)", en: "expected the keys \(list)"))
        }
        for entry in entries where !keys.contains(entry.key) {
            throw SimulationInputError(
                position: entry.keyPosition,
                message: LocalizedText(zh: "未知的键“\(entry.key)”，应为 \(list)", en: "“\(entry.key)” is unknown; accepted are \(list)"))
        }
    }

    /// A number, with or without a unit or the word “day” around it.
    func number() throws(SimulationInputError) -> Double {
        if case .scalar(let text) = content, let number = Double(text.filter { $0.isNumber || $0 == "." || $0 == "-" }) { return number }
        throw SimulationInputError(position: position, message: LocalizedText(zh: "应为数字", en: "expected a number"))
    }

    /// A number within a range.
    func number(_ range: ClosedRange<Double>) throws(SimulationInputError) -> Double {
        let number = try self.number()
        if range.contains(number) { return number }
        let (low, high) = (range.lowerBound, range.upperBound)
        throw SimulationInputError(
            position: position,
            message: LocalizedText(zh: "\(number) 超出 \(low) 到 \(high)", en: "\(number) lies outside \(low) to \(high)"))
    }

    /// A share, as 0.6 or 60 %.
    func share() throws(SimulationInputError) -> Double {
        let number = try self.number()
        if case .scalar(let text) = content, text.contains("%"), (0...100).contains(number) { return number / 100 }
        if (0...1).contains(number) { return number }
        throw SimulationInputError(
            position: position, message: LocalizedText(zh: "应为比例，如 60 % 或 0.6", en: "expected a share such as 60 % or 0.6"))
    }

    /// The text of a value that is one.
    var text: String? {
        if case .scalar(let text) = content { return text }
        return nil
    }
}
