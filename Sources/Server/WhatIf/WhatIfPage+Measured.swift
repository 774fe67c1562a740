import Operations
import Simulation

extension WhatIfPage {
    /// How the rules are carried out now, each figure with how many it rests on, or that there were too few and what is assumed instead.
    static func measured(_ beginning: PresentOutbreak, _ words: Words) -> [String] {
        let measured = beginning.carriedOut
        let used = Execution(measured)
        func line(_ key: String, _ figure: CarriedOut.Figure, _ used: Double) -> String {
            let told: KeyValuePairs = ["share": "\(Int((used * 100).rounded())) %", "n": words.figure(figure.count)]
            return words(key, told) + (figure.value == nil ? words("whatif.tooFew") : "")
        }
        let onset: KeyValuePairs = [
            "days": tenths(used.onsetToCare.mean), "n": words.figure(measured.onsets),
        ]
        return [
            line("whatif.lateness", measured.lateness, used.lateness),
            line("whatif.controlTests", measured.controlTests, used.testCoverage.control),
            line("whatif.postTests", measured.postTests, used.testCoverage.post),
            words("whatif.onsetToCare", onset) + (measured.onsetToCare == nil ? words("whatif.tooFew") : ""),
        ]
    }

    /// With what the replicates began, and of those that got out of control how many each infection led to, without and with the rules.
    static func reasons(_ content: Content, _ words: Words) -> [String] {
        var reasons: [String] = []
        let begun = content.present.outcomes.compactMap(\.beginning)
        if let first = begun.first {
            let count = Double(begun.count)
            let infections = begun.reduce(0.0) { $0 + Double($1.infections) } / count
            let strength = begun.reduce(0.0) { $0 + $1.strength } / count
            let told: KeyValuePairs = [
                "infections": figure(infections), "unknown": figure(infections - Double(first.known)),
                "strength": "\(Int((strength * 100).rounded())) %",
            ]
            reasons.append(words("whatif.beganWith", told))
        }
        func passedOn(_ key: String, _ ensemble: Ensemble?) {
            guard let ensemble, ensemble.outcomes.contains(where: \.isOutOfControl), let mean = ensemble.reproduction(days: firstWeek) else { return }
            reasons.append(words(key, ["mean": tenths(mean), "usual": tenths(content.reproduction)]))
        }
        passedOn("whatif.whyCurrent", content.present)
        passedOn("whatif.whyEdited", content.edited)
        return reasons
    }

    /// The first days whose infections have all been caused after the beginning.
    private static let firstWeek = 1..<8

    private static func tenths(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
