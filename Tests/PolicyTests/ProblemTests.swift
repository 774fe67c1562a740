import Testing
import Vocabulary

@testable import Policy

/// What a broken document says: place, what was found, what is accepted, what was perhaps meant.
@Suite("Problems of a document")
struct ProblemTests {
    /// A broken document (its lines after the head, which ends on line 4), with the first problem's place and words that its text has.
    struct Broken: CustomTestStringConvertible {
        var name: String
        var text: String
        var line: Int
        var column: Int
        var says: [String]
        var isWhole = false
        var testDescription: String { name }
    }

    static let broken: [Broken] = [
        Broken(name: "misspelt section", text: "tracig:\n  degrees: 1", line: 5, column: 1, says: ["“tracig”", "did you mean “tracing”"]),
        Broken(name: "misspelt key", text: "tracing:\n  degres: 1", line: 6, column: 3, says: ["“degres”", "did you mean “degrees”", "lookback"]),
        Broken(
            name: "another style of key", text: "testing:\n  result_within_single: 6 h", line: 6, column: 3,
            says: ["did you mean “resultWithinSingle”"]),
        Broken(
            name: "misspelt choice",
            text: "tracing:\n  degrees: 1\n  lookback: {symptomatic: 2, asymptomatic: 2}\n  close: {stages: [{mode: centrl, days: 3}]}",
            line: 8, column: 27, says: ["“centrl”", "did you mean “central”", "homeIsolation"]),
        Broken(name: "negative days", text: "access: {daysAfterLastLink: -1}", line: 5, column: 29, says: ["“-1”", "from 0 to 3660"]),
        Broken(
            name: "clock of zero", text: "tracing:\n  closeClocks:\n    located: {within: 0 h, role: investigator}", line: 7, column: 23,
            says: ["“0 h”", "from 1"]),
        Broken(
            name: "days where hours are due", text: "testing:\n  resultWithinPooled: soon", line: 6, column: 23, says: ["“soon”", "number of hours"]),
        Broken(
            name: "a role that is none", text: "command:\n  leaderPresence: {within: 2 h, role: comander}", line: 6, column: 39,
            says: ["did you mean “commander”"]),
        Broken(
            name: "no role", text: "command:\n  leaderPresence: {within: 2 h}", line: 6, column: 19, says: ["“role” is missing", "administrator"]),
        Broken(name: "a list for a number", text: "testing:\n  resultWithinSingle: [1, 2]", line: 6, column: 23, says: ["a list of 2 items"]),
        Broken(name: "a group for a number", text: "tracing:\n  degrees:\n    close: 1", line: 7, column: 5, says: ["a group of keys (close)"]),
        Broken(name: "a word for a group", text: "tracing: strict", line: 5, column: 10, says: ["“strict”", "expected measure 2"]),
        Broken(
            name: "test beyond the stage",
            text:
                "zones:\n  scheme: highOnly\n  levels:\n    high:\n      label: H\n      control: {stages: [{mode: central, days: 7 d, tests: [1, 8]}]}",
            line: 10, column: 60, says: ["day 8", "7 days"]),
        Broken(
            name: "test days that fall", text: "arrivals:\n  high:\n    control: {stages: [{mode: central, days: 7, tests: [4, 1, 7]}]}", line: 7,
            column: 56, says: ["must rise"]),
        Broken(name: "an empty schedule", text: "arrivals:\n  high:\n    control: {stages: []}", line: 7, column: 23, says: ["a list of 0 items"]),
        Broken(
            name: "a frequency of two kinds", text: "testing:\n  posts:\n    x: {label: X, frequency: {everyDays: 1, perWeek: 2}}", line: 7,
            column: 30, says: ["2 frequencies"]),
        Broken(
            name: "three tests four days apart in a week", text: "testing:\n  posts:\n    x: {label: X, frequency: {perWeek: 3, minGap: 4}}", line: 7,
            column: 51, says: ["do not fit into a week"]),
        Broken(
            name: "a secondary schedule without a second degree",
            text: "tracing:\n  degrees: 1\n  lookback: {symptomatic: 2, asymptomatic: 2}\n  secondary: {stages: [{mode: central, days: 7}]}", line: 8,
            column: 14, says: ["only 1 degree"]),
        Broken(
            name: "a gate that waits for too many tests",
            text:
                "tracing:\n  degrees: 2\n  lookback: {symptomatic: 2, asymptomatic: 2}\n  close: {stages: [{mode: central, days: 7, tests: [7]}]}\n  secondary: {stages: [{mode: central, days: 7}]}\n  secondaryGate: {linkedNegatives: 2}",
            line: 10, column: 18, says: ["has only 1"]),
        Broken(name: "degrees without look-back", text: "tracing:\n  degrees: 1", line: 6, column: 3, says: ["“lookback” is missing"]),
        Broken(name: "a certificate of no age", text: "arrivals:\n  low: {checks: [mask, testCertificate]}", line: 6, column: 17, says: ["how old"]),
        Broken(name: "approval by nobody", text: "gatherings:\n  limits:\n    - {from: 50, decision: approve}", line: 7, column: 28, says: ["whose"]),
        Broken(
            name: "a level that goes nowhere", text: "zones:\n  scheme: highOnly\n  levels: {high: {label: H, lift: {cleanDays: 5, to: low}}}",
            line: 7, column: 11, says: ["does not have"]),
        Broken(
            name: "a key that stands twice", text: "tracing:\n  degrees: 0\n  general: none\n  degrees: 1", line: 8, column: 3, says: ["stands twice"]
        ),
        Broken(name: "a tab for indentation", text: "tracing:\n\tdegrees: 1", line: 6, column: 1, says: ["not YAML"]),
        Broken(name: "an unclosed bracket", text: "testing: {mustTest: [closeContacts", line: 6, column: 1, says: ["not YAML"]),
        Broken(name: "anchors and aliases", text: "testing: &x {certificateFrom: sampling}\naccess: *x", line: 6, column: 1, says: ["not used"]),
        Broken(name: "two editions in a file", text: "---\nid: other", line: 5, column: 1, says: ["not YAML"]),
        Broken(name: "an end before the beginning", text: "until: 2021-12-31", line: 5, column: 8, says: ["before it begins"]),
        Broken(name: "a day that is none", text: "until: 2022-02-29", line: 5, column: 8, says: ["“2022-02-29”", "a day such as"]),
        Broken(name: "a territory that is none", text: "territory: Hunan", line: 5, column: 12, says: ["division code"]),
        Broken(name: "a time zone that is none", text: "timeZone: Changsha", line: 5, column: 11, says: ["IANA"]),
        Broken(name: "extending nothing known", text: "extends: cn-08", line: 5, column: 10, says: ["no edition “cn-08”", "did you mean “cn-8”"]),
        Broken(name: "extending itself", text: "extends: test", line: 5, column: 10, says: ["in a circle", "test → test"]),
        Broken(name: "an empty file", text: "", line: 1, column: 1, says: ["empty"], isWhole: true),
        Broken(name: "a list at the top", text: "- 1", line: 1, column: 1, says: ["a list of 1 item"], isWhole: true),
        Broken(name: "a character no text has", text: "id: \u{7}", line: 1, column: 5, says: ["cannot be read"], isWhole: true),
        Broken(name: "no disease", text: "id: a\ntitle: A\nfrom: 2022-01-01\n", line: 1, column: 1, says: ["“disease” is missing"], isWhole: true),
        Broken(
            name: "the word none as an id",
            text: "id: none\ntitle: A\nfrom: 2022-01-01\ndisease: {id: a, name: A, incubationMax: 1, infectiousAfter: 1}", line: 1, column: 5,
            says: ["“id” is missing"], isWhole: true),
    ]

    @Test("stand at their line and column and say what is accepted", arguments: broken)
    func place(_ broken: Broken) throws {
        let problems = Written.problems(broken.isWhole ? broken.text : Written.head + broken.text)
        let first = try #require(problems.first)
        #expect(!first.isWarning)
        #expect("\(first.position)" == "\(first.position.file):\(broken.line):\(broken.column)", "\(first)")
        for words in broken.says { #expect(first.message.en.contains(words), "\(first)") }
        #expect(!first.message.zh.isEmpty)
    }

    @Test("all are found in one reading, in the order of the text")
    func all() {
        let text =
            Written.head + """
                tracing:
                  degrees: 5
                  lokback: {symptomatic: 2}
                  closeClocks:
                    located: {within: 2 h}
                treatment:
                  confirmed: {isolation: hotel, discharge: {negatives: two}}
                """
        let problems = Written.problems(text)
        #expect(
            problems.map { "\($0.position.line):\($0.position.column) \($0.key)" } == [
                "6:12 tracing.degrees", "7:3 tracing.lokback", "9:14 tracing.closeClocks.located.role", "11:26 treatment.confirmed.isolation",
                "11:56 treatment.confirmed.discharge.negatives",
            ])
    }

    @Test("words that other YAML readers turn into something else stay what they are")
    func words() throws {
        let document = try Written.read(
            Written.head.replacing("name: COVID-19", with: "name: {zh: 否, en: no}")
                + """
                tracing:
                  degrees: 1
                  lookback: {symptomatic: 0, asymptomatic: 0x}
                """.replacing("0x", with: "2")
                    + """

                      close: {releaseHour: 08:00, stages: [{mode: central, days: 010, tests: [010]}]}
                    """)
        #expect(document.policy.disease.name.en == "no")
        #expect(document.policy.tracing.close?.releaseHour == 8)
        #expect(document.policy.tracing.close?.stages.first?.days == 10)
    }

    @Test("numbers may carry their unit", arguments: [("14", 14), ("14 d", 14), ("14d", 14), ("14 days", 14), ("14 天", 14)])
    func units(text: String, days: Int) throws {
        let document = try Written.read(Written.head + "access: {daysAfterLastLink: \(text)}")
        #expect(document.policy.access.daysAfterLastLink == Days(days))
    }

    @Test("a stage without an exit test is a doubt, not an error")
    func doubt() throws {
        let document = try Written.read(Written.head + "arrivals:\n  high:\n    control: {stages: [{mode: central, days: 7, tests: [1, 4]}]}")
        #expect(document.warnings.count == 1)
        #expect(document.warnings.first?.isWarning == true)
        #expect(document.warnings.first?.position.line == 7)
    }

    @Test(
        "words are suggested by edits",
        arguments: [("comander", "commander"), ("hospitals", "hospital"), ("home_isolation", "homeIsolation"), ("xyz", nil)] as [(String, String?)])
    func spelling(word: String, nearest: String?) {
        #expect(Spelling.nearest(to: word, in: ["commander", "hospital", "homeIsolation", "laboratory"]) == nearest)
    }
}

/// A small generator with a fixed seed: the same mutations on every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite("Mutated documents")
struct MutationTests {
    @Test("give a policy or located problems, never a crash", arguments: ["cn-8", "hunan-2022-03", "who-mers", "none"])
    func mutate(key: String) throws {
        let text = Array(try #require(Shipped.source(key)).text.utf8)
        var random = SplitMix(state: 20_220_319)
        let pieces = [
            "\n", "  ", ": ", "{", "}", "[", "]", "- ", "none", "~", "\"", "'", "|", ">", "#", "&a ", "*a", "!!int ", "? ", "\t", "0", "-1", "9e99",
            "，",
        ]
        for _ in 0..<80 {
            var bytes = text
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...40, using: &random)))
                case 2: bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: at)
                default: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + Int.random(in: 1...60, using: &random))], at: at)
                }
                if bytes.isEmpty { bytes = [10] }
            }
            let mutated = String(decoding: bytes, as: UTF8.self)
            let lines = mutated.utf8.count { $0 == 10 } + 2
            do throws(PolicyProblems) {
                _ = try PolicyDocument.read(key, known: Shipped.keys) { $0 == key ? PolicySource(file: "m.yaml", text: mutated) : Shipped.source($0) }
            } catch {
                #expect(!error.problems.isEmpty)
                for problem in error.problems {
                    #expect(problem.position.line >= 1 && problem.position.column >= 1 && !problem.message.en.isEmpty)
                    if problem.position.file == "m.yaml" { #expect(problem.position.line <= lines) }
                }
            }
        }
    }
}
