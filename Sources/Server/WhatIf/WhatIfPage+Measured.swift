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

    private static func tenths(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
